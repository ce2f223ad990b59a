"""Joins articles that are one and cuts apart what is two; what is known of places, topics and
summary is found anew. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from digest.model import Article
from digest.understanding import understand

# A first paragraph this short without an end mark was a headline that reading missed.
LONGEST_HEADLINE = 40
_ENDS = "。！？!?…；;：:"


def joined(pieces: Sequence[Article]) -> Article:
    """The pieces as one article under the first one's heads, in the order given."""
    first = pieces[0]
    paragraphs: list[str] = []
    subheads: list[str] = []
    places: list[int] = []
    for piece in pieces:
        own = piece.headline if piece is not first else None
        if own and own != first.headline:
            subheads.append(own)
            places.append(len(paragraphs))
        subheads += piece.subheads
        places += [len(paragraphs) + at for at in piece.subhead_at]
        paragraphs += piece.paragraphs
    return understand(
        replace(
            first,
            paragraphs=tuple(paragraphs),
            subheads=tuple(subheads),
            subhead_at=tuple(places) if len(places) == len(subheads) else (),
            reporters=_all(piece.reporters for piece in pieces),
            correspondents=_all(piece.correspondents for piece in pieces),
            authors=_all(piece.authors for piece in pieces),
            pullouts=_all(piece.pullouts for piece in pieces),
            lines=tuple(sorted({line for piece in pieces for line in piece.lines})),
            doubts=(),
            confidence=1.0,
        )
    )


def _all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part))


def cut_apart(whole: Article, at: int) -> tuple[Article, Article]:
    """The article before paragraph index `at` and the one from there on."""
    kept = [n for n, place in enumerate(whole.subhead_at) if place < at]
    moved = [n for n, place in enumerate(whole.subhead_at) if place >= at]
    rest = whole.paragraphs[at:]
    headline = rest[0] if len(rest) > 1 and _is_headline(rest[0]) else None
    shift = at + (1 if headline else 0)
    one = replace(
        whole,
        paragraphs=whole.paragraphs[:at],
        subheads=tuple(whole.subheads[n] for n in kept),
        subhead_at=tuple(whole.subhead_at[n] for n in kept),
        doubts=(),
        confidence=1.0,
    )
    other = Article(
        source=whole.source,
        position=whole.position + 1,
        kind="news",
        paragraphs=rest[1:] if headline else rest,
        headline=headline,
        paper=whole.paper,
        page=whole.page,
        published=whole.published,
        subheads=tuple(whole.subheads[n] for n in moved),
        subhead_at=tuple(max(whole.subhead_at[n] - shift, 0) for n in moved),
    )
    return understand(one), understand(other)


def _is_headline(text: str) -> bool:
    return len(text) <= LONGEST_HEADLINE and text[-1:] not in _ENDS
