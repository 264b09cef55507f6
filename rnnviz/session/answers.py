"""NetworkAnswers: a network that a scenario may ask, for its metric and its exhibit."""

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.feeding import everywhere, with_own_answers
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Network


class NetworkAnswers:
    """The answers of a network with its present weights; asking changes nothing in it.

    fed_from  where in the input vector the output symbols begin; see Task.
    """

    def __init__(self, network: Network, loss: Loss, fed_from: int = 0):
        self._network, self._loss, self._fed_from = network, loss, fed_from

    def outputs(self, batch: Batch) -> Floats:
        """ŷ of every step, (T, B, O), with every input as the batch gives it."""
        y = self._network.forward(batch, self._network.start(batch.size)).y
        return self._loss.evaluate(y, batch).outputs

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        """ŷ of every step where each `fed` input is the network's own answer, (T, B, O).

        steps  go on to so many steps in all where the batch has fewer.
        """
        longer, own = everywhere(batch, steps)
        start = self._network.start(batch.size)
        read, y = with_own_answers(self._network, self._loss, longer, start, own, self._fed_from)
        return self._loss.evaluate(y, read).outputs
