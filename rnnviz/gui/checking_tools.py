"""CheckingTools: the check of the gradient, joined to the session."""

from PySide6.QtWidgets import QWidget

from rnnviz.gui.gradient_check_dialog import GradientCheckDialog
from rnnviz.session.gradient_checking import GradientCheck
from rnnviz.session.session import Session


class CheckingTools:
    """Opens the dialog for the sequence shown; one at a time."""

    def __init__(self, window: QWidget, session: Session):
        self._window, self._session = window, session

    def open(self) -> None:
        """Check the gradient of the sequence shown."""
        run = self._session.run
        if run.what_if.states:
            text = "A state of this sequence is set by hand: undo that to check the gradient."
            self._session.tell("information", text)
        elif self._session.state.activity == "paused":
            truncated = run.settings.truncation > 0
            GradientCheckDialog(self._window, self._check, truncated).open()

    def _check(self) -> GradientCheck:
        run = self._session.run
        sample, start, _ = run.displayed()
        sample = run.what_if.sample(run.network, sample)
        return GradientCheck(run.network, run.training.loss, sample, start)
