"""Experiments of the literature, declared: a further one is one file here and one name below."""

from rnnviz.experiments.adding_problem import ADDING_PROBLEM
from rnnviz.experiments.copy_memory import COPY_MEMORY
from rnnviz.experiments.delayed_recall import DELAYED_RECALL
from rnnviz.experiments.embedded_reber import EMBEDDED_REBER
from rnnviz.experiments.experiment import Experiment

EXPERIMENTS: tuple[Experiment, ...] = (
    ADDING_PROBLEM,
    COPY_MEMORY,
    EMBEDDED_REBER,
    DELAYED_RECALL,
)
