"""What each line of a page is for: rubric, head, byline, credit, label, note, body or furniture.

Turns `Line`s into `Item`s: one for each line, or one for each piece of a line that a scanner ran
together from two columns. Judges a line by its own form only; where it belongs is decided later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from digest.reading import furniture, openers, signatures
from digest.reading.lines import Line, pieces, width
from digest.reading.names import Names, is_likely_name
from digest.reading.standalone import salutes, stands_alone


class Role(StrEnum):
    """What a line is for."""

    RUBRIC = "rubric"
    HEAD = "head"
    BYLINE = "byline"
    AUTHOR = "author"
    CREDIT = "credit"
    LABEL = "label"
    NOTE = "note"
    SOURCE = "source"
    BODY = "body"
    FURNITURE = "furniture"


@dataclass(slots=True)
class Item:
    """One line (or piece of a line) with its role; `names` when it is a byline or credit, and
    `opening` when it is the first paragraph of a story."""

    place: int
    line: Line
    text: str
    role: Role
    names: Names | None = None
    opening: openers.Opening | None = None
    part: int = 0
    parts: int = 1
    signed: bool = False
    widths: tuple[float, ...] = ()
    marked: bool = False  # the document says its role
    row: bool = False  # a row of a list or a line of verse, whose blanks stay
    ends: bool = False  # it ends here, whatever mark it ends with
    divides: bool = False  # a subhead in any case

    @property
    def gap(self) -> int:
        """Blank lines before it (none before a later piece of a line)."""
        return self.line.gap if self.part == 0 else 0


_RUBRIC = re.compile(
    r"[【\[〔［「『][^【】\[\]〔〕「」『』]{2,16}[】\]〕］」』]|[■●◆▲★☆◎□]\s?[^。,\uff0c]{2,12}"
)
_RUBRIC_WORD = re.compile(
    r".{0,10}(?:进行时|之声|手记|视点|观察|时评|论坛|快评|聚焦|连线|直播间|专栏|寄语|访谈|特写|短波|简讯|讲述|故事汇|心声|"
    r"面对面|一线见闻|见闻|风采录|人物志|关注|声音|纵横|博览|撷英|之窗|链接|大家谈|微评|漫谈|随笔|札记|在一线|在身边|在行动|专版|特刊|特别报道|系列报道)"
)
_PULLED = r"(?:阅读提示|核心提示|内容提要|内容提示|提要|阅读导引|新闻提示|要点提示|核心阅读)"
_BOXES = (
    r"(?:新闻背景|背景链接|名词解释|延伸阅读|相关新闻|小贴士|小资料|"
    r"(?:相关|新闻|资料|知识|政策|法条|法律)?链接)"
)
_BOX = re.compile(rf"\W*{_BOXES}\W*")
_LABEL = re.compile(
    rf"[【\[(\uff08■●◆▲★]?\s*(?:{_PULLED}|导读|导语|本期关注|开栏的话|编者按|编者的话|开栏语|编后[语话]?|"
    rf"编辑点评|编辑手记|记者手记|短评|点评|{_BOXES})\s*[】\])\uff09]?\s*[:\uff1a]?"
)
_LABELLED = re.compile(
    rf"(?P<label>[【\[]\s*{_PULLED}\s*[】\]]\s*[:\uff1a]?|{_PULLED}\s*[:\uff1a])\s*(?P<rest>.{{10,}})"
)
_EDITORIAL = ("编者", "开栏", "编后", "编辑", "手记", "短评", "点评")
_NOTES = (
    r"(?:小编说|小编点评|编者按|编后[语话]?|编者的话|编辑点评|编辑手记|点评|记者手记|"
    r"开栏[的话语]{1,2}|短评)"
)
_NOTE = re.compile(
    rf"[【\[(\uff08]?{_NOTES}[】\])\uff09]?\s*[::\uff1a]|[【\[]{_NOTES}[】\]]\s*(?=\S)|"
    r"(?:编者按|编者的话|编后[语话]?|开栏的话) (?=\S)"
)
_SOURCE = re.compile(
    r"[(\uff08\[【]?\s*(?:(?:稿件|数据|资料|图表)?来源|摘自|转自|原载)\s*(?:[::\uff1a]|(?=《)).{2,30}"
)
_NOTICE = re.compile(
    r"(?:遗失|注销|公益|招聘)?(?:公 ?告|广 ?告|启 ?事|声 ?明|讣 ?告|更 ?正)|通 ?知|"
    r"(?:今日|明日|一周)?天气(?:预报)?"
)
_SENTENCE = re.compile(r"[。；;]")
_BYLINE_OPENS = re.compile(r"[(\uff08](?:本报|实习)?(?:记者|通讯员)")
_BRACKET_ENDS = re.compile(r"[^()\uff08\uff09。\uff0c,]*(?:[(\uff08][^()\uff08\uff09]*)?[)\uff09]")
_FOREIGN = re.compile(
    r"[。\uff0c,\uff1b;\uff1f\uff01“”\"]|.{16}"
)  # no list of names runs like that
_ENDS, _CLOSERS = ("。", "\uff01", "\uff1f", "!", "?", "…"), "”’\"'\uff09》」』"
_BAD_START = re.compile(r"[\uff0c。、\uff1b\uff1a\uff09》”’,;:!?)\uff1f\uff01…—]")
MOST_HEAD = 34.0  # widest head line in Chinese characters; kickers may be wider
_MOST_KICKER = 56.0
SHOWS = r"图[为一二三\d]|[上下左右]图"  # how a caption starts
TEXT_STARTS = re.compile(
    rf"{SHOWS}|(?:(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}[日曰]|日前|近日|目前|截至目前|据悉|据了解|据介绍|此外|与此同时)\uff0c"
)
_SPEAKER = re.compile(r"(?:问|答|记者|主持人|编者|Q|A)\s?[:\uff1a]")  # of an interview
_KICKER_END = ("——", "\uff1a", ":", "…", "—")


def closed(text: str) -> bool:
    """Does the text end where a sentence can end?"""
    return text.rstrip(_CLOSERS).endswith(_ENDS)


def broken_start(text: str) -> bool:
    """Does the text start with a mark that nothing can start with?"""
    return bool(_BAD_START.match(text))


def items(lines: Sequence[Line], woven: Callable[[Sequence[str]], bool]) -> list[Item]:
    """The lines of a page as items, in page order; `woven` tells of the pieces of a line whether
    they are of two columns."""
    out: list[Item] = []
    for line in lines:
        if labelled := _LABELLED.fullmatch(line.text):
            out.append(Item(len(out), line, labelled["label"].strip(), Role.LABEL))
            out.append(Item(len(out), line, labelled["rest"], Role.BODY, part=1))
            continue
        parts = _parts(line, woven)
        for i, text in enumerate(parts):
            item = _item(len(out), line, text)
            item.part, item.parts = i, len(parts)
            close = openers.closing(text) if item.role is Role.BODY else None
            item.signed = close is not None
            item.widths = _widths(item, text if close is None else close.text)
            out.append(item)
    return out


def settle_marked(items: Sequence[Item], marked: Mapping[int, Role]) -> None:
    """Gives the lines whose role is known that role (a head, or a paragraph of the body)."""
    for item in items:
        role = marked.get(item.line.number)
        if role is not None and item.role in (Role.HEAD, Role.BODY, Role.RUBRIC, Role.AUTHOR):
            item.role, item.marked = role, True


def _widths(item: Item, unsigned: str) -> tuple[float, ...]:
    """Widths of the column lines an item was wrapped from, less the signature at its end; 0 for one
    that holds the byline. The spaces and marks of names say nothing of the column."""
    if item.opening is None:
        return tuple(width(piece) for piece in pieces(unsigned))
    return (0.0, *(width(piece) for piece in pieces(item.opening.rest)[1:]))


def _parts(line: Line, woven: Callable[[Sequence[str]], bool]) -> list[str]:
    """The line whole, or its pieces when they are of two columns: a second story opens inside it,
    or they read on only by turns."""
    if " " not in line.text:
        return [line.text]
    out: list[str] = []
    for piece in _bylines_whole(pieces(line.text)):
        if out and width(out[-1]) < 6 and not closed(out[-1]):
            out[-1] += " " + piece  # 本报讯 (记者…) carries a space of its own
        elif out and piece.startswith(("(", "\uff08")) and out[-1].endswith(("讯", "电")):
            out[-1] += piece
        elif out and _open_bracket(out[-1]):
            out[-1] += " " + piece
        else:
            out.append(piece)
    if openers.INSIDE.search(line.text, 4) or woven(out):
        return out
    return [line.text]


def _bylines_whole(found: list[str]) -> list[str]:
    """The pieces of a line, those of the other column that stand inside the brackets of a byline
    behind the piece that closes them: (记者周倩 ⟦…,在茫茫戈壁滩上角⟧ 赵春雨)."""
    out: list[str] = []
    foreign: list[str] = []
    inside = False
    for n, piece in enumerate(found):
        inside = inside or bool(_BYLINE_OPENS.match(piece))
        closes = bool(_BRACKET_ENDS.match(piece))
        if inside and not closes and _FOREIGN.search(piece) and _closed_later(found, n + 1):
            foreign.append(piece)
            continue
        out.append(piece)
        if inside and closes:
            out.extend(foreign)
            foreign, inside = [], False
    return out + foreign


def _closed_later(found: Sequence[str], start: int) -> bool:
    return any(_BRACKET_ENDS.match(piece) for piece in found[start : start + 3])


def _open_bracket(text: str) -> bool:
    return text.count("\uff08") + text.count("(") > text.count("\uff09") + text.count(")")


def _item(place: int, line: Line, text: str) -> Item:
    plain = text.strip()
    if salutes(plain):
        return Item(place, line, plain, Role.BODY, marked=True)
    if found := _by_form(plain):
        role, names = found
        return Item(place, line, plain, role, names)
    opening = openers.opening(plain)
    if opening is not None and (opening.rest or opening.names):
        return Item(place, line, plain, Role.BODY, opening=opening)
    if head_like(plain) and openers.closing(plain) is None:
        return Item(place, line, plain, Role.HEAD)
    return Item(place, line, plain, Role.BODY, marked=stands_alone(plain))


def _by_form(text: str) -> tuple[Role, Names | None] | None:
    size = width(text)
    if size > 70 and furniture.has_word(text):
        return (Role.NOTE, None) if _NOTE.match(text) else None
    if _LABEL.fullmatch(text):
        return Role.LABEL, None
    if _NOTE.match(text):
        return Role.NOTE, None
    if (names := signatures.signature(text)) is not None:
        return _role_of(names), names
    if (names := signatures.provided(text)) is not None:
        return Role.CREDIT, names
    if _SOURCE.fullmatch(text):
        return Role.SOURCE, None
    if _RUBRIC.fullmatch(text) or _NOTICE.fullmatch(text):
        return Role.RUBRIC, None
    if furniture.is_furniture(text):
        return Role.FURNITURE, None
    if names := signatures.author(text):
        return Role.AUTHOR, names
    return None


def _role_of(names: Names) -> Role:
    """Of a line that signs: a picture's credit, a commentator's name, or a byline."""
    if names.photographers:
        return Role.CREDIT
    return Role.AUTHOR if names.comment else Role.BYLINE


def is_rubric_word(text: str) -> bool:
    """A short line that reads like a column's standing name (…进行时, …手记)."""
    return width(text) <= 12 and bool(_RUBRIC_WORD.fullmatch(text))


