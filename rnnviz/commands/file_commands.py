"""The words and options of the commands that write and read files for other programs."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from rnnviz.commands.common_options import add_file, add_json, add_output, add_updates
from rnnviz.commands.option_values import whole_number
from rnnviz.commands.setting_options import add_scenario, add_setting_options

#: Adds a command: its name, what it does, and the module of rnnviz/commands/ that does it.
Command = Callable[[str, str, str], ArgumentParser]


def add(command: Command) -> None:
    """Add them all."""
    about = "train, then write every number of one sequence into an NPZ file"
    _trains_and_writes(command("trace", about, "trace"), "FILE.npz")
    about = "train, then write the weights with PyTorch's names (.safetensors or .npz)"
    _trains_and_writes(command("weights", about, "weights"), "FILE.safetensors")
    _add_resume(command)
    _add_export_pytorch(command)
    _add_capture(command)
    _add_inspect(command)


def _add_resume(command: Command) -> None:
    about = "go on with a project without a window, and save it"
    resume = command("resume", about, "resume")
    add_file(resume)
    add_updates(resume, least=1)
    about = "where to save it [where it was]"
    resume.add_argument("-o", "--output", type=Path, metavar="FILE.rnnviz", help=about)


def _trains_and_writes(parser: ArgumentParser, metavar: str) -> ArgumentParser:
    add_scenario(parser)
    add_output(parser, metavar)
    add_updates(parser)
    add_setting_options(parser, but=("scenario",))
    return parser


def _add_export_pytorch(command: Command) -> None:
    about = "train, then write a PyTorch script that goes on with the same data and weights"
    export = _trains_and_writes(command("export-pytorch", about, "export_pytorch"), "FILE.py")
    export.add_argument(
        "--more",
        type=whole_number(1, 100_000),
        default=300,
        metavar="N",
        help="how many batches the script has to go on with [300]",
    )


def _add_capture(command: Command) -> None:
    about = "check what rnnviz.capture recorded in a program of your own; -o: write it as a trace"
    capture = command("capture", about, "capture")
    add_file(capture)
    capture.add_argument("-o", "--output", type=Path, metavar="FILE.npz", help="the trace to write")


def _add_inspect(command: Command) -> None:
    about = (
        "say what a file is (project, trace, capture, weights, figure), and what is wrong with it"
    )
    inspect = command("inspect", about, "inspect_file")
    add_file(inspect)
    add_json(inspect)
