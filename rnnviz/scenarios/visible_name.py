"""A name that can be seen for every character, also for those that leave no ink."""

import unicodedata

#: Signs for the blanks; all of them are in DejaVu Sans Mono. (The control pictures
#: U+2400 … U+241F are not, hence the caret notation below.)
SIGNS = {" ": "␣", "\n": "↵", "\t": "⇥", "\u00a0": "⍽"}


def visible_name(character: str) -> str:
    """The name of one character; no two characters have the same.

    Blanks have a sign of their own, other ASCII controls the caret notation (^A, ^?),
    a combining mark stands on a dotted circle, whatever else cannot be seen is U+….
    A sign that is itself in the text is written U+…, so that it is not taken for a blank.
    """
    point = ord(character)
    if character in SIGNS:
        return SIGNS[character]
    if point < 0x20 or point == 0x7F:
        return "^" + chr(point ^ 0x40)
    if character in SIGNS.values() or not character.isprintable():
        return f"U+{point:04X}"
    if unicodedata.category(character).startswith("M"):
        return "◌" + character
    return character
