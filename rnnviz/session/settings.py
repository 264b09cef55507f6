"""Settings: everything that a person can choose for a run, typed, bounded and explained.

One list for all: the window's controls, the options of the command line and the checks
are made from the fields of `Settings`.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import asdict

from rnnviz.engine.activations import ActivationName
from rnnviz.engine.clipping import ClipKind
from rnnviz.engine.initializer import InitName
from rnnviz.engine.optimizer import OptimizerName

TASK, NETWORK, TRAINING, DISPLAY = "Task", "Network", "Training", "Display"


def _extra(
    group: str, live: bool = False, only: tuple[str, str] | None = None, needs: str = ""
) -> dict[str, Any]:
    return {"group": group, "live": live, "only": only, "needs": needs}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one run. `changed` (setting_fields.py) makes another
    with some of them replaced."""

    scenario: Annotated[
        str, Meta(title="Scenario", description="what the network learns", extra=_extra(TASK))
    ] = "character-model"
    corpus: Annotated[
        str,
        Meta(
            title="Data",
            description="what is read, of that which the scenario offers (`rnnviz list`); “file” "
            "for a file of your own",
            extra=_extra(TASK, needs="sources"),
        ),
    ] = ""
    text: Annotated[
        str,
        Meta(
            title="Own file",
            description="the path of your own file, for the data “file”",
            extra=_extra(TASK, only=("corpus", "file"), needs="own"),
        ),
    ] = ""
    reading: Annotated[
        str,
        Meta(
            title="Read as",
            description="how your own file is read, where that is not recognised rightly: "
            "delimiter=; header=no text=2 label=1",
            extra=_extra(TASK, only=("corpus", "file"), needs="own"),
        ),
    ] = ""
    length: Annotated[
        int,
        Meta(
            ge=1,
            le=400,
            title="Length",
            description="time steps per update, or the delay of a memory task",
            extra=_extra(TASK),
        ),
    ] = 50
    cell: Annotated[
        Literal["elman", "lstm", "gru"],
        Meta(title="Cell", description="the recurrent cell", extra=_extra(NETWORK)),
    ] = "lstm"
    hidden: Annotated[
        int,
        Meta(
            ge=1, le=512, title="Units", description="hidden units per layer", extra=_extra(NETWORK)
        ),
    ] = 64
    layers: Annotated[
        int, Meta(ge=1, le=4, title="Layers", description="stacked layers", extra=_extra(NETWORK))
    ] = 1
    direction: Annotated[
        Literal["forward", "both"],
        Meta(
            title="Direction",
            description="read the sequence forwards, or by two layers side by side, one of them "
            "from its end",
            extra=_extra(NETWORK, needs="bidirectional"),
        ),
    ] = "forward"
    attention: Annotated[
        bool,
        Meta(
            title="Attention",
            description="the decoder looks back at all states of the encoder, weighted by "
            "dot products",
            extra=_extra(NETWORK, needs="has_decoder"),
        ),
    ] = False
    activation: Annotated[
        ActivationName,
        Meta(
            title="Activation",
            description="f in h = f(W x + W h + b)",
            extra=_extra(NETWORK, only=("cell", "elman")),
        ),
    ] = "tanh"
    reset: Annotated[
        Literal["before", "after"],
        Meta(
            title="Reset gate",
            description="acts before or after the product with the recurrent weights",
            extra=_extra(NETWORK, only=("cell", "gru")),
        ),
    ] = "before"
    forget_bias: Annotated[
        float,
        Meta(
            ge=-10,
            le=10,
            title="Forget bias",
            description="the forget gate's bias at the start",
            extra=_extra(NETWORK, only=("cell", "lstm")),
        ),
    ] = 1.0
    init: Annotated[
        InitName,
        Meta(title="Init", description="how the weights start", extra=_extra(NETWORK)),
    ] = "orthogonal"
    init_scale: Annotated[
        float,
        Meta(
            gt=0,
            le=10,
            title="Init scale",
            description="multiplies the starting weights",
            extra=_extra(NETWORK),
        ),
    ] = 1.0
    spectral_radius: Annotated[
        float,
        Meta(
            ge=0,
            le=10,
            title="Spectral radius",
            description="of the recurrent matrices at the start; 0 leaves them as drawn",
            extra=_extra(NETWORK),
        ),
    ] = 0.0
    optimizer: Annotated[
        OptimizerName,
        Meta(title="Optimiser", description="how the weights are changed", extra=_extra(TRAINING)),
    ] = "adam"
    rate: Annotated[
        float,
        Meta(
            gt=0,
            le=1000,
            title="Rate",
            description="learning rate",
            extra=_extra(TRAINING, live=True),
        ),
    ] = 0.005
    clip_by: Annotated[
        ClipKind,
        Meta(
            title="Clip by",
            description="clip the gradient by its global norm, by value, or not",
            extra=_extra(TRAINING, live=True),
        ),
    ] = "norm"
    clip: Annotated[
        float,
        Meta(
            gt=0,
            le=1e6,
            title="Clip at",
            description="the greatest norm, or the greatest value",
            extra=_extra(TRAINING, live=True),
        ),
    ] = 5.0
    batch: Annotated[
        int,
        Meta(
            ge=1,
            le=256,
            title="Batch",
            description="sequences per update",
            extra=_extra(TRAINING),
        ),
    ] = 16
    truncation: Annotated[
        int,
        Meta(
            ge=0,
            le=400,
            title="Truncate BPTT",
            description="cut the gradient every so many steps; 0: not within an update",
            extra=_extra(TRAINING, live=True),
        ),
    ] = 0
    carry: Annotated[
        bool,
        Meta(
            title="Carry state",
            description="start from where the update before ended, where the text goes on",
            extra=_extra(TRAINING, live=True),
        ),
    ] = True
    forcing: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            title="Teacher forcing",
            description="how often the right symbol is read as the next input; else the network's "
            "own answer is",
            extra=_extra(TRAINING, live=True, needs="feeds"),
        ),
    ] = 1.0
    precision: Annotated[
        Literal["float64", "float32"],
        Meta(title="Precision", description="type of all numbers", extra=_extra(TRAINING)),
    ] = "float64"
    seed: Annotated[
        int,
        Meta(
            ge=0,
            le=2**31 - 1,
            title="Seed",
            description="of every random number: the same seed, the same run",
            extra=_extra(TRAINING),
        ),
    ] = 0
    sample: Annotated[
        Literal["pinned", "batch"],
        Meta(
            title="Show",
            description="the same sequence at every update, or the first of the next batch",
            extra=_extra(DISPLAY, live=True),
        ),
    ] = "pinned"
    temperature: Annotated[
        float,
        Meta(
            ge=0,
            le=2,
            title="Temperature",
            description="of the text that the network writes; 0 takes the likeliest",
            extra=_extra(DISPLAY, live=True, needs="generates"),
        ),
    ] = 0.7

    top_k: Annotated[
        int,
        Meta(
            ge=0,
            le=128,
            title="Top k",
            description="draw only among so many of the likeliest symbols; 0: among all",
            extra=_extra(DISPLAY, live=True, needs="generates"),
        ),
    ] = 0
    beam: Annotated[
        int,
        Meta(
            ge=1,
            le=8,
            title="Beam",
            description="how many answers the decoder follows at once; 1: the likeliest symbol at "
            "every step (greedy)",
            extra=_extra(DISPLAY, live=True, needs="has_decoder"),
        ),
    ] = 4

    def as_dict(self) -> dict[str, object]:
        """Every setting by name."""
        return asdict(self)
