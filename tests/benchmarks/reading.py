"""How fast pages are read, as ratios within one run: run by hand, never in the test suite.

    python tests/benchmarks/reading.py            pages against jieba, growth to 5 MB
    python tests/benchmarks/reading.py --quick    pages only

The first table gives, for each page in seeds/, the time to read it over the time jieba needs to cut
its text once (the promise is at most 3). The second gives the time per megabyte of dumps of growing
size over that of the smallest (linear means about 1).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from digest.model import Page
from digest.reading import read_page

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
SIZES = (0.25, 0.5, 1.0, 2.5, 5.0)  # megabytes of UTF-8


def best(work: Callable[[], object], runs: int = 5) -> float:
    """The shortest of some runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def pages() -> None:
    """Reading over cutting, page by page."""
    total_read = total_cut = 0.0
    for path in SEEDS:
        text = path.read_text(encoding="utf-8")
        page = Page(path.name, text)
        cut, read = (
            best(lambda text=text: list(jieba.cut(text))),
            best(lambda page=page: read_page(page)),
        )
        total_read, total_cut = total_read + read, total_cut + cut
        print(
            f"{path.stem[:3]}  read {read * 1e3:6.1f} ms  cut {cut * 1e3:6.1f} ms  ratio {read / cut:4.2f}"
        )
    print(f"all  ratio {total_read / total_cut:4.2f}")


def growth() -> None:
    """Time per megabyte for growing dumps, over that of the smallest."""
    text = "\n\n\n".join(path.read_text(encoding="utf-8") for path in SEEDS)
    base = None
    for size in SIZES:
        times = int(size * 2**20 / len(text.encode())) + 1
        dump = "\n\n\n".join([text] * times)
        megabytes = len(dump.encode()) / 2**20
        start = time.perf_counter()
        reading = read_page(Page("dump.txt", dump))
        each = (time.perf_counter() - start) / megabytes
        base = base or each
        print(
            f"{megabytes:4.2f} MB  {each:5.2f} s/MB  {len(reading.articles):5d} articles  ratio {each / base:4.2f}"
        )


if __name__ == "__main__":
    jieba.setLogLevel(60)
    jieba.initialize()
    read_page(Page("warm.txt", "工会"))
    pages()
    if "--quick" not in sys.argv[1:]:
        growth()
