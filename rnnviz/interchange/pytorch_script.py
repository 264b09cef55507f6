"""A run as a PyTorch training script with its data beside it, which goes on with the same data,
model, optimiser, settings and weights."""

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from rnnviz import __version__
from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.cells import Elman
from rnnviz.engine.network import Network
from rnnviz.interchange import script_parts as parts
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.torch_lanes import Kind, ending, lane_to_torch
from rnnviz.interchange.torch_weights import torch_kind
from rnnviz.scenarios import scenario
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace import npz

Array = NDArray[Any]

#: What the data file may have: no more batches are written than have room.
MOST_BYTES = 2**29
_PREFIXES = {"": "rnn.", "encoder": "encoder.", "decoder": "decoder."}
_LAYERS: dict[Kind, str] = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
_OPTIMIZERS = {
    "sgd": "SGD(learnt.values(), lr={rate})",
    "momentum": "SGD(learnt.values(), lr={rate}, momentum=0.9)",
    "rmsprop": "RMSprop(learnt.values(), lr={rate}, alpha=0.99, eps=1e-8)",
    "adam": "Adam(learnt.values(), lr={rate}, betas=(0.9, 0.999), eps=1e-8)",
}
#: What PyTorch calls what our optimisers remember.
_MOMENTS = {
    "sgd": {},
    "momentum": {"velocity": "momentum_buffer"},
    "rmsprop": {"square": "square_avg"},
    "adam": {"mean": "exp_avg", "square": "exp_avg_sq"},
}


