"""What speaks against a sentence in a summary, as patterns with a cost each.

`SPOKEN` look at the sentence as printed, since trimming takes the reporting phrase away; `WRITTEN`
look at the trimmed one. Each pattern is about the genre: how its stories open, wander and close.
"""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


SPEECH = 4.0  # what speech or a question comes to: too much ever to be told
SPOKEN: tuple[tuple[re.Pattern[str], float], ...] = (
    # somebody speaks, or the paper asks
    (_any(r"我们|咱们|[，,]我|^我", r"^[“\"「][^”\"」]{13,}|[:：]\s*[“\"「]"), SPEECH),
    (_any(r"[说道称][。.]$|”.{0,30}[说道][。]?$", r"[？?]|！$"), SPEECH),
    # an official is quoted without quotes
    (_any(r"^[^，,]{0,40}(?:表示|认为|坦言|感慨|告诉记者|强调|指出)[,，:：]"), 2.0),
)

WRITTEN: tuple[tuple[re.Pattern[str], float], ...] = (
    # what is hoped for
    (
        _any(
            r"下一步|接下来|今后|未来[，,将]",
            r"将(?:继续|持续|进一步|不断|以此|紧|深|坚持|始终|切实|把|聚焦|积极)",
        ),
        1.5,
    ),
    # how it was before
    (
        _any(
            r"存在|不足|不健全|困难重重|缺乏|不少企业|一些人|受.{0,6}影响",
            r"原来|此前|曾经|曾是|过去|往往|常常|以前|聚集着|日均|成效显著|基础薄弱",
        ),
        1.2,
    ),
    # what place it is
    (_any(r"^[\u4e00-\u9fff]{2,12}[省市区县州旗镇乡村道](?:是|位于|地处|素有)"), 3.5),
    # one person's story
    (_any(r"某|女士|先生", r"[他她](?!们|乡)|师傅|老[张王李赵刘陈杨郑]"), 1.3),
    # a saying rather than a deed
    (_any(r"^[^，,]{2,16}是[^，,]*(?:力量|关键|基础|因素|主人)"), 1.5),
    (_any(r"^(?:[^，,]{0,12})?是[^，,]{0,40}(?:之一|缩影|举措|结果|体现|写照)"), 2.0),
    (
        _any(
            r"习近平|思想武装|听党话|党的.{0,8}全会|重要论述|牢牢把握",
            r"显著成绩|显著成效|认真贯彻|贯彻落实|主责主业|所思所盼",
        ),
        1.5,
    ),
    # a scene
    (
        _any(
            r"坐得满满|眼圈|笑容|欢声|笑语|此起彼伏|排起长队|一串串|一箱箱|一派|热火朝天|掌声|整齐摆放",
            r"聚精会神|全神贯注|半蹲|忙碌|正在.{0,14}[,，]|伴奏|映入眼帘|收到一[份面封]|锦旗|列队",
            r"一应俱全",
        ),
        1.3,
    ),
    (
        _any(
            r"^.{0,12}(?:清晨|清早|早上|一大早|午后|傍晚|晚上|夜里|深夜|凌晨)",
            r"^(?:上午|中午|下午)",
        ),
        1.2,
    ),
    # who was there
    (
        _any(
            r"(?:主席|书记|部长|局长|领导)[\u4e00-\u9fff]{2,4}(?:带领|率|一行|出席|致辞|讲话|到场)",
            r"等参加|有关人员参加",
        ),
        1.2,
    ),
    # words of a picture
    (_any(r"^(?:图为|右图|左图|上图|下图)"), 3.0),
)


def spoken(printed: str) -> float:
    """What speaks against the sentence as printed."""
    return sum(cost for pattern, cost in SPOKEN if pattern.search(printed))


def written(trimmed: str) -> float:
    """What speaks against the sentence as trimmed."""
    return sum(cost for pattern, cost in WRITTEN if pattern.search(trimmed))
