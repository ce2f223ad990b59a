"""How fast pages are read, as ratios within one run: run by hand, never in the test suite.

    python tests/benchmarks/reading.py            pages against jieba, short lines, growth to 5 MB
    python tests/benchmarks/reading.py --quick    pages only

The first table gives, for pages that the process has not read before, the time to read them over
the time jieba needs to cut their text once (the promise is at most 3), by how damaged they are. The
second gives the same for each page in seeds/, from the least of several runs. The third gives the
time per line of pages of 12,000 very short lines over that of 3,000, the fourth the time per
megabyte of dumps of growing size over that of the smallest (linear means about 1 in both). All
times are processor time; tables are read before, on both sides (jieba's dictionary 1 s, ours .2 s).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from digest.model import Page
from digest.reading import read_page
from digest.reading.matter import Matter

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
UNREAD = ROOT / "tests" / "quality" / "examined"  # pages by an examiner, clean (L0) to tangled (L3)
LINES = (3000, 12000)
SIZES = (0.25, 0.5, 1.0, 2.5, 5.0)  # megabytes of UTF-8


def best(*works: Callable[[], object], runs: int = 9) -> list[float]:
    """The least processor time of each work over some runs, in seconds; they take turns, so that
    what else the machine does falls on all of them alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, spent in zip(works, times, strict=True):
            start = time.process_time()
            work()
            spent.append(time.process_time() - start)
    return [min(spent) for spent in times]


def pages() -> None:
    """Reading over cutting, page by page."""
    total_read = total_cut = 0.0
    for path in SEEDS:
        page = Page(path.name, path.read_text(encoding="utf-8"))
        cut, read = best(
            lambda page=page: list(jieba.cut(page.text)), lambda page=page: read_page(page)
        )
        total_read, total_cut = total_read + read, total_cut + cut
        name, ratio = path.stem[:3], read / cut
        print(f"{name}  read {read * 1e3:6.1f} ms  cut {cut * 1e3:6.1f} ms  ratio {ratio:4.2f}")
    print(f"all  ratio {total_read / total_cut:4.2f}")


def unread() -> None:
    """Reading over cutting for pages read once, each level in turn."""
    for level in range(4):
        texts = [
            path.read_text(encoding="utf-8") for path in sorted(UNREAD.glob(f"*/L{level}-*.txt"))
        ]
        cut = sum(best(lambda text=text: list(jieba.cut(text)), runs=1)[0] for text in texts)
        read = sum(map(spent, texts))
        print(f"L{level}, {len(texts)} pages read for the first time  ratio {read / cut:4.2f}")


def shapes() -> None:
    """Time per line for pages of very many short lines, over that of a quarter as many."""
    words = "工会职劳动者服务"
    made = {
        "one character a line": lambda n: "\n".join((words * n)[:n]),
        "a blank between": lambda n: "\n\n".join((words * n)[:n]),
        "one short line again and again": lambda n: "\n".join([words] * n),
        "numbers": lambda n: "\n".join(str(i) for i in range(n)),
    }
    for name, make in made.items():
        few, many = (spent(make(count)) / count for count in LINES)
        print(f"{name:32} {many * 1e3:4.2f} ms a line  ratio {many / few:4.2f}")


def spent(text: str) -> float:
    """Processor seconds for reading a page once."""
    start = time.process_time()
    read_page(Page("dump.txt", text))
    return time.process_time() - start


def growth() -> None:
    """Time per megabyte for growing dumps, over that of the smallest."""
    text = "\n\n\n".join(path.read_text(encoding="utf-8") for path in SEEDS)
    base = None
    for size in SIZES:
        times = int(size * 2**20 / len(text.encode())) + 1
        dump = "\n\n\n".join([text] * times)
        megabytes = len(dump.encode()) / 2**20
        start = time.process_time()
        reading = read_page(Page("dump.txt", dump))
        each = (time.process_time() - start) / megabytes
        base = base or each
        print(
            f"{megabytes:4.2f} MB  {each:5.2f} s/MB  {len(reading.articles):5d} articles  ratio {each / base:4.2f}"
        )


if __name__ == "__main__":
    jieba.setLogLevel(60)
    jieba.initialize()
    read_page(Page("warm.txt", "工会"))
    Matter("工会").theme, Matter("工会").places
    unread()
    pages()
    if "--quick" not in sys.argv[1:]:
        shapes()
        growth()
