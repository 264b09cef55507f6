"""The norm of what is multiplied so far, at every step, and what each of two factors does to it."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from rnnviz.gui.painting import Floats, mixed
from rnnviz.gui.theme import Look
from rnnviz.gui.views.path_curve import Curve
from rnnviz.trace.jacobian_path import JacobianPath
from rnnviz.trace.jacobian_words import JacobianWords


def part_colors(path: JacobianPath, look: Look) -> tuple[QColor, QColor]:
    """Of the two factors of a term, or of its two summands."""
    return (look.warm, look.teal) if path.is_product else (look.teal, look.muted)


def norm_curves(path: JacobianPath, words: JacobianWords, look: Look) -> list[Curve]:
    """Of each state; what lies beyond k is paler."""
    end = path.count + 1
    found: list[Curve] = []
    centers = np.array(path.chain) + 0.5
    colors = (look.accent, look.warm)
    for state, color in zip(path.states, colors, strict=False):
        norms, symbol = path.norms[state], f"‖∂{state}_s/∂{state}_j‖"
        found.append(Curve(centers, norms, mixed(color, look.card, 0.65), width=1.2))
        strong = Curve(centers[:end], norms[:end], color, symbol, dots=True)
        found.append(strong)
    if path.is_product:
        return [*_staircase(path, words, centers, look), *found]
    if path.kept is not None:
        alone = np.sqrt(np.square(path.kept).mean(axis=1))
        style, name = Qt.PenStyle.DashLine, words.parts[0].short
        found.append(Curve(centers, alone, look.teal, "", f"∏ {name} alone", style, 1.4))
    return found


def _staircase(
    path: JacobianPath, words: JacobianWords, centers: Floats, look: Look
) -> list[Curve]:
    """What each of the two factors does, on the way from one column to the next."""
    norms = path.norms[path.states[0]]
    count = path.count
    middles = (centers[:count] + centers[1 : count + 1]) / 2
    first, second = part_colors(path, look)
    half = path.halfway[:count]
    down = Curve(
        np.stack((centers[:count], middles), axis=1).ravel(),
        np.stack((norms[:count], half), axis=1).ravel(),
        first,
        "",
        f"× {words.parts[0].short}",
        in_pairs=True,
        width=2.6,
    )
    up = Curve(
        np.stack((middles, centers[1 : count + 1]), axis=1).ravel(),
        np.stack((half, norms[1 : count + 1]), axis=1).ravel(),
        second,
        f"× {words.parts[1].symbol}",
        "",
        Qt.PenStyle.DotLine,
        2.6,
        in_pairs=True,
    )
    faint = Curve(centers, norms, mixed(look.accent, look.card, 0.65), width=1.2)
    return [faint, down, up]
