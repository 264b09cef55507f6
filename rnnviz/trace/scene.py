"""Scene: all that there is to draw at one moment, and what is marked in it."""

from dataclasses import dataclass, field

from rnnviz.exhibits import Exhibit
from rnnviz.trace.beam_answers import BeamAnswers
from rnnviz.trace.drawing import Drawing
from rnnviz.trace.gradient_map import GradientMap
from rnnviz.trace.history import History
from rnnviz.trace.jacobian_path import JacobianPath
from rnnviz.trace.jacobians import JacobianMap
from rnnviz.trace.recurrent_matrices import Spectra, SpectraHistory
from rnnviz.trace.saliency import Saliency
from rnnviz.trace.summary import Summary
from rnnviz.trace.trace import Trace
from rnnviz.trace.update_trace import UpdateTrace


@dataclass(frozen=True)
class Spot:
    """A place in the unrolled network.

    time      the time step, from 0.
    lane      a lane's key, or "" for the input, the output and the loss.
    quantity  a quantity's key, or "x", "y", "E"; its gradient with "d_" in front. Or a
              parameter of the lane, "W_f", "b_f"; "W_hy" and "b_y" with the lane "".
              Or one of UPDATE_TICKS, for what the update does.
    unit      the row, from 0, or None where the whole column is meant.
    column    of a weight matrix, from 0. Of attention the step of the source, or for its scores
              and weights, which have a row for each of these, the unit. None for all else.
    source    of a map of where the gradient goes, the step s whose loss (or state) it is; `time`
              is the step k. None for all else.
    """

    time: int
    lane: str = ""
    quantity: str = ""
    unit: int | None = None
    column: int | None = None
    source: int | None = None

    @property
    def parameter(self) -> str:
        """The name in `Trace.parameters`, where a parameter is meant."""
        return f"{self.lane}.{self.quantity}" if self.lane else self.quantity


@dataclass(frozen=True)
class Marks:
    """What is marked in every view.

    picked   what was clicked and stays: the inspector shows it.
    pointed  what lies under the pointer just now, or None.
    tick     how far the debugger has walked: an index of `ticks(trace)`; None when the
             whole sequence is shown.
    """

    picked: Spot
    pointed: Spot | None = None
    tick: int | None = None

    @property
    def time(self) -> int:
        """The time step to mark."""
        return self.pointed.time if self.pointed else self.picked.time


@dataclass(frozen=True)
class Writing:
    """A text that the network wrote.

    text    what it wrote; "" where the task is not one that generates text.
    update  how many updates its weights had seen.
    temperature  of the draw.
    """

    text: str = ""
    update: int = 0
    temperature: float = 1.0


@dataclass(frozen=True)
class Example:
    """The sequence to look at, for people to read, with what the network makes of it.

    exhibit  what there is to see; None where there is nothing.
    update   how many updates the weights had seen.
    failure  why it could not be made, in words; else "".
    """

    exhibit: Exhibit | None = None
    update: int = 0
    failure: str = ""


@dataclass(frozen=True)
class Score:
    """How good the network is on data that it never learns from, beside something simpler.

    metric    what is measured: "accuracy".
    baseline, baseline_says   the metric of something that is no network, and what that is.
    value     the network's; "" where it was not measured yet.
    update    how many updates the weights had seen that were measured.
    is_better   whether the network's is better than the baseline's, by however little.
    failure   why it could not be measured, in words; else "".
    """

    metric: str = ""
    baseline: str = ""
    baseline_says: str = ""
    value: str = ""
    update: int = 0
    is_better: bool = False
    failure: str = ""


@dataclass(frozen=True)
class Member:
    """One network of a comparison.

    name      what sets it apart from the others: "LSTM".
    trace, history   of the same sequence and the same updates as the others'.
    parameters   how many numbers it learns.
    speed     updates per second that it would make alone; 0 where none was made yet.
    score     on held-out data; measured more seldom.
    stopped   which number was no longer finite, where it was left behind; else "".
    gradient  where its gradient goes, as in Scene.
    """

    name: str
    trace: Trace
    history: History
    parameters: int
    speed: float = 0.0
    score: Score = field(default_factory=Score)
    stopped: str = ""
    gradient: GradientMap | None = None


@dataclass(frozen=True)
class Comparison:
    """Networks that learn the same, in their order; `shown` is the place of the one that all other
    views show."""

    members: tuple[Member, ...]
    shown: int = 0


@dataclass(frozen=True)
class Scene:
    """All that the views draw.

    example  made now and then while training goes on: it may be of an earlier update.
    score    measured more seldom still.
    comparison   the network beside others; None where there are none.
    beam     what a decoder answers by itself, made with the example; None where there is no
             decoder, or no symbol that ends an answer.
    drawing  a text that is drawn symbol by symbol, where somebody does; else None.
    gradient, jacobians   where the gradient goes; made only while somebody looks at it, else
             None. It may be of an earlier update.
    gradient_says   why there is less than was asked for, in words.
    path, path_says   the product of Jacobians between the picked steps, likewise.
    spectra, spectra_history   of the recurrent matrices, now and over the updates, likewise.
    saliency, saliency_says   which inputs mattered for the output at the picked step, likewise.
    summaries  of updates of the present branch, in their order: at most of each one.
    coming   what the next update will do, where somebody walks through it; else None.
    """

    trace: Trace
    history: History
    marks: Marks
    writing: Writing = field(default_factory=Writing)
    coming: UpdateTrace | None = None
    example: Example = field(default_factory=Example)
    score: Score = field(default_factory=Score)
    comparison: Comparison | None = None
    beam: BeamAnswers | None = None
    drawing: Drawing | None = None
    gradient: GradientMap | None = None
    jacobians: JacobianMap | None = None
    gradient_says: str = ""
    path: JacobianPath | None = None
    path_says: str = ""
    spectra: Spectra | None = None
    spectra_history: SpectraHistory | None = None
    saliency: Saliency | None = None
    saliency_says: str = ""
    summaries: tuple[Summary, ...] = ()
