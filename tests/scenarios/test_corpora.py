"""The two corpora of every CPython, and the user's own text."""

import sys
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

from rnnviz.scenarios import corpora
from rnnviz.scenarios.corpora import CORPORA, clean_reference, read_corpus
from rnnviz.scenarios.scenario import Request, ScenarioError


def give_topics(monkeypatch: pytest.MonkeyPatch, topics: dict[str, str]) -> None:
    module = ModuleType("pydoc_data.topics")
    module.topics = topics  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", module)


def give_library(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(sysconfig, "get_path", {"stdlib": str(folder)}.__getitem__)


def test_that_the_reference_is_english_prose_of_some_length() -> None:
    corpus = read_corpus(Request("reference"))
    assert len(corpus.text) > 300_000
    assert "Assignment statements are used to (re)bind names" in corpus.text
    assert "\n****" not in corpus.text
    assert "  " not in corpus.text
    assert "language reference of Python" in dict(corpus.facts)["Source"]
    assert "runs of spaces" in dict(corpus.facts)["Cleaned"]


def test_that_topics_come_in_the_order_of_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    give_topics(monkeypatch, {"b": "second", "a": "first", "c": "third"})
    assert read_corpus(Request("reference")).text == "first\n\nsecond\n\nthird"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Title\n*****\n\nText", "Title\n\nText"),
        ("  Title\n  -----\nText", " Title\nText"),
        ("Title\n=====", "Title\n====="),  # nothing follows, nothing to part
        ("+----+----+\n| ab | cd |\n|    |    |\n+====+====+\nText", "| ab | cd |\nText"),
        ("a\n--\nb\n", "a\n--\nb\n"),
        ("a = b\n", "a = b\n"),
        ("x\n...\ny\n", "x\n...\ny\n"),
        ("**kwargs\n", "**kwargs\n"),
        ("a    b  \n   c\n", "a b\n c\n"),
        ("a\n\n\n\nb\n \n\nc", "a\n\nb\n\nc"),
        ("one\n\ntwo", "one\n\ntwo"),
    ],
)
def test_that_only_layout_is_cleaned_away(text: str, clean: str) -> None:
    assert clean_reference(text) == clean


@pytest.mark.parametrize("topics", [None, {}])
def test_that_a_python_without_reference_is_told_with_advice(
    monkeypatch: pytest.MonkeyPatch, topics: dict[str, str] | None
) -> None:
    if topics is None:
        monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    else:
        give_topics(monkeypatch, topics)
    with pytest.raises(ScenarioError, match=r"without the language reference.*another corpus"):
        read_corpus(Request("reference"))


def test_that_the_library_is_program_text_of_the_stated_length() -> None:
    corpus = read_corpus(Request("library"))
    assert len(corpus.text) == corpora.LIBRARY_CHARACTERS == 1_000_000
    assert "import sys" in corpus.text
    assert "def __init__(self" in corpus.text


def test_that_the_library_is_the_same_each_time() -> None:
    assert read_corpus(Request("library")) == read_corpus(Request("library"))


def test_that_modules_come_by_name_and_strangers_are_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    give_library(monkeypatch, tmp_path)
    for stem in ("queue", "ast", "_sysconfigdata__made_on_site", "stranger"):
        (tmp_path / f"{stem}.py").write_text(f"# {stem}\n", encoding="utf-8")
    corpus = read_corpus(Request("library"))
    assert corpus.text == "# ast\n# queue\n"
    assert dict(corpus.facts)["Source"].endswith(": 2 modules, ast to queue")


def test_that_no_module_is_read_after_the_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    give_library(monkeypatch, tmp_path)
    monkeypatch.setattr(corpora, "LIBRARY_CHARACTERS", 12)
    (tmp_path / "ast.py").write_text("12345678", encoding="utf-8")
    (tmp_path / "bdb.py").write_text("abcdefgh", encoding="utf-8")
    (tmp_path / "cmd.py").mkdir()  # reading it would fail
    assert read_corpus(Request("library")).text == "12345678abcd"


def test_that_an_unreadable_module_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    give_library(monkeypatch, tmp_path)
    (tmp_path / "cmd.py").mkdir()
    with pytest.raises(ScenarioError, match="without the source of the module cmd"):
        read_corpus(Request("library"))


@pytest.mark.parametrize("folder", ["", "absent"])
def test_that_a_python_without_sources_is_told_with_advice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str
) -> None:
    give_library(monkeypatch, tmp_path / folder)
    with pytest.raises(
        ScenarioError, match=r"without the source of the standard library.*your own"
    ):
        read_corpus(Request("library"))


def test_that_a_file_is_read_with_its_facts(tmp_path: Path) -> None:
    path = tmp_path / "my story.txt"
    path.write_bytes(("One day.\r\n" * 50).encode("utf-16"))
    corpus = read_corpus(Request("file", path))
    facts = dict(corpus.facts)
    assert corpus.text == "One day.\n" * 50
    assert facts["Source"] == "file my story.txt"
    assert facts["Encoding"].startswith("UTF-16")
    assert facts["Read"] == f"the whole file, {path.stat().st_size:,} bytes"


def test_that_a_file_has_to_be_chosen() -> None:
    with pytest.raises(ScenarioError, match="No text file was chosen"):
        read_corpus(Request("file", None))


def test_that_an_unknown_corpus_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ScenarioError, match="“bible”; wanted is one of reference, library, file"):
        read_corpus(Request("bible"))
    assert tuple(CORPORA) == ("reference", "library", "file")
