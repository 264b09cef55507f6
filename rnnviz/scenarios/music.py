"""Music from one note: given the first note of a tune, write on.

One to many, as in courses on recurrent networks: a note is read, and from then on each note
that was written is the next input. One symbol is a pitch with its duration, as in CONCERT
(Mozer 1994, "Neural Network Music Composition by Prediction", Connection Science 6) and in Eck
and Schmidhuber 2002, "A First Look at Music Composition using LSTM Recurrent Neural Networks".

Many tunes begin with the same note, so that there is no one right answer. The network is a model
of melodies, and is measured as such: how well it foresees the notes of tunes that it never heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats, Integers
from rnnviz.exhibits import Note, TuneExhibit
from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.drawn_symbols import drawn_symbols
from rnnviz.scenarios.measures import accuracy, cross_entropy, label_entropy
from rnnviz.scenarios.melodies import Tone
from rnnviz.scenarios.metric import NATS_PER_STEP
from rnnviz.scenarios.ngram import NGram
from rnnviz.scenarios.padding import existing, padded_symbols
from rnnviz.scenarios.scenario import Answers, Request, Scenario, Stream, Task
from rnnviz.scenarios.shuffled import ShuffledStream
from rnnviz.scenarios.songbook import CARD, Song, name_of, read_songs, recognised
from rnnviz.scenarios.symbol_labels import label_symbols, symbols_of

#: The n of the n-gram model to which networks are compared. A trigram does worse here: the tunes
#: are too few.
ORDER = 2
#: How the notes that are shown are drawn, always in the same way.
SEED, TEMPERATURE = 1, 0.7
QUARTERS_IN_WHOLE = 4


@dataclass(frozen=True, eq=False)
class Songs:
    """Tunes as symbols, one beside the other.

    songs    N of them.
    symbols  (N, longest + 1): the notes, then the end symbol; 0 after it.
    lengths  (N,), how many steps each has: its notes, each of which is read once.
    """

    songs: tuple[Song, ...]
    symbols: Integers
    lengths: Integers

    @property
    def targets(self) -> NDArray[np.int16]:
        """All symbols that are to be foreseen, one after another."""
        return self.symbols[:, 1:][existing(self.lengths).T].astype(np.int16)

    def batch(self, places: NDArray[np.intp]) -> Batch:
        """The tunes at these places, each as far as it goes. All inputs but the first note are
        what was written before."""
        lengths = self.lengths[places]
        exists = existing(lengths)
        steps = len(exists)
        symbols = self.symbols[places].T
        inputs, targets = symbols[:steps] * exists, symbols[1 : steps + 1] * exists
        return Batch(inputs, targets, exists, exists, fed=np.arange(steps) > 0)


@dataclass(frozen=True, eq=False, kw_only=True)
class MusicTask(Task):
    """The songbook at hand.

    tones     the note that each symbol stands for; the end symbol comes after them.
    training, held_out   the tunes, cut to the length asked for.
    """

    tones: tuple[Tone, ...]
    training: Songs
    held_out: Songs

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """All training tunes in all keys, in random order."""
        return ShuffledStream(self.training.lengths, self.training.batch, rng, size)

    def sample(self, rng: np.random.Generator) -> Batch:
        """A tune that is never trained on."""
        return self.held_out.batch(rng.integers(len(self.held_out.songs), size=1))

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """Pitches and durations."""
        return label_symbols(batch.inputs, batch.exists, self.features)

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """Those of the note that follows."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """Nats per note on all held-out tunes in all keys."""
        batch = self.held_out.batch(np.arange(len(self.held_out.songs)))
        return cross_entropy(network.outputs(batch), batch)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> TuneExhibit:
        """The tune, and what the network plays from its first note on."""
        batch = replace(batch, inputs=symbols_of(batch.inputs))
        alone = drawn_symbols(network, batch, self.end, np.random.default_rng(SEED), TEMPERATURE)
        wanted = [symbol for symbol in batch.targets[batch.exists].tolist() if symbol != self.end]
        first = int(batch.inputs[0, 0])
        song = self._song(batch)
        said = [self.tones[symbol] for symbol in (first, *alone)]
        return TuneExhibit(
            caption=self._caption(song, accuracy(outputs[:, None], batch), said),
            said=_notes(said),
            wanted=_notes([self.tones[symbol] for symbol in (first, *wanted)]),
            beat=song.melody.beat if song else TuneExhibit.beat,
            meter=song.melody.meter if song else TuneExhibit.meter,
        )

    def _song(self, batch: Batch) -> Song | None:
        """Which tune it is; None where its notes were changed by hand."""
        symbols = np.append(batch.inputs[batch.exists], batch.targets[batch.exists][-1])
        for songs in (self.held_out, self.training):
            alike = (songs.symbols[:, : len(symbols)] == symbols).all(axis=1)
            if alike.any():
                return songs.songs[int(alike.argmax())]
        return None

    def _caption(self, song: Song | None, right: float, said: Sequence[Tone]) -> str:
        title = "A changed tune"
        if song:
            heard = "never trained on" if song.is_held_out else "trained on"
            title = f"“{song.melody.title}” ({song.melody.origin}) in {song.key}, {heard}"
        known = dict.fromkeys(one.melody for one in self.training.songs)
        found, run = recognised(said, tuple(known))
        alone = f"{run} in a row are from “{found}”" if run else "no two in a row are of a tune"
        return (
            f"{title}: {right:.0%} of the next notes are foreseen; alone, from the first note on, "
            f"the network plays {len(said) - 1} notes (drawn, temperature {TEMPERATURE}), of which "
            f"{alone}."
        )


def _notes(tones: Sequence[Tone]) -> tuple[Note, ...]:
    """Notes one after another; the first is read at step 0, where the second one is said."""
    lengths = [float(QUARTERS_IN_WHOLE * tone.duration) for tone in tones]
    starts = accumulate(lengths, initial=0.0)
    return tuple(
        Note(tone.pitch, start, length, max(0, place - 1))
        for place, (tone, start, length) in enumerate(zip(tones, starts, lengths, strict=False))
    )


def _songs(songs: Sequence[Song], numbers: dict[Tone, int], steps: int) -> Songs:
    """The tunes as symbols, none longer than `steps`."""
    end = len(numbers)
    symbols = [[*(numbers[tone] for tone in song.tones), end][: steps + 1] for song in songs]
    lengths = np.array([len(line) - 1 for line in symbols])
    return Songs(tuple(songs), padded_symbols(symbols).T.copy(), lengths)


def _texts(songs: Songs) -> Integers:
    """All tunes one after another."""
    lines = zip(songs.symbols, songs.lengths, strict=True)
    return np.concatenate([line[: length + 1] for line, length in lines])


def ngram_entropy(training: Songs, held_out: Songs, size: int) -> float:
    """The cross-entropy of the n-gram model of the training tunes on those held out, in nats per
    note."""
    shares = NGram(_texts(training), ORDER, size).shares(held_out.symbols.T)[1:]
    return float(-np.log(shares[existing(held_out.lengths)]).mean())


class Music(Scenario):
    """The scenario; its length is the most notes of a tune that are read."""

    def prepare(self, request: Request) -> MusicTask:
        """Read the songbook. Raises ScenarioError for a length out of range."""
        steps = self.checked_length(request)
        songs = read_songs()
        tones = sorted({tone for song in songs for tone in song.tones}, key=_order)
        numbers = {tone: number for number, tone in enumerate(tones)}
        training = _songs([song for song in songs if not song.is_held_out], numbers, steps)
        held_out = _songs([song for song in songs if song.is_held_out], numbers, steps)
        names = (*map(name_of, tones), "end")
        return MusicTask(
            inputs=len(names),
            outputs=len(names),
            loss="cross-entropy",
            features=names,
            classes=names,
            facts=_facts(training, held_out, len(tones)),
            baseline=label_entropy(training.targets),
            baseline_formula="−Σ p(n) ln p(n), the entropy of single notes",
            end=len(tones),
            metric=NATS_PER_STEP,
            baseline_score=ngram_entropy(training, held_out, len(names)),
            baseline_says="a bigram model of notes with Witten–Bell smoothing, counted on the same "
            "tunes",
            card=data_card(CARD),
            tones=tuple(tones),
            training=training,
            held_out=held_out,
        )


def _order(tone: Tone) -> tuple[int, float]:
    """Rests first, then from low to high, short before long."""
    return (-1 if tone.pitch is None else tone.pitch, float(tone.duration))


def _facts(training: Songs, held_out: Songs, tones: int) -> tuple[tuple[str, str], ...]:
    known, unknown = (
        list(dict.fromkeys(song.melody.title for song in part.songs))
        for part in (training, held_out)
    )
    return (
        ("Data", f"{len(known) + len(unknown)} melodies in the public domain, in all 12 keys each"),
        ("Symbols", f"{tones} notes and rests, each a pitch with a duration; and the end"),
        ("Held out", f"{len(unknown)} melodies in every key: {', '.join(unknown)}"),
        (
            "Learnt by heart",
            "with so few tunes a network soon plays those that it knows, and foresees others the "
            "worse for it: after some 400 updates the held-out score gets worse again",
        ),
    )


MUSIC = Music(
    key="music",
    title="Music from one note",
    summary="Given the first note of a tune, write on: each note that is written is read next.",
    shape="one to many",
    notation="n_1 → n_2 … n_T, end",
    length=(4, 80, 32),
    length_title="Notes of a tune",
    updates=350,
    feeds=True,
    defaults={
        "cell": "lstm",
        "hidden": 64,
        "layers": 1,
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 1.0,
        "batch": 32,
        "length": 32,
    },
)
