"""Delayed recall: one letter to keep, and a delay that grows."""

from rnnviz.experiments.experiment import Criterion, Experiment, Member

DELAYED_RECALL = Experiment(
    key="delayed-recall",
    sources=(
        "Y. Bengio, P. Simard and P. Frasconi, “Learning long-term dependencies with gradient "
        "descent is difficult”, IEEE Transactions on Neural Networks 5 (1994)",
        "S. Hochreiter and J. Schmidhuber, “Long short-term memory”, Neural Computation 9 (1997), "
        "experiment 2",
    ),
    published="The longer something has to be kept, the less often gradient descent in a network "
    "of tanh units finds how (1994). LSTM bridges 100 steps and more in every trial, a recurrent "
    "network with back-propagation through time bridges 100 in none (1997).",
    differs="The task is theirs in kind, not in every detail: four letters, then noise of four "
    "other symbols. Adam, and an orthogonal recurrent matrix, which the tanh network of 1994 did "
    "not have.",
    criterion_says="solved: more than 95 % of the held-out letters recalled",
    criterion=Criterion(0.95, "solved", "not solved"),
    measure="metric",
    unit="letters recalled",
    lengths=(10, 30, 60, 100),
    settings={"hidden": 32, "batch": 32, "optimizer": "adam", "rate": 0.01, "clip": 1.0},
    members=(
        Member("LSTM", {"cell": "lstm"}, published={10: True, 30: True, 60: True, 100: True}),
        Member("tanh RNN", {"cell": "elman"}, published={100: False}),
    ),
    updates=400,
    every=20,
    seeds=5,
)
