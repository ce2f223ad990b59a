"""Chats: met, set up, paused, ended, lost, moved, shown and erased. What a chat set is kept until
it asks for erasure; being blocked or removed only pauses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, time, timedelta
from typing import Any

from digest.errors import NotFound, Refused
from digest.limits import CHATS
from digest.recipients import Chat, ChatKind, ChatSettings, ChatState
from digest.schedules import zone
from digest.store import chats as rows
from digest.store import outbox, receipts, streams, subscriptions
from digest.store.database import Database
from digest.store.recipients_codec import dump_settings
from digest.store.schema.outbox import outbox as table

SETTINGS = frozenset(field.name for field in fields(ChatSettings))
LEDGER = 1_000


class Chats:
    """The chats of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def greet(
        self, chat_id: int, kind: ChatKind, *, now: datetime, language: str | None = None
    ) -> Chat:
        """The chat as it stands, made on first contact. One that was blocked, gone or had ended
        everything is active again, without the backlog; a paused one stays paused."""
        with self._database.writing() as connection:
            known = rows.get(connection, chat_id)
            if known is None:
                settings = ChatSettings(language=language) if language else ChatSettings()
                return rows.add(connection, Chat(chat_id, kind, settings=settings), now)
            back = known.state in ("blocked", "gone") or known.reason == rows.STOPPED
            if back:
                rows.change(connection, chat_id, state="active", reason="", paused_until=None)
                streams.restart(connection, chat_id, now, now)
            if kind != known.kind:
                rows.change(connection, chat_id, kind=kind)
            state: ChatState = "active" if back else known.state
            reason = "" if back else known.reason
            until = None if back else known.paused_until
            return replace(known, kind=kind, state=state, reason=reason, paused_until=until)

    def get(self, chat_id: int) -> Chat | None:
        """The chat of this number, if we know it."""
        with self._database.reading() as connection:
            return rows.get(connection, chat_id)

    def change(self, chat_id: int, **settings: Any) -> Chat:
        """Change settings (and `owner`); raises NotFound, and Refused (`timezone`, `hours`,
        `max_items`, `weekday`, `setting`) for values that cannot be."""
        with self._database.writing() as connection:
            known = _known(rows.get(connection, chat_id), chat_id)
            if "owner" in settings:
                rows.change(connection, chat_id, owner=settings.pop("owner"))
            changed = replace(known.settings, **_checked(settings))
            if changed != known.settings:
                rows.change(connection, chat_id, settings=dump_settings(changed))
                streams.reconsider(connection, chat_id=chat_id)
            return _known(rows.get(connection, chat_id), chat_id)

    def pause(self, chat_id: int, until: datetime | None = None) -> Chat:
        """Send nothing until an instant, or until `resume`; rules stay."""
        with self._database.writing() as connection:
            _known(rows.get(connection, chat_id), chat_id)
            rows.change(connection, chat_id, state="paused", reason="", paused_until=until)
            return _known(rows.get(connection, chat_id), chat_id)

    def resume(self, chat_id: int, now: datetime) -> Chat:
        """End a pause; of what came meanwhile the last day counts as new."""
        with self._database.writing() as connection:
            known = _known(rows.get(connection, chat_id), chat_id)
            if known.state != "active":
                rows.change(connection, chat_id, state="active", reason="", paused_until=None)
                streams.restart(connection, chat_id, now, now - timedelta(days=1))
            return _known(rows.get(connection, chat_id), chat_id)

    def stop(self, chat_id: int, now: datetime) -> int:
        """End everything that is sent to the chat; how many rules ended. `restart` undoes it."""
        with self._database.writing() as connection:
            if rows.get(connection, chat_id) is None:
                return 0
            ended = subscriptions.end_all(connection, chat_id, now)
            waiting = table.c.chat_id == chat_id
            outbox.end(connection, waiting, ["ready"], "cancelled", "the chat ended it", now)
            rows.change(
                connection,
                chat_id,
                state="paused",
                reason=rows.STOPPED,
                paused_until=None,
                stopped_at=now,
            )
            return ended

    def restart(self, chat_id: int, now: datetime) -> int:
        """Undo `stop`; how many rules came back."""
        with self._database.writing() as connection:
            ended_at = rows.stopped_at(connection, chat_id)
            if ended_at is None:
                return 0
            back = subscriptions.take_back(connection, chat_id, ended_at)
            rows.change(connection, chat_id, state="active", reason="", stopped_at=None)
            streams.restart(connection, chat_id, now, now - timedelta(days=1))
            return back

    def lost(self, chat_id: int, state: ChatState, reason: str, now: datetime) -> None:
        """Note that the chat cannot be written to (`blocked` or `gone`); its rules stay, what
        waits for it is cancelled."""
        with self._database.writing() as connection:
            rows.change(connection, chat_id, state=state, reason=reason[:200], paused_until=None)
            waiting = table.c.chat_id == chat_id
            outbox.end(connection, waiting, ["ready"], "cancelled", reason[:200], now)

    def migrate(self, old: int, new: int, now: datetime) -> None:
        """Rewrite a chat's number everywhere: a group became a supergroup. Doing it again, or for
        a chat we do not know, changes nothing."""
        with self._database.writing() as connection:
            if old != new and rows.get(connection, old) is not None:
                rows.move(connection, old, new)
                streams.reconsider(connection, chat_id=new)

    def export(self, chat_id: int) -> dict[str, Any]:
        """Everything kept about a chat, ready for JSON; raises NotFound."""
        from digest.service.dossier import dossier

        with self._database.reading() as connection:
            chat = _known(rows.get(connection, chat_id), chat_id)
            rules = list(subscriptions.of_chats(connection, [chat_id]))
            got = sorted(receipts.of_chats(connection, [chat_id])[chat_id])
            sent = outbox.listed(connection, LEDGER, table.c.chat_id == chat_id)
            runs = streams.of_chat(connection, chat_id)
        return dossier(chat, rules, runs, got, sent)

    def erase(self, chat_id: int) -> None:
        """Delete everything kept about a chat."""
        with self._database.writing() as connection:
            rows.erase(connection, chat_id)

    def all_active(self) -> Iterator[int]:
        """The numbers of all chats that may be written to."""
        with self._database.reading() as connection:
            yield from list(rows.active_ids(connection))

    def owned_by(self, user_id: int) -> list[Chat]:
        """The channels and groups that a user manages from a private chat."""
        with self._database.reading() as connection:
            return rows.owned_by(connection, user_id)

    def counts(self) -> dict[str, int]:
        """How many chats there are of each state."""
        with self._database.reading() as connection:
            return rows.counts(connection)


def _known(chat: Chat | None, chat_id: int) -> Chat:
    if chat is None:
        raise NotFound("this chat is not known", where=str(chat_id), advice="send /start first")
    return chat


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings with hours sorted; raises Refused for what cannot be."""
    unknown = settings.keys() - SETTINGS
    if unknown:
        raise _refused("setting", f"there is no setting {sorted(unknown)[0]!r}")
    if "timezone" in settings:
        zone(settings["timezone"])
    if "hours" in settings:
        hours = tuple(sorted(set(settings["hours"])))
        if not 0 < len(hours) <= CHATS.hours or not all(isinstance(h, time) for h in hours):
            raise _refused("hours", f"a chat has 1–{CHATS.hours} digest hours", limit=CHATS.hours)
        settings = {**settings, "hours": hours}
    for name, low, high in (("max_items", 1, CHATS.max_items), ("weekday", 1, 7)):
        if name in settings and not low <= settings[name] <= high:
            raise _refused(name, f"{name} is a number {low}–{high}", low=low, limit=high)
    return settings


def _refused(reason: str, what: str, **values: object) -> Refused:
    return Refused(reason, what, advice="choose another value", values=values)
