"""Music from one note: symbols, keys, what is held out, and what is shown."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.melodies import Tone
from rnnviz.scenarios.music import MUSIC, MusicTask
from rnnviz.scenarios.scenario import Request
from rnnviz.scenarios.songbook import MIDDLE, name_of, read_songs, recognised

TASK = MUSIC.prepare(Request(length=32))


class Knowing:
    """A network that always says what is wanted."""

    def __init__(self, task: MusicTask) -> None:
        self._size = task.outputs

    def outputs(self, batch: Batch) -> Floats:
        return np.eye(self._size)[batch.targets]

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        return self.outputs(batch)


class Constant(Knowing):
    """A network that says the same at every step: a symbol, or all of them alike."""

    def __init__(self, task: MusicTask, symbol: int | None = None) -> None:
        super().__init__(task)
        size = task.outputs
        self._shares = np.full(size, 1 / size) if symbol is None else np.eye(size)[symbol]

    def outputs(self, batch: Batch) -> Floats:
        return np.tile(self._shares, (batch.steps, batch.size, 1))


def tones_of(task: MusicTask, batch: Batch, sequence: int) -> list[Tone]:
    exists = batch.exists[:, sequence]
    first, last = batch.inputs[0, sequence], batch.targets[exists, sequence]
    return [task.tones[n] for n in (first, *last) if n != task.end]


def sounds(tones: list[Tone]) -> tuple[tuple[object, ...], ...]:
    """What is the same in all keys."""
    return tuple(
        (a.duration, b.duration, None if None in (a.pitch, b.pitch) else b.pitch - a.pitch)  # type: ignore[operator]
        for a, b in pairwise(tones)
    )


def test_that_every_melody_is_there_in_twelve_keys() -> None:
    songs = read_songs()
    assert len(songs) == 46 * 12
    keys = Counter(song.key for song in songs if song.melody.title == "Ode to Joy")
    assert len(keys) == 12
    assert keys["D major"] == 1
    for song in songs:
        assert sounds(list(song.tones)) == sounds(list(song.melody.tones))
        shift = (song.tones[0].pitch or 0) - (song.melody.tones[0].pitch or 0)
        assert abs(song.melody.middle + shift - MIDDLE) <= 6.5
    ode = next(s for s in songs if s.melody.title == "Ode to Joy" and s.key == "D major")
    assert [name_of(tone) for tone in ode.tones[:3]] == ["F♯4 1/4", "F♯4 1/4", "G4 1/4"]


def test_that_the_next_note_is_wanted_and_the_end_after_the_last() -> None:
    batch = TASK.stream(np.random.default_rng(0), 16).next()
    assert batch.inputs.shape == batch.targets.shape
    np.testing.assert_array_equal(batch.scored, batch.exists)
    assert batch.fed is not None
    assert batch.fed.tolist() == [False] + [True] * (batch.steps - 1)
    for n in range(batch.size):
        length = int(batch.exists[:, n].sum())
        np.testing.assert_array_equal(batch.targets[: length - 1, n], batch.inputs[1:length, n])
        assert (batch.inputs[:length, n] != TASK.end).all()
        assert not batch.inputs[length:, n].any()
        assert (batch.targets[: length - 1, n] != TASK.end).all()
        assert length == 32 or batch.targets[length - 1, n] == TASK.end


def test_that_whole_tunes_come_out_where_the_length_allows() -> None:
    task = MUSIC.prepare(Request(length=80))
    whole = {sounds(list(song.tones)) for song in read_songs()}
    batch = task.held_out.batch(np.arange(len(task.held_out.songs)))
    for n in range(batch.size):
        assert sounds(tones_of(task, batch, n)) in whole
    assert (batch.targets == task.end).sum() == batch.size


def test_that_held_out_tunes_are_never_trained_on_in_any_key() -> None:
    held_out = {song.melody.title for song in TASK.held_out.songs}
    assert len(held_out) == 6
    assert len(TASK.held_out.songs) == 6 * 12
    unheard = {sounds(tones_of(TASK, TASK.held_out.batch(np.array([n])), 0)) for n in range(72)}
    stream = TASK.stream(np.random.default_rng(0), 32)
    heard = set()
    for _ in range(stream.epoch or 0):
        batch = stream.next()
        heard |= {sounds(tones_of(TASK, batch, n)) for n in range(batch.size)}
    assert len(heard) == 40
    assert len(unheard) == 6
    assert not heard & unheard
    for seed in range(20):
        sample = TASK.sample(np.random.default_rng(seed))
        assert sounds(tones_of(TASK, sample, 0)) in unheard


def test_that_an_epoch_reads_every_tune_in_every_key_once() -> None:
    stream = TASK.stream(np.random.default_rng(3), 32)
    assert stream.epoch == 15
    firsts = Counter(
        tuple(batch.inputs[batch.exists[:, n], n].tolist())
        for batch in (stream.next() for _ in range(15))
        for n in range(batch.size)
    )
    assert firsts.total() == 480
    assert max(firsts.values()) == 1


def test_that_no_two_notes_are_one_symbol() -> None:
    assert len(set(TASK.classes)) == TASK.outputs == TASK.inputs == len(TASK.tones) + 1
    assert TASK.classes[TASK.end or 0] == "end"
    assert name_of(Tone(None, Fraction(1, 2))) == "rest 1/2"
    assert name_of(Tone(60, Fraction(3, 8))) == "C4 3/8"
    assert name_of(Tone(59, Fraction(1))) == "B3 1"


def test_that_the_score_is_nought_for_who_knows_and_ln_n_for_who_does_not() -> None:
    assert TASK.score(Knowing(TASK)) == pytest.approx(0.0, abs=1e-9)
    assert TASK.score(Constant(TASK)) == pytest.approx(np.log(TASK.outputs))


def test_that_the_baseline_is_a_bigram_counted_by_hand() -> None:
    follow: Counter[tuple[int, int]] = Counter()
    single: Counter[int] = Counter()
    text = [
        symbol
        for line, length in zip(TASK.training.symbols, TASK.training.lengths, strict=True)
        for symbol in line[: length + 1].tolist()
    ]
    single.update(text)
    follow.update(pairwise(text))
    befores = Counter(text[:-1])
    kinds = Counter(first for first, _ in follow)

    def share(first: int, second: int) -> float:
        rest = (single[second] + len(single) / TASK.outputs) / (len(text) + len(single))
        if not befores[first]:
            return rest
        return (follow[first, second] + kinds[first] * rest) / (befores[first] + kinds[first])

    batch = TASK.held_out.batch(np.arange(72))
    steps = zip(batch.inputs[batch.scored], batch.targets[batch.scored], strict=True)
    nats = [-np.log(share(int(first), int(second))) for first, second in steps]
    assert TASK.baseline_score == pytest.approx(np.mean(nats))
    assert TASK.metric.is_better(TASK.baseline_score, TASK.baseline or 0.0)


def test_that_the_exhibit_holds_the_tune_and_what_is_played() -> None:
    batch = TASK.sample(np.random.default_rng(1))
    knowing = Knowing(TASK)
    exhibit = TASK.exhibit(batch, knowing.outputs(batch)[:, 0], knowing)
    tones = tones_of(TASK, batch, 0)
    assert exhibit.said == exhibit.wanted
    assert [note.pitch for note in exhibit.wanted] == [tone.pitch for tone in tones]
    assert [note.duration for note in exhibit.wanted] == [float(4 * t.duration) for t in tones]
    assert [note.time for note in exhibit.wanted[:3]] == [0, 0, 1]
    for note, after in pairwise(exhibit.wanted):
        assert note.start + note.duration == pytest.approx(after.start)
    assert "never trained on: 100% of the next notes are foreseen" in exhibit.caption
    assert exhibit.meter > 0


def test_that_playing_ends_with_the_end_symbol() -> None:
    batch = TASK.sample(np.random.default_rng(1))
    silent = Constant(TASK, TASK.end)
    exhibit = TASK.exhibit(batch, silent.outputs(batch)[:, 0], silent)
    assert len(exhibit.said) == 1
    assert "plays 0 notes" in exhibit.caption
    assert "no two in a row are of a tune" in exhibit.caption


def test_that_a_tune_changed_by_hand_is_shown_without_a_title() -> None:
    batch = TASK.sample(np.random.default_rng(1))
    inputs = batch.inputs.copy()
    inputs[3] = (inputs[3] + 1) % len(TASK.tones)
    knowing = Knowing(TASK)
    changed = replace(batch, inputs=inputs)
    exhibit = TASK.exhibit(changed, knowing.outputs(changed)[:, 0], knowing)
    assert exhibit.caption.startswith("A changed tune: ")


def test_that_a_run_of_a_tune_is_recognised_in_another_key() -> None:
    melodies = tuple(dict.fromkeys(song.melody for song in read_songs()))
    ode = melodies[0]
    played = [Tone(100, Fraction(1, 16)), *(tone.moved(5) for tone in ode.tones[16:30])]
    assert recognised(played, melodies) == ("Ode to Joy", 14)
    assert recognised(played[:1], melodies) == ("", 0)


def test_that_labels_are_notes() -> None:
    batch = TASK.sample(np.random.default_rng(1))
    names = [name_of(tone) for tone in tones_of(TASK, batch, 0)]
    assert list(TASK.input_labels(batch)) == names[: batch.steps]
    assert list(TASK.target_labels(batch)) == [*names[1:], "end"][: batch.steps]
