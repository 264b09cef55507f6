"""What a person has chosen in the views of a window: each as a word, which may come from anybody
and is looked at before it is chosen."""

from collections.abc import Callable, Container
from dataclasses import dataclass

from rnnviz.gui.canvas import Canvas
from rnnviz.gui.comparison_tools import ComparisonTools
from rnnviz.gui.depths import Depth
from rnnviz.gui.gradient_pages import PAGES, GradientPages
from rnnviz.gui.gradient_room import RANGES, SHOWN, GradientRoom
from rnnviz.gui.views import attention_map, saliency_scale, saturation
from rnnviz.gui.views.attention_map import AttentionView
from rnnviz.gui.views.tracks import Tracks
from rnnviz.gui.views.view import View
from rnnviz.gui.views.weights import WeightsView
from rnnviz.trace.recurrent_matrices import recurrent_weights
from rnnviz.trace.source_rows import kinds
from rnnviz.trace.strands import strands
from rnnviz.trace.trace import Trace

YES, NO = "yes", "no"
#: Stands for the tracks that there are where nobody chose any.
USUAL = "usual"


@dataclass(frozen=True)
class ViewChoice:
    """One choice.

    name     under which it is kept.
    options  what can be chosen just now.
    now      what is chosen.
    choose   another of the options.
    """

    name: str
    options: Callable[[], Container[str]]
    now: Callable[[], str]
    choose: Callable[[str], object]

    def take(self, word: str | None) -> None:
        """Choose it, where it can be chosen and is not yet."""
        if word is not None and word in self.options() and word != self.now():
            self.choose(word)


def of_canvas(canvas: Canvas, comparison: ComparisonTools) -> tuple[ViewChoice, ...]:
    """How near one stands, which tracks there are, and whether a comparison is before the canvas,
    where one is made."""
    depths, tracks = canvas.depths, canvas.tracks

    def compares() -> bool:
        scene = tracks.scene
        return scene is not None and scene.comparison is not None

    return (
        ViewChoice(
            "depth",
            lambda: [depth.value for depth in Depth],
            lambda: depths.shown.value,
            lambda word: depths.show_depth(Depth(word)),
        ),
        ViewChoice(
            "comparison",
            lambda: (YES, NO) if compares() else (),
            lambda: _word(comparison.is_seen),
            lambda word: comparison.bring_forward() if word == YES else comparison.put_away(),
        ),
        ViewChoice(
            "gradient track by weights",
            lambda: (YES, NO),
            lambda: _word(tracks.tracks.by_weights),
            lambda word: tracks.show_gradients_by(word == YES),
        ),
        *_of_tracks(tracks),
    )


def _of_tracks(tracks: Tracks) -> tuple[ViewChoice, ...]:
    """One choice for each quantity would be many words; all together they are one list."""

    def options() -> tuple[str, ...]:
        return (USUAL, *(quantity.key for quantity in _trace(tracks).quantities))

    def now() -> str:
        return USUAL if tracks.tracks.chosen is None else ", ".join(tracks.shown)

    def choose(word: str) -> None:
        keys = word.split(", ") if word else []
        tracks.show_quantities(None if word == USUAL else keys)

    return (ViewChoice("tracks", lambda: _Lists(options()), now, choose),)


class _Lists(tuple[str, ...]):
    """Contains every list of its words with commas between them, and the empty one."""

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        return not word or (len(word) < 2000 and set(word.split(", ")) <= set(self))


def of_panels(attention: AttentionView, weights: WeightsView) -> tuple[ViewChoice, ...]:
    """What the map of attention and the weights show."""
    return (
        ViewChoice(
            "attention",
            lambda: [key for key, _, _ in attention_map.SHOWN],
            lambda: attention.shown,
            attention.show_quantity,
        ),
        ViewChoice(
            "weights",
            lambda: _trace(weights).parameters,
            lambda: weights.name(_trace(weights)),
            weights.choose,
        ),
    )


def of_gradient(room: GradientRoom, pages: GradientPages) -> tuple[ViewChoice, ...]:
    """The page of the gradient, and what is chosen on each."""
    return (
        ViewChoice(
            "gradient page",
            lambda: [key for key, _, _ in PAGES],
            lambda: str(pages.page),
            pages.show_page,
        ),
        ViewChoice(
            "gradient part",
            lambda: [key for key, _, _ in SHOWN],
            lambda: str(room.shown.value()),
            room.show_part,
        ),
        ViewChoice(
            "gradient quantity",
            lambda: [kind.key for kind in kinds(_trace(room.map).states)],
            lambda: room.map.kind.key if room.map.kind else "",
            room.choose_kind,
        ),
        ViewChoice(
            "gradient lane",
            lambda: [strand.key for strand in strands(_trace(room.map))],
            lambda: room.map.strand.key if room.map.strand else "",
            room.choose_strand,
        ),
        ViewChoice(
            "gradient range", lambda: RANGES, lambda: room.map.range.title, room.choose_range
        ),
        ViewChoice(
            "gradient of the batch",
            lambda: (YES, NO),
            lambda: _word(bool(room.scope.value())),
            lambda word: room.choose_scope(word == YES),
        ),
        ViewChoice(
            "saturation",
            lambda: saturation.MODES,
            lambda: pages.saturation.mode,
            pages.saturation.show_mode,
        ),
        ViewChoice(
            "histograms",
            lambda: ("", *_trace(pages.histograms).parameters),
            lambda: pages.histograms.parameter,
            pages.histograms.show_parameter,
        ),
    )


def of_matrices(pages: GradientPages) -> tuple[ViewChoice, ...]:
    """Which matrix is shown, and of which output the inputs are asked for."""
    spectrum, saliency = pages.spectrum, pages.saliency

    def matrices() -> list[str]:
        trace = _trace(spectrum)
        weights = recurrent_weights(trace.quantities)
        return [f"{lane.key}.{weight}" for lane in trace.lanes for weight in weights]

    return (
        ViewChoice(
            "recurrent matrix",
            matrices,
            lambda: spectrum.name(_trace(spectrum)),
            lambda word: spectrum.show_matrix(*word.rsplit(".", 1)),
        ),
        ViewChoice(
            "inputs by",
            lambda: [key for key, _, _ in saliency_scale.SHOWN],
            lambda: saliency.by,
            lambda word: saliency.show_by("norm" if word == "norm" else "product"),
        ),
        ViewChoice(
            "inputs of output",
            lambda: ("likeliest", "wanted", *_outputs(_trace(saliency))),
            lambda: str(saliency.choice),
            lambda word: saliency.choose(int(word) if word.isdecimal() else word),
        ),
    )


def _outputs(trace: Trace) -> list[str]:
    return [str(number) for number in range(trace.outputs.shape[1])]


def _word(yes: bool) -> str:
    return YES if yes else NO


def _trace(view: View) -> Trace:
    """What is drawn, from the first state of a window on."""
    assert view.scene is not None
    return view.scene.trace
