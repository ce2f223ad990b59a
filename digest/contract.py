"""The JSON form of one article: what `digest parse --jsonl` prints and `digest ingest` takes back.

Turns an `Article` into a plain dict and back without losing a field, in the field order of the
contract. Unknown fields are ignored (newer versions may add some); a field that is missing takes
its empty value; one of the wrong kind is refused with its name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar, get_args

from digest.errors import ReadingError
from digest.model import (
    Article,
    Basis,
    Kind,
    NamedBasis,
    NamedDate,
    NamedPrecision,
    Precision,
    Published,
    Region,
    Topic,
)

_T = TypeVar("_T")
_TEXTS = ("kicker", "headline", "subtitle", "group_headline", "rubric", "byline")
_MORE_TEXTS = ("photographer", "credit_source", "id", "paper", "page", "editor_note")
_LISTS = (
    "paragraphs", "reporters", "correspondents", "authors",
    "subheads", "pullouts", "keyphrases", "organisations", "doubts",
)  # fmt: skip


def to_json(article: Article) -> dict[str, Any]:
    """The article as a dict of JSON values, every field present."""
    return {
        "source": article.source,
        "position": article.position,
        "kind": article.kind,
        **{name: getattr(article, name) for name in _TEXTS},
        "reporters": list(article.reporters),
        "correspondents": list(article.correspondents),
        "authors": list(article.authors),
        **{name: getattr(article, name) for name in _MORE_TEXTS[:-1]},
        "lines": list(article.lines),
        "confidence": article.confidence,
        "paragraphs": list(article.paragraphs),
        "subheads": list(article.subheads),
        "subhead_at": list(article.subhead_at),
        "pullouts": list(article.pullouts),
        "editor_note": article.editor_note,
        "published": _published_json(article.published),
        "dates": [_named_json(named) for named in article.dates],
        "regions": [_region_json(region) for region in article.regions],
        "topics": [_topic_json(topic) for topic in article.topics],
        "summary": article.summary,
        "teaser": article.teaser,
        "keyphrases": list(article.keyphrases),
        "organisations": list(article.organisations),
        "doubts": list(article.doubts),
    }


def dumps(article: Article) -> str:
    """The article as one line of JSON, UTF-8 characters as they are."""
    return json.dumps(to_json(article), ensure_ascii=False)


def loads(line: str, *, where: str = "") -> Article:
    """The article of one line of JSON; `ReadingError` naming `where` when it is none."""
    return from_json(value_of(line, where=where), where=where)


def value_of(line: str, *, where: str = "") -> Mapping[str, Any]:
    """The JSON object that a line holds; `ReadingError` naming `where` when it holds none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadingError(
            f"this is not a line of JSON ({error})",
            where=where,
            advice="give the output of `digest parse --jsonl` or `digest export`",
        ) from error
    if not isinstance(value, Mapping):
        raise _refused("an article must be a JSON object", where)
    return value


def from_json(value: Mapping[str, Any], *, where: str = "") -> Article:
    """The article of a dict as `to_json` makes it; `ReadingError` when a field does not hold."""
    field = _Fields(value, where)
    kind = field.of("kind", str, "news")
    if kind not in get_args(Kind):
        raise _refused(f"unknown kind {kind!r}", where)
    source, paragraphs = field.of("source", str, ""), field.texts("paragraphs")
    if not source:
        raise _refused("field 'source' is missing", where)
    texts: dict[str, Any] = {name: field.optional(name) for name in _TEXTS + _MORE_TEXTS}
    lists: dict[str, Any] = {name: field.texts(name) for name in _LISTS if name != "paragraphs"}
    return Article(
        source=source,
        position=field.of("position", int, 1),
        kind=kind,
        lines=tuple(field.listed("lines", int)),
        confidence=min(1.0, max(0.0, float(field.of("confidence", (int, float), 1.0)))),
        subhead_at=tuple(field.listed("subhead_at", int)),
        published=_published(field),
        dates=tuple(_named(_Fields(item, where)) for item in field.listed("dates", dict)),
        regions=tuple(_region(_Fields(item, where)) for item in field.listed("regions", dict)),
        topics=tuple(_topic(_Fields(item, where)) for item in field.listed("topics", dict)),
        summary=field.of("summary", str, ""),
        teaser=field.of("teaser", str, ""),
        paragraphs=paragraphs,
        **texts,
        **lists,
    )


