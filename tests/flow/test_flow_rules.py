"""/rules: list, edit, pause, delete, rename, cadence, export and import; why and less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.limits import CHATS
from digest.model import Rule

if TYPE_CHECKING:
    from bot.sandbox import Message, User
    from tests.flow.conftest import Line


async def followed(line: Line, user: User, words: str = "江苏 疗休养") -> Message:
    """A saved rule; the confirmation."""
    await user.send(f"/follow {words}")
    await user.wait_for("最后一步")
    await user.press("每天")
    return await user.wait_for("关注好了")


async def opened(line: Line, user: User) -> Message:
    """The first rule's page."""
    await user.send("/rules")
    await user.wait_for("关注列表")
    await user.press("1")
    return await user.wait_for("频率")


async def test_without_rules_the_list_says_how_to_begin(line: Line) -> None:
    user = line.user()
    await user.send("/rules")
    answer = await line.one(user)
    assert "还没有关注" in answer.text
    await user.press("添加关注")
    await user.wait_for("第一步")


async def test_a_rule_is_listed_paused_and_resumed(line: Line) -> None:
    user = line.user()
    await followed(line, user)
    await opened(line, user)
    await user.press("暂停")
    await user.wait_for("已暂停")
    assert line.service.follow.of(user.id)[0].paused
    await user.press("继续")
    await user.wait_for(lambda m: "已暂停" not in m.text)
    assert not line.service.follow.of(user.id)[0].paused


async def test_a_rule_is_renamed(line: Line) -> None:
    user = line.user()
    await followed(line, user)
    await opened(line, user)
    await user.press("改名")
    await user.wait_for("新名字")
    await user.send("<b>我的疗休养</b>")
    assert "<b>我的疗休养</b>" in (await line.one(user)).text
    assert line.service.follow.of(user.id)[0].name == "<b>我的疗休养</b>"


async def test_cancel_typed_instead_of_a_name_changes_nothing(line: Line) -> None:
    user = line.user()
    await followed(line, user)
    before = line.service.follow.of(user.id)
    await opened(line, user)
    await user.press("改名")
    await user.wait_for("新名字")
    await user.send("取消")
    await user.wait_for("不改了")
    assert line.service.follow.of(user.id) == before


async def test_a_rules_words_are_changed(line: Line) -> None:
    user = line.user()
    await followed(line, user)
    await opened(line, user)
    await user.press("改内容")
    await user.wait_for("新的写法")
    await user.send("浙江 骑手")
    await user.wait_for("浙江")
    assert line.service.follow.of(user.id)[0].rule == Rule(every=("骑手",), regions=("330000",))


async def test_how_often_is_changed(line: Line) -> None:
    user = line.user()
    await followed(line, user)
    await opened(line, user)
    await user.press("频率")
    await user.wait_for("多久发一次")
    await user.press("每周")
    await user.wait_for("频率：每周")
    assert line.service.follow.of(user.id)[0].cadence == "weekly"


async def test_a_rule_is_deleted_and_the_delete_taken_back(line: Line) -> None:
    user = line.user()
    await followed(line, user)
    [before] = line.service.follow.of(user.id)
    line.service.follow.rename(user.id, before.id, "我的疗休养")
    line.service.follow.set_cadence(user.id, before.id, "weekly")
    line.service.follow.pause(user.id, before.id)
    await opened(line, user)
    await user.press("删除")
    await user.wait_for("已删除")
    assert line.service.follow.of(user.id) == []
    await user.press("撤销")
    back = await user.wait_for("恢复了")
    assert "我的疗休养" in back.text
    [one] = line.service.follow.of(user.id)
    assert (one.name, one.cadence, one.paused) == ("我的疗休养", "weekly", True)
    assert one.rule == before.rule
    await line.sandbox.quiet(0.2)
    assert user.replies[-1].id == back.id


async def test_a_deletion_is_taken_back_after_a_restart_too(line: Line) -> None:
    user = line.user()
    await followed(line, user)
    await opened(line, user)
    await user.press("删除")
    await user.wait_for("已删除")
    await line.restart()
    await user.press("撤销")
    await user.wait_for("恢复了")
    [one] = line.service.follow.of(user.id)
    assert one.rule.regions == ("320000",)


