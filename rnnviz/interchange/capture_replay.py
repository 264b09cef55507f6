"""A capture computed again: all that was not recorded, as gates and inner gradients, verified
against what was."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnnviz import __version__
from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.network import Backward, Forward, Network, NetworkState
from rnnviz.interchange.capture_file import Capture
from rnnviz.interchange.capture_layout import STATES, lanes
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.recorded_loss import RecordedGradient
from rnnviz.interchange.torch_weights import TorchWeights, recognised
from rnnviz.trace.recorder import record
from rnnviz.trace.trace import Labels, Origin, Trace

#: How far what is computed again may be from what was recorded, as a share of its greatest
#: number: rounding, and in single precision what a GPU may save. We compute in double precision.
WITHIN = {"float64": 1e-9, "float32": 2e-3}


@dataclass(frozen=True)
class Agreement:
    """How far two arrays are apart: `what` they are, and the greatest difference as a share of the
    greatest recorded number."""

    what: str
    share: float


class Replay:
    """The network of a capture, its sequence, and the whole computed again.

    Raises FileError where it does not come to what was recorded.
    """

    def __init__(self, capture: Capture):
        self.capture = capture
        # Where numbers overflow, nothing agrees.
        with np.errstate(all="ignore"):
            self._compute(capture)
        self._verify()

    def _compute(self, capture: Capture) -> None:
        self._arrays = {n: array.astype(np.float64) for n, array in capture.arrays.items()}
        self.weights = self._recognised()
        activation = capture.about.activation or "tanh"
        self.network: Network = self.weights.network(activation, np.float64)
        self.gradient = self._gradient()
        self.batch, self.start = self._batch(), self._start()
        self._forward: Forward = self.network.forward(self.batch, self.start)
        self.loss = RecordedGradient(self._forward.y)
        self._backward: Backward = self.network.backward_lanes(
            self._forward, self.loss.evaluate(self._forward.y, self.batch).d_y
        )

    @property
    def has_readout(self) -> bool:
        """Whether a linear readout was recorded; else y is what the layer gives."""
        return bool(self.capture.about.sizes.outputs)

    def _recognised(self) -> TorchWeights:
        arrays = {
            name.removeprefix("weights/"): array
            for name, array in self._arrays.items()
            if name.startswith("weights/")
        }
        width = self._arrays["outputs"].shape[1]
        weight, bias = np.eye(width), np.zeros(width)
        if self.has_readout:
            weight, bias = self._arrays["readout/weight"], self._arrays["readout/bias"]
        return recognised({**arrays, "readout.weight": weight, "readout.bias": bias})

    def _gradient(self) -> Floats:
        """∂E/∂y of every step, (T, O)."""
        whole = self._of_outputs()
        if not self.has_readout:
            return whole
        gradient = self._arrays["readout/y_gradients"]
        handed_down = gradient @ self._arrays["readout/weight"]
        if not _apart(handed_down, whole) <= self._within:
            raise FileError(
                f"{self.capture.name}: the gradient of the layer's outputs does not come from the "
                f"readout alone; record it again without `readout`"
            )
        return gradient

    def _of_outputs(self) -> Floats:
        """∂E/∂(what the layer gives): by its outputs, and by the last h of the top layer."""
        about, arrays = self.capture.about, self._arrays
        whole, hidden = arrays["output_gradients"].copy(), about.sizes.hidden
        for n, lane in enumerate(lanes(about.sizes.layers, about.both)):
            for state in STATES[about.kind]:
                gradient = arrays[f"end_gradients/{state}"][n]
                if lane.layer == about.sizes.layers - 1 and state == "h":
                    columns = slice(hidden, None) if lane.backward else slice(hidden)
                    whole[0 if lane.backward else -1, columns] += gradient
                elif gradient.any():
                    raise FileError(
                        f"{self.capture.name}: a gradient comes back to the last {state} of layer "
                        f"{lane.layer + 1}; wanted a loss that reads the top layer's h alone"
                    )
        return whole

    def _batch(self) -> Batch:
        steps = self.capture.about.sizes.steps
        exists = np.ones((steps, 1), np.bool_)
        scored = (self.gradient != 0).any(axis=1)[:, np.newaxis]
        targets = self.gradient[:, None]
        return Batch(self._arrays["inputs"][:, None], targets, exists, scored)

    def _start(self) -> NetworkState:
        return {
            lane.key: {s: self._arrays[f"start/{s}"][n : n + 1] for s in self.network.cell.states}
            for n, lane in enumerate(self.network.lanes)
        }

    # --- verifying ---------------------------------------------------------------------

    @property
    def _within(self) -> float:
        return WITHIN[self.capture.about.precision]

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """How far each recorded array is from the computed one."""
        network, forward, recorded = self.network, self._forward, self._arrays
        lowest = network.reader.layers[0]
        read_back = [
            lane.turned(self._backward.lanes[lane.key].d_inputs, self.batch.exists)
            for lane in lowest
        ]
        pairs = {
            "outputs": (forward.read[:, 0], recorded["outputs"]),
            "gradient of the inputs": (
                np.sum(read_back, axis=0)[:, 0],
                recorded["input_gradients"],
            ),
        }
        for state in network.cell.states:
            ends = [forward.lanes[lane.key].end[state][0] for lane in network.lanes]
            pairs[f"last {state}"] = np.array(ends), recorded[f"end/{state}"]
        if self.has_readout:
            read = (self.gradient != 0).any(axis=1)
            pairs["readout"] = forward.y[read, 0], recorded["readout/y"][read]
        return tuple(Agreement(what, _apart(*pair)) for what, pair in pairs.items())

    def _verify(self) -> None:
        for each in self.agreements:
            if not each.share <= self._within:
                raise FileError(
                    f"{self.capture.name}: computed again, the {each.what} differs by "
                    f"{each.share:.1e} of its greatest number; wanted at most {self._within:.0e}. "
                    f"Was the layer in the graph once, without dropout, and were its weights not "
                    f"changed in between?"
                )

    @property
    def says(self) -> str:
        """How well all agrees, in one sentence."""
        worst = max(each.share for each in self.agreements)
        return (
            f"{self.weights_title}, computed again from what it read: outputs, last states and "
            f"gradients are those recorded within {worst:.1e} of their greatest number"
        )

    @property
    def weights_title(self) -> str:
        """E.g. "nn.LSTM(4, 5, num_layers=2)"."""
        return self.weights.title if self.has_readout else self.weights.layer_title

    # --- the trace ---------------------------------------------------------------------

    def trace(self) -> Trace:
        """Every number of the sequence."""
        return record(self.network, self.loss, self.batch, self.start, self.origin, self.labels)

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        about, cell = self.capture.about, self.network.cell
        settings: dict[str, object] = {
            "cell": cell.key,
            "activation": about.activation or "tanh",
            "reset": "after",
            "recorder": about.recorder,
        }
        scenario, weights = "", self.capture.name
        return Origin(
            __version__, scenario, cell.key, 0, 0, "recorded", settings, about.sequence, 0, weights
        )

    @property
    def labels(self) -> Labels:
        """Numbers in the place of names, which a recording does not know."""
        inputs = self._arrays["inputs"]
        outputs, answer = self.gradient.shape[1], "y" if self.has_readout else "h"
        return Labels(
            tuple(_input_label(row) for row in inputs),
            tuple("?" if read else "" for read in self.batch.scored[:, 0]),
            tuple(f"x{n + 1}" for n in range(inputs.shape[1])),
            tuple(f"{answer}{n + 1}" for n in range(outputs)),
        )


def _input_label(row: Floats) -> str:
    """The number of the only 1 in a one-hot input; one or two numbers; of more [how many]."""
    if len(row) <= 2:
        return ", ".join(f"{number:.2g}" for number in row)
    is_one_hot = np.count_nonzero(row) == 1 and row.max() == 1.0
    return str(int(row.argmax()) + 1) if is_one_hot else f"[{len(row)}]"


def _apart(computed: Floats, recorded: Floats) -> float:
    """The greatest difference as a share of the greatest recorded number."""
    scale = float(np.abs(recorded).max(initial=0.0)) or 1.0
    with np.errstate(all="ignore"):
        return float(np.abs(computed - recorded).max(initial=0.0)) / scale
