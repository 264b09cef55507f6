"""Settings of an experiment in words, as they stand in captions, legends and tables."""

from collections.abc import Mapping

from rnnviz.experiments.experiment import Experiment, Member

OPTIMIZERS = {"sgd": "SGD", "momentum": "momentum", "rmsprop": "RMSProp", "adam": "Adam"}


def in_words(settings: Mapping[str, object]) -> str:
    """E.g. "Adam, rate 0.01, clip 1, batch 32"."""
    return ", ".join(_words(name, value) for name, value in settings.items())


def _words(name: str, value: object) -> str:
    if name == "hidden":
        return f"{value} units"
    if name == "optimizer":
        return OPTIMIZERS[str(value)]
    if name == "init":
        return f"{value} start"
    number = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{name.replace('_', ' ')} {number}"


def member_in_words(experiment: Experiment, member: Member) -> str:
    """Its own settings, with those that it has at some lengths only: "…, forget bias 3 (5 at
    T = 100)"."""
    first, *others = experiment.lengths
    usual = experiment.own(member, first)
    words = in_words(usual)
    for length in others:
        own = experiment.own(member, length)
        different = {name: value for name, value in own.items() if usual.get(name) != value}
        if different:
            words += f" ({in_words(different)} at {experiment.letter} = {length})"
    return words


def conditions(experiment: Experiment, seed: int) -> str:
    """What all members share: settings, updates and seeds."""
    shared = in_words(experiment.shared())
    return f"{shared}, {experiment.updates:,} updates; {seeds_in_words(experiment, seed)}"


def seeds_in_words(experiment: Experiment, seed: int) -> str:
    """ "seed 0", or "seeds 0 to 4"."""
    if experiment.seeds == 1:
        return f"seed {seed}"
    return f"seeds {seed} to {seed + experiment.seeds - 1}"
