"""Opens projects with little memory, in a process of its own, and says what came of it.

    python -m tests.interchange.projects.limited_loading GOOD HOSTILE…

GOOD is opened first, so that everything is loaded that any project needs. A line for each of the
others: seconds, how many MB more were in use, and the message.
"""

import resource
import sys
import time
from pathlib import Path

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.project_file import load_project

#: Bytes of addresses that hostile files may ask for: less than any of them says that it needs.
ROOM = 300 << 20


def addresses() -> int:
    """Bytes of addresses in use."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def peak() -> int:
    """The most kB of memory that ever were in use."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def outcome(path: Path) -> str:
    before, began = peak(), time.perf_counter()
    try:
        load_project(path)
        text = "opened"
    except FileError as error:
        text = str(error)
    return f"{time.perf_counter() - began:.2f} {peak() - before >> 10} {text}"


if __name__ == "__main__":
    load_project(Path(sys.argv[1]))
    limit = addresses() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for argument in sys.argv[2:]:
        print(outcome(Path(argument)), flush=True)  # noqa: T201
