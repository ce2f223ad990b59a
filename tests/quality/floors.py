"""Reads and writes `floors.toml`: for every suite and metric the value that must not be undercut."""

import tomllib
from pathlib import Path

FILE = Path(__file__).parent / "floors.toml"
Floors = dict[str, dict[str, float]]
HEAD = (
    "# Floors of reading and understanding quality. Written by tests/quality/repin.py: see there.\n"
)


def load() -> Floors:
    return tomllib.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def save(floors: Floors) -> None:
    FILE.write_text(HEAD + text(floors), encoding="utf-8")


def text(floors: Floors) -> str:
    tables = (
        f"\n[{suite}]\n" + "".join(f"{metric} = {value}\n" for metric, value in metrics.items())
        for suite, metrics in floors.items()
    )
    return "".join(tables)
