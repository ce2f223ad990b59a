"""The operator in chat: stats, a page as a document, the ledger, announcements; nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import program

if TYPE_CHECKING:
    from tests.flow.conftest import Line

SEEDS = Path(__file__).parents[2] / "seeds"
READING = 120.0  # a process of its own reads the page: seconds on an idle machine


async def test_others_do_not_even_learn_of_the_commands(line: Line) -> None:
    user = line.user()
    for command in ("/stats", "/deliveries", "/announce 大家好"):
        await user.send(command)
        assert "没有 /" in (await line.one(user)).text
    await user.send("统计")
    assert "🔎" in (await line.one(user)).text


async def test_stats_name_what_is_kept(line: Line) -> None:
    await line.operator.send("/stats")
    assert "11" in (await line.one(line.operator)).text


async def test_a_page_is_read_shown_and_kept(line: Line) -> None:
    page = sorted(SEEDS.glob("*.txt"))[0]
    torn = page.read_text(encoding="utf-8").rstrip()[:-1]  # breaks off
    await line.operator.send_document(torn.encode(), page.name)
    shown = await line.operator.wait_for("读出", within=READING)
    before = line.service.library.stats().articles
    await line.operator.press("入库", shown if "入库" in str(shown.labels) else None)
    await line.operator.wait_for("已入库")
    assert line.service.library.stats().articles > before
    said = line.operator.messages(line.operator.private)
    assert "段尾不成句" in "".join(message.text for message in said)
    assert not any("丢弃" in str(message.labels) for message in said)  # it is settled


async def test_a_program_that_was_replaced_on_disk_says_so_to_the_operator(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sorted(SEEDS.glob("*.txt"))[0]
    await line.operator.send_document(page.read_bytes(), page.name)
    shown = await line.operator.wait_for("读出", within=READING)
    await line.restart()  # what was read is forgotten: keeping it reads it again
    monkeypatch.setattr(program, "RUNNING", "the code of another day")
    await line.operator.press("入库", shown if "入库" in str(shown.labels) else None)
    await line.operator.wait_for("重启机器人")
    await line.operator.send_document(page.read_bytes(), page.name)
    assert "重启机器人" in (await line.one(line.operator)).text


async def test_a_page_that_waits_for_the_operator_outlives_a_restart(line: Line) -> None:
    first, second = sorted(SEEDS.glob("*.txt"))[:2]
    await line.operator.send_document(first.read_bytes(), first.name)
    shown = await line.operator.wait_for("读出", within=READING)
    await line.restart()
    before = line.service.library.stats().articles
    await line.operator.press("入库", shown if "入库" in str(shown.labels) else None)
    await line.operator.wait_for("已入库", within=READING)  # it is read again
    kept = line.service.library.stats().articles
    assert kept > before
    await line.operator.send_document(second.read_bytes(), second.name)
    await line.operator.wait_for("读出", within=READING)
    await line.restart()
    await line.operator.press("丢弃")
    await line.operator.wait_for("已丢弃")
    assert line.service.library.stats().articles == kept


async def test_a_page_is_discarded(line: Line) -> None:
    page = sorted(SEEDS.glob("*.txt"))[0]
    await line.operator.send_document(page.read_bytes(), page.name)
    await line.operator.wait_for("读出", within=READING)
    before = line.service.library.stats().articles
    await line.operator.press("丢弃")
    await line.operator.wait_for("已丢弃")
    assert line.service.library.stats().articles == before


@pytest.mark.parametrize("data", [b"", b"\xff" * 100, b"\x00\x01\x02" * 50])
async def test_a_file_that_is_no_page_is_refused_with_a_reason(line: Line, data: bytes) -> None:
    await line.operator.send_document(data, "odd.txt")
    answer = await line.one(line.operator)
    assert "odd.txt" in answer.text


async def test_a_file_too_large_or_lost_on_the_way_is_said(line: Line) -> None:
    await line.operator.send_document("字".encode() * 1_000_000, "big.txt")
    assert "太大" in (await line.one(line.operator)).text
    line.sandbox.faults.add(
        method="getFile", error_code=400, description="Bad Request: file is temporarily unavailable"
    )
    await line.operator.send_document(b"x", "page.txt")
    assert "没能取下来" in (await line.one(line.operator)).text


async def test_an_announcement_is_previewed_confirmed_and_queued(line: Line) -> None:
    reader = line.user()
    await reader.start()
    await line.one(reader)
    await line.operator.send("/announce 周末<维护>，照常可查")
    preview = await line.one(line.operator)
    assert "周末<维护>" in preview.text
    assert not line.service.deliveries.ledger(chat_id=reader.id)
    await line.operator.press("发给 1 个聊天")
    await line.operator.wait_for("排进发送队列")
    rows = line.service.deliveries.ledger(chat_id=reader.id)
    assert [row.payload.html for row in rows] == ["周末&lt;维护&gt;，照常可查"]
    await line.operator.send(f"/deliveries {reader.id}")
    assert "等待发送" in (await line.one(line.operator)).text


async def test_an_announcement_outlives_a_restart_and_goes_once_however_often_pressed(
    line: Line,
) -> None:
    reader = line.user()
    await reader.start()
    await line.one(reader)
    await line.operator.send("/announce 周末维护\n\n周一恢复 <照常>")
    preview = await line.one(line.operator)
    (button,) = [b for b in preview.buttons if "发给" in b["text"]]
    await line.restart()
    for _ in range(2):
        await line.operator.tap(preview, button)
    await line.operator.wait_for("排进发送队列")
    await line.sandbox.quiet()
    rows = line.service.deliveries.ledger(chat_id=reader.id)
    assert [row.payload.html for row in rows] == ["周末维护\n\n周一恢复 &lt;照常&gt;"]


async def test_a_doubtful_issue_is_named_at_the_next_contact(line: Line) -> None:
    reader = line.user()
    await reader.start()
    await line.one(reader)
    line.service.deliveries.announce("一期", now=line.clock())
    row = line.service.deliveries.next_ready(line.clock(), 10)[0]
    assert line.service.deliveries.sending(row.id, line.clock())
    line.service.deliveries.unknown(row.id, "cut", line.clock())
    await reader.send("疗休养")
    told = await reader.wait_for("可能没有送达")
    await reader.wait_for("🔎 疗休养")
    await reader.press("再发一次", told)
    await reader.wait_for("马上再发")
    states = [one.state for one in line.service.deliveries.ledger(chat_id=reader.id)]
    assert "ready" in states
    await reader.send("驿站")
    assert "可能没有送达" not in (await line.one(reader)).text


async def test_sending_is_paused_resumed_and_announcements_cancelled(line: Line) -> None:
    reader = line.user()
    await reader.start()
    await line.one(reader)
    line.service.deliveries.announce("一则", now=line.clock())
    await line.operator.send("/stats")
    await line.one(line.operator)
    await line.operator.press("暂停发送")
    await line.operator.wait_for("发送已暂停")
    assert line.service.deliveries.next_ready(line.clock(), 10) == []
    await line.operator.press("恢复发送")
    await line.operator.wait_for(lambda m: any("暂停发送" in label for label in m.labels))
    assert len(line.service.deliveries.next_ready(line.clock(), 10)) == 1
    await line.operator.press("取消未发的通知")
    await line.operator.wait_for("取消了 1 条")
    assert line.service.deliveries.next_ready(line.clock(), 10) == []


async def test_a_topic_digest_is_joined_and_left(line: Line, tmp_path: Path) -> None:
    user = line.user()
    await user.send("/series")
    assert "没有可订" in (await line.one(user)).text
    file = tmp_path / "schedules.toml"
    file.write_text(
        """
[[digest]]
name = "rest_weekly"
title = "疗休养周报"
topics = ["rest_recuperation"]
cadence = "weekly"
hours = ["08:00"]
weekday = 1
to = ["subscribers"]
""",
        encoding="utf-8",
    )
    line.service.planning.load_schedules(file, now=line.clock())
    await user.send("/series")
    offered = await line.one(user)
    assert "疗休养周报" in offered.text
    await user.press("➕ 疗休养周报")
    await user.wait_for("订好了")
    assert line.service.planning.leave(user.id, "rest_weekly")
    await user.press("退订")
    await user.wait_for("没有订")
