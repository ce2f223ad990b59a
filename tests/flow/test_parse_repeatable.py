"""`digest parse` prints the same bytes whatever order Python's sets happen to have."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [
    *sorted((ROOT / "tests/quality/examined/aside").glob("L3-*.txt")),
    *sorted((ROOT / "seeds").glob("00[03]*.txt")),
]


def parsed(hash_seed: str) -> bytes:
    command = [sys.executable, "-m", "digest", "parse", "--jsonl", *map(str, PAGES)]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, check=True
    ).stdout


def test_two_hash_seeds_give_the_same_output() -> None:
    assert parsed("1") == parsed("3") != b""
