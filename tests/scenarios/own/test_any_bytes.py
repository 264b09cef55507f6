"""Whatever is in a file and whatever is said of it: it is read, or refused with a reason."""

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rnnviz.scenarios.own.kinds import KINDS
from rnnviz.scenarios.own.preview import preview
from rnnviz.scenarios.own.reading import parse_reading
from rnnviz.scenarios.own.recognition import reading_of, recognise
from rnnviz.scenarios.scenario import ScenarioError
from tests.scenarios.own.files import digits, idx_bytes, reviews, tagged, translated, yearly

FIELD = st.one_of(
    st.sampled_from(
        ["", " ", '"', '""', "1", "-2,5", "1e400", "2001-02-30", "B-PER", "O", "é", "\0"]
    ),
    st.text(max_size=8),
    st.integers().map(str),
    st.floats().map(str),
)
DELIMITER = st.sampled_from([",", ";", "\t", " ", "|", "\n", "\r"])
WHOLE = [
    "\n".join(lines).encode()
    for lines in (reviews(), tagged(), translated(), yearly(), ["a line of text"] * 20)
] + [idx_bytes(digits()), gzip.compress(idx_bytes(digits()))]


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Rows of about the same length."""
    delimiter, columns = draw(DELIMITER), draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(FIELD, min_size=columns, max_size=columns), max_size=20))
    text = "\n".join(delimiter.join(row) for row in rows)
    return text.encode(draw(st.sampled_from(["utf-8", "utf-16", "utf-8-sig"])), "replace")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A file that was right, with some bytes replaced, and cut or grown."""
    raw = bytearray(draw(st.sampled_from(WHOLE)))
    for place, byte in draw(st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=3)))):
        at = place % len(raw)
        raw[at : at + len(byte)] = byte
    return bytes(raw[: draw(st.integers(0, len(raw)))] if draw(st.booleans()) else raw)


NAME = st.sampled_from(
    ["delimiter", "header", "text", "label", "word", "tag", "source", "target", "time", "values"]
)
VALUE = st.one_of(
    st.sampled_from(["comma", "tab", "space", ";", "yes", "no", "none", "1", "2", "3", "1,2", "9"]),
    st.text(max_size=4),
)
READINGS = st.one_of(
    st.just(""),
    st.lists(st.tuples(NAME, VALUE), max_size=3).map(
        lambda words: " ".join(f"{name}={value}" for name, value in words)
    ),
    st.text(max_size=10),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@given(raw=st.one_of(st.binary(max_size=300), tables(), damaged()), reading=READINGS)
@example(raw=b"!,\r!", reading="")  # rows of one and of two columns
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_that_nothing_but_a_refusal_comes_out(folder: Path, raw: bytes, reading: str) -> None:
    path, beside = folder / "t-images-idx3-ubyte", folder / "t-labels-idx1-ubyte"
    path.write_bytes(raw)
    beside.write_bytes(idx_bytes(digits()[:, 0, 0]))
    with suppress(ScenarioError):
        assert recognise(path).kind in KINDS
    for key, kind in KINDS.items():
        with suppress(ScenarioError):
            assert kind.read(path, reading).facts
        with suppress(ScenarioError):
            preview(path, key, reading_of(path, key, reading))


@given(st.text(max_size=40))
def test_that_a_reading_is_understood_or_refused(text: str) -> None:
    names = tuple(name for kind in KINDS.values() for name in kind.names)
    with suppress(ScenarioError):
        reading = parse_reading(text, names)
        assert parse_reading(str(reading), names) == reading
