"""rnnviz resume: go on with a project without a window, and save it."""

from argparse import Namespace
from dataclasses import replace

from rnnviz.commands.command_error import DONE, WRONG_WORDS, CommandError, Say
from rnnviz.commands.output_path import checked_output
from rnnviz.commands.saving import opened, save
from rnnviz.commands.training import train
from rnnviz.engine.divergence import Diverged
from rnnviz.session.project_desk import record_with


def run(arguments: Namespace, say: Say) -> int:
    """Go on from where the project stands, save it, and say where it is. Where updates are known
    that follow, that begins a branch, as in the window."""
    path = checked_output(arguments.output or arguments.file)
    project = opened(arguments.file)
    run, others = project.run, project.others
    if run.untrainable:
        raise CommandError(run.untrainable, WRONG_WORDS)
    if project.differs:
        say(project.differs)
    run.look_as_usual()
    others.branch_off(run)
    diverged = None
    try:
        train(run, arguments.updates, others=others)
    except Diverged as error:
        # What was learnt until then is saved all the same.
        diverged = error
    record = record_with(run, others, replace(project.standing, tick=None))
    written = save(record, path, project.layout)
    history = run.history_so_far()
    loss = f", loss {history.losses[-1]:.4g} {history.unit}" if len(history) else ""
    say(f"{written.resolve()}: update {others.update(run):,}{loss}")
    if diverged is not None:
        raise diverged
    return DONE