class _Fields:
    """Typed access to the fields of one object."""

    def __init__(self, value: Mapping[str, Any], where: str) -> None:
        self._value, self._where = value, where

    def of(self, name: str, kind: Any, empty: Any) -> Any:
        found = self._value.get(name)
        if found is None:
            return empty
        if not isinstance(found, kind) or isinstance(found, bool):
            raise _refused(f"field {name!r} has the wrong kind of value", self._where)
        return found

    def optional(self, name: str) -> str | None:
        found: str | None = self.of(name, str, None)
        return found or None

    def listed(self, name: str, kind: type[_T]) -> list[_T]:
        found = self.of(name, (list, tuple), ())
        if any(not isinstance(item, kind) or isinstance(item, bool) for item in found):
            raise _refused(f"field {name!r} holds the wrong kind of value", self._where)
        return list(found)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self.listed(name, str))

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        found: str = self.of(name, str, "")
        if found not in allowed:
            raise _refused(f"field {name!r} must be one of {', '.join(allowed)}", self._where)
        return found

    def converted(self, name: str, convert: Callable[[str], _T]) -> _T:
        try:
            return convert(self.of(name, str, ""))
        except ValueError as error:
            raise _refused(f"field {name!r} does not hold ({error})", self._where) from error

    def inner(self, name: str) -> _Fields | None:
        found = self.of(name, Mapping, None)
        return None if found is None else _Fields(found, self._where)


def _refused(what: str, where: str) -> ReadingError:
    return ReadingError(what, where=where, advice="see the contract of `digest parse --jsonl`")


def _published_json(published: Published | None) -> dict[str, str] | None:
    if published is None:
        return None
    day = published.date.isoformat()
    return {"date": day, "precision": published.precision, "basis": published.basis}


def _published(field: _Fields) -> Published | None:
    inner = field.inner("published")
    if inner is None:
        return None
    return Published(
        inner.converted("date", date.fromisoformat),
        inner.one_of("precision", get_args(Precision)),  # type: ignore[arg-type]
        inner.one_of("basis", get_args(Basis)),  # type: ignore[arg-type]
    )


def _named_json(named: NamedDate) -> dict[str, Any]:
    return {
        "words": named.words,
        "first": named.first.isoformat() if named.first else None,
        "last": named.last.isoformat() if named.last else None,
        "precision": named.precision,
        "basis": named.basis,
    }


def _named(field: _Fields) -> NamedDate:
    return NamedDate(
        field.of("words", str, ""),
        _day(field, "first"),
        _day(field, "last"),
        field.one_of("precision", get_args(NamedPrecision)),  # type: ignore[arg-type]
        field.one_of("basis", get_args(NamedBasis)),  # type: ignore[arg-type]
    )


def _day(field: _Fields, name: str) -> date | None:
    return field.converted(name, date.fromisoformat) if field.optional(name) else None


def _region_json(region: Region) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "primary": region.primary,
        "evidence": region.evidence,
    }


def _region(field: _Fields) -> Region:
    primary = field._value.get("primary") is True
    code = field.of("code", str, "")
    return Region(code, field.of("name", str, ""), primary, field.of("evidence", str, ""))


def _topic_json(topic: Topic) -> dict[str, Any]:
    return {"slug": topic.slug, "score": topic.score, "evidence": list(topic.evidence)}


def _topic(field: _Fields) -> Topic:
    score = float(field.of("score", (int, float), 1.0))
    return Topic(field.of("slug", str, ""), score, field.texts("evidence"))
