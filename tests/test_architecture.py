"""Rules of the structure that the import contracts in pyproject.toml cannot tell."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "rnnviz").rglob("*.py"))
LONGEST = 400

# These run before it is known what is installed, or must not load Qt where none is wanted.
MAY_IMPORT_LATE = ("rnnviz/cli", "rnnviz/__main__.py")


def test_that_no_file_is_longer_than_one_can_overlook() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_that_every_module_says_what_it_is() -> None:
    # An empty __init__.py only makes a folder a package.
    undocumented = [
        name(path)
        for path in MODULES
        if (tree := parse(path)).body and ast.get_docstring(tree) is None
    ]
    assert undocumented == []


def test_that_imports_stand_at_the_top() -> None:
    # An import inside a function hides from the reader, and from the contracts, a cycle.
    late = [
        f"{name(path)}:{line}"
        for path in MODULES
        if not name(path).startswith(MAY_IMPORT_LATE)
        for line in late_imports(parse(path))
    ]
    assert late == []


def test_that_late_imports_are_seen() -> None:
    code = "import a\ndef f():\n    import b\nclass C:\n    def g(self):\n        from c import d\n"
    assert list(late_imports(ast.parse(code))) == [3, 6]


def late_imports(tree: ast.Module) -> Iterator[int]:
    """The lines of imports inside functions."""
    lines = {
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    yield from sorted(lines)


def parse(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def name(path: Path) -> str:
    """The path of a file as we write it: rnnviz/engine/network.py."""
    return path.relative_to(ROOT).as_posix()
