"""Which of the short lines of a page are heads, and which are pieces of its columns.

Settles the role of every head-like item: a line of a narrow column, a paragraph cut short by a
column break and a byline that looks like a credit lose or change theirs. A line's own form, the
lines around it and how it reads on from and into them are weighed together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from digest.reading import heads, roles, signatures
from digest.reading.evidence import runs_on, starts
from digest.reading.headness import headness
from digest.reading.leads import begins, leads
from digest.reading.lines import width
from digest.reading.names import Names
from digest.reading.roles import Item, Role
from digest.reading.seams import Seams
from digest.reading.standalone import salutes

_CONNECTIVE = re.compile(
    r"(?:据悉|据了解|据介绍|此外|同时|与此同时|其中|随后|目前|截至|下一步|另据)"
)
# who or where, a colon and what was done: 某市:38名农民工拿回工钱
_WHO_FIRST = re.compile(r"[\u4e00-\u9fff]{2,8}[\uff1a:][^\uff0c。“][^\uff0c。]{5,}")
_ONLY_ONE = 0.5  # nats for the one line that can be continued by an open start below it
_MID_SENTENCE = -2.5
_PICTURE_TITLE = 12.0  # widest title of a picture; a longer line above one may break off there
_NONE = -8.0  # below it, there is no body line to run on into
_SIGNS = (Role.HEAD, Role.BODY, Role.RUBRIC)
_TEXT, _RUN = (Role.HEAD, Role.BODY), 3
_TWIN_SIZE = 4  # characters with which parallel heads may start alike
_LONG_FORMS = re.compile("总工会|总书记|总量|总额|总结|总数|总体|总公司|总局|总部")
# Logistic regression on 4,400 head-like lines of generated pages, clean and damaged, 800 of them
# pieces of paragraphs (lines kept whole in the folds: 98.5 % told right); what the blank above a
# line weighs is held down, since it differs from paper to paper.
_BIAS, _HEADNESS, _WIDTH, _START, _UNION, _LEADING, _TWIN = 1.9, 1.2, -0.2, 0.52, 1.5, 3.0, 1.4
_GAP, _UNDER_HEAD, _OVER_HEAD, _AFTER_END, _AFTER_OPEN = 2.2, -0.9, -2.4, 1.4, 0.9
_LEADS, _OVER_CREDIT, _NEWS = 3.6, 4.0, -0.7
_OVER_LEAD = 1.5  # by the genre: news that is signed at its end
_FULL_LINE, _FULL_LINES, _OTHER_LINES = -1.4, -6.6, -3.3
_IN_COLUMN = -1.5
_INTO, _FROM, _NO_BODY = -0.74, -0.4, -1.0
_NAMED_FIRST = 3.0  # by the genre
_OVER_SUBTITLE = 4.0  # by the genre: a line set with a dash stands under a headline
_AFTER_BYLINE = -6.0  # by the genre: below 本报讯(记者 …) alone comes the text
_STUB, _STUB_GOES_ON = 4, -1.6  # by the genre: so few characters that go on from the line above
# are the rest of its last word (内蒙古自 / 治区锡), whatever their form
_OPENED, _SIGNED = 1.5, -1.5  # a story that opens in its text is news, one signed above is none


def settle(items: Sequence[Item], column: float | None, seams: Seams) -> dict[int, float]:
    """Changes the role of items that only look like heads, and of credits that sign a story. Tells
    of the lines taken for pieces of text by how many nats (place: below 0)."""
    _promote_subtitles(items)
    pieces = _demote(items, seams, column)
    _promote_halves(items)
    _promote_names(items)
    _promote_bylines(items)
    return pieces


def _promote_subtitles(items: Sequence[Item]) -> None:
    """A line that starts with a dash under a head is its subtitle (——来自港口的观察)."""
    for before, item in pairwise(items):
        if item.marked:
            continue
        if item.role is Role.BODY and before.role is Role.HEAD and item.text.startswith("—"):
            rest = item.text.lstrip("—").strip()
            if roles.head_like(rest) and item.parts == 1 and not before.text.endswith("—"):
                item.role = Role.HEAD


def _promote_halves(items: Sequence[Item]) -> None:
    """Two lines over a byline or opening are a head cut inside a quote (“周末, 车间”开放): the one
    opens it, the other closes it."""
    for upper, lower, below in zip(items, items[1:], items[2:], strict=False):
        if below.opening is None and below.role not in (Role.BYLINE, Role.AUTHOR):
            continue
        open_to = all(item.role is Role.BODY and item.opening is None for item in (upper, lower))
        halves = open_to and not upper.marked and not lower.marked and lower.gap < 2
        whole = upper.text + lower.text
        if halves and heads.cut_in_quote(upper.text, lower.text) and roles.head_like(whole):
            upper.role = lower.role = Role.HEAD


def _promote_names(items: Sequence[Item]) -> None:
    """Lines of nothing but names between a head and its text sign the story."""
    for i in range(1, len(items) - 1):
        before, item, after = items[i - 1], items[i], items[i + 1]
        above = before.role in (Role.HEAD, Role.BYLINE)
        between = above and after.role is Role.BODY and after.opening is None
        if not between or item.parts > 1 or item.marked or item.role not in _SIGNS:
            continue
        names = signatures.bare_names(item.text.lstrip("●▲★☆◎○ "))
        if names is not None and not roles.is_rubric_word(before.text):
            if before.text.rfind("通讯员") > before.text.rfind("记者"):
                names = Names(correspondents=names.reporters)  # the list above goes on
            item.role, item.names = Role.BYLINE, names


def _demote(items: Sequence[Item], seams: Seams, column: float | None) -> dict[int, float]:
    """Head-like lines that are rather pieces of paragraphs become body lines. All are weighed as
    the page stands before any is changed, so that one mistake does not make the next."""
    lines = [item for item in items if item.role is Role.HEAD and not _is_settled(item)]
    starts_of = Counter(item.text[:_TWIN_SIZE] for item in lines)
    news = _usual_news(items)
    scores = [
        _form(item, starts_of)
        + _layout(items, item.place, column, news)
        + _seams(items, item.place, seams, news)
        + (_IN_COLUMN if _in_column(items, item.place, column) else 0.0)
        for item in lines
    ]
    for item, score in zip(lines, scores, strict=True):
        if item.parts > 1 or score < 0.0:
            item.role = Role.BODY
    told = zip(lines, scores, strict=True)
    return {item.place: score for item, score in told if item.parts == 1 and score < 0.0}


def _is_settled(item: Item) -> bool:
    """Known for a head: the page says so, or it is a subtitle set with a dash."""
    return item.marked or item.text.startswith("—")


def _in_column(items: Sequence[Item], i: int, column: float | None) -> bool:
    """Is it one of a run of lines of a narrow column, each of which stands alone?"""
    if column is None or width(items[i].text) < 0.75 * column or _heads_story(items, i):
        return False
    near = [other for other in items[max(0, i - 3) : i + 4] if other is not items[i]]
    narrow = (width(other.text) <= 1.2 * column for other in near if other.role in _TEXT)
    return sum(narrow) >= _RUN


def _form(item: Item, starts_of: Counter[str]) -> float:
    """Nats for a head from the line alone and from others on the page that start like it."""
    score = _BIAS + _HEADNESS * headness(item.text) + _WIDTH * width(item.text)
    score += _START * max(-6.0, min(5.0, starts(item.text)))
    score += _UNION if "总" in _LONG_FORMS.sub("", item.text) else 0.0
    score += _LEADING if item.text.endswith(("\uff1a", ":", "——", "…")) else 0.0
    score += _NAMED_FIRST if _WHO_FIRST.fullmatch(item.text) else 0.0
    return score + (_TWIN if starts_of[item.text[:_TWIN_SIZE]] > 1 else 0.0)


def _layout(items: Sequence[Item], i: int, column: float | None, news: Sequence[float]) -> float:
    """Nats for a head from what stands above and below, and from how the line was wrapped."""
    before, after = _around(items, i)
    score = (_GAP if items[i].gap >= 2 else 0.0) + _lines_of_column(items, i, column)
    if before is not None and before.role is Role.HEAD:
        score += _UNDER_HEAD
    elif before is not None and before.opening is not None and not before.opening.rest:
        score += _AFTER_BYLINE
    elif before is not None and before.role is Role.BODY:
        score += _AFTER_END if ended(before) else _AFTER_OPEN
    if after is not None and after.role is Role.HEAD:
        score += _OVER_SUBTITLE if after.text.startswith("—") else _OVER_HEAD
    if after is not None and after.role is Role.CREDIT and "文" in after.text:
        score += _OVER_CREDIT
    if _heads_story(items, i):
        score += _LEADS
    elif (before is None or ended(before)) and _over_lead(items, i):
        score += _OVER_LEAD
    return score + _NEWS * news[i]


def _seams(items: Sequence[Item], i: int, seams: Seams, news: Sequence[float]) -> float:
    """Nats for a head from how the line reads on into the one below and from the one above."""
    into, last = _into_next(items, i, seams), _from_last(items, i, seams, news)
    goes_on = _STUB_GOES_ON if len(items[i].text) <= _STUB and last > 0.0 else _FROM
    score = _INTO * max(-4.0, min(8.0, into)) + goes_on * max(-4.0, min(8.0, last))
    return score + (_NO_BODY if into <= _NONE else 0.0)


def _over_lead(items: Sequence[Item], i: int) -> bool:
    """Does the head line below `i` lead straight to text that starts as a story does?"""
    if i + 2 >= len(items) or items[i + 1].role is not Role.HEAD:
        return False
    text = items[i + 2].text if items[i + 2].role is Role.BODY else ""
    return begins(text) or leads(text)


def signed_below(items: Sequence[Item], end: int) -> bool:
    """Does an opening follow the head that ends there, or an editor's note and a byline?"""
    below = items[end : end + 2]
    if len(below) > 1 and below[0].role is Role.NOTE:
        return below[1].opening is not None or below[1].role in (Role.BYLINE, Role.AUTHOR)
    return bool(below) and below[0].opening is not None


