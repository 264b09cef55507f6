"""Films: animations as GIF or WebP, by Pillow, and as MP4, where there is ffmpeg."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from rnnviz.gui.paper.moments import Film
from rnnviz.gui.pictures import PictureError
from rnnviz.interchange.figure_file import xmp_of
from rnnviz.interchange.figure_source import FigureSource, written
from rnnviz.interchange.film_file import mp4_with

Rgb = NDArray[np.uint8]

NO_PILLOW = "An animation as {} needs Pillow: python -m pip install 'rnnviz[animations]'."
NO_FFMPEG = "An animation as MP4 needs the program ffmpeg, which is not there; GIF and WebP are."


def hindrance(kind: Film) -> str:
    """Why this kind cannot be made here, or ""."""
    if kind == "mp4":
        return "" if shutil.which("ffmpeg") else NO_FFMPEG
    return "" if find_spec("PIL") else NO_PILLOW.format(kind.upper())


def film(frames: Iterable[QImage], rate: int, source: FigureSource, kind: Film) -> bytes:
    """The whole file, with `rate` frames a second. Raises PictureError, and whatever `frames` does.

    It carries its source: GIF as its comment, WebP and MP4 as XMP.
    """
    if missing := hindrance(kind):
        raise PictureError(missing)
    if kind == "mp4":
        return mp4_with(_mp4(frames, rate), xmp_of(source))
    return _pictures(frames, rate, source, kind)


def _pictures(frames: Iterable[QImage], rate: int, source: FigureSource, kind: Film) -> bytes:
    # Only where it is wanted: not everybody has it, and a window opens sooner without it.
    module: Any = import_module("PIL.Image")

    def converted() -> Iterator[Any]:
        for frame in frames:
            picture = module.fromarray(_rgb(frame))
            # A palette of its own for each frame; noise of dithering would flicker.
            yield picture.quantize(256, dither=module.Dither.NONE) if kind == "gif" else picture

    found, file = converted(), io.BytesIO()
    options: dict[str, Any] = {"save_all": True, "duration": round(1000 / rate), "loop": 0}
    if kind == "gif":
        options |= {"comment": written(source), "optimize": False}
    else:
        options |= {"lossless": True, "method": 2, "xmp": xmp_of(source)}
    next(found).save(file, kind.upper(), append_images=found, **options)
    return file.getvalue()


def _rgb(image: QImage) -> Rgb:
    """(height, width, 3) of 0 … 255, on white where the picture is transparent."""
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(0xFFFFFFFF)
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    plain = ground.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    # Copied: the picture's own memory goes with it.
    return lines[:, : 3 * plain.width()].copy().reshape(plain.height(), plain.width(), 3)


def _mp4(frames: Iterable[QImage], rate: int) -> bytes:
    every = iter(frames)
    first = _rgb(next(every))
    with tempfile.TemporaryDirectory(prefix="rnnviz-") as folder:
        path, complaints = Path(folder) / "film.mp4", Path(folder) / "complaints.txt"
        with complaints.open("wb") as told:
            status = _encode(_words(path, first, rate), chain([first], map(_rgb, every)), told)
        if status != 0 or not path.is_file():
            last = complaints.read_text("utf-8", "replace").strip().splitlines()[-1:]
            raise PictureError(f"ffmpeg could not make the MP4: {' '.join(last)}")
        return path.read_bytes()


def _encode(words: list[str], frames: Iterable[Rgb], told: BinaryIO) -> int:
    """Give the frames to the program; its exit status. It is ended where no frame follows because
    of an error."""
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stderr=told, stdout=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        try:
            for frame in frames:
                process.stdin.write(frame.tobytes())
            process.stdin.close()
        except BrokenPipeError:
            pass  # It ended before; its status and its complaint say why.
        except BaseException:
            process.kill()
            raise
        return process.wait()


def _words(path: Path, frame: Rgb, rate: int) -> list[str]:
    """H.264 as every player knows it, which wants even sides."""
    height, width, _ = frame.shape
    return [
        *("ffmpeg", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"),
        *("-s", f"{width}x{height}", "-r", str(rate), "-i", "-", "-c:v", "libx264"),
        *("-pix_fmt", "yuv420p", "-crf", "18", "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2"),
        *("-movflags", "+faststart", str(path)),
    ]
