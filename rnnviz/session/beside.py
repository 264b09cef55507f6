"""Beside: something that is made of what is shown, beside everything else, while somebody looks."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from rnnviz.session.errand import Errand
from rnnviz.session.host import Host

Result = TypeVar("Result")
#: Whatever it depends on.
Key = tuple[object, ...]
#: While the network trains: seconds from one to the next, at least, as nobody reads faster; and how
#: many times as long as one takes the next is waited for.
APART, PATIENCE = 0.15, 2.5


class Beside(ABC, Generic[Result]):
    """Made anew whenever what it depends on has changed, in a thread of its own: neither the
    window nor training waits for it. It reads only what nothing changes any more."""

    def __init__(self, session: Host, clock: Callable[[], float] = time.monotonic):
        self._session, self._clock = session, clock
        self._is_wanted = False
        self._errand: Errand[Result] | None = None
        self._asked: Key = ()
        self._known: Key = ()
        self._began = self._due = 0.0

    @abstractmethod
    def _key(self) -> Key:
        """What it depends on just now; the number of the run comes first."""

    @abstractmethod
    def _work(self) -> Callable[[], Result]:
        """What is to be done in a thread of its own."""

    @abstractmethod
    def _put(self, result: Result | None, refusal: str) -> None:
        """Show what came of it, or why nothing did."""

    def want(self, is_wanted: bool) -> None:
        """Whether somebody looks."""
        self._is_wanted = is_wanted

    def look(self) -> None:
        """Take what was made, and begin anew where it is time to. To be called often."""
        if self._errand is not None and self._errand.is_done:
            self._take(self._errand)
        if self._errand is None and self._is_due():
            self._began, self._asked = self._clock(), self._key()
            self._errand = Errand(self._work())

    def make_now(self) -> None:
        """Make it, and wait for it."""
        self._known = self._key()
        self._put(self._work()(), "")

    def _take(self, errand: Errand[Result]) -> None:
        now = self._clock()
        self._errand, self._known = None, self._asked
        self._due = now + max(APART, PATIENCE * (now - self._began))
        # Of another network nobody wants to know; of the same one, the newest that there is.
        if self._asked[0] == self._session.state.run:
            self._put(errand.result, errand.refusal)

    def _is_due(self) -> bool:
        if not self._is_wanted or self._key() == self._known:
            return False
        return self._session.state.activity != "running" or self._clock() >= self._due
