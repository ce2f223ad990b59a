"""Turns slugs, region codes and dates into the names people read, in their language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.render import romanised
from bot.texts import Voice
from digest import gazetteer
from digest.errors import NotFound
from digest.model import Article, Published
from digest.understanding import taxonomy


class Names:
    """Names of topics and places; `topics` is the operator's taxonomy or the packaged one."""

    def __init__(self, topics: taxonomy.Taxonomy) -> None:
        self.topics = topics

    @property
    def places(self) -> gazetteer.Gazetteer:
        """The region table, loaded on first use."""
        return gazetteer.load()

    def topic(self, slug: str, voice: Voice, *, emoji: bool = True, short: bool = False) -> str:
        """A topic's name, or the `short` one for a button; a slug the taxonomy no longer has stays
        as it is."""
        if slug not in self.topics.slugs:
            return slug
        entry = self.topics.get(slug)
        english = voice.language == "en"
        name = entry.name_en if english else entry.name
        if short:
            name = (entry.short_en if english else entry.short) or name
        return f"{entry.emoji} {name}" if emoji and entry.emoji else name

    def place(self, code: str, voice: Voice) -> str:
        """A place by its own short name; a code the table lacks stays as it is."""
        try:
            short = self.places.get(code).short
        except NotFound:
            return code
        return romanised.place(code, short) if voice.language == "en" else short

    def tile(self, code: str, voice: Voice) -> str:
        """A province where there is room for three characters."""
        return (voice.language == "en" and romanised.letters(code)) or self.place(code, voice)

    def as_typed(self, name: str, codes: Sequence[str], voice: Voice) -> str:
        """The name that several places share, in the reader's language."""
        return self.place(codes[0], voice) if voice.language == "en" else name

    def region(self, code: str, voice: Voice) -> str:
        """A place by its short path, 江苏·南京 or Jiangsu · Nanjing; a code the table lacks stays
        as it is."""
        try:
            chain = [code, *self.places.ancestors(code)]
        except NotFound:
            return code
        between = voice.label("list.path")
        return between.join(self.place(one, voice) for one in reversed(chain))

    def topic_list(self, slugs: Iterable[str], voice: Voice) -> str:
        """Several topics in one line."""
        return voice.label("list.separator").join(self.topic(slug, voice) for slug in slugs)

    def region_list(self, codes: Iterable[str], voice: Voice) -> str:
        """Several places in one line."""
        return voice.label("list.separator").join(self.region(code, voice) for code in codes)

    def place_of(self, article: Article, voice: Voice) -> str:
        """Where the story happens, or an empty string."""
        region = article.primary_region
        return self.region(region.code, voice) if region else ""


def day(value: date, voice: Voice, precision: str = "day") -> str:
    """A date at its precision."""
    return voice.label(f"date.{precision}", y=value.year, m=value.month, d=value.day)


def published(value: Published | None, voice: Voice) -> str:
    """When an article was printed, or an empty string; an inferred date says so."""
    if value is None:
        return ""
    shown = day(value.date, voice, value.precision)
    return voice.label("date.inferred", date=shown) if value.basis == "inferred" else shown
