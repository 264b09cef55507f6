"""What moves in a video: which of two digits moves, and where to?

Many to one. A frame is the input of one step. Of one frame alone can be told which two digits
there are; which of them moves, and where to, only of how the frames follow each other.
"""

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import FramesExhibit
from rnnviz.scenarios.digits import SIDE, digits
from rnnviz.scenarios.generated import GeneratedTask
from rnnviz.scenarios.likeliest import likeliest
from rnnviz.scenarios.measures import accuracy
from rnnviz.scenarios.moving_digits import HEIGHT, WIDTH, DigitPool, draw_films, pool_of, slide
from rnnviz.scenarios.nearest import nearest
from rnnviz.scenarios.scenario import Answers, Request, Scenario
from rnnviz.scenarios.symbol_labels import label_symbols

#: So many films of held-out digits are measured, drawn with this seed.
MEASURED, MEASURED_SEED = 500, 2015
WAYS = ("left", "right")


@dataclass(frozen=True, eq=False, kw_only=True)
class VideoMotionTask(GeneratedTask):
    """
    training, unseen  the digits that training films show, and those held out.
    steps             T, the frames of a film.
    """

    training: DigitPool
    unseen: DigitPool
    steps: int

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """New films of the digits for training."""
        return film_batch(rng, self.training, size, self.steps)

    def sample(self, rng: np.random.Generator) -> Batch:
        """A film of held-out digits."""
        return film_batch(rng, self.unseen, 1, self.steps)

    def held_out(self) -> Batch:
        """The films that are measured, of held-out digits."""
        return measured_films(self.unseen, self.steps)

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The number of the frame, from 1."""
        return tuple(f"frame {step + 1}" for step in range(batch.steps))

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """What moves and where to, at the last frame."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """How often both the digit and its way are right."""
        films = self.held_out()
        return accuracy(network.outputs(films), films)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> FramesExhibit:
        """The frames and the likeliest answers after the last one."""
        wanted, said = int(batch.targets[-1, 0]), int(outputs[-1].argmax())
        return FramesExhibit(
            caption=f"{in_words(wanted).capitalize()}; the network says that {in_words(said)}: "
            f"{'right' if said == wanted else 'wrong'}.",
            shares=likeliest(outputs[-1], self.classes, wanted),
            frames=np.asarray(batch.inputs[:, 0], np.float64).reshape(-1, HEIGHT, WIDTH),
        )


def in_words(answer: int) -> str:
    """A class as a phrase."""
    digit, way = divmod(answer, len(WAYS))
    return f"the {digit} moves to the {WAYS[way]}"


def film_batch(rng: np.random.Generator, pool: DigitPool, size: int, steps: int) -> Batch:
    """`size` films of these digits, (T, B, HEIGHT · WIDTH), the answer wanted at the end."""
    films = draw_films(rng, pool, size, steps)
    targets = np.zeros((steps, size), np.intp)
    targets[-1] = films.moving * len(WAYS) + films.to_right
    exists = np.ones((steps, size), np.bool_)
    scored = np.zeros_like(exists)
    scored[-1] = True
    return Batch(films.frames.reshape(steps, size, -1), targets, exists, scored)


def measured_films(pool: DigitPool, steps: int) -> Batch:
    """The same films every time."""
    return film_batch(np.random.default_rng(MEASURED_SEED), pool, MEASURED, steps)


def score_of_one_frame(training: DigitPool, films: Batch) -> float:
    """How often a guess from the last frame is right: that its upper digit moves to the left.

    Which digit that is, is told by the nearest mean picture, at any column. Nobody can be right
    more often than in one case of four: one of two digits, one of two ways.
    """
    bounds = zip(training.first, training.count, strict=True)
    means = np.stack([training.pictures[a : a + n].mean(axis=0) for a, n in bounds])
    columns = np.broadcast_to(np.arange(WIDTH)[:, None], (WIDTH, len(means)))
    shapes = slide(means, columns).reshape(-1, SIDE * WIDTH)
    upper = np.asarray(films.inputs[-1, :, : SIDE * WIDTH], np.float64)
    digit = nearest(upper, shapes) % len(means)
    return float((digit * len(WAYS) == films.targets[-1]).mean())


class VideoMotion(Scenario):
    """The scenario; its length is the number of frames."""

    def prepare(self, request: Request) -> VideoMotionTask:
        """Read the digits. Raises ScenarioError for a length out of range."""
        steps, data = self.checked_length(request), digits()
        training, unseen = pool_of(data, data.training), pool_of(data, data.held_out)
        classes = tuple(f"{digit} {arrow}" for digit in data.names for arrow in "←→")
        return VideoMotionTask(
            inputs=HEIGHT * WIDTH,
            outputs=len(classes),
            loss="cross-entropy",
            features=tuple(
                f"row {row + 1}, column {column + 1}"
                for row in range(HEIGHT)
                for column in range(WIDTH)
            ),
            classes=classes,
            facts=(
                *data.facts,
                ("Films", f"made of them without end, {steps} frames of {HEIGHT} × {WIDTH} pixels"),
                ("Motion", "one of two digits, one column a frame, in at the other side"),
                ("Measured", f"{MEASURED} films of held-out digits, seed {MEASURED_SEED}"),
            ),
            baseline=float(np.log(len(classes))),
            baseline_formula="ln 20, all answers equally likely",
            baseline_score=score_of_one_frame(training, measured_films(unseen, steps)),
            baseline_says="the last frame alone: its upper digit by the nearest mean picture, "
            "to the left",
            card=data.card,
            training=training,
            unseen=unseen,
            steps=steps,
        )


VIDEO_MOTION = VideoMotion(
    key="video-motion",
    title="What moves in a video",
    summary="Watch a film of two handwritten digits and say which of them moved, and where to.",
    shape="many to one",
    notation="frame x_t, t = 1 … T → P(what moves, where to)",
    length=(2, 32, 8),
    length_title="Frames",
    bidirectional=True,
    updates=3000,
    defaults={
        "cell": "lstm",
        "hidden": 64,
        "layers": 1,
        "optimizer": "adam",
        "rate": 5e-3,
        "clip": 5.0,
        "batch": 32,
        "length": 8,
    },
)
