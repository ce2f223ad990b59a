"""Everything kept about one chat as plain values for a JSON file, so that a person can see it: no
more and no less than the store holds, save the text of messages, which the chat has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from digest.following.rules import to_text
from digest.recipients import Chat, Delivery, Subscription
from digest.store.streams import Stream


def dossier(
    chat: Chat,
    rules: Sequence[Subscription],
    runs: Sequence[Stream],
    received: Sequence[str],
    sent: Sequence[Delivery],
) -> dict[str, Any]:
    """The chat, its settings, rules, schedules, received articles and deliveries."""
    settings = asdict(chat.settings)
    settings["hours"] = [f"{hour:%H:%M}" for hour in chat.settings.hours]
    for name in ("quiet_from", "quiet_until"):
        settings[name] = f"{settings[name]:%H:%M}" if settings[name] else None
    return {
        "chat": {
            "chat_id": chat.chat_id,
            "kind": chat.kind,
            "state": chat.state,
            "reason": chat.reason,
            "paused_until": _iso(chat.paused_until),
            "owner": chat.owner,
            "created_at": _iso(chat.created_at),
        },
        "settings": settings,
        "rules": [_rule(one) for one in rules],
        "schedules": [
            {"schedule": run.schedule, "thread": run.thread_id, "next": _iso(run.next_due)}
            for run in runs
        ],
        "received": list(received),
        "deliveries": [_delivery(one) for one in sent],
    }


def _rule(one: Subscription) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "rule": to_text(one.rule),
        "cadence": one.cadence,
        "thread": one.thread_id,
        "paused": one.paused,
        "created_at": _iso(one.created_at),
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "schedule": one.schedule,
        "slot": one.slot,
        "part": one.part,
        "state": one.state,
        "sent_at": _iso(one.sent_at),
        "message_id": one.message_id,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
