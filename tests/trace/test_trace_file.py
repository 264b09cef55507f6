"""The trace file: what is written is read again, anybody can recompute it, and what is wrong
is refused with a reason."""

import io
import json
import re
import runpy
import struct
import sys
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.derived import weight_gradients
from rnnviz.trace.trace import Trace
from rnnviz.trace.trace_file import TraceFileError, load_trace, save_trace

ROOT = Path(__file__).resolve().parents[2]
TINY = {"hidden": 5, "batch": 2, "length": 6}

CASES: dict[str, tuple[str, dict[str, object]]] = {
    "elman": ("copy-memory", {"cell": "elman", "layers": 2}),
    "elman-relu": ("adding-problem", {"cell": "elman", "activation": "relu"}),
    "elman-sigmoid": ("copy-memory", {"cell": "elman", "activation": "sigmoid"}),
    "elman-identity": ("copy-memory", {"cell": "elman", "activation": "identity"}),
    "lstm": ("copy-memory", {"cell": "lstm", "layers": 2, "truncation": 2}),
    "lstm-text": ("character-model", {"cell": "lstm", "sample": "batch"}),
    "lstm-sum": ("adding-problem", {"cell": "lstm"}),
    "gru-before": ("copy-memory", {"cell": "gru", "layers": 3}),
    "gru-after": ("adding-problem", {"cell": "gru", "reset": "after", "layers": 2}),
    "both": ("digit-rows", {"direction": "both", "layers": 2, "truncation": 3, "length": 8}),
    "decoder": ("spelling-to-phonemes", {"cell": "gru", "forcing": 0.5, "attention": False}),
    "attention": (
        "spelling-to-phonemes",
        {"cell": "lstm", "attention": True, "direction": "both", "layers": 2},
    ),
}


def trained(scenario: str, given: Mapping[str, object], updates: int = 3) -> TrainingRun:
    run = TrainingRun(settings_for(scenario, {**TINY, **given}))
    for _ in range(updates):
        run.advance()
    return run


@pytest.fixture(scope="module")
def trace() -> Trace:
    """A small one."""
    return trained("copy-memory", {"cell": "lstm"}).trace()


@pytest.fixture
def file(trace: Trace, tmp_path: Path) -> Path:
    """It, written."""
    return save_trace(trace, tmp_path / "trace.npz")


def assert_same(one: object, other: object) -> None:
    """Equal throughout: fields, keys, types, shapes and every bit."""
    if isinstance(one, np.ndarray):
        assert isinstance(other, np.ndarray)
        assert (one.dtype, one.shape) == (other.dtype, other.shape)
        assert one.tobytes() == other.tobytes()
    elif is_dataclass(one):
        assert type(one) is type(other)
        for field in fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, Mapping):
        assert isinstance(other, Mapping)
        assert one.keys() == other.keys()
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, tuple):
        assert isinstance(other, tuple)
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            assert_same(a, b)
    else:
        assert one == other


def changed_file(file: Path, changes: Mapping[str, bytes | None]) -> Path:
    """The same archive with some entries replaced, or left out where None."""
    with zipfile.ZipFile(file) as archive:
        entries = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**entries, **changes}.items():
            if content is not None:
                archive.writestr(name, content)
    return file


def npy(array: np.ndarray, **options: Any) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, **options)
    return buffer.getvalue()


