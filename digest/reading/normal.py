"""One house form for text: full-width marks between Chinese, paired quotes, no stray spaces.

Turns raw page text into the form every article is kept in: full-width digits and letters become
ASCII, half-width punctuation that stands in Chinese becomes full-width, straight quotes become
“ ” and ‘ ’ in pairs, spaces inside Chinese go. Numbers, Latin words and addresses stay as they
are printed. It never adds, drops or reorders a letter, a character or a digit.
"""

from __future__ import annotations

import re
import unicodedata

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U0003134f"
_MARKS = (
    r"\u3000-\u3006\u3008-\u303f\u2014\u2018\u2019"
    r"\u201c\u201d\u2026\u00b7\uff01-\uff0f\uff1a-\uff20"
)
CHINESE = HAN + _MARKS
_NARROW = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_NARROW |= {0x3000: " ", 0xA0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0xFF05: "%", 0xFF0B: "+"}
_NARROW |= {ord("\t"): " "}
_INVISIBLE = (  # zero widths, soft hyphens, joiners, variation selectors, marks of direction
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180B, 0x180E), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB),
)  # fmt: skip
_NARROW |= {code: "" for first, last in _INVISIBLE for code in range(first, last + 1)}
_FOLDED = re.compile(f"[{re.escape(''.join(map(chr, _NARROW)))}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]")
_ODD = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_WIDE = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "?": "\uff1f", "!": "\uff01"}
# A mark is looked for before what stands around it: that is found at a tenth of the cost.
_MARK = re.compile(rf"([,;:?!])(?<=[{CHINESE}\"'0-9A-Za-z%\x1e].)")
_PAREN = re.compile(r"\(([^()\n]{0,80})\)")
_LONE_PAREN = re.compile(rf"[()](?:(?<=[{CHINESE}].)|(?=[{CHINESE}]))")
_CLUSTER = re.compile(rf"([{_MARKS}])([,;:?!()]+)")
_WIDE_MARKS = str.maketrans({**_WIDE, "(": "\uff08", ")": "\uff09"})
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9_./?=&%#:~+\-]+|[A-Za-z0-9_.+\-]+@[A-Za-z0-9_\-]+\.[A-Za-z0-9_.\-]+"
)
# A half-width stop after two characters or a closing mark, before more Chinese or the end; “一.” is
# a numeral of a list.
_STOP = re.compile(rf"(?<=[{HAN}][{HAN}”’\"'\uff09%\d])\.(?= *(?:$|[{HAN}“‘\"'《\uff08]))")
_DASHES = re.compile(rf"[-—](?<=[{CHINESE}\"].)(?:-+|(?<=-)—)")
_DOTS = re.compile(rf"\.(?<=[{CHINESE}\"].)\.{{2,}}|。{{3,}}|…(?<!……)(?!…)|…{{3,}}")
_SPACE_BEFORE_MARK = re.compile(r" +(?=[,;:?!\uff0c\uff1b\uff1a\uff1f\uff01\uff09。、])")
_SPACES = re.compile(r" {2,}")
_LATIN_WORDS = re.compile(rf" (?<=[{CHINESE}] )([A-Za-z][A-Za-z .&'\-]*[A-Za-z]) (?=[{CHINESE}])")
_STRAY = re.compile(rf" (?:(?<=[{CHINESE}\"'] ) *| *(?=[{CHINESE}\"']))")
_HELD = "\x1f"  # stands for a space that stays while the stray ones go
_HAS_HAN = re.compile(rf"[{HAN}]")


def clean(text: str) -> str:
    """Widths of digits, letters and spaces folded, invisible characters gone, ends stripped."""
    text = _CONTROL.sub("", _FOLDED.sub(lambda m: _NARROW[ord(m.group())], text))
    if _ODD.search(text):
        text = _ODD.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    return _SPACES.sub(" ", text).strip()