def bare_author(text: str) -> Names | None:
    """A name on a line under a rubric, alone or with an office before it."""
    name = text.replace(" ", "")
    if len(name) <= 4 and is_likely_name(name):
        return Names(authors=(name,))
    return signatures.author(text, signs=True)


def head_like(text: str) -> bool:
    """Could this line be a head of some kind: short, no sentence in it, not broken at its start?"""
    size = width(text)
    if size < 2.5 or size > _MOST_KICKER or broken_start(text):
        return False
    if stands_alone(text) or TEXT_STARTS.match(text):
        return False
    if _SENTENCE.search(text) or text.endswith((",", "\uff0c", "、")) or _SPEAKER.match(text):
        return False
    commas = text.count("\uff0c") + text.count(",")
    if text.endswith(_KICKER_END):
        return commas <= 3 and size >= 4
    if size > MOST_HEAD or commas > 2:
        return False
    return _unbalanced(text) == 0


def _unbalanced(text: str) -> int:
    pairs = (("“", "”"), ("《", "》"), ("\uff08", "\uff09"), ("(", ")"))
    return sum(text.count(a) != text.count(b) for a, b in pairs) + text.count('"') % 2


def is_box(label: str) -> bool:
    """Is this label one of a box beside a story (相关链接)?"""
    return bool(_BOX.fullmatch(label))


def is_editorial(label: str) -> bool:
    """Is this label one for words of the editor rather than for a pull-out?"""
    return any(word in label for word in _EDITORIAL)
