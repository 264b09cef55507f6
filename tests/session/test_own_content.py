"""What a file of one's own held when it was read."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from rnnviz.session import own_content
from rnnviz.session.own_content import OwnContent, content_of


def test_that_a_content_is_told_by_its_bytes_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"abc" * 700_000)
    other.write_bytes(one.read_bytes())
    assert content_of(one) == OwnContent(2_100_000, sha256(one.read_bytes()).hexdigest())
    assert content_of(one) == content_of(other)
    one.write_bytes(b"abd" * 700_000)
    assert content_of(one) != content_of(other)


def test_that_what_has_no_content_to_tell_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_content, "MOST_BYTES", 10)
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "empty").touch()
    (tmp_path / "large").write_bytes(bytes(11))
    names = ["fifo", "empty", "large", "nothing", "a\0b", "x" * 5000]
    paths = [tmp_path, Path("/dev/zero"), Path("/proc/kmsg"), *(tmp_path / name for name in names)]
    assert [content_of(path) for path in paths] == [None] * len(paths)
