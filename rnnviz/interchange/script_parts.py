"""The parts of a PyTorch training script, as text with {names} to be filled in."""

HEAD = '''"""{title}

    python -m pip install torch numpy
    python {script}

Goes on where rnnviz {version} was after {update:,} updates. Beside it lies {data}:
the weights, what the optimiser remembers, and the next {batches:,} batches of training data; after
the last one the first comes again. Each update is the one that rnnviz would have made, to rounding.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

FILE = np.load(Path(__file__).with_suffix(".npz"))
BATCHES, UPDATES = {batches}, {batches}
INPUTS, HIDDEN, LAYERS, OUTPUTS, BOTH = {inputs}, {hidden}, {layers}, {outputs}, {both}
#: What rnnviz computed for the first batch: the loss of a scored time step, in {unit}.
FIRST_LOSS, WITHIN = {first_loss!r}, {within}
PARTS = {parts}

torch.set_default_dtype(torch.{precision})


'''

PLAIN = '''class Network(nn.Module):
    """A recurrent layer, and a linear readout of its output at every time step."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.{layer}(INPUTS, HIDDEN, LAYERS, bidirectional=BOTH{more})
        self.readout = nn.Linear(HIDDEN * (1 + BOTH), OUTPUTS)

    def forward(self, batch, state):
{run}
        return self.readout(h), state


'''

RUN_PLAIN = """\
        # What follows the end of a sequence changes nothing before it, and is not scored.
        h, state = self.rnn(batch["inputs"], state)"""

RUN_TRUNCATED = """\
        # The gradient is cut every {truncation} steps.
        parts = []
        for part in batch["inputs"].split({truncation}):
            h, state = self.rnn(part, detached(state))
            parts.append(h)
        h = torch.cat(parts)"""

RUN_PACKED = """\
        # Packed, so that the reverse direction begins at each sequence's own end.
        packed = nn.utils.rnn.pack_padded_sequence(
            batch["inputs"], batch["lengths"], enforce_sorted=False
        )
        packed, state = self.rnn(packed, state)
        h, _ = nn.utils.rnn.pad_packed_sequence(packed, total_length=len(batch["inputs"]))"""

DECODER = '''class Network(nn.Module):
    """An encoder; a decoder that starts from its last states, of two directions their
    sum{says}; and a linear readout."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.{layer}(INPUTS, HIDDEN, LAYERS, bidirectional=BOTH{more})
        self.decoder = nn.{layer}(OUTPUTS, HIDDEN, LAYERS{more})
{combine}        self.readout = nn.Linear(HIDDEN, OUTPUTS)

    def forward(self, batch, state):
        lengths, steps = batch["lengths"], len(batch["inputs"])
        packed = nn.utils.rnn.pack_padded_sequence(
            batch["inputs"], lengths, enforce_sorted=False
        )
        packed, end = self.encoder(packed)
        h, _ = self.decoder(batch["words"], tuple(map(summed, end)) if LSTM else summed(end))
{attend}        return self.readout(h), None


def summed(state):
    """Last states (layers · directions, B, H) added up over the directions."""
    return state.unflatten(0, (LAYERS, 1 + BOTH)).sum(dim=1)


LSTM = {is_lstm}


'''

COMBINE = """\
        self.combine = nn.Linear(2 * HIDDEN, HIDDEN)
"""

ATTEND = """\
        memory, _ = nn.utils.rnn.pad_packed_sequence(packed, total_length=steps)
        memory = memory.unflatten(2, (1 + BOTH, HIDDEN)).sum(dim=2)
        scores = torch.einsum("tbh,sbh->tbs", h, memory)
        ended = torch.arange(steps) >= lengths[:, None]
        weights = scores.masked_fill(ended, -torch.inf).softmax(dim=2)
        context = torch.einsum("tbs,sbh->tbh", weights, memory)
        h = torch.tanh(self.combine(torch.cat((context, h), dim=2)))
"""

LOSSES = {
    "cross-entropy": "nn.functional.cross_entropy(y[scored], wanted[scored], reduction='sum')",
    "binary cross-entropy": (
        "nn.functional.binary_cross_entropy_with_logits(\n"
        "        y[scored], wanted[scored], reduction='sum'\n"
        "    )"
    ),
    "squared error": "nn.functional.mse_loss(y[scored], wanted[scored], reduction='sum')",
}

TAIL = '''def read(name):
    return torch.from_numpy(FILE[name])


def vectors(array, width):
    """Symbols (T, B) become one-hot vectors (T, B, width)."""
    if array.ndim == 3:
        return array
    return nn.functional.one_hot(array, width).to(torch.get_default_dtype())


def load(number):
    """A batch, time first."""
    batch = {{part: read(f"batch{{number}}/{{part}}") for part in PARTS}}
    batch["inputs"] = vectors(batch["inputs"], INPUTS)
{words}    return batch


def detached(state):
    """The states without what led to them."""
    if state is None:
        return None
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


def loss_of(y, batch):
    """Summed over the scored time steps of all sequences."""
    scored, wanted = batch["scored"], batch["targets"]
    return {loss}


def make():
    """The network with its weights, and the optimiser with what it remembers."""
    network = Network()
    names = dict(network.named_parameters())
    network.load_state_dict({{name: read(f"weights/{{name}}") for name in names}})
    for name, weight in names.items():
        if "bias_hh" in name:
            keep_to_one_bias(weight)
    learnt = {{name: weight for name, weight in names.items() if weight.requires_grad}}
    optimizer = torch.optim.{optimizer}
    for name, weight in learnt.items():
        # What it remembers of the updates before; nothing before the first.
        optimizer.state[weight] = {{
{moments}        }}
    return network, optimizer


def keep_to_one_bias(bias):
    """PyTorch adds two biases up where rnnviz has one{but}: the other stays."""
{one_bias}


def main():
    network, optimizer = make()
    state = {state}
    for update in range(UPDATES):
        number = update % BATCHES
        batch = load(number)
        if update and not FILE["continues"][number]:
            state = None
        y, state = network(batch, detached(state))
        loss = loss_of(y, batch)
        optimizer.zero_grad()
        (loss / batch["targets"].shape[1]).backward()
{clip}        optimizer.step()
        per_step = loss.item() / max(int(batch["scored"].sum()), 1)
        if update == 0:
            print(f"first loss {{per_step:.9f}}; rnnviz had {{FIRST_LOSS:.9f}}")
            if not abs(per_step - FIRST_LOSS) <= WITHIN * max(1.0, abs(FIRST_LOSS)):
                sys.exit("They differ.")
        if update < 10 or (update + 1) % 50 == 0:
            print(f"update {{{first} + update:,}}: loss {{per_step:.9f}}", flush=True)


if __name__ == "__main__":
    main()
'''
