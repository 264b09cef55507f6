"""Points in time as they are written: numbers, or dates of ISO 8601."""

import re
from datetime import UTC, datetime

from rnnviz.scenarios.own.numbers import number_in

_YEAR_AND_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def point_in_time(text: str, decimal: str = ".") -> float | None:
    """A number as it is; of a date, with or without a time of day, the year with its fraction.
    None where the text is neither."""
    number = number_in(text, decimal)
    if number is not None:
        return number
    if month := _YEAR_AND_MONTH.fullmatch(text):
        text += "-01"
        if not 1 <= int(month[2]) <= 12:
            return None
    return _year(text)


def _year(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=moment.tzinfo or UTC)
    if not 1 <= moment.year < 9999:
        return None
    begins, ends = (datetime(moment.year + more, 1, 1, tzinfo=moment.tzinfo) for more in (0, 1))
    return moment.year + (moment - begins) / (ends - begins)