def _heads_story(items: Sequence[Item], i: int) -> bool:
    """Do the head lines from `i` on lead straight to a byline, bare names or an opening?"""
    for item in items[i + 1 : i + 4]:
        if item.role in (Role.BYLINE, Role.AUTHOR) or item.opening is not None:
            return True
        if item.role is Role.HEAD and " " in item.text and signatures.bare_names(item.text):
            return True
        if item.role not in (Role.HEAD, Role.RUBRIC):
            return salutes(item.text)
    return False


def _lines_of_column(items: Sequence[Item], i: int, column: float | None) -> float:
    """Nats for the width of the line, or of its first piece, not being that of the column lines
    around it (full, or set in by two characters). Pages not wrapped say nothing."""
    widths = items[i].widths
    if column is None or not widths:
        return 0.0
    near = [
        size
        for item in items[max(0, i - 3) : i + 4]
        if item is not items[i]
        for size in item.widths[1:-1]
    ]
    usual = median(near) if len(near) >= 2 else column
    full = min(abs(widths[0] - usual), abs(widths[0] - usual + 2.0)) <= 1.0
    if len(widths) == 1:
        return _FULL_LINE if full else 0.0
    return _FULL_LINES if full else _OTHER_LINES


def ended(item: Item) -> bool:
    """Does the item end where a paragraph can end?"""
    return item.signed or roles.closed(item.text)


