"""Source: the text of a user's file line by line, of bounded size, in an encoding that fits."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rnnviz.scenarios.file_bytes import check_text, read_bytes, refusal
from rnnviz.scenarios.named_encoding import decode_as
from rnnviz.scenarios.own.reading import Reading
from rnnviz.scenarios.scenario import ScenarioError

#: Bytes read at most; what follows them in the file is left out.
BYTES_LIMIT = 20_000_000
#: Characters that a line may have.
LONGEST_LINE = 100_000
#: How many bytes at the beginning are looked at to recognise what a file is.
HEAD = 65_536
#: Rows (sentences, pairs) that a file has at least: some are held out, some trained on.
LEAST_ROWS = 10

_ANOTHER = "Correct the file, or say how to read it."


#: What the fact is called that tells of rows in which there is nothing.
EMPTY_ROWS = "Empty rows"


@dataclass
class Skipped:
    """How many rows were left out since there is nothing in them."""

    count: int = 0

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """To show, where there were any."""
        return ((EMPTY_ROWS, f"{self.count:,}, left out"),) if self.count else ()


@dataclass(frozen=True)
class Source:
    """A file's text.

    text      its characters, every line end "\\n"; whole lines only, where it was cut.
    encoding  in words.
    read, total   bytes.
    wanted    what the file should be, for messages.
    """

    path: Path
    text: str
    encoding: str
    read: int
    total: int
    wanted: str

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What was read, to show."""
        extent = f"the whole file, {self.total:,} bytes"
        if self.read < self.total:
            extent = f"only the first {self.read:,} of {self.total:,} bytes"
        return (
            ("Source", f"file {self.path.name}"),
            ("Encoding", self.encoding),
            ("Read", extent),
        )

    def lines(self) -> Iterator[tuple[int, str]]:
        """Line number, from 1, and line without its end. Raises ScenarioError at a long one."""
        for number, ended in enumerate(io.StringIO(self.text), 1):
            line = ended.removesuffix("\n")
            if len(line) > LONGEST_LINE:
                met = f"a line of {len(line):,} characters"
                raise self.refusal(number, met, f"at most {LONGEST_LINE:,}")
            yield number, line

    def rows(
        self, delimiter: str, skipped: Skipped | None = None
    ) -> Iterator[tuple[int, list[str]]]:
        """The number of a row's first line, and its fields, without white space around them;
        rows in which there is nothing at all are left out, and counted in `skipped`.

        Fields in quotation marks may hold delimiters and line ends (RFC 4180), but not
        between tabs, where a quotation mark is as a rule one of the text. With a space as
        delimiter, any number of blanks divides two fields.
        """
        for number, fields in self._divided(delimiter):
            stripped = [field.strip() for field in fields]
            if any(stripped):
                yield number, stripped
            elif skipped is not None:
                skipped.count += 1

    def _divided(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        if delimiter == " ":
            return ((number, line.split()) for number, line in self.lines())
        if delimiter == "\t":
            return ((number, line.split("\t")) for number, line in self.lines())
        return self._quoted_rows(delimiter)

    def _quoted_rows(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        lines = (f"{line}\n" for _, line in self.lines())
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
        first = 1
        while True:
            try:
                fields = next(reader, None)
            except csv.Error as error:
                wanted = "quotation marks in pairs, around whole fields"
                raise self.refusal(first, str(error), wanted) from error
            if fields is None:
                return
            yield first, fields
            first = reader.line_num + 1

    def refusal(self, line: int, met: str, wanted: str) -> ScenarioError:
        """What is raised because of one line."""
        return ScenarioError(f"{self.path}, line {line:,}: {met} was met; wanted is {wanted}.")

    def refusal_of_all(self, met: str, advice: str = _ANOTHER) -> ScenarioError:
        """What is raised because of the file as a whole."""
        return refusal(self.path, met, self.wanted, advice)


def read_source(path: Path, reading: Reading, wanted: str, limit: int = 0) -> Source:
    """The text of the file at `path`, at most its first `limit` bytes, or BYTES_LIMIT.

    Raises ScenarioError, with what was met and what to do, where it cannot be read.
    """
    raw, total = read_bytes(path, limit or BYTES_LIMIT, wanted)
    is_cut = len(raw) < total
    text, encoding = decode_as(path, raw, reading.encoding, is_cut)
    check_text(path, text, wanted)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_cut and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    return Source(path, text, encoding, len(raw), total, wanted)
