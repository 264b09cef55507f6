"""What is known of where a figure of the program's own window comes from."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QSizeF

from rnnviz.gui.paper.formats import image_of
from rnnviz.gui.paper.new_views import WINDOW, WITH_SCORE, new_views, show_scene, telling
from rnnviz.gui.paper.page import page_of_views
from rnnviz.gui.views.view import View
from rnnviz.interchange.figure_reasons import hindrances
from rnnviz.interchange.figure_source import FigureSource, Paper, Place
from rnnviz.session.session import Session
from rnnviz.session.state import State
from rnnviz.trace.scene import Scene

#: Views of what was kept of updates whenever there was time for it.
OVER_UPDATES = ("saturation", "histograms")


def known_source(
    session: Session, views: Sequence[View], sizes: Sequence[QSizeF], paper: Paper
) -> FigureSource:
    """The source of a figure of views, or of the window where there are none."""
    state = session.state
    score, keys = state.scene.score, tuple(view.key for view in views) or (WINDOW,)
    is_known = bool(score.value) and score.update == state.scene.trace.origin.update
    source = FigureSource(
        settings=msgspec.structs.replace(session.run.settings, text=""),
        others=tuple(msgspec.structs.replace(run.settings, text="") for run in session.others.runs),
        place=session.others.place,
        update=session.others.update(session.run),
        views=keys,
        picked=Place.of(state.scene.marks.picked),
        tick=state.scene.marks.tick,
        is_measured=is_known and any(key in WITH_SCORE for key in keys),
        paper=paper,
        cannot=", ".join(hindrances(session.run)),
    )
    source = telling(source, views, sizes)
    return msgspec.structs.replace(source, differs="; ".join(_differences(state, views, source)))


def _differences(state: State, views: Sequence[View], source: FigureSource) -> list[str]:
    found: list[str] = []
    scene = state.scene
    if not views:
        found.append("where something was scrolled or zoomed in the window, it will be as at first")
    if any(view.key in OVER_UPDATES for view in views):
        found.append("other updates will be kept")
    comparison = scene.comparison
    if comparison is not None and any(member.speed for member in comparison.members):
        found.append("how fast the networks learn will be left out")
    made_before = scene.example.update, scene.writing.update
    if any(update != scene.trace.origin.update for update in made_before):
        found.append("the example is of an earlier update")
    if views and _is_changed(views, source, scene):
        found.append("what was zoomed or chosen in a view, and its scales, will be as at first")
    return found


def _is_changed(views: Sequence[View], source: FigureSource, scene: Scene) -> bool:
    """Whether the same scene looks otherwise in views that nobody has changed."""
    fresh = new_views(source.views)
    show_scene(fresh, source, scene)
    paper = Paper(look=source.paper.look)
    sizes = [QSizeF(*size) for size in source.sizes]
    one, other = (image_of(page_of_views(each, sizes, paper), paper) for each in (views, fresh))
    return one != other
