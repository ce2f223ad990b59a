"""Who wrote and who took the picture: the forms in which newspapers name their people.

Turns byline and credit text (本报记者 … 本报通讯员 …, … 摄, …/文 …/图, 作者: …) into names by role:
reporters, correspondents, authors, photographers. A word that is no name is never taken for one;
what is not named stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.reading.names import Names, is_foreign, is_likely_name, names_in

_H = r"\u3400-\u4dbf\u4e00-\u9fff\u3007"
_HOUSE = (
    rf"(?:本报|本刊|本网|本台|[{_H}·]{{2,10}}?(?<!本)(?:报|社|网|刊|台|客户端|融媒体中心)"
    rf"(?:[—\-/·\s]{{1,2}}[{_H}]{{2,10}}?(?:网|报|社|客户端))?)"
)
_RANK = (
    r"(?:首席|特约|特派|见习|实习|驻地|驻站|本站|高级|资深|基层|工会|骨干|热心|融媒体?|全媒体?|新媒体|文字|摄影|视频|"
    rf"驻[{_H}]{{2,5}}?)"
)
_ROLE = (
    rf"(?P<reporter>(?:{_HOUSE})?\s?{_RANK}{{0,3}}(?:记者|实习生))|"
    rf"(?P<correspondent>(?:{_HOUSE})?\s?{_RANK}{{0,2}}(?:通讯员|通迅员))|"
    r"(?P<author>作者|撰稿人?|执笔|作?词(?=\s?:)|作?曲(?=\s?:)|词曲(?=\s?:)|读者(?=[\s:]))|"
    rf"(?P<comment>(?:{_HOUSE})?\s?{_RANK}{{0,2}}(?:评论员|时评人))"
)
# What was done. 文 and 图 only when set apart by blank or slash, for given names may end in them;
# 摄 and its like may follow a name directly.
_BOTH = (
    r"图\s?[/、·]?\s?文|文\s?[/、·]?\s?图|图文|摄影\s?[/、·]?\s?报道|摄影\s?[/、]?\s?撰文|"
    r"文\s?[/并、]?\s?摄(?:影)?|文字?\s?[/、]\s?图片"
)
_WORK = (
    rf"(?<![^\s/:○])(?:(?P<both>{_BOTH})|(?P<text>文字|撰文|文)|"
    r"(?P<photo>摄影|供图|制图|绘图|图片|摄|图))(?=$|[\s/:,、○])|"
    r"(?P<both_end>摄影报道)|(?P<photo_end>摄影|供图|制图|绘图|摄|图)(?=$|[\s/,])"
)
_TOKEN = re.compile(f"{_ROLE}|{_WORK}")
# A word of each of them: a text without any is none, and told for a tenth of the cost.
_TOLD = re.compile(r"[图文摄撰]|记者|实习生|通[讯迅]员|作者|执笔|[词曲]\s?:|读者|评论员|时评人")
_TORN_ROLE = re.compile(
    r"记 者|通 讯 ?员|通讯 员|实 习 ?生|实习 生|评 论 ?员|评论 员"
)  # by a column's end
_MARKS = "□■●◆▲△◎○*◇▢☐★☆"
_EDGES = re.compile(rf"^[\s{_MARKS}·—\-]+|[\s·。]+$")  # of a byline: marks, dashes, dots
_INNER_MARKS = re.compile(rf"\s*[{_MARKS}]\s*")
# What else stands in a byline: where it was written and that it reports.
_FILLING = re.compile(
    rf"(?:发自|发于)[{_H}]{{2,8}}(?:报道)?|\s(?!摄影|综合)[{_H}]{{2,4}}报道$|\s?(?:综合)?报道$|\s整理$|\s?供稿$"
)
_ALONE_BEFORE = re.compile(rf"(?:^|\s|记者|通讯员|实习生)((?:[{_H}] )+)$")  # characters set wide
_ALONE_AFTER = re.compile(rf"((?: [{_H}](?![{_H}·]))+)")
_NO_WORD = re.compile(rf"[^{_H}]|记者|通讯员|实习生")
_MOST = 80  # characters of a byline


@dataclass(slots=True)
class _Group:
    """Names with the role word before them and the work printed behind (or before) them."""

    role: str | None = None
    names: list[str] = field(default_factory=list)
    work: str | None = None
    closed: bool = False


def parse(text: str) -> Names | None:
    """Names of a byline or credit text with at least one role word; None when it is not one."""
    text = _INNER_MARKS.sub(" ", _EDGES.sub("", text.replace("\uff1a", ":")))
    text = _without_place(_TORN_ROLE.sub(lambda role: role.group().replace(" ", ""), text))
    if len(text) > _MOST or not _TOLD.search(text):
        return None
    groups = _groups(text)
    return _gathered(groups) if groups else None


def _without_place(text: str) -> str:
    """Without 报道 and the place it was sent from (南京报道), unless that place is a name."""
    match = _FILLING.search(text)
    if match is None or text[: match.start()].endswith("摄影"):
        return text
    place = match.group().strip().removesuffix("报道")
    return (
        text
        if is_likely_name(place) and match.group().startswith(" ")
        else (text[: match.start()] + text[match.end() :]).rstrip()
    )


def _groups(text: str) -> list[_Group] | None:
    """The text as groups; None when something that is neither name nor role stands in it."""
    found = [match for match in _TOKEN.finditer(text) if not _of_a_name(match)]
    first = found[0] if found else None
    if first is None:
        return None
    before_names = first.start() == 0 and str(first.lastgroup) in ("both", "text", "photo")
    groups = [_Group()]
    at = 0
    for match in [*found, None]:
        names = _between(text[at : match.start()].rstrip(" \uff0c\uff1b") if match else text[at:])
        if names is None:
            return None
        _named(groups, names)
        if match is None:
            break
        _applied(groups, str(match.lastgroup).removesuffix("_end"), before_names=before_names)
        at = match.end()
    return [group for group in groups if group.names or group.role]


def _of_a_name(match: re.Match[str]) -> bool:
    """Is 文 or 图 part of a name: a given name set wide (雷 文), or its last sound (朝克图)?"""
    text, word = match.string, match.group()
    if word not in ("文", "图"):
        return False
    before, after = text[: match.start()], text[match.end() :]
    if before.endswith(" "):
        return _alone(_ALONE_BEFORE.search(before)) or _alone(_ALONE_AFTER.match(after))
    return is_foreign(_NO_WORD.split(before + word)[-1])


def _alone(run: re.Match[str] | None) -> bool:
    """Does a run of characters set wide leave one without the other of its name?"""
    return run is not None and len(run[1]) % 4 == 2


def _between(text: str) -> list[str] | None:
    text = text.strip(" :/,;、|")
    return names_in(text, told=True) if text else []


def _named(groups: list[_Group], names: Sequence[str]) -> None:
    if not names:
        return
    if groups[-1].closed:
        groups.append(_Group())
    groups[-1].names.extend(names)


def _applied(groups: list[_Group], token: str, *, before_names: bool) -> None:
    """Takes in a role word, or a work: of the names to come where works stand first, else of
    all names since the last work."""
    last = groups[-1]
    if token in ("reporter", "correspondent", "author", "comment"):
        if before_names and last.work and not last.names:
            last.role = token
        else:
            groups.append(_Group(token))
    elif before_names:
        if not (token == last.work and last.names):  # 图/李强 摄 says it twice
            groups.append(_Group(work=token))
    else:
        for group in groups:
            if not group.closed:
                group.work, group.closed = token, True


def _gathered(groups: list[_Group]) -> Names | None:
    by: dict[str, list[str]] = {"reporter": [], "correspondent": [], "author": [], "photo": []}
    _settle_last(groups)
    _settle_first(groups)
    for group in groups:
        if group.role is None and group.work is None:
            return None
        if group.work != "photo":
            role = group.role or "author"
            by["author" if role == "comment" else role].extend(group.names)
        if group.work in ("photo", "both"):
            by["photo"].extend(group.names)
    if not any(by.values()) or not _trusted(groups):
        return None
    reporters, correspondents, authors, taken = (tuple(dict.fromkeys(by[key])) for key in by)
    comment = any(group.role == "comment" for group in groups)
    return Names(reporters, correspondents, authors, taken, comment=comment)


def _settle_last(groups: list[_Group]) -> None:
    """“记者 A 摄影 B”: a work before the last names is theirs, not of those before it."""
    if len(groups) < 2 or groups[-1].role or groups[-1].work:
        return
    last, before = groups[-1], groups[-2]
    if before.role and before.work:
        last.work = before.work
        for group in groups[:-1]:
            group.work = None


def _settle_first(groups: list[_Group]) -> None:
    """“A 通讯员 B”: names before the first role word are the reporters."""
    first = groups[0]
    if len(groups) > 1 and first.role is None and first.work is None:
        first.role = "reporter" if all(map(is_likely_name, first.names)) else None


def _trusted(groups: Sequence[_Group]) -> bool:
    """Without a role word, and with but 摄 or 文 beside them, names must look like names."""
    if any(group.role or group.work == "both" for group in groups):
        return True
    told = all(group.work == "photo" for group in groups)
    return all(is_likely_name(name, told=told) for group in groups for name in group.names)
