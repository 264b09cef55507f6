"""Two complete palettes, light and dark, over Qt's Fusion style; and the fonts that ship."""

from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from rnnviz.resource import resource

FONT_FILES = (
    "Inter-Regular.otf",
    "Inter-SemiBold.otf",
    "DejaVuSans.ttf",
    "DejaVuSansMono.ttf",
    "STIXGeneral-Regular.otf",
    "STIXGeneral-Italic.otf",
)
#: What Inter lacks (⊙, ∇, ␣, …) comes from DejaVu Sans, so that no glyph is ever missing.
PLAIN, MONO, MATH = (
    ["Inter", "DejaVu Sans"],
    ["DejaVu Sans Mono"],
    ["STIXGeneral", "DejaVu Sans"],
)


def load_fonts() -> None:
    """Make the fonts of resources/fonts known to Qt. Wants a QGuiApplication."""
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))


def font(size: float = 9.5, bold: bool = False, families: list[str] = PLAIN) -> QFont:
    """A font of ours; `size` in pixels × 0.75, as on a screen of 96 dots per inch."""
    made = QFont()
    made.setFamilies(families)
    made.setPixelSize(round(size * 4 / 3))
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def ramp(*anchors: str) -> NDArray[np.uint32]:
    """256 colours (0xffRRGGBB) evenly between the anchors."""
    ends = [QColor(anchor) for anchor in anchors]
    at, places = np.linspace(0, len(ends) - 1, 256), np.arange(len(ends))
    red, green, blue = (
        np.interp(at, places, channel).round().astype(np.uint32)
        for channel in (
            [end.red() for end in ends],
            [end.green() for end in ends],
            [end.blue() for end in ends],
        )
    )
    colors: NDArray[np.uint32] = (
        np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue
    )
    return colors


@dataclass(frozen=True)
class Look:
    """One complete palette.

    window, card, border, text, muted, faint, accent, accent_soft, error, warning  as named.
    signed     diverging: blue is negative, orange positive, the middle is 0.
    gate       one hue, 0 to 1.
    magnitude  one warm hue, for norms of gradients.
    is_clear   whether nothing is painted behind a view: it stands on whatever its picture will.
    is_bare    whether titles, captions, legends and frames are left out.
    """

    name: str
    window: QColor
    card: QColor
    border: QColor
    text: QColor
    muted: QColor
    faint: QColor
    accent: QColor
    accent_soft: QColor
    warm: QColor
    teal: QColor
    error: QColor
    control: QColor
    signed: NDArray[np.uint32] = field(repr=False)
    gate: NDArray[np.uint32] = field(repr=False)
    magnitude: NDArray[np.uint32] = field(repr=False)
    is_clear: bool = False
    is_bare: bool = False

    def variant(self, is_clear: bool, is_bare: bool) -> "Look":
        """The same palette for pictures that are to stand in others. Pictures of parts are kept by
        the look's name, so it has one of its own."""
        if not is_clear and not is_bare:
            return self
        name = f"{self.name}{' clear' * is_clear}{' bare' * is_bare}"
        return replace(self, name=name, is_clear=is_clear, is_bare=is_bare)


LIGHT = Look(
    name="light",
    window=QColor("#f4f6fa"),
    card=QColor("#ffffff"),
    border=QColor("#dde3ec"),
    text=QColor("#1c2430"),
    muted=QColor("#66717f"),
    faint=QColor("#b4bdc9"),
    accent=QColor("#2563d9"),
    accent_soft=QColor("#e2ebfb"),
    warm=QColor("#c2620a"),
    teal=QColor("#0f766e"),
    error=QColor("#b3261e"),
    control=QColor("#f7f9fc"),
    signed=ramp("#1f5fa8", "#7fb0de", "#f7f8fa", "#f2b873", "#c2620a"),
    gate=ramp("#f1f7f6", "#7fbdb4", "#0b6b62"),
    magnitude=ramp("#fdf3e7", "#f0a458", "#b04a05", "#6b2503"),
)

DARK = Look(
    name="dark",
    window=QColor("#11151b"),
    card=QColor("#191f28"),
    border=QColor("#2b3441"),
    text=QColor("#e7ecf3"),
    muted=QColor("#98a4b5"),
    faint=QColor("#4a5565"),
    accent=QColor("#6ba6ff"),
    accent_soft=QColor("#22324d"),
    warm=QColor("#f29a45"),
    teal=QColor("#37c0ab"),
    error=QColor("#ff8a80"),
    control=QColor("#202833"),
    signed=ramp("#8cc4ff", "#3e7fc4", "#1f2630", "#c4772a", "#ffc583"),
    gate=ramp("#1f2a30", "#1f7f74", "#6fe6d3"),
    magnitude=ramp("#2a211b", "#9a4a12", "#f08c35", "#ffe0b8"),
)


class Colored(Protocol):
    """A part of the window that is drawn in the colours of a look."""

    def set_look(self, look: Look) -> None:
        """Change to another palette."""


LOOKS = {look.name: look for look in (LIGHT, DARK)}


def qt_palette(look: Look) -> QPalette:
    """The palette of Qt's own widgets."""
    palette, role = QPalette(), QPalette.ColorRole
    for color, roles in (
        (look.window, (role.Window,)),
        (look.card, (role.Base, role.ToolTipBase)),
        (look.control, (role.Button, role.AlternateBase)),
        (look.text, (role.WindowText, role.Text, role.ButtonText, role.ToolTipText)),
        (look.accent, (role.Highlight, role.Link)),
        (look.card, (role.HighlightedText,)),
        (look.muted, (role.PlaceholderText,)),
    ):
        for each in roles:
            palette.setColor(each, color)
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, look.faint)
    return palette
