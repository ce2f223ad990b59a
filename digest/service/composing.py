"""From what is due to rows of the outbox: how an edition is headed and when it may go, its
rendering (once for equal content, where the renderer allows it), and its parts frozen as drafts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.editions import Frame, Renderer, SharedRenderer, compose, local_day
from digest.limits import Freshness
from digest.model import StoredArticle
from digest.recipients import ChatSettings, Edition, Lane, Part
from digest.schedules import quiet_end
from digest.service.agenda import Due
from digest.service.matches import Wanted
from digest.service.newsstand import Newsstand
from digest.store.outbox import Draft
from digest.store.streams import ALERTS

# Finished renderings kept for recipients of equal content.
RENDERED = 2_000


def frame_of(due: Due, now: datetime) -> Frame:
    """How the edition of a due stream is headed."""
    settings, digest = due.chat.settings, due.digest
    slot = due.slot.key if due.slot else ""
    timezone = digest.timezone if digest else settings.timezone
    return Frame(
        chat_id=due.stream.chat_id,
        thread_id=due.stream.thread_id or None,
        schedule=due.stream.schedule,
        slot=slot,
        title=digest.title if digest else "",
        on=local_day(due.slot.due if due.slot else now, timezone),
        max_items=digest.max_items if digest else settings.max_items,
        pin=digest.pin if digest else False,
    )


def empty_said(due: Due) -> bool:
    """Whether an empty edition is to be sent as such."""
    if due.stream.schedule == ALERTS:
        return False
    return due.digest.empty_notice if due.digest else due.chat.settings.empty_notice


class Composer:
    """Composes editions; remembers what articles are worth from one to the next."""

    def __init__(self, stand: Newsstand, now: datetime) -> None:
        self._stand = stand
        self._now = now
        self._standings: dict[str, tuple[str, float]] = {}

    def edition(self, frame: Frame, want: Wanted, received: set[str]) -> Edition:
        """The edition of one recipient; it may be empty."""
        candidates, more = want(received, frame.max_items)
        articles, known = self._stand.articles, self._standings
        edition = compose(frame, candidates, articles, received, self._now, known)
        return edition if more is None else replace(edition, more=more)


class Renderings:
    """Calls the renderer, once for equal content where it allows that."""

    def __init__(self, render: Renderer) -> None:
        self._render = render
        self._shared = render if isinstance(render, SharedRenderer) else None
        self._made: OrderedDict[tuple[str, ChatSettings], tuple[Part, ...]] = OrderedDict()

    def parts(
        self,
        edition: Edition,
        key: str,
        articles: Mapping[str, StoredArticle],
        settings: ChatSettings,
    ) -> tuple[Part, ...]:
        """The parts of an edition, addressed to its chat."""
        shared = self._shared
        if shared is None:
            return tuple(self._render.edition(edition, articles, settings))
        name = (key, settings)
        made = self._made.get(name)
        if made is None:
            items = tuple(replace(item, why=()) for item in edition.items)
            nobody = replace(edition, chat_id=0, thread_id=None, items=items)
            made = self._made[name] = tuple(self._render.edition(nobody, articles, settings))
            if len(self._made) > RENDERED:
                self._made.popitem(last=False)
        return tuple(shared.address(part, edition.chat_id) for part in made)


@dataclass(frozen=True, slots=True)
class Sending:
    """When the parts of an edition may go, and until when it makes sense."""

    lane: Lane
    due: datetime
    not_before: datetime
    expires_at: datetime
    window_from: datetime | None


def sending_of(due: Due, now: datetime, freshness: Freshness) -> Sending:
    """A due stream's times: what falls in quiet hours waits for their end."""
    alert = due.stream.schedule == ALERTS
    at = max(now, due.slot.due if due.slot else now)
    not_before = quiet_end(due.chat.settings, at) or at
    lasts = freshness.alert if alert else freshness.digest
    return Sending(
        lane="alert" if alert else "digest",
        due=due.slot.due if due.slot else now,
        not_before=not_before,
        expires_at=not_before + lasts,
        window_from=None if alert else due.window_from,
    )


def drafts(
    edition: Edition,
    key: str,
    parts: Sequence[Part],
    articles: Mapping[str, StoredArticle],
    sending: Sending,
) -> Iterator[Draft]:
    """The rows of an edition: each part with the articles (and their stories) it brings."""
    named = any(part.articles for part in parts)
    for number, part in enumerate(parts):
        whole = tuple(item.article_id for item in edition.items) if number == 0 else ()
        ids = part.articles if named else whole
        yield Draft(
            chat_id=edition.chat_id,
            thread_id=edition.thread_id or 0,
            schedule=edition.schedule,
            slot=edition.slot,
            part=number,
            parts=len(parts),
            lane=sending.lane,
            payload=replace(part, pin=part.pin or (edition.pin and number == 0)),
            due=sending.due,
            not_before=sending.not_before,
            expires_at=sending.expires_at,
            articles=with_stories(ids, articles),
            edition_key=key,
            window_from=sending.window_from,
        )


def with_stories(ids: Sequence[str], articles: Mapping[str, StoredArticle]) -> tuple[str, ...]:
    """The ids together with the ids of the stories they tell, each once."""
    stories = (articles[one].story for one in ids if one in articles)
    return tuple(dict.fromkeys([*ids, *(story for story in stories if story)]))
