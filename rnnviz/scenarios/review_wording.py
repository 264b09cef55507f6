"""The wording of made-up reviews: who does what in a plot, and how films are judged."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GOOD = _words(
    "good great wonderful brilliant charming funny clever gripping moving lovely excellent "
    "beautiful fascinating fresh superb"
)
BAD = _words(
    "bad awful terrible boring dull stupid weak tedious clumsy silly ugly poor horrible "
    "annoying cheap"
)
NEUTRAL = _words("old small red long quiet northern empty young famous tall")

WHO = _words(
    "detective captain clerk thief queen teacher doctor gardener pilot orphan painter lawyer "
    "soldier baker widow student journalist spy singer magician"
)
#: * is where an adjective may stand.
DOES = (
    "finds a * letter",
    "moves to a * town",
    "does not believe the * judge",
    "falls in love with a * stranger",
    "steals a * painting",
    "never opens the * box",
    "leaves the * house",
    "hides from a * storm",
    "buys a * horse for the money",
    "has no time for the * children",
    "inherits a * castle",
    "regrets a * speech",
    "misses the * train",
    "tells a * lie",
    "waits for a * answer",
    "wants to see the * sea again",
    "wastes a * summer",
    "cannot forget the * song",
    "sails to a * island",
    "gives the * ticket to a friend",
)
WHEN = (
    "in the north",
    "after the war",
    "on a cold * day",
    "without a word",
    "for the first time",
    "before the wedding",
    "at the end of a * winter",
    "in a * village",
)

LINK = ("", "", "", "then ", "but ", "soon ")

#: Verdicts. # is the place of the word that judges; ~ that of a word that says the contrary of
#: the verdict.
PLAIN = (
    "it is #",
    "i found it # from beginning to end",
    "what a # film",
    "it is simply #",
    "a # film",
    "everything about it is #",
)
NEGATED = (
    "it is not # at all",
    "it is anything but #",
    "it is far from #",
    "nobody could call it #",
    "i did not find it #",
    "there is nothing # about it",
    "some say it is # , but it is not",
    "the actors are ~ , but the film is not #",
)
TURNED = (
    "it looks ~ , but it is #",
    "the music is ~ , but the film is #",
    "it is # , although the actors are ~",
    "i thought it would be ~ , and it is #",
)
OF_THINGS = (
    ("not worth #", "hardly worth #", "i regret #"),
    ("worth #", "well worth #", "i do not regret #"),
)
OF_PEOPLE = (
    ("i would not recommend it to #", "i cannot recommend it to #"),
    ("i would recommend it to #", "i can only recommend it to #"),
)
THINGS = ("the money", "the ticket", "the time", "the evening", "the wait")
PEOPLE = ("my friends", "anybody", "my mother", "children", "a neighbour")
SO = ("", "", "in short , ", "all in all , ", "well , ")
