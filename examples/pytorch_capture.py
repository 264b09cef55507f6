"""A training loop of PyTorch's own, of which rnnviz records one step.

    python -m pip install torch
    python examples/pytorch_capture.py capture.npz
    python main.py capture capture.npz -o trace.npz

The network learns the adding problem (S. Hochreiter and J. Schmidhuber, "Long short-term memory",
1997): of two rows of numbers, one marks two places; the answer is the sum of the numbers there.
"""

import sys

import torch
from torch import nn

import rnnviz.capture

STEPS, SIZE = 12, 16


class Adder(nn.Module):
    """An LSTM, and a readout of its output at the last step."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(2, 16, batch_first=True)
        self.head = nn.Linear(16, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        outputs, _ = self.lstm(x)
        return self.head(outputs[:, -1])


def batch() -> tuple[torch.Tensor, torch.Tensor]:
    """Numbers with two of them marked, (B, T, 2), and the sums of the two, (B, 1)."""
    numbers, marks = torch.rand(SIZE, STEPS), torch.zeros(SIZE, STEPS)
    for row in marks:
        row[torch.randperm(STEPS)[:2]] = 1.0
    return torch.stack((numbers, marks), dim=2), (numbers * marks).sum(dim=1, keepdim=True)


def main(path: str) -> None:
    """Train, and record the last step."""
    torch.manual_seed(0)
    model = Adder()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(100):
        x, wanted = batch()
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), wanted).backward()
        optimizer.step()
    x, wanted = batch()
    with rnnviz.capture.recorded(model.lstm, path, readout=model.head):
        loss = nn.functional.mse_loss(model(x), wanted)
        loss.backward()
    print(f"loss {loss.item():.4f}; recorded: {path}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "capture.npz")
