"""Turns an article into the tokens it is found by, and a word into the tokens it needs.

Every letter, digit and Chinese character is indexed alone and with its right neighbour, so that a
word of any length is found wherever it stands (a dictionary's word boundaries lose half of what
people type). The same grams are kept once more for the title lines and once for what the article
stresses, and tags (places, topics, paper, days) are tokens too: a lookup is one boolean question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from operator import add
from typing import Any, NamedTuple

import numpy as np

from digest.language.variants import fold, simplify
from digest.model import Article, Published
from digest.understanding.duplicates import each_once

# Private-use characters: letters to both engines, and removed from every text.
TITLE = "\ue001"
STRESSED = "\ue002"
TAG = "\ue003"
UNDATED = f"{TAG}u"
FIELDS = ("headline", "titles", "stressed", "summary", "body", "names")
HEADLINE, BODY = FIELDS.index("headline"), FIELDS.index("body")
SEPARATOR = "\x1f"
# How letters become numbers, the number of a letter, and that of two of them as one: nearly all
# texts have no letter beyond 16 bits, and numbers of half the size are sorted in half the time.
BLANK = ord(" ")


class Coding(NamedTuple):
    """A codec, its numbers, and the first pair that does not begin with a blank."""

    name: str
    letter: np.dtype[Any]
    pair: np.dtype[Any]
    width: Any
    first: Any


NARROW = Coding("utf-16-le", np.dtype("<u2"), np.dtype("<u4"), np.uint32(16), np.uint32(33 << 16))
WIDE = Coding("utf-32-le", np.dtype("<u4"), np.dtype("<u8"), np.uint64(32), np.uint64(33 << 32))

# Pairs in a third and more of the seed articles.
_EVERYWHERE = """
工会 工作 职工 开展 服务 活动 总工 劳动 提升 通过 企业 推动 组织 建设 动者 近日 持续 工人 年来
提供 打造 创新 区总 管理 广大 公司 发展 重点 近年 级工 工的 相关 推进 人员 建立 指导 市总 的职
项目 实施 的工 就业 单位 培训 技能 业工 政策 行业
"""
EVERYWHERE = frozenset(_EVERYWHERE.split())

_RUNS = re.compile(r"[^\W_]+")
_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1e\x7f\u200b-\u200f\u2060\ufeff\ue000-\uf8ff\"'《》〈〉]")


def clean(text: str) -> str:
    """The form in which text is indexed and compared: simplified, folded, without quotes.

    Quotes and title marks go since people do not type them (“五小”成果 is found by 五小成果).
    """
    return _cleaned(text.replace(SEPARATOR, " "))


def _cleaned(text: str) -> str:
    return _DROPPED.sub("", fold(simplify(text))).replace("\n", " ")


@lru_cache(maxsize=128)
def folded(article: Article) -> str:
    """The cleaned text of each of FIELDS in one string: what lookup scores, and looks at again to
    see that a longer word's grams stand in order."""
    titles = (article.kicker, article.subtitle, article.group_headline, article.rubric)
    stressed = (*article.subheads, *article.pullouts, *article.keyphrases)
    names = (
        *article.reporters,
        *article.correspondents,
        *article.authors,
        article.photographer,
        article.credit_source,
        article.paper,
        *article.organisations,
    )
    body = (*article.paragraphs, article.editor_note)
    parts = ((article.headline,), titles, stressed, (article.summary,), body, names)
    return _cleaned(SEPARATOR.join(map(_joined, parts)))


def _joined(parts: Iterable[str | None]) -> str:
    return "\n".join(part.replace(SEPARATOR, " ") for part in parts if part)


def runs(text: str) -> list[str]:
    """The runs of letters, digits and characters in cleaned text."""
    return _RUNS.findall(text)


@lru_cache(maxsize=128)
def letters(folded_text: str) -> tuple[str, ...]:
    """The runs of each field of an article's folded text, parted by blanks."""
    return tuple(" ".join(runs(field)) for field in folded_text.split(SEPARATOR))


def grams(text: str) -> set[str]:
    """Every character of cleaned text, and every pair of neighbours."""
    found: set[str] = set()
    for run in _RUNS.findall(text):
        found.update(run)
        found.update(map(add, run, run[1:]))
    return found


