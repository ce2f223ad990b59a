"""Groups, forum topics, channels, inline mode, membership and migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox import Group
    from tests.flow.conftest import Line


def state_of(line: Line, chat_id: int) -> str:
    chat = line.service.chats.get(chat_id)
    assert chat is not None
    return chat.state


async def test_members_ask_and_only_admins_change(line: Line, group: Group) -> None:
    member, chief = line.user("小李"), line.user("副组长")
    group.add(member)
    group.add(chief)
    group.promote(chief)
    for command in ("/follow 疗休养", "/settings", "/stop"):
        await member.send(command, to=group)
        assert "管理员" in (await member.wait_for("管理员")).text
    await chief.send("/follow 江苏 疗休养", to=group)
    tried = await chief.wait_for("最后一步")
    press = await member.press("每天", tried)
    assert (await press.answer())["show_alert"]
    await chief.press("每天", tried)
    await chief.wait_for("关注好了")
    assert len(line.service.follow.of(group.id)) == 1
    assert line.service.follow.of(chief.id) == []


async def test_the_right_is_checked_at_the_press(line: Line, group: Group) -> None:
    chief = line.user("副组长")
    group.add(chief)
    group.promote(chief)
    await chief.send("/follow 江苏 疗休养", to=group)
    tried = await chief.wait_for("最后一步")
    group.demote(chief)
    press = await chief.press("每天", tried)
    assert "只有管理员" in (await press.answer())["text"]
    assert line.service.follow.of(group.id) == []


async def test_a_member_cannot_undo_a_stop(line: Line, group: Group) -> None:
    member, chief = line.user("小李"), line.user("副组长")
    group.add(member)
    group.add(chief)
    group.promote(chief)
    await chief.send("/stop", to=group)
    await chief.wait_for("不再发了")
    await member.send("/start", to=group)
    await member.wait_for("大家好")
    chat = line.service.chats.get(group.id)
    assert chat is not None
    assert chat.state == "paused"
    await chief.send("/start", to=group)
    await chief.wait_for("大家好")
    chat = line.service.chats.get(group.id)
    assert chat is not None
    assert chat.state == "active"


async def test_anonymous_admins_may_change(line: Line, group: Group) -> None:
    chief = line.user("匿名")
    group.add(chief)
    group.promote(chief, anonymous=True)
    await chief.send("/follow 江苏 疗休养", to=group)
    await chief.wait_for("最后一步")
    await chief.press("每天")
    await chief.wait_for("关注好了")
    assert len(line.service.follow.of(group.id)) == 1
    await chief.send("/rules", to=group)
    await chief.wait_for("关注列表")
    await chief.press("1")
    await chief.wait_for("频率")
    await chief.press("改名")
    asked = await chief.wait_for("新名字")
    await chief.send("本群疗休养", to=group, reply_to=asked)
    await chief.wait_for("本群疗休养")
    assert line.service.follow.of(group.id)[0].name == "本群疗休养"


async def test_a_linked_channel_may_change(line: Line) -> None:
    chief = line.user("组长")
    group = line.sandbox.supergroup("讨论", chief, [])
    channel = line.sandbox.channel("频道", chief, discussion=group)
    await chief.wait_for("大家好", chat=group)
    member = line.user("小李")
    group.add(member)
    await member.send("/follow 疗休养", to=group)
    await member.wait_for("管理员")
    await chief.send("/follow 江苏 疗休养", to=group, as_channel=channel)
    await chief.wait_for("最后一步")


async def test_rules_are_bound_to_a_forum_topic(line: Line) -> None:
    chief = line.user("组长")
    forum = line.sandbox.supergroup("论坛", chief, [], forum=True)
    await chief.wait_for("大家好", chat=forum)
    one, two = forum.topic("疗休养"), forum.topic("维权")
    await chief.send("/follow 江苏 疗休养", to=forum, topic=one)
    tried = await chief.wait_for("最后一步")
    assert tried.thread_id == one.id
    await chief.press("每天", tried)
    await chief.wait_for("关注好了")
    assert [s.thread_id for s in line.service.follow.of(forum.id)] == [one.id]
    await chief.send("/rules", to=forum, topic=two)
    assert "还没有关注" in (await chief.wait_for("关注")).text


async def test_a_channel_is_managed_from_its_admins_private_chat(line: Line) -> None:
    chief = line.user("频道主")
    await chief.start()
    await line.one(chief)
    channel = line.sandbox.channel("工会之声", chief)
    told = await chief.wait_for("加进了频道", chat=chief.private)
    assert "工会之声" in told.text
    await chief.press("管理频道", told)
    await chief.wait_for("要做什么")
    await chief.press("添加关注")
    await chief.wait_for("第一步")
    await chief.press("疗休养")
    await chief.wait_for("第二步")
    await chief.send("江苏")
    await chief.wait_for("最后一步")
    await chief.press("每天")
    await chief.wait_for("补发")
    assert len(line.service.follow.of(channel.id)) == 1
    assert line.service.follow.of(chief.id) == []
    await chief.send("/channels")
    listed = await line.one(chief)
    assert "工会之声" in listed.labels


async def test_a_former_admin_cannot_go_on_managing(line: Line) -> None:
    owner, chief = line.user("频道主"), line.user("编辑")
    await chief.start()
    await line.one(chief)
    channel = line.sandbox.channel("工会之声", owner, bot=None)
    channel.add(chief)
    channel.promote(chief)
    channel.promote_bot(by=chief)
    told = await chief.wait_for("加进了频道", chat=chief.private)
    channel.demote(chief)
    press = await chief.press("管理频道", told)
    assert "只有管理员" in (await press.answer())["text"]


async def test_removed_and_added_again_finds_its_settings(line: Line, group: Group) -> None:
    chief = line.user("副组长")
    group.add(chief)
    group.promote(chief)
    await chief.send("/follow 江苏 疗休养", to=group)
    await chief.wait_for("最后一步")
    await chief.press("每天")
    await chief.wait_for("关注好了")
    group.kick_bot(chief)
    await line.until(lambda: state_of(line, group.id) != "active")
    assert state_of(line, group.id) == "gone"
    group.add_bot(chief)
    await chief.wait_for("还在")
    chat = line.service.chats.get(group.id)
    assert chat is not None
    assert chat.state == "active"
    assert len(line.service.follow.of(group.id)) == 1


async def test_a_block_and_an_unblock_are_followed(line: Line) -> None:
    user = line.user()
    await user.start()
    await line.one(user)
    await user.block()
    await line.until(lambda: state_of(line, user.id) == "blocked")
    await user.start()
    await user.wait_for("第一步")
    chat = line.service.chats.get(user.id)
    assert chat is not None
    assert chat.state == "active"


async def test_a_group_that_becomes_a_supergroup_keeps_everything(line: Line) -> None:
    chief = line.user("组长")
    group = line.sandbox.group("小组", chief, [])
    await chief.wait_for("大家好", chat=group)
    await chief.send("/follow 江苏 疗休养", to=group)
    await chief.wait_for("最后一步")
    await chief.press("每天")
    await chief.wait_for("关注好了")
    new = group.migrate()
    await line.until(lambda: line.service.chats.get(group.id) is None)
    assert len(line.service.follow.of(new.id)) == 1


async def test_a_question_in_a_group_says_that_it_wants_a_reply(line: Line, group: Group) -> None:
    chief = line.user("副组长")
    group.promote(chief)
    await chief.send("/settings", to=group)
    await chief.wait_for("发送时间")
    await chief.press("免打扰")
    asked = await chief.wait_for("攒到早上")
    assert "请“回复”这条消息" in asked.text
    await chief.send("21:30-6:45", to=group, reply_to=asked)
    await chief.wait_for("21:30–06:45")


async def test_inline_mode_finds_and_posts_a_summary(line: Line, group: Group) -> None:
    member = line.user("小李")
    group.add(member)
    answer = await member.inline("疗休养")
    assert len(answer.results) == 7
    assert "疗休养" in answer.results[0]["title"]
    assert len((await member.inline("")).results) > 5  # nothing typed yet: the newest
    assert (await member.inline("x" * 256)).results == []


async def test_buttons_in_a_channel_open_the_private_chat(line: Line) -> None:
    from bot.keyboards import Press

    chief, reader = line.user("频道主"), line.user("读者")
    await chief.start()
    await line.one(chief)
    channel = line.sandbox.channel("工会之声", chief)
    await chief.wait_for("加进了频道", chat=chief.private)
    channel.add(reader)
    article = line.articles["苏州骑手首次疗休养成行"]
    markup = {
        "inline_keyboard": [
            [
                {
                    "text": "1",
                    "callback_data": line.desk.codec.seal(
                        Press("got", (article,)), chat=channel.id, user=None
                    ),
                }
            ]
        ]
    }
    await line.application.bot.send_message(channel.id, "简报", reply_markup=markup)
    before = len(channel.messages)
    press = await reader.press("1", chat=channel)
    assert (await press.answer())["url"].endswith(f"?start=a_{article}")
    assert len(channel.messages) == before


async def test_inline_mode_without_a_hit_leads_to_the_private_chat(line: Line) -> None:
    user = line.user()
    for words in ("没有这种东西的词语", "x" * 256):
        answer = await user.inline(words)
        assert answer.results == []
        assert answer.button is not None
        assert "没找到" in answer.button["text"]
    await user.start(answer.button["start_parameter"])
    await user.wait_for("第一步")
    assert (await user.inline("疗休养")).button is None
