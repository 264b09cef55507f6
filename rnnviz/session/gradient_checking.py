"""GradientCheck: the gradient of one sequence against finite differences, in a thread."""

import threading
import time
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.gradient_check import difference
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Network, NetworkState

#: Seconds that a whole check may take, about; as many elements are taken as that allows.
SECONDS = 5.0
LEAST_ELEMENTS = 4
#: The distance of the points of a difference, and the finer one for what seems to differ.
STEP, FINE_STEP = 1e-3, 1e-5
#: Gradient and difference agree where their relative error is not above this.
AGREES = 1e-6
#: Numbers below this share of a parameter's greatest one are compared with that share.
FLOOR = 1e-5
#: At a kink, as ReLU has one at 0, two differences differ from each other by more than this.
KINK = 1e-3


@dataclass(frozen=True)
class CheckedParameter:
    """What came out for one parameter.

    elements   how many of its numbers were compared, of `size`; `kinks` more lie at a kink,
               where no difference tells the slope.
    worst      the greatest relative error, at `index`, where back-propagation says `exact`
               and the difference `measured`.
    """

    name: str
    elements: int
    size: int
    kinks: int
    worst: float
    index: tuple[int, ...]
    exact: float
    measured: float

    @property
    def agrees(self) -> bool:
        """Whether the two are the same but for rounding."""
        return self.worst <= AGREES


class GradientCheck:
    """Compares on a copy of the network in float64; four points for each difference.

    network, loss, batch, start   the sequence shown, a batch of one. None of them is changed.
    rows   what came out so far, one for each parameter.
    """

    def __init__(
        self,
        network: Network,
        loss: Loss,
        batch: Batch,
        start: NetworkState,
        seconds: float = SECONDS,
    ):
        self._network = network.like(np.float64)
        self._loss, self._batch, self._seconds = loss, batch, seconds
        self._start: NetworkState = {
            lane: {state: value.astype(np.float64) for state, value in states.items()}
            for lane, states in start.items()
        }
        self.rows: tuple[CheckedParameter, ...] = ()
        self.failure = ""
        self._least = 1e-300
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="gradient check")

    @property
    def share(self) -> float:
        """What share of the parameters was compared, 0…1."""
        return len(self.rows) / len(self._network.parameters)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._thread.is_alive()

    def begin(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def cancel(self) -> None:
        """End it, and wait for that."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            with np.errstate(all="ignore"):
                self._compare_all()
        except Exception as error:  # whoever waits must hear of it
            self.failure = f"{type(error).__name__}: {error}"

    def _compare_all(self) -> None:
        network, batch = self._network, self._batch
        forward = network.forward(batch, self._start)
        d_y = self._loss.evaluate(forward.y, batch).d_y
        gradients = network.backward(forward, d_y).gradients
        # Each of four losses is rounded; divided by h this is what a difference cannot tell.
        rounding = 4 * np.finfo(float).eps * abs(self._total()) / STEP
        self._least = rounding / AGREES
        count = self._elements()
        for number, name in enumerate(network.parameters):
            if self._stopping.is_set():
                return
            array, exact = network.parameters[name], gradients[name]
            rng = np.random.default_rng(number)
            chosen = rng.permutation(array.size)[:count]
            self.rows = (*self.rows, self._compared(name, array, exact, np.sort(chosen)))

    def _elements(self) -> int:
        """How many numbers of each parameter there is time for."""
        began = time.perf_counter()
        for _ in range(3):
            self._total()
        one = (time.perf_counter() - began) / 3
        return max(LEAST_ELEMENTS, int(self._seconds / (4 * one * len(self._network.parameters))))

    def _total(self) -> float:
        network, batch = self._network, self._batch
        y = network.forward(batch, self._start).y
        return self._loss.evaluate(y, batch).total

    def _compared(
        self, name: str, array: Floats, gradient: Floats, chosen: np.ndarray
    ) -> CheckedParameter:
        exact = gradient.ravel()[chosen]
        scale = float(np.abs(gradient).max(initial=0.0))
        measured = np.empty(len(chosen))
        is_kink = np.zeros(len(chosen), bool)
        for n, index in enumerate(chosen.tolist()):
            if self._stopping.is_set():
                measured, exact, is_kink = measured[:n], exact[:n], is_kink[:n]
                break
            measured[n], is_kink[n] = self._measured(array, index, float(exact[n]), scale)
        exact, measured = exact[~is_kink], measured[~is_kink]
        places = chosen[: len(is_kink)][~is_kink]
        errors = [self._error(a, b, scale) for a, b in zip(exact, measured, strict=True)]
        worst = int(np.argmax(errors)) if errors else 0
        at = int(places[worst]) if errors else 0
        return CheckedParameter(
            name,
            len(errors),
            array.size,
            int(is_kink.sum()),
            errors[worst] if errors else 0.0,
            tuple(int(n) for n in np.unravel_index(at, array.shape)),
            float(exact[worst]) if errors else 0.0,
            float(measured[worst]) if errors else 0.0,
        )

    def _error(self, a: float, b: float, scale: float) -> float:
        """|a − b| / max(|a|, |b|), where no denominator is taken so small that the difference
        would measure only the rounding of the loss."""
        return abs(a - b) / max(abs(a), abs(b), FLOOR * scale, self._least)

    def _measured(
        self, array: Floats, index: int, exact: float, scale: float
    ) -> tuple[float, bool]:
        """The difference, and whether the number lies at a kink."""
        coarse = difference(self._total, array, index, STEP)
        if self._error(exact, coarse, scale) <= AGREES:
            return coarse, False
        fine = difference(self._total, array, index, FINE_STEP)
        if (
            self._error(exact, fine, scale) <= 100 * AGREES
            and self._error(coarse, fine, scale) > KINK
        ):
            # The kink lies between the coarse points, the fine ones agree with the gradient.
            return fine, True
        return coarse, False
