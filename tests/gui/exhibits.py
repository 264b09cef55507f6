"""One exhibit of every kind, made by hand, and scenes with them."""

from dataclasses import replace

import numpy as np

from rnnviz.exhibits import (
    AutomatonExhibit,
    Curve,
    Edge,
    FramesExhibit,
    Node,
    Note,
    PairExhibit,
    RowsExhibit,
    SceneExhibit,
    SeriesExhibit,
    Share,
    SoundExhibit,
    TextExhibit,
    TuneExhibit,
    Word,
)
from rnnviz.trace.scene import Example, Marks, Score, Spot
from tests.gui.scenes import scene

#: More letters than there are steps in the trace of `shown`: 12.
STEPS = 12
SHARES = (Share("one", 0.6), Share("two", 0.3, True), Share("three", 0.1))
SCORE = Score("accuracy", "86.3%", "the consensus rule", "95.2%", 600, True)


def text(labels="none", said=None, wanted=None, between=" ", count=STEPS):
    """Words w0, w1, …; what is said and wanted of each by the number of the word."""
    words = [
        Word(
            f"w{n}" if between else "abcdefghijkl"[n % 12],
            n,
            (said or {}).get(n, ""),
            (wanted or {}).get(n, ""),
            0.5,
        )
        for n in range(count)
    ]
    return TextExhibit(caption="A text.", words=tuple(words), between=between, labels=labels)


def every_kind():
    """Key and exhibit."""
    rng = np.random.default_rng(1)
    at = np.arange(STEPS + 1.0)
    return {
        "text": replace(text(), shares=SHARES),
        "labels": text("over", {1: "B-PER", 4: "B-LOC"}, {1: "B-PER", 5: "B-ORG"}),
        "next": text("next", dict.fromkeys(range(STEPS), "a"), {3: "a", 4: "b"}, between=""),
        "pair": PairExhibit(
            caption="A translation.",
            source=tuple(Word(word, n) for n, word in enumerate(["we", "do", "not", "like", "it"])),
            wanted=("nous", "n'", "aimons", "pas", "cela"),
            said=("nous", "aimons", "pas", "cela", "ici"),
            links=((0, 0), (2, 3), (4, 4)),
        ),
        "rows": RowsExhibit(
            caption="A digit.", shares=SHARES, picture=rng.random((8, 8)), times=tuple(range(8))
        ),
        "at once": RowsExhibit(
            caption="A digit.", shares=SHARES, picture=rng.random((8, 8)), times=(0,) * 8
        ),
        "frames": FramesExhibit(caption="A film.", shares=SHARES, frames=rng.random((8, 16, 12))),
        "scene": SceneExhibit(
            caption="A scene.",
            picture=rng.random((16, 16, 3)),
            said=("a", "red", "disc"),
            wanted=("a", "blue", "disc", "above"),
        ),
        "series": SeriesExhibit(
            caption="Sunspots.",
            curves=(
                Curve("truth", "truth", at + 1700, np.sin(at)),
                Curve("one step ahead", "one step", at[1:] + 1700, np.sin(at[1:]) + 0.1),
                Curve("left alone", "alone", at[6:] + 1700, np.cos(at[6:])),
                Curve("persistence", "baseline", at[1:] + 1700, np.sin(at[:-1])),
            ),
            axis="year",
            quantity="sunspot number",
            first=1700.0,
            begins=1706.0,
        ),
        "sound": SoundExhibit(
            caption="A word.",
            features=rng.random((STEPS, 24)),
            names=tuple(f"{n} Hz" for n in range(24)),
            said=tuple("aaabbbcccccc"),
            wanted=tuple("aaaabbbbcccc"),
            samples=np.sin(np.arange(800) / 5),
            rate=8000,
        ),
        "cepstrum": SoundExhibit(
            caption="A vowel.",
            shares=SHARES,
            features=rng.normal(size=(STEPS, 12)),
            names=tuple(f"coefficient {n}" for n in range(12)),
            is_signed=True,
        ),
        "tune": TuneExhibit(
            caption="A tune.",
            said=(Note(60, 0, 1, 0), Note(62, 1, 1, 0), Note(None, 2, 1, 1), Note(67, 3, 2, 2)),
            wanted=(Note(60, 0, 1, 0), Note(64, 1, 1, 0), Note(65, 2, 2, 1)),
            meter=3.0,
        ),
        "automaton": automaton(),
    }


def automaton():
    """Two nodes, and back; every other symbol."""
    said = (Share("a", 0.7, True), Share("b", 0.3))
    return AutomatonExhibit(
        caption="A word.",
        nodes=(Node("even", 0.1, 0.5), Node("odd", 0.9, 0.5)),
        edges=(Edge(0, 1, "a"), Edge(1, 0, "a"), Edge(0, 0, "b")),
        word=("a", "a", "b", "a"),
        at=(1, 0, 0, 1),
        possible=(("a",), ("a", "b"), ("a", "b"), ()),
        said=(said,) * 4,
    )


def shown(exhibit, picked=0, pointed=None, score=SCORE, failure=""):
    """A scene of 12 steps with an exhibit."""
    given = scene(scenario="adding-problem", length=STEPS)
    marks = Marks(Spot(picked), None if pointed is None else Spot(pointed))
    return replace(given, example=Example(exhibit, 600, failure), score=score, marks=marks)
