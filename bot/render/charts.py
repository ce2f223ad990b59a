"""Pictures for those who would rather look, drawn by `bot.render.drawing` in a process of its own:
matplotlib takes 35 MB that the bot would keep, and holds up everybody while it draws. The
latest pictures are kept. Where none can be drawn there is none, and the words remain.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec

log = logging.getLogger(__name__)

KEPT = 16
PATIENCE_SECONDS, IDLE_SECONDS = 60.0, 30.0


def available() -> bool:
    """Whether pictures can be drawn here."""
    return find_spec("matplotlib") is not None


def draw(
    title: str,
    weeks: Sequence[str],
    topics: Sequence[tuple[str, Sequence[int]]],
    provinces: Mapping[str, tuple[str, int]],
) -> bytes | None:
    """A PNG: `topics` (name, count a week) over `weeks` as shaded cells, and beneath them the tile
    map of `provinces` (code → name, count); None when it could not be drawn."""
    return _picture(["draw", title, weeks, topics, provinces])


def cover(title: str, date: str, topics: Sequence[tuple[str, int]]) -> bytes | None:
    """A PNG for the top of an edition: its title and date over bars of its `topics`; None when it
    could not be drawn."""
    return _picture(["cover", title, date, topics])


def _picture(task: Sequence[object]) -> bytes | None:
    drawn = _drawn(json.dumps(task, ensure_ascii=False))
    return drawn or None


@lru_cache(maxsize=KEPT)
def _drawn(task: str) -> bytes:
    return _painter.picture(task.encode())


class Painter:
    """The drawing process: begun when a picture is wanted, ended when none has been for a while."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None

    def picture(self, task: bytes) -> bytes:
        """The PNG for one task; empty when it could not be drawn in time."""
        with self._turn:
            if self._idle:
                self._idle.cancel()
            process = self._process = self._process or _begin()
            watch = _later(PATIENCE_SECONDS, process.kill)
            try:
                picture = _exchange(process, task)
            except (OSError, ValueError) as error:
                log.error("a picture could not be drawn: %s", type(error).__name__)
                process.kill()
                process.wait()
                picture, self._process = b"", None
            finally:
                watch.cancel()
            self._idle = _later(IDLE_SECONDS, self.close)
            return picture

    def close(self) -> None:
        """End the process; the next picture begins another."""
        with self._turn:
            if self._process:
                self._process.communicate()
            self._process = None


_painter = Painter()


def _begin() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot.render.drawing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR") or _folder().name},
    )


def _exchange(process: subprocess.Popen[bytes], task: bytes) -> bytes:
    """Hand in a task, wait for its picture; ValueError when the process ended instead."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("a process without pipes")
    process.stdin.write(task + b"\n")
    process.stdin.flush()
    return process.stdout.read(int(process.stdout.readline()))


def _later(seconds: float, work: Callable[[], object]) -> threading.Timer:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()
    return timer


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where matplotlib keeps its list of fonts: a folder that can be written, and is cleared."""
    return tempfile.TemporaryDirectory(prefix="union-digest-")
