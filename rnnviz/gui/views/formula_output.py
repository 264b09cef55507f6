"""The output and the loss on a sheet of equations."""

from typing import NamedTuple

from rnnviz.gui.views.formula_setting import Setting
from rnnviz.gui.views.formula_terms import widest_sum
from rnnviz.trace.formula import loss_written, output_written
from rnnviz.trace.formula_numbers import Term
from rnnviz.trace.formula_place import Row
from rnnviz.trace.formula_rows import MOST_GUESSES
from rnnviz.trace.gradient_rows import written_output_gradient
from rnnviz.trace.trace import Quantity, Trace


class Outcome(NamedTuple):
    """What the layout of the output depends on; `read` is what the readout reads."""

    loss_name: str
    loss_unit: str
    classes: tuple[str, ...]
    read: Quantity


def outcome(trace: Trace) -> Outcome:
    """That of a trace."""
    read = trace.quantity("n" if trace.attention else trace.states[0])
    return Outcome(trace.loss_name, trace.loss_unit, trace.labels.classes, read)


def set_output(setting: Setting, about: Outcome) -> None:
    """ŷ_t, the likeliest classes, and the loss."""
    setting.section("Output")
    setting.block(output_written(about.loss_name, about.read), _widest_output(about), "")
    setting.list_of("y", about.classes, min(len(about.classes), MOST_GUESSES))
    loss = loss_written(about.loss_name, len(about.classes))
    unit = f"loss, {about.loss_unit}" if about.loss_unit == "nats" else about.loss_unit
    setting.block(loss, Row("E", 0.0, "", (Term("−", "ln 0.000"),)), unit)


def set_output_gradient(setting: Setting, about: Outcome) -> None:
    """∂E/∂y_t."""
    widest = Row("d_y", 0.0, "", (Term("+", "2·(0.000 − (−0.000))"),))
    setting.block(written_output_gradient(about.loss_name), widest, "")


def _widest_output(about: Outcome) -> Row:
    if about.loss_name == "cross-entropy":
        return Row("y", 0.0, "", (Term("+", "exp(−0.000) / 000.000"),))
    if about.loss_name != "squared error" or len(about.classes) > 1:
        return Row("y", 0.0, "")
    return widest_sum("y")
