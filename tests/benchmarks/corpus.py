"""Articles for the benchmarks: sentences of the seed pages and sentences of the segmenter's
dictionary words by frequency, put together by a seeded generator, tagged with places and topics.

Not a test: `lookup.py`, `ingest.py` and `kill.py` beside this file import it.
"""

from __future__ import annotations

import bisect
import importlib.util
import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from digest import gazetteer
from digest.language import sentences
from digest.model import Article, Page, PageReading, Published, Region, Topic
from digest.understanding import taxonomy

ROOT = Path(__file__).parents[2]
PER_PAGE = 8
FIRST_DAY = date(2018, 1, 1)


class Corpus:
    """An endless, repeatable supply of pages; `size` spreads the dates over six years."""

    def __init__(self, size: int, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._size = size
        self._sentences = [s for text in _seed_texts() for s in sentences.split(text) if len(s) > 8]
        self._words, self._weights = _dictionary()
        tree = gazetteer.load()
        provinces = tree.children(None)
        self._places = [place for p in provinces for place in (p, *tree.children(p.code))]
        self._topics = taxonomy.load().entries

    def pages(self) -> Iterator[PageReading]:
        """Pages of eight articles until there are `size` articles."""
        for start in range(0, self._size, PER_PAGE):
            source = f"{start // PER_PAGE:06d}.txt"
            count = min(PER_PAGE, self._size - start)
            found = tuple(self._article(source, n, start + n) for n in range(1, count + 1))
            yield PageReading(Page(source, ""), found)

    def _article(self, source: str, position: int, number: int) -> Article:
        pick = self._random
        place = pick.choice(self._places)
        topics = pick.sample(self._topics, pick.choice((1, 1, 2, 3)))
        words = [self._word() for _ in range(3)]
        about = topics[0].synonyms[0] if topics[0].synonyms else topics[0].name
        headline = (
            f"{place.short}{words[0]}{about}{words[1]}{pick.choice(('暖人心', '见实效', '有新招'))}"
        )
        paragraphs = [self._paragraph(place.name) for _ in range(pick.choice((2, 3, 4)))]
        day = FIRST_DAY + timedelta(days=number * 2190 // max(self._size, 1))
        return Article(
            source=source,
            position=position,
            kind="news",
            paragraphs=tuple(paragraphs),
            headline=headline,
            reporters=("王" + pick.choice("伟芳娜敏静丽强磊军洋") + pick.choice("一二明华国建文"),),
            paper="工人日报",
            page=str(position % 8 + 1),
            published=Published(day, "day", "given"),
            regions=(Region(place.code, place.path, True, place.name),),
            topics=tuple(Topic(t.slug, 0.9 - 0.2 * n) for n, t in enumerate(topics)),
            summary=paragraphs[0][:120],
            keyphrases=(about, *words),
        )

    def _paragraph(self, place: str) -> str:
        pick = self._random
        real = [pick.choice(self._sentences) for _ in range(pick.choice((1, 2)))]
        made = "".join(self._word() for _ in range(60))
        return f"{place}{made[:40]}，{made[40:]}。" + "".join(real)

    def _word(self) -> str:
        at = bisect.bisect(self._weights, self._random.random() * self._weights[-1])
        return self._words[min(at, len(self._words) - 1)]


def _seed_texts() -> Iterator[str]:
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        yield from path.read_text(encoding="utf-8").splitlines()


def _dictionary() -> tuple[list[str], list[int]]:
    """jieba's words of two characters and more, and their frequencies added up."""
    found_at = importlib.util.find_spec("jieba")
    assert found_at
    assert found_at.origin
    path = Path(found_at.origin).with_name("dict.txt")
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    found = [(row[0], int(row[1])) for row in rows if len(row[0]) > 1]
    return [word for word, _ in found], list(itertools.accumulate(count for _, count in found))
