"""Sentences drawn from frames and names, with the tag of every word."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from rnnviz.scenarios.entities.frames import AFTER, ALONE, BEFORE, FILLERS, STATEMENTS
from rnnviz.scenarios.entities.names import Names, names
from rnnviz.scenarios.entities.spans import OUTSIDE
from rnnviz.scenarios.entities.word_lists import FIRMS, LAND, LOCAL, OF, SIDES, WAYS

#: One frame in so many is kept from training: its sentences are new in their wording too.
NEW_FRAMES = 8
#: How often a person's name is a word or a place as well.
PUZZLING = 0.25

#: How many sentences are statements; the others are questions, orders and puzzles.
STATED = 0.75

#: Words with their tags.
Tokens = list[tuple[str, str]]


class Sentences:
    """Sentences without end, drawn with `random`.

    held_out  whether their names are those that are never trained on. Their frames are all
              frames; without it, those that are kept from training are left out.
    """

    def __init__(self, random: Random, held_out: bool) -> None:
        self._random, self._names = random, names(held_out)
        self._statements = _part(STATEMENTS, held_out)
        self._alone = _part(ALONE, held_out)

    def next(self) -> Tokens:
        """A sentence; it begins with a capital."""
        if self._random.random() < STATED:
            frame = self._random.choice(self._statements)
            frame = f"{self._maybe(BEFORE)} {frame} {self._maybe(AFTER)} ."
        else:
            frame = self._random.choice(self._alone)
        tokens = [token for word in frame.split() for token in self._filled(word)]
        first, tag = tokens[0]
        return [(first[0].upper() + first[1:], tag), *tokens[1:]]

    def _maybe(self, texts: Sequence[str]) -> str:
        return self._random.choice(texts) if self._random.random() < 0.4 else ""

    def _filled(self, word: str) -> Tokens:
        """What stands for a word of a frame."""
        if not word.startswith("{"):
            return [(word, OUTSIDE)]
        slot = word[1:-1]
        if slot in FILLERS:
            return [(self._random.choice(FILLERS[slot]), OUTSIDE)]
        return tagged(self._random.choice(_FORMS[slot])(self._random, self._names), _KINDS[slot])


def _part(frames: Sequence[str], held_out: bool) -> list[str]:
    """All frames, or those that are not kept from training."""
    return [frame for n, frame in enumerate(frames, 1) if held_out or n % NEW_FRAMES]


def tagged(name: str, kind: str) -> Tokens:
    """The words of a name: "B-KIND", then "I-KIND"."""
    first, *others = name.split()
    return [(first, f"B-{kind}"), *((word, f"I-{kind}") for word in others)]


def _first(random: Random, names: Names) -> str:
    puzzling = random.random() < PUZZLING
    return random.choice(names.puzzling_first if puzzling else names.first)


def _last(random: Random, names: Names) -> str:
    puzzling = random.random() < PUZZLING
    return random.choice(names.puzzling_last if puzzling else names.last)


def _full(random: Random, names: Names) -> str:
    return f"{_first(random, names)} {_last(random, names)}"


def _initial(random: Random, names: Names) -> str:
    return f"{_first(random, names)[0]}. {_last(random, names)}"


def _place(random: Random, names: Names) -> str:
    return random.choice(names.places)


def _way(random: Random, names: Names) -> str:
    return f"{_last(random, names)} {random.choice(WAYS)}"


def _land(random: Random, names: Names) -> str:
    return f"{random.choice(LAND)} {_last(random, names)}"


def _side(random: Random, names: Names) -> str:
    return f"{random.choice(SIDES)} {_place(random, names)}"


def _body(random: Random, names: Names) -> str:
    return random.choice(names.bodies)


def _firm(random: Random, names: Names) -> str:
    return f"{_last(random, names)} {random.choice(FIRMS)}"


def _partners(random: Random, names: Names) -> str:
    return f"{_last(random, names)} & {_last(random, names)}"


def _house(random: Random, names: Names) -> str:
    return _last(random, names)


def _local(random: Random, names: Names) -> str:
    return f"{_place(random, names)} {random.choice(LOCAL)}"


def _of_place(random: Random, names: Names) -> str:
    return f"{random.choice(OF)} {_place(random, names)}"


_Form = Callable[[Random, Names], str]
#: What a slot may hold; what stands there twice is drawn twice as often.
_FORMS: Mapping[str, tuple[_Form, ...]] = {
    "per": (_full, _full, _full, _first, _last, _initial),
    "first": (_first,),
    "last": (_last,),
    "loc": (_place, _place, _place, _way, _land, _side),
    "org": (_firm, _firm, _partners, _house, _local, _of_place, _body, _body),
}
_KINDS = {"per": "PER", "first": "PER", "last": "PER", "loc": "LOC", "org": "ORG"}
