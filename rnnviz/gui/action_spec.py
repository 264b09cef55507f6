"""ActionSpec: one thing that can be done, as all menus, buttons, tooltips and lists tell of it."""

from dataclasses import dataclass

FILE, EDIT, VIEW, RUN, DEBUG, HELP = MENUS = ("File", "Edit", "View", "Run", "Debug", "Help")


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    key       its name in the program.
    title     its name in the menu; … where a dialog follows.
    shortcut  its key, "" where it has none.
    tip       what it does, in one sentence.
    menu      one of MENUS.
    icon      a file of resources/icons, "" where it has none.
    apart     whether a line parts it from the action before.
    repeats   whether holding the key does it again.
    """

    key: str
    title: str
    shortcut: str
    tip: str
    menu: str
    icon: str = ""
    apart: bool = False
    repeats: bool = False
