"""Attention in symbols; the formulas are those of engine/attention.py, and their derivatives."""

from rnnviz.engine.attention import BIAS, WEIGHT
from rnnviz.trace.formula import NOW, Run, Runs, Written, symbol

AT = f"{NOW},j"


def written_attention() -> tuple[Written, ...]:
    """The equations in the order of the rows; see FORWARD_KEYS and BACKWARD_KEYS."""
    return (*_forward(), *_backward())


def _forward() -> tuple[Written, ...]:
    scores, others = symbol("e", AT), _over("k", Run("exp("), *symbol("e", "t,k"), Run(")"))
    a = (
        *symbol(WEIGHT), Run(" ["), *symbol("v", NOW), Run(", "), *symbol("h", NOW), Run("] + "),
        *symbol(BIAS),
    )  # fmt: skip
    return (
        Written("e", "score", scores, (*symbol("h", NOW), Run(" · "), *symbol("m", "j"))),
        Written(
            "w",
            "weight",
            symbol("α", AT),
            (Run("exp("), *scores, Run(") / "), *others),
        ),
        Written(
            "v",
            "context",
            symbol("v", NOW),
            _over("j", *symbol("α", AT), Run(" "), *symbol("m", "j")),
        ),
        Written("a_n", "", symbol("a_n", NOW), a),
        Written(
            "n",
            "attentional state",
            symbol("n", NOW),
            (Run("tanh("), *symbol("a_n", NOW), Run(")")),
        ),
    )


def _over(index: str, *runs: Run) -> Runs:
    """A sum over an index."""
    return (Run("Σ"), Run(index, italic=True, lowered=True), Run(" "), *runs)


def _gradient(name: str, when: str) -> Runs:
    return (Run("∂"), Run("E", italic=True), Run("\u200a/\u200a∂"), *symbol(name, when))


def _backward() -> tuple[Written, ...]:
    d_a, d_v, d_w = _gradient("a_n", NOW), _gradient("v", NOW), _gradient("α", AT)
    d_n, d_e, turned = _gradient("n", NOW), _gradient("e", AT), Run("ᵀ ")
    alpha = symbol("α", AT)
    mean = _over("k", *symbol("α", "t,k"), Run(" "), *_gradient("α", "t,k"))
    by_context = _over(NOW, *alpha, Run(" "), *d_v)
    by_scores = _over(NOW, *d_e, Run(" "), *symbol("h", NOW))
    to_state = (
        *symbol(WEIGHT),
        turned,
        *d_a,
        Run(" + "),
        *_over("j", *d_e, Run(" "), *symbol("m", "j")),
    )
    return tuple(
        Written(key, "", left, right)
        for key, left, right in (
            ("d_n", d_n, (*symbol("W_hy"), turned, *_gradient("y", NOW))),
            ("d_a_n", d_a, (*d_n, Run(" ⊙ (1 − "), *symbol("n", NOW), Run("²)"))),
            ("d_v", d_v, (*symbol(WEIGHT), turned, *d_a)),
            ("d_w", d_w, (*d_v, Run(" · "), *symbol("m", "j"))),
            ("d_e", d_e, (*alpha, Run(" ("), *d_w, Run(" − "), *mean, Run(")"))),
            ("d_h", _gradient("h", NOW), to_state),
            ("d_m", _gradient("m", "j"), (*by_context, Run(" + "), *by_scores)),
        )
    )
