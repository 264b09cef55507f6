"""Formulas and texts of worksheets in LaTeX's own signs: amsmath and amssymb suffice for them."""

import re

#: Signs of formulas, and those that LaTeX takes for its own.
SIGNS = {
    "\\": r"\backslash{}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\sim{}",
    "^": r"\hat{}",
    "−": "-",
    "·": r"\cdot ",
    "⊙": r"\odot ",
    "∂": r"\partial ",
    "Σ": r"\sum ",
    "σ": r"\sigma ",
    "α": r"\alpha ",
    "δ": r"\delta ",
    "∞": r"\infty ",
    "…": r"\ldots ",
    "▸": r"\triangleright ",
    "␣": r"\sqcup ",
    "←": r"\leftarrow ",
    "→": r"\rightarrow ",
    "⟨": r"\langle ",
    "⟩": r"\rangle ",
    "■": r"\blacksquare ",
    "⊣": r"\dashv ",
    "♯": r"\sharp ",
    "♭": r"\flat ",
    "ᵀ": r"^{\top}",
    "\u200a": "",
    "ŷ": r"\hat{y}",
    " ": r"\,",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
}
#: Accents that stand behind their letter.
ACCENTS = {"\u0303": r"\tilde", "\u0302": r"\hat"}
RAISED, LOWERED = "⁻⁰¹³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
_RAISED, _LOWERED = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+"), re.compile(f"[{LOWERED}]+")
_LEVEL = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹" + LOWERED, "-0123456789" + "0123456789")
FUNCTIONS = ("tanh", "softmax", "exp", "ReLU", "ln", "id")
#: Names of functions, and words, which stand upright; of indices only the longer ones do.
_WORD, _WORD_BELOW = re.compile("[A-Za-z]{2,}"), re.compile("[A-Za-z]{4,}")
#: LaTeX makes room about these by itself.
_ROOMY = re.compile(r" *([+−⊙·=,]) *|(?:(?<=ln)|(?<=Σ)) +")
#: ∂E/∂h_t, W_hy, h̃: symbols within a text.
_SYMBOL = re.compile(r"(?<!\w)(?:∂E/∂)?[^\W\d_](?:[\u0300-\u036f]+|[\u0300-\u036f]*_\w+)(?!\w)")
_NUMBERED = re.compile(f"[^\\W\\d_][{LOWERED}]+")
_IN_MATH = set("\\~^−·⊙∂Σσαδ∞…▸␣■⊣♯♭←→⟨⟩²ᵀŷ" + RAISED + LOWERED)
LAST_LATIN = 0x17F


def math(content: str, is_low: bool = False) -> str:
    """A text of a formula within $…$, or of an index in it."""
    content = _ROOMY.sub(lambda found: found[1] or "", content)
    words = (_WORD_BELOW if is_low else _WORD).split(content)
    names = (_WORD_BELOW if is_low else _WORD).findall(content)
    found = _signs(words[0])
    for name, after in zip(names, words[1:], strict=True):
        # No line is broken at a sign behind the name of a function.
        kind = "operatorname" if name in FUNCTIONS else "text"
        found += rf"\{kind}{{{name}}}{_signs(after)}"
    return found


def _signs(content: str) -> str:
    content = _RAISED.sub(lambda found: "\2" + found[0].translate(_LEVEL) + "\4", content)
    content = _LOWERED.sub(lambda found: "\3" + found[0].translate(_LEVEL) + "\4", content)
    found = ""
    for character in content:
        found = _with(found, character)
    return found.replace("\2", "^{").replace("\3", "_{").replace("\4", "}")


def _with(found: str, character: str) -> str:
    if character in ACCENTS:
        return f"{found[:-1]}{ACCENTS[character]}{{{found[-1:]}}}"
    if character.isascii() or character in SIGNS:
        return found + SIGNS.get(character, character)
    return found + rf"\text{{{_known(character)}}}"


def _known(character: str) -> str:
    """Letters of Latin script; of others the number, since fonts for them may be missing."""
    return character if ord(character) <= LAST_LATIN else f"U+{ord(character):04X}"


def width(content: str) -> int:
    """How many letters a text has in print."""
    return sum(1 if character in SIGNS else len(_known(character)) for character in content)


def text(content: str) -> str:
    """A text outside of formulas."""
    found = ""
    for character in content:
        plain = " " if character == " " else SIGNS.get(character, _known(character))
        found += f"${math(character)}$" if character in _IN_MATH else plain
    return found


def prose(content: str) -> str:
    """A text that has symbols in it."""
    found, at = "", 0
    for match in _SYMBOL.finditer(content):
        found += text(content[at : match.start()]) + f"${_symbol(match[0])}$"
        at = match.end()
    return found + text(content[at:])


def _symbol(content: str) -> str:
    letter, _, below = content.partition("_")
    return math(letter) + (f"_{{{math(below.replace('_', ','), True)}}}" if below else "")


def label(content: str) -> str:
    """The name of a number of a vector: "h₃" is a symbol, all else a text."""
    return f"${math(content)}$" if _NUMBERED.fullmatch(content) else text(content)
