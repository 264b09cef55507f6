"""What the C library does with freed memory."""

import platform
import subprocess
import sys

import pytest

# In a process of its own, since what is kept once is kept.
PROGRAM = """
import resource, sys
import numpy as np
from rnnviz.engine.memory import keep_freed_memory

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def make_and_drop():
    [np.ones(300_000, np.uint8) for _ in range(20)]

if sys.argv[1] == "keep":
    keep_freed_memory()
make_and_drop()
before = faults()
for _ in range(10):
    make_and_drop()
print(faults() - before)
"""


def page_faults(how: str) -> int:
    """How many pages the system maps while the same arrays are made and dropped ten times."""
    run = [sys.executable, "-c", PROGRAM, how]
    return int(subprocess.run(run, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="this is about glibc")
def test_that_memory_once_mapped_is_used_again() -> None:
    assert page_faults("keep") * 10 < page_faults("give back")
