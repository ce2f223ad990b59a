"""Writes `deploy/requirements*.txt`: exact versions with hashes for what `pyproject.toml` asks.

Refuses to write a file that names an address, since pins must hold wherever an index is set up.
Run by `make pins`, on Linux with the oldest supported Python.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# The build backend is pinned too: `make` installs the project without build isolation.
RUNTIME = ("--extra", "fast", "--build-deps-for", "wheel")
DEVELOPMENT = (*RUNTIME, "--extra", "dev")


def pin(target: Path, options: tuple[str, ...]) -> None:
    """Compile one file; raise SystemExit when an address slipped in."""
    command = [
        *(sys.executable, "-m", "piptools", "compile", "--quiet", "--generate-hashes"),
        *("--allow-unsafe", "--no-header", "--no-annotate", "--strip-extras"),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"),
        *options,
        *("--output-file", str(target), "pyproject.toml"),
    ]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603  our own arguments only
    lines = target.read_text(encoding="utf-8").splitlines()
    if any("://" in line for line in lines):
        raise SystemExit(f"{target} names an address; take it out of the index settings first")


if __name__ == "__main__":
    pin(ROOT / "deploy/requirements.txt", RUNTIME)
    pin(ROOT / "deploy/requirements-dev.txt", DEVELOPMENT)
