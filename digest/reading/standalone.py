"""Lines that are paragraphs though they are no sentences: salutations and rows of figures.

Tells such a line by its own form alone; lists and tables, which show by several lines, are found
elsewhere.
"""

from __future__ import annotations

import re

_SALUTATION = re.compile(
    r"(?:编辑|各|尊敬的|亲爱的|全[县市区省]|广大)[^。]{0,24}[\uff1a:]|"
    r"[^。\uff0c,\s]{1,6}(?:读者|同志|先生|女士|网友|师傅|朋友)们?[\uff1a:]"
)
_TABLE_ROW = re.compile(r".*\d(?:%|万?元|人|名|个)?\s+[\d.,]+(?:%|万?元|人|名|个)?(?:\s.*)?")


def salutes(text: str) -> bool:
    """Does a line address whom a letter or a notice is for, and no more?"""
    return text.endswith(("\uff1a", ":")) and bool(_SALUTATION.fullmatch(text))


def stands_alone(text: str) -> bool:
    """Is it a paragraph though it is no sentence: a salutation, a row of a table of numbers?"""
    return salutes(text) or bool(_TABLE_ROW.fullmatch(text))
