"""Projects that commands read and write."""

import time
from pathlib import Path

from rnnviz.commands.command_error import NO_FILE_OR_DISPLAY, WRONG_WORDS, CommandError
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import Layout
from rnnviz.interchange.projects.project_file import Project, load_project, save_project
from rnnviz.session.project_desk import SessionRecord


def save(record: SessionRecord, path: Path, layout: Layout | None = None) -> Path:
    """Write a project. Raises CommandError."""
    try:
        return save_project(record, layout or Layout(), path, time.time())
    except FileError as error:
        raise CommandError(str(error), NO_FILE_OR_DISPLAY) from error


def opened(path: Path) -> Project:
    """Read a project. Raises CommandError."""
    try:
        return load_project(path)
    except FileError as error:
        raise CommandError(str(error), WRONG_WORDS) from error