class PyTorchScript:
    """The script of a run as it stands. The run is as before afterwards.

    batches  how many of those to come are written.
    Raises FileError where PyTorch's layers do not compute what the network does.
    """

    def __init__(self, run: TrainingRun, batches: int):
        self._run, self._network = run, run.network
        self._kind = torch_kind(self._network.cell)
        self._refuse_what_is_not_written()
        self._first, self._start = run.training.upcoming()
        self._batches = list(self._upcoming(batches))

    def _refuse_what_is_not_written(self) -> None:
        settings, task = self._run.settings, self._run.task
        cut = settings.truncation and (self._network.both or self._network.decoder)
        if settings.forcing < 1 and scenario(settings.scenario).feeds:
            raise FileError(
                f"Teacher forcing is {settings.forcing:g}: the script would have to draw which of "
                f"the network's own answers are read; wanted 1."
            )
        if cut:
            raise FileError(
                "The gradient is truncated in a network with two directions or a decoder, which "
                "the script cannot do; wanted Truncate BPTT 0."
            )
        if task.loss not in parts.LOSSES:
            raise FileError(f"The loss {task.loss} is none that the script knows.")

    def _upcoming(self, count: int) -> Iterator[Batch]:
        """The next batches; afterwards the stream stands where it stood."""
        stream = self._run.training.batches
        position, size = stream.position(), _bytes(self._first)
        yield self._first
        for _ in range(count - 1):
            batch = stream.next()
            size += _bytes(batch)
            if size > MOST_BYTES:
                break
            yield batch
        stream.go_to(position)

    @property
    def batches(self) -> int:
        """How many there are."""
        return len(self._batches)

    def save(self, path: Path) -> Path:
        """Write script and data; returns the script's path, to which a missing .py is added.

        Each is there whole or not at all. Raises FileError.
        """
        if path.suffix.lower() != ".py":
            path = path.with_name(path.name + ".py")
        data = path.with_suffix(".npz")
        try:
            npz.write_whole(data, self._write_data)
            npz.write_whole(path, lambda file: file.write(self.text(path.name).encode()))
        except npz.NpzError as error:
            raise FileError(f"{path} or {data.name} cannot be written: {error}") from error
        return path

    # --- the script --------------------------------------------------------------------

    def text(self, name: str) -> str:
        """The script, under a file name."""
        run, network, settings = self._run, self._network, self._run.settings
        double = settings.precision == "float64"
        title = scenario(settings.scenario).title
        head = parts.HEAD.format(
            title=f"{title}: {_LAYERS[self._kind]} of {network.hidden} units.",
            script=name,
            data=Path(name).with_suffix(".npz").name,
            version=__version__,
            update=run.training.update,
            batches=self.batches,
            inputs=network.inputs,
            hidden=network.hidden,
            layers=network.layers,
            outputs=network.outputs,
            both=network.both,
            unit=run.training.loss.unit,
            first_loss=self.first_loss,
            within="1e-6" if double else "1e-4",
            precision=settings.precision,
            parts='("inputs", "targets", "scored", "lengths"'
            + (', "words")' if network.decoder else ")"),
        )
        return head + self._model() + self._training()

    @property
    def first_loss(self) -> float:
        """E_t of a scored step of the first batch, as our engine computes it."""
        with np.errstate(all="ignore"):
            y = self._network.forward(self._first, self._start).y
            return float(self._run.training.loss.evaluate(y, self._first).per_step)

    def _model(self) -> str:
        network = self._network
        relu = isinstance(network.cell, Elman) and network.cell.activation == "relu"
        common = {
            "layer": _LAYERS[self._kind],
            "more": ', nonlinearity="relu"' if relu else "",
        }
        if network.decoder:
            attends = network.has_attention
            return parts.DECODER.format(
                **common,
                says=", and attends to its outputs" if attends else "",
                combine=parts.COMBINE if attends else "",
                attend=parts.ATTEND if attends else "",
                is_lstm=self._kind == "lstm",
            )
        cut = self._run.settings.truncation
        run = parts.RUN_TRUNCATED.format(truncation=cut) if cut else parts.RUN_PLAIN
        return parts.PLAIN.format(**common, run=parts.RUN_PACKED if network.both else run)

    def _training(self) -> str:
        run, settings, network = self._run, self._run.settings, self._network
        decoder, is_gru = network.decoder is not None, self._kind == "gru"
        known = _MOMENTS[settings.optimizer].values()
        remembered = [f'"{theirs}": read(f"{theirs}/{{name}}")' for theirs in known]
        if settings.optimizer in ("adam", "rmsprop"):
            remembered.append(f'"step": torch.tensor({run.training.optimizer.count}.0)')
        if not run.training.optimizer.count:
            remembered = []
        has_state = any(array.any() for array in self._states().values())
        clip = {
            "norm": f"nn.utils.clip_grad_norm_(network.parameters(), {settings.clip!r})",
            "value": f"nn.utils.clip_grad_value_(network.parameters(), {settings.clip!r})",
        }.get(settings.clip_by)
        return parts.TAIL.format(
            words='    batch["words"] = vectors(batch["words"], OUTPUTS)\n' if decoder else "",
            loss=parts.LOSSES[run.task.loss],
            optimizer=_OPTIMIZERS[settings.optimizer].format(rate=repr(settings.rate)),
            moments="".join(f"            {each},\n" for each in remembered),
            but=" but in the candidate" if is_gru else "",
            one_bias="    keep = torch.arange(3 * HIDDEN) >= 2 * HIDDEN\n"
            "    bias.register_hook(lambda gradient: gradient * keep)"
            if is_gru
            else "    bias.requires_grad_(False)",
            state=self._state_in_words() if has_state else "None",
            clip=f"        {clip}\n" if clip else "",
            first=run.training.update + 1,
        )

    def _state_in_words(self) -> str:
        reads = ", ".join(f'read("state/{state}")' for state in self._network.cell.states)
        return f"({reads})" if self._kind == "lstm" else reads

    # --- the data ----------------------------------------------------------------------

    def _write_data(self, file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, array in self._arrays():
                archive.writestr(npz.entry(f"{name}.npy"), npz.npy(array), zipfile.ZIP_DEFLATED)

    def _arrays(self) -> Iterator[tuple[str, Array]]:
        training, network = self._run.training, self._network
        for name, array in named(network, self._kind, network.parameters).items():
            yield f"weights/{name}", array
        for moment, flat in training.optimizer.moments.items():
            views = network.parameters.zeros_like()
            views.flat[...] = flat
            for name, array in named(network, self._kind, views).items():
                yield f"{_MOMENTS[training.optimizer.name][moment]}/{name}", array
        for state, array in self._states().items():
            yield f"state/{state}", array
        carried = [batch.continues and training.carry for batch in self._batches]
        # After the last batch the first comes again, which does not go on from there.
        yield "continues", np.array([False, *carried[1:]])
        for number, batch in enumerate(self._batches):
            for part, array in self._of_batch(batch).items():
                yield f"batch{number}/{part}", array

    def _states(self) -> dict[str, Floats]:
        """The states that the first batch starts from, lane by lane."""
        lanes = [lane.key for lane in self._network.reader.lanes]
        return {
            state: np.stack([self._start[lane][state] for lane in lanes])
            for state in self._network.cell.states
        }

    def _of_batch(self, batch: Batch) -> dict[str, Array]:
        """Of an encoder's steps the inputs; targets and what is scored of the steps that answer."""
        network, first = self._network, batch.source
        source = batch.exists[:first] if first else batch.exists
        read = batch.inputs[:first] if first else batch.inputs
        if read.ndim == 3 or batch.read is not None:
            read = network.read_vectors(batch)
        arrays: dict[str, Array] = {
            "inputs": read,
            "targets": batch.targets[first:],
            "scored": batch.scored[first:],
            "lengths": source.sum(axis=0),
        }
        if first:
            words = batch.inputs[first:]
            arrays["words"] = network.vectors(words, network.outputs) if words.ndim == 3 else words
        floats = network.parameters.flat.dtype
        has_classes = self._run.task.loss == "cross-entropy"
        types: dict[str, Any] = {"targets": np.int64 if has_classes else floats, "scored": np.bool_}
        return {
            name: array.astype(types.get(name, np.int64 if array.dtype.kind in "iu" else floats))
            for name, array in arrays.items()
        }


def named(network: Network, kind: Kind, parameters: Mapping[str, Floats]) -> dict[str, Floats]:
    """Arrays under our parameters' names, under those of the script's network."""
    found = {}
    for lane in network.lanes:
        start = f"{lane.key}."
        ours = {n.removeprefix(start): a for n, a in parameters.items() if n.startswith(start)}
        for part, array in lane_to_torch(kind, ours).items():
            found[f"{_PREFIXES[lane.role]}{part}{ending(lane)}"] = array
    if network.has_attention:
        found["combine.weight"] = parameters["attention.W_n"]
        found["combine.bias"] = parameters["attention.b_n"]
    return found | {"readout.weight": parameters["W_hy"], "readout.bias": parameters["b_y"]}


def _bytes(batch: Batch) -> int:
    return batch.inputs.nbytes + batch.targets.nbytes + batch.scored.nbytes
