"""People's names in print: which strings are names, and the names of a list.

Turns text between role words into names (马学礼, 张 三, 买买提·艾力), or says that something else
stands in it. Whoever signs a story is a `Names` by role; what is not named stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_H = r"\u3400-\u4dbf\u4e00-\u9fff\u3007"
_NAME = re.compile(rf"[{_H}]{{2,4}}|[{_H}]{{1,6}}(?:·[{_H}]{{1,8}}){{1,3}}")
_LONG = re.compile(rf"[{_H}]{{5,8}}")
_SPLIT = re.compile(r"[\s、,,;;/&]+")


@cache
def _data(name: str) -> str:
    """A list of ours in data/."""
    return files("digest.reading").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")


@cache
def _surnames() -> frozenset[str]:
    """The usual one-character surnames."""
    return frozenset(_data("surnames")) - {"\n"}


@cache
def _usual() -> frozenset[str]:
    """The most usual surnames."""
    return frozenset(_data("usual_surnames")) - {"\n"}


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_data(name).split())


@cache
def _sounds() -> frozenset[str]:
    """The characters that Mongolian, Tibetan, Uyghur and Kazakh names are written by sound with."""
    return frozenset(_data("sound_characters")) - {"\n"}


@dataclass(frozen=True, slots=True)
class Names:
    """People named by role, in the order printed."""

    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    source: str | None = None
    comment: bool = False  # signed by a commentator

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
            self.comment or other.comment,
        )


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def is_name(text: str, *, told: bool = False) -> bool:
    """Could this be a person's name (2–4 characters, with a middle dot, or written by sound)?

    `told`: a role word says so; then words that are names too (于是, 平安) are taken for one."""
    if _LONG.fullmatch(text):
        return _by_sound(text)
    if not _NAME.fullmatch(text):
        return False
    return text not in _words("not_names") or (told and text in _words("words_or_names"))


def _by_sound(text: str) -> bool:
    return sum(char in _sounds() for char in text) >= len(text) - 1


def is_foreign(text: str) -> bool:
    """Is a text of three or more characters written by sound throughout (哈斯巴根)?"""
    return len(text) > 2 and _sounds().issuperset(text)


def is_likely_name(text: str, *, told: bool = False) -> bool:
    """A name that also starts with a usual surname or is written by sound: for places without a
    role word. One of four characters starts with a surname of two. `told`: see `is_name`."""
    if not is_name(text, told=told):
        return False
    if "·" in text or len(text) > 4 or text[:2] in _words("double_surnames"):
        return len(text) > 2
    if told and _of_two_houses(text):
        return True
    return (text[0] in _surnames() and len(text) < 4) or is_foreign(text)


def vouched(text: str) -> list[str]:
    """The names of a list set in brackets or after a mark, none when it is none: names that look
    like names, of which one vouches for others that do not (其其格 王海涛)."""
    names = names_in(text) or []
    likely = [is_likely_name(name) or _of_two_houses(name) for name in names]
    if all(likely) or (any(likely) and max(map(len, names)) < 4):
        return names
    return names if all(map(_sounds().issuperset, names)) else []


def _of_two_houses(text: str) -> bool:
    """A name of four characters that opens with the usual surnames of both parents (陈杨子涵)."""
    return len(text) == 4 and _usual().issuperset(text[:2]) and text[0] != text[1]


def names_in(text: str, *, told: bool = False) -> list[str] | None:
    """The names of a list (“马学礼 张 三、王五”); None when something else stands in it.
    `told`: see `is_name`."""
    out: list[str] = []
    parts = [part for part in _SPLIT.split(text.strip()) if part]
    while parts:
        name = parts.pop(0)
        following = parts[0] if parts else ""
        if len(name) == 1 and out and len(following) != 1 and _ends(out[-1], name, following):
            out[-1] += name  # parted by a column break: 王海 涛
            continue
        if _parted(name, parts) or (len(name) == 1 and _completes(name, following)):
            name += parts.pop(0)
        if not is_name(name, told=told):
            return None
        out.append(name)
    return _rejoined(out)


def _parted(name: str, rest: Sequence[str]) -> bool:
    """Is a name with a middle dot parted by a column break (努尔 兰·叶尔肯, 阿不都·艾 合买提)?"""
    following, sounds = rest[0] if rest else "", _sounds()
    if "·" in following and "·" not in name:
        head = following.split("·")[0]
        return len(head) == 1 and not is_likely_name(name) and sounds.issuperset(name + head)
    if "·" not in name or not following or "·" in following:
        return False
    wide = len(following) == 1 and len(rest) > 1 and len(rest[1]) == 1  # the next name
    short = len(name.rsplit("·")[-1]) < 2 or (len(following) == 1 and not wide)
    return name.endswith("·") or (short and not is_likely_name(following))


def _ends(last: str, char: str, following: str) -> bool:
    """Is a character alone the end of the name before it rather than the start of the next?"""
    if len(last) > 2:
        return len(last) > 3 and _by_sound(last + char)  # 乌云其其 格
    opens = char in _surnames() and len(following) == 2 and following[0] not in _surnames()
    return not opens  # 张硕 赵 春雨


def _completes(char: str, text: str) -> bool:
    """Is this the rest of a name set wide (张 三) or parted by a column break (扎 西顿珠)?"""
    if len(text) == 3:
        return text[0] not in _surnames() and _by_sound(char + text)
    return len(text) == 1 or (len(text) == 2 and not is_likely_name(text))


def _rejoined(names: list[str]) -> list[str]:
    """A name that a column break parted (扎西 顿珠): two halves, neither with a usual surname."""
    halves = len(names) == 2 and not any(is_likely_name(name) for name in names)
    return ["".join(names)] if halves and len("".join(names)) <= 5 else names
