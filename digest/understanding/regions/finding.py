"""Turns one article into its regions and the doubts about them: the steps in their order.

Refuses nothing: an article that names no place has no region, which is an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest import gazetteer
from digest.gazetteer import Gazetteer
from digest.model import Article, Region
from digest.understanding.regions.fields import Field, fields_of
from digest.understanding.regions.primary import Choice, choose
from digest.understanding.regions.resolve import Resolved, Resolver
from digest.understanding.regions.scale import Scale, weigh
from digest.understanding.regions.sightings import sightings

HOME_OF = {"劳动午报": "110000", "劳动报": "310000", "南方工报": "440000"}
"""Union papers of one province whose names do not say which."""
OURS = re.compile(r"(?:全|我)(?:省|自治区)|省总工会|省总(?![体结部])")
UNION = re.compile(r"(?:各级)?(?:总工会|工会)|总(?![体结部是共计量额数站局公])")


@dataclass(frozen=True, slots=True)
class Places:
    """The regions of an article, the primary one first, and what was not sure about them."""

    regions: tuple[Region, ...]
    doubts: tuple[str, ...] = ()


def find(article: Article) -> Places:
    """The places `article` speaks of, with evidence; its own regions are not looked at."""
    places = gazetteer.load()
    fields = fields_of(article)
    home = home_of(article, places)
    month = article.published.date.isoformat()[:7] if article.published else ""
    resolved = Resolver(sightings(fields, places), places, home, month).run()
    scale = weigh(resolved, fields, places)
    choice = choose(scale.own, fields, places)
    regions = _regions(scale, choice, places)
    if not regions and home:
        regions = _at_home(home, fields, places)
    return Places(
        regions, (*_doubts_of_names(resolved, places), *_doubts_of_choice(choice, places))
    )


def home_of(article: Article, places: Gazetteer) -> str | None:
    """The province a paper is from by its name (江苏工人报 → 江苏), or None."""
    paper = article.paper or ""
    for name, code in HOME_OF.items():
        if paper.startswith(name):
            return code
    found = places.find(paper)
    codes = found[0].name.codes if found else ()
    return codes[0] if codes and places.get(codes[0]).level == 1 else None


def _regions(scale: Scale, choice: Choice, places: Gazetteer) -> tuple[Region, ...]:
    """The primary region first, then what else is named, less what only holds the primary."""
    out = []
    above: set[str] = set()
    if choice.code:
        out.append(_region(choice.code, scale, places, primary=True))
        above = {choice.code, *places.ancestors(choice.code)}
    out += [_region(code, scale, places) for code in scale.named if code not in above]
    return tuple(out)


def _region(code: str, scale: Scale, places: Gazetteer, *, primary: bool = False) -> Region:
    return Region(code, places.get(code).path, primary, _evidence(code, scale, places))


def _evidence(code: str, scale: Scale, places: Gazetteer) -> str:
    """The words a unit stands on: its weightiest chain with the union behind it; for a unit that is
    only the common parent of others, theirs."""
    if code in scale.best:
        sighting = scale.best[code][1].sighting
        text = sighting.field.text
        union = UNION.match(text, sighting.end)
        return text[sighting.chain_start : union.end() if union else sighting.end]
    inside = [c for c in scale.best if places.within(c, code)]
    return "、".join(_evidence(c, scale, places) for c in inside[:2])


def _at_home(home: str, fields: Sequence[Field], places: Gazetteer) -> tuple[Region, ...]:
    """“全省” in a provincial paper that names no place is its own province."""
    said = next((m for f in fields if (m := OURS.search(f.text))), None)
    return (Region(home, places.get(home).path, True, said[0]),) if said else ()


def _doubts_of_names(resolved: Sequence[Resolved], places: Gazetteer) -> list[str]:
    """Names that stayed equally likely to mean several units."""
    said: dict[str, str] = {}
    for r in resolved:
        if len(r.codes) > 1:
            paths = "、".join(places.get(c).path for c in r.codes)
            said[r.sighting.name.text] = f"“{r.sighting.name.text}”可能是{paths}"
    return list(said.values())


def _doubts_of_choice(choice: Choice, places: Gazetteer) -> list[str]:
    if not choice.rivals:
        return []
    return [f"主要地点在{'、'.join(places.get(c).path for c in choice.rivals)}之间难以确定"]
