"""A worksheet as a file: HTML, LaTeX or CSV, told by the extension."""

import csv
import io
from pathlib import Path

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.worksheet import Line, Worksheet, name_of, numbers_of
from rnnviz.interchange.worksheet_html import html_of
from rnnviz.interchange.worksheet_latex import latex_of
from rnnviz.trace import npz
from rnnviz.trace.formula import plain
from rnnviz.trace.npz import NpzError

KINDS = ("html", "tex", "csv")
COLUMNS = ("part", "name", "title", "formula", "numbers", "value")


def content_of(sheet: Worksheet, kind: str, is_blank: bool) -> str:
    """The whole file; blank: without the numbers that are to be found.

    kind  one of KINDS.
    """
    make = {"html": html_of, "tex": latex_of, "csv": csv_of}[kind]
    return make(sheet, is_blank)


def save_worksheet(sheet: Worksheet, path: Path, is_blank: bool) -> Path:
    """Write it, whole or not at all; .html is added to what is none of KINDS. Returns the full
    path. Raises FileError."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        kind, path = KINDS[0], path.with_name(f"{path.name}.{KINDS[0]}")
    content = content_of(sheet, kind, is_blank).encode("utf-8")
    try:
        npz.write_whole(path, lambda file: file.write(content))
    except NpzError as error:
        raise FileError(f"{path} cannot be written: {error}") from error
    return path.absolute()


def csv_of(sheet: Worksheet, is_blank: bool) -> str:
    """A line for every number that is given, and for every equation; numbers with all digits."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for part, every in (("given", sheet.given), ("returned", sheet.returned)):
        for given in every:
            names = given.names or ("",)
            for name, value in zip(names, given.values, strict=True):
                row = (part, plain(given.symbol), f"{given.about} {name}".strip(), "", "")
                writer.writerow((*row, repr(value)))
    for part, lines in (("forward", sheet.forward), ("backward", sheet.backward)):
        writer.writerows(_row(part, line, is_blank) for line in lines)
    return file.getvalue()


def _row(part: str, line: Line, is_blank: bool) -> tuple[str, ...]:
    about = part, name_of(line.written), line.written.title, plain(line.written.formula)
    return (*about, "", "") if is_blank else (*about, numbers_of(line), repr(line.row.value))
