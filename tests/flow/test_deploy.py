"""The deployment files do what their page says: the unit verifies, the scripts back up and restore,
and the image's files are there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digest.cli import main

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def script(
    name: str, *arguments: str, url: str, tmp_path: Path
) -> subprocess.CompletedProcess[str]:
    """Run a deploy script with the `digest` of this interpreter."""
    command = tmp_path / "digest-command"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m digest "$@"\n')
    command.chmod(0o755)
    environment = {**os.environ, "DATABASE_URL": url, "DIGEST": str(command)}
    return subprocess.run(
        [str(DEPLOY / name), *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def exported(url: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["export", "--database", url]) == 0
    return capsys.readouterr().out


def test_backup_and_restore_bring_everything_back(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "某市总工会送清凉\n\n本报讯 (记者张三)某市总工会为1200名职工送清凉。\n", "utf-8"
    )
    main(["ingest", "--database", database_url, str(page)])
    before = exported(database_url, capsys)

    made = script("backup.sh", str(tmp_path / "kept"), url=database_url, tmp_path=tmp_path)
    assert made.returncode == 0, made.stderr
    main(["remove", "page.txt", "--database", database_url])
    assert exported(database_url, capsys) == ""

    copy = made.stdout.splitlines()[-1]
    back = script("restore.sh", copy, url=database_url, tmp_path=tmp_path)
    assert back.returncode == 0, back.stderr
    assert exported(database_url, capsys) == before


def test_only_the_newest_backups_are_kept(sqlite_url: str, tmp_path: Path) -> None:
    main(["migrate", "--database", sqlite_url])
    kept = tmp_path / "kept"
    kept.mkdir()
    for day in range(1, 6):
        (kept / f"union-digest-2026010{day}T000000Z.backup").write_text("old")
    (kept / "notes.txt").write_text("not ours")
    made = script("backup.sh", str(kept), "3", url=sqlite_url, tmp_path=tmp_path)
    assert made.returncode == 0, made.stderr
    names = sorted(path.name for path in kept.iterdir())
    assert len([name for name in names if name.endswith(".backup")]) == 3
    assert "union-digest-20260105T000000Z.backup" in names
    assert "notes.txt" in names


def test_a_backup_is_for_its_owners_eyes(sqlite_url: str, tmp_path: Path) -> None:
    made = script("backup.sh", str(tmp_path / "kept"), url=sqlite_url, tmp_path=tmp_path)
    assert made.returncode == 0, made.stderr
    (copy,) = (tmp_path / "kept").iterdir()
    assert copy.stat().st_mode & 0o077 == 0


def test_a_failed_backup_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    made = script("backup.sh", str(tmp_path / "kept"), url="mysql://x/y", tmp_path=tmp_path)
    assert made.returncode != 0
    assert not list((tmp_path / "kept").glob("*.backup"))


def test_the_unit_verifies(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("needs systemd-analyze (Debian package systemd)")
    unit = (DEPLOY / "union-digest.service").read_text(encoding="utf-8")
    path = tmp_path / "union-digest.service"
    # The command of the unit is not installed here; every other line is verified as it is.
    path.write_text(re.sub(r"ExecStart=\S+", f"ExecStart={sys.executable}", unit))
    done = subprocess.run(
        [analyze, "verify", str(path)], capture_output=True, text=True, check=False
    )
    assert "union-digest.service" not in done.stderr, done.stderr


def test_every_file_the_image_copies_is_there_and_no_other_is_handed_over() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert names
    assert all((ROOT / name).exists() for name in names)
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignore
    assert {line[1:] for line in ignore if line.startswith("!")} == set(names)


def test_the_pins_name_no_address_and_every_pin_has_a_hash() -> None:
    for path in DEPLOY.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        pins = re.findall(r"^[A-Za-z0-9][^\n]*==[^\n]*$", text, re.MULTILINE)
        assert pins
        assert all(pin.endswith("\\") for pin in pins)
