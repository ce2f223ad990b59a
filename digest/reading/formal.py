"""Official papers and letters in print: who issues them and when, their clauses, whom they address.

Marks the unit and the day below a notice as paragraphs of its text rather than a headline and the
page's date, clauses that end in a semicolon as ended, and numbered lines as what divides it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.reading import normal
from digest.reading.lines import width
from digest.reading.roles import Item, Role
from digest.reading.rows import as_row, divides
from digest.reading.standalone import salutes

_DAY = (
    r"(?:\d{4}|[一二][〇零○一二三四五六七八九]{3})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_ISSUED = re.compile(_DAY)
_UNIT = (
    r"[\u4e00-\u9fff\u3007·\uff08\uff09“”]{2,30}"
    r"(?:工会|委员会|办公室|党委|政府|[部局厅委院社会厂]|公司|中心|学校|集团|小组|编辑部)"
)
_ISSUER = re.compile(_UNIT)
_BOTH = re.compile(rf"{_UNIT} ?{_DAY}")
_CLAUSE = re.compile(
    r"[(\uff08]?[一二三四五六七八九十\d]{1,3}[)\uff09、.\uff0e]|[一二三四五六七八九十]是|第[一二三四五六七八九十]{1,3}[,\uff0c、条]"
)
_APPENDIX = re.compile(r"附件?[一二三四五六\d]{0,2}[:\uff1a].{2,30}")
_TITLE = re.compile(
    r"[^。\uff1b;]{0,24}关于[^。\uff1b;]{4,44}的(?:决定|通知|公告|通告|通报|公示|意见|倡议书?|公开信|说明|函)"
)
_IN_BRACKETS = re.compile(r"\uff08[^\uff08\uff09]{4,80}\uff09")
_ISSUERS = 4  # units that may issue one together
_WIDEST = 32.0


def settle(items: Sequence[Item]) -> None:
    """Settles the lines of official papers."""
    for item in items:
        if item.role is Role.HEAD and item.place and salutes(items[item.place - 1].text):
            item.role = Role.BODY
        if item.role not in (Role.HEAD, Role.BODY) or item.marked or item.parts > 1:
            continue
        if item.text.startswith("附") and _APPENDIX.fullmatch(item.text):
            as_row(item)
        elif "关于" in item.text and _TITLE.fullmatch(normal.unspaced(item.text)):
            item.role, item.marked = Role.HEAD, True
    for at in range(1, len(items)):
        if items[at].text.endswith("日"):
            _issued(items, at)
    for item, following in zip(items, [*items[1:], None], strict=True):
        if item.role is Role.BODY and _ends_clause(item.text, following):
            item.ends = True


def _issued(items: Sequence[Item], at: int) -> None:
    """The day at place `at` with the units above it, if they stand below a text."""
    item = items[at]
    if item.parts > 1 or width(item.text) > _WIDEST:
        return
    if _BOTH.fullmatch(item.text) and _is_text(items[at - 1]):
        as_row(item)
    if not _ISSUED.fullmatch(item.text):
        return
    first = at
    while first > 0 and at - first < _ISSUERS and _is_issuer(items[first - 1]):
        first -= 1
    if first < at and first > 0 and _is_text(items[first - 1]):
        for line in items[first : at + 1]:
            as_row(line)


def _is_issuer(item: Item) -> bool:
    open_to = item.role in (Role.HEAD, Role.BODY, Role.RUBRIC) and item.parts == 1
    return open_to and all(map(_ISSUER.fullmatch, item.text.split(" ")))


def _is_text(item: Item) -> bool:
    return item.role is Role.BODY or item.row


def _ends_clause(text: str, following: Item | None) -> bool:
    """Does a line end before a clause, a list or a subhead without a stop of its own?"""
    if following is not None and text.endswith(("\uff1b", ";")):
        return bool(_CLAUSE.match(following.text))
    if following is not None and text.endswith(("\uff1a", ":")):
        return following.row or bool(_CLAUSE.match(following.text)) or divides(following)
    return bool(_IN_BRACKETS.fullmatch(text))  # (联系人:…)
