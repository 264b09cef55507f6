"""How large a file is, in words."""

from pathlib import Path


def file_size(path: Path) -> str:
    """E.g. "12 kB" or "106 MB", of 1,000 and a million bytes; "?" where nobody can tell."""
    try:
        size = path.stat().st_size
    except OSError:
        return "?"
    if size < 1_000_000:
        return f"{max(1, round(size / 1e3)):,} kB"
    return f"{size / 1e6:,.{1 if size < 10_000_000 else 0}f} MB"
