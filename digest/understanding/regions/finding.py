"""Turns one article into its regions and the doubts about them; the order of the steps.

Refuses nothing: an article that names no place has no region, which is an answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from digest.model import Article, Region
from digest.understanding import gazetteer
from digest.understanding.gazetteer import Gazetteer
from digest.understanding.regions.fields import fields_of
from digest.understanding.regions.resolve import Resolver
from digest.understanding.regions.sightings import sightings
from digest.understanding.regions.weigh import Weighing


@dataclass(frozen=True, slots=True)
class Places:
    """The regions of an article, the primary one first, and what was not sure about them."""

    regions: tuple[Region, ...]
    doubts: tuple[str, ...] = ()


def find(article: Article) -> Places:
    """The places `article` speaks of, with evidence; its own regions are not looked at."""
    places = gazetteer.load()
    fields = fields_of(article)
    resolved = Resolver(sightings(fields, places), places, home(article, places)).run()
    weighing = Weighing(resolved, fields, places)
    return Places(weighing.regions(), weighing.doubts())


def home(article: Article, places: Gazetteer) -> str | None:
    """The province a paper is from by its name (江苏工人报 → 江苏), or None."""
    found = places.find(article.paper or "")
    codes = found[0].name.codes if found else ()
    return codes[0] if codes and codes[0].endswith("0000") else None
