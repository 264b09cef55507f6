"""Recording: what a recurrent layer of PyTorch's reads and gives, and the gradients that come back.

Tensors are known by what they can do, so that PyTorch need not be imported.
"""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from rnnviz import __version__
from rnnviz.interchange import capture_layout
from rnnviz.interchange.capture_error import CaptureError
from rnnviz.interchange.capture_layout import ABOUT, FORMAT, STATES, VERSION
from rnnviz.interchange.capture_place import place_of
from rnnviz.interchange.torch_lanes import Kind
from rnnviz.trace import npz

Array = NDArray[Any]
#: PyTorch's names of layers, their `mode`: kind and activation.
_MODES: dict[str, tuple[Kind, str]] = {
    "RNN_TANH": ("rnn", "tanh"),
    "RNN_RELU": ("rnn", "relu"),
    "LSTM": ("lstm", ""),
    "GRU": ("gru", ""),
}


class Recording:
    """What was met so far. Tensors are only looked at; what is kept are copies."""

    def __init__(self, layer: Any, readout: Any, sequence: int):
        mode = getattr(layer, "mode", type(layer).__name__)
        if mode not in _MODES:
            raise CaptureError(
                f"{type(layer).__name__} was given; wanted nn.RNN, nn.LSTM or nn.GRU"
            )
        self.kind, self.activation = _MODES[mode]
        self._layer, self._readout, self._sequence = layer, readout, sequence
        if getattr(layer, "proj_size", 0):
            raise CaptureError("the LSTM has proj_size; wanted one without")
        if layer.dropout and layer.num_layers > 1 and layer.training:
            raise CaptureError(
                "the layer drops out between its layers while it trains, which cannot be computed "
                "again; wanted dropout=0, or layer.eval() for the step to record"
            )
        self.arrays: dict[str, Array] = {}
        self._calls = 0
        self._size = 0
        self._read: dict[str, Array] = {}

    # --- hooks -------------------------------------------------------------------------

    def before(self, layer: Any, args: Any, kwargs: Any) -> Any:
        """The layer is called: keep what it reads, and let a gradient come back to it."""
        self._calls += 1
        if self._calls > 1:
            return None
        given = {**dict(zip(("input", "hx"), args, strict=False)), **kwargs}
        x, start = given["input"], given.get("hx")
        packed = hasattr(x, "batch_sizes")
        data = x.data if packed else x
        # A tensor that only the layer reads: the gradient that comes back to it is the layer's.
        alias = data.view_as(data) if data.requires_grad else data.detach().requires_grad_(True)
        self._place = place_of(x, layer.batch_first, self._sequence)
        self._size = self._place.size
        self._keep("inputs", data, self._place.of_steps)
        self._hear(alias, "input_gradients", self._place.of_steps)
        self._keep_states("start", start if isinstance(start, tuple) else (start,))
        x = type(x)(alias, *x[1:]) if packed else alias
        return (x,), {} if start is None else {"hx": start}

    def after(self, layer: Any, _args: Any, result: Any) -> None:
        """The layer has answered."""
        if self._calls > 1:
            return
        out, end = result
        data = out.data if hasattr(out, "batch_sizes") else out
        ends = end if isinstance(end, tuple) else (end,)
        self._keep("outputs", data, self._place.of_steps)
        self._hear(data, "output_gradients", self._place.of_steps)
        self._keep_states("end", ends)
        for state, tensor in zip(STATES[self.kind], ends, strict=True):
            self._hear(tensor, f"end_gradients/{state}", self._place.of_states)
        for name, weight in layer.named_parameters():
            self.arrays[f"weights/{name}"] = _numbers(weight)

    def read_out(self, _readout: Any, args: Any, result: Any) -> None:
        """The readout has answered for the first time."""
        if not self._calls or "x" in self._read:
            return
        self._read["x"], self._read["y"] = _numbers(args[0]), _numbers(result)

        def hear(gradient: Any) -> None:
            self._read["d_y"] = _numbers(gradient)

        if result.requires_grad:
            result.register_hook(hear)

    def _keep(self, name: str, tensor: Any, place: Any) -> None:
        self.arrays[name] = _numbers(place(tensor))

    def _keep_states(self, when: str, tensors: tuple[Any, ...]) -> None:
        for state, tensor in zip(STATES[self.kind], tensors, strict=False):
            if tensor is not None:
                self._keep(f"{when}/{state}", tensor, self._place.of_states)

    def _hear(self, tensor: Any, name: str, place: Any) -> None:
        """Keep the gradient of a tensor when it comes back."""

        def hear(gradient: Any) -> None:
            self.arrays[name] = _numbers(place(gradient))

        if tensor.requires_grad:
            tensor.register_hook(hear)

    # --- afterwards --------------------------------------------------------------------

    def write(self, path: Path) -> None:
        """Write the file. Raises CaptureError."""
        if not self._calls:
            raise CaptureError("the layer was not called within the block; wanted model(x) in it")
        if not {"output_gradients", "end_gradients/h"} & self.arrays.keys():
            raise CaptureError(
                "no gradient came back to the layer; wanted loss.backward() within the block"
            )
        steps, width = self.arrays["outputs"].shape
        layer, outputs = self._layer, 0
        if self._readout is not None:
            self.arrays |= self._of_readout()
            outputs = len(self.arrays["readout/bias"])
        both = bool(layer.bidirectional)
        shapes = capture_layout.shapes(
            self.kind,
            steps,
            self.arrays["inputs"].shape[1],
            width // (1 + both),
            layer.num_layers,
            both,
            outputs,
        )
        about = {
            "format": FORMAT,
            "version": VERSION,
            "kind": self.kind,
            "activation": self.activation,
            "sizes": {
                "steps": steps,
                "inputs": shapes["inputs"][1],
                "hidden": width // (1 + both),
                "layers": layer.num_layers,
                "outputs": outputs,
            },
            "both": both,
            "sequence": self._sequence,
            "batch": self._size,
            "precision": str(self.arrays["outputs"].dtype),
            "recorder": f"rnnviz {__version__}",
        }
        try:
            npz.write_whole(path, lambda file: self._write(file, about, shapes))
        except npz.NpzError as error:
            raise CaptureError(f"{path} cannot be written: {error}") from error

    def _write(
        self, file: BinaryIO, about: dict[str, object], shapes: capture_layout.Shapes
    ) -> None:
        dtype = self.arrays["outputs"].dtype
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(npz.entry(ABOUT), json.dumps(about, indent=1))
            for name, shape in shapes.items():
                # What was not there, as a start that was not given or a bias, is 0.
                array = self.arrays.get(name, np.zeros(shape)).astype(dtype, copy=False)
                archive.writestr(npz.entry(f"{name}.npy"), npz.npy(array.reshape(shape)))

    def _of_readout(self) -> Mapping[str, Array]:
        """Weights of the readout, and of each step y and ∂E/∂y; 0 where it read nothing."""
        if "d_y" not in self._read:
            raise CaptureError("no gradient came back through the readout; leave `readout` out")
        weight = _numbers(self._readout.weight)
        h, outputs = self.arrays["outputs"], len(weight)
        read = self._read["x"].reshape(-1, weight.shape[1])
        rows: dict[bytes, list[int]] = {}
        for n, row in enumerate(read):
            rows.setdefault(row.tobytes(), []).append(n)
        found = [rows.get(row.tobytes(), []) for row in h]
        if not any(found):
            raise CaptureError(
                "the readout does not read the layer's outputs as they are (is there dropout, or "
                "a layer between?); leave `readout` out"
            )
        arrays = {
            "readout/weight": weight,
            "readout/bias": np.zeros(outputs)
            if self._readout.bias is None
            else _numbers(self._readout.bias),
        }
        for name, key in (("y", "y"), ("y_gradients", "d_y")):
            theirs = self._read[key].reshape(-1, outputs)
            ours = np.zeros((len(h), outputs), theirs.dtype)
            for t, places in enumerate(found):
                if places:
                    ours[t] = theirs[self._likeliest(places, t, len(read))]
            arrays[f"readout/{name}"] = ours
        return arrays

    def _likeliest(self, places: list[int], time: int, count: int) -> int:
        """Of equal rows the one where the layer's own order has this step."""
        wanted = self._place.row(time) if count > self._size else self._sequence
        return wanted if wanted in places else places[0]


def _numbers(tensor: Any) -> Array:
    """A copy of a tensor in memory, in single or double precision."""
    plain = tensor.detach().cpu()
    if str(plain.dtype) not in ("torch.float64", "torch.float32"):
        plain = plain.float()
    return cast(Array, plain.numpy().copy())
