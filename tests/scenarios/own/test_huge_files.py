"""Files of 200 MB: read in bounded memory and time."""

import subprocess
import sys
from pathlib import Path

import pytest

#: What a process of its own does, so that its memory can be measured: read, and say so.
READER = """
import resource, sys
from pathlib import Path
from rnnviz.scenarios import scenario
from rnnviz.scenarios.scenario import Request
key, path = sys.argv[1:]
chosen = scenario(key)
task = chosen.prepare(Request("file", Path(path), chosen.length[2]))
print(dict(task.facts)["Read"])
status = Path("/proc/self/status")
if status.exists():
    # Linux counts into ru_maxrss what the process had that this one was started from.
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    print(int(peak.split()[1]) * 1024)
else:
    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
"""
LINES = {
    "character-model": "The quick brown fox — he jumps over the lazy dog.\n",
    "sentiment": "no. # was not worth it,bad\nno. # was worth the money,good\n",
    "named-entities": "Harry B-PER\nmet O\nHermione B-PER\n\n",
    "series": "1.25,2.5,-3.75\n4.5,0.5,2.25\n",
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no way to measure memory there")
@pytest.mark.parametrize("key", LINES)
def test_that_a_huge_file_takes_less_than_a_gigabyte(tmp_path: Path, key: str) -> None:
    path, line = tmp_path / "huge", LINES[key]
    part = "".join(line.replace("#", str(n)) for n in range(1_000_000 // len(line))).encode()
    with path.open("wb") as file:
        for _ in range(200_000_000 // len(part)):
            file.write(part)
    words = [sys.executable, "-c", READER, key, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    path.unlink()
    read, memory = done.stdout.splitlines()
    assert read.startswith("only the first 20,000,000 of")
    assert int(memory) < 1e9
