"""Exhibits: what a sequence is about, in a form that a person can read: text, pictures, sound.

Plain frozen records of numbers and words; a scenario makes them, a view draws them.
"""

from rnnviz.exhibits.automaton import AutomatonExhibit, Edge, Node
from rnnviz.exhibits.exhibit import Exhibit, Share
from rnnviz.exhibits.picture import FramesExhibit, RowsExhibit, SceneExhibit
from rnnviz.exhibits.series import Curve, SeriesExhibit
from rnnviz.exhibits.sound import SoundExhibit
from rnnviz.exhibits.text import PairExhibit, TextExhibit, Word
from rnnviz.exhibits.tune import Note, TuneExhibit

__all__ = [
    "AutomatonExhibit",
    "Curve",
    "Edge",
    "Exhibit",
    "FramesExhibit",
    "Node",
    "Note",
    "PairExhibit",
    "RowsExhibit",
    "SceneExhibit",
    "SeriesExhibit",
    "Share",
    "SoundExhibit",
    "TextExhibit",
    "TuneExhibit",
    "Word",
]
