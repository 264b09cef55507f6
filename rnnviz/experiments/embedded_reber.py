"""The embedded Reber grammar: all next symbols right, the classic of recurrent networks."""

from rnnviz.experiments.experiment import Criterion, Experiment, Member
from rnnviz.scenarios.reber import EMBEDDED_REBER as SCENARIO

_LENGTH = SCENARIO.length[2]

EMBEDDED_REBER = Experiment(
    key=SCENARIO.key,
    sources=(
        "A. Cleeremans, D. Servan-Schreiber and J. L. McClelland, “Finite state automata and "
        "simple recurrent networks”, Neural Computation 1 (1989)",
        "S. Hochreiter and J. Schmidhuber, “Long short-term memory”, Neural Computation 9 (1997), "
        "experiment 1 and table 1",
    ),
    published="LSTM learns to say all possible next symbols in 97 to 100 % of the trials; Elman’s "
    "network, trained as Elman did, in none.",
    differs="There every network learnt with its own algorithm of that time; here all learn with "
    "the whole gradient through time and Adam, in batches of 16 strings.",
    criterion_says="solved: all next symbols right in more than 99 % of the held-out strings",
    criterion=Criterion(0.99, "solved", "not solved"),
    measure="metric",
    unit="strings with all next symbols right",
    lengths=(_LENGTH,),
    letter="mean length",
    settings={},
    members=(
        Member("LSTM", {"cell": "lstm"}, published={_LENGTH: True}),
        Member("GRU", {"cell": "gru"}),
        Member("tanh RNN", {"cell": "elman"}, published={_LENGTH: False}),
    ),
    updates=1000,
    every=50,
    seeds=5,
)
