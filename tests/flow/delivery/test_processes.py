"""Processes beside the bot: what `bot plan` and `bot rehearse` print, and the alert on a page that
another process read while the bot runs."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.foreseeing import printed
from digest.recipients import Part

ROOT = Path(__file__).parents[3]
PAGE = """江苏出台职工疗休养工作指导意见
本报讯（记者王槐艾）近日，江苏省总工会联合有关部门印发职工疗休养工作指导意见，
要求各地优先安排劳动模范、一线职工参加疗休养，并由各级工会承担费用。
"""


def environment(post, database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database_url,
        "TELEGRAM_BOT_TOKEN": post.sandbox.token,
        "TELEGRAM_BASE_URL": post.sandbox.base_url,
        "LOG_LEVEL": "ERROR",
    }


async def said(environment: dict[str, str], *command: str) -> str:
    """What a command prints until it ends well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command, env=environment, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    return told.decode()


def follow(post, user, text: str, cadence: str, at: datetime) -> None:
    rule = post.service.follow.rule(text, today=at.date())
    post.service.follow.add(user.id, rule, cadence=cadence, now=at)


async def test_plan_and_rehearse_show_messages_as_their_chat_would_see_them(
    post, database_url, tmp_path
) -> None:
    post.add_people(1)
    (user,) = post.people
    now = datetime.now(UTC)
    follow(post, user, "疗休养", "daily", now - timedelta(days=2))
    settings = environment(post, database_url)
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    await said(settings, "digest", "ingest", str(page))
    tomorrow = (now + timedelta(days=1)).date()  # the next 08:00 in Shanghai is the next 00:00 UTC
    rehearsed = await said(settings, "bot", "rehearse", tomorrow.isoformat())
    assert "nothing was sent" in rehearsed
    planned = await said(settings, "bot", "plan", "--now", f"{tomorrow}T08:00:10")
    for told in (rehearsed, planned):
        assert f"{tomorrow} 08:00 · chat {user.id}" in told
        link = f"<https://t.me/{post.sandbox.world.bot.username}?start=a_"
        assert f"1. 江苏出台职工疗休养工作指导意见 {link}" in told
        assert "\n[1]" in told
    assert post.states()["ready"] == 1
    assert not post.sandbox.journal.calls("sendMessage")


async def test_an_alert_follows_a_page_that_another_process_reads(
    post, database_url, tmp_path
) -> None:
    post.add_people(1)
    (user,) = post.people
    follow(post, user, "疗休养", "at_once", datetime.now(UTC))
    settings = environment(post, database_url)
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=settings)
    try:
        async with asyncio.timeout(60):
            while not post.sandbox.journal.calls("getMe"):
                await asyncio.sleep(0.1)
        await said(settings, "digest", "ingest", str(page))
        read = time.monotonic()
        await post.until(lambda states: states["sent"] == 1, within=60)
        assert time.monotonic() - read < 60
        assert any("江苏出台职工疗休养工作指导意见" in text for text in post.received(user))
    finally:
        process.terminate()
        await process.wait()


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        (Part("<b>早报</b> &amp; 晚报"), "早报 & 晚报"),
        (
            Part('1. <b><a href="https://t.me/x?a=1&amp;b=2">甲&lt;乙</a></b>', silent=True),
            "1. 甲<乙 <https://t.me/x?a=1&b=2>\n(silent)",
        ),
        (
            Part(
                "📊",
                keyboard='{"inline_keyboard": [[{"text": "1"}, {"text": "2"}], [{"text": "更多"}]]}',
                photo=b"x",
                pin=True,
            ),
            "[picture]\n📊\n[1] [2]\n[更多]\n(pinned)",
        ),
    ],
)
def test_a_message_is_printed_with_its_links_buttons_and_marks(part: Part, shown: str) -> None:
    assert printed(part) == shown
