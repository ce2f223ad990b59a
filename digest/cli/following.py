"""Commands over what was sent: `deliveries`, the operator's ledger."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, get_args

from digest.cli.common import (
    Commands,
    command,
    opened,
    print_json,
    whole,
    with_database,
    with_jsonl,
)

if TYPE_CHECKING:
    from digest.recipients import Delivery


def register(commands: Commands) -> None:
    """Declare the commands of this family."""
    ledger = command(commands, "deliveries", run_deliveries, "what was sent to whom, or why not")
    ledger.add_argument("--chat", type=whole(), help="one chat's number")
    ledger.add_argument("--slot", help="one slot, as the ledger prints it")
    ledger.add_argument("--state", type=_state, help="ready, sent, unknown, parked, gone …")
    ledger.add_argument("--limit", type=whole(1), default=50)
    with_database(with_jsonl(ledger))


def _state(text: str) -> str:
    from digest.recipients import DeliveryState

    states = get_args(DeliveryState)
    if text not in states:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(states)}")
    return text


def run_deliveries(arguments: argparse.Namespace) -> int:
    """Print the ledger, newest first."""
    with opened(arguments) as service:
        rows = service.deliveries.ledger(
            chat_id=arguments.chat,
            slot=arguments.slot,
            state=arguments.state,
            limit=arguments.limit,
        )
    if arguments.jsonl:
        print_json(_row(row) for row in rows)
        return 0
    for row in rows:
        when = row.sent_at or row.sending_at or row.not_before
        print(
            f"{row.id}  {when:%Y-%m-%d %H:%M:%S}  chat {row.chat_id}  {row.schedule} {row.slot} "
            f"{row.part + 1}/{row.parts}  {row.state}  {row.last_error}".rstrip()
        )
    if not rows:
        print("no deliveries")
    return 0


PLAIN = ("id", "chat_id", "thread_id", "schedule", "slot", "part", "parts", "lane", "state")
TIMES = ("not_before", "expires_at", "sending_at", "sent_at")


def _row(row: Delivery) -> dict[str, Any]:
    instants = {name: getattr(row, name) for name in TIMES}
    return {
        **{name: getattr(row, name) for name in PLAIN},
        **{name: at.isoformat() if at else None for name, at in instants.items()},
        "attempts": row.attempts,
        "last_error": row.last_error,
        "message_id": row.message_id,
        "articles": list(row.article_ids),
    }
