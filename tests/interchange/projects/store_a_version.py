"""Stores a project of the present version of the format, with the numbers that it comes to.

    python -m tests.interchange.projects.store_a_version

Once for each version: what is stored is never made again (stored/README.md).
"""

import json
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from rnnviz.interchange.projects.layout import VERSION, Layout
from rnnviz.interchange.projects.project_file import Project, load_project, save_project
from rnnviz.session.session import Session
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity
from tests.interchange.projects.saved_runs import recorded
from tests.interchange.projects.small_projects import thin_out
from tests.session.hand_driver import Hand, small_settings

FOLDER = Path(__file__).parent / "stored"
#: Updates that are made of what was opened, to see that it goes on as it did.
MORE = 10


def session() -> Session:
    """Two networks on three branches, with something of everything that a project keeps."""
    hand = Hand()
    session = hand.session
    session.comparing.begin([small_settings(cell=cell, hidden=2) for cell in ("elman", "lstm")])
    session.breakpoints.add("norm above", 1e6)
    session.breakpoints.add("condition", text="loss > 1000000")
    session.breakpoints.change(replace(session.state.breakpoints[1], enabled=False, ignore=3))
    session.watches.add("norm(h)")
    session.watches.add("loss")
    hand.train_and_pause(9)
    session.bookmarks.add("the ninth")
    session.walk.go_to_update(3)
    session.editing.set_number(Spot(0, "", "W_hy", 0, 0), "0.5")
    session.bookmarks.add("an edit")
    session.bookmarks.change(replace(session.state.bookmarks[1], note="W_hy\nwas set"))
    hand.train_and_pause(4)
    session.walk.go_to_update(5)
    session.choose({"rate": 0.02, "clip": 2.5})
    hand.train_and_pause(6)
    session.walk.go_to_update(10)
    session.editing.set_number(Spot(1, "", "x", 0), "0.75")
    session.editing.set_number(Spot(2, "layer1", "h", 1), "-0.5")
    session.walk.set_granularity(Granularity.QUANTITY)
    session.walk.step()
    session.breakpoints.toggle_at_cursor()
    session.set_pace(12.5)
    session.measuring.measure_at_once()
    thin_out(session)
    return session


def exact(project: Project) -> dict[str, Any]:
    """What was saved, and nothing that was computed since: the same on every machine."""
    standing = project.standing
    return {
        "networks": [_network(run) for run in project.others.all(project.run)],
        "shown": project.others.place,
        "pace": standing.pace,
        "granularity": standing.granularity.value,
        "tick": standing.tick,
        "breakpoints": [[b.kind, b.limit, b.enabled, b.ignore] for b in standing.breakpoints],
        "watches": [[w.text, w.updates.tolist(), _sum(w.over_updates)] for w in standing.watches],
        "bookmarks": [[b.name, b.note, b.branch, b.update] for b in standing.bookmarks],
        "layout": [project.layout.look, project.layout.parts],
        "saved": project.saved,
    }


def _network(run: TrainingRun) -> dict[str, Any]:
    timeline = run.timeline
    return {
        "cell": run.settings.cell,
        "rate": run.settings.rate,
        "update": run.training.update,
        "branch": timeline.branch.number,
        "branches": [
            [b.number, b.parent, b.since, b.viewed, b.newest, len(b.points), len(b.summaries)]
            for b in timeline.branches
        ],
        "edits": [[e.update, e.name, e.index, e.value] for e in timeline.branch.edits],
        "losses": [_sum(b.history.rows[0]) for b in timeline.branches],
        "inputs set": len(run.what_if.inputs),
        "states set": len(run.what_if.states),
        "score": run.score.value,
        "weights": _digest(run),
    }


def _sum(numbers: Any) -> str:
    """To the last bit, whatever the order in which a machine adds."""
    return sha256(np.asarray(numbers, "<f8").tobytes()).hexdigest()


def _digest(run: TrainingRun) -> str:
    """Of all weights, by their names."""
    digest = sha256()
    for name, array in sorted(run.network.parameters.items()):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(array, "<f8").tobytes())
    return digest.hexdigest()


def computed(project: Project) -> list[list[float]]:
    """What the networks come to, on each branch from its newest update on: the norm of the
    weights, and the losses. To rounding the same everywhere."""
    found = []
    for run in project.others.all(project.run):
        run.look_as_usual()
        for branch in [*run.timeline.branches]:
            run.timeline.switch(branch.number)
            run.timeline.go_to(branch.newest)
            losses = [run.advance().loss for _ in range(MORE)]
            found.append([float(np.linalg.norm(run.network.parameters.flat)), *losses])
    return found


def main() -> None:
    path = FOLDER / f"version-{VERSION}.rnnviz"
    numbers = path.with_suffix(".json")
    if path.exists() or numbers.exists():
        sys.exit(f"{path} is there; what is stored is never made again.")
    layout = Layout("dark", {"panels": "AAECAw==", "texts": "12"})
    save_project(recorded(session()), layout, path, 1.7e9)
    both = {"exact": exact(load_project(path)), "computed": computed(load_project(path))}
    numbers.write_text(json.dumps(both, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
