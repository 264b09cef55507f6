"""Make everything ready to run rnnviz: the environment in .venv, and what Qt needs of the system.

    python3 scripts/prepare.py [--dev]

Run again, it looks, finds all in place, and says nothing. It needs the standard library only,
since nothing is installed yet.
"""

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "rnnviz-stamp.json"
CONSTRAINTS = ROOT / "constraints.txt"

OLDEST_PYTHON = (3, 11)

# Shared libraries that Qt loads and its packages do not bring, and who has them on Debian and
# Ubuntu. With any of these missing, Qt does not start at all.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# And these are needed to open a window on an X display.
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def python_complaint(version: "tuple[int, int]") -> str:
    """What to say about a Python that is too old; "" where it is not."""
    if version >= OLDEST_PYTHON:
        return ""
    return "rnnviz needs Python {}.{} or newer; this is Python {}.{} ({}).".format(
        *OLDEST_PYTHON, *version, sys.executable
    )


# Up here, because an old Python does not even understand the functions that follow.
if __name__ == "__main__" and python_complaint(sys.version_info[:2]):
    sys.exit(python_complaint(sys.version_info[:2]))


class PrepareError(Exception):
    """Something only the user can put right; the message says what and how."""


def main(arguments: Sequence[str] = ()) -> int:
    """Prepare, and return the exit status."""
    parser = argparse.ArgumentParser(prog="prepare.py", description="Make rnnviz ready to run.")
    parser.add_argument("--dev", action="store_true", help="also what the tests need")
    extra = "dev" if parser.parse_args(arguments).dev else ""
    try:
        is_new = prepare_environment(extra)
        prepare_system(is_new)
        if is_new:
            try_qt()
    except PrepareError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. The next run goes on from here.", file=sys.stderr)
        return 130
    return 0


# ---------------------------------------------------------------- the environment in .venv


def prepare_environment(extra: str) -> bool:
    """Make .venv and install rnnviz into it. False where that has been done already."""
    found, wanted = read_stamp(STAMP), stamp(extra)
    if is_installed(found, wanted) and environment_python().exists():
        return False
    if is_elsewhere(found, wanted) or not environment_works():
        make_environment()
    install(extra)
    STAMP.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
    return True


def stamp(extra: str) -> dict[str, str]:
    """What an installation depends on: once any of it changes, install again."""
    text = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    return {
        "root": str(ROOT),
        "python": "{} {}".format(".".join(map(str, sys.version_info[:3])), sys.base_prefix),
        "requirements": hashlib.sha256(text).hexdigest(),
        "extra": extra,
    }


def read_stamp(path: Path) -> dict[str, str]:
    """The stamp that the last complete installation left, or an empty one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_installed(found: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether what was installed serves: the same, or the same with the tools for tests."""
    return found == wanted or found == {**wanted, "extra": "dev"}


