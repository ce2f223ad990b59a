"""The page sets that quality is measured on, and how: pages in, `digest parse --jsonl` run, scores out.

Suites: each hand-labelled seed page, the three with given labels together (`seeds`), and generated
pages of both article splits at every level (`dev_L0` … `heldout_L3`), and an examiner's pages
(`examined_open_L0` …, reading only). The reading code is reached only through its public face, the
command line.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import articles
import examined
import pages
from calibration import Judged, line_account
from scoring import Tally, score_page, stem

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GIVEN = ("000", "002", "003")
PAGES_PER_LEVEL = {"dev": 10, "heldout": 10, "forms": 5, "blindforms": 5}
COMMAND = [sys.executable, "-m", "digest"]


@dataclass
class Suite:
    """Pages with their gold, and what was read from them."""

    name: str
    files: list[Path]
    gold: dict[str, list[dict[str, Any]]]
    output: list[dict[str, Any]] = field(default_factory=list)
    leftover: dict[str, list[int]] = field(default_factory=dict)
    only: frozenset[str] | None = None

    def of_page(self, page: str) -> list[dict[str, Any]]:
        return [a for a in self.output if stem(a.get("source")) == page]

    def scores(self) -> dict[str, float | None]:
        """The metrics of `scoring.py` and, where articles carry a confidence, its `auc` and `gap`."""
        tally, judged = Tally(), Judged()
        for page, gold in self.gold.items():
            score_page(gold, self.of_page(page), tally)
            judged.add_page(gold, self.of_page(page))
        scores = {**tally.results(), "auc": judged.auc(), "trust": trust(judged)}
        return scores if self.only is None else {m: scores[m] for m in scores if m in self.only}

    def judged(self) -> Judged:
        judged = Judged()
        for page, gold in self.gold.items():
            judged.add_page(gold, self.of_page(page))
        return judged

    def lines(self) -> dict[str, dict[str, list[int]]]:
        """Page → lines that are missing, claimed twice over, or not there at all (`line_account`)."""
        return {
            path.stem: line_account(
                path.read_text(encoding="utf-8"), self.of_page(path.stem), self.leftover[path.stem]
            )
            for path in self.files
        }


def trust(judged: Judged) -> float | None:
    """1 less the mean gap between confidence and the share right, so that higher is better."""
    gap = judged.gap()
    return None if gap is None else 1 - gap


def gold_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def seed_suites() -> list[Suite]:
    """`seeds` (the pages whose labels were given) and one suite for each page."""
    files = {path.stem: path for path in sorted((ROOT / "seeds").glob("*.txt"))}
    gold = {stem: gold_of(HERE / "gold" / f"{stem}.jsonl") for stem in files}
    given = [s for s in files if s.startswith(GIVEN)]
    groups = {"seeds": given, **{f"seed_{s[:3]}": [s] for s in files}}
    return [
        Suite(name, [files[s] for s in stems], {s: gold[s] for s in stems})
        for name, stems in groups.items()
    ]


def page_suite(split: str, level: int, count: int, folder: Path) -> Suite:
    """Generated pages of one level, written to `folder`."""
    files = pages.write(split, level, count, folder / split)
    gold = {path.stem: gold_of(path.with_suffix(".jsonl")) for path in files}
    return Suite(f"{split}_L{level}", files, gold)


def examined_suites() -> list[Suite]:
    """The examiner's pages, not read yet: a suite for each part and level."""
    return [
        Suite(
            f"examined_{part}_L{level}",
            files := examined.files(part, level),
            {path.stem: examined.gold(path) for path in files},
            only=frozenset(examined.READING),
        )
        for part in examined.PARTS
        for level in examined.LEVELS
    ]


def all_suites(folder: Path) -> list[Suite]:
    """Every suite, read: a run of the command for the seeds, for each split and examiner's part."""
    seeds = seed_suites()
    run(seeds)
    for part in examined.PARTS:
        made = [s for s in examined_suites() if s.name.startswith(f"examined_{part}")]
        run(made)
        seeds += made
    for split in articles.SPLITS:
        made = [page_suite(split, level, PAGES_PER_LEVEL[split], folder) for level in range(4)]
        run(made)
        seeds += made
    return seeds


def run(suites: Iterable[Suite]) -> None:
    """Reads the pages of all suites at once and hands every suite its articles and leftovers."""
    suites = list(suites)
    output, messages = parsed(sorted({path for suite in suites for path in suite.files}))
    left = leftovers(messages)
    for suite in suites:
        suite.output = [a for a in output if stem(a.get("source")) in suite.gold]
        suite.leftover = {page: left.get(page, []) for page in suite.gold}


def parsed(files: list[Path]) -> tuple[list[dict[str, Any]], str]:
    """The articles that `digest parse FILES --jsonl` prints, and what it says on standard error."""
    command = [*COMMAND, "parse", "--jsonl", *map(str, files)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise RuntimeError(f"digest parse ended with {done.returncode}: {done.stderr[-800:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()], done.stderr


def leftovers(messages: str) -> dict[str, list[int]]:
    """Page → numbers of the lines that no article took, from lines `SOURCE:LINE: left over (…`."""
    found: dict[str, list[int]] = {}
    for source, line in re.findall(r"^(.+?):(\d+): left over ", messages, re.MULTILINE):
        found.setdefault(stem(source), []).append(int(line))
    return found
