"""A captured sequence in the place of a task: there is nothing else, and nothing to train."""

from dataclasses import dataclass
from typing import cast

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import TextExhibit
from rnnviz.interchange.capture_replay import Replay
from rnnviz.scenarios.scenario import Answers, LossName, ScenarioError, Stream, Task
from rnnviz.trace.trace import RECORDED


@dataclass(frozen=True, eq=False)
class CapturedTask(Task):
    """See Task; what there is comes from the replay."""

    replay: Replay | None = None

    @property
    def _replayed(self) -> Replay:
        assert self.replay is not None
        return self.replay

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        return CapturedStream(self._replayed.batch)

    def sample(self, rng: np.random.Generator) -> Batch:
        return self._replayed.batch

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        return self._replayed.labels.inputs

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        return self._replayed.labels.targets

    def score(self, network: Answers) -> float:
        raise ScenarioError("there are no held-out data in a recording")

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> TextExhibit:
        steps, width = batch.inputs.shape[0], batch.inputs.shape[2]
        caption = f"{steps} time steps of {width} numbers, recorded in a program of your own."
        return TextExhibit(caption=caption, words=())


class CapturedStream(Stream):
    """The one sequence, again and again."""

    def __init__(self, batch: Batch):
        self._batch = batch

    def next(self) -> Batch:
        return self._batch

    def position(self) -> None:
        return None

    def holds(self, position: object) -> bool:
        return position is None

    def go_to(self, position: object) -> None:
        pass


def captured_task(replay: Replay) -> CapturedTask:
    """The task of a replay, with what is to be known of the recording as its facts."""
    labels, about = replay.labels, replay.capture.about
    worst = max(each.share for each in replay.agreements)
    return CapturedTask(
        inputs=len(labels.features),
        outputs=len(labels.classes),
        loss=cast(LossName, RECORDED),
        features=labels.features,
        classes=labels.classes,
        facts=(
            ("Capture", replay.capture.name),
            ("Layer", replay.weights_title),
            ("Sequence", f"number {about.sequence} of a batch of {about.batch}"),
            ("Computed again", f"differs by at most {worst:.1e} of the greatest number"),
            ("Recorded by", about.recorder),
        ),
        baseline_says="nothing to compare with",
        replay=replay,
    )
