"""A typed rule cut into its pieces: runs of alternatives, each piece a word, a place or a topic,
wanted or not wanted. It knows the marks people use (`-招聘`, `不要 招聘`, `工伤 或 职业病`, `|`,
quotes, `#话题`, `@地区`); what a piece means together with the others is for `rules`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from digest.following.features import folded, normal_word

Mark = Literal["", "word", "place", "topic"]

_PIECE = re.compile(
    r"""(?P<or>[|/]+)
      | (?P<minus>[-!]?) (?P<mark>[\#@]?) (?: "(?P<quoted>[^"]*)"? | (?P<bare>[^\s",;、。|]+) )""",
    re.VERBOSE,
)
_OR = frozenset(("或", "或者", "或是", "or"))
_INNER_OR = re.compile(r"或者|或是|或|/")
_AND = frozenset(("和", "与", "及", "且", "并", "并且", "以及", "and", "+", "&"))
_NOT = ("不要", "不含", "不包括", "排除", "除了", "除去", "not")
_MARKS: dict[str, Mark] = {"#": "topic", "@": "place", "": ""}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a rule in normal form, what it was marked as ("" when it was not), and whether
    it must not occur."""

    text: str
    mark: Mark = ""
    unwanted: bool = False


def runs(text: str) -> list[list[Piece]]:
    """The pieces of a typed rule; those of one run are alternatives of each other."""
    found: list[list[Piece]] = []
    joining = unwanted = False
    for token in _PIECE.finditer(folded(text)):
        bare = token["bare"] or ""
        if token["or"] or bare in _OR:
            joining = True
        elif bare in _NOT:
            unwanted = True
        elif bare not in _AND:
            pieces = list(_pieces(token, unwanted))
            if joining and found and pieces and not pieces[0].unwanted:
                found[-1].extend(pieces)
            elif pieces:
                found.append(pieces)
            joining = unwanted = False
    return found


def _pieces(token: re.Match[str], unwanted: bool) -> Iterator[Piece]:
    mark = _MARKS[token["mark"]]
    if token["quoted"] is not None:
        words = [token["quoted"]]
        mark = mark or "word"
    else:
        bare = token["bare"]
        negation = next((word for word in _NOT if bare.startswith(word) and bare != word), "")
        if negation and not mark:
            unwanted, bare = True, bare.removeprefix(negation)
        words = [bare] if mark else _INNER_OR.split(bare)
    for word in words:
        text = normal_word(word)
        if text:
            yield Piece(text, mark, unwanted or bool(token["minus"]))


def quoted(word: str) -> str:
    """A word as it must be typed to be read back as this very word."""
    read = runs(word)
    plain = len(read) == 1 and read[0] == [Piece(word)]
    return word if plain else f'"{word}"'
