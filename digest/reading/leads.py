"""How the text of a story begins: with its day, its place in full, or who told of it.

Tells the first words of a news story from those of any paragraph; it looks at nothing but them.
"""

from __future__ import annotations

import re

_STORY_START = re.compile(
    r"(?:近日|日前|近期|连日来|昨日|今日|昨天|今天|\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|记者.{0,12}(?:获悉|了解到|从)|从.{2,30}获悉)"
)
_LEAD_WORDS = re.compile(
    r"(?:省|自治区|市)[\u4e00-\u9fff]{1,8}(?:市|州|盟|地区|区|县|旗)|(?:北京|天津|上海|重庆)市?[\u4e00-\u9fff]{2,3}区|"
    r"记者[^。]{0,14}(?:获悉|了解到)|从[^。]{2,30}(?:获悉|了解到)"
)
_LEAD_SIZE = 130  # characters of a text in which a story says where and when it happened


def begins(text: str) -> bool:
    """Does a text start with its day or with who told of it?"""
    return bool(_STORY_START.match(text))


def leads(text: str) -> bool:
    """Does a text say near its start where it happened or who told of it, as a story does?"""
    return bool(_LEAD_WORDS.search(text[:_LEAD_SIZE]))
