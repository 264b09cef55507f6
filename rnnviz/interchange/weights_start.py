"""A run that starts from a file of weights: the settings that fit them, and the weights."""

from pathlib import Path

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.torch_weights import TorchWeights
from rnnviz.interchange.weight_file import load_weights
from rnnviz.scenarios import scenario
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.starting_weights import StartingWeights
from rnnviz.session.training_run import task_of

#: The settings that follow from a file.
FROM_FILE = ("cell", "hidden", "layers", "direction", "attention", "reset", "activation")


def start_from_file(settings: Settings, path: Path) -> tuple[Settings, StartingWeights]:
    """The settings with a network as in the file, and its weights; task and data stay.

    Raises FileError where the file is none of weights or does not fit the task, SettingError
    or ScenarioError where such a network cannot be.
    """
    weights = load_weights(path)
    fitting = with_network(settings, weights)
    _check_fit(fitting, weights, path.name)
    return fitting, StartingWeights(path.name, weights.parameters())


def with_network(settings: Settings, weights: TorchWeights) -> Settings:
    """The settings with the sizes, the cell and the type of numbers of the weights. What weights
    do not tell, nn.RNN's activation, stays as it is."""
    return changed(
        settings,
        {
            "cell": "elman" if weights.kind == "rnn" else weights.kind,
            "hidden": weights.hidden,
            "layers": weights.layers,
            "direction": "both" if weights.both else "forward",
            "attention": False,
            "reset": "after" if weights.kind == "gru" else settings.reset,
            "activation": weights.activation or settings.activation,
            "precision": str(weights.dtype),
        },
    )


def _check_fit(settings: Settings, weights: TorchWeights, name: str) -> None:
    chosen, task = scenario(settings.scenario), task_of(settings)
    if chosen.has_decoder:
        raise FileError(
            f"{name} is {weights.title}; {chosen.title} wants an encoder and a decoder, which "
            f"PyTorch has no layer for. Choose another scenario first."
        )
    met, wanted = (weights.inputs, weights.outputs), (task.inputs, task.outputs)
    if met != wanted:
        raise FileError(
            f"{name} is {weights.title}: it reads {met[0]} numbers a step and gives {met[1]}; "
            f"{chosen.title} has inputs of {wanted[0]} and outputs of {wanted[1]}. Choose a "
            f"scenario, or data, that fit."
        )
