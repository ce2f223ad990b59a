"""The import direction of the design, checked by import-linter with the contracts in
`pyproject.toml`, and proof that the check sees a wrong import."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over the packages below `root`."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    return subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(root)!r}); {code}"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and the contracts in a folder of their own."""
    for package in ("digest", "bot"):
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=lambda _folder, names: [n for n in names if n == "__pycache__"],
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_module_keeps_the_direction() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "wrong"),
    [
        ("digest/model.py", "import digest.service"),
        ("digest/editions.py", "import bot.settings"),
        ("digest/following/matching.py", "import digest.store.database"),
        ("digest/service/lookup.py", "import telegram"),
        ("digest/understanding/topics.py", "import jieba"),
        ("bot/delivery/loop.py", "import telegram"),
        ("bot/handlers/start.py", "import bot.handlers.stop"),
        ("bot/sandbox/server.py", "import digest.model"),
    ],
)
def test_a_wrong_import_is_seen(copy: Path, module: str, wrong: str) -> None:
    path = copy / module
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{wrong}\n", encoding="utf-8")
    done = lint(copy)
    assert done.returncode != 0, done.stdout
