"""How stories begin and end in print: datelines, opening bylines, closing signatures, credits.

Turns the start of a body text (本报讯(记者…), 本报北京11月1日电, 新华社…电(记者…)) and its end
((记者 …), (张三 摄), … 摄/人民图片, 来源:《…》) into names, the words they stood in and the text
without them. Text that only looks alike stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from digest.reading import bylines
from digest.reading.names import Names, is_likely_name, vouched
from digest.reading.signatures import provided, signature

_H = r"\u3400-\u4dbf\u4e00-\u9fff"
_WHERE = (
    rf"[{_H}A-Za-z]{{0,12}}?\s?(?P<when>(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日)?"
    r"\s?(?:专?电|讯(?!员)|消息)"
)
_HOUSE = (
    r"(?:据?(?:本报讯|本报|新华社|中新社|中新网|人民网|中工网|央视网|新华网|本网讯?|本刊讯?|"
    rf"[{_H}]{{2,6}}?[报社网](?:[—\-]+[{_H}]{{2,6}}?[报网])?(?:全媒体)?(?=讯|[{_H}]{{2,6}}?\d{{1,2}}[月日])))"
)
_PEOPLE = (
    r"(?:\s*(?:[(\uff08](?P<people>[^()\uff08\uff09]{2,60})[)\uff09]|"
    r"[\[【](?P<squared>[^\[\]【】]{2,60})[\]】]))"
)
_OPENER = re.compile(
    rf"[\[【]?(?P<house>{_HOUSE}(?:{_WHERE})?)[\]】]?\s*{_PEOPLE}?\s*[::\uff1a]?\s*"
)
_BARE_OPENER = re.compile(
    r"讯?\s?[(\uff08](?P<people>[^()\uff08\uff09]{0,10}(?:记者|通讯员)[^()\uff08\uff09]{2,50})[)\uff09]\s*"
)
_ROLE = "记者|通讯员|实习生"
_NAME = (
    rf"(?:[{_H}]{{1,8}}·[{_H}]{{1,8}}|[{_H}] [{_H}](?:(?![{_H}])|(?=报道))|"
    rf"(?:(?!{_ROLE})[{_H}]){{2,5}}?)"
)
_WHO = rf"(?:本报|全媒体|融媒体?|首席|特约|见习|实习){{0,3}}(?:{_ROLE})\s?{_NAME}(?:[\s、]{_NAME})*"
# A name holds no role and roles are few: a line of 记者记者记者… had as many readings as 2.6 to the
# power of its words.
_WHO_ALL = rf"{_WHO}(?:[\s、]{{0,2}}{_WHO}){{0,8}}"
# Names without brackets: 报道 or a blank ends them, a role too whose name runs into the text.
_UNBRACKETED = re.compile(
    rf"(?P<people>{_WHO_ALL}(?:\s(?:{_ROLE}))?)\s?(?:(?:综合|摄影)?报道[\s:\uff1a]|[\s:\uff1a])\s*[:\uff1a]?\s*"
)
_REPORTS = re.compile(rf"(?P<people>{_WHO_ALL})\s?报道[\s:\uff1a]\s*")
INSIDE = re.compile(
    rf"(?:本报讯|(?:本报|新华社|中新社)[{_H}]{{2,8}}?(?:\d{{1,2}}月)?\d{{1,2}}日(?:专?电|讯))\s?(?=[(\uff08记通近日连今昨])"
)
_END_PAREN = re.compile(r"\s*[(\uff08]([^()\uff08\uff09]{2,60})[)\uff09]\s*。?$")
_SOURCE = re.compile(
    r"\s*[(\uff08\[【]?\s*(?:(?:稿件|数据|资料|图表)?来源|摘自|转自|原载|据)\s*[::\uff1a]?\s*"
    r"(?:《(?P<book>[^《》]{2,24})》|(?P<name>[^《》()\uff08\uff09,。\s]{2,24}?))(?:电|消息|报道)?"
    r"(?:\s*(?P<more>\d[^。]{0,16}))?\s*[)\uff09\]】]?\s*$"
)
_ABOUT = re.compile(
    r"(?:本文)?作者(?:(?:单位|系|为|分别系|[:\uff1a]))"
    rf"(?:\s?(?P<name>[{_H}]{{2,3}})[,\uff0c、\s]\s?(?:系|为|现任|单位)?)?.{{3,50}}"
)
_SENTENCE_END = re.compile(r"[。\uff01\uff1f!?…](?:[”’\"')\uff09》]*)")
_MOST_CREDIT = 40  # characters a trailing credit may have
_MOST_SOURCES = 3  # sources at the end of one paragraph
_MOST_SOURCE = 80  # characters that a source, or names in brackets, may have: more than any has


@dataclass(frozen=True, slots=True)
class Opening:
    """The start of a story: its `byline` as printed, its names, its date words, the text after."""

    byline: str
    names: Names
    when: str | None
    rest: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a story or caption: the text before, the words taken off, the names in them;
    `picture` when they are the credit of one, `office` when they tell what the author is."""

    text: str
    credit: str
    names: Names
    picture: bool = False
    office: bool = False


