"""Record with PyTorch the captures that the tests read where PyTorch is not installed.

    python -m pip install torch numpy
    PYTHONPATH=. python scripts/make_capture_files.py

Writes tests/interchange/captures/*.npz. Run it again only to add some: a new version of the
format keeps the files of the old one, which must stay readable.
"""

import importlib
from pathlib import Path
from typing import Any

from rnnviz import capture

CAPTURES = Path(__file__).resolve().parent.parent / "tests" / "interchange" / "captures"
STEPS, SIZE, INPUTS, HIDDEN, OUTPUTS = 6, 3, 4, 5, 3

# Found by name, so that types can be checked where PyTorch is not installed.
torch: Any = importlib.import_module("torch")
nn: Any = torch.nn


def main() -> None:
    """Write every file."""
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(6)
    CAPTURES.mkdir(exist_ok=True)
    for kind in (nn.RNN, nn.LSTM, nn.GRU):
        for layers in (1, 2):
            for both in (False, True):
                name = f"{kind.__name__.lower()}_{layers}{'_both' if both else ''}"
                layer = kind(INPUTS, HIDDEN, layers, bidirectional=both)
                x = torch.randn(STEPS, SIZE, INPUTS)
                with capture.recorded(layer, CAPTURES / f"{name}.npz", sequence=1):
                    out, _ = layer(x)
                    out.sin().sum().backward()
    layer, head = nn.LSTM(INPUTS, HIDDEN, batch_first=True), nn.Linear(HIDDEN, OUTPUTS)
    path = CAPTURES / "lstm_readout.npz"
    with capture.recorded(layer, path, readout=head, sequence=2):
        out, _ = layer(torch.randn(SIZE, STEPS, INPUTS))
        target = torch.tensor([0, 2, 1])
        nn.functional.cross_entropy(head(out[:, -1]), target).backward()


if __name__ == "__main__":
    main()
