"""Words with tags: one word a line, sentences divided by empty lines (CoNLL).

The format of the shared task of CoNLL-2003 (Tjong Kim Sang & De Meulder 2003). Tags in the
schemes IOB1, IOB2 (Ramshaw & Marcus 1995; Ratnaparkhi 1998) and BIOES (also written BILOU)
all become IOB2: every name begins with B-.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from sys import intern

from rnnviz.scenarios.own.reading import Reading, parse_reading
from rnnviz.scenarios.own.source import LEAST_ROWS, Source, read_source

NAMES = ("delimiter", "word", "tag", "encoding")
WANTED = (
    f"a CoNLL file of at least {LEAST_ROWS} sentences: a word and its tag a line, an empty line "
    "after each sentence"
)
#: Words read at most.
WORDS_LIMIT = 300_000
#: Words that a sentence may have.
LONGEST_SENTENCE = 1_000
#: How many types of names there may be.
MOST_TYPES = 50

_DOCUMENT = "-DOCSTART-"
_BEGINS, _GOES_ON = "BSU", "IEL"


@dataclass(frozen=True)
class Tagged:
    """Sentences: their words, and as many tags: "O", "B-TYPE" where a name begins, "I-TYPE"
    where it goes on.

    facts  (title, text) pairs to show: what was read, what was left out.
    """

    sentences: tuple[tuple[str, ...], ...]
    tags: tuple[tuple[str, ...], ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Token:
    """A word, its tag as in the file, and where it stands."""

    line: int
    word: str
    tag: str


def read_conll(path: Path, reading: str = "") -> Tagged:
    """The sentences of a file. Raises ScenarioError with the line where it is none."""
    said = parse_reading(reading, NAMES)
    source = read_source(path, said, WANTED)
    final = said.over(recognised_conll(source, said))
    sentences: list[tuple[str, ...]] = []
    tags: list[tuple[str, ...]] = []
    words, cut = 0, False
    for tokens in divided(source, final):
        words += len(tokens)
        if words > WORDS_LIMIT:
            cut = True
            break
        sentences.append(tuple(intern(token.word) for token in tokens))
        tags.append(tuple(_in_iob2(source, tokens)))
    _check(source, sentences, tags)
    return Tagged(tuple(sentences), tuple(tags), _facts(source, sentences, tags, cut))


def recognised_conll(source: Source, said: Reading) -> Reading:
    """Word first, tag last, unless said otherwise; blanks between, or tabs where they are."""
    first = next((line for _, line in source.lines() if _is_token(line)), "")
    delimiter = said.delimiter or ("\t" if "\t" in first else " ")
    columns = len(split_line(first, delimiter))
    return Reading(delimiter=delimiter, word=1, tag=max(columns, 2))


def divided(source: Source, final: Reading) -> Iterator[list[Token]]:
    """The sentences one after another. Raises ScenarioError at a line that is none of a word
    with its tag."""
    tokens: list[Token] = []
    for number, line in source.lines():
        if _is_token(line):
            tokens.append(_token(source, number, line, final))
            if len(tokens) > LONGEST_SENTENCE:
                met = f"the word {len(tokens):,} of a sentence"
                raise source.refusal(number, met, "an empty line after each sentence")
        elif tokens and not line.startswith("#"):
            yield tokens
            tokens = []
    if tokens:
        yield tokens


def _is_token(line: str) -> bool:
    """Whether there is a word; remarks of CoNLL-U (“# text = …”) and marks of documents are
    none."""
    return bool(line.strip()) and not line.startswith(("# ", _DOCUMENT))


def split_line(line: str, delimiter: str) -> list[str]:
    """The fields of a line; a space stands for any number of blanks."""
    if delimiter == " ":
        return line.split()
    return [field.strip() for field in line.split(delimiter)]


def _token(source: Source, number: int, line: str, final: Reading) -> Token:
    fields = split_line(line, final.delimiter or " ")
    word, tag = final.word or 1, final.tag or 2
    most = max(word, tag)
    if len(fields) < most:
        met = f"{len(fields)} column{'' if len(fields) == 1 else 's'} (“{line[:40]}”)"
        raise source.refusal(number, met, f"a word in column {word} and its tag in column {tag}")
    token = Token(number, fields[word - 1], fields[tag - 1])
    if not token.word or not token.tag:
        raise source.refusal(number, f"“{line[:40]}”", "a word and its tag")
    return token


def _in_iob2(source: Source, tokens: list[Token]) -> Iterator[str]:
    """The tags with B- wherever a name begins. Raises ScenarioError at what is no such tag."""
    former = "O"
    for token in tokens:
        place, dash, kind = token.tag.partition("-")
        if token.tag == "O":
            former = "O"
        elif not dash or not kind or place not in _BEGINS + _GOES_ON or len(place) != 1:
            met, wanted = (
                f"the tag “{token.tag[:40]}”",
                "O, B-TYPE or I-TYPE (or E-, L-, S-, U-TYPE)",
            )
            raise source.refusal(token.line, met, wanted)
        elif place in _BEGINS or former[2:] != kind:
            former = f"B-{kind}"
        else:
            former = f"I-{kind}"
        yield intern(former)


def _check(source: Source, sentences: list[tuple[str, ...]], tags: list[tuple[str, ...]]) -> None:
    if len(sentences) < LEAST_ROWS:
        raise source.refusal_of_all(f"there are {len(sentences)} sentences")
    types = {tag[2:] for tag in set(chain.from_iterable(tags))} - {""}
    if not types:
        met = "every tag is O: there are no names in it"
        raise source.refusal_of_all(met, "Choose the column that has the tags of names.")
    if len(types) > MOST_TYPES:
        met = f"there are {len(types):,} types of names"
        raise source.refusal_of_all(met, f"At most {MOST_TYPES} are wanted.")


def _facts(
    source: Source, sentences: list[tuple[str, ...]], tags: list[tuple[str, ...]], cut: bool
) -> tuple[tuple[str, str], ...]:
    names = Counter(tag[2:] for tag in chain.from_iterable(tags) if tag.startswith("B-"))
    more = ", more are left out" if cut else ""
    return (
        *source.facts,
        ("Sentences", f"{len(sentences):,} of {sum(map(len, sentences)):,} words{more}"),
        ("Names", ", ".join(f"{kind} ({count:,})" for kind, count in names.most_common(8))),
    )
