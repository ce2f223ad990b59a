"""Where a text states a quantity: numerals with a unit, without dates, clock times and labels."""

from __future__ import annotations

import re
from functools import lru_cache

_QUANTITY = re.compile(
    r"(?<![\d.+\-·“A-Za-z第])(?P<number>\d[\d,]*(?:\.\d+)?)\s*[余多来]?(?P<scale>[万亿千百])?[余多]?"
    r"(?P<unit>%|％|‰|[\u4e00-\u9fff㎡])?"
)
_DATE_UNITS = frozenset("年月日时分点号届期周季岁起至")
_TOTAL = re.compile(r"共|累计|总|已|达|覆盖|惠及|投入|发放|超|突破|涉及|服务|培训|吸引|建成|新建")


@lru_cache(maxsize=2048)
def quantities(text: str) -> tuple[str, ...]:
    """The quantities of the text as written, in order; dates, ages and labels (1+N) are none."""
    found = []
    for match in _QUANTITY.finditer(text):
        unit, scale = match.group("unit"), match.group("scale")
        if not scale and (not unit or unit in _DATE_UNITS):
            continue
        if text[match.end("number") : match.end("number") + 1] in "+·-":
            continue
        found.append(match.group())
    return tuple(found)


def totals(text: str) -> int:
    """How many words of summing up (共, 累计, 覆盖 …) stand beside its quantities."""
    return len(_TOTAL.findall(text)) if quantities(text) else 0
