"""What a lookup hinges on: of the words asked, the rarest one that says something. Words that no
article holds are cut into the shorter ones inside them or taken for ones of the same sound, and
slips of the segmenter are dropped."""

from __future__ import annotations

from dataclasses import replace

from digest.following.vocabulary import Vocabulary
from digest.store.search import asking
from digest.store.search.asking import LIGHT, Asked, Note, Unit
from digest.store.search.heard import guessed, respelt
from digest.store.search.index import Index
from digest.store.search.scoring import rarity

# The rarity of a word that was not counted: of one in about every tenth article.
USUAL_RARITY = 2.3
# A word in more than this share of all articles (and not merely of a few) is not what a question
# hinges on.
COMMON, FEW = 0.4, 50
# The grams of a word of so many letters may stand apart; up to so many articles are looked at.
LONG, LOOKED_AT = 3, 20


def hinged(index: Index, asked: Asked, known: Vocabulary) -> tuple[Asked, dict[str, float]]:
    """The units with the rarest content word made essential, and the rarity of each."""
    common: dict[str, int] = {}
    units: list[Unit] = []
    notes: list[Note] = []
    alone = len(asked.units) == 1
    hinge = any(unit.kind == "word" and not unit.generic for unit in asked.units)
    for unit in asked.units:
        if unit.generic and not hinge and unit.weight >= LIGHT:
            units.append(unit)  # it named a topic, and nothing is to be told from its rarity
        else:
            units.extend(_counted(index, unit, known, common, notes, alone=alone))
    units = _without_junk(units, common)
    rarities = {unit.label: USUAL_RARITY for unit in units if unit.kind == "word"}
    rarities |= {label: rarity(found, index.top) for label, found in common.items()}
    hinges = _with_hinge(units, common, index.top)
    return replace(asked, units=hinges, notes=tuple(notes)), rarities


def _counted(
    index: Index,
    unit: Unit,
    known: Vocabulary,
    common: dict[str, int],
    notes: list[Note],
    *,
    alone: bool,
) -> list[Unit]:
    """The unit, or what it is made of or sounds like when no article holds it; how common each is
    goes into `common`. A unit that stands alone need only be known to exist."""
    if unit.kind not in ("word", "phrase"):
        return [unit]
    common[unit.label] = _held(index, unit, alone=alone)
    parts = asking.pieces(unit, known) if unit.kind == "word" and not common[unit.label] else []
    if not any(index.holds(part.condition) for part in parts):
        if common[unit.label] or unit.kind != "word":
            return [unit]
        parts, told = respelt(index, unit, known)
        notes += told
        common.update((part.label, _held(index, part)) for part in parts)
        return parts or [unit, *([] if alone else guessed(index, unit))]
    common.update((part.label, _held(index, part)) for part in parts)
    # A known word (文化宫) that no article holds is still what was asked; its parts only come near.
    return [unit, *parts] if unit.familiar else parts


def _held(index: Index, unit: Unit, *, alone: bool = False) -> int:
    """How many articles hold a word; a few that hold its grams apart (中学的学生) do not."""
    found = index.hits(unit.condition) if alone else index.sample(unit.condition)
    longest = max((len(text) for text, _ in unit.words), default=0)
    if longest < LONG or not 0 < len(found.numbers) <= LOOKED_AT:
        return index.total(found)
    return sum(
        any(text in folded for text, _ in unit.words) for folded in index.texts(found.numbers)
    )


def _without_junk(units: list[Unit], common: dict[str, int]) -> list[Unit]:
    """Without what no article holds and no dictionary knows, if anything else is asked: such are
    slips of the segmenter (工当), not words."""
    real = [u for u in units if common.get(u.label, 1) or u.kind != "word" or u.familiar]
    return real if any(u.kind in ("word", "topic", "phrase") for u in real) else units


def _with_hinge(units: list[Unit], common: dict[str, int], top: int) -> tuple[Unit, ...]:
    """The rarest content word is essential. Where no article holds it, the rarest one that is
    held is so too: what comes near must have at least that."""
    content = [u for u in units if u.kind == "word" and not u.generic]
    if any(u.essential for u in units):
        content = [u for u in content if common[u.label] <= max(COMMON * top, FEW)]
    else:
        content = content or [u for u in units if u.kind == "word"]
    content.sort(key=lambda unit: common[unit.label])
    hinges = content[:1]
    if hinges and not common[hinges[0].label]:
        hinges += [u for u in content if common[u.label]][:1]
    return tuple(replace(u, essential=True) if u in hinges else u for u in units)