async def test_the_button_of_a_deleted_rule_answers_kindly(line: Line) -> None:
    user = line.user()
    await followed(line, user)
    page = await opened(line, user)
    old = next(button for button in page.buttons if "暂停" in button["text"])
    await user.press("删除")
    await user.wait_for("已删除")
    await user.tap(page, old)
    assert "不在了" in (await user.wait_for("不在了")).text


async def test_where_nothing_can_be_brought_at_once_one_message_says_so(line: Line) -> None:
    user = line.user()
    await user.send("/follow 西藏 焊工")
    await user.wait_for("最后一步")
    await user.press("每天")
    saved = await line.one(user)
    assert "关注好了" in saved.text
    assert "最近几天还没有" in saved.text


async def test_a_line_of_a_file_that_cannot_be_taken_says_which_and_why(line: Line) -> None:
    user = line.user()
    await user.send("/rules")
    await user.wait_for("还没有关注")
    await user.press("导入")
    await user.wait_for("一行一条")
    await user.send("江苏 疗休养\n朝阳 疗休养")
    why = await user.wait_for("第 2 行")
    assert "“朝阳”不止一处" in why.text
    assert "什么都没有导入" in why.text
    assert line.service.follow.of(user.id) == []
    await user.send("江苏 疗休养\nweekly\t苏州 疗休养\t老家\t话题")
    assert "第 2 行没看懂" in (await user.wait_for("第 2 行没看懂")).text
    await user.send("江苏 疗休养\nweekly\t辽宁省朝阳市 疗休养\t老家")
    await user.wait_for("导入了 2 条")
    assert [one.name for one in line.service.follow.of(user.id)][1] == "老家"


async def test_rules_are_exported_and_imported_elsewhere(line: Line) -> None:
    user, other = line.user(), line.user("小李")
    await followed(line, user)
    await followed(line, user, "骑手 -招聘")
    await user.send("/rules")
    await user.wait_for("关注列表")
    await user.press("导出")
    await user.wait_for(lambda m: "document" in m.raw)
    text = line.service.follow.export_rules(user.id)
    await other.send("/rules")
    await other.wait_for("还没有关注")
    await other.press("导入")
    await other.wait_for("导出的文件")
    await other.send_document(text.encode(), "rules.txt")
    await other.wait_for("导入了 2 条")
    assert {s.rule for s in line.service.follow.of(other.id)} == {
        s.rule for s in line.service.follow.of(user.id)
    }


async def test_why_and_less_like_this(line: Line) -> None:
    user = line.user()
    await followed(line, user)
    await user.wait_for("补发")
    await user.press("1")
    await user.wait_for(lambda m: any("为什么收到" in label for label in m.labels))
    await user.press("为什么收到")
    reason = await user.wait_for("您关注了")
    assert "疗休养" in reason.text
    await user.press("少来这类", reason)
    await user.wait_for("少来这类")
    [narrowed] = line.service.follow.of(user.id)
    assert narrowed.rule.no
    assert "疗休养" not in narrowed.rule.no  # or it would bring nothing any more


async def test_a_chat_that_follows_too_much_is_told_its_limit(line: Line) -> None:
    user = line.user()
    await user.start()
    await line.one(user)
    for number in range(CHATS.subscriptions):
        rule = Rule(every=(f"第{number}号",))
        line.service.follow.add(user.id, rule, cadence="daily", now=line.clock())
    await user.send("/follow 江苏 疗休养")
    await user.wait_for("最后一步")
    await user.press("每天")
    assert str(CHATS.subscriptions) in (await user.wait_for("最多只能有")).text
    await user.send("/rules")
    listed = await line.one(user)
    assert len([label for label in listed.labels if label.isdigit()]) == CHATS.subscriptions


@pytest.mark.parametrize("words", ["", "工会", "x" * 400, "#没有这个话题", "@没有这个地方"])
async def test_odd_words_are_refused_with_a_reason(line: Line, words: str) -> None:
    user = line.user()
    await user.send(f"/follow {words}")
    answer = await line.one(user)
    assert answer.buttons
    assert line.service.follow.of(user.id) == []
