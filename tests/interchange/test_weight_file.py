"""Files of weights: ours come back to the last bit, PyTorch's compute the same, and what is wrong
is refused with a reason."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells import GRU, LSTM, Elman
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.torch_weights import named_arrays, torch_weights
from rnnviz.interchange.weight_file import load_weights, save_weights

GOLDEN = Path(__file__).parents[1] / "engine" / "golden"
MODELS = ("rnn_tanh", "rnn_relu", "lstm", "gru")
GOLDEN_NAMES = [f"{m}_{n}{both}" for m in MODELS for n in (1, 2) for both in ("", "_both")]
CELLS: tuple[Cell, ...] = (Elman("tanh"), Elman("relu"), LSTM(), GRU("after"))
ENDINGS = (".safetensors", ".npz")


def network_of(
    cell: Cell, sizes: tuple[int, int, int, int], both: bool, dtype: str = "float64"
) -> Network:
    inputs, hidden, layers, outputs = sizes
    network = Network(cell, inputs, hidden, layers, outputs, dtype, both=both)
    network.parameters.flat[...] = np.random.default_rng(0).normal(
        size=network.parameters.flat.size
    )
    return network


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small LSTM's weights."""
    return save_weights(network_of(LSTM(), (3, 4, 2, 5), True), tmp_path / "w.safetensors")


@settings(max_examples=60, deadline=None)
@given(
    cell=st.sampled_from(CELLS),
    sizes=st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(1, 3), st.integers(1, 4)),
    both=st.booleans(),
    dtype=st.sampled_from(("float64", "float32")),
    ending=st.sampled_from(ENDINGS),
)
def test_that_weights_come_back_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory,
    cell: Cell,
    sizes: tuple[int, int, int, int],
    both: bool,
    dtype: str,
    ending: str,
) -> None:
    network = network_of(cell, sizes, both, dtype)
    network.parameters.flat[::5] = -0.0
    path = save_weights(network, tmp_path_factory.mktemp("w") / f"w{ending}")
    read = load_weights(path)
    assert read.dtype == dtype
    again = read.network("tanh" if cell != Elman("relu") else "relu")
    assert again.cell == cell
    assert again.parameters.shapes == network.parameters.shapes
    assert again.parameters.flat.tobytes() == network.parameters.flat.tobytes()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_that_a_network_of_pytorch_computes_the_same(
    name: str, ending: str, tmp_path: Path
) -> None:
    with np.load(GOLDEN / f"{name}.npz") as golden:
        values = dict(golden)
    # As an own module would name them: self.body = nn.LSTM(…), self.head = nn.Linear(…).
    arrays = {f"body.{n}": a for n, a in values.items() if n.startswith(("weight_", "bias_"))}
    arrays = {n: a for n, a in arrays.items() if not n.endswith("_out")}
    arrays |= {"head.weight": values["weight_out"], "head.bias": values["bias_out"]}
    path = tmp_path / f"golden{ending}"
    written(arrays, path)
    network = load_weights(path).network("relu" if "relu" in name else "tanh")
    targets = values["targets"]
    exists = targets >= 0
    batch = Batch(values["x"], np.maximum(targets, 0), exists, exists)
    start = {
        lane.key: {s: values[f"{s}_start"][n] for s in network.cell.states}
        for n, lane in enumerate(network.lanes)
    }
    forward = network.forward(batch, start)
    result = LOSSES["cross-entropy"].evaluate(forward.y, batch)
    assert_close(forward.y[exists], values["y"][exists])
    assert_close(result.total, values["loss"])
    backward = network.backward(forward, result.d_y)
    d_x = [
        lane.turned(backward.lanes[lane.key].d_inputs, exists) for lane in network.reader.layers[0]
    ]
    assert_close(sum(d_x[1:], d_x[0]), values["d_x"])
    # Our one bias goes into bias_ih; its gradient is that of either of PyTorch's.
    network.parameters.flat[...] = backward.gradients.flat
    for theirs, gradient in named_arrays(torch_weights(network)).items():
        plain = theirs.removeprefix("rnn.")
        plain = {"readout.weight": "weight_out", "readout.bias": "bias_out"}.get(plain, plain)
        is_second = plain.startswith("bias_hh")
        if not is_second:
            assert_close(gradient, values[f"d_{plain}"])


def assert_close(ours: object, theirs: object) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10)  # type: ignore[arg-type]