def is_elsewhere(found: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether the environment was made by another Python or in another folder.

    Its scripts then start with a path that no longer holds. Without a stamp it may still be good.
    """
    return any(found.get(key, wanted[key]) != wanted[key] for key in ("root", "python"))


def environment_python() -> Path:
    """The Python in .venv."""
    if sys.platform == "win32":
        return ENVIRONMENT / "Scripts" / "python.exe"
    return ENVIRONMENT / "bin" / "python"


def environment_works() -> bool:
    """Whether .venv has a Python like ours, and pip: a broken one is made anew."""
    code = "import pip, sys; print(*sys.version_info[:2])"
    try:
        answer = run([str(environment_python()), "-c", code])
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.split() == [*map(str, sys.version_info[:2])]


def make_environment() -> None:
    """Make .venv, fetching the module that makes it where the system left it out."""
    if not can_make_environments():
        install_venv_module()
    say("Making the environment .venv...")
    made = run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)])
    if made.returncode != 0:
        raise PrepareError(f"{last_lines(made.stdout)}\nThe environment .venv could not be made.")


def can_make_environments() -> bool:
    """Whether this Python came with venv and ensurepip; Debian packs them separately."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def install_venv_module() -> None:
    """Get venv and ensurepip, or say how to."""
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if not shutil.which("apt-get"):
        raise PrepareError(
            f"This Python ({sys.executable}) came without venv or ensurepip; "
            "install them, or choose another Python: make run PYTHON=..."
        )
    if can_use_apt():
        say(f"Installing {package}...")
        apt_install([package])
        importlib.invalidate_caches()
    if not can_make_environments():
        raise PrepareError(f"Python needs a module to go on. Please run:\n{apt_line([package])}")


def install(extra: str) -> None:
    """Install rnnviz and what it needs, in the versions known to work together."""
    what = "rnnviz and the tools for its tests" if extra else "rnnviz and its libraries"
    say(f"Installing {what} into .venv (once, about a minute)...")
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    pip = [str(environment_python()), "-m", "pip", "--disable-pip-version-check"]
    done = run([*pip, "install", "--no-input", "-c", str(CONSTRAINTS), "-e", target])
    if done.returncode != 0:
        raise PrepareError(
            f"{last_lines(done.stdout)}\n"
            "The libraries could not be installed: is there a connection? Then run this again."
        )


# ---------------------------------------------------------------- libraries of the system


def prepare_system(is_new: bool) -> None:
    """See to it that the libraries are there which Qt expects of a Linux system.

    The first time we get all that is missing, later only what is missed.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries({**LIBRARIES, **X11_LIBRARIES})
    needed = needed_libraries(missing, has_x_display=bool(os.environ.get("DISPLAY")))
    fetched = missing if is_new else needed
    if fetched and can_use_apt():
        say("Installing what Qt needs of the system (once, under a minute)...")
        apt_install(packages_of(fetched))
        needed = missing_libraries(needed)
    if needed:
        raise PrepareError(libraries_advice(needed))


def try_qt() -> None:
    """Load Qt as the program will, so that it is here that we learn what else may be wrong."""
    tried = run([str(environment_python()), "-c", "from PySide6 import QtGui, QtWidgets"])
    if tried.returncode != 0:
        raise PrepareError(f"{last_lines(tried.stdout, 1)}\nQt is installed but cannot be loaded.")


def missing_libraries(names: Iterable[str]) -> list[str]:
    """Those of the shared libraries that cannot be loaded."""
    return [name for name in names if not can_load(name)]


def can_load(name: str) -> bool:
    """Whether the system's loader finds a shared library, and all that it needs itself."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def needed_libraries(missing: Iterable[str], has_x_display: bool) -> list[str]:
    """Those that Qt cannot do without here: no display, no windows."""
    return [name for name in missing if has_x_display or name in LIBRARIES]


def packages_of(libraries: Iterable[str]) -> list[str]:
    """The Debian packages that hold these libraries."""
    known = {**LIBRARIES, **X11_LIBRARIES}
    return [known[name] for name in libraries]


def libraries_advice(libraries: Sequence[str]) -> str:
    """How to get these libraries: where we know it, a line to be pasted into a terminal."""
    if shutil.which("apt-get"):
        line = apt_line(packages_of(libraries))
    elif shutil.which("dnf"):
        # Fedora finds packages by what they hold.
        line = "sudo dnf install -y " + " ".join(f"'{name}()(64bit)'" for name in libraries)
    else:
        return f"Qt needs libraries that this system lacks; please install {' '.join(libraries)}"
    return f"Qt needs libraries that this system lacks. Please run:\n{line}"


def apt_line(packages: Sequence[str]) -> str:
    """One line that installs Debian packages, to be pasted into a terminal."""
    sudo = "" if is_root() else "sudo "
    names = " ".join(packages)
    return f"{sudo}apt-get update && {sudo}apt-get install -y {names}"


def is_root() -> bool:
    """Whether we may change the system."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def can_use_apt() -> bool:
    """Whether we may install Debian packages ourselves."""
    return is_root() and shutil.which("apt-get") is not None


def apt_install(packages: Sequence[str]) -> None:
    """Try to install Debian packages; whether it worked shows in what can be loaded then."""
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=60", "install", "-y"]
    command += ["--no-install-recommends", *packages]
    if run(command).returncode != 0:
        # A fresh machine has no list of packages, an old one an outdated list.
        run(["apt-get", "update"])
        run(command)


# ---------------------------------------------------------------- the terminal


def run(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """Run a command and keep what it writes to itself: it matters only where it fails."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        check=False,
    )


def say(text: str) -> None:
    """Show what is going on, at once even in a pipe."""
    print(text, flush=True)


def last_lines(text: str, count: int = 15) -> str:
    """The end of what a command wrote, which is where it says why it failed."""
    return "\n".join(text.strip().splitlines()[-count:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
