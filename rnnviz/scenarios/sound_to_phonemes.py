"""Sound to phonemes: which sound is said in each frame of a spectrogram?

Many to many, by preference bidirectional: what a closure was, only its release tells. After
A. Graves and J. Schmidhuber, "Framewise phoneme classification with bidirectional LSTM and other
neural network architectures", Neural Networks 18, 2005; on speech that is made by rule here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats, Integers
from rnnviz.exhibits import SoundExhibit
from rnnviz.scenarios.discriminant import fit_discriminant
from rnnviz.scenarios.measures import accuracy, label_entropy
from rnnviz.scenarios.metric import Metric
from rnnviz.scenarios.padding import existing, padded_symbols, padded_vectors
from rnnviz.scenarios.scenario import Answers, Request, Scenario, Stream, Task
from rnnviz.scenarios.shuffled import ShuffledStream
from rnnviz.scenarios.speech.phones import CONSONANTS, PHONES, VOWELS
from rnnviz.scenarios.speech.recordings import (
    BANDS,
    HELD_OUT_VOICES,
    SEED,
    TRAINING_VOICES,
    WORDS,
    Recording,
    make_recordings,
)
from rnnviz.scenarios.speech.spectrogram import HOP, band_edges
from rnnviz.scenarios.speech.synthesizer import RATE
from rnnviz.scenarios.symbol_labels import label_symbols

FRAME_ACCURACY = Metric("accuracy per frame", is_share=True)
#: From one frame to the next, in milliseconds.
FRAME_SHIFT = 1000 * HOP // RATE


def single_frame_accuracy(training: Sequence[Recording], held_out: Sequence[Recording]) -> float:
    """How often a linear discriminant of one frame, without those beside it, is right."""
    known = fit_discriminant(*_frames(training), len(PHONES))
    asked, phones = _frames(held_out)
    return float((known.classes_of(asked) == phones).mean())


def _frames(recordings: Sequence[Recording]) -> tuple[Floats, NDArray[np.intp]]:
    """All frames of all recordings, (N, 24), and their phones, (N,)."""
    features = np.concatenate([recording.features for recording in recordings])
    return features, np.concatenate([recording.phones for recording in recordings])


@dataclass(frozen=True, eq=False, kw_only=True)
class SoundToPhonemesTask(Task):
    """training, held_out   recordings by different voices.

    mean, spread   (24,), in dB: with these of the training frames each band is standardised.
    """

    training: tuple[Recording, ...]
    held_out: tuple[Recording, ...]
    mean: Floats
    spread: Floats

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """The training recordings in random order, in buckets of about one length."""
        lengths = [len(recording.phones) for recording in self.training]
        return ShuffledStream(
            lengths, lambda places: self.batch([self.training[n] for n in places]), rng, size
        )

    def batch(self, recordings: Sequence[Recording]) -> Batch:
        """(T, B, 24) inputs, (T, B) targets; every frame is scored."""
        frames = [(one.features - self.mean) / self.spread for one in recordings]
        exists = existing([len(one) for one in frames])
        phones = padded_symbols([one.phones for one in recordings])
        return Batch(padded_vectors(frames), phones, exists, exists)

    def sample(self, rng: np.random.Generator) -> Batch:
        """A recording of a held-out voice."""
        return self.batch([self.held_out[rng.integers(len(self.held_out))]])

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """When each frame begins."""
        return tuple(
            f"{n * FRAME_SHIFT} ms" if exists else "" for n, exists in enumerate(batch.exists[:, 0])
        )

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The sound of each frame, in the letters of phonetics."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """The share of right frames, over all recordings of the held-out voices."""
        batch = self.batch(self.held_out)
        return accuracy(network.outputs(batch), batch)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> SoundExhibit:
        """The spectrogram in dB, with what is heard and what is said in each frame."""
        steps = int(batch.exists[:, 0].sum())
        wanted = batch.targets[:steps, 0].astype(np.intp)
        heard = outputs[:steps].argmax(axis=1)
        features = batch.inputs[:steps, 0] * self.spread + self.mean
        recording = self._recording(features)
        speaker = f"said by a {recording.voice.name}" if recording else "a changed recording"
        return SoundExhibit(
            caption=f"/{spelled(wanted)}/, {speaker}; "
            f"{(heard == wanted).mean():.0%} of its frames are heard as what they are.",
            features=features,
            names=self.features,
            said=tuple(PHONES[n] for n in heard),
            wanted=tuple(PHONES[n] for n in wanted),
            samples=recording.samples if recording else np.zeros(0),
            rate=RATE if recording else 0,
        )

    def _recording(self, features: Floats) -> Recording | None:
        """The recording with this spectrogram; a batch does not carry its sound."""
        for one in (*self.held_out, *self.training):
            if one.features.shape == features.shape and np.allclose(one.features, features):
                return one
        return None


def spelled(phones: Integers) -> str:
    """The sounds one after another, each once, without the silence around them."""
    ends = np.append(np.flatnonzero(np.diff(phones)), len(phones) - 1)
    return "".join(PHONES[n] for n in phones[ends]).strip(PHONES[-1])


class SoundToPhonemes(Scenario):
    """The scenario; its length is how many sounds a word has."""

    def prepare(self, request: Request) -> SoundToPhonemesTask:
        """Synthesise the recordings. Raises ScenarioError for a length out of range."""
        training, held_out = make_recordings(self.checked_length(request))
        frames, phones = _frames(training)
        return SoundToPhonemesTask(
            inputs=BANDS,
            outputs=len(PHONES),
            loss="cross-entropy",
            features=tuple(f"{edge:.0f} Hz" for edge in band_edges(BANDS, RATE)[1:-1]),
            classes=PHONES,
            facts=(
                ("Data", f"synthetic, seed {SEED}: every frame's sound is known"),
                ("Sounds", f"{len(VOWELS)} vowels, {len(CONSONANTS)} consonants, silence"),
                ("Formants", "of vowels Peterson & Barney 1952, of consonants Klatt 1980"),
                ("Voices", f"{TRAINING_VOICES} for training, {HELD_OUT_VOICES} others held out"),
                ("Words", f"{WORDS} by each voice, of {request.length} sounds, without meaning"),
                ("Frames", f"{BANDS} bands, 25 ms every {FRAME_SHIFT} ms, in dB, standardised"),
            ),
            baseline=label_entropy(phones),
            baseline_formula="−Σ p(k) ln p(k), the entropy of the sounds of single frames",
            metric=FRAME_ACCURACY,
            baseline_score=single_frame_accuracy(training, held_out),
            baseline_says="a linear discriminant of each frame by itself",
            training=training,
            held_out=held_out,
            mean=frames.mean(axis=0),
            spread=frames.std(axis=0),
        )


SOUND_TO_PHONEMES = SoundToPhonemes(
    key="sound-to-phonemes",
    title="Sound to phonemes",
    summary="Say which vowel or consonant is heard in every hundredth of a second of speech.",
    shape="many to many",
    notation="x_t → phoneme_t, t = 1 … T, x_t 24 bands of a spectrogram",
    length=(2, 12, 6),
    length_title="Sounds in a word",
    bidirectional=True,
    updates=200,
    defaults={
        "cell": "lstm",
        "hidden": 32,
        "layers": 1,
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 1.0,
        "batch": 16,
        "length": 6,
        "direction": "both",
    },
)
