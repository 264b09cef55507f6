"""Attention by dot products: a decoder looks back at all states of the encoder.

M.-T. Luong, H. Pham and C. Manning, "Effective approaches to attention-based neural machine
translation", 2015, section 3.1, with the score "dot". At each step t of the decoder, over the
steps j of the encoder:

    e_tj = h_t · m_j               how well the decoder's state fits the encoder's
    α_t  = softmax(e_t)            how much of each is taken
    v_t  = Σ_j α_tj m_j            the context
    n_t  = tanh(W_n [v_t, h_t] + b_n)   what the readout reads in the place of h_t

m_j is the state of the encoder's top layer, the sum of both directions where there are two.
"""

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Booleans, Floats
from rnnviz.engine.cells.cell import Family, Product, Quantity, Values

#: Its name in records and parameter names.
KEY = "attention"
WEIGHT, BIAS = "W_n", "b_n"

#: What is computed at every step of the decoder. e and α are one number for each step of the
#: source, the others have H numbers.
QUANTITIES = (
    Quantity("e", "attention score", "e", Family.PRE_ACTIVATION, None, "{h} · m"),
    Quantity("w", "attention weight", "α", Family.GATE, (0.0, 1.0), "softmax({e})"),
    Quantity("v", "context", "v", Family.SIGNED, None, "Σ {w} m"),
    Quantity(
        "a_n",
        "attentional state, pre-activation",
        "a_n",
        Family.PRE_ACTIVATION,
        products=(Product(WEIGHT, ("v", "h")),),
        bias=BIAS,
    ),
    Quantity("n", "attentional state", "n", Family.SIGNED, (-1.0, 1.0), "tanh({a_n})"),
)


@dataclass(frozen=True)
class AttentionForward:
    """What was computed.

    query   h_t of the decoder's top layer, (T, B, H).
    memory  m_j of the encoder, (S, B, H).
    values  by key: e and w (T, B, S), the others (T, B, H).
    """

    query: Floats
    memory: Floats
    values: dict[str, Floats]

    def step(self, t: int) -> "AttentionForward":
        """Step t of the decoder alone."""
        values = {key: value[t : t + 1] for key, value in self.values.items()}
        return AttentionForward(self.query[t : t + 1], self.memory, values)


@dataclass(frozen=True)
class AttentionBackward:
    """∂E/∂· of each quantity, of the query and of the memory, shaped like them."""

    d_values: dict[str, Floats]
    d_query: Floats
    d_memory: Floats

    def step(self, t: int) -> "AttentionBackward":
        """Step t of the decoder alone, but for the memory, which all steps read."""
        d_values = {key: value[t : t + 1] for key, value in self.d_values.items()}
        return AttentionBackward(d_values, self.d_query[t : t + 1], self.d_memory)


def shapes(hidden: int) -> list[tuple[str, tuple[int, ...]]]:
    """Name and shape of every parameter."""
    return [(f"{KEY}.{WEIGHT}", (hidden, 2 * hidden)), (f"{KEY}.{BIAS}", (hidden,))]


def attend(p: Values, query: Floats, memory: Floats, in_memory: Booleans) -> AttentionForward:
    """All steps of the decoder at once: none of them changes what another one finds.

    in_memory  (S, B): False where the source has ended; there the weight is 0.
    """
    hidden = query.shape[2]
    by_sequence = memory.transpose(1, 2, 0)
    e = (query.transpose(1, 0, 2) @ by_sequence).transpose(1, 0, 2)
    here = np.broadcast_to(in_memory.T, e.shape)
    # Softmax does not change when a number is taken from every e.
    shifted = e - np.where(here, e, -np.inf).max(axis=2, keepdims=True)
    w = np.where(here, np.exp(np.minimum(shifted, 0.0)), 0.0)
    w /= w.sum(axis=2, keepdims=True)
    v = (w.transpose(1, 0, 2) @ memory.transpose(1, 0, 2)).transpose(1, 0, 2)
    a = v @ p[WEIGHT][:, :hidden].T + query @ p[WEIGHT][:, hidden:].T + p[BIAS]
    values = {"e": np.where(here, e, 0.0), "w": w, "v": v, "a_n": a, "n": np.tanh(a)}
    return AttentionForward(query, memory, values)


def attend_back(p: Values, forward: AttentionForward, d_n: Floats) -> AttentionBackward:
    """Back-propagate ∂E/∂n_t, (T, B, H)."""
    v, hidden = forward.values, d_n.shape[2]
    memory = forward.memory.transpose(1, 0, 2)
    d_a = d_n * (1.0 - v["n"] * v["n"])
    d_v, d_h = d_a @ p[WEIGHT][:, :hidden], d_a @ p[WEIGHT][:, hidden:]
    d_w = (d_v.transpose(1, 0, 2) @ memory.transpose(0, 2, 1)).transpose(1, 0, 2)
    # Of softmax: ∂α_j/∂e_k = α_j (δ_jk − α_k).
    d_e = v["w"] * (d_w - (v["w"] * d_w).sum(axis=2, keepdims=True))
    scores, weights = d_e.transpose(1, 0, 2), v["w"].transpose(1, 0, 2)
    d_query = d_h + (scores @ memory).transpose(1, 0, 2)
    d_memory = (
        weights.transpose(0, 2, 1) @ d_v.transpose(1, 0, 2)
        + scores.transpose(0, 2, 1) @ forward.query.transpose(1, 0, 2)
    ).transpose(1, 0, 2)
    return AttentionBackward(
        {"e": d_e, "w": np.where(v["w"] > 0, d_w, 0.0), "v": d_v, "a_n": d_a, "n": d_n},
        d_query,
        d_memory,
    )


def fill_gradients(
    forward: AttentionForward, backward: AttentionBackward, gradients: Values
) -> None:
    """Write ∂E/∂W_n and ∂E/∂b_n into the arrays of that name."""
    delta = backward.d_values["a_n"].reshape(-1, forward.query.shape[2])
    read = np.concatenate((forward.values["v"], forward.query), axis=2)
    np.matmul(delta.T, read.reshape(len(delta), -1), out=gradients[WEIGHT])
    np.sum(delta, axis=0, out=gradients[BIAS])