def with_about(file: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    with zipfile.ZipFile(file) as archive:
        about = json.loads(archive.read("about.json"))
    change(about)
    return changed_file(file, {"about.json": json.dumps(about).encode()})


@pytest.mark.parametrize("name", CASES)
def test_that_a_trace_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    trace = trained(*CASES[name]).trace()
    assert_same(load_trace(save_trace(trace, tmp_path / "trace.npz")), trace)


def test_that_single_precision_stays_single(tmp_path: Path) -> None:
    trace = trained("adding-problem", {"precision": "float32"}).trace()
    read = load_trace(save_trace(trace, tmp_path / "trace.npz"))
    assert_same(read, trace)
    assert read.lanes[0].values["h"].dtype == np.float32


def test_that_numbers_that_are_not_finite_are_kept(trace: Trace, tmp_path: Path) -> None:
    losses = trace.losses.copy()
    losses[:3] = np.nan, np.inf, -0.0
    changed = type(trace)(**{**vars(trace), "losses": losses})
    read = load_trace(save_trace(changed, tmp_path / "trace.npz"))
    assert read.losses.tobytes() == losses.tobytes()


def test_that_what_was_read_cannot_be_changed(file: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        load_trace(file).y[0] = 1


def test_that_the_same_trace_gives_the_same_bytes(trace: Trace, tmp_path: Path) -> None:
    one, other = save_trace(trace, tmp_path / "one"), save_trace(trace, tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()
    again = save_trace(load_trace(one), tmp_path / "again")
    assert again.read_bytes() == one.read_bytes()


def test_that_numpy_alone_can_read_it(file: Path, trace: Trace) -> None:
    with np.load(file) as arrays:
        assert json.loads(arrays["about.json"])["version"] == 2
        assert (arrays["layer1/values/f"] == trace.lanes[0].values["f"]).all()
        assert {name for name in arrays if not name.endswith(".json")} >= {
            "layer1/gradients/f",
            "layer1/start/h",
            "parameters/layer1.W_f",
            "y",
            "outputs",
            "losses",
        }


@pytest.mark.parametrize("name", CASES)
def test_that_the_documented_script_recomputes_it(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = trained(*CASES[name])
    trace = run.trace()
    page = (ROOT / "docs" / "trace-format.md").read_text("utf-8")
    script = tmp_path / "recompute.py"
    code = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)[-1]
    script.write_text(code, "utf-8")
    path = save_trace(trace, tmp_path / "trace.npz")
    monkeypatch.setattr(sys, "argv", [str(script), str(path)])
    computed = runpy.run_path(str(script))
    keys = {quantity.key for quantity in trace.quantities}
    lowest = trace.lanes[0].key
    assert {f"{lowest}/values/{key}" for key in keys} < computed["differences"].keys()
    assert max(computed["differences"].values()) <= 1e-12
    expected = engine_gradients(run, trace)
    assert computed["gradients"].keys() == expected.keys() == trace.parameters.keys()
    for parameter, gradient in expected.items():
        np.testing.assert_allclose(computed["gradients"][parameter], gradient, atol=1e-12, rtol=0)
    assert f"{lowest}/values/h: differs by at most" in capsys.readouterr().out


def engine_gradients(run: TrainingRun, trace: Trace) -> dict[str, np.ndarray]:
    """∂E/∂W of the traced sequence as the engine's own backward pass gives it."""
    sample, start, _ = run.displayed()
    forward = run.network.forward(sample, start)
    result = run.training.loss.evaluate(forward.y, sample)
    return dict(run.network.backward(forward, result.d_y, trace.truncation).gradients)


def test_that_the_lane_gradients_of_a_read_trace_are_those_of_the_engine(tmp_path: Path) -> None:
    run = trained("copy-memory", {"cell": "lstm"})
    read = load_trace(save_trace(run.trace(), tmp_path / "trace.npz"))
    expected = engine_gradients(run, read)
    for parameter, gradient in weight_gradients(read, read.lanes[0]).items():
        np.testing.assert_allclose(gradient, expected[parameter], atol=1e-12, rtol=0)


def test_that_the_extension_is_added(trace: Trace, tmp_path: Path) -> None:
    assert save_trace(trace, tmp_path / "a").name == "a.npz"
    assert save_trace(trace, tmp_path / "a.v1").name == "a.v1.npz"
    assert save_trace(trace, tmp_path / "b.NPZ").name == "b.NPZ"


def test_that_a_link_stays_a_link(trace: Trace, tmp_path: Path) -> None:
    link = tmp_path / "link.npz"
    link.symlink_to(tmp_path / "real.npz")
    save_trace(trace, link)
    assert link.is_symlink()
    assert (tmp_path / "real.npz").is_file()


@pytest.mark.parametrize("where", ["nowhere/trace.npz", "folder.npz", "file/trace.npz"])
def test_that_what_cannot_be_written_is_said(where: str, trace: Trace, tmp_path: Path) -> None:
    (tmp_path / "folder.npz").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(TraceFileError, match="cannot be written"):
        save_trace(trace, tmp_path / where)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder.npz"]


def test_that_a_failure_leaves_the_older_file_alone(
    trace: Trace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "trace.npz"
    path.write_text("older")

    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", no_room)
    with pytest.raises(TraceFileError, match="No space left"):
        save_trace(trace, path)
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + bytes(100), b"\x93NUMPY"])
def test_that_what_is_no_zip_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "trace.npz"
    path.write_bytes(content)
    with pytest.raises(TraceFileError, match="zip"):
        load_trace(path)


def test_that_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TraceFileError, match="no such file"):
        load_trace(tmp_path / "nothing.npz")
    with pytest.raises(TraceFileError, match="no ordinary file"):
        load_trace(tmp_path)


@pytest.mark.parametrize(
    "name", ["about.json", "y.npy", "layer1/gradients/f.npy", "parameters/W_hy.npy"]
)
def test_that_a_missing_part_is_named(name: str, file: Path) -> None:
    changed_file(file, {name: None})
    with pytest.raises(TraceFileError, match=f"{name} is missing"):
        load_trace(file)


def test_that_what_else_is_in_the_archive_does_no_harm(file: Path, trace: Trace) -> None:
    changed_file(file, {"note.npy": npy(np.array([{}], dtype=object), allow_pickle=True)})
    assert_same(load_trace(file), trace)


def test_that_a_file_packed_by_numpy_is_read(file: Path, trace: Trace, tmp_path: Path) -> None:
    packed = tmp_path / "packed.npz"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert_same(load_trace(packed), trace)


def test_that_another_order_in_memory_is_read(file: Path, trace: Trace) -> None:
    changed_file(file, {"y.npy": npy(np.asfortranarray(trace.y))})
    assert (load_trace(file).y == trace.y).all()


WRONG_ARRAYS = {
    "objects": (npy(np.array([{}], dtype=object), allow_pickle=True), "Python objects"),
    "shape": (npy(np.zeros((26, 3))), r"\(26, 3\); wanted <f8 or <f4 \(26, 9\)"),
    "dimensions": (npy(np.zeros(26)), "wanted"),
    "integers": (npy(np.zeros((26, 9), dtype=np.int64)), "is <i8"),
    "complex": (npy(np.zeros((26, 9), dtype=complex)), "is <c16"),
    "half": (npy(np.zeros((26, 9), dtype=np.float16)), "is <f2"),
    "big-endian": (npy(np.zeros((26, 9), dtype=">f8")), "is >f8"),
    "short": (npy(np.zeros((26, 9)))[:-1], "cut off"),
    "long": (npy(np.zeros((26, 9))) + b"x", "too long"),
    "version": (npy(np.zeros((26, 9)), version=(2, 0)), "no array|version 1.0"),
    "no header": (b"", "no array"),
    "half a header": (npy(np.zeros((26, 9)))[:20], "no array"),
    "other header": (b"\x93NUMPY\x01\x00" + struct.pack("<H", 9) + b"{'shape':", "no array"),
    "code": (b"\x93NUMPY\x01\x00" + struct.pack("<H", 10) + b"print('x')", "no array"),
    "too much": (npy(np.zeros((26, 9))) + bytes(2**20), "wanted at most"),
}


@pytest.mark.parametrize("what", WRONG_ARRAYS)
def test_that_a_wrong_array_is_refused(what: str, file: Path) -> None:
    content, reason = WRONG_ARRAYS[what]
    changed_file(file, {"y.npy": content})
    with pytest.raises(TraceFileError, match=f"y.*({reason})"):
        load_trace(file)


def test_that_a_header_cannot_ask_for_much_memory(file: Path) -> None:
    words = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 9), }"
    changed_file(file, {"y.npy": b"\x93NUMPY\x01\x00" + struct.pack("<H", len(words)) + words})
    with pytest.raises(TraceFileError, match="1000000000000"):
        load_trace(file)


