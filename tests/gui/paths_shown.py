"""Views of the way from step to step for tests: of scenes with their paths and spectra."""

from dataclasses import replace

from rnnviz.session.session import Session
from rnnviz.session.worker import Worker
from rnnviz.trace.scene import Marks, Spot
from tests.gui.scenes import trained


def with_path(step=3, source=8, lane="layer1", unit=2, updates=5, **settings):
    """A scene with everything that these views draw."""
    session = Session(trained(updates, **settings), Worker())
    marks = Marks(Spot(step, lane, "h", unit, source=source))
    session.mark(marks)
    session.path.make_now()
    session.spectra.make_now()
    return session.state.scene


def with_numbers(given, **parts):
    """The scene with other numbers of its path."""
    return replace(given, path=replace(given.path, **parts))
