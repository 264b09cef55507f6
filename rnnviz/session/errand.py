"""Errand: something that takes a while, in a thread of its own: reading large data."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.session.setting_error import SettingError

Result = TypeVar("Result")


class Errand(Generic[Result]):
    """Begins at once.

    result   what came of it, once it is done; None where it failed.
    refusal  why it failed, in words, else "".
    """

    def __init__(self, work: Callable[[], Result]):
        self.result: Result | None = None
        self.refusal = ""
        self._work = work
        self._done = threading.Event()
        # Nobody waits for it when the program ends: it changes nothing but memory.
        threading.Thread(target=self._run, name="errand", daemon=True).start()

    @property
    def is_done(self) -> bool:
        """Whether it has ended."""
        return self._done.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, at most so long; whether it has ended."""
        return self._done.wait(seconds)

    def _run(self) -> None:
        try:
            self.result = self._work()
        except (ScenarioError, SettingError) as error:
            self.refusal = str(error)
        except MemoryError:
            self.refusal = (
                "There is not enough memory for it. Choose smaller data or a smaller network."
            )
        except Exception as error:  # whoever waits for the end must hear of it
            self.refusal = f"{type(error).__name__}: {error}"
        finally:
            self._done.set()
