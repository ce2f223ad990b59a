"""Turns a composed edition into frozen message parts: the renderer that planning is handed.

Every item names its headline, place, date, a line that makes one want to read it, and the rule
that brought it; number buttons open articles. Buttons are bound to the chat, not to a person,
since an edition has no asker.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from bot.keyboards import Button, Codec, Press, grid
from bot.render.hits import TITLE_UNITS, teaser_of
from bot.render.html import Html, bold, esc, join
from bot.render.names import Names, day, published
from bot.render.parts import pack, shorten
from bot.texts import Texts, Voice
from digest.model import StoredArticle
from digest.recipients import ChatSettings, Edition, EditionItem, Part

COLUMNS = 5


class Editions:
    """Implements `digest.editions.Renderer` for Telegram."""

    def __init__(self, texts: Texts, names: Names, codec: Codec) -> None:
        self._texts = texts
        self._names = names
        self._codec = codec

    def edition(
        self, edition: Edition, articles: Mapping[str, StoredArticle], settings: ChatSettings
    ) -> tuple[Part, ...]:
        """The messages of one edition; items whose article is gone are left out."""
        voice = self._texts.voice(settings.language)
        items = [item for item in edition.items if item.article_id in articles]
        blocks = [self._head(edition, len(items), voice), *self._body(items, articles, settings)]
        if edition.more:
            blocks.append(voice.html("edition.more", count=len(edition.more)))
        messages = pack(map(Html, map(voice.finish, blocks)))
        keyboard = self._keyboard(edition, items, voice)
        last = len(messages) - 1
        return tuple(
            Part(html=html, keyboard=keyboard if at == last else None, silent=settings.silent)
            for at, html in enumerate(messages)
        )

    def _head(self, edition: Edition, count: int, voice: Voice) -> Html:
        title = edition.title or voice.label("edition.title")
        return voice.html(
            "edition.head", title=bold(title), date=day(edition.on, voice), count=count
        )

    def _body(
        self,
        items: list[EditionItem],
        articles: Mapping[str, StoredArticle],
        settings: ChatSettings,
    ) -> list[Html]:
        voice = self._texts.voice(settings.language)
        numbered = list(enumerate(items, 1))
        blocks: list[Html] = []
        for group, members in groupby(numbered, key=lambda pair: pair[1].group):
            if group:
                blocks.append(Html(f"▌{bold(group)}"))
            blocks += [
                self._item(number, item, articles[item.article_id], settings, voice)
                for number, item in members
            ]
        return blocks

    def _item(
        self,
        number: int,
        item: EditionItem,
        stored: StoredArticle,
        settings: ChatSettings,
        voice: Voice,
    ) -> Html:
        article = stored.article
        title = bold(f"{number}. {shorten(article.title, TITLE_UNITS)}")
        carried = item.carriers > 1
        facts = join(
            " · ",
            [
                self._names.place_of(article),
                article.paper or "",
                published(article.published, voice),
                voice.html("article.carriers", count=item.carriers) if carried else "",
            ],
        )
        teaser = esc("") if settings.compact else teaser_of(stored)
        return Html("\n".join(line for line in (title, teaser, facts) if line))

    def _keyboard(self, edition: Edition, items: list[EditionItem], voice: Voice) -> str | None:
        numbers = [
            Button(str(n), Press("got", (item.article_id,)), shared=True)
            for n, item in enumerate(items, 1)
        ]
        rows = grid(numbers, COLUMNS)
        if edition.more:
            label = voice.label("button.more_items", count=len(edition.more))
            rows.append([Button(label, Press("more", (edition.slot,)), shared=True)])
        markup = self._codec.markup(rows, chat=edition.chat_id, user=None)
        return markup.to_json() if markup else None
