"""Measures every suite and writes the floors of `floors.toml` anew; never lowers one unasked.

    python tests/quality/repin.py [--lower NAME …]

NAME is `suite.metric`, a suite or a metric. A floor is the measured value less a hair (0.005), cut to
three digits. What fell below its floor is printed and kept, and the command ends with status 1.
"""

import argparse
import math
import sys
import tempfile
from pathlib import Path

import floors
import snippets
import suites

HAIR = 0.005


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--lower", nargs="+", default=[], metavar="NAME")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        measured = {s.name: s.scores() for s in suites.all_suites(folder)}
        measured["snippets"] = snippets.scores(snippets.read(folder))
    pinned, fallen = repinned(floors.load(), measured, args.lower)
    floors.save(pinned)
    for name, old, new in fallen:
        print(f"{name}: measured {new:.3f} is below its floor {old:.3f}; kept (--lower {name})")
    return 1 if fallen else 0


def repinned(
    old: floors.Floors, measured: dict[str, dict[str, float | None]], lower: list[str]
) -> tuple[floors.Floors, list[tuple[str, float, float]]]:
    """New floors, and what fell below its old floor without leave to."""
    pinned: floors.Floors = {}
    fallen: list[tuple[str, float, float]] = []
    for suite, scores in measured.items():
        pinned[suite] = {}
        for metric, value in scores.items():
            before = old.get(suite, {}).get(metric)
            if value is None:
                continue
            allowed = {suite, metric, f"{suite}.{metric}"} & set(lower)
            fresh = 1.0 if value == 1 else max(0.0, math.floor((value - HAIR) * 1000) / 1000)
            if before is not None and value < before and not allowed:
                fallen.append((f"{suite}.{metric}", before, value))
            pinned[suite][metric] = fresh if before is None or allowed else max(before, fresh)
    return pinned, fallen


if __name__ == "__main__":
    sys.exit(main())
