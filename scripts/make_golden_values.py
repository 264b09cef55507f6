"""Compute with PyTorch what the tests of the engine compare with, in float64.

    python -m pip install torch numpy
    python scripts/make_golden_values.py

Writes tests/engine/golden/*.npz. PyTorch is needed only here: the tests read the files. Run it
again only to add values; the same PyTorch makes the same bytes.
"""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "engine" / "golden"

STEPS, SIZE, INPUTS, HIDDEN, OUTPUTS = 6, 3, 4, 5, 3
LAYERS = (1, 2)
#: Of the sequences that are read in both directions: each of another length.
LENGTHS = (6, 4, 1)
SOURCE_LENGTHS, TARGETS = (5, 3, 1), 4
#: The settings of rnnviz's optimisers, where PyTorch has others by default.
OPTIMIZERS: dict[str, tuple[str, dict[str, Any]]] = {
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "rmsprop": ("RMSprop", {"alpha": 0.99, "eps": 1e-8}),
    "adam": ("Adam", {"betas": (0.9, 0.999), "eps": 1e-8}),
}
RATE, UPDATES = 0.05, 5
CLIP_LIMITS = (0.5, 3.0, 100.0)

Arrays = dict[str, NDArray[Any]]

# Found by name, so that types can be checked where PyTorch is not installed.
torch: Any = importlib.import_module("torch")
nn: Any = torch.nn

MODELS: dict[str, Callable[..., Any]] = {
    "rnn_tanh": lambda layers, **more: nn.RNN(INPUTS, HIDDEN, layers, nonlinearity="tanh", **more),
    "rnn_relu": lambda layers, **more: nn.RNN(INPUTS, HIDDEN, layers, nonlinearity="relu", **more),
    "lstm": lambda layers, **more: nn.LSTM(INPUTS, HIDDEN, layers, **more),
    "gru": lambda layers, **more: nn.GRU(INPUTS, HIDDEN, layers, **more),
}


def main() -> None:
    """Write every file."""
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    GOLDEN.mkdir(exist_ok=True)
    for name, make in MODELS.items():
        for layers in LAYERS:
            torch.manual_seed(layers)
            write(f"{name}_{layers}", network_values(make(layers), layers))
            torch.manual_seed(layers)
            both = make(layers, bidirectional=True)
            write(f"{name}_{layers}_both", network_values(both, layers, LENGTHS))
    torch.manual_seed(5)
    write("attention", attention_values())
    write("optimizers", dict(optimizer_values()))
    write("clipping", dict(clipping_values()))


def network_values(rnn: Any, layers: int, lengths: tuple[int, ...] = ()) -> Arrays:
    """One forward and backward pass: every parameter, input, output and gradient.

    The loss is E of rnnviz: summed over the time steps, the mean over the sequences. `lengths`
    says how long each sequence is, where they are not all equal; it is packed, and its padding
    is not scored.
    """
    directions = 2 if rnn.bidirectional else 1
    readout = nn.Linear(directions * HIDDEN, OUTPUTS)
    x = torch.randn(STEPS, SIZE, INPUTS, requires_grad=True)
    targets = torch.randint(OUTPUTS, (STEPS, SIZE))
    names = ("h", "c") if isinstance(rnn, nn.LSTM) else ("h",)
    shape = directions * layers, SIZE, HIDDEN
    start = [torch.randn(shape, requires_grad=True) for _ in names]
    begin = tuple(start) if len(start) > 1 else start[0]
    if lengths:
        packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor(lengths))
        packed, end = rnn(packed, begin)
        hidden, _ = nn.utils.rnn.pad_packed_sequence(packed)
        targets[torch.arange(STEPS)[:, None] >= torch.tensor(lengths)] = -1
    else:
        hidden, end = rnn(x, begin)
    y = readout(hidden)
    loss = summed_loss(y, targets) / SIZE
    loss.backward()
    ends = end if isinstance(end, tuple) else (end,)
    leaves = {"x": x, "weight_out": readout.weight, "bias_out": readout.bias}
    leaves |= {f"{name}_start": state for name, state in zip(names, start, strict=True)}
    leaves |= dict(rnn.named_parameters())
    results = {"targets": targets, "y": y, "loss": loss}
    if lengths:
        results["lengths"] = torch.tensor(lengths)
    results |= {f"{name}_end": state for name, state in zip(names, ends, strict=True)}
    results |= {f"d_{name}": leaf.grad for name, leaf in leaves.items()}
    return {name: value.detach().numpy() for name, value in (leaves | results).items()}


