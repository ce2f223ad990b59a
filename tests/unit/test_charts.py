"""Pictures come from a process of its own, and a failure there leaves the words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from bot.render import charts

PNG = b"\x89PNG\r\n\x1a\n"


def test_trends_and_covers_are_drawn() -> None:
    drawn = charts.draw(
        "近 2 周", ["11-09", "11-16"], [("疗休养", [1, 2])], {"320000": ("江苏", 3)}
    )
    assert drawn is not None
    assert drawn.startswith(PNG)
    cover = charts.cover("每日简报", "11月21日", [("疗休养", 2), ("工会驿站", 1)])
    assert cover is not None
    assert cover.startswith(PNG)
    assert cover != drawn


def test_this_process_does_not_load_matplotlib() -> None:
    code = "import sys, bot.render.charts as c; c.cover('a', 'b', [('c', 1)]); "
    code += "sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_cannot_be_drawn_is_none_and_the_next_is_drawn() -> None:
    painter = charts.Painter()
    assert painter.picture(b'["draw", 5]') == b""
    assert painter.picture('["cover", "简报", "今天", [["驿站", 1]]]'.encode()).startswith(PNG)
    painter.close()


def test_a_drawing_process_that_died_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    painter, begun = charts.Painter(), []
    begin = charts._begin

    def noted() -> subprocess.Popen[bytes]:
        begun.append(begin())
        return begun[-1]

    monkeypatch.setattr(charts, "_begin", noted)
    task = '["cover", "简报", "今天", [["驿站", 1]]]'.encode()
    assert painter.picture(task).startswith(PNG)
    os.kill(begun[0].pid, signal.SIGKILL)
    begun[0].wait()
    assert painter.picture(task) == b""
    assert painter.picture(task).startswith(PNG)
    painter.close()
    assert len(begun) == 2
