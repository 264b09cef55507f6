"""Results as tables for people: names above, numbers aligned at their right ends."""

from collections.abc import Iterator, Mapping, Sequence

Row = Mapping[str, object]


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of a table with one column for each name in the rows."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[name.replace("_", " ") for name in names]]
    cells += [[shown(row.get(name)) for name in names] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    numbers = [all(_is_number(row.get(name)) for row in rows) for name in names]
    for line in cells:
        padded = (
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, numbers, strict=True)
        )
        yield ("  " + "  ".join(padded)).rstrip()


def figures(row: Row) -> Iterator[str]:
    """One name and its value a line."""
    names = {name: name.replace("_", " ") for name in row}
    left = max(map(len, names.values()), default=0)
    right = max((len(shown(value)) for value in row.values()), default=0)
    for name, value in row.items():
        yield f"  {names[name].ljust(left)}  {shown(value).rjust(right)}"


def shown(value: object) -> str:
    """A value as it stands in a table: numbers to three places that count."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return str(value)


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