def written(arrays: dict[str, np.ndarray], path: Path) -> Path:
    if path.suffix == ".npz":
        np.savez(path, **arrays)  # type: ignore[arg-type]
        return path
    header, data = {}, b""
    for name, array in arrays.items():
        kind = {"<f8": "F64", "<f4": "F32", "<f2": "F16", "<i8": "I64"}[array.dtype.str]
        header[name] = {
            "dtype": kind,
            "shape": array.shape,
            "data_offsets": [len(data), len(data) + array.nbytes],
        }
        data += array.tobytes()
    return raw(header, data, path)


def raw(header: object, data: bytes, path: Path) -> Path:
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


def arrays_of(**changes: np.ndarray | None) -> dict[str, np.ndarray]:
    """A plain nn.RNN(2, 3) with nn.Linear(3, 4), changed; a dot is written as two __."""
    arrays: dict[str, np.ndarray | None] = {
        "rnn.weight_ih_l0": np.ones((3, 2)),
        "rnn.weight_hh_l0": np.ones((3, 3)),
        "rnn.bias_ih_l0": np.ones(3),
        "rnn.bias_hh_l0": np.ones(3),
        "fc.weight": np.ones((4, 3)),
        "fc.bias": np.ones(4),
    }
    arrays |= {name.replace("__", "."): array for name, array in changes.items()}
    return {name: array for name, array in arrays.items() if array is not None}


def test_that_a_layer_without_bias_has_zeros(tmp_path: Path) -> None:
    arrays = arrays_of(rnn__bias_ih_l0=None, rnn__bias_hh_l0=None, fc__bias=None)
    network = load_weights(written(arrays, tmp_path / "w.npz")).network()
    assert not network.parameters["layer1.b_h"].any()
    assert not network.parameters["b_y"].any()
    assert network.parameters["W_hy"].all()


def test_that_half_precision_is_read_into_single(tmp_path: Path) -> None:
    arrays = {name: array.astype(np.float16) for name, array in arrays_of().items()}
    assert load_weights(written(arrays, tmp_path / "w.safetensors")).dtype == np.float32


def test_that_a_safetensors_file_says_its_activation(tmp_path: Path) -> None:
    network = network_of(Elman("relu"), (2, 3, 1, 1), False)
    assert load_weights(save_weights(network, tmp_path / "w")).activation == "relu"
    assert load_weights(save_weights(network, tmp_path / "w.npz")).activation is None


def test_that_the_network_is_told_in_pytorchs_words(file: Path) -> None:
    assert load_weights(file).title == (
        "nn.LSTM(3, 4, num_layers=2, bidirectional=True) with nn.Linear(8, 5)"
    )


def test_that_the_same_weights_give_the_same_bytes(tmp_path: Path) -> None:
    network = network_of(GRU("after"), (3, 4, 2, 5), True)
    for ending in ENDINGS:
        one, other = (save_weights(network, tmp_path / f"{n}{ending}") for n in "ab")
        assert one.read_bytes() == other.read_bytes()


CANNOT_BE_SAVED = {
    "before": (network_of(GRU("before"), (2, 3, 1, 2), False), "reset"),
    "sigmoid": (network_of(Elman("sigmoid"), (2, 3, 1, 2), False), "sigmoid; nn.RNN knows"),
    "decoder": (Network(LSTM(), 2, 3, 1, 2, decoder=True), "decoder"),
}


@pytest.mark.parametrize("what", CANNOT_BE_SAVED)
def test_that_what_pytorch_cannot_compute_is_not_saved(what: str, tmp_path: Path) -> None:
    network, reason = CANNOT_BE_SAVED[what]
    with pytest.raises(FileError, match=reason):
        save_weights(network, tmp_path / "w.npz")
    assert not list(tmp_path.iterdir())


