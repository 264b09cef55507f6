"""The exit statuses, and the error that ends a command with one of them."""

from collections.abc import Callable

DONE, NO_FILE_OR_DISPLAY, WRONG_WORDS, DIVERGED, FELL_SHORT, INTERRUPTED = 0, 1, 2, 3, 4, 130

#: How a command says a line on standard output.
Say = Callable[[str], None]


class CommandError(Exception):
    """What went wrong, in one line for standard error, and the exit status."""

    def __init__(self, message: str, status: int):
        super().__init__(message)
        self.status = status
