"""/trends and /digest: a picture with its numbers, and what the rules have now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.render import charts

if TYPE_CHECKING:
    from tests.flow.conftest import Line


async def test_trends_come_as_a_picture_with_the_numbers_as_text(line: Line) -> None:
    user = line.user()
    await user.send("/trends")
    answer = await line.one(user)
    assert "photo" in answer.raw
    # Everything was read this week: to call it all new or “this week” would say nothing.
    assert "疗休养：7\n" in answer.text
    assert "本周" not in answer.text
    assert line.sandbox.journal.calls("sendChatAction")
    assert "江苏" in answer.text
    await user.press("疗休养")
    assert "🔎" in (await user.wait_for("🔎")).text


async def test_without_charts_the_numbers_still_come(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "available", lambda: False)
    user = line.user()
    await user.send("/trends")
    answer = await line.one(user)
    assert "photo" not in answer.raw
    assert "疗休养：7" in answer.text


async def test_where_pictures_are_forbidden_the_numbers_still_come(line: Line) -> None:
    user = line.user()
    line.sandbox.faults.add(
        method="sendPhoto",
        error_code=400,
        description="Bad Request: not enough rights to send photos to the chat",
    )
    await user.send("/trends")
    assert "疗休养：7" in (await line.one(user)).text


async def test_weeks_without_articles_say_so(line: Line) -> None:
    user = line.user()
    line.clock.move(days=100)
    await user.send("/trends")
    assert (await line.one(user)).buttons


async def test_a_digest_on_demand_brings_what_is_new_once(line: Line) -> None:
    user = line.user()
    await user.send("/digest")
    assert "还没有关注" in (await line.one(user)).text
    await user.start()
    await line.one(user)
    line.service.follow.add(
        user.id,
        line.service.follow.rule("江苏 疗休养", today=line.clock().date()),
        cadence="daily",
        now=line.clock(),
    )
    await user.send("/digest")
    issue = await user.wait_for("工会简报")
    assert "南京职工疗休养新政" in issue.text
    assert "银川" not in issue.text
    await user.press("1", issue)
    await user.wait_for(lambda m: any("为什么收到" in label for label in m.labels))
    await user.send("/digest")
    await user.wait_for("目前没有新的")
    await user.press("最近精选")
    assert "最近精选" in (await user.wait_for("最近精选")).text


async def test_what_an_issue_had_no_room_for_is_behind_more(line: Line) -> None:
    user = line.user()
    await user.start()
    await line.one(user)
    service, now = line.service, line.clock()
    service.chats.change(user.id, max_items=1)
    rule = service.follow.rule("疗休养", today=now.date())
    service.follow.add(user.id, rule, cadence="daily", now=now)
    await user.send("/digest")
    issue = await user.wait_for("工会简报")
    assert [label for label in issue.labels if label.isdigit()] == ["1"]
    await user.press("📃", issue)
    rest = await user.wait_for("其他内容")
    assert len([label for label in rest.labels if label.isdigit()]) >= 2