def summed_loss(y: Any, targets: Any) -> Any:
    """The cross-entropy, summed over all targets that are not −1."""
    return nn.functional.cross_entropy(
        y.reshape(-1, y.shape[-1]), targets.reshape(-1), ignore_index=-1, reduction="sum"
    )


def attention_values() -> Arrays:
    """An encoder that reads in both directions, a decoder that starts from the sum of their last
    states and attends to the sum of their states: LSTM, one layer, sources of three lengths."""
    encoder = nn.LSTM(INPUTS, HIDDEN, 1, bidirectional=True)
    decoder, combine = nn.LSTM(OUTPUTS, HIDDEN, 1), nn.Linear(2 * HIDDEN, HIDDEN)
    readout = nn.Linear(HIDDEN, OUTPUTS)
    x = torch.randn(max(SOURCE_LENGTHS), SIZE, INPUTS, requires_grad=True)
    words = torch.randint(OUTPUTS, (TARGETS, SIZE))
    targets = torch.randint(OUTPUTS, (TARGETS, SIZE))
    lengths = torch.tensor(SOURCE_LENGTHS)
    packed, (h, c) = encoder(nn.utils.rnn.pack_padded_sequence(x, lengths))
    states, _ = nn.utils.rnn.pad_packed_sequence(packed)
    memory = states[..., :HIDDEN] + states[..., HIDDEN:]
    begin = tuple(state.sum(dim=0, keepdim=True) for state in (h, c))
    hidden, _ = decoder(nn.functional.one_hot(words, OUTPUTS).to(x.dtype), begin)
    scores = torch.einsum("tbh,sbh->tbs", hidden, memory)
    ended = torch.arange(len(x))[None, None] >= lengths[None, :, None]
    weights = scores.masked_fill(ended, -torch.inf).softmax(dim=2)
    context = torch.einsum("tbs,sbh->tbh", weights, memory)
    y = readout(torch.tanh(combine(torch.cat((context, hidden), dim=2))))
    loss = summed_loss(y, targets) / SIZE
    loss.backward()
    leaves = {"x": x}
    for part, module in (("encoder", encoder), ("decoder", decoder), ("combine", combine)):
        leaves |= {f"{part}.{name}": leaf for name, leaf in module.named_parameters()}
    leaves |= {"weight_out": readout.weight, "bias_out": readout.bias}
    results = {"words": words, "targets": targets, "weights": weights, "y": y, "loss": loss}
    results |= {"lengths": lengths} | {f"d_{name}": leaf.grad for name, leaf in leaves.items()}
    return {name: value.detach().numpy() for name, value in (leaves | results).items()}


def optimizer_values() -> Iterator[tuple[str, NDArray[Any]]]:
    """The weights after each of a few updates with given gradients."""
    torch.manual_seed(3)
    start, gradients = torch.randn(8), torch.randn(UPDATES, 8)
    yield from (("start", start.numpy()), ("gradients", gradients.numpy()))
    yield "rate", np.array(RATE)
    for name, (kind, settings) in OPTIMIZERS.items():
        weights = start.clone().requires_grad_()
        optimizer = getattr(torch.optim, kind)([weights], lr=RATE, **settings)
        path = []
        for gradient in gradients:
            weights.grad = gradient.clone()
            optimizer.step()
            path.append(weights.detach().numpy().copy())
        yield name, np.array(path)


def clipping_values() -> Iterator[tuple[str, NDArray[Any]]]:
    """A gradient clipped to several norms, and to several values."""
    torch.manual_seed(4)
    gradient = torch.randn(9)
    yield from (("gradient", gradient.numpy()), ("limits", np.array(CLIP_LIMITS)))
    for kind, clip in (
        ("norm", nn.utils.clip_grad_norm_),
        ("value", nn.utils.clip_grad_value_),
    ):
        clipped = []
        for limit in CLIP_LIMITS:
            weights = torch.zeros(9, requires_grad=True)
            weights.grad = gradient.clone()
            clip([weights], limit)
            clipped.append(weights.grad.numpy())
        yield kind, np.array(clipped)


def write(name: str, arrays: Arrays) -> None:
    """Write one file; NumPy puts no time of writing into it."""
    np.savez(GOLDEN / f"{name}.npz", allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
