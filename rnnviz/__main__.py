"""The start of the program, from `rnnviz`, `python -m rnnviz` and `python main.py` alike."""

import os
import sys
from importlib.util import find_spec

REQUIRED = ("numpy", "PySide6", "pyqtgraph", "msgspec", "tqdm", "safetensors")

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def main() -> int:
    """Start rnnviz, and return its exit status."""
    # NumPy reads these once, when it is imported. Left to itself it computes with a thread per
    # core, and the window waits for them: the longest gap between two frames while a network
    # trains rises from 50 ms to 400 ms and more. Our matrices are too small to gain by it.
    for name in THREAD_VARIABLES:
        os.environ.setdefault(name, "1")

    missing = [name for name in REQUIRED if find_spec(name) is None]
    if missing:
        return fail(
            f"rnnviz needs {', '.join(missing)}: "
            "`make run` installs all it needs, and so does `python -m pip install -e .`"
        )
    from rnnviz.cli import main as run

    try:
        return run()
    except ImportError as error:
        if "cannot open shared object file" not in str(error):
            raise
        return fail(f"Qt needs a library of the system ({error}): `make run` installs it")


def fail(message: str) -> int:
    """Say in one line why rnnviz cannot start, and return the exit status for that."""
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
