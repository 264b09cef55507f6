"""A run over a captured sequence: everything of it can be looked at and tried out, and nothing be
trained, as the data and the loss are in a program of somebody's own."""

from dataclasses import dataclass, field, replace

import numpy as np

from rnnviz.engine.batch import Batch
from rnnviz.engine.network import NetworkState
from rnnviz.engine.optimizer import SGD
from rnnviz.engine.training import Training
from rnnviz.interchange.capture_replay import Replay
from rnnviz.interchange.captured_task import captured_task
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.trace import Origin


@dataclass
class CapturedTraining(Training):
    """Training that always has the captured sequence before it.

    before  the states that it starts from.
    """

    before: NetworkState = field(default_factory=dict)

    def upcoming(self) -> tuple[Batch, NetworkState]:
        return self.batches.next(), self.before


class CapturedRun(TrainingRun):
    """See TrainingRun, whose data are not read here, and whose weights are not drawn.

    settings  those of another run, to go back to: no setting but how it is looked at concerns
              a capture.
    """

    def __init__(self, replay: Replay, settings: Settings, number: int = 0):
        self.number, self.first_weights, self.batch = number, "", 1
        self._replay, self.capture = replay, replay.capture
        self.untrainable = (
            f"{replay.capture.name} was recorded in a program of your own, and only there it can "
            f"be trained: neither its data nor its loss are here."
        )
        self.task, self.pinned = captured_task(replay), replay.batch
        self.network = replay.network.like(np.float64)
        self.stream = stream = self.task.stream(np.random.default_rng(0), 1)
        self.epoch = stream.epoch
        self.training = CapturedTraining(
            network=self.network,
            loss=replay.loss,
            optimizer=SGD(self.network.parameters.flat),
            batches=stream,
            rate=settings.rate,
            before=replay.start,
        )
        self._begin(settings, 1)

    @property
    def truncation(self) -> int:
        return 0

    def displayed(self) -> tuple[Batch, NetworkState, int | None]:
        return self.pinned, self._replay.start, None

    def _origin(self, number: int | None) -> Origin:
        edits = len(self.timeline.branch.edits) + len(self.what_if)
        return replace(self._replay.origin, edits=edits)
