"""Turns a composed edition into frozen message parts: the renderer that planning is handed.

Every item names its headline, a line that makes one want to read it, place, paper and date;
number buttons under each part open its articles. Buttons are bound to the chat, not to a person,
since an edition has no asker; equal editions are rendered once for nobody and then addressed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.keyboards import Button, Codec, Press, grid
from bot.render import charts
from bot.render.hits import TITLE_UNITS, teaser_of
from bot.render.html import Html, bold, join, link
from bot.render.names import Names, day, published
from bot.render.parts import pack_named, shorten
from bot.texts import Texts, Voice
from digest.model import StoredArticle
from digest.recipients import ChatSettings, Edition, EditionItem, Part

COLUMNS = 5
COVER_TOPICS = 6
NOBODY = 0


class Editions:
    """Implements `digest.editions.SharedRenderer` for Telegram."""

    def __init__(
        self,
        texts: Texts,
        names: Names,
        codec: Codec,
        address: Callable[[str], str] = lambda payload: "",
    ) -> None:
        """`address` gives the t.me link that opens the bot with a payload; empty before the bot
        knows its own name, and then headlines are not links."""
        self._texts = texts
        self._names = names
        self._codec = codec
        self._address = address

    def edition(
        self, edition: Edition, articles: Mapping[str, StoredArticle], settings: ChatSettings
    ) -> tuple[Part, ...]:
        """The messages of one edition; items whose article is gone are left out."""
        voice = self._texts.voice(settings.language)
        items = [item for item in edition.items if item.article_id in articles]
        blocks = [
            (number, Html(voice.finish(block)))
            for number, block in self._blocks(edition, items, articles, settings, voice)
        ]
        packed = pack_named(blocks)
        parts = self._cover(edition, items, articles, settings, voice)
        for at, (html, numbers) in enumerate(packed):
            here = [number for number in numbers if number]
            more = edition if at == len(packed) - 1 and edition.more else None
            parts.append(
                Part(
                    html=html,
                    keyboard=self._keyboard(edition.chat_id, here, items, more, voice),
                    silent=settings.silent,
                    articles=tuple(items[number - 1].article_id for number in here),
                )
            )
        return tuple(parts)

    def _cover(
        self,
        edition: Edition,
        items: Sequence[EditionItem],
        articles: Mapping[str, StoredArticle],
        settings: ChatSettings,
        voice: Voice,
    ) -> list[Part]:
        """A picture of what the edition is about, where the chat wants one and charts are here."""
        if not (settings.cover and items and charts.available()):
            return []
        found = [articles[item.article_id].article for item in items]
        slugs = Counter(article.topics[0].slug for article in found if article.topics)
        topics = [
            (voice.finish(self._names.topic(slug, voice, emoji=False)), count)
            for slug, count in slugs.most_common(COVER_TOPICS)
        ]
        title = voice.finish(edition.title or voice.label("edition.title"))
        picture = charts.cover(title, day(edition.on, voice), topics)
        if picture is None:
            return []
        caption = Html(voice.finish(voice.html("edition.cover", count=len(items))))
        return [Part(html=caption, photo=picture, silent=settings.silent)]

    def address(self, part: Part, chat_id: int) -> Part:
        """The part as it goes to one chat: its buttons sealed for that chat."""
        if part.keyboard is None:
            return part
        markup = json.loads(part.keyboard)
        for row in markup["inline_keyboard"]:
            for button in row:
                data = button["callback_data"]
                button["callback_data"] = self._codec.readdress(data, chat=NOBODY, to=chat_id)
        return replace(part, keyboard=json.dumps(markup, ensure_ascii=False))

    def _blocks(
        self,
        edition: Edition,
        items: Sequence[EditionItem],
        articles: Mapping[str, StoredArticle],
        settings: ChatSettings,
        voice: Voice,
    ) -> Iterator[tuple[int, Html]]:
        """Numbered blocks, one an item (with its group's heading above the first), 0 for others."""
        title = edition.title or voice.label("edition.title")
        date, count = day(edition.on, voice), len(items)
        yield 0, voice.html("edition.head", title=bold(title), date=date, count=count)
        if not items:
            yield 0, voice.html("edition.empty")
        group = ""
        for number, item in enumerate(items, 1):
            block = self._item(number, item, articles[item.article_id], settings, voice)
            if item.group != group:
                group = item.group
                block = Html(f"{self._heading(edition, group, voice)}\n{block}")
            yield number, block
        if edition.more:
            yield 0, voice.html("edition.more", count=len(edition.more))

    def _heading(self, edition: Edition, group: str, voice: Voice) -> Html:
        if not group:
            return voice.html("edition.others")
        by_topic = edition.grouped_by == "topic"
        name = self._names.topic(group, voice) if by_topic else group
        return voice.html("edition.group", name=name)

    def _item(
        self,
        number: int,
        item: EditionItem,
        stored: StoredArticle,
        settings: ChatSettings,
        voice: Voice,
    ) -> Html:
        article = stored.article
        headline = link(shorten(article.title, TITLE_UNITS), self._address(f"a_{stored.id}"))
        title = bold(Html(f"{number}. {headline}"))
        carried = item.carriers > 1
        facts = join(
            " · ",
            [
                self._names.place_of(article, voice),
                article.paper or "",
                published(article.published, voice),
                voice.html("article.carriers", count=item.carriers) if carried else "",
            ],
        )
        teaser = Html("") if settings.compact else teaser_of(stored)
        return Html("\n".join(line for line in (title, teaser, facts) if line))

    def _keyboard(
        self,
        chat_id: int,
        numbers: Sequence[int],
        items: Sequence[EditionItem],
        more: Edition | None,
        voice: Voice,
    ) -> str | None:
        opening = [
            Button(str(n), Press("got", (items[n - 1].article_id,)), shared=True) for n in numbers
        ]
        rows = grid(opening, COLUMNS)
        if more is not None:
            label = voice.label("button.more_items", count=len(more.more))
            rows.append([Button(label, Press("more", (more.key,)), shared=True)])
        markup = self._codec.markup(rows, chat=chat_id, user=None)
        return markup.to_json() if markup else None
