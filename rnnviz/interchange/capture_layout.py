"""What a capture file holds (docs/capture-format.md): for rnnviz.capture, which writes it in
somebody's own program, and for whoever reads it. NumPy is all that this needs."""

from rnnviz.engine.lane import Lane
from rnnviz.interchange.torch_lanes import Kind, ending

FORMAT, VERSION, ABOUT = "rnnviz capture", 1, "about.json"
#: The states of each kind of layer that are handed from step to step.
STATES: dict[Kind, tuple[str, ...]] = {"rnn": ("h",), "lstm": ("h", "c"), "gru": ("h",)}
#: How many gates lie on top of each other in a weight.
GATES: dict[Kind, int] = {"rnn": 1, "lstm": 4, "gru": 3}
Shapes = dict[str, tuple[int, ...]]


def lanes(layers: int, both: bool) -> tuple[Lane, ...]:
    """The lanes in the order in which PyTorch has their states."""
    directions = (False, True) if both else (False,)
    return tuple(Lane(layer, backward) for layer in range(layers) for backward in directions)


def shapes(
    kind: Kind, steps: int, inputs: int, hidden: int, layers: int, both: bool, outputs: int
) -> Shapes:
    """Every array by its name in the file; `outputs` is 0 where there is no readout."""
    rows, width = GATES[kind] * hidden, hidden * (1 + both)
    found: Shapes = {
        "inputs": (steps, inputs),
        "outputs": (steps, width),
        "input_gradients": (steps, inputs),
        "output_gradients": (steps, width),
    }
    for state in STATES[kind]:
        for when in ("start", "end", "end_gradients"):
            found[f"{when}/{state}"] = (layers * (1 + both), hidden)
    for lane in lanes(layers, both):
        reads = width if lane.layer else inputs
        found |= {
            f"weights/weight_ih{ending(lane)}": (rows, reads),
            f"weights/weight_hh{ending(lane)}": (rows, hidden),
            f"weights/bias_ih{ending(lane)}": (rows,),
            f"weights/bias_hh{ending(lane)}": (rows,),
        }
    if outputs:
        found |= {
            "readout/weight": (outputs, width),
            "readout/bias": (outputs,),
            "readout/y": (steps, outputs),
            "readout/y_gradients": (steps, outputs),
        }
    return found
