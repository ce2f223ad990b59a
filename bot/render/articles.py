"""Turns a stored article into blocks of Telegram HTML: head, summary, source line, full text.

The full text goes into expandable quotations, each small enough for one message; it is cut only
between paragraphs, or at sentence ends where one paragraph is too long.
"""

from __future__ import annotations

from bot.render.html import Html, bold, esc, join, quote, units
from bot.render.names import Names, published
from bot.render.parts import MAX_ENTITIES, pack, split_plain
from bot.texts import Voice
from digest.model import Article, StoredArticle

QUOTE_UNITS = 3_000
QUOTE_ENTITIES = MAX_ENTITIES // 2
PARAGRAPH_UNITS = 1_500


def source_line(article: Article, voice: Voice) -> Html:
    """Paper, date and page as far as they are known."""
    page = voice.label("article.page", page=article.page) if article.page else ""
    known = join(" · ", [article.paper or "", published(article.published, voice), page])
    return voice.html("article.source", source=known) if known else voice.html("article.no_source")


def where_line(article: Article, names: Names, voice: Voice) -> Html:
    """Place and topics in one line, or nothing."""
    place = names.place_of(article, voice)
    topics = names.topic_list((topic.slug for topic in article.topics[:3]), voice)
    return join("　", [f"📍 {place}" if place else "", topics])


def card(stored: StoredArticle, names: Names, voice: Voice) -> Html:
    """Head, summary and source of one article: one block."""
    article = stored.article
    carried = ""
    if stored.carriers > 1:
        carried = voice.html("article.carriers", count=stored.carriers)
    lines = [
        esc(article.kicker) if article.kicker and article.headline else "",
        bold(article.title),
        esc(article.subtitle or ""),
        where_line(article, names, voice),
        Html(f"\n{esc(article.summary)}\n") if article.summary else "",
        join(" · ", [article.byline or "", source_line(article, voice)]),
        carried,
    ]
    return Html("\n".join(line for line in lines if line))


def full_text(article: Article) -> list[Html]:
    """The body as expandable quotations."""
    pieces: list[Html] = []
    for index, paragraph in enumerate(article.paragraphs):
        heads = zip(article.subheads, article.subhead_at, strict=False)
        pieces += [bold(head) for head, at in heads if at == index]
        pieces += [esc(piece) for piece in split_plain(paragraph, PARAGRAPH_UNITS)]
    return [quote(Html("\n".join(group))) for group in _grouped(pieces)]


def _grouped(pieces: list[Html]) -> list[list[Html]]:
    groups: list[list[Html]] = []
    for piece in pieces:
        group = groups[-1] if groups else []
        total = sum(units(one) + 1 for one in group) + units(piece)
        if groups and total <= QUOTE_UNITS and len(group) < QUOTE_ENTITIES:
            group.append(piece)
        else:
            groups.append([piece])
    return groups


def whole(stored: StoredArticle, names: Names, voice: Voice) -> list[Html]:
    """The messages that show an article completely."""
    return pack([card(stored, names, voice), *full_text(stored.article)])
