"""Where a figure or a film is to be written, and as what."""

from pathlib import Path
from typing import NamedTuple

from rnnviz.commands.output_path import checked_output
from rnnviz.gui.paper.formats import FORMATS, Format
from rnnviz.gui.paper.moments import FILMS, Film
from rnnviz.gui.pictures import with_extension


class Target(NamedTuple):
    """A path, and the format of a figure or of a film."""

    path: Path
    figure: Format | None = None
    film: Film | None = None


def figure_target(path: Path) -> Target:
    """The format is the one that the extension says; PNG is added to others. Raises CommandError
    where nothing can be written there."""
    extension = path.suffix.lower().removeprefix(".")
    for film in FILMS:
        if extension == film:
            return Target(checked_output(path), film=film)
    for figure in FORMATS:
        if extension == figure:
            return Target(checked_output(path), figure)
    return Target(checked_output(with_extension(checked_output(path), "png")), "png")
