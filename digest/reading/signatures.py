"""Lines that sign: bylines and credits by themselves, bare names, an author with office.

Turns a text that is nothing but a signature (本报记者 …, 新华社发(张三 摄), □ 张三,
某县总工会主席 万月) into names by role and source. Text that only looks alike gives None.
"""

from __future__ import annotations

import re
from dataclasses import replace

from digest.reading import bylines, normal
from digest.reading.names import Names, is_likely_name, is_name, names_in, vouched

_H = r"\u3400-\u4dbf\u4e00-\u9fff"
_AGENCIES = r"新华社|中新社|人民图片|视觉中国"
_AGENCY = re.compile(
    rf"(?:摄影|摄|供图|图|发)?\s*[/\uff0f]\s*(?P<agency>[{_H}A-Za-z]{{2,10}})\s*$|"
    rf"(?:摄影|摄|供图|图)?\s*(?P<sent>[(\uff08]?(?:{_AGENCIES})发?[)\uff09]?)\s*$"
)
_LEAD_AGENCY = re.compile(rf"^(?P<agency>{_AGENCIES})(?:供图|发|图片)?\s*(?=[(\uff08]|$)")
_COMMENTATOR = re.compile(r"本[报网刊](?:特约)?(?:评论员|编辑部)")  # whose name is not told
_GIVEN = re.compile(
    rf"(?:(?:本文|本版|文中|以上|除署名外)?(?:图片|照片|配图|插图|图(?=/))?均?(?:由|[/:\uff1a])?\s?)?"
    rf"(?P<giver>[{_H}A-Za-z·]{{2,24}}?)\s?(?:提供|供图)|(?:本报)?(?:资料|网络|新华社)(?:图片|图|照片)"
)


def provided(text: str) -> Names | None:
    """“(图片由某市总工会提供)”, “受访者供图”, “资料图片”: who gave a picture, as its source."""
    text = normal.unspaced(text.strip().strip("()\uff08\uff09[]【】").strip())
    match = _GIVEN.fullmatch(text)
    if match is None or not any(word in match.group() for word in ("图", "照片")):
        return None
    return Names(source=match["giver"])


def signature(text: str) -> Names | None:
    """Names of a text that is nothing but a byline or credit, with its agency; None otherwise."""
    text = text.strip().strip("()\uff08\uff09[]【】").strip()
    if not 2 < len(text) <= 80:
        return None
    if _COMMENTATOR.fullmatch(text):
        return Names(comment=True)
    if text[0] in "□■◇◆▢☐" and (names := vouched(text[1:])):
        return Names(reporters=tuple(names))
    agency = None
    lead = _LEAD_AGENCY.match(text)
    if lead:
        agency, text = lead["agency"], text[lead.end() :].strip("()\uff08\uff09 ")
    found: Names | None = bylines.parse(text)
    if found is None:
        match = _AGENCY.search(text)
        if match and match.start() > 0:
            agency = match["agency"] or match["sent"]
            core = text[: match.start()].strip()
            found = bylines.parse(core + " 摄") or photographed(core + "摄")
    if found is None:
        found = photographed(text)
    if found is None:
        return None
    return replace(found, source=agency)


_TAKEN = re.compile(r"^(?P<names>.{2,24}?)\s*[/\uff0f]?\s*(?:摄影|摄|供图|绘图|制图|图)$")


def bare_names(text: str) -> Names | None:
    """A line that is nothing but names (许国 徐燕, 李 明): a signature where one may stand."""
    names = names_in(text) if len(text) <= 14 else None
    if not names or len(names) > 3 or not all(is_likely_name(name) for name in names):
        return None
    return Names(reporters=tuple(names))


def photographed(text: str) -> Names | None:
    """“凌厚祥摄”, “张三 李四 摄”: names without a role word but with 摄."""
    match = _TAKEN.match(text)
    if match is None:
        return None
    taken = text.endswith(("摄", "影"))
    names = names_in(match["names"], told=taken)
    if not names or not all(is_likely_name(name, told=taken) for name in names):
        return None
    return Names(photographers=tuple(names))


def writers(text: str) -> tuple[str, ...]:
    """Those whom a line that signs a text names; empty when it signs none, or only a picture."""
    found = signature(text) or bare_names(text)
    return (*found.reporters, *found.correspondents, *found.authors) if found else ()


_OFFICE = re.compile(
    r"工会|总工会|主席|书记|主任|部长|局长|处长|科长|院长|校长|会长|经理|董事|总裁|教授|研究员|委员|办公室|"
    r"公司|集团|医院|学校|大学|学院|中心|协会|联合会|干事|干部|组长|队长|站长|厂长|律师|"
    r"劳模|职工|员工|馆长|所长|秘书|顾问|评论员"
)
_OFFICE_NAME = re.compile(
    rf"(?P<office>[{_H}A-Za-z0-9()\uff08\uff09、·“”\"]{{3,36}})\s+"
    rf"(?P<name>[{_H}·]{{2,8}}|[{_H}] [{_H}])"
)
_NAME_OFFICE = re.compile(
    rf"(?P<name>[{_H}·]{{2,8}})\s*[(\uff08]\s*(?:作者系|作者单位|作者为|单位)?[:\uff1a]?"
    r"(?P<office>[^()\uff08\uff09]{3,40})[)\uff09]"
)


def author(text: str, *, signs: bool = False) -> Names | None:
    """“某县总工会副主席 万月”, “万月(某县总工会副主席)”: an author with office; None otherwise.

    `signs`: where a signature is expected, a name need not start with a usual surname."""
    text = text.strip().lstrip("□■●◆▲")
    match = _OFFICE_NAME.fullmatch(text) or _NAME_OFFICE.fullmatch(text)
    if match is None or not _OFFICE.search(match["office"]):
        return None
    name = match["name"].replace(" ", "")
    known = is_likely_name(name) or (signs and is_name(name) and len(name) < 4)
    return Names(authors=(name,)) if known else None
