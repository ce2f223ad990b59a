"""Who wrote and who took the picture: the forms in which newspapers name their people.

Turns byline and credit text (本报记者 … 本报通讯员 …, … 摄, …/文 …/图, 作者: …) into names by role:
reporters, correspondents, authors, photographers. A word that is no name is never taken for one;
what is not named stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

_H = r"\u3400-\u4dbf\u4e00-\u9fff\u3007"
_PAPER = (
    rf"(?:本报|本刊|本网|本台|[{_H}·]{{2,10}}?(?:报|社|网|刊|台)"
    rf"(?:[—\-/][{_H}]{{2,8}}?(?:网|报|社))?)"
)
_RANK = r"(?:首席|特约|特派|见习|实习|驻地|融媒体?|全媒体|融媒|新媒体|文字|摄影|视频)"
_REPORTER = rf"(?:{_PAPER})?\s?{_RANK}{{0,3}}(?:记者|编辑|实习生|评论员)"
_CORRESPONDENT = rf"(?:{_PAPER})?\s?{_RANK}{{0,2}}(?:通讯员|通迅员)"
_AUTHOR = r"(?:作者|撰稿|撰文|执笔)"
_BOTH = (
    r"(?:图\s?[/、·]?\s?文|文\s?[/、·]?\s?图|图文|摄影报道|摄影\s?[/、]?\s?报道|"
    r"摄影\s?[/、]?\s?撰文|文\s?[/并、]?\s?摄(?:影)?)"
)
_PHOTO = r"(?:摄影|摄|供图|制图|绘图|图片|图)"
# What a reporter did, behind the name; 文 only when set apart, for given names may end in it.
_WRITES = r"(?:\s*报道|[\s/]+文)"
_SET_APART = r"(?:\s*/\s*|\s+|(?=图|摄))"
_TOKEN = re.compile(
    rf"(?P<reporter>{_REPORTER})|(?P<correspondent>{_CORRESPONDENT})|(?P<author>{_AUTHOR})"
)
_BOTH_END = re.compile(rf"[\s/]*{_BOTH}$|^{_BOTH}[\s/::]*")
_NAME = re.compile(rf"[{_H}]{{2,4}}|[{_H}]{{1,6}}(?:·[{_H}]{{1,8}}){{1,3}}")
_SPLIT = re.compile(r"[\s、,,;;/&]+")
_NOT_NAMES = frozenset(
    (
        "记者",
        "通讯员",
        "本报",
        "报道",
        "摄影",
        "图片",
        "资料",
        "综合",
        "编辑",
        "作者",
        "文图",
        "图文",
        "供图",
        "供稿",
        "整理",
        "人民",
        "新华",
        "中新",
        "视觉",
        "网络",
        "本版",
        "见习",
        "实习",
    )
)


@cache
def _surnames() -> frozenset[str]:
    """The usual one-character surnames, from data/surnames.txt."""
    text = files("digest.reading").joinpath("data/surnames.txt").read_text(encoding="utf-8")
    return frozenset(text) - {"\n"}


@dataclass(frozen=True, slots=True)
class Names:
    """People named by role, in the order printed."""

    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    source: str | None = None

    def __bool__(self) -> bool:
        return bool(self.reporters or self.correspondents or self.authors or self.photographers)

    def joined(self, other: Names) -> Names:
        """Both, each name once."""
        return Names(
            _once(self.reporters + other.reporters),
            _once(self.correspondents + other.correspondents),
            _once(self.authors + other.authors),
            _once(self.photographers + other.photographers),
            self.source or other.source,
        )


@dataclass(slots=True)
class _Group:
    role: str
    names: list[str] = field(default_factory=list)


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def is_name(text: str) -> bool:
    """Could this be a person's name (2–4 characters, or with a middle dot)?"""
    return bool(_NAME.fullmatch(text)) and text not in _NOT_NAMES


def is_likely_name(text: str) -> bool:
    """A name that also starts with one of the usual surnames: for places without a role word."""
    return is_name(text) and ("·" in text or text[0] in _surnames())


def names_in(text: str) -> list[str] | None:
    """The names of a list (“马学礼 张 三、王五”); None when something else stands in it."""
    out: list[str] = []
    parts = [part for part in _SPLIT.split(text.strip()) if part]
    while parts:
        name = parts.pop(0)
        following = parts[0] if parts else ""
        if len(name) == 1 and out and len(out[-1]) == 2 and len(following) != 1:
            out[-1] += name  # parted by a column break: 王海 涛
            continue
        if len(name) == 1 and _completes(following):
            name += parts.pop(0)
        if not is_name(name):
            return None
        out.append(name)
    return _rejoined(out)


