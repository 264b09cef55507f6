"""Animation: the pictures of views at moments of a run, one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from rnnviz.gui.paper.formats import image_of
from rnnviz.gui.paper.new_views import good_sizes, show
from rnnviz.gui.paper.page import in_pixels, page_of_views
from rnnviz.gui.pictures import PictureError, checked_pixels
from rnnviz.gui.views.view import View
from rnnviz.interchange.figure_source import FigureSource
from rnnviz.interchange.film_walk import Moment
from rnnviz.session.session import Session

#: Pixels of all frames together, at most.
MOST_PIXELS = 600_000_000


def pictures(
    session: Session, views: Sequence[View], source: FigureSource, wanted: Sequence[Moment]
) -> Iterator[QImage]:
    """A picture of each moment. The session, which has to be paused, is brought to each of them,
    and in the end, also where somebody stops before, back to where it was.

    Raises PictureError where there would be too many pixels.
    """
    state = session.state
    update, marks, wish = state.update, state.scene.marks, session.gradients.wish
    try:
        show(session, views, source)
        sizes = [QSizeF(*size) for size in source.sizes] or good_sizes(views)
        page = page_of_views(views, sizes, source.paper)
        size = checked_pixels(in_pixels(page, source.paper), source.paper.scale)
        _check(size.width() * size.height() * len(wanted), len(wanted))
        for moment in wanted:
            _go_to(session, moment)
            show(session, views, source)
            yield image_of(page, source.paper)
    finally:
        _go_to_update(session, update)
        session.mark(marks)
        session.gradients.want(wish)


def _go_to_update(session: Session, update: int) -> None:
    if session.state.update != update:
        session.run.timeline.go_to(update)
        session.others.follow(session.run)
        session.show_run(None)


def _go_to(session: Session, moment: Moment) -> None:
    _go_to_update(session, moment.update)
    if moment.tick is None:
        session.mark(replace(session.state.scene.marks, tick=None))
    else:
        session.mark_tick(moment.tick)


def _check(pixels: int, frames: int) -> None:
    if pixels > MOST_PIXELS:
        raise PictureError(
            f"The animation has {pixels / 1e6:,.0f} million pixels in {frames} frames; wanted at "
            f"most {MOST_PIXELS / 1e6:,.0f} million: take fewer frames, or a smaller scale."
        )
