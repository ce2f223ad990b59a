"""The days that an article's text names (今年9月, 9月12日至15日, 日前), as days of the calendar.

Turns an article and its own date into `NamedDate`s in the order of the text, each once. A month or
day without a year is the latest one not after the article's date, unless the sentence speaks of
what is to come (将于, 拟, 截至…前); one that follows a named year in its sentence belongs to that
year; a day alone (5日) to the month named before it in its paragraph. What the article's date is
not known exactly enough for stays unresolved: nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from digest.language import date_words, twins
from digest.language.date_forms import Span, month_span
from digest.language.date_words import TO, DateWord
from digest.language.dates import EARLIEST, LATEST
from digest.language.variants import fold
from digest.model import Article, NamedBasis, NamedDate, NamedPrecision, Published

MOST = 60  # dates kept of one article; a year's chronicle on a page names about forty
_MOST_READ = 400  # words looked at in one article, repeated ones included
_END = re.compile(r"[。!?]")
_TO = re.compile(TO)
_ENDS_OTHER = re.compile(rf"[月日]{TO}$")  # 每年六月到八月: the end of what is no date
_BEFORE, _AFTER = 60, 40  # characters of its sentence that tell whether a date lies ahead
_AHEAD = re.compile(
    r"将(?=[于在从自持续继陆分举开启正全会达实延迎]|[^,。]{0,4}\d)|拟(?:于|在|定|将)|定于|预计|计划"
    r"|力争|即将|有望|届时|截[至止][^,。]{0,14}前|报名(?:时间|截止)|截止(?:时间|日期)|[日月底末]前|明年"
)
_AT_ONCE = re.compile(r"(?:将[于在]|拟[于在]|定于|预计)$")
_HALF_A_YEAR = timedelta(days=180)
_LEADS = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_ANY_DAY = date(2000, 12, 31)  # of a leap year: what is no day then is none ever
_BASES: tuple[NamedBasis, ...] = ("stated", "inferred", "resolved", "unresolved")
_NEEDS = ("", "year", "month", "day")


def find(article: Article) -> tuple[NamedDate, ...]:
    """The dates that heads and text name, at most `MOST`."""
    heads = (article.kicker, article.headline, article.subtitle)
    texts = (text for text in (*heads, *article.paragraphs, article.editor_note) if text)
    own = _Own(article.published)
    named = (_told(text, one) for text in texts for one in _Paragraph(text, own).found())
    return tuple(islice(dict.fromkeys(islice(named, _MOST_READ)), MOST))


def _told(text: str, one: _Found) -> NamedDate:
    first, last, _ = one.span or (None, None, None)
    words = text[one.start : one.end].strip()
    return NamedDate(
        words, None if one.precision == "vague" else first, last, one.precision, one.basis
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """The article's own date, as far as it is known."""

    published: Published | None

    @property
    def today(self) -> date:
        """The last day the article may be of."""
        if self.published is None:
            return date(LATEST, 12, 31)
        day = self.published.date
        if self.published.precision == "month":
            return month_span(day.year, day.month)[1]
        return day if self.published.precision == "day" else date(day.year, 12, 31)

    def serves(self, need: date_words.Need) -> bool:
        """Whether the date is known exactly enough."""
        known = self.published.precision if self.published else ""
        return _NEEDS.index(known) >= _NEEDS.index(need)


@dataclass(slots=True)
class _Found:
    """A word of a paragraph with what it means; no span where that stays open."""

    start: int
    end: int
    span: Span | None
    precision: NamedPrecision
    basis: NamedBasis


