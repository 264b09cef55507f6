"""What some views show is made only for those who look: for a figure it is made at once."""

from collections.abc import Sequence

from rnnviz.gui.views.compare import Compare
from rnnviz.gui.views.gradient_view import GradientView
from rnnviz.gui.views.path_view import PathView
from rnnviz.gui.views.saliency import SaliencyView
from rnnviz.gui.views.spectrum import SpectrumView
from rnnviz.gui.views.view import View
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.session.session import Session
from rnnviz.trace.source_rows import kind_of


def prepare(session: Session, views: Sequence[View], quantity: str = "") -> None:
    """Make all that the views show of a session that is paused.

    quantity  of the views of where the gradient goes, or "" for the first.
    """
    of_gradient = [view for view in views if isinstance(view, GradientView)]
    if of_gradient:
        shown = of_gradient[0].kind
        kind = kind_of(session.state.scene.trace, quantity or (shown.key if shown else ""))
        if session.gradients.wish is None:
            session.gradients.want(GradientWish(jacobians=kind.is_jacobian))
        session.gradients.make_now()
    if any(isinstance(view, Compare) for view in views):
        if session.gradients.wish is None:
            session.gradients.want(GradientWish())
        session.comparing.watch(True)
    for kinds, desk in (
        (PathView, session.path),
        (SpectrumView, session.spectra),
        (SaliencyView, session.saliency),
    ):
        if any(isinstance(view, kinds) for view in views):
            desk.make_now()
