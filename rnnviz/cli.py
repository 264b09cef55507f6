"""The command line: its words and options. What a command does stands in rnnviz/commands/,
and is loaded when it is asked for, so that nothing but the window and its pictures loads Qt."""

import io
import os
import sys
from argparse import (
    ArgumentParser,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from rnnviz import __version__
from rnnviz.commands import file_commands
from rnnviz.commands.command_error import (
    DIVERGED,
    INTERRUPTED,
    NO_FILE_OR_DISPLAY,
    WRONG_WORDS,
    CommandError,
    Say,
)
from rnnviz.commands.common_options import (
    add_json,
    add_look,
    add_output,
    add_seed_and_jobs,
    add_updates,
)
from rnnviz.commands.comparison_options import add_comparison_options
from rnnviz.commands.option_values import whole_number
from rnnviz.commands.picture_options import add_picture_options
from rnnviz.commands.setting_options import add_scenario, add_setting_options
from rnnviz.engine.divergence import Diverged
from rnnviz.experiments import EXPERIMENTS
from rnnviz.scenarios import SCENARIOS
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.session.setting_error import SettingError

STATUSES = """\
exit status:
  0    done
  1    a file cannot be written, or there is no display for the window
  2    a word, a setting or the data given cannot be used
  3    training diverged: a number became NaN or Inf; or debug met its condition
  4    report: some scenario is not better than its baseline
  130  ended by Ctrl+C
"""
NO_DISPLAY = (
    "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); for a picture instead: "
    "`make run`, or `rnnviz render character-model --view window -o window.png`"
)
#: How the name of a project ends.
PROJECT = ".rnnviz"
DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


class Parser(ArgumentParser):
    """A parser that says in one line what is wrong, and takes no abbreviations."""

    def __init__(self, **options: object):
        common = {"allow_abbrev": False, "formatter_class": RawDescriptionHelpFormatter}
        super().__init__(**{**common, **options})  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        raise CommandError(f"{message} (see `{self.prog} --help`)", WRONG_WORDS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the words of the command line say, and return the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _never_fail_to_encode()
    try:
        status = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone, as `| head` does.
        _forget_output()
        return NO_FILE_OR_DISPLAY
    except KeyboardInterrupt:
        return INTERRUPTED
    except CommandError as error:
        return _fail(str(error), error.status)
    except (SettingError, ScenarioError) as error:
        return _fail(str(error), WRONG_WORDS)
    except Diverged as error:
        return _fail(f"training diverged at {error}", DIVERGED)
    except OSError as error:
        try:
            sys.stdout.flush()
        except OSError:  # the disk is full that our output goes to
            _forget_output()
        return _fail(str(error), NO_FILE_OR_DISPLAY)
    return status


def _forget_output() -> None:
    """What is left to be written goes nowhere: at the end, Python would complain of it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str]) -> int:
    try:
        parsed = parser().parse_args(_with_command(words))
    except SystemExit as finished:  # --help and --version end so
        return int(finished.code or 0)
    status: int = parsed.run(parsed, partial(print, flush=True))
    return status


def _with_command(words: list[str]) -> list[str]:
    """Who names no command wants the window: rnnviz --cell gru, rnnviz course.rnnviz."""
    if words and words[0].lower().endswith(PROJECT):
        return ["gui", "--project", *words]
    if words and (not words[0].startswith("-") or words[0] in ("-h", "--help", "--version")):
        return words
    return ["gui", *words]


def _fail(message: str, status: int) -> int:
    line = " ".join(message.splitlines())
    print(f"rnnviz: {line}", file=sys.stderr)
    return status


def _never_fail_to_encode() -> None:
    """Where a terminal cannot show ∂ or →, an escape is better than a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def parser() -> Parser:
    """All that may be said on the command line."""
    whole = Parser(
        prog="rnnviz",
        description="Watch a recurrent network learn, and step through every operation of it.\n"
        "Without a command it opens the window, with the settings given.",
        epilog=STATUSES,
    )
    whole.add_argument("--version", action="version", version=f"rnnviz {__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND")
    for add in (
        _add_gui,
        _add_list,
        _add_train,
        _add_debug,
        _add_render,
        _add_worksheet,
        _add_file_commands,
        _add_report,
        _add_literature,
        _add_bench,
    ):
        add(commands.add_parser)
    return whole


#: How a command's parser is added to the others.
AddParser = Callable[..., Parser]


def _add_gui(add_parser: AddParser) -> None:
    gui = _command(add_parser, "gui", "open the window", open_window)
    gui.add_argument("--project", type=Path, metavar="FILE.rnnviz", help="open a project")
    add_look(gui.add_argument, None, "the desktop's")
    add_setting_options(gui)


def _add_list(add_parser: AddParser) -> None:
    command = _command(
        add_parser, "list", "say which scenarios, cells and views there are", _run_of("listing")
    )
    add_json(command)


def _add_train(add_parser: AddParser) -> None:
    train = _command(
        add_parser, "train", "train without a window; says the loss and the speed", _run_of("train")
    )
    add_scenario(train)
    train.add_argument(
        "--updates",
        type=whole_number(1, 10**9),
        metavar="N",
        help="how many updates of the weights [as many as suit the scenario]",
    )
    about = "save it as a project, which the window opens and `resume` goes on with"
    train.add_argument("--save", type=Path, metavar="FILE.rnnviz", help=about)
    add_json(train)
    add_setting_options(train, but=("scenario",))


def _add_debug(add_parser: AddParser) -> None:
    about = "train until a condition comes true, and say where"
    debug = _command(add_parser, "debug", about, _run_of("debug"))
    add_scenario(debug)
    debug.add_argument(
        "--break",
        dest="condition",
        required=True,
        metavar="CONDITION",
        help="e.g. 'isnan(loss)', 'gradient_norm > 100', 'max(abs(W_hh)) > 2', 'f[3] > 0.95 and "
        "t == 7'; a wrong name lists those that there are",
    )
    add_updates(debug, least=1)
    add_json(debug)
    add_setting_options(debug, but=("scenario",))


def _add_render(add_parser: AddParser) -> None:
    about = "train, then draw views or the window as PNG, SVG or PDF; needs no display"
    render = _command(add_parser, "render", about, draw)
    add_scenario(render, is_needed=False)
    add_updates(render)
    # So that a project, which has its own, can tell whether they were given.
    render.set_defaults(updates=None)
    add_picture_options(render)
    add_comparison_options(render)
    add_setting_options(render, but=("scenario",))


def _add_worksheet(add_parser: AddParser) -> None:
    about = "train, then write one time step's arithmetic as a sheet for computing by hand"
    sheet = _command(add_parser, "worksheet", about, _run_of("worksheet"))
    add_scenario(sheet)
    add_output(sheet, "SHEET.html|.tex|.csv")
    add_updates(sheet)
    for name, letter, what in (("time", "T", "time step"), ("unit", "J", "unit of the top layer")):
        kind = whole_number(1, 10**6)
        sheet.add_argument(f"--{name}", type=kind, metavar=letter, help=f"the {what}, from 1 [1]")
    about = "leave out the numbers that are to be found"
    sheet.add_argument("--blank", action="store_true", help=about)
    add_setting_options(sheet, but=("scenario",))


def _add_file_commands(add_parser: AddParser) -> None:
    def command(name: str, about: str, module: str) -> Parser:
        return _command(add_parser, name, about, _run_of(module))

    file_commands.add(command)


def _add_report(add_parser: AddParser) -> None:
    about = "train every scenario with its defaults; one table of results and baselines"
    report = _command(add_parser, "report", about, _run_of("report"))
    report.add_argument(
        "--only",
        action="append",
        choices=[each.key for each in SCENARIOS],
        metavar="SCENARIO",
        help="this one; may be given several times [all]",
    )
    add_seed_and_jobs(report, "scenarios")
    report.add_argument(
        "-o", "--output", type=Path, metavar="FILE.md", help="write the table there, as a page"
    )
    add_json(report)


def _add_literature(add_parser: AddParser) -> None:
    about = "repeat experiments of the literature; figures and a page of what came out"
    literature = _command(add_parser, "literature", about, repeat_literature)
    literature.add_argument(
        "--only",
        action="append",
        choices=[each.key for each in EXPERIMENTS],
        metavar="EXPERIMENT",
        help=f"this one of {', '.join(each.key for each in EXPERIMENTS)}; may be given several "
        "times [all]",
    )
    add_seed_and_jobs(literature, "networks")
    literature.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="where the page and its figures are written; older ones are replaced",
    )
    add_json(literature)


def _add_bench(add_parser: AddParser) -> None:
    bench = _command(add_parser, "bench", "measure how fast training and drawing are here", measure)
    bench.add_argument("--quick", action="store_true", help="fewer sizes and repetitions")
    bench.add_argument("--no-window", action="store_true", help="leave the window out")
    add_json(bench)


def _command(
    add_parser: AddParser, name: str, about: str, run: Callable[[Namespace, Say], int]
) -> Parser:
    description = f"{about[0].upper()}{about[1:]}."
    command = add_parser(name, help=about, description=description, epilog=STATUSES)
    command.set_defaults(run=run)
    return command


def _run_of(module: str) -> Callable[[Namespace, Say], int]:
    """What a command of rnnviz/commands/ does, which is loaded when it is carried out."""

    def run(arguments: Namespace, say: Say) -> int:
        status: int = import_module(f"rnnviz.commands.{module}").run(arguments, say)
        return status

    return run


def _has_display() -> bool:
    linux = sys.platform.startswith("linux")
    return not linux or any(map(os.environ.get, DISPLAY_VARIABLES))


def open_window(arguments: Namespace, say: Say) -> int:
    """rnnviz gui."""
    if not _has_display():
        raise CommandError(NO_DISPLAY, NO_FILE_OR_DISPLAY)
    from rnnviz.commands import window

    return window.run(arguments, say)


def draw(arguments: Namespace, say: Say) -> int:
    """rnnviz render."""
    # Before Qt is loaded: a picture needs no display, and no window is to flash up.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from rnnviz.commands import render

    return render.run(arguments, say)


def repeat_literature(arguments: Namespace, say: Say) -> int:
    """rnnviz literature."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # As for `render`.
    from rnnviz.commands import literature

    return literature.run(arguments, say)


def measure(arguments: Namespace, say: Say) -> int:
    """rnnviz bench."""
    from rnnviz.commands import bench

    if arguments.no_window:
        return bench.run(arguments, say, None)
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from rnnviz.gui.window_benchmark import measure_window

    return bench.run(arguments, say, measure_window)
