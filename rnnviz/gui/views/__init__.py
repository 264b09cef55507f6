"""The views, in the order of the menus. A new one is a new file and a line here."""

from rnnviz.gui.views.attention_map import AttentionView
from rnnviz.gui.views.beam_tree import BeamView
from rnnviz.gui.views.cell_wiring import CellWiring
from rnnviz.gui.views.compare import Compare
from rnnviz.gui.views.exhibit import ExhibitView
from rnnviz.gui.views.gradient_bars import GradientBarsView
from rnnviz.gui.views.gradient_map import GradientMapView
from rnnviz.gui.views.highway import HighwayView
from rnnviz.gui.views.histograms import HistogramsView
from rnnviz.gui.views.inspector import Inspector
from rnnviz.gui.views.jacobian_terms import JacobianTerms
from rnnviz.gui.views.loss_curve import LossCurve
from rnnviz.gui.views.saliency import SaliencyView
from rnnviz.gui.views.saturation import SaturationView
from rnnviz.gui.views.spectrum import SpectrumView
from rnnviz.gui.views.tracks import Tracks
from rnnviz.gui.views.unit_arithmetic import UnitArithmetic
from rnnviz.gui.views.unrolled_network import UnrolledNetwork
from rnnviz.gui.views.view import View
from rnnviz.gui.views.weights import WeightsView
from rnnviz.gui.views.writing import WritingView

VIEWS: tuple[type[View], ...] = (
    UnrolledNetwork,
    CellWiring,
    UnitArithmetic,
    Tracks,
    Compare,
    GradientMapView,
    GradientBarsView,
    JacobianTerms,
    HighwayView,
    SpectrumView,
    SaliencyView,
    SaturationView,
    HistogramsView,
    LossCurve,
    Inspector,
    WeightsView,
    AttentionView,
    BeamView,
    ExhibitView,
    WritingView,
)