class _Paragraph:
    """One paragraph on the way: what was named last in it, and in its present sentence."""

    def __init__(self, text: str, own: _Own) -> None:
        self._text, self._own = fold(twins.aligned(text)), own
        self._last: _Found | None = None
        self._month: _Found | None = None  # the month or day named last
        self._year: int | None = None  # the year named last
        self._spoken = False  # whether the word stands in quotes
        self._since: date | None = None  # where the sentence's own count of months begins

    def found(self) -> Iterator[_Found]:
        """The dates of the paragraph; the ends of a range as one."""
        quotes = at = 0
        for word in date_words.found(self._text):
            quotes, at = quotes + self._text.count('"', at, word.start), word.start
            self._spoken = bool(quotes % 2)
            if self._last and _END.search(self._text, self._last.end, word.start):
                self._since = None
            one = self._read(word)
            if one is None:
                continue
            self._note(word, one)
            joined = self._joined(word, one) if self._follows(word) else None
            if self._last and joined is None:
                yield self._last
            self._last = joined or one
        if self._last:
            yield self._last

    def _follows(self, word: DateWord) -> bool:
        last = self._last
        return last is not None and bool(_TO.fullmatch(self._text, last.end, word.start))

    def _joined(self, word: DateWord, one: _Found) -> _Found | None:
        """The range that ends with this word, or None where the two are none."""
        last = self._last
        if last is None or "vague" in (last.precision, one.precision):
            return None
        if last.span is None or one.span is None:
            open_ended = last.span is one.span
            return _Found(last.start, one.end, None, "span", "unresolved") if open_ended else None
        if last.span[0] > one.span[1]:
            return None
        basis = last.basis
        if word.shape == "dated":
            basis = max(last.basis, one.basis, key=_BASES.index)
        return _Found(last.start, one.end, (last.span[0], one.span[1], "span"), "span", basis)

    def _note(self, word: DateWord, one: _Found) -> None:
        """Keep what later words of the paragraph lean on."""
        if word.month or word.shape == "lone" or (word.shape == "near" and one.precision != "span"):
            self._month = one
        if one.span is None:
            return
        if word.shape == "dated" or (word.shape == "bare" and one.basis == "inferred"):
            self._year = one.span[0].year
            opens = word.month or word.parted or self._text.startswith(",", word.end)
            self._since = one.span[0] if opens else None

    def _read(self, word: DateWord) -> _Found | None:
        """What a word means; None when it is no date after all (the 31st of June)."""
        sample = _span(word, _ANY_DAY)
        if sample is None:
            return None
        if word.shape == "vague":
            return self._vague(word)
        span, basis = self._reckoned(word)
        if span is None and basis != "unresolved":
            return None
        precision = (span or sample)[2]
        assert precision != "fuzzy", word.shape  # those are vague, and told above
        return _Found(word.start, word.end, span, precision, basis)

    def _reckoned(self, word: DateWord) -> tuple[Span | None, NamedBasis]:
        if word.shape == "dated":
            if not word.relative:
                return _span(word, _ANY_DAY), "stated"
        elif word.shape == "bare":
            return self._bare(word)
        elif word.shape == "lone" and self._month is not None:
            return self._in_month(word, self._month)
        elif word.shape == "part" and self._since is not None:
            return _span(word, self._since), "inferred"
        if self._spoken and word.shape == "near":  # a speaker's yesterday is not the paper's
            return None, "unresolved"
        if not self._own.serves(word.need):
            return None, "unresolved"
        return self._by_own(word)

    def _bare(self, word: DateWord) -> tuple[Span | None, NamedBasis]:
        """A month or day of some year: of the range it ends, of the year named before it in its
        sentence, or by the article's date."""
        last = self._last
        if last is not None and self._follows(word):
            since = last.span[0] if last.span else None
            return (_first_from(word, since), last.basis) if since else (None, "unresolved")
        if _ENDS_OTHER.search(self._text[max(0, word.start - 5) : word.start]):
            return None, "inferred"
        if word.lead:
            if self._year is None:
                return None, "unresolved"
            return _span(word, date(self._year + _LEADS[word.lead], 12, 31)), "inferred"
        if self._since is not None:
            span = _first_from(word, self._since)
            if span is None or span[0] <= self._own.today:
                return span, "inferred"
        if not self._own.serves(word.need):
            return None, "unresolved"
        return self._by_own(word)

    def _in_month(self, word: DateWord, month: _Found) -> tuple[Span | None, NamedBasis]:
        """A day alone, of the month named before it."""
        if month.span is None:
            return None, "unresolved"
        try:
            day = month.span[1].replace(day=int(word.match["day"]))
        except ValueError:
            return None, "inferred"
        return (day, day, "day"), "inferred"

    def _by_own(self, word: DateWord) -> tuple[Span | None, NamedBasis]:
        """By the article's own date; what is to come lies in its year, or at once in the next."""
        today = self._own.today
        span = _span(word, today)
        if word.shape == "near" or word.shape == "dated" or span is None:
            return span, "resolved"
        if self._ahead(word):
            end = month_span(today.year, today.month)[1] if word.shape == "lone" else None
            span = _span(word, end or date(today.year, 12, 31))
            if span and span[1] < today - _HALF_A_YEAR and self._at_once(word):
                span = _span(word, date(today.year + 1, 12, 31))
        elif span[0] > today:  # 下半年 in spring may be this year's or last year's
            return None, "unresolved"
        return span, "resolved"

    def _ahead(self, word: DateWord) -> bool:
        """Whether the sentence around a word speaks of what is to come."""
        start, end = max(0, word.start - _BEFORE), word.end + _AFTER
        before = _END.split(self._text[start : word.start])[-1]
        after = _END.split(self._text[word.end : end], maxsplit=1)[0]
        return bool(_AHEAD.search(before + self._text[word.start : word.end] + after))

    def _at_once(self, word: DateWord) -> bool:
        return bool(_AT_ONCE.search(self._text[max(0, word.start - 4) : word.start]))

    def _vague(self, word: DateWord) -> _Found:
        """日前, 近日: shortly before the article's date, and no more than that."""
        if not self._own.serves(word.need):
            return _Found(word.start, word.end, None, "vague", "unresolved")
        today = self._own.today
        return _Found(word.start, word.end, (today, today, "fuzzy"), "vague", "resolved")


def _span(word: DateWord, today: date) -> Span | None:
    """What a word means on a day; None where that is no day of the calendar."""
    try:
        span = word.reader(word.match, today)
    except (ValueError, OverflowError):
        return None
    return span if span and EARLIEST <= span[0].year <= span[1].year <= LATEST else None


def _first_from(word: DateWord, since: date) -> Span | None:
    """The first such month or day that does not begin before `since`, but for its month."""
    for year in (since.year, since.year + 1):
        span = _span(word, date(year, 12, 31))
        if span and (span[0].year, span[0].month) >= (since.year, since.month):
            return span
    return None
