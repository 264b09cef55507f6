"""Options of `render`: what is drawn, how, and in which format."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

from rnnviz.commands.common_options import add_look
from rnnviz.commands.option_values import number, picture_scale, picture_size, whole_number
from rnnviz.interchange.figure_source import LEAST_FONT, LEAST_MM, MOST_FONT, MOST_MM
from rnnviz.interchange.film_walk import (
    LEAST_FRAMES,
    LEAST_RATE,
    MOST_FRAMES,
    MOST_RATE,
    SUBJECTS,
)


def view_keys(text: str) -> tuple[str, ...]:
    """unrolled,tracks: keys of views from top to bottom."""
    keys = tuple(key.strip() for key in text.split(","))
    if not all(keys) or len(set(keys)) != len(keys) or len(keys) > 30:
        raise ArgumentTypeError(
            f"{text!r} was given; wanted VIEW or VIEW,VIEW,…, each of them once"
        )
    return keys


def add_picture_options(command: ArgumentParser) -> None:
    """Those of what is drawn and how, and where to."""
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FIGURE",
        help="the file to write, .png, .svg or .pdf, with --animate .gif, .webp or .mp4; an older "
        "one of that name is replaced",
    )
    command.add_argument(
        "--numbers",
        type=Path,
        metavar="FILE",
        help="write the numbers behind the views too, or alone: .csv or .npz",
    )
    command.add_argument(
        "--from",
        dest="figure",
        type=Path,
        metavar="FIGURE",
        help="make a figure or a film again from what its file says of its source; needs no "
        "scenario, and is drawn as it was",
    )
    command.add_argument(
        "--capture",
        type=Path,
        metavar="FILE",
        help="draw what rnnviz.capture recorded in a program of your own; needs no scenario",
    )
    command.add_argument(
        "--project",
        type=Path,
        metavar="FILE.rnnviz",
        help="draw a project as it stands; needs no scenario",
    )
    _add_animation(command.add_argument_group("animation").add_argument)
    picture = command.add_argument_group("picture")
    picture.add_argument(
        "--view",
        type=view_keys,
        default=("window",),
        metavar="VIEW[,VIEW…]",
        help="unrolled, tracks, loss, inspector, writing, …: `rnnviz list` names all; several "
        "stand one below the other [window]",
    )
    picture.add_argument(
        "--size",
        type=picture_size,
        metavar="WxH",
        help="of each view, in pixels before --scale, e.g. 1600x1000 [what suits the view]",
    )
    picture.add_argument(
        "--scale",
        type=picture_scale,
        default=1.0,
        metavar="X",
        help="pixels for each of the size; 2 and more for print; 0.25 to 16 [1]",
    )
    add_look(picture.add_argument, "light", "light")
    _add_paper(picture.add_argument)
    _add_marks(picture.add_argument)


def _add_animation(add_argument: Callable[..., object]) -> None:
    add_argument(
        "--animate",
        choices=SUBJECTS,
        help="a film of the operations of an update, of the updates, or of both: .gif, .webp, or "
        ".mp4 where there is ffmpeg",
    )
    add_argument(
        "--frames",
        type=whole_number(LEAST_FRAMES, MOST_FRAMES),
        default=60,
        metavar="N",
        help="at most so many [60]",
    )
    add_argument(
        "--fps",
        type=whole_number(LEAST_RATE, MOST_RATE),
        default=10,
        metavar="N",
        help="frames a second [10]",
    )


def _add_paper(add_argument: Callable[..., object]) -> None:
    add_argument("--transparent", action="store_true", help="nothing is painted behind it")
    add_argument("--bare", action="store_true", help="without titles, captions, legends and frames")
    add_argument(
        "--width-mm",
        dest="width",
        type=number(LEAST_MM, MOST_MM),
        metavar="MM",
        help="how wide it is in print [96 of its pixels are an inch]",
    )
    add_argument(
        "--font",
        type=number(LEAST_FONT, MOST_FONT),
        default=1.0,
        metavar="X",
        help="text and lines are so many times as large [1]",
    )


def _add_marks(add_argument: Callable[..., object]) -> None:
    for name, letter, about in (
        ("time", "T", "mark this time step, from 1"),
        ("unit", "J", "mark this unit of the top layer, from 1"),
        (
            "source",
            "S",
            "of views of the gradient: mark this step as the one that it comes from, from 1",
        ),
    ):
        add_argument(f"--{name}", type=whole_number(1, 10**6), metavar=letter, help=about)
    add_argument(
        "--quantity",
        default="",
        metavar="KEY",
        help="of gradient-map and -bars: d_h ‖∂E_s/∂h_k‖, W ‖G[s,k]‖, h ‖∂h_s/∂h_k‖, of the LSTM "
        "d_c and c too [d_h]",
    )
    add_argument(
        "--lane",
        default="",
        metavar="KEY",
        help="of the views of the gradient: e.g. layer1, layer1_back, encoder1 [the top one]",
    )