def marks(text: str) -> str:
    """Half-width punctuation beside Chinese made full-width; addresses and times left alone."""
    if not _HAS_HAN.search(text):
        return text
    text = _SPACE_BEFORE_MARK.sub("", text)
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match.group())
        return f"\x1e{len(held) - 1}\x1e"

    if "." in text and _ADDRESS.search(text):
        text = _ADDRESS.sub(hold, text)
    text = _PAREN.sub(_wide_paren, text)
    text = _MARK.sub(lambda m: _wide_mark(m, text), _LONE_PAREN.sub(_lone_paren, text))
    if _CLUSTER.search(text):
        text = _widened(text)
    text = _STOP.sub("。", text) if "." in text else text
    text = _DOTS.sub("……", _DASHES.sub("——", text))
    return re.sub(r"\x1e(\d+)\x1e", lambda m: held[int(m.group(1))], text) if held else text


def _lone_paren(match: re.Match[str]) -> str:
    return "\uff08" if match.group() == "(" else "\uff09"


def _widened(text: str) -> str:
    """Half-width marks behind one that was made full-width follow it, however many: 工会:)."""

    def widen(match: re.Match[str]) -> str:
        first, rest = match.group(1), match.group(2)
        return first + rest.translate(_WIDE_MARKS)

    return _CLUSTER.sub(widen, text)


def _wide_paren(match: re.Match[str]) -> str:
    inner, text, start = match.group(1), match.string, match.start()
    before = text[start - 1 : start]
    after = text[match.end() : match.end() + 1]
    if _HAS_HAN.search(inner) or _is_chinese(before) or _is_chinese(after):
        return f"\uff08{inner}\uff09"
    return match.group()


def _is_chinese(char: str) -> bool:
    return bool(char) and re.match(rf"[{CHINESE}]", char) is not None


def _wide_mark(match: re.Match[str], text: str) -> str:
    mark, before = match.group(1), text[match.start() - 1]
    after = text[match.end() : match.end() + 1]
    if before.isascii() and before.isalnum():
        if mark in ",:" and after.isdigit() and before.isdigit():
            return mark  # 1,200 and 7:30 are numbers
        if after.isascii() and (after.isalpha() or after in " /"):
            return mark  # inside Latin text
    return _WIDE[mark]


def unspaced(text: str) -> str:
    """Spaces beside Chinese removed; those around a Latin phrase and between Latin words stay."""
    if " " not in text:
        return text
    text = _LATIN_WORDS.sub(lambda m: f"{_HELD}{m.group(1)}{_HELD}", text)
    return _STRAY.sub("", text).replace(_HELD, " ")


def quoted(text: str) -> str:
    """Straight quotes paired: outer “ ”, inner ‘ ’; an apostrophe inside a Latin word stays."""
    if '"' in text:
        text = _paired(text, '"', "“", "”")
    if "'" in text:
        text = _paired(text, "'", "‘", "’")
    return text


_CLOSERS = "\uff0c。、\uff1b\uff1a\uff1f\uff01\uff09》”’…,.;:?!)"


def _paired(text: str, straight: str, left: str, right: str) -> str:
    inside = False

    def pair(quote: re.Match[str]) -> str:
        nonlocal inside
        char, i = quote.group(), quote.start()
        if char != straight:
            inside = char == left
            return char
        before, after = text[i - 1 : i] if i else "", text[i + 1 : i + 2]
        if straight == "'" and before.isascii() and before.isalnum() and after.isalpha():
            return char
        inside = not before or not (inside or not after or after in _CLOSERS)
        return left if inside else right

    return re.sub(f"[{straight}{left}{right}]", pair, text)


def body(text: str) -> str:
    """The house form of running text."""
    return quoted(unspaced(marks(clean(text))))


def title(text: str, *, wrapped: bool = False) -> str:
    """The house form of a head line: spaces between its parts are meant, unless lines of the page
    carry a space at every column break (`wrapped`) and the parts are not of a length."""
    text = marks(clean(text))
    parts = text.split(" ")
    if len(parts) > 1 and wrapped and len({len(part) for part in parts}) > 1:
        text = _SPACE_AFTER_MARK.sub(rf"\1{_HELD}", text)
        text = unspaced(text).replace(_HELD, " ")
    return quoted(_SPACE_AFTER_MARK.sub(r"\1 ", text))


_SPACE_AFTER_MARK = re.compile(r"([\uff01\uff1f]) +")
