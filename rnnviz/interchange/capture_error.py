"""What cannot be recorded in somebody's own program."""


class CaptureError(Exception):
    """The message says why, and what is wanted."""
