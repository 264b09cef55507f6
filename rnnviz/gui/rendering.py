"""Pictures of a trained run without a window on the screen: a view alone, or the main window."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import application
from rnnviz.gui.main_window import MainWindow
from rnnviz.gui.pictures import (
    PictureError,
    checked_size,
    picture_of_view,
    picture_of_widget,
)
from rnnviz.gui.theme import LOOKS, Look
from rnnviz.gui.views import VIEWS
from rnnviz.gui.views.compare import Compare
from rnnviz.gui.views.gradient_view import GradientView
from rnnviz.gui.views.path_view import PathView
from rnnviz.gui.views.saliency import SaliencyView
from rnnviz.gui.views.spectrum import SpectrumView
from rnnviz.gui.views.view import View
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.session.others import ALONE, Others
from rnnviz.session.session import Session
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker
from rnnviz.trace.scene import Spot
from rnnviz.trace.source_rows import kind_of

WINDOW = "window"
WINDOW_SIZE = QSize(1600, 1000)


def render(
    view_key: str,
    run: TrainingRun,
    spot: Spot | None,
    size: tuple[int, int] | None,
    scale: float,
    look_name: str,
    is_measured: bool = False,
    quantity: str = "",
    lane: str = "",
    others: Others = ALONE,
) -> QImage:
    """Draw a run as it stands, with others beside it where the view shows them.

    view_key  of VIEWS, or "window".
    spot      what is picked, or None for what the window picks at first.
    size      in logical pixels, or None for a good one; `scale` times as many real ones.
    is_measured   whether the score on held-out data is found first, which may take a second.
    quantity, lane   of the views of where the gradient goes, or "" for the first.
    Raises PictureError where the size, the scale or the view cannot be.
    """
    application()
    session, look = Session(run, Worker(), others=others), LOOKS[look_name]
    if spot is not None:
        session.pick(spot)
    if is_measured:
        session.measuring.measure_at_once()
    wanted = QSize(*size) if size else None
    if view_key == WINDOW:
        return _picture_of_window(session, look, wanted or WINDOW_SIZE, scale)
    view = _view(view_key, look)
    if isinstance(view, GradientView):
        look_at_gradient(session, view, quantity, lane)
    elif isinstance(view, Compare):
        session.gradients.want(GradientWish())
        session.comparing.watch(True)
    if isinstance(view, PathView):
        session.path.make_now()
    elif isinstance(view, SpectrumView):
        session.spectra.make_now()
    elif isinstance(view, SaliencyView):
        session.saliency.make_now()
    view.draw(session.state.scene)
    return picture_of_view(view, look, wanted or view.picture_size().toSize(), scale)


def look_at_gradient(session: Session, view: GradientView, quantity: str, lane: str) -> None:
    """Choose what the view shows, and have it made."""
    kind = kind_of(session.state.scene.trace, quantity)
    session.gradients.want(GradientWish(jacobians=kind.is_jacobian))
    session.gradients.make_now()
    view.show_kind(kind.key)
    view.show_strand(lane)


def _picture_of_window(session: Session, look: Look, size: QSize, scale: float) -> QImage:
    checked_size(size, scale)  # Before anything so large is laid out.
    window = MainWindow(session, look)
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
    image = picture_of_widget(window, look, scale)
    window.close()
    return image


def _view(key: str, look: Look) -> View:
    for kind in VIEWS:
        if kind.key == key:
            view = kind()
            view.set_look(look)
            return view
    known = ", ".join([WINDOW, *(kind.key for kind in VIEWS)])
    raise PictureError(f"There is no view {key!r}; wanted is one of {known}.")
