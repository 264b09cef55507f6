"""NetworkAnswers: a network that a scenario may ask, for its metric and its exhibit."""

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Network


class NetworkAnswers:
    """The answers of a network with its present weights; asking changes nothing in it."""

    def __init__(self, network: Network, loss: Loss):
        self._network, self._loss = network, loss

    def outputs(self, batch: Batch) -> Floats:
        """ŷ of every step, (T, B, O)."""
        network = self._network
        forward = network.forward(batch.inputs, network.start(batch.size), batch.exists)
        return self._loss.evaluate(forward.y, batch).outputs
