"""Weights that a run starts from in the place of drawn ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.engine.batch import Floats
from rnnviz.engine.network import Network
from rnnviz.session.setting_error import SettingError


@dataclass(frozen=True, eq=False)
class StartingWeights:
    """Where they came from, e.g. the name of a file, and every parameter under our names."""

    name: str
    parameters: Mapping[str, Floats]

    def put_into(self, network: Network) -> None:
        """Let a network have them. Raises SettingError where they are those of another one."""
        met = {name: array.shape for name, array in self.parameters.items()}
        wanted = dict(network.parameters.shapes)
        if met != wanted:
            name = next(n for n in {**wanted, **met} if met.get(n) != wanted.get(n))
            raise SettingError(
                f"{self.name}: {name} is {met.get(name, 'missing')}; wanted "
                f"{wanted.get(name, 'none of that name')}."
            )
        for name, array in self.parameters.items():
            network.parameters[name][...] = array