def _completes(text: str) -> bool:
    """Is this the rest of a name set wide (张 三) or parted by a column break (其 其格)?"""
    return len(text) == 1 or (len(text) == 2 and not is_likely_name(text))


def _rejoined(names: list[str]) -> list[str]:
    """A name that a column break parted (扎西 顿珠): two halves, neither with a usual surname."""
    halves = len(names) == 2 and not any(is_likely_name(name) for name in names)
    return ["".join(names)] if halves and len("".join(names)) <= 5 else names


def parse(text: str) -> Names | None:
    """Names of a byline or credit text with at least one role word; None when it is not one."""
    text = re.sub(r"^[\s□■●◆▲△◎*·]+|[\s。]+$", "", text.replace("\uff1a", ":"))
    text = re.sub(r"(?<=记者|讯员)\s*[:/]\s*", " ", text)
    if not text or len(text) > 80:
        return None
    return _both(text) or _slashed(text) or _roles(text)


def _both(text: str) -> Names | None:
    """“姚焕珊 图/文”, “本报记者 张三 文/图”, “文/图 张三”, “张三 摄影报道”."""
    match = _BOTH_END.search(text)
    if match is None or match.group() == text:
        return None
    rest = (text[: match.start()] + " " + text[match.end() :]).strip(" /:")
    found = _roles(rest)
    if found is not None and found:
        people = found.reporters + found.correspondents + found.authors
        return replace(found, photographers=_once(people + found.photographers))
    people = tuple(names_in(rest) or ())
    return Names(authors=people, photographers=people) if people else None


_SLASHED = re.compile(
    rf"(?:(?P<a>{_REPORTER}|{_CORRESPONDENT})?\s*(?P<n1>[{_H}·\s、]{{2,20}}?){_SET_APART}(?P<r1>文|图|摄影|摄))"
    rf"[\s,,;;]+(?:(?P<b>{_REPORTER}|{_CORRESPONDENT})?\s*(?P<n2>[{_H}·\s、]{{2,20}}?){_SET_APART}(?P<r2>文|图|摄影|摄))"
)
_SLASHED_FIRST = re.compile(
    rf"(?P<r1>文|图|摄影|摄)\s*[/:]\s*(?P<a>{_REPORTER}|{_CORRESPONDENT})?\s*(?P<n1>[{_H}·\s、]{{2,20}}?)"
    rf"(?:[\s,,;;]+(?P<r2>文|图|摄影|摄)\s*[/:]\s*(?P<b>{_REPORTER}|{_CORRESPONDENT})?\s*(?P<n2>[{_H}·\s、]{{2,20}}))?"
)


def _slashed(text: str) -> Names | None:
    """“张三/文 李四/图”, “文/张三 图/李四”, “本报记者 张三 文 本报通讯员 李四 图”."""
    match = _SLASHED.fullmatch(text) or _SLASHED_FIRST.fullmatch(text)
    if match is None:
        return None
    out = Names()
    for role, who, names in (("r1", "a", "n1"), ("r2", "b", "n2")):
        if match[names] is None:
            continue
        people = tuple(names_in(match[names]) or ())
        if not people:
            return None
        out = out.joined(_by_work(people, match[role], match[who] or ""))
    return out


def _by_work(people: tuple[str, ...], work: str, who: str) -> Names:
    if work != "文":
        return Names(photographers=people)
    if "通讯员" in who:
        return Names(correspondents=people)
    return Names(reporters=people) if who else Names(authors=people)


def _roles(text: str) -> Names | None:
    """Role words followed by names: “本报记者 杨明清 张端 本报通讯员 王阿龙 摄”."""
    tail = re.search(rf"\s*(?P<photo>{_PHOTO})?{_WRITES}?$", text)
    photo = bool(tail and tail["photo"])
    core = text[: tail.start()] if tail else text
    found = list(_TOKEN.finditer(core))
    if not found or core[: found[0].start()].strip(" ("):
        return None
    groups: list[_Group] = []
    for match, after in zip(found, [*found[1:], None], strict=True):
        between = core[match.end() : after.start() if after else len(core)].strip(" :)")
        names = names_in(between) if between else []
        if names is None:
            return None
        groups.append(_Group(str(match.lastgroup), names))
    return _gathered(groups, photo)


def _gathered(groups: list[_Group], photo: bool) -> Names | None:
    by: dict[str, list[str]] = {"reporter": [], "correspondent": [], "author": []}
    for i, group in enumerate(groups):
        names = group.names
        if not names and i + 1 < len(groups):
            continue
        by[group.role].extend(names)
    everyone = tuple(name for group in groups for name in group.names)
    if not everyone:
        return None
    if photo:
        return Names(photographers=_once(everyone))
    return Names(
        _once(tuple(by["reporter"])), _once(tuple(by["correspondent"])), _once(tuple(by["author"]))
    )
