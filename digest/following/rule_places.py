"""What the pieces of a typed rule mean: places by the region table, topics by their names, all
else words. A name that fits several places is narrowed by the other places of the rule; what is
still several is refused with the candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digest import gazetteer
from digest.errors import NotFound, RuleRefused
from digest.following.features import normal
from digest.following.rule_words import Piece
from digest.understanding import taxonomy


@dataclass(frozen=True, slots=True)
class Pick:
    """One run of alternatives understood: words, codes or slugs."""

    kind: Literal["word", "place", "topic"]
    texts: tuple[str, ...]
    own_level: bool = False


def picked(
    runs: Sequence[Sequence[Piece]], own_level_words: Sequence[str], *, ask: bool = True
) -> list[Pick]:
    """What each run means. Raises RuleRefused for unknown marked names and, if `ask`, for places
    that stay ambiguous."""
    runs = [pieces for run in runs for pieces in _split(run)]
    possible = {piece: candidates(piece) for run in runs for piece in run}
    sure = [codes[0] for codes in possible.values() if len(codes) == 1]
    picks = []
    for run in runs:
        bare = [piece for piece in run if piece.text not in own_level_words or piece.mark]
        own_level = len(bare) < len(run)
        if bare:
            picks.append(_pick(bare, possible, sure, own_level, ask))
        else:
            picks.append(Pick("place", (), own_level=True))
    return picks


def _pick(
    run: Sequence[Piece],
    possible: dict[Piece, tuple[str, ...]],
    sure: Sequence[str],
    own_level: bool,
    ask: bool,
) -> Pick:
    if all(possible[piece] for piece in run):
        groups = (_narrowed(piece, possible[piece], sure, ask) for piece in run)
        return Pick("place", tuple(code for group in groups for code in group), own_level)
    slugs = [_topic(piece) for piece in run]
    if all(slugs):
        return Pick("topic", tuple(slug for slug in slugs if slug))
    return Pick("word", tuple(piece.text for piece in run), own_level)


def _split(run: Sequence[Piece]) -> list[list[Piece]]:
    """A lone piece such as 江苏的疗休养 or 江苏疗休养 as its place and the rest; the rest must be
    introduced by 的 or name a topic, since 北京时间 and 上海大众 are not about a place."""
    if len(run) != 1 or run[0].mark or candidates(run[0]):
        return [list(run)]
    text = run[0].text
    first = next(iter(gazetteer.load().mentions(text)), None)
    if first is None or first.start != 0 or first.end >= len(text):
        return [list(run)]
    rest = text[first.end :]
    if rest == "本级" or rest.removeprefix("的") != rest or taxonomy.load().named(rest):
        pieces = [Piece(text[: first.end], "place"), Piece(rest.removeprefix("的"))]
        return [[piece] for piece in pieces if piece.text]
    return [list(run)]


def candidates(piece: Piece) -> tuple[str, ...]:
    """The codes that a piece may name, best first; () when it names no place. Raises RuleRefused
    for a piece marked as a place that names none."""
    table = gazetteer.load()
    if piece.mark not in ("", "place"):
        return ()
    found = tuple(place.code for place in table.named(piece.text))
    if not found and table.macro(piece.text):
        return table.macro(piece.text)
    if piece.mark == "place":
        return found or (_code(piece.text),)
    # 互助, 合作, 和平 name counties but mean what they say: a bare word is a place only where
    # running text would take it for one.
    whole = [(0, len(piece.text))] == [(m.start, m.end) for m in table.mentions(piece.text)]
    return found if whole else ()


def _code(text: str) -> str:
    try:
        return gazetteer.load().get(text).code
    except NotFound as error:
        raise RuleRefused(
            "unknown_place",
            f"“{text}” names no place",
            advice="write its name as on the map, for instance 南京市",
            values={"word": text},
        ) from error


def _narrowed(
    piece: Piece, codes: tuple[str, ...], sure: Sequence[str], ask: bool
) -> tuple[str, ...]:
    table = gazetteer.load()
    if len(codes) == 1 or table.macro(piece.text) == codes:
        return codes
    within = [c for c in codes if any(c != up and table.within(c, up) for up in sure)]
    if len(within) == 1 or not ask:
        return tuple(within) or codes
    left = within or codes
    raise RuleRefused(
        "ambiguous_place",
        f"“{piece.text}” may be {len(left)} places",
        advice="pick one of them, or write the province before it",
        values={
            "word": piece.text,
            "candidates": tuple(left),
            "names": tuple(table.get(code).path for code in left),
        },
    )


def _topic(piece: Piece) -> str | None:
    """The topic of a piece: any of its names when marked, else only the name itself; whoever
    types a synonym (骑手) wants that very word."""
    if piece.mark not in ("", "topic"):
        return None
    slug = taxonomy.load().named(piece.text)
    if piece.mark == "topic":
        if slug is None:
            raise RuleRefused(
                "unknown_topic",
                f"there is no topic “{piece.text}”",
                advice="pick one of the list",
                values={"topic": piece.text},
            )
        return slug
    names = taxonomy.load().get(slug) if slug else None
    official = names and {normal(names.name), normal(names.slug), normal(names.name_en)}
    return slug if official and piece.text in official else None


def narrowest(codes: Sequence[str]) -> tuple[str, ...]:
    """The codes without those that another one lies in."""
    within = gazetteer.load().within
    return tuple(c for c in codes if not any(o != c and within(o, c) for o in codes))


def widest(codes: Sequence[str]) -> tuple[str, ...]:
    """The codes without those that lie in another one."""
    within = gazetteer.load().within
    return tuple(c for c in codes if not any(o != c and within(c, o) for o in codes))
