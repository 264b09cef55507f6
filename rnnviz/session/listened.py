"""Listened: a state that is replaced as a whole, and those who want to hear of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from rnnviz.session.state import Message, State

Listener = Callable[[State, State], None]


class Listened:
    """What a session is to those who only look: its `state`, and news of it."""

    def __init__(self, state: State):
        self._listeners: list[Listener] = []
        self.state = state

    def listen(self, listener: Listener) -> None:
        """Call `listener(old, new)` whenever the state is replaced."""
        self._listeners.append(listener)

    def put(self, **parts: object) -> None:
        """Replace parts of the state."""
        self.become(replace(self.state, **parts))  # type: ignore[arg-type]

    def become(self, new: State) -> None:
        """Replace all of it."""
        old, self.state = self.state, new
        for listener in self._listeners:
            listener(old, self.state)

    def dismiss(self) -> None:
        """The message was read."""
        if self.state.message is not None:
            self.put(message=None)

    def tell(self, kind: Literal["information", "error"], text: str) -> None:
        """Show a message."""
        self.put(message=Message(kind, text))
