"""The cells, in the order of the menus. A new one is a new file and a line here."""

from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.cells.elman import Elman
from rnnviz.engine.cells.gru import GRU
from rnnviz.engine.cells.lstm import LSTM

CELLS: tuple[type[Cell], ...] = (Elman, LSTM, GRU)

__all__ = ["CELLS", "GRU", "LSTM", "Cell", "Elman"]
