"""What is wrong with a file that came from elsewhere, or is to go there."""


class FileError(Exception):
    """The message says what was met and what is wanted."""
