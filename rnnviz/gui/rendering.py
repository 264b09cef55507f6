"""Figures of a trained run without a window on the screen: of views, or of the main window."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import msgspec
from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import application
from rnnviz.gui.main_window import MainWindow
from rnnviz.gui.paper.animation import pictures
from rnnviz.gui.paper.film import film, hindrance
from rnnviz.gui.paper.formats import Format, encoded
from rnnviz.gui.paper.moments import Wanted, moments, walk_of
from rnnviz.gui.paper.new_views import WINDOW, good_sizes, new_views, show, telling
from rnnviz.gui.paper.page import page_of_views, page_of_window
from rnnviz.gui.pictures import PictureError, checked_size
from rnnviz.gui.theme import LOOKS
from rnnviz.interchange.figure_source import FigureSource, Place
from rnnviz.interchange.view_numbers import Table, tables_of
from rnnviz.session.others import ALONE, Others
from rnnviz.session.session import Session
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker
from rnnviz.trace.ticks import ticks

WINDOW_SIZE = QSize(1600, 1000)


def render(run: TrainingRun, source: FigureSource, kind: Format, others: Others = ALONE) -> bytes:
    """A figure of a run as it stands: the whole file, with its source in it.

    source  says what is drawn and how; its update is that of the run. Where it has no sizes, or
            nothing that is picked, the file has those that were chosen.
    others  have learnt beside it.
    Raises PictureError where there is no such view, size, scale or mark.
    """
    session, source = _told(run, source, others)
    if source.views == (WINDOW,):
        return _window(session, source, kind)
    views = new_views(source.views)
    show(session, views, source)
    sizes = [QSizeF(*size) for size in source.sizes] or good_sizes(views)
    source = telling(source, views, sizes)
    return encoded(page_of_views(views, sizes, source.paper), source, kind)


def numbers(run: TrainingRun, source: FigureSource, others: Others = ALONE) -> tuple[Table, ...]:
    """The numbers behind the views of a figure; of the window those of the sequence.

    Raises PictureError where there is no such view or mark.
    """
    application()
    session = Session(run, Worker(), others=others)
    _mark(session, source)
    keys = () if source.views == (WINDOW,) else source.views
    show(session, new_views(keys), source)
    scene = session.state.scene
    found: list[Table] = []
    for key in keys or (WINDOW,):
        found += tables_of(key, scene, source.quantity, source.lane)
    return tuple({table.name: table for table in found}.values())


def check_film(source: FigureSource, wanted: Wanted) -> None:
    """Whether there can be such a film. Raises PictureError."""
    if source.views == (WINDOW,):
        raise PictureError("The window cannot be animated; wanted --view VIEW, or several.")
    if missing := hindrance(wanted.kind):
        raise PictureError(missing)


def animate(
    run: TrainingRun,
    source: FigureSource,
    wanted: Wanted,
    others: Others = ALONE,
    progress: Callable[[Iterable[QImage], int], Iterable[QImage]] = lambda frames, _: frames,
) -> bytes:
    """An animation of a run: the whole file.

    source  as for `render`, but the window is none of its views. Where it says what the film walks
            over, that is so; else what is wanted.
    progress  takes the frames and how many there are; passes them on.
    Raises PictureError where it cannot be made.
    """
    check_film(source, wanted)
    session, source = _told(run, source, others)
    views, walk = new_views(source.views), source.film or walk_of(session, wanted)
    if (walk.last.tick or 0) >= (count := len(ticks(session.state.scene.trace))):
        raise PictureError(f"There is no operation {walk.last.tick} of {count}.")
    show(session, views, source)
    sizes = [QSizeF(*size) for size in source.sizes] or good_sizes(views)
    source = telling(msgspec.structs.replace(source, film=walk), views, sizes)
    every = moments(walk)
    frames = progress(pictures(session, views, source, every), len(every))
    return film(frames, walk.rate, source, wanted.kind)


def _told(run: TrainingRun, source: FigureSource, others: Others) -> tuple[Session, FigureSource]:
    """A session of a run, marked and measured as the source says; and the source with what is
    picked."""
    application()
    others.forget_speeds()
    session = Session(run, Worker(), others=others)
    _mark(session, source)
    if source.is_measured:
        session.measuring.measure_at_once()
    picked = Place.of(session.state.scene.marks.picked)
    return session, msgspec.structs.replace(source, picked=picked)


def _mark(session: Session, source: FigureSource) -> None:
    """Mark what is to be marked. Raises PictureError where there is nothing of the kind."""
    trace = session.state.scene.trace
    if source.picked is not None:
        place = source.picked
        lanes = ("", "attention", *(lane.key for lane in trace.lanes))
        within = place.time < trace.steps and (place.source or 0) < trace.steps
        if not within or place.lane not in lanes or (place.unit or 0) >= _most_units(session):
            raise PictureError("What is marked is not in this network; wanted is one of its units.")
        session.pick(place.spot)
    if source.tick is not None:
        if source.tick >= len(ticks(trace)):
            raise PictureError(f"There is no operation {source.tick} of {len(ticks(trace))}.")
        session.mark(replace(session.state.scene.marks, tick=source.tick))


def _most_units(session: Session) -> int:
    trace = session.state.scene.trace
    return int(max(trace.hidden, trace.steps, trace.inputs.shape[1], trace.outputs.shape[1]))


def _window(session: Session, source: FigureSource, kind: Format) -> bytes:
    size = QSize(*map(round, source.sizes[0])) if source.sizes else WINDOW_SIZE
    checked_size(size, source.paper.scale)  # Before anything so large is laid out.
    window = MainWindow(session, LOOKS[source.paper.look])
    least = window.minimumSize()
    if size.expandedTo(least) != size:
        raise PictureError(
            f"The window is {size.width()} × {size.height()}; wanted at least "
            f"{least.width()} × {least.height()}."
        )
    window.resize(size)
    # Shown where nobody sees it, so that everything finds its place.
    window.show()
    QApplication.processEvents()
    if source.window:
        window.saved_layout.take(source.window)
        QApplication.processEvents()
    chosen = (float(size.width()), float(size.height()))
    source = msgspec.structs.replace(source, sizes=(chosen,))
    try:
        return encoded(page_of_window(window, source.paper), source, kind)
    finally:
        window.close()
