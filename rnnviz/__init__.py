"""rnnviz: watch a recurrent network learn, and step through every operation of it."""

__version__ = "0.1.0"
