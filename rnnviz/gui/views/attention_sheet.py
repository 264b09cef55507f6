"""Where everything stands on the inspector's sheet about attention."""

from functools import lru_cache
from typing import NamedTuple

from rnnviz.gui.views.formula_output import Outcome, set_output, set_output_gradient
from rnnviz.gui.views.formula_setting import Setting, Sheet
from rnnviz.gui.views.formula_terms import widest_sum
from rnnviz.trace.attention_equations import written_attention
from rnnviz.trace.attention_rows import BACKWARD_KEYS, FORWARD_KEYS
from rnnviz.trace.formula_numbers import Term
from rnnviz.trace.formula_place import Row
from rnnviz.trace.formula_rows import MOST_GUESSES

#: Rows as long as they usually get; of the others there are sums of products.
WIDEST = {
    "w": "exp(−00.000) / 0000.000",
    "n": "tanh(−0.000)",
    "d_a_n": "−0.00·10⁻⁰⁰·0.000",
    "d_e": "0.000·(−0.00·10⁻⁰⁰ − (−0.00·10⁻⁰⁰))",
}
#: Those that have few addends, each of them with a name.
NAMES = {"d_h": ("W_n", "scores e"), "d_m": ("context v", "scores e")}


class AttentionContent(NamedTuple):
    """All that the layout depends on, besides the width; `sources` are the names of the steps that
    are looked at."""

    sources: tuple[str, ...]
    outcome: Outcome
    backward: bool


@lru_cache(maxsize=32)
def attention_sheet(content: AttentionContent, width: float) -> Sheet:
    """The layout for a width."""
    setting = Setting(width)
    way = _set_backward if content.backward else _set_forward
    return setting.done(way(setting, content))


def _set_forward(setting: Setting, content: AttentionContent) -> float:
    """The equations and the greatest weights, then the output; where the first column ends."""
    written = {each.key: each for each in written_attention()}
    setting.indent_for([written[key].symbol for key in FORWARD_KEYS])
    for key in FORWARD_KEYS:
        setting.block(written[key], _widest(key), written[key].title)
        if key == "w":
            count = min(len(content.sources), MOST_GUESSES)
            setting.list_of("w", content.sources, count)
    end = setting.y
    if setting.is_wide:
        setting.to_second_column()
    set_output(setting, content.outcome)
    return end


def _set_backward(setting: Setting, content: AttentionContent) -> float:
    """The equations of the gradients, in the order of back-propagation."""
    written, end = {each.key: each for each in written_attention()}, 0.0
    setting.indent_for([written[key].symbol for key in BACKWARD_KEYS])
    set_output_gradient(setting, content.outcome)
    for number, key in enumerate(BACKWARD_KEYS):
        if setting.is_wide and number == len(BACKWARD_KEYS) // 2:
            end = setting.y
            setting.to_second_column()
        setting.block(written[key], _widest(key), "")
    return end


def _widest(key: str) -> Row:
    if key in WIDEST:
        return Row(key, 0.0, "", (Term("+", WIDEST[key]),))
    if key in NAMES:
        return Row(key, 0.0, "", tuple(Term("−", "0.00·10⁻⁰⁰", name) for name in NAMES[key]))
    return widest_sum(key, has_bias=key == "a_n")
