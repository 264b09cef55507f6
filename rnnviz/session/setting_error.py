"""SettingError: what is raised for a value that cannot be."""


class SettingError(Exception):
    """A value that a setting cannot take; the message says what was met and what is wanted."""
