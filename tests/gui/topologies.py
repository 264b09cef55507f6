"""Scenes of every topology: small runs, trained for a few updates."""

from dataclasses import replace
from functools import lru_cache

from rnnviz.session.scenes import first_scene
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Marks, Scene, Spot
from tests.gui.scenes import trained

#: Settings by the name that a test shows.
TOPOLOGIES: dict[str, dict[str, object]] = {
    "one to one": {"scenario": "digit-at-once", "length": 1},
    "one to many": {"scenario": "music"},
    "own answers": {"scenario": "music", "forcing": 0.0},
    "many to one": {"scenario": "digit-rows", "length": 8},
    "both directions": {"scenario": "dna-splice", "direction": "both"},
    "deep, both directions": {
        "scenario": "digit-rows", "length": 8, "direction": "both", "layers": 3,
    },
    "encoder–decoder": {"scenario": "translation"},
    "attention": {"scenario": "translation", "attention": True, "forcing": 0.0},
    "deep, both directions, attention": {
        "scenario": "translation", "attention": True, "direction": "both", "layers": 2,
    },
}  # fmt: skip


@lru_cache(maxsize=16)
def of(name: str) -> Scene:
    """What there is to draw of a topology, all of it."""
    return first_scene(trained(5, **TOPOLOGIES[name]))


@lru_cache(maxsize=4)
def padded_run() -> TrainingRun:
    """A run that shows a sequence of a batch which is padded."""
    small = {"hidden": 8, "batch": 4, "length": 12, "scenario": "translation"}
    run = TrainingRun(changed(Settings(), {**small, "sample": "batch"}), number=1)
    while not run.training.upcoming()[0].is_padded:
        run.advance()
    exists = run.training.upcoming()[0].exists
    run.sequence = int(exists.sum(axis=0).argmin())
    return run


def padded() -> Scene:
    """What there is to draw of it, its first step picked."""
    scene = first_scene(padded_run())
    picked = Spot(0, scene.trace.lanes[0].key, scene.trace.states[0], 2)
    return replace(scene, marks=Marks(picked))
