"""rnnviz render: train, and draw views or the window as a figure, without a window."""

import sys
from argparse import Namespace

import msgspec

from rnnviz.commands.command_error import (
    DONE,
    NO_FILE_OR_DISPLAY,
    WRONG_WORDS,
    CommandError,
    Say,
)
from rnnviz.commands.drawn_run import drawn_run
from rnnviz.commands.figure_target import Target, figure_target
from rnnviz.commands.film import check_words, wanted_film, with_bar
from rnnviz.commands.listing import view_titles
from rnnviz.commands.marks import spot_of
from rnnviz.commands.output_path import checked_output
from rnnviz.commands.training import train
from rnnviz.gui.paper.moments import Wanted
from rnnviz.gui.paper.new_views import WITH_SCORE
from rnnviz.gui.pictures import MOST_PIXELS, PictureError, save_bytes
from rnnviz.gui.rendering import animate, check_film, numbers, render
from rnnviz.interchange.figure_file import source_of
from rnnviz.interchange.figure_reasons import hindrances
from rnnviz.interchange.figure_source import MOST_UPDATES, FigureSource, Paper, Place
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.number_file import save_numbers
from rnnviz.session.others import Others
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.source_rows import kinds

#: What a window made again does not show of a project's history.
BRANCHES = "other branches are left out"
#: Those in which there are summaries of updates, and so many of them.
OVER_UPDATES, SUMMARIES = ("saturation", "histograms", "window"), 120


def run(arguments: Namespace, say: Say) -> int:
    """Train, draw, write the figure, or the numbers behind it, and say where they are."""
    if not (arguments.output or arguments.numbers):
        what = "wanted -o FIGURE or --numbers FILE"
        raise CommandError(f"nothing is to be written; {what}", WRONG_WORDS)
    target = figure_target(arguments.output) if arguments.output else None
    check_words(arguments, target)
    table = checked_output(arguments.numbers) if arguments.numbers else None
    run, others, source = _again(arguments) if arguments.figure else _chosen(arguments)
    wanted = wanted_film(arguments, source, target)
    if wanted is None or arguments.animate:
        source = msgspec.structs.replace(source, film=None)
    over_updates = any(key in OVER_UPDATES for key in source.views)
    try:
        if wanted is not None:
            check_film(source, wanted)
        more = source.update - others.update(run)
        train(run, more, summaries=SUMMARIES if over_updates else 0, others=others)
        written = []
        if target is not None:
            content = _content(run, others, source, target, wanted)
            written.append(save_bytes(content, target.path))
        if table is not None:
            written.append(save_numbers(numbers(run, source, others), table))
    except (PictureError, FileError) as error:
        raise CommandError(str(error), NO_FILE_OR_DISPLAY) from error
    for each in written:
        say(str(each.resolve()))
    return DONE


def _content(
    run: TrainingRun, others: Others, source: FigureSource, target: Target, wanted: Wanted | None
) -> bytes:
    """The whole file, of a figure or of a film."""
    if wanted is not None:
        return animate(run, source, wanted, others, with_bar)
    assert target.figure is not None
    return render(run, source, target.figure, others)


def _chosen(arguments: Namespace) -> tuple[TrainingRun, Others, FigureSource]:
    """What the words of the command stand for."""
    _check_pixels(arguments.size, arguments.scale)
    views = checked_views(arguments.view)
    drawn = drawn_run(arguments)
    run, others = drawn.run, drawn.others
    lane = checked_lane(run, arguments.lane)
    spot = spot_of(run, arguments.time, arguments.unit, arguments.source, lane)
    size = arguments.size
    source = FigureSource(
        settings=msgspec.structs.replace(run.settings, text=""),
        others=tuple(msgspec.structs.replace(each.settings, text="") for each in others.runs),
        place=others.place,
        update=_checked_updates(drawn.update),
        views=views,
        sizes=(tuple(map(float, size)),) * len(views) if size else (),  # type: ignore[arg-type]
        picked=Place.of(spot) if spot else drawn.picked,
        tick=None if spot else drawn.tick,
        quantity=checked_quantity(run, arguments.quantity),
        lane=lane,
        is_measured=any(key in WITH_SCORE for key in views),
        paper=Paper(
            look=arguments.look,
            is_clear=arguments.transparent,
            is_bare=arguments.bare,
            scale=arguments.scale,
            width=arguments.width,
            font=arguments.font,
        ),
        cannot=", ".join(hindrances(run)),
        differs=BRANCHES if "window" in views and len(run.timeline.branches) > 1 else "",
    )
    return run, others, source


def _again(arguments: Namespace) -> tuple[TrainingRun, Others, FigureSource]:
    """What a figure says of its source."""
    if arguments.scenario is not None:
        met = f"--from was given beside the scenario {arguments.scenario}"
        raise CommandError(f"{met}; wanted one of the two", WRONG_WORDS)
    path = arguments.figure
    try:
        source = source_of(path)
    except FileError as error:
        raise CommandError(str(error), WRONG_WORDS) from error
    if source.cannot:
        raise CommandError(f"{path} cannot be made again: {source.cannot}", WRONG_WORDS)
    if source.differs:
        sys.stderr.write(f"rnnviz: note: it will differ from {path}: {source.differs}\n")
    checked_views(source.views)
    others = Others([TrainingRun(each) for each in source.others], source.place)
    return TrainingRun(source.settings), others, msgspec.structs.replace(source, differs="")


def _checked_updates(updates: int) -> int:
    if updates > MOST_UPDATES:
        met = f"{updates} updates were wanted"
        raise CommandError(f"{met}; at most {MOST_UPDATES} are, for a figure", WRONG_WORDS)
    return updates


def _check_pixels(size: tuple[int, int] | None, scale: float) -> None:
    if size and size[0] * size[1] * scale**2 > MOST_PIXELS:
        raise CommandError(
            f"--size {size[0]}x{size[1]} times --scale {scale:g} was given; wanted a picture of "
            f"at most {MOST_PIXELS // 10**6} million pixels",
            WRONG_WORDS,
        )


def checked_views(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys, if there are views of those names. Raises CommandError."""
    known = view_titles()
    for key in keys:
        if key not in known:
            wanted = ", ".join(known)
            raise CommandError(f"--view {key!r} was given; wanted one of {wanted}", WRONG_WORDS)
    if "window" in keys and len(keys) > 1:
        raise CommandError(
            "--view window was given beside others; wanted the window alone, or views", WRONG_WORDS
        )
    return keys


def checked_quantity(run: TrainingRun, key: str) -> str:
    """A quantity of the maps of the gradient, "" for the first. Raises CommandError."""
    known = [kind.key for kind in kinds(run.network.cell.states)]
    if key and key not in known:
        wanted = ", ".join(known)
        raise CommandError(f"--quantity {key!r} was given; wanted one of {wanted}", WRONG_WORDS)
    return key


def checked_lane(run: TrainingRun, key: str) -> str:
    """A lane of the network, "" for the top one. Raises CommandError."""
    known = [lane.key for lane in run.network.lanes]
    if key and key not in known:
        wanted = ", ".join(known)
        raise CommandError(f"--lane {key!r} was given; wanted one of {wanted}", WRONG_WORDS)
    return key
