"""Spoken vowels: which of nine men says /ae/?

Many to one, of variable length. After M. Kudo, J. Toyama and M. Shimbo, "Multidimensional curve
classification using passing-through regions", Pattern Recognition Letters 20, 1999.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import SoundExhibit
from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.discriminant import fit_discriminant
from rnnviz.scenarios.likeliest import likeliest
from rnnviz.scenarios.measures import accuracy
from rnnviz.scenarios.nearest import class_means, nearest
from rnnviz.scenarios.padding import existing, last_steps, padded_vectors
from rnnviz.scenarios.scenario import Answers, Request, Scenario, Stream, Task
from rnnviz.scenarios.shuffled import ShuffledStream
from rnnviz.scenarios.symbol_labels import label_symbols

SPEAKERS, COEFFICIENTS = 9, 12
#: So many utterances at the beginning of the file are for training, the rest for testing.
TRAINING = 270
#: From one frame to the next, in milliseconds.
FRAME_SHIFT = 6.4


class Utterances(NamedTuple):
    """frames: (T_n, 12) cepstrum coefficients of each utterance; speakers: (N,), 0 … 8."""

    frames: Sequence[Floats]
    speakers: NDArray[np.intp]


@cache
def read_utterances() -> tuple[Utterances, Utterances]:
    """The part for training and the part for testing, as published."""
    with np.load(data_card("spoken_vowels").path, allow_pickle=False) as file:
        frames = file["millionths"] / 1e6
        lengths, speakers = file["lengths"].astype(np.intp), file["speakers"].astype(np.intp) - 1
    utterances = np.split(frames, lengths.cumsum()[:-1])
    return (
        Utterances(utterances[:TRAINING], speakers[:TRAINING]),
        Utterances(utterances[TRAINING:], speakers[TRAINING:]),
    )


def mean_frames(utterances: Utterances) -> Floats:
    """(N, 12): each utterance without its order in time."""
    return np.array([frames.mean(axis=0) for frames in utterances.frames])


def nearest_mean_accuracy(training: Utterances, held_out: Utterances) -> float:
    """How often that speaker is right whose mean frames are, on average, nearest."""
    known, asked = mean_frames(training), mean_frames(held_out)
    found = nearest(asked, class_means(known, training.speakers, SPEAKERS))
    return float((found == held_out.speakers).mean())


def discriminant_accuracy(training: Utterances, held_out: Utterances) -> float:
    """How often a linear discriminant of the mean frames is right."""
    known = fit_discriminant(mean_frames(training), training.speakers, SPEAKERS)
    return float((known.classes_of(mean_frames(held_out)) == held_out.speakers).mean())


@dataclass(frozen=True, eq=False, kw_only=True)
class SpokenVowelsTask(Task):
    """training, held_out   the utterances, their coefficients standardised.

    mean, spread   (12,), what the coefficients were standardised with.
    """

    training: Utterances
    held_out: Utterances
    mean: Floats
    spread: Floats

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """The training utterances in random order, in buckets of about one length."""
        lengths = [len(frames) for frames in self.training.frames]
        return ShuffledStream(lengths, lambda at: batch_of(self.training, at), rng, size)

    def sample(self, rng: np.random.Generator) -> Batch:
        """A held-out utterance."""
        return batch_of(self.held_out, rng.integers(len(self.held_out.frames), size=1))

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """When each frame begins."""
        return tuple(
            f"{n * FRAME_SHIFT:.0f} ms" if exists else ""
            for n, exists in enumerate(batch.exists[:, 0])
        )

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The speaker, at the last frame."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """How often the likeliest speaker is right, over the 370 utterances for testing."""
        batch = batch_of(self.held_out, np.arange(len(self.held_out.frames)))
        return accuracy(network.outputs(batch), batch)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> SoundExhibit:
        """The coefficients as a picture, and the likeliest speakers."""
        last = int(batch.exists[:, 0].sum()) - 1
        wanted, said = int(batch.targets[last, 0]), int(outputs[last].argmax())
        return SoundExhibit(
            caption=f"/ae/, said by {self.classes[wanted]}; the network hears "
            f"{self.classes[said]}: {'right' if said == wanted else 'wrong'}.",
            shares=likeliest(outputs[last], self.classes, wanted, shown=SPEAKERS),
            features=batch.inputs[: last + 1, 0] * self.spread + self.mean,
            names=self.features,
            is_signed=True,
        )


def batch_of(utterances: Utterances, places: NDArray[np.intp]) -> Batch:
    """The utterances at `places`: (T, B, 12) inputs, the speaker wanted at each one's last step."""
    frames = [utterances.frames[place] for place in places]
    exists = existing([len(steps) for steps in frames])
    scored = last_steps(exists)
    targets = np.where(scored, utterances.speakers[places], 0)
    return Batch(padded_vectors(frames), targets, exists, scored)


class SpokenVowels(Scenario):
    """The scenario; its length is how many frames of an utterance are heard at most."""

    def prepare(self, request: Request) -> SpokenVowelsTask:
        """Read the utterances. Raises ScenarioError for a length out of range."""
        most = self.checked_length(request)
        parts = [
            Utterances([frames[:most] for frames in part.frames], part.speakers)
            for part in read_utterances()
        ]
        together = np.concatenate(parts[0].frames)
        mean, spread = together.mean(axis=0), together.std(axis=0)
        training, held_out = (
            Utterances([(frames - mean) / spread for frames in part.frames], part.speakers)
            for part in parts
        )
        return SpokenVowelsTask(
            inputs=COEFFICIENTS,
            outputs=SPEAKERS,
            loss="cross-entropy",
            features=tuple(f"coefficient {n}" for n in range(1, COEFFICIENTS + 1)),
            classes=tuple(f"speaker {n}" for n in range(1, SPEAKERS + 1)),
            facts=(
                ("Utterances", f"{TRAINING} for training, {len(held_out.frames)} held out"),
                ("Speakers", f"{SPEAKERS} men, the same in both parts"),
                ("Frames", f"{COEFFICIENTS} LPC cepstrum coefficients every {FRAME_SHIFT} ms"),
                ("Standardised", "mean 0 and variance 1 over the training frames"),
                (
                    "For comparison",
                    "a linear discriminant of the mean frame: "
                    f"{discriminant_accuracy(training, held_out):.1%} on the held-out part",
                ),
            ),
            baseline=math.log(SPEAKERS),
            baseline_formula=f"ln {SPEAKERS}, all speakers equally likely",
            baseline_score=nearest_mean_accuracy(training, held_out),
            baseline_says="the speaker whose mean frame is nearest to the utterance's mean frame",
            card=data_card("spoken_vowels"),
            training=training,
            held_out=held_out,
            mean=mean,
            spread=spread,
        )


SPOKEN_VOWELS = SpokenVowels(
    key="spoken-vowels",
    title="Spoken vowels",
    summary="Hear which of nine men says two vowels, in real recordings of different length.",
    shape="many to one",
    notation="x_1 … x_T → speaker, x_t 12 cepstrum coefficients, T = 7 … 29",
    length=(7, 29, 29),
    length_title="Frames at most",
    bidirectional=True,
    updates=300,
    defaults={
        "cell": "gru",
        "hidden": 64,
        "layers": 1,
        "optimizer": "adam",
        "rate": 3e-3,
        "clip": 1.0,
        "batch": 16,
        "length": 29,
    },
)
