"""Reads place names out of what a person types, where there is no article to tell names apart.

Names that follow each other down the tree are one mention (东营河口区 is 河口区 of 东营), a union's
short form belongs to it (佛山禅城区总), and what stays ambiguous keeps all its candidates. Context
rules for running text are not applied here: whoever types 禅城 means the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from digest.understanding.gazetteer.lexicon import Name
from digest.understanding.gazetteer.matcher import Found

Within = Callable[[str, str], bool]
SUFFIX = re.compile(r"总(?!工会|体|结|部|是|共|计|量|额|数|站|局|公司|理|裁|经理|书记|医院)")
LINK = re.compile(r"[\s/·・、]?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named at text[start:end]; `codes` are all units it may be, best first."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]


def mentions(
    text: str, found: Sequence[Found], names: Mapping[str, Name], within: Within
) -> list[Mention]:
    """The mentions in `text` given the names found in it, chains joined, ambiguity kept."""
    out: list[Mention] = []
    for hit in found:
        last = out[-1] if out else None
        if last and LINK.fullmatch(text, last.end, hit.start):
            below = _below(hit.name, last, within)
            if below:
                out[-1] = Mention(last.start, hit.end, text[last.start : hit.end], below)
                continue
        out.append(Mention(hit.start, hit.end, hit.name.text, hit.name.codes))
    return [_with_suffix(text, _with_word(text, m, names, within)) for m in out]


def _below(name: Name, upper: Mention, within: Within) -> tuple[str, ...]:
    """What `name` may mean right after `upper`: only units inside one of its."""
    return tuple(c for c in name.codes if any(c != up and within(c, up) for up in upper.codes))


def _with_word(text: str, mention: Mention, names: Mapping[str, Name], within: Within) -> Mention:
    """南京鼓楼: an everyday word is a place right behind the city it lies in (not 广西资源)."""
    if all(code.endswith("0000") for code in mention.codes):
        return mention
    for length in (3, 2):
        end = mention.end + length
        name = names.get(text[mention.end : end]) if end <= len(text) else None
        below = _below(name, mention, within) if name and name.trust == "never" else ()
        if below:
            return Mention(mention.start, end, text[mention.start : end], below)
    return mention


def _with_suffix(text: str, mention: Mention) -> Mention:
    suffix = SUFFIX.match(text, mention.end)
    if not suffix:
        return mention
    end = suffix.end()
    return Mention(mention.start, end, text[mention.start : end], mention.codes)
