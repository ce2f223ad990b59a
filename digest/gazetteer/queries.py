"""Reads place names out of what a person types, where there is no article to tell names apart.

Names that follow each other down the tree are one mention (东营河口区 is 河口区 of 东营), a union's
short form belongs to it (佛山禅城区总), and what stays ambiguous keeps all its candidates. Context
rules for running text are not applied here: whoever types 禅城 means the place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from digest.gazetteer.lexicon import Name
from digest.gazetteer.matcher import Found


class Tree(Protocol):
    """What is asked of the gazetteer."""

    names: Mapping[str, Name]

    def find(self, text: str) -> list[Found]: ...

    def within(self, code: str, ancestor: str) -> bool: ...

    def directly(self, codes: Sequence[str], upper: Sequence[str]) -> tuple[str, ...]: ...


SUFFIX = re.compile(r"总(?!工会|体|结|部|是|共|计|量|额|数|站|局|公司|理|裁|经理|书记|医院)")
UNION = re.compile(r"(总工会|工会|总)$")
LINK = re.compile(r"[\s/·・、]?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named at text[start:end]; `codes` are all units it may be, best first."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]


def mentions(text: str, tree: Tree) -> list[Mention]:
    """The mentions in `text`, chains joined, ambiguity kept."""
    out: list[Mention] = []
    for hit in tree.find(text):
        last = out[-1] if out else None
        if last and LINK.fullmatch(text, last.end, hit.start):
            below = _below(hit.name, last, tree)
            if below:
                out[-1] = Mention(last.start, hit.end, text[last.start : hit.end], below)
                continue
        out.append(Mention(hit.start, hit.end, hit.name.text, hit.name.codes))
    found = [_with_suffix(text, _with_word(text, m, tree)) for m in out]
    alone = [
        m for m in _alone(text, tree) if all(m.end <= f.start or m.start >= f.end for f in found)
    ]
    return sorted(found + alone, key=lambda m: m.start)


def _alone(text: str, tree: Tree) -> list[Mention]:
    """鼓楼, 西湖: what running text is not searched for may be meant when it stands by itself."""
    words = ((m.start(), UNION.sub("", m[0])) for m in re.finditer(r"\S+", text))
    return [
        Mention(start, start + len(word), word, name.codes)
        for start, word in words
        if (name := tree.names.get(word)) is not None and name.trust == "ward"
    ]


def _below(name: Name, upper: Mention, tree: Tree) -> tuple[str, ...]:
    """What `name` may mean right after `upper`: only units inside one of its."""
    return tuple(c for c in name.codes if any(c != up and tree.within(c, up) for up in upper.codes))


def _with_word(text: str, mention: Mention, tree: Tree) -> Mention:
    """南京鼓楼: an everyday word is a place behind what it lies directly in (not 广西资源)."""
    for end in (mention.end + 3, mention.end + 2):
        name = tree.names.get(text[mention.end : end]) if end <= len(text) else None
        below = tree.directly(name.codes, mention.codes) if name and name.hidden else ()
        if below:
            return Mention(mention.start, end, text[mention.start : end], below)
    return mention


def _with_suffix(text: str, mention: Mention) -> Mention:
    suffix = SUFFIX.match(text, mention.end)
    if not suffix:
        return mention
    end = suffix.end()
    return Mention(mention.start, end, text[mention.start : end], mention.codes)
