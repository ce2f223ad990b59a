"""Turns found articles into blocks: numbered headline, place and date, a line with the hit bold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.render.html import Html, bold, esc, join
from bot.render.names import Names, published
from bot.render.parts import shorten
from bot.texts import Voice
from digest.model import Hit, Query, Span, StoredArticle

if TYPE_CHECKING:
    from digest.service.lookup import Answer

TITLE_UNITS = 120
TEASER_UNITS = 160
ALSO_WORDS = 5
_TRANSLATED = frozenset(("english", "pinyin"))


def spans(snippet: Sequence[Span]) -> Html:
    """A snippet with its hits in bold, kept to one line."""
    return Html("".join(bold(s.text) if s.hit else esc(s.text) for s in snippet).replace("\n", " "))


def item(number: int, stored: StoredArticle, teaser: Html, names: Names, voice: Voice) -> Html:
    """One entry of a list."""
    article = stored.article
    title = bold(f"{number}. {shorten(article.title, TITLE_UNITS)}")
    place = names.place_of(article, voice)
    facts = join(" · ", [f"📍{place}" if place else "", published(article.published, voice)])
    return Html("\n".join(line for line in (title, facts, teaser) if line))


def hit(number: int, found: Hit, names: Names, voice: Voice, told: Sequence[str] = ()) -> Html:
    """One found article; what it lacks of the question is said, unless it was `told` of all."""
    # A snippet without a hit is but the first words of the text; the teaser says more.
    hit_there = any(span.hit for span in found.snippet)
    teaser = spans(found.snippet) if hit_there else teaser_of(found.stored)
    block = item(number, found.stored, teaser, names, voice)
    if found.lacks and tuple(found.lacks) != tuple(told):
        block = Html(f"{block}\n{voice.html('lookup.lacks', words=_lacks(found, names, voice))}")
    return block


def _lacks(found: Hit, names: Names, voice: Voice) -> str:
    """What a near hit lacks, in one line."""
    return voice.label("list.separator").join(_lack(lack, names, voice) for lack in found.lacks)


def _lack(lack: str, names: Names, voice: Voice) -> str:
    """A kind of thing, a topic, a place, or a word as it was typed."""
    if voice.has(f"lack.{lack}"):
        return voice.label(f"lack.{lack}")
    if voice.language == "en":
        places = names.places.named(lack)
        if places:
            return names.place(places[0].code, voice)
        lack = names.topics.named(lack) or lack
    return names.topic(lack, voice, emoji=False)


def teaser_of(stored: StoredArticle) -> Html:
    """The line that makes one want to read it, where there is no hit to show."""
    article = stored.article
    body = article.paragraphs[0] if article.paragraphs else ""
    return esc(shorten(article.teaser or article.summary or body, TEASER_UNITS))


def head(emoji: str, words: str) -> Html:
    """The first line of a message whose buttons are about `words`; read again after a restart."""
    return Html(f"{emoji} {esc(' '.join(words.split()))}")


def notes(query: Query, also: Sequence[str], voice: Voice) -> Html:
    """What was put right in the question and what else was searched."""
    lines, rest = [], list(query.notes)
    if voice.language == "en":
        # Every word of theirs is one: one line for all of them.
        rest = [note for note in query.notes if note[0] not in _TRANSLATED]
        pairs = [f"{was} = {now}" for kind, was, now in query.notes if kind in _TRANSLATED]
        said = voice.label("list.separator").join(reversed(pairs))
        lines += [voice.html("note.translated", words=said)] if pairs else []
    for kind, was, now in rest:
        key = f"note.{kind}" if voice.has(f"note.{kind}") else "note.other"
        lines.append(voice.html(key, was=was, now=now))
    if also:
        lines.append(_also(also, voice))
    return Html("\n".join(lines))


def _also(words: Sequence[str], voice: Voice) -> Html:
    listed = voice.label("list.separator").join(words[:ALSO_WORDS])
    more = len(words) - ALSO_WORDS
    key = "lookup.also_more" if more > 0 else "lookup.also"
    return voice.html(key, words=listed, count=more) if more > 0 else voice.html(key, words=listed)


def page(answer: Answer, offset: int, names: Names, voice: Voice) -> list[Html]:
    """The blocks of one page of an answer with hits."""
    exact = sum(1 for found in answer.hits if not found.elsewhere)
    lacked = {tuple(found.lacks) for found in answer.hits}
    told: tuple[str, ...] = ()
    said = voice.html("lookup.only_near")
    if not answer.total and len(lacked) == 1 and () not in lacked:
        told = lacked.pop()
        said = voice.html("lookup.near_but", words=_lacks(answer.hits[0], names, voice))
    if 0 < answer.total <= exact:
        said = voice.html("lookup.all", total=answer.total)
    elif answer.total:
        first, last = offset + 1, offset + exact
        said = voice.html("lookup.count", total=answer.counted, first=first, last=last)
    body = [hit(offset + n, found, names, voice, told) for n, found in enumerate(answer.hits, 1)]
    if 0 < exact < len(body):
        body.insert(exact, voice.html("lookup.near"))
    top = Html(f"{head('🔎', answer.query.text)}\n{said}")
    return [top, *body, *filter(None, [notes(answer.query, answer.also_searched, voice)])]


def listing(articles: Sequence[StoredArticle], names: Names, voice: Voice) -> list[Html]:
    """Articles as numbered blocks."""
    return [item(n, one, teaser_of(one), names, voice) for n, one in enumerate(articles, 1)]