def opening(text: str) -> Opening | None:
    """The opening byline or dateline of a story's first paragraph; None when there is none."""
    match = _OPENER.match(text)
    if match and _is_dateline(match):
        return _opened(text, match, match["people"] or match["squared"], match["when"])
    match = _BARE_OPENER.match(text)
    if match:
        return _opened(text, match, match["people"], None)
    match = _REPORTS.match(text)
    names = _people(match["people"], sure=True) if match else None
    return (
        Opening(match.group().strip(), names, None, text[match.end() :])
        if match and names
        else None
    )


def _is_dateline(match: re.Match[str]) -> bool:
    if match["house"].endswith(("讯", "电", "消息")):
        return True
    people = match["people"] or match["squared"]
    return bool(people) and bylines.parse(people) is not None


def _opened(text: str, match: re.Match[str], people: str | None, when: str | None) -> Opening:
    names, end = Names(), match.end()
    if people:
        names = bylines.parse(people) or Names(reporters=tuple(vouched(people)))
    else:
        follow = _UNBRACKETED.match(text, end)
        parsed = _people(follow["people"], sure="报道" in follow.group()) if follow else None
        if follow and parsed:
            names, end = parsed, follow.end()
    return Opening(text[:end].strip(), names, when, text[end:])


def _people(text: str, *, sure: bool) -> Names | None:
    """Names in running text, without brackets round them: one in three may not look like a name,
    or any where it is `sure` that names stand there, since 报道 ends them."""
    found = bylines.parse(text)
    people = (*found.reporters, *found.correspondents) if found else ()
    odd = sum(not is_likely_name(name, told=True) for name in people)
    return found if people and (sure or 3 * odd <= len(people)) else None


_BROKEN_WORDS = re.compile(
    r"本 ?报 ?(?:见 ?习 ?|实 ?习 ?)?(?:记 ?者|通 ?讯 ?员)|摄 影|来 源|图 ?/ ?文|文 ?/ ?图"
)


@lru_cache(maxsize=512)
def closing(text: str, *, caption: bool = False, within: int = 0) -> Closing | None:
    """The signature, credit or source at the end of a paragraph; None when there is none. Kept,
    since roles, captions and sections all ask for that of one line.

    `caption`: a name alone in brackets is the photographer, not a correspondent. `within`: sources
    taken off behind it; a line of hundreds would ask as deep.
    """
    text = _BROKEN_WORDS.sub(lambda m: m.group().replace(" ", ""), text)
    source = _SOURCE.search(text, max(0, len(text) - _MOST_SOURCE))
    if source and source.start() > 0 and source.group().strip()[:1] != "据":
        before = text[: source.start()]
        inner = closing(before, within=within + 1) if within < _MOST_SOURCES else None
        names = Names(source=(source["book"] or source["name"]).replace(" ", ""))
        if inner:
            names = inner.names.joined(names)
        return Closing(
            inner.text if inner else text[: source.start()].rstrip(),
            text[len(inner.text) if inner else source.start() :].strip(),
            names,
        )
    ends = list(_SENTENCE_END.finditer(text, max(0, len(text) - _MOST_CREDIT - 4)))
    for end in reversed(ends):
        tail = text[end.end() :].strip()
        found = signature(tail) if tail else None
        if found is not None:
            return _cut(text, end.end(), found)
        given = provided(tail) if tail else None
        if given is not None:
            return _cut(text, end.end(), given, picture=True)
    bracket = _END_PAREN.search(text, max(0, len(text) - _MOST_SOURCE))
    return _bracketed(text, bracket, caption) if bracket else None


def _bracketed(text: str, bracket: re.Match[str], caption: bool) -> Closing | None:
    """The signature in the brackets at the end, which may be all the line holds."""
    inner, at = bracket.group(1), bracket.start()
    if about := _ABOUT.fullmatch(inner):
        name = about["name"]
        authors = (name,) if name and is_likely_name(name) else ()
        return Closing(text[:at].rstrip(), text[at:].strip(), Names(authors=authors), office=True)
    found = (signature(inner) if at else None) or _listed(inner, caption)
    if found:
        return _cut(text, at, found)
    given = provided(inner) if at else None
    return _cut(text, at, given, picture=True) if given is not None else None


def _cut(text: str, at: int, names: Names, *, picture: bool = False) -> Closing:
    picture = picture or bool(names.photographers)
    return Closing(text[:at].rstrip(), text[at:].strip(), names, picture)


def _listed(text: str, caption: bool) -> Names | None:
    names = vouched(text)
    if not 0 < len(names) <= 5:
        return None
    if caption:
        return Names(photographers=tuple(names))
    return Names(reporters=tuple(names))
