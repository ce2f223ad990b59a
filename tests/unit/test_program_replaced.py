"""A program that was replaced on disk while it ran says so, rather than mixing old and new."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bot import program

HERE = Path(__file__).parents[2]
LIVES = """
import sys
from pathlib import Path
from bot import pages
from bot.settings import Settings
from digest.errors import ProgramReplaced
root = Path(pages.__file__).parents[1]
assert str(root) == sys.argv[1], root
(root / "digest" / "model.py").open("a", encoding="utf-8").write("NEWER = 1\\n")
try:
    pages.read([("a.txt", "江苏工会启动职工疗休养。".encode())], Settings())
except ProgramReplaced as error:
    print(error)
"""


def copied(to: Path) -> Path:
    for package in program.PACKAGES:
        shutil.copytree(HERE / package, to / package)
    return to


def test_a_page_is_refused_once_the_code_was_replaced(tmp_path: Path) -> None:
    root = copied(tmp_path)
    ran = subprocess.run(
        [sys.executable, "-c", LIVES, str(root)],
        env={**os.environ, "PYTHONPATH": str(root)},
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "restart the bot" in ran.stdout
    assert "no page is read" in ran.stderr


def test_the_same_code_written_again_is_the_same_program(tmp_path: Path) -> None:
    root = copied(tmp_path)
    before = program.fingerprint(root)
    assert before == program.fingerprint(HERE)
    changed = root / "bot" / "program.py"
    text = changed.read_text(encoding="utf-8")
    changed.unlink()
    assert program.fingerprint(root) != before
    changed.write_text(text, encoding="utf-8")
    assert program.fingerprint(root) == before
    (root / "digest" / "new.py").write_text("", encoding="utf-8")
    assert program.fingerprint(root) != before
