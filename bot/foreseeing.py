"""What the operator sees of what is to come: `bot plan` plans what is due and prints it, `bot
rehearse` plays a day and prints every message as its chat would see it. Sends nothing."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.app import build_desk
from bot.desk import Desk
from bot.opening import open_service
from bot.render.html import plain
from bot.settings import Settings

if TYPE_CHECKING:
    from digest.recipients import Part
    from digest.service import Service

# The day that is rehearsed is China's, as the papers are, and so are the hours printed.
ZONE = ZoneInfo("Asia/Shanghai")
# A plan for a hundred thousand chats is not read to its end.
SHOWN = 50
PATIENCE = 5.0
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


def run_plan(arguments: argparse.Namespace) -> int:
    """Plan what is due at a time; print a line on each edition, then the messages."""
    with _desk() as (desk, service):
        now = arguments.now or datetime.now(UTC)
        report = service.planning.plan(now=now, render=desk.editions)
        newest = min(report.planned, SHOWN)
        planned = service.deliveries.ledger(state="ready", limit=newest)[::-1] if newest else []
    for line in report.lines:
        print(line)
    for row in planned:
        print(f"\n{_head(row.not_before, row.chat_id, row.thread_id, row.slot)}")
        print(printed(row.payload))
    if report.planned > SHOWN:
        print(f"\n… the newest {SHOWN} of {report.planned} messages are shown")
    print(f"{report.planned} planned, {report.skipped} skipped, {report.dropped} dropped")
    return 0


def run_rehearse(arguments: argparse.Namespace) -> int:
    """Print every message that a day would bring to each chat."""
    with _desk(schedules=False) as (desk, service):
        messages = service.planning.rehearse(
            arguments.day,
            render=desk.editions,
            chat_ids=arguments.chat,
            schedules=desk.settings.schedules_file,
        )
    for one in messages:
        print(_head(one.due, one.chat_id, one.thread_id, one.slot))
        print(printed(one.part), end="\n\n")
    print(f"{len(messages)} messages; nothing was sent")
    return 0


def printed(part: Part) -> str:
    """A message as its chat would see it: picture, words with the links behind them, buttons."""
    lines = ["[picture]"] if part.photo else []
    lines.append(plain(_LINK.sub(r"\2 &lt;\1&gt;", part.html)))
    rows = json.loads(part.keyboard)["inline_keyboard"] if part.keyboard else []
    lines += [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    marks = [name for name, on in (("silent", part.silent), ("pinned", part.pin)) if on]
    return "\n".join(lines + [f"({', '.join(marks)})"] * bool(marks))


def _head(due: datetime, chat_id: int, thread_id: int | None, slot: str) -> str:
    thread = f" thread {thread_id}" if thread_id else ""
    return f"── {due.astimezone(ZONE):%Y-%m-%d %H:%M} · chat {chat_id}{thread} · {slot}"


@contextmanager
def _desk(*, schedules: bool = True) -> Iterator[tuple[Desk, Service]]:
    settings = Settings.from_env()
    service = open_service(settings, schedules=schedules)
    try:
        desk = build_desk(settings, service)
        desk.username = asyncio.run(_username(settings))
        if not desk.username:
            print(
                "bot: Telegram did not say who we are: headlines will not be links"
                + ("" if settings.token else ", and without TELEGRAM_BOT_TOKEN buttons are dead"),
                file=sys.stderr,
            )
        yield desk, service
    finally:
        service.close()


async def _username(settings: Settings) -> str:
    """The name that links in editions carry; empty when Telegram does not tell it."""
    if not settings.token:
        return ""
    request = HTTPXRequest(connect_timeout=PATIENCE, read_timeout=PATIENCE)
    try:
        async with Bot(settings.token, settings.base_url, request=request) as bot:
            return bot.username
    except TelegramError:
        return ""
