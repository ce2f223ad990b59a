"""Finds the one-character names of places that papers use for a host: “在京召开”, “在沪举行”.

Only before a verb of holding an event: one character says too little anywhere else. 宁 is left out
(南京 and 宁夏 both go by it), and so are those that begin other words (在新, 在青, 在云).
"""

from __future__ import annotations

import re

from digest.gazetteer.lexicon import ABBREVIATIONS, Name, Sense
from digest.gazetteer.matcher import Found

CITIES = {"蓉": "510100", "穗": "440100", "杭": "330100", "榕": "350100", "深": "440300"}
PROVINCES = "京津冀晋辽沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇陕陇"
HELD = re.compile(
    rf"在([{PROVINCES}{''.join(CITIES)}])"
    "(?=(?:正式|隆重|顺利)?(?:举行|召开|举办|启动|开幕|落幕|闭幕|揭牌|揭晓|揭幕|发布|开赛|成立|签约"
    "|签署|开班|颁奖|结束))"
)


def hosts(text: str) -> list[Found]:
    """The hosts named in `text` by one character, 在 included."""
    return [Found(m.start(), m.end(), _name(m[0], m[1])) for m in HELD.finditer(text)]


def is_host(name: Name) -> bool:
    """Whether a name was found here: it says itself that something is held there."""
    return len(name.text) == 2 and name.text[0] == "在"


def _name(text: str, place: str) -> Name:
    code = CITIES.get(place) or ABBREVIATIONS[place]
    return Name(text, (Sense(code, "alias"),), "sure")
