"""What a saved web page says of where its article was printed: paper, page, day, who signs, source.

Turns the text of a page, menus and all, into those five, each None where the page does not say it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from digest.language import twins
from digest.reading import markup

_DAY = re.compile(r"((?:19|20)\d{2})\s?[-年./]\s?(\d{1,2})\s?[-月./]\s?(\d{1,2})")
_PAPER = r"[\u4e00-\u9fff]{2,10}?(?:日报|晚报|工人报|职工报|时报|早报|晨报|工会报|报)"
PRINTED = re.compile(
    rf"《?(?P<paper>{_PAPER})(?:数字报|电子报|电子版)?》?\s*[(\uff08]?\s*(?:19|20)\d{{2}}\D{{1,2}}\d{{1,2}}\D{{1,2}}\d{{1,2}}"
    r"日?[\s,\uff0c星期一二三四五六日天]*第?\s*(?P<page>[A-Z]?\d{1,3})\s*版"
)
_NUMBER = re.compile(r"第\s*(?P<page>[A-Z]?\d{1,3})\s*版|(?:^|\s)(?P<short>[A-Z]?\d{1,3})\s?版")
_DIGITAL = re.compile(rf"(?P<paper>{_PAPER})(?:数字报|电子报|电子版)")
_SIGNED = re.compile(r"(?:作者|记者|文)\s*[:\uff1a]\s*(?P<who>[^\n|]{2,40}?)(?:\s{2,}|\n|$|来源)")
_FROM = re.compile(r"(?:稿件)?来源\s*[:\uff1a]\s*(?P<name>[^\s|()\uff08\uff09]{2,24})")


def day_of(text: str | None) -> date | None:
    """The first day written in a text; None when there is none."""
    match = _DAY.search(text or "")
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def imprint(tree: Any) -> dict[str, Any]:
    """The paper, its page and its day, where the page says them; who signs and the source."""
    text = "\n".join(markup.lines(tree))
    printed, digital = said(PRINTED, text), said(_DIGITAL, text)
    number = said(_NUMBER, text) if digital else {}
    return {
        "paper": printed.get("paper") or digital.get("paper"),
        "number": printed.get("page") or number.get("page") or number.get("short"),
        "author": said(_SIGNED, text).get("who", "").strip() or None,
        "source": said(_FROM, text).get("name", "").strip("《》") or None,
        "day": day_of(printed.get("all")),
    }


def said(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    """What the named groups hold at the first match, and `all` of it, in either script."""
    match = pattern.search(twins.aligned(text))
    if match is None:
        return {}
    spans = {name: match.span(name) for name in pattern.groupindex if match[name]}
    return {name: text[start:end] for name, (start, end) in {**spans, "all": match.span()}.items()}
