"""Texts of an SVG that take as much room with other fonts as with ours, which a reader may lack."""

import re
from functools import lru_cache
from html import unescape

from PySide6.QtGui import QFont, QFontMetricsF

#: As Qt writes them; the font stands there once more, in the group.
_TEXT = re.compile(
    r'(<text [^>]*?)font-family="([^"]*)" font-size="([0-9.]+)" font-weight="([0-9]+)" '
    r'font-style="([a-z]+)" *\n? *>([^<]*)</text>'
)
#: What comes after our own fonts, by a part of their names.
FALLBACKS = (("Mono", "monospace"), ("STIX", "serif"), ("", "sans-serif"))


def with_widths(content: bytes) -> bytes:
    """The same SVG, each text with the width that it has in our fonts."""
    return _TEXT.sub(_wide, content.decode("utf-8")).encode("utf-8")


def _wide(found: re.Match[str]) -> str:
    before, families, size, weight, style, text = found.groups()
    wide = _width(unescape(text), families, float(size), int(weight), style)
    fallback = next(name for part, name in FALLBACKS if part in families)
    length = f' textLength="{wide:.2f}" lengthAdjust="spacingAndGlyphs"' if wide else ""
    return (
        f'{before}font-family="{families},{fallback}" font-size="{size}" font-weight="{weight}" '
        f'font-style="{style}"{length}>{text}</text>'
    )


@lru_cache(maxsize=4096)
def _width(text: str, families: str, size: float, weight: int, style: str) -> float:
    font = QFont()
    font.setFamilies(families.split(","))
    font.setPixelSize(max(1, round(size)))
    font.setWeight(QFont.Weight(weight))
    font.setItalic(style == "italic")
    return QFontMetricsF(font).horizontalAdvance(text) if len(text) > 1 else 0.0
