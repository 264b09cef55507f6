"""Dates as people write them, in seven languages, and the same in ISO 8601: 2026-11-26.

The task of character-level translation that courses use; here with days, not only strings, that
are held out: no day of the held-out part is met in training in any language.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

#: The seed of all that is drawn, how many dates are drawn, and how many of them are held out.
SEED, DRAWN, HELD_OUT = 2, 9_000, 300
#: The most characters of a date as it is written.
LONGEST = 30
FIRST, LAST = date(1950, 1, 1), date(2049, 12, 31)


@dataclass(frozen=True)
class Language:
    """The names of a language, and its ways to write a date.

    months, days  all names; Monday is the first day.
    short         letters of a short name of a month.
    formats       with {d}, {dd} day; {m} number, {month}, {mon} name of the month; {year};
                  {weekday}.
    first         how the first day of a month is written with the month's name.
    """

    name: str
    months: tuple[str, ...]
    days: tuple[str, ...]
    short: int
    formats: tuple[str, ...]
    first: str = "1"

    def write(self, day: date, style: str) -> str:
        """The day in one of the formats."""
        month = self.months[day.month - 1]
        return style.format(
            d=self.first if day.day == 1 else day.day,
            dd=f"{day.day:02}",
            m=f"{day.month:02}",
            month=month,
            mon=month[: self.short],
            year=day.year,
            weekday=self.days[day.weekday()],
        )


def _language(
    name: str, months: str, days: str, short: int, formats: str, first: str = "1"
) -> Language:
    ways = tuple(formats.split(" | "))
    return Language(name, tuple(months.split()), tuple(days.split()), short, ways, first)


LANGUAGES = (
    _language(
        "English",
        "January February March April May June July August September October November December",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        3,
        "{d} {month} {year} | {month} {d}, {year} | {weekday}, {d} {month} {year} | "
        "{dd} {mon} {year}",
    ),
    _language(
        "French",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        4,
        "{d} {month} {year} | le {d} {month} {year} | {weekday} {d} {month} {year} | "
        "{dd}/{m}/{year}",
        "1er",
    ),
    _language(
        "German",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        3,
        "{d}. {month} {year} | {weekday}, {d}. {month} {year} | {d}. {mon} {year} | "
        "{dd}.{m}.{year}",
    ),
    _language(
        "Spanish",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "lunes martes miércoles jueves viernes sábado domingo",
        3,
        "{d} de {month} de {year} | {weekday}, {d} de {month} {year} | {d} {mon} {year}",
    ),
    _language(
        "Italian",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        3,
        "{d} {month} {year} | {weekday} {d} {month} {year} | {d} {mon} {year}",
    ),
    _language(
        "Portuguese",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "segunda terça quarta quinta sexta sábado domingo",
        3,
        "{d} de {month} de {year} | {weekday}, {d} de {month} {year} | {d} {mon} {year}",
    ),
    _language(
        "Dutch",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        3,
        "{d} {month} {year} | {weekday} {d} {month} {year} | {dd}-{m}-{year}",
    ),
)


@cache
def written_dates() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(as written, ISO) to train on, and held out; always the same."""
    rng = np.random.default_rng(SEED)
    days = rng.permutation((LAST - FIRST).days + 1)[:DRAWN]
    pairs = [_pair(FIRST + timedelta(int(day)), rng) for day in days]
    fitting = [pair for pair in pairs if len(pair[0]) <= LONGEST]
    return fitting[HELD_OUT:], fitting[:HELD_OUT]


def _pair(day: date, rng: np.random.Generator) -> tuple[str, str]:
    language = LANGUAGES[rng.integers(len(LANGUAGES))]
    style = language.formats[rng.integers(len(language.formats))]
    return language.write(day, style), day.isoformat()
