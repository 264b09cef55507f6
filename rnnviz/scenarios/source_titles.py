"""What the data of a scenario are called in menus, by their key in `Scenario.sources`."""

from collections.abc import Mapping

#: The key of a file of the user's own.
OWN_FILE = "file"

_TITLES: Mapping[str, str] = {
    "reference": "Python reference",
    "library": "Standard library",
    "french": "English → French",
    "english": "French → English",
    "dates": "Dates → ISO 8601",
    "digits": "8 × 8 digits",
    OWN_FILE: "Own file…",
}


def source_title(key: str) -> str:
    """The title of a source; where it has none of its own, its key as words."""
    return _TITLES.get(key) or key[:1].upper() + key[1:].replace("-", " ")
