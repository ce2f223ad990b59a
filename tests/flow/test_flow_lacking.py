"""A Bot API server that lacks what the bot can do without: each method refused in turn, and all of
them together. The bot starts, says in the log what it missed, and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from bot.sandbox import Group
    from tests.flow.conftest import Line

AT_START = ("setMyCommands", "setMyDescription", "setMyShortDescription", "deleteWebhook")
LATER = ("sendChatAction", "answerCallbackQuery", "getChat", "editMessageText", "sendPhoto")
MANY = (*AT_START, *LATER, "sendDocument", "getFile", "answerInlineQuery", "getChatMember")
REFUSALS: tuple[dict[str, Any], ...] = (
    {"error_code": 404, "description": "Not Found"},
    {"error_code": 400, "description": "Bad Request: method is not supported here"},
    {"status": 501, "body": "html"},
    {"status": 404, "body": "empty"},
)


async def lives(line: Line) -> None:
    """Three taps, a lookup and an article, a chart or its words, all of them answered."""
    user = line.user()
    await user.start()
    await user.wait_for("第一步")
    await user.press("疗休养")
    await user.wait_for("第二步")
    await user.press("江苏")
    await user.wait_for("最后一步")
    await user.press("每天")
    await user.wait_for("关注好了")
    await user.send("苏州 疗休养")
    await user.wait_for("找到")
    await user.press("1")
    await user.wait_for("苏州市总工会介绍")
    await user.send("/trends")
    await user.wait_for("个星期")
    said = "".join(message.text for message in user.messages(user.private))
    assert "出了点问题" not in said


@pytest.mark.parametrize("number", range(len(AT_START) + len(LATER)))
async def test_the_bot_lives_without_any_one_of_them(line: Line, number: int) -> None:
    method = (*AT_START, *LATER)[number]
    line.sandbox.faults.add(method=method, **REFUSALS[number % len(REFUSALS)])
    await line.restart()
    await lives(line)


@pytest.mark.parametrize("refusal", REFUSALS, ids=["404", "400", "501-html", "404-empty"])
async def test_the_bot_lives_without_all_of_them(
    line: Line, group: Group, refusal: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    line.sandbox.faults.add(method="|".join(method.lower() for method in MANY), **refusal)
    await line.restart()
    await lives(line)
    assert "the card was not taken" in caplog.text
    assert "a menu was not taken (default)" in caplog.text
    member = line.user("组员")
    group.add(member)
    await member.send("/search 南京 疗休养", to=group)
    await member.wait_for("南京职工疗休养新政")
    await member.send("/follow 疗休养", to=group)  # who is an admin nobody can say: better not
    await member.wait_for("管理员")
    await line.operator.send_document("工人日报".encode(), "页.txt")
    await line.operator.wait_for("没能取下来")
    for words in ("/settings", "/rules", "/help", "/privacy", "/stop"):
        await member.send(words)
        await member.wait_for("")
