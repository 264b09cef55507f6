"""Record what a recurrent layer does in a PyTorch program of your own, to look at it in rnnviz.

    import rnnviz.capture

    with rnnviz.capture.recorded(model.lstm, "step.npz"):
        loss = criterion(model(x), y)
        loss.backward()

What the layer read and gave in its first call within the block, and the gradients that came
back, are written for one sequence of the batch, with the weights (docs/capture-format.md).
`python main.py capture step.npz` checks that the whole can be computed again; the window opens
it. Training is not changed. PyTorch is yours: this module never imports it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rnnviz.interchange.capture_error import CaptureError
from rnnviz.interchange.recording import Recording

__all__ = ["CaptureError", "recorded"]


@contextmanager
def recorded(
    layer: Any, path: str | Path, *, readout: Any = None, sequence: int = 0
) -> Iterator[None]:
    """Record the layer's first call within the block, and the gradients that reach it.

    layer     an nn.RNN, nn.LSTM or nn.GRU, stacked or bidirectional; batched or not, packed or
              not, on any device.
    path      of the file to write when the block ends, .npz; whole or not at all.
    readout   the nn.Linear that reads the layer's outputs and nothing else, if there is one.
    sequence  which of the batch, from 0.

    Raises CaptureError where there is nothing to record, or nothing that rnnviz could show.
    """
    recording = Recording(layer, readout, sequence)
    hooks = [
        layer.register_forward_pre_hook(recording.before, with_kwargs=True),
        layer.register_forward_hook(recording.after),
    ]
    if readout is not None:
        hooks.append(readout.register_forward_hook(recording.read_out))
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
    recording.write(Path(path))