def needed(word: str) -> tuple[str, ...]:
    """The grams that a text must have to hold this cleaned word: pairs, single ones for lone
    characters, in order and each once. Pairs that most articles hold say little and take long to
    go through: they are left out where two others remain."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(word):
        pairs = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        found.update(dict.fromkeys(pairs))
    telling = tuple(pair for pair in found if pair not in EVERYWHERE)
    return telling if len(telling) > 1 else tuple(found)


@dataclass(frozen=True)
class Document:
    """What an article is indexed by: the runs of all its fields, parted by blanks, of which every
    character and every pair is a token; and the marked tokens of titles, stresses and tags."""

    text: str
    marks: frozenset[str]

    @cached_property
    def tokens(self) -> str:
        """Every token once, parted by blanks. They are numbers until the end, two letters in each
        (a lone one with the blank behind it): one Python string for each of a thousand pairs took
        a tenth of an ingest."""
        coding, coded = NARROW, _coded(f"{self.text} ", NARROW)
        if len(coded) != 2 * len(self.text) + 2:
            coding, coded = WIDE, _coded(f"{self.text} ", WIDE)
        right = np.frombuffer(coded, coding.letter).astype(coding.pair)
        left = right << coding.width
        found = each_once(np.concatenate((left[:-1] | right[1:], left | BLANK)))
        found = found[found.searchsorted(coding.first) :]
        halves = found.view(coding.letter)
        rows = np.empty((len(found), 3), coding.letter)
        rows[:, 0], rows[:, 1], rows[:, 2] = halves[1::2], halves[::2], BLANK
        return rows.tobytes().decode(coding.name, "surrogatepass") + " ".join(self.marks)


def _coded(text: str, coding: Coding) -> bytes:
    return text.encode(coding.name, "surrogatepass")


def document(folded_text: str, tags: Iterable[str]) -> Document:
    """What to index for an article's folded text and its tags."""
    fields = letters(folded_text)
    headline, titles, stressed, *_ = fields
    title = grams(headline) | grams(titles)
    marks = set(tags)
    marks.update(TITLE + gram for gram in title)
    marks.update(STRESSED + gram for gram in title | grams(stressed))
    return Document(" ".join(filter(None, fields)), frozenset(marks))


def region_tag(code: str, *, own: bool = False) -> str:
    """The token of an article in the region `code` or below it, or of the region itself."""
    return f"{TAG}{'o' if own else 'r'}{code}"


def scene_tag(code: str) -> str:
    """The token of an article whose story happens in the region `code` or below it."""
    return f"{TAG}q{code}"


def topic_tag(slug: str) -> str:
    """The token of an article about a topic; `_` would end a token."""
    return f"{TAG}t{slug.replace('_', '').replace('-', '')}"


@lru_cache(maxsize=256)
def paper_tag(paper: str) -> str:
    """The token of an article from a paper, whatever signs its name holds."""
    return f"{TAG}p{''.join(runs(clean(paper)))}"


def date_tags(published: Published | None) -> tuple[str, ...]:
    """The tokens of an article's paper date, as precise as it is known."""
    if published is None:
        return (UNDATED,)
    day = published.date
    written = day.isoformat().replace("-", "")
    tags = (f"{TAG}y{written[:4]}", f"{TAG}m{written[:6]}", f"{TAG}d{written}")
    return {"year": tags[:1], "month": tags[:2]}.get(published.precision, tags)


def span_tags(since: date, until: date) -> tuple[str, ...]:
    """The fewest year, month and day tokens that cover since–until, both included."""
    found: list[str] = []
    day = since
    while day <= until:
        if (day.month, day.day) == (1, 1) and date(day.year, 12, 31) <= until:
            found.append(f"{TAG}y{day:%Y}")
            day = date(day.year, 12, 31)
        elif day.day == 1 and _month_end(day) <= until:
            found.append(f"{TAG}m{day:%Y%m}")
            day = _month_end(day)
        else:
            found.append(f"{TAG}d{day:%Y%m%d}")
        day += timedelta(days=1)
    return tuple(found)


def _month_end(day: date) -> date:
    later = date(day.year + (day.month == 12), day.month % 12 + 1, 1)
    return later - timedelta(days=1)
