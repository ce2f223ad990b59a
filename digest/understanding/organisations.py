"""An article turned into the organisations it names, in full, the most spoken of first.

A short form (禅城区总, 市总工会) counts for the full form the article gives; one that the article
never gives in full, and that names nobody by itself, is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from digest.language import lexicon
from digest.model import Article
from digest.understanding import genre

MOST = 8
BODY = 1500  # characters of the body looked at: who acts is named by then
LONGEST = 26  # characters of a name; a longer run has swallowed its neighbours
_SUFFIXES = (
    "总工会|工会联合会|工会委员会|工会|公司|集团|局|厅|委员会|卫健委|国资委|发改委|学院|大学|学校|"
    "中学|小学|医院|法院|检察院|银行|研究院|设计院|协会|联合会|商会|工厂|厂|煤矿|油田|电厂|"
    "疗养院|文化宫|车间|项目部|街道办事处|街道办|党工委|管委会|管理局|事务所|驿站"
)
_SUFFIX = tuple(_SUFFIXES.split("|"))
_ENDING = re.compile(rf"{_SUFFIXES}|[省市区县州旗]总")
_REACH = 22  # characters before an ending that may belong to the name
_RUN = re.compile(r"[\u4e00-\u9fff·A-Za-z]{3,}")
_LAST = frozenset("会司团局厅委院学行厂矿田园宫间部办所站总")  # what a suffix ends with
_SHORT_UNION = tuple(f"{level}总" for level in "省市区县州旗")
_BARE_PARTS = (
    "[省市区县州旗镇]|自治区|街道|全国|中华全国|各级|基层|企业|公司|集团|局|分公司|单位",
    "该[^ 该]{1,3}",
    "地方|上级",
    "[县省市区]级|乡镇|产业|行业|区域|园区|新型|平台|职工|本|有关|相关|多家|部分|每家|重点|小微|民营",
    "互联网|物业|餐饮|服装|某",
)
_BARE_ENDS = (
    "总工会|总|工会|公司|集团|局|学校|医院|学院|大学|银行|协会|驿站|车间|项目部|法院|厂|工会联合会",
    "工会委员会|商会|工厂|委员会|小学|中学",
)
_BARE = re.compile(f"(?:{'|'.join(_BARE_PARTS)})*(?:{'|'.join(_BARE_ENDS)})$")
_ONLY_ENDS_SO = re.compile(r"[格布结全大开入破时当僵定变]局|[投建]厂")
_ALL_OF = re.compile(r"[全各][省市县区州国厂公]|各级|至此")
_VERBS_IN_NAMES = frozenset(("建设", "服务", "设计", "研究", "制造", "加工", "运营", "管理"))
# What stands before a name and is neither a verb nor a function word.
_BREAKS = re.compile(
    r"[未来于进多个名这那某]|当地|附近|周边|所在|所属|下属|打烊|一直|实际|延时|职工|智慧|小额缴费"
)
# A preposition that was cut together with the first character of the name (从中|交|集团).
_PREPOSED = re.compile(r"(?!由于|与会|将军|将来|给予)[从由与给把被将让据][\u4e00-\u9fff]")
_LEVELS = re.compile(r"省|自治区|市(?=[\u4e00-\u9fff]{2,}[区县市])")
_NAME_PART = re.compile(r"[\u4e00-\u9fff·A-Za-z]+$")


def find(article: Article) -> tuple[str, ...]:
    """Full names, the most spoken of first (in ties the first named), at most eight."""
    seen = _seen(article)
    full = _full_forms(seen)
    counts = Counter(full[name] for name in seen if name in full)
    return tuple(name for name, _ in counts.most_common(MOST))


def full_forms(article: Article) -> dict[str, str]:
    """Every name as it stands in the article → the fullest form the article gives of it."""
    return _full_forms(_seen(article))


def _seen(article: Article) -> tuple[str, ...]:
    body = "\n".join(article.paragraphs)[:BODY]
    return _names_in((article.headline or "", article.kicker or "", body))


@lru_cache(maxsize=4)
def _names_in(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Every organisation name in the texts as it stands there, in order.

    Only stretches that end like a name are cut into words, with two characters behind them that
    tell 市总 from 市总面积: cutting the whole text would take longer than all the rest. Kept for
    the few finders that go over one article.
    """
    stretches = "\n".join(stretch for text in texts for stretch in _stretches(text))
    return tuple(_names_of(genre.tokens(stretches)))


def _stretches(text: str) -> Iterator[str]:
    """The stretches of the text, between marks, that hold what a name ends with."""
    for run in _RUN.findall(text):
        if first := _ENDING.search(run):
            *_, last = _ENDING.finditer(run, first.start())
            yield run[max(0, first.start() - _REACH) : last.end() + 2]


def _names_of(tokens: tuple[str, ...]) -> Iterator[str]:
    start = 0
    for position, token in enumerate(tokens):
        if not _ends_name(tokens, position):
            continue
        name, start = _walk_left(tokens, position, start)
        if _names_somebody(name, token):
            yield name


def _names_somebody(name: str, ending: str) -> bool:
    """Whether two characters at least stand before the bare ending (陕公司, 有限公司 name none)."""
    if name.startswith(("有限公司", "股份", "分公司")):
        return False
    return len(name) >= len(ending) + 2 or len(ending) > 3


def _ends_name(tokens: tuple[str, ...], position: int) -> bool:
    word = tokens[position]
    if word[-1] not in _LAST or _ONLY_ENDS_SO.fullmatch(word):
        return False
    if not word.endswith(_SUFFIX + _SHORT_UNION):
        return (
            tokens[position] == "总"
            and position > 0
            and tokens[position - 1][-1:] in "省市区县州旗"
        )
    following = tokens[position + 1] if position + 1 < len(tokens) else ""
    return not (following.endswith(_SUFFIX) and len(following) < 4)  # 公司 + 工会: the name goes on


def _walk_left(tokens: tuple[str, ...], end: int, least: int) -> tuple[str, int]:
    """The name that ends with token `end`: tokens to its left that can be part of a name."""
    start, size = end, len(tokens[end])
    while start > least and size < LONGEST and _in_name(tokens[start - 1]):
        start -= 1
        size += len(tokens[start])
    while start < end and tokens[start] in _VERBS_IN_NAMES:
        start += 1
    name = "".join(tokens[start : end + 1])
    if start > least and _PREPOSED.fullmatch(tokens[start - 1]):
        name = tokens[start - 1][1:] + name
    return name, end + 1


@lru_cache(maxsize=4096)
def _in_name(token: str) -> bool:
    if _PREPOSED.fullmatch(token) or _ALL_OF.match(token) or _BREAKS.fullmatch(token):
        return False
    if not _NAME_PART.match(token) or token in genre.verbs():
        return token in _VERBS_IN_NAMES
    return token not in lexicon.stop_words()


@lru_cache(maxsize=4)
def _full_forms(seen: tuple[str, ...]) -> dict[str, str]:
    """Each name as it stands → the fullest form the article gives; bare forms without one drop."""
    whole = {name: _written_out(name) for name in dict.fromkeys(seen)}
    ranked = sorted(dict.fromkeys(whole.values()), key=len, reverse=True)
    short = {other: _LEVELS.sub("", other) for other in ranked}
    full: dict[str, str] = {}
    for name, written in whole.items():
        end = short[written]  # 天津和平区 is within 天津市和平区 too
        longer = next((other for other in ranked if short[other].endswith(end)), written)
        if not _BARE.fullmatch(longer):
            full[name] = longer
    return full


def _written_out(name: str) -> str:
    return name + "工会" if name.endswith("总") else name
