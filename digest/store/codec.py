"""Articles as the store keeps them: JSON text that gives back an equal `Article`.

Unlike the contract (`digest.contract`), which is for people and programs outside and may gain
fields, this form belongs to the schema: it holds what the model holds, and a value that the model
does not know is refused as damage.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any

from digest.errors import StoreDamaged
from digest.model import Article, NamedDate, Published, Region, Topic

_PLACE = ("source", "position", "lines", "id")
_KEPT = [(field.name, field.default) for field in fields(Article) if field.name not in _PLACE]
_NOWHERE, _UNNAMED = '"position":0', '"source":""'
_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def dumps(article: Article) -> str:
    """The article as JSON, without the fields that hold their default and without its id."""
    placed = f'"lines":{_WRITE(article.lines)},"position":{article.position}'
    return (
        unplaced(article)
        .replace(_NOWHERE, placed, 1)
        .replace(_UNNAMED, f'"source":{_WRITE(article.source)}', 1)
    )


@lru_cache(maxsize=128)
def unplaced(article: Article) -> str:
    """The same of an article that stands on no page: what its digest is made of, and, since a
    quote inside a text is escaped, what `dumps` need only put the place into."""
    values: dict[str, Any] = {
        name: value for name, default in _KEPT if (value := getattr(article, name)) != default
    }
    values |= {"source": "", "position": 0}
    if article.published:
        values["published"] = {
            **_plain(article.published),
            "date": article.published.date.isoformat(),
        }
    if article.dates:
        values["dates"] = [_named_plain(named) for named in article.dates]
    values["regions"] = [_plain(region) for region in article.regions]
    values["topics"] = [_plain(topic) for topic in article.topics]
    return _WRITE(values)


def _plain(value: Published | Region | Topic) -> dict[str, Any]:
    """A flat value's fields (asdict copies deeply, which costs more than the rest together)."""
    return {name: getattr(value, name) for name in value.__slots__}


def _named_plain(named: NamedDate) -> list[str | None]:
    """A date the text names, as a row: an article may name dozens."""
    first, last = (day.isoformat() if day else None for day in (named.first, named.last))
    return [named.words, first, last, named.precision, named.basis]


def loads(text: str, article_id: str) -> Article:
    """The article that `dumps` wrote, with its id; raises StoreDamaged for anything else."""
    try:
        return _article(json.loads(text), article_id)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            "a stored article cannot be read",
            where=article_id,
            advice="restore the newest backup, or remove and ingest its page again",
        ) from error


def _article(values: dict[str, Any], article_id: str) -> Article:
    published = values.pop("published", None)
    regions = tuple(Region(**region) for region in values.pop("regions"))
    topics = tuple(
        Topic(topic["slug"], topic["score"], tuple(topic["evidence"]))
        for topic in values.pop("topics")
    )
    dates = tuple(_named(row) for row in values.pop("dates", ()))
    rest: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in values.items()}
    rest |= {"published": _published(published), "dates": dates}
    rest |= {"regions": regions, "topics": topics}
    return Article(**rest, id=article_id)


def _named(row: list[Any]) -> NamedDate:
    words, first, last, precision, basis = row
    return NamedDate(words, _day(first), _day(last), precision, basis)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _published(values: dict[str, Any] | None) -> Published | None:
    if values is None:
        return None
    return Published(**{**values, "date": date.fromisoformat(values["date"])})