def test_that_about_cannot_ask_for_much_memory(file: Path) -> None:
    def grow(about: dict[str, Any]) -> None:
        about["sizes"]["steps"] = 10**6
        about["labels"]["inputs"] = about["labels"]["targets"] = [""] * 10**6

    with_about(file, grow)
    with pytest.raises(TraceFileError, match="wanted at most"):
        load_trace(file)


def test_that_a_packed_nothing_cannot_ask_for_much_memory(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.json", bytes(2**24))
    with pytest.raises(TraceFileError, match="wanted at most"):
        load_trace(file)


def test_that_a_long_list_of_contents_is_refused(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(20_000):
            archive.writestr(f"{number:032}", b"")
    with pytest.raises(TraceFileError, match="list of contents"):
        load_trace(file)


def test_that_a_damaged_number_is_noticed(file: Path, trace: Trace) -> None:
    data = bytearray(file.read_bytes())
    data[data.index(trace.y.tobytes())] ^= 1
    file.write_bytes(data)
    with pytest.raises(TraceFileError, match="damaged"):
        load_trace(file)


def set_in(*path: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    def change(about: dict[str, Any]) -> None:
        place: Any = about
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


WRONG_ABOUTS = {
    "version": (set_in("version", to=1), "version 1; wanted 'rnnviz trace', version 2"),
    "format": (set_in("format", to="other"), "'other'"),
    "no version": (lambda about: about.pop("version"), "version"),
    "no sizes": (lambda about: about.pop("sizes"), "sizes"),
    "no steps": (set_in("sizes", "steps", to=0), "steps"),
    "huge": (set_in("sizes", "hidden", to=10**12), "hidden"),
    "text": (set_in("sizes", "hidden", to="4"), "hidden"),
    "other hidden": (set_in("sizes", "hidden", to=6), "wanted"),
    "unknown": (set_in("more", to=1), "more"),
    "no lanes": (set_in("lanes", to=[]), "lanes"),
    "lane twice": (
        set_in("lanes", to=[{"layer": 0, "backward": False, "role": ""}] * 2),
        "two lanes",
    ),
    "many lanes": (
        set_in("lanes", to=[{"layer": 0, "backward": False, "role": ""}] * 101),
        "lanes",
    ),
    "second layer alone": (set_in("lanes", 0, "layer", to=1), "of no network"),
    "source without encoder": (set_in("source", to=1), "source"),
    "attention without decoder": (set_in("attention", to=True), "attention"),
    "state": (set_in("states", to=["h", "q"]), "a state"),
    "quantity twice": (
        lambda about: about["quantities"].append(about["quantities"][0]),
        "two quantities",
    ),
    "family": (set_in("quantities", 0, "family", to="odd"), "family"),
    "source": (
        set_in("quantities", 0, "products", to=[{"weight": "W_f", "sources": ["q-"]}]),
        "reads",
    ),
    "loss": (set_in("loss", "name", to="odd"), "odd"),
    "other loss": (set_in("loss", "name", to="squared error"), "targets is <i8"),
    "labels": (set_in("labels", "inputs", to=["a"]), "labels"),
    "truncation": (set_in("truncation", to=-1), "truncation"),
    "seed": (set_in("origin", "seed", to="one"), "seed"),
}


@pytest.mark.parametrize("what", WRONG_ABOUTS)
def test_that_a_wrong_about_is_refused(what: str, file: Path) -> None:
    change, reason = WRONG_ABOUTS[what]
    with_about(file, change)
    with pytest.raises(TraceFileError, match=reason):
        load_trace(file)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_that_an_about_that_is_no_object_is_refused(text: bytes, file: Path) -> None:
    changed_file(file, {"about.json": text})
    with pytest.raises(TraceFileError):
        load_trace(file)


def test_that_a_target_is_the_number_of_a_class(file: Path, trace: Trace) -> None:
    targets = trace.targets.copy()
    targets[-1] = 9
    changed_file(file, {"targets.npy": npy(targets)})
    with pytest.raises(TraceFileError, match="class"):
        load_trace(file)


@given(data=st.data())
def test_that_damage_anywhere_is_refused_or_without_effect(
    data: st.DataObject, trace: Trace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = save_trace(trace, tmp_path_factory.mktemp("damage") / "trace.npz")
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(content))))
    path.write_bytes(content[:cut])
    with suppress(TraceFileError):
        assert_same(load_trace(path), trace)
