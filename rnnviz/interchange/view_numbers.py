"""The numbers behind a view, as tables that other programs read: one line for each thing, a column
for each number of it. Time steps, units and updates are counted from 1, as on the screen."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats
from rnnviz.trace.formula_rows import rows
from rnnviz.trace.histograms import GRADIENT_BINS, WEIGHT_BINS
from rnnviz.trace.saturation import saturations
from rnnviz.trace.scene import Scene
from rnnviz.trace.source_rows import source_rows

Column = NDArray[Any]


class Table(NamedTuple):
    """Columns of the same length, by name."""

    name: str
    columns: Mapping[str, Column]


def tables_of(key: str, scene: Scene, quantity: str = "", lane: str = "") -> tuple[Table, ...]:
    """What a view of that key draws; of a view of the sequence all of its numbers.

    quantity, lane   of the views of where the gradient goes; "" for the first.
    What was not made for the scene is left out.
    """
    if key in ("gradient-map", "gradient-bars"):
        return _sources(scene, quantity or "d_h", lane)
    make = _TABLES.get(key)
    return make(scene) if make else (*_lanes(scene), *_steps(scene))


def _lanes(scene: Scene) -> tuple[Table, ...]:
    """A line for each unit at each step of each lane; its quantities and their gradients."""
    trace, parts = scene.trace, []
    for lane in trace.lanes:
        span, hidden = trace.span(lane), trace.hidden
        columns: dict[str, Column] = {
            "lane": np.full(len(span) * hidden, lane.key),
            "time": np.repeat(np.arange(span.start, span.stop) + 1, hidden),
            "unit": np.tile(np.arange(hidden) + 1, len(span)),
        }
        for prefix, every in (("", lane.values), ("d_", lane.gradients)):
            for quantity in trace.quantities:
                values = every[quantity.key][span.start : span.stop]
                columns[prefix + quantity.key] = values.ravel()
        parts.append(columns)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return (Table("units", joined),)


def _steps(scene: Scene) -> tuple[Table, ...]:
    """A line for each step: what was read and wanted, the loss, and every output."""
    trace, labels = scene.trace, scene.trace.labels
    outputs = {
        f"output {number + 1} {name}": trace.outputs[:, number]
        for number, name in enumerate(labels.classes)
    }
    columns: dict[str, Column] = {
        "time": np.arange(trace.steps) + 1,
        "input": np.array(labels.inputs),
        "target": np.array(labels.targets),
        "scored": np.asarray(trace.scored, dtype=int),
        "loss": trace.losses,
    }
    return (Table("steps", {**columns, **outputs}),)


def _picked(scene: Scene) -> tuple[Table, ...]:
    """The equations of the picked unit and step."""
    found, picked = rows(scene.trace, scene.marks.picked), scene.marks.picked
    columns: dict[str, Column] = {
        "time": np.full(len(found), picked.time + 1),
        "unit": np.full(len(found), (picked.unit or 0) + 1),
        "quantity": np.array([row.key for row in found]),
        "numbers": np.array([row.numbers for row in found]),
        "value": np.array([row.value for row in found]),
    }
    return (Table("equations", columns),)


def _sources(scene: Scene, quantity: str, lane: str) -> tuple[Table, ...]:
    found = source_rows(scene, quantity, lane)
    if found is None:
        return ()
    count, steps = found.values.shape
    columns: dict[str, Column] = {
        "source": np.repeat(np.array(found.sources, dtype=int) + 1, steps),
        "time": np.tile(np.arange(steps) + 1, count),
        found.kind.key: found.values.ravel(),
    }
    return (Table("gradient", columns),)


def _path(scene: Scene) -> tuple[Table, ...]:
    """The product of Jacobians from s back: its norms, and of each unit the way to itself."""
    path = scene.path
    if path is None:
        return ()
    chain, hidden = np.array(path.chain) + 1, scene.trace.hidden
    norms = {f"norm {state}": values for state, values in path.norms.items()}
    units: dict[str, Column] = {
        "time": np.repeat(chain, hidden),
        "unit": np.tile(np.arange(hidden) + 1, len(chain)),
        **{f"diagonal {state}": values.ravel() for state, values in path.diagonals.items()},
        **{f"own {state}": values.ravel() for state, values in path.loops.items()},
    }
    return Table("norms", {"time": chain, **norms}), Table("units", units), *_terms(scene)


def _terms(scene: Scene) -> tuple[Table, ...]:
    terms = scene.path.terms if scene.path else ()
    if not terms:
        return ()
    columns: dict[str, Column] = {
        "time": np.array([term.time + 1 for term in terms]),
        "sigma": np.array([term.sigma for term in terms]),
        "product sigma": np.array([term.product_sigma for term in terms]),
    }
    return (Table("terms", columns),)


def _spectra(scene: Scene) -> tuple[Table, ...]:
    tables = []
    if scene.spectra is not None:
        found = scene.spectra.matrices
        names = [np.full(len(each.eigenvalues), name) for name, each in found.items()]
        values = np.concatenate([each.eigenvalues for each in found.values()])
        columns: dict[str, Column] = {
            "matrix": np.concatenate(names),
            "real": values.real,
            "imaginary": values.imag,
        }
        tables.append(Table("eigenvalues", columns))
    history = scene.spectra_history
    if history is not None:
        over = {f"radius {name}": values for name, values in history.radii.items()}
        over |= {f"norm {name}": values for name, values in history.norms.items()}
        tables.append(Table("updates", {"update": history.updates, **over}))
    return tuple(tables)


def _losses(scene: Scene) -> tuple[Table, ...]:
    history = scene.history
    columns: dict[str, Column] = {
        "update": np.arange(len(history.losses)) + 1,
        "loss": history.losses,
        "gradient norm": history.norms,
        "after clipping": history.clipped_norms,
    }
    return (Table("updates", columns),)


def _comparison(scene: Scene) -> tuple[Table, ...]:
    """The curves of all networks, a line for each update of each."""
    if scene.comparison is None:
        return _losses(scene)
    members = scene.comparison.members
    counts = [len(member.history.losses) for member in members]
    columns: dict[str, Column] = {
        "network": np.repeat(np.array([member.name for member in members]), counts),
        "update": np.concatenate([np.arange(count) + 1 for count in counts]),
        "loss": np.concatenate([member.history.losses for member in members]),
        "gradient norm": np.concatenate([member.history.norms for member in members]),
    }
    return (Table("updates", columns),)


def _weights(scene: Scene) -> tuple[Table, ...]:
    trace = scene.trace
    parts = []
    for name, weights in trace.parameters.items():
        matrix = weights if weights.ndim == 2 else weights[:, None]
        row, column = np.indices(matrix.shape)
        columns: dict[str, Column] = {
            "parameter": np.full(matrix.size, name),
            "row": row.ravel() + 1,
            "column": column.ravel() + 1,
            "value": matrix.ravel(),
        }
        parts.append(columns)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return (Table("weights", joined),)


def _attention(scene: Scene) -> tuple[Table, ...]:
    trace, found = scene.trace, scene.trace.attention
    if found is None:
        return ()
    answers, sources = np.arange(trace.source_steps, trace.steps), trace.source_steps
    columns: dict[str, Column] = {
        "time": np.repeat(answers + 1, sources),
        "source": np.tile(np.arange(sources) + 1, len(answers)),
        "score e": found.values["e"][answers].ravel(),
        "weight": found.values["w"][answers].ravel(),
    }
    return (Table("attention", columns),)


def _beam(scene: Scene) -> tuple[Table, ...]:
    if scene.beam is None:
        return ()
    nodes, classes = scene.beam.beam.nodes, scene.trace.labels.classes
    columns: dict[str, Column] = {
        "node": np.arange(len(nodes)) + 1,
        "parent": np.array([node.parent + 1 for node in nodes]),
        "step": np.array([node.step + 1 for node in nodes]),
        "symbol": np.array([classes[node.symbol] for node in nodes]),
        "score": np.array([node.score for node in nodes]),
        "share": np.array([node.share for node in nodes]),
        "kept": np.array([int(node.is_kept) for node in nodes]),
    }
    return (Table("beam", columns),)


def _saliency(scene: Scene) -> tuple[Table, ...]:
    found = scene.saliency
    if found is None:
        return ()
    columns: dict[str, Column] = {
        "time": np.arange(found.trace.steps) + 1,
        "input": np.array(found.trace.labels.inputs),
        "norm": found.norms,
        "gradient times input": found.products,
    }
    return (Table("inputs", columns),)


def _saturation(scene: Scene) -> tuple[Table, ...]:
    found, steps = saturations(scene.trace), np.arange(scene.trace.steps) + 1
    if not found:
        return ()
    columns: dict[str, Column] = {
        "lane": np.repeat(np.array([each.lane for each in found]), len(steps)),
        "nonlinearity": np.repeat(np.array([each.symbol for each in found]), len(steps)),
        "time": np.tile(steps, len(found)),
        "low": np.concatenate([each.low for each in found]),
        "high": np.concatenate([each.high for each in found]),
    }
    return (Table("saturation", columns),)


def _histograms(scene: Scene) -> tuple[Table, ...]:
    tables = []
    for name, bins in (("weights", WEIGHT_BINS), ("gradients", GRADIENT_BINS)):
        lines = [
            (summary.update, parameter, found)
            for summary in scene.summaries
            for parameter, found in getattr(summary, name).items()
        ]
        if lines:
            shares: dict[str, Floats] = {
                f"bin {n + 1}": np.array([found.shares[n] for _, _, found in lines])
                for n in range(bins)
            }
            columns: dict[str, Column] = {
                "update": np.array([update for update, _, _ in lines]),
                "parameter": np.array([parameter for _, parameter, _ in lines]),
                "norm": np.array([found.norm for _, _, found in lines]),
                "largest": np.array([found.largest for _, _, found in lines]),
            }
            tables.append(Table(name, {**columns, **shares}))
    return tuple(tables)


def _writing(scene: Scene) -> tuple[Table, ...]:
    writing = scene.writing
    columns: dict[str, Column] = {
        "update": np.array([writing.update]),
        "temperature": np.array([writing.temperature]),
        "text": np.array([writing.text]),
    }
    return (Table("text", columns), *_steps(scene)) if writing.text else _steps(scene)


_TABLES: dict[str, Callable[[Scene], tuple[Table, ...]]] = {
    "cell": lambda scene: (*_picked(scene), *_lanes(scene)),
    "unit": _picked,
    "inspector": _picked,
    "jacobians": _path,
    "highway": _path,
    "spectrum": _spectra,
    "loss": _losses,
    "compare": _comparison,
    "weights": _weights,
    "attention": _attention,
    "beam": _beam,
    "saliency": _saliency,
    "saturation": _saturation,
    "histograms": _histograms,
    "exhibit": _steps,
    "writing": _writing,
}
