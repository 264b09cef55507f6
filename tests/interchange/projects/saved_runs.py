"""Runs saved as projects and opened again."""

from pathlib import Path

import pytest

from rnnviz.interchange.projects.layout import Layout
from rnnviz.interchange.projects.project_file import Project, load_project, save_project
from rnnviz.session.others import ALONE, Others
from rnnviz.session.project_desk import SessionRecord
from rnnviz.session.session import Session
from rnnviz.session.training_run import TrainingRun
from tests.session.hand_driver import HandDriver


def session_of(run: TrainingRun, others: Others = ALONE) -> Session:
    """A session over runs, which nobody drives."""
    return Session(run, HandDriver(), others=others)


def recorded(session: Session) -> SessionRecord:
    """All of a session."""
    found: list[SessionRecord] = []
    session.projects.record(found.append, pytest.fail)
    return found[0]


def saved(session: Session, folder: Path, layout: Layout | None = None) -> Path:
    """The file that a session is saved in."""
    return save_project(recorded(session), layout or Layout(), folder / "saved", 1e9)


def opened(session: Session, folder: Path) -> Project:
    """A session saved and opened again."""
    return load_project(saved(session, folder))


def taken_up(project: Project) -> Session:
    """Another session that goes on with a project."""
    session = session_of(TrainingRun(project.run.settings))
    session.projects.take_up(project.run, project.others, project.standing)
    return session
