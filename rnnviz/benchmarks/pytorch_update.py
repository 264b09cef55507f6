"""The same update in PyTorch, as its own documentation would write it."""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from rnnviz.engine.batch import Batch


def pytorch_version() -> str | None:
    """The version of PyTorch that is installed, or None."""
    try:
        return version("torch")
    except PackageNotFoundError:
        return None


class PyTorchUpdate:
    """An update of nn.LSTM with a linear readout; each call makes one and returns its loss.

    Everything is as fast as PyTorch has it on one core: the fused LSTM over the whole
    sequence, the fused Adam, and dense one-hot inputs made beforehand. (It is no dependency
    of ours, so it is looked for here and nowhere else.)
    """

    def __init__(
        self, symbols: int, hidden: int, batch: Batch, dtype: str, rate: float, clip: float
    ):
        torch: Any = import_module("torch")
        torch.set_num_threads(1)
        torch.manual_seed(0)
        kind = getattr(torch, dtype)
        self._torch, self._clip, self._size = torch, clip, batch.size
        self._lstm = torch.nn.LSTM(symbols, hidden).to(kind)
        self._readout = torch.nn.Linear(hidden, symbols).to(kind)
        self._parameters = [*self._lstm.parameters(), *self._readout.parameters()]
        self._optimizer = torch.optim.Adam(self._parameters, lr=rate, fused=True)
        one_hot = torch.nn.functional.one_hot(torch.tensor(batch.inputs), symbols)
        self._inputs = one_hot.to(kind)
        self._targets = torch.tensor(batch.targets).flatten()
        self._start = (torch.zeros(1, batch.size, hidden, dtype=kind),) * 2

    def __call__(self) -> float:
        functional = self._torch.nn.functional
        self._optimizer.zero_grad()
        hidden, _ = self._lstm(self._inputs, self._start)
        y = self._readout(hidden).flatten(0, 1)
        loss = functional.cross_entropy(y, self._targets, reduction="sum") / self._size
        loss.backward()
        self._torch.nn.utils.clip_grad_norm_(self._parameters, self._clip)
        self._optimizer.step()
        return float(loss.item())
