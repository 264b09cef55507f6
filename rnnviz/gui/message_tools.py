"""MessageTools: the bar of messages, joined to the session."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from rnnviz.gui.controls.message_bar import MessageBar
from rnnviz.session.session import Session
from rnnviz.session.state import State


class MessageTools(QObject):
    """`bar` is the widget; `show` gives it a state. Errors from other threads come by a signal,
    which a QObject hears in the thread of the window."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.bar, self._session, self._details = MessageBar(), session, ""
        self.bar.closed.connect(session.dismiss)
        self.bar.offer_taken.connect(self._take_offer)

    def show(self, state: State) -> None:
        """Show what the session has to tell."""
        message = state.message
        if message is None:
            self.bar.clear()
        else:
            self.bar.show_message(message.kind, message.text, message.offer)

    def show_unforeseen(self, what: str, details: str) -> None:
        """An error that nobody caught: say so, keep going, offer the details."""
        self._details = details
        text = f"Something went wrong inside rnnviz: {what}. Training and settings are kept."
        self.bar.show_message("error", text, ("copy_details", "Copy the details"))

    def _take_offer(self, name: str) -> None:
        if name == "copy_details":
            QApplication.clipboard().setText(self._details)
        elif name == "bring_back":
            self._session.bring_back()
