"""Groups, forums and channels of the stand-in: what reaches the bot there, and as what."""

import pytest

from bot.sandbox import NO_LIMITS, Sandbox


@pytest.fixture
async def sandbox():
    made = Sandbox(rates=NO_LIMITS)
    made.world.updates.allow(
        ["message", "edited_message", "channel_post", "my_chat_member", "chat_member"]
    )
    return made


@pytest.fixture
def wang(sandbox):
    return sandbox.user("小王")


def heard(sandbox):
    """(kind, text or status) of everything queued for the bot since the last look."""
    got = []
    for update in sandbox.world.updates.pending:
        body = update.body
        if "new_chat_member" in body:
            got.append((update.kind, body["new_chat_member"]["status"]))
        else:
            got.append(
                (
                    update.kind,
                    body.get("text")
                    or next(
                        key for key in body if key not in ("message_id", "chat", "date", "from")
                    ),
                )
            )
    sandbox.world.updates.drop()
    return got


async def test_privacy_mode_lets_only_addressed_messages_through(sandbox, wang):
    group = sandbox.group("骑手之家", wang)
    other = sandbox.user("小李")
    group.add(other)
    assert heard(sandbox) == [
        ("my_chat_member", "member"),
        ("message", "new_chat_members"),
        ("message", "new_chat_members"),
    ]
    for text in (
        "大家好",
        "/today",
        "/today@union_digest_bot",
        "/today@other_bot",
        "问问 @union_digest_bot 疗休养",
        "不在开头的 /today 也是命令",
        "@union_digest_botx 不是我",
    ):
        await other.send(text, to=group)
    assert [text for _, text in heard(sandbox)] == [
        "/today",
        "/today@union_digest_bot",
        "问问 @union_digest_bot 疗休养",
        "不在开头的 /today 也是命令",
    ]


async def test_replies_to_the_bot_and_its_own_inline_messages_pass(sandbox, wang):
    group = sandbox.group("骑手之家", wang)
    from bot.sandbox.posting import post_by_bot, post_by_person

    said = post_by_bot(sandbox.world, group.chat, {"text": "摘要"})
    heard(sandbox)
    await wang.send("回复人", to=group, reply_to=await wang.send("人说的", to=group))
    await wang.send("回复机器人", to=group, reply_to=said)
    post_by_person(
        sandbox.world, group.chat, wang.person, {"text": "内联", "via_bot": sandbox.world.bot_json}
    )
    assert [text for _, text in heard(sandbox)] == ["回复机器人", "内联"]


async def test_an_administrator_bot_hears_everything(sandbox, wang):
    group = sandbox.supergroup("群", wang, bot="administrator")
    heard(sandbox)
    await wang.send("随便说说", to=group)
    group.demote_bot()
    await wang.send("听不到", to=group)
    sandbox.world.privacy = False
    await wang.send("隐私模式关了", to=group)
    assert [text for _, text in heard(sandbox)] == ["随便说说", "member", "隐私模式关了"]


async def test_changes_of_the_bots_standing(sandbox, wang):
    group = sandbox.group("群", wang, bot=None)
    await wang.send("机器人还不在", to=group)
    assert heard(sandbox) == []
    group.add_bot(wang)
    group.promote_bot("can_pin_messages")
    group.demote_bot()
    group.kick_bot()
    await wang.send("/today", to=group)
    assert [kind for kind in heard(sandbox) if kind[0] == "my_chat_member"] == [
        ("my_chat_member", "member"),
        ("my_chat_member", "administrator"),
        ("my_chat_member", "member"),
        ("my_chat_member", "kicked"),
    ]


async def test_blocking_is_told_and_the_first_start_is_not(sandbox, wang):
    await wang.start()
    assert heard(sandbox) == [("message", "/start")]
    await wang.block()
    with pytest.raises(ValueError, match="has blocked the bot"):
        await wang.send("x")
    await wang.start()
    assert heard(sandbox) == [
        ("my_chat_member", "kicked"),
        ("my_chat_member", "member"),
        ("message", "/start"),
    ]


async def test_other_members_are_told_only_to_administrators_who_ask(sandbox, wang):
    group = sandbox.supergroup("群", wang, bot="administrator")
    lee = sandbox.user("小李")
    heard(sandbox)
    group.add(lee)
    assert ("chat_member", "member") in heard(sandbox)
    group.demote_bot()
    heard(sandbox)
    group.promote(lee)
    assert heard(sandbox) == []


async def test_an_anonymous_administrator_speaks_as_the_group(sandbox, wang):
    group = sandbox.supergroup("群", wang, anonymous_creator=True)
    heard(sandbox)
    await wang.send("/today", to=group)
    body = sandbox.world.updates.pending[-1].body
    assert body["from"]["username"] == "GroupAnonymousBot"
    assert body["sender_chat"]["id"] == group.id


async def test_migration_is_told_in_both_chats(sandbox, wang):
    group = sandbox.group("群", wang)
    heard(sandbox)
    new = group.migrate()
    bodies = [update.body for update in sandbox.world.updates.pending]
    assert [b.get("migrate_to_chat_id") for b in bodies] == [new.id, None]
    assert [b.get("migrate_from_chat_id") for b in bodies] == [None, group.id]
    assert new.chat.type == "supergroup"
    assert str(new.id).startswith("-100")


async def test_topics_mark_their_messages(sandbox, wang):
    forum = sandbox.supergroup("论坛", wang, forum=True, bot="administrator")
    topic = forum.topic("疗休养")
    heard(sandbox)
    await wang.send("在话题里", to=forum, topic=topic)
    await wang.send("在外面", to=forum)
    first, second = (update.body for update in sandbox.world.updates.pending)
    assert first["message_thread_id"] == topic.id
    assert first["is_topic_message"]
    assert "message_thread_id" not in second
    assert first["chat"]["is_forum"]


async def test_channel_posts_and_their_copy_in_the_discussion(sandbox, wang):
    talk = sandbox.supergroup("讨论", wang, bot="administrator")
    channel = sandbox.channel("频道", wang, discussion=talk, username="union_picks")
    heard(sandbox)
    post = await wang.send("第一条", to=channel)
    posted, copied = sandbox.world.updates.pending
    assert (posted.kind, posted.body["sender_chat"]["id"]) == ("channel_post", channel.id)
    assert "from" not in posted.body
    assert copied.body["is_automatic_forward"]
    assert copied.body["from"]["id"] == 777000
    assert copied.body["forward_origin"]["message_id"] == post.id
    assert sandbox.world.chat_by_name("@union_picks").id == channel.id


async def test_ids_of_messages(sandbox, wang):
    """Private chats and basic groups share one numbering, supergroups have their own."""
    group, supergroup = sandbox.group("群", wang), sandbox.supergroup("超", wang)
    first = await wang.send("一")
    second = await wang.send("二", to=group)
    assert second.id == first.id + 1
    assert (await wang.send("三", to=supergroup)).id < 10
