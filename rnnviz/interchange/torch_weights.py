"""The weights of a recurrent layer with a linear readout under PyTorch's names: recognised,
checked, made into a network of ours, and the other way round."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from rnnviz.engine.activations import ActivationName
from rnnviz.engine.batch import Floats
from rnnviz.engine.cells import GRU, LSTM, Elman
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.lane import Lane
from rnnviz.engine.network import Network
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.torch_lanes import (
    BIASES,
    GATES,
    PARTS,
    Kind,
    ending,
    lane_from_torch,
    lane_to_torch,
)

#: The prefixes under which ours are written.
LAYER, READOUT = "rnn.", "readout."
#: What nn.RNN can compute.
NONLINEARITIES = ("tanh", "relu")

_NAME = re.compile(r"(.*?)(weight_ih|weight_hh|weight_hr|bias_ih|bias_hh)_l(\d{1,2})(_reverse)?")
_MODULES: dict[Kind, str] = {"rnn": "nn.RNN", "lstm": "nn.LSTM", "gru": "nn.GRU"}


@dataclass(frozen=True)
class TorchWeights:
    """A recurrent layer of PyTorch's with its readout.

    kind       which of nn.RNN, nn.LSTM, nn.GRU.
    inputs, hidden, layers, outputs, both   I, H, how many are stacked, O, and whether the layer
               is bidirectional.
    lanes      the arrays of each lane under PARTS.
    readout    (O, H) or (O, 2 H), and `bias` (O,).
    activation  of an nn.RNN, where that is said: weights alone do not tell.
    """

    kind: Kind
    inputs: int
    hidden: int
    layers: int
    outputs: int
    both: bool
    lanes: Mapping[Lane, Mapping[str, Floats]]
    readout: Floats
    bias: Floats
    activation: ActivationName | None = None

    @property
    def title(self) -> str:
        """In words: "nn.LSTM(28, 64, num_layers=2, bidirectional=True) with nn.Linear(128, 10)"."""
        return f"{self.layer_title} with nn.Linear({self.readout.shape[1]}, {self.outputs})"

    @property
    def layer_title(self) -> str:
        """The same without the readout."""
        more = f", num_layers={self.layers}" if self.layers > 1 else ""
        more += ", bidirectional=True" if self.both else ""
        more += f", nonlinearity={self.activation!r}" if self.activation else ""
        return f"{_MODULES[self.kind]}({self.inputs}, {self.hidden}{more})"

    @property
    def dtype(self) -> np.dtype[np.floating]:
        """float64 where any array is; else float32."""
        found = np.result_type(
            self.readout, *(a for one in self.lanes.values() for a in one.values())
        )
        return np.dtype(np.float64 if found == np.float64 else np.float32)

    def cell(self, activation: ActivationName = "tanh") -> Cell:
        """Our cell that computes the same."""
        if self.kind == "lstm":
            return LSTM()
        return GRU("after") if self.kind == "gru" else Elman(self.activation or activation)

    def parameters(self) -> dict[str, Floats]:
        """Every parameter under our names."""
        ours = {"W_hy": self.readout, "b_y": self.bias}
        for lane, arrays in self.lanes.items():
            named = lane_from_torch(self.kind, arrays)
            ours |= {f"{lane.key}.{name}": array for name, array in named.items()}
        return ours

    def network(
        self, activation: ActivationName = "tanh", dtype: DTypeLike | None = None
    ) -> Network:
        """A network with these weights."""
        network = Network(
            self.cell(activation),
            self.inputs,
            self.hidden,
            self.layers,
            self.outputs,
            dtype or self.dtype,
            both=self.both,
        )
        for name, array in self.parameters().items():
            network.parameters[name][...] = array
        return network


# --- from PyTorch ----------------------------------------------------------------------


def recognised(
    arrays: Mapping[str, Floats], activation: ActivationName | None = None
) -> TorchWeights:
    """What network these named arrays are. Raises FileError where they are none that is known."""
    found = {name: match for name in arrays if (match := _NAME.fullmatch(name))}
    prefixes = sorted({match[1] for match in found.values()})
    if len(prefixes) != 1:
        met = f"{len(prefixes)}: {', '.join(map(repr, prefixes[:4]))}" if prefixes else "none"
        raise FileError(
            f"wanted the weights of one recurrent layer (weight_ih_l0, …, under any prefix); "
            f"met {met}"
        )
    by_lane: dict[Lane, dict[str, Floats]] = {}
    for name, match in found.items():
        if match[2] == "weight_hr":
            raise FileError(f"{name}: a layer with proj_size is not known; wanted one without")
        lane = Lane(int(match[3]), bool(match[4]))
        by_lane.setdefault(lane, {})[match[2]] = arrays[name]
    lanes = _checked_lanes(by_lane, prefixes[0])
    rest = {name: array for name, array in arrays.items() if name not in found}
    hidden = lanes[Lane(0)]["weight_hh"].shape[1]
    both = Lane(0, True) in lanes
    readout, bias = _readout(rest, hidden * (1 + both))
    rows = len(lanes[Lane(0)]["weight_ih"])
    kind: Kind = next(kind for kind, gates in GATES.items() if len(gates) * hidden == rows)
    return TorchWeights(
        kind=kind,
        inputs=lanes[Lane(0)]["weight_ih"].shape[1],
        hidden=hidden,
        layers=1 + max(lane.layer for lane in lanes),
        outputs=len(readout),
        both=both,
        lanes=lanes,
        readout=readout,
        bias=bias,
        activation=activation if kind == "rnn" else None,
    )


def _checked_lanes(
    found: Mapping[Lane, dict[str, Floats]], prefix: str
) -> dict[Lane, dict[str, Floats]]:
    """The lanes in our order, with zeros for missing biases. Raises FileError."""
    layers = 1 + max(lane.layer for lane in found)
    directions = (False, True) if any(lane.backward for lane in found) else (False,)
    lanes = [Lane(layer, backward) for layer in range(layers) for backward in directions]
    recurrent = found.get(Lane(0), {}).get("weight_hh")
    if recurrent is None or recurrent.ndim != 2 or not recurrent.shape[1]:
        raise FileError(f"{prefix}weight_hh_l0 is missing, or no matrix")
    rows, hidden = recurrent.shape
    if rows not in [len(gates) * hidden for gates in GATES.values()]:
        raise FileError(
            f"{prefix}weight_hh_l0 is {rows} × {hidden}; wanted H × H (nn.RNN), 3 H × H (nn.GRU) "
            f"or 4 H × H (nn.LSTM)"
        )
    first = found[Lane(0)].get("weight_ih")
    inputs = first.shape[1] if first is not None and first.ndim == 2 else 0
    complete = {}
    for lane in lanes:
        arrays = dict(found.get(lane, {}))
        if not set(BIASES) & set(arrays):
            arrays |= {part: np.zeros(rows, recurrent.dtype) for part in BIASES}
        width = hidden * len(directions) if lane.layer else inputs
        shapes = ((rows, width), (rows, hidden), (rows,), (rows,))
        for part, shape in zip(PARTS, shapes, strict=True):
            _check(f"{prefix}{part}{ending(lane)}", arrays.get(part), shape)
        complete[lane] = arrays
    return complete


def _readout(rest: Mapping[str, Floats], width: int) -> tuple[Floats, Floats]:
    """Weight and bias of the one linear layer behind. Raises FileError."""
    prefixes = sorted({re.sub(r"(weight|bias)$", "", name) for name in rest})
    matrices = [p for p in prefixes if getattr(rest.get(f"{p}weight"), "ndim", 0) == 2]
    if len(prefixes) != 1 or len(matrices) != 1:
        met = ", ".join(sorted(rest)[:6]) or "nothing"
        raise FileError(
            f"wanted one linear readout besides (weight of O × {width}, and bias); met {met}"
        )
    weight = rest[f"{prefixes[0]}weight"]
    outputs = len(weight)
    _check(f"{prefixes[0]}weight", weight, (max(1, outputs), width))
    bias = rest.get(f"{prefixes[0]}bias", np.zeros(outputs, weight.dtype))
    _check(f"{prefixes[0]}bias", bias, (outputs,))
    return weight, bias


def _check(name: str, array: Floats | None, shape: tuple[int, ...]) -> None:
    if array is None:
        raise FileError(f"{name} is missing")
    if array.shape != shape or 0 in shape:
        met, wanted = (" × ".join(map(str, s)) or "one number" for s in (array.shape, shape))
        raise FileError(f"{name} is {met}; wanted {wanted}")
    if not np.isfinite(array).all():
        raise FileError(f"{name} has numbers that are not finite; wanted finite ones")


# --- to PyTorch ------------------------------------------------------------------------


def torch_kind(cell: Cell) -> Kind:
    """Which of PyTorch's layers computes what a cell does. Raises FileError where none does."""
    if isinstance(cell, GRU) and cell.reset == "before":
        raise FileError(
            "PyTorch's nn.GRU resets after the product with the recurrent weights, and this GRU "
            "before it; wanted the reset gate “after”."
        )
    if isinstance(cell, Elman) and cell.activation not in NONLINEARITIES:
        raise FileError(
            f"The activation is {cell.activation}; nn.RNN knows {' and '.join(NONLINEARITIES)}."
        )
    return "gru" if isinstance(cell, GRU) else "lstm" if isinstance(cell, LSTM) else "rnn"


def torch_weights(network: Network) -> TorchWeights:
    """A network of ours as PyTorch would have it. Raises FileError where it could not."""
    cell, kind = network.cell, torch_kind(network.cell)
    if network.decoder:
        raise FileError(
            "An encoder with a decoder is not one of PyTorch's recurrent layers; wanted a "
            "network without a decoder."
        )
    parameters = network.parameters
    return TorchWeights(
        kind=kind,
        inputs=network.inputs,
        hidden=network.hidden,
        layers=network.layers,
        outputs=network.outputs,
        both=network.both,
        lanes={
            lane: lane_to_torch(kind, parameters.under(f"{lane.key}.")) for lane in network.lanes
        },
        readout=parameters["W_hy"].copy(),
        bias=parameters["b_y"].copy(),
        activation=cell.activation if isinstance(cell, Elman) else None,
    )


def named_arrays(weights: TorchWeights) -> dict[str, Floats]:
    """Every array by PyTorch's name, under our two prefixes."""
    arrays = {
        f"{LAYER}{part}{ending(lane)}": array
        for lane, parts in weights.lanes.items()
        for part, array in parts.items()
    }
    return arrays | {f"{READOUT}weight": weights.readout, f"{READOUT}bias": weights.bias}
