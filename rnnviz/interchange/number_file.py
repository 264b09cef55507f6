"""Tables of numbers as files, with all digits: CSV, or NPZ with an array for each column."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.view_numbers import Table
from rnnviz.trace import npz
from rnnviz.trace.npz import NpzError

KINDS = ("csv", "npz")


def csv_of(tables: Sequence[Table], delimiter: str = ",") -> str:
    """The tables one below the other, each after the line of its columns; where there are several,
    a line with its name stands before each, and an empty one between them."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    for number, table in enumerate(tables):
        if len(tables) > 1:
            file.write("\n" * bool(number) + f"# {table.name}\n")
        writer.writerow(table.columns)
        columns = [column.tolist() for column in table.columns.values()]
        writer.writerows(zip(*columns, strict=True))
    return file.getvalue()


def save_numbers(tables: Sequence[Table], path: Path) -> Path:
    """Write them, whole or not at all; .csv is added to what is none of KINDS. Returns the full
    path. Raises FileError."""
    if not tables:
        raise FileError("there are no numbers to write: the view shows nothing of this network")
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        kind, path = KINDS[0], path.with_name(f"{path.name}.{KINDS[0]}")

    def write(file: BinaryIO) -> None:
        if kind == "npz":
            _write_npz(file, tables)
        else:
            file.write(csv_of(tables).encode("utf-8"))

    try:
        npz.write_whole(path, write)
    except NpzError as error:
        raise FileError(f"{path} cannot be written: {error}") from error
    return path.absolute()


def _write_npz(file: BinaryIO, tables: Sequence[Table]) -> None:
    """Entries "table.column", with spaces made to underscores."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for table in tables:
            for name, column in table.columns.items():
                entry = f"{table.name}.{name}".replace(" ", "_").replace("/", "_")
                archive.writestr(npz.entry(f"{entry}.npy"), npz.npy(column))
