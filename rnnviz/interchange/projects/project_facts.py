"""What a project holds, in words."""

from datetime import UTC, datetime

from rnnviz.interchange.projects.layout import FORMAT, VERSION
from rnnviz.interchange.projects.project_file import Project
from rnnviz.scenarios import scenario
from rnnviz.session.training_run import TrainingRun


def project_facts(project: Project, size: str) -> tuple[tuple[str, str], ...]:
    """Pairs of title and text; `size` is that of the file, in words."""
    run, standing = project.run, project.standing
    networks = [_network(each) for each in project.others.all(run)]
    saved = datetime.fromtimestamp(project.saved, UTC)
    found = {
        "Format": f"{FORMAT}, version {VERSION}",
        "Scenario": "a recording" if run.untrainable else scenario(run.settings.scenario).title,
        "Network" if len(networks) == 1 else "Networks": "; ".join(networks),
        "Branches": _branches(run),
        "Size": size,
        "Breakpoints": f"{len(standing.breakpoints)}",
        "Watches": f"{len(standing.watches)}",
        "Bookmarks": f"{len(standing.bookmarks)}",
        "Saved": f"{saved:%Y-%m-%d %H:%M} UTC, by rnnviz {project.program}",
        "Goes on here": project.differs or "bit for bit",
    }
    return tuple(found.items())


def _network(run: TrainingRun) -> str:
    network = run.network
    layers = f" × {network.layers}" if network.layers > 1 else ""
    return f"{network.cell.title} {network.hidden}{layers}, update {run.training.update:,}"


def _branches(run: TrainingRun) -> str:
    titles = run.timeline.titles()
    points = sum(len(branch.points) for branch in run.timeline.branches)
    reached = ", ".join(f"{title.newest:,}" for title in titles)
    moments = f"{points} moment{'s' * (points != 1)}"
    return f"{len(titles)}, to update {reached}; {moments} to go back to"