WRONG = {
    "two layers": (arrays_of(other__weight_ih_l0=np.ones((3, 2))), "met 2: 'other.', 'rnn.'"),
    "no layer": ({"fc.weight": np.ones((4, 3))}, "met none"),
    "proj_size": (arrays_of(rnn__weight_hr_l0=np.ones((2, 3))), "proj_size"),
    "no recurrent weight": (arrays_of(rnn__weight_hh_l0=None), "rnn.weight_hh_l0 is missing"),
    "odd gates": (arrays_of(rnn__weight_hh_l0=np.ones((6, 3))), "6 × 3; wanted H × H"),
    "other rows": (arrays_of(rnn__weight_ih_l0=np.ones((4, 2))), "is 4 × 2; wanted 3 × 2"),
    "a gap": (arrays_of(rnn__weight_ih_l2=np.ones((3, 3))), "rnn.weight_ih_l1 is missing"),
    "one bias": (arrays_of(rnn__bias_hh_l0=None), "rnn.bias_hh_l0 is missing"),
    "one direction": (
        arrays_of(rnn__weight_ih_l0_reverse=np.ones((3, 2))),
        "rnn.weight_hh_l0_reverse is missing",
    ),
    "no readout": (arrays_of(fc__weight=None, fc__bias=None), "readout"),
    "embedding": (arrays_of(embed__weight=np.ones((9, 2))), "met embed.weight"),
    "narrow readout": (arrays_of(fc__weight=np.ones((4, 5))), "is 4 × 5; wanted 4 × 3"),
    "long bias": (arrays_of(fc__bias=np.ones(5)), "fc.bias is 5; wanted 4"),
    "not finite": (arrays_of(fc__bias=np.array([0, 1, np.nan, 2])), "fc.bias has numbers"),
    "integers": (arrays_of(fc__bias=np.ones(4, int)), "fc.bias is"),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("what", WRONG)
def test_that_other_networks_are_refused(what: str, ending: str, tmp_path: Path) -> None:
    arrays, reason = WRONG[what]
    with pytest.raises(FileError, match=reason):
        load_weights(written(arrays, tmp_path / f"w{ending}"))


def spec(shape: list[int], start: int, end: int, dtype: str = "F64") -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


MISLEADING = {
    "absurd shape": ({"a": spec([10**15, 10**15], 0, 8)}, bytes(8)),
    "empty absurd shape": ({"a": spec([0, 10**18], 0, 0)}, b""),
    "offsets beyond": ({"a": spec([2], 0, 16)}, bytes(8)),
    "offsets back": ({"a": spec([1], 8, 0)}, bytes(8)),
    "a hole": ({"a": spec([1], 8, 16)}, bytes(16)),
    "overlap": ({"a": spec([1], 0, 8), "b": spec([1], 0, 8)}, bytes(8)),
    "brain floats": ({"a": spec([4], 0, 8, "BF16")}, bytes(8)),
    "no type": ({"a": spec([1], 0, 8, "X")}, bytes(8)),
    "no object": ([], b""),
    "a number": ({"a": 3}, b""),
    "three axes": ({"a": spec([1, 1, 1], 0, 8)}, bytes(8)),
}


@pytest.mark.parametrize("what", MISLEADING)
def test_that_a_misleading_header_is_refused(what: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no file of weights"):
        load_weights(raw(*MISLEADING[what], tmp_path / "w.safetensors"))


@pytest.mark.parametrize("length", [2**20 + 1, 2**40, 2**64 - 1])
def test_that_a_header_cannot_ask_for_much_memory(length: int, tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    path.write_bytes(struct.pack("<Q", length) + b"{" * 100)
    with pytest.raises(FileError, match="neither safetensors nor NPZ"):
        load_weights(path)


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04" + bytes(90), b"\x80\x04\x95pickle"])
def test_that_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    path.write_bytes(content)
    with pytest.raises(FileError, match="neither safetensors nor NPZ"):
        load_weights(path)


def test_that_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no such file"):
        load_weights(tmp_path / "nothing.npz")


@pytest.mark.parametrize("ending", ENDINGS)
def test_that_damage_is_refused_and_nothing_else_happens(ending: str, tmp_path: Path) -> None:
    whole = save_weights(network_of(GRU("after"), (2, 3, 1, 2), False), tmp_path / f"w{ending}")
    content, rng = whole.read_bytes(), np.random.default_rng(0)
    for _ in range(400):
        damaged = bytearray(content)
        if rng.random() < 0.3:
            del damaged[rng.integers(len(damaged)) :]
        else:
            for place in rng.integers(min(len(damaged), 900), size=rng.integers(1, 4)):
                damaged[place] ^= 1 << rng.integers(8)
        whole.write_bytes(damaged)
        try:
            network = load_weights(whole).network()
        except FileError:
            continue
        # Only numbers, or names that are as good, were hit.
        assert network.parameters.flat.size < 200