def _into_next(items: Sequence[Item], i: int, seams: Seams) -> float:
    """Nats for the line running on into the body line below it."""
    before, after = _around(items, i)
    if after is None or after.role is not Role.BODY or after.opening is not None:
        return -9.0
    score = runs_on(items[i].text, after.text, seams)
    below = _below_picture(items, after.place) if width(items[i].text) > _PICTURE_TITLE else None
    if below is not None:
        score = max(score, runs_on(items[i].text, below.text, seams))
    if (before is None or ended(before)) and starts(after.text) < -0.5:
        score += _ONLY_ONE  # the line below continues something, and nothing else is left open
    return score


def _below_picture(items: Sequence[Item], caption: int) -> Item | None:
    """The line below the picture whose caption stands at place `caption`, if it starts in
    mid-sentence, so that some line above the picture must break off."""
    if not roles.TEXT_STARTS.match(items[caption].text):
        return None
    for item in items[caption + 1 : caption + 5]:
        if item.role is Role.BODY and starts(item.text) < _MID_SENTENCE:
            return item
        if item.opening is not None or item.role in (Role.BYLINE, Role.AUTHOR, Role.RUBRIC):
            return None
    return None


def _from_last(items: Sequence[Item], i: int, seams: Seams, news: Sequence[float]) -> float:
    """Nats for the line running on from the body line above it, which ends open; against the line
    above running on below it, with a subhead between."""
    before, after = _around(items, i)
    if before is None or before.role is not Role.BODY or ended(before):
        return -9.0
    score = runs_on(before.text, items[i].text, seams) + news[i]
    if after is not None and after.role is Role.BODY and starts(after.text) <= 0.0:
        over = runs_on(before.text, after.text, seams)
        return score + min(3.0, runs_on(items[i].text, after.text, seams)) - max(0.0, over) - 1.5
    return score + (1.5 if after is not None and _CONNECTIVE.match(after.text) else 0.0)


def _around(items: Sequence[Item], i: int) -> tuple[Item | None, Item | None]:
    return items[i - 1] if i else None, items[i + 1] if i + 1 < len(items) else None


def _usual_news(items: Sequence[Item]) -> list[float]:
    """For each item, how much the story it stands in is news: that rarely has subheads, while
    signed pieces have several."""
    out: list[float] = []
    news = 0.0
    for item in items:
        out.append(news)
        if item.opening is not None:
            news = _OPENED
        elif item.role in (Role.BYLINE, Role.AUTHOR):
            news = _SIGNED
    return out


def _promote_bylines(items: Sequence[Item]) -> None:
    """“本报记者 … 文/图” right under a head signs the story, not a picture."""
    for before, item, after in zip(items, items[1:], items[2:], strict=False):
        under_head = before.role in (Role.HEAD, Role.RUBRIC) and after.role in (
            Role.BODY,
            Role.NOTE,
        )
        if item.role is Role.CREDIT and under_head and "文" in item.text:
            item.role = Role.BYLINE
