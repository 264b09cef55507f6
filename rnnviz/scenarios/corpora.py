"""Where a language model reads its text: two corpora that every CPython carries, or a file."""

import platform
import re
import sys
import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from rnnviz.scenarios.own.reading import parse_reading
from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.text_reading import read_text

#: Characters of the standard library that are taken.
LIBRARY_CHARACTERS = 1_000_000

_PYTHON = f"Python {platform.python_version()}"
_ELSEWHERE = "Install Python from python.org, or choose another corpus or a text file of your own."


@dataclass(frozen=True)
class Corpus:
    """A text and what is to be said about it, as (title, text) pairs."""

    text: str
    facts: tuple[tuple[str, str], ...]


def read_corpus(request: Request) -> Corpus:
    """The corpus asked for, the first of them where none is named. Raises ScenarioError if it is
    unknown or cannot be read."""
    corpus = request.corpus or next(iter(CORPORA))
    if corpus not in CORPORA:
        raise ScenarioError(
            f"There is no corpus “{corpus}”; wanted is one of {', '.join(CORPORA)}."
        )
    return CORPORA[corpus](request)


def read_reference(_: Request) -> Corpus:
    """The language reference of Python, in the order of its topics: English prose."""
    topics = _topics()
    text = clean_reference("\n\n".join(topics[key] for key in sorted(topics)))
    return Corpus(
        text,
        (
            ("Source", f"language reference of {_PYTHON} (pydoc_data), {len(topics)} topics"),
            (
                "Cleaned",
                "no underlines, no empty table rows; runs of spaces and of blank lines made one",
            ),
        ),
    )


def _topics() -> Mapping[str, str]:
    try:
        topics: Mapping[str, str] = import_module("pydoc_data.topics").topics
    except (ImportError, AttributeError) as error:
        raise _missing("the language reference (pydoc_data.topics)") from error
    if not topics:
        raise _missing("the language reference (pydoc_data.topics)")
    return topics


def clean_reference(text: str) -> str:
    """The reference without what is layout only: underlines, grids of tables, indents.

    An indent stays as one space, so that code can still be told from prose.
    """
    text = re.sub(r"^ *[*=~+|-][ *=~+|-]{2,}\n", "", text, flags=re.MULTILINE)
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" +$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text)


def read_library(_: Request) -> Corpus:
    """The source of the standard library, module after module by name: program text."""
    modules: list[str] = []
    texts: list[str] = []
    missing = LIBRARY_CHARACTERS
    for path in _module_paths():
        texts.append(_read_module(path)[:missing])
        modules.append(path.stem)
        missing -= len(texts[-1])
        if not missing:
            break
    if not modules:
        raise _missing("the source of the standard library")
    source = f"source of {_PYTHON}: {len(modules)} modules, {modules[0]} to {modules[-1]}"
    return Corpus("".join(texts), (("Source", source),))


def _module_paths() -> list[Path]:
    """Top-level modules by name; those that Python itself does not list were made on site."""
    folder = Path(sysconfig.get_path("stdlib"))
    return sorted(path for path in folder.glob("*.py") if path.stem in sys.stdlib_module_names)


def _read_module(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise _missing(f"the source of the module {path.stem}") from error


def read_file(request: Request) -> Corpus:
    """The user's own text."""
    if request.text is None:
        raise ScenarioError("No text file was chosen; wanted is the path of a plain text file.")
    read = read_text(request.text, parse_reading(request.reading, ("encoding",)).encoding)
    return Corpus(read.text, (("Source", f"file {request.text.name}"), *read.facts))


def _missing(what: str) -> ScenarioError:
    return ScenarioError(f"{_PYTHON} was installed here without {what}. {_ELSEWHERE}")


#: In the order of the menu.
CORPORA: Mapping[str, Callable[[Request], Corpus]] = {
    "reference": read_reference,
    "library": read_library,
    "file": read_file,
}
