"""Copy memory: which cell goes below the loss of a network without a memory, at which delay."""

from rnnviz.experiments.experiment import Criterion, Experiment, Member

COPY_MEMORY = Experiment(
    key="copy-memory",
    sources=(
        "S. Hochreiter and J. Schmidhuber, “Long short-term memory”, Neural Computation 9 (1997)",
        "M. Arjovsky, A. Shah and Y. Bengio, “Unitary evolution recurrent neural networks”, "
        "ICML 2016, section 5.1 and figure 1",
    ),
    published="At T = 100 the LSTM goes below the baseline of a network without a memory, "
    "10·ln 8 / (T + 20); the tanh network and the ReLU network with identity matrix do not. (At "
    "T = 200 and more the LSTM does not either; their unitary network, which is not in this "
    "program, does.)",
    differs="There RMSProp and thousands of updates, here Adam and 800. Shorter delays and the GRU "
    "are ours.",
    criterion_says="below: loss per step on held-out sequences at least 1 % below the baseline, "
    "which cannot be without a memory",
    criterion=Criterion(0.99, "below", "not below", of_baseline=True, more_is_better=False),
    measure="loss",
    unit="loss per step, nats",
    lengths=(10, 40, 100),
    settings={"hidden": 64, "batch": 32, "optimizer": "adam"},
    members=(
        Member("GRU", {"cell": "gru", "rate": 0.01, "clip": 20.0}),
        Member(
            "LSTM",
            {"cell": "lstm", "rate": 0.01, "clip": 20.0, "forget_bias": 3.0},
            at={100: {"forget_bias": 5.0}},
            published={100: True},
        ),
        Member(
            "tanh RNN",
            {"cell": "elman", "rate": 0.001, "clip": 1.0},
            published={100: False},
        ),
        Member(
            "ReLU RNN, identity",
            {
                "cell": "elman",
                "activation": "relu",
                "init": "identity",
                "rate": 0.001,
                "clip": 1.0,
            },
            published={100: False},
        ),
    ),
    updates=800,
    every=40,
)
