"""Views that nobody has changed, for a figure that is made from what its source says."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QSizeF

from rnnviz.gui.paper.preparing import prepare
from rnnviz.gui.pictures import PictureError
from rnnviz.gui.views import VIEWS
from rnnviz.gui.views.gradient_view import GradientView
from rnnviz.gui.views.spectrum import SpectrumView
from rnnviz.gui.views.view import View
from rnnviz.interchange.figure_source import FigureSource
from rnnviz.session.session import Session
from rnnviz.trace.scene import Scene

WINDOW = "window"
#: In which the score on held-out data stands.
WITH_SCORE = ("compare", "exhibit", WINDOW)


def new_views(keys: Sequence[str]) -> list[View]:
    """Views that nobody has changed. Raises PictureError where there is none of a key."""
    kinds = {kind.key: kind for kind in VIEWS}
    unknown = [key for key in keys if key not in kinds]
    if unknown:
        known = ", ".join([WINDOW, *kinds])
        raise PictureError(
            f"There is no view {unknown[0]!r} that can be drawn here; wanted is one of {known}."
        )
    return [kinds[key]() for key in keys]


def show(session: Session, views: Sequence[View], source: FigureSource) -> None:
    """Have made what the views show, and let them show it."""
    prepare(session, views, source.quantity)
    show_scene(views, source, session.state.scene)


def show_scene(views: Sequence[View], source: FigureSource, scene: Scene) -> None:
    """Let views show a scene, and of the gradient what the source says."""
    for view in views:
        if isinstance(view, GradientView) and source.quantity:
            view.show_kind(source.quantity)
        if isinstance(view, GradientView) and source.lane:
            view.show_strand(source.lane)
        if isinstance(view, SpectrumView) and source.lane:
            view.show_matrix(source.lane, "")
        view.draw(scene)


def telling(source: FigureSource, views: Sequence[View], sizes: Sequence[QSizeF]) -> FigureSource:
    """The source, with what was chosen where it leaves a choice."""
    chosen = tuple((size.width(), size.height()) for size in sizes)
    source = msgspec.structs.replace(source, sizes=chosen)
    for view in views:
        if isinstance(view, GradientView) and view.kind and view.strand:
            kind, lane = view.kind.key, view.strand.key
            source = msgspec.structs.replace(source, quantity=kind, lane=lane)
    return source


def good_sizes(views: Sequence[View]) -> list[QSizeF]:
    """What suits each view; all are as wide as the widest, so that their columns are in line."""
    sizes = [view.picture_size() for view in views]
    width = max(size.width() for size in sizes)
    return [QSizeF(width, size.height()) for size in sizes]
