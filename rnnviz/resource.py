"""Where the files are that come with the program: fonts, icons, texts, data."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

#: Inside the package in a wheel; next to it in a checkout, which an editable install uses.
PLACES = (_PACKAGE / "resources", _PACKAGE.parent / "resources")


def resource(*parts: str) -> Path:
    """The file or folder at `parts` under resources/, e.g. resource("fonts", "Inter.otf")."""
    for place in PLACES:
        path = place.joinpath(*parts)
        if path.exists():
            return path
    places = " and ".join(map(str, PLACES))
    raise FileNotFoundError(f"rnnviz came without {'/'.join(parts)}: it is not in {places}")
