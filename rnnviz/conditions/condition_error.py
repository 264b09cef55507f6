"""ConditionError: a condition that cannot be used, and where in it."""


class ConditionError(Exception):
    """What was met and what is wanted, at a column.

    column  of the text, from 1.
    """

    def __init__(self, message: str, column: int):
        super().__init__(f"column {column}: {message}")
        self.message, self.column = message, column
