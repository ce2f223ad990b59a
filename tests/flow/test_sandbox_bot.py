"""python-telegram-bot, unchanged, against the stand-in: what a bot and a person see of each other."""

import asyncio
from contextlib import asynccontextmanager

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputFile,
    InputMediaPhoto,
    InputTextMessageContent,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, Conflict, InvalidToken
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.sandbox import NO_LIMITS, NothingArrived, PortBusy, Sandbox, running_in_thread
from bot.sandbox.files import PIXEL

MORE = InlineKeyboardMarkup([[InlineKeyboardButton("更多", callback_data="more:1")]])


@pytest.fixture
async def sandbox():
    async with Sandbox.running(rates=NO_LIMITS) as running:
        yield running


@pytest.fixture
async def bot(sandbox):
    async with Bot(
        sandbox.token, base_url=sandbox.base_url, base_file_url=sandbox.base_file_url
    ) as made:
        yield made


@asynccontextmanager
async def application(sandbox, *handlers):
    """A polling Application with these handlers."""
    app = (
        ApplicationBuilder()
        .token(sandbox.token)
        .base_url(sandbox.base_url)
        .base_file_url(sandbox.base_file_url)
        .build()
    )
    app.add_handlers(handlers)
    async with app:
        await app.start()
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield app
        await app.updater.stop()
        await app.stop()


async def echo(update, context):
    await update.effective_message.reply_html(
        f"<b>回声</b> {update.effective_message.text or '（无字）'}", reply_markup=MORE
    )


async def test_echo_press_edit(sandbox):
    async def pressed(update, context):
        await update.callback_query.answer("好的", show_alert=True)
        await update.callback_query.edit_message_text("第二页", reply_markup=None)

    async with application(
        sandbox, MessageHandler(filters.TEXT, echo), CallbackQueryHandler(pressed)
    ):
        user = sandbox.user("小王")
        await user.send("疗休养 👍")
        answer = await user.wait_for("回声")
        assert answer.text == "回声 疗休养 👍"
        assert answer.entities == [{"type": "bold", "offset": 0, "length": 2}]
        assert answer.labels == ["更多"]
        press = await user.press("更多")
        assert (await press.answer())["show_alert"] is True
        edited = await user.wait_for("第二页")
        assert edited is answer
        assert edited.edited
        assert edited.labels == []


async def test_start_payload_and_commands(sandbox):
    seen = []

    async def start(update, context):
        seen.append(context.args)
        await update.message.reply_text("欢迎")

    async with application(sandbox, CommandHandler("start", start)):
        user = sandbox.user("小王")
        await user.start("a_12-x")
        await user.wait_for("欢迎")
        await user.start()
        await user.wait_for("欢迎")
    assert seen == [["a_12-x"], []]


async def test_a_deep_link_button_starts_the_bot(sandbox, bot):
    user = sandbox.user("小王", started=True)
    link = InlineKeyboardButton("打开", url="https://t.me/union_digest_bot?start=art9")
    await bot.send_message(user.id, "看这篇", reply_markup=InlineKeyboardMarkup([[link]]))
    await user.press("打开")
    assert user.last.text == "/start art9"


async def test_edited_messages_stickers_photos_voice_and_documents_reach_the_bot(sandbox):
    kinds = []

    async def note(update, context):
        message = update.effective_message
        kind = next(
            name
            for name in ("sticker", "photo", "voice", "document", "text")
            if getattr(message, name)
        )
        kinds.append((kind, update.edited_message is not None))
        if message.document:
            file = await message.document.get_file()
            content = bytes(await file.download_as_bytearray())
            await message.reply_text(f"{message.document.file_name}: {content.decode()}")

    async with application(sandbox, MessageHandler(filters.ALL, note)):
        user = sandbox.user("小王")
        first = await user.send("一")
        await user.edit(first, "二")
        await user.send_sticker("🎉")
        await user.send_photo(caption="图 https://example.com/a")
        await user.send_voice()
        await user.send_document("工会".encode(), "版面.txt")
        await user.wait_for("版面.txt: 工会")
    assert kinds == [
        ("text", False),
        ("text", True),
        ("sticker", False),
        ("photo", False),
        ("voice", False),
        ("document", False),
    ]


async def test_inline_mode(sandbox):
    async def offer(update, context):
        results = [
            InlineQueryResultArticle(
                str(n),
                f"{update.inline_query.query} {n}",
                InputTextMessageContent(f"<i>第 {n} 条</i>", parse_mode="HTML"),
                reply_markup=MORE,
            )
            for n in range(3)
        ]
        await update.inline_query.answer(results, cache_time=0, is_personal=True, next_offset="3")

    async def pressed(update, context):
        assert update.callback_query.message is None
        await update.callback_query.answer("好")
        await update.callback_query.edit_message_text("改过的")

    handlers = InlineQueryHandler(offer), CallbackQueryHandler(pressed)
    async with application(sandbox, *handlers):
        user = sandbox.user("小王", started=True)
        found = await user.inline("疗休养")
        assert [result["title"] for result in found.results] == ["疗休养 0", "疗休养 1", "疗休养 2"]
        assert found.next_offset == "3"
        sent = await user.choose(found, 1)
        assert sent.text == "第 1 条"
        assert sent.raw["via_bot"]["username"] == "union_digest_bot"
        await user.press("更多", sent)
        await sandbox.world.feed.until(lambda: sent.edited or None, 5, "the edit")
    assert sent.text == "改过的"


async def test_get_me_and_menus_by_scope_and_language(sandbox, bot):
    me = await bot.get_me()
    assert (me.username, me.supports_inline_queries) == ("union_digest_bot", True)
    await bot.set_my_commands([("today", "今天"), ("help", "帮助")])
    await bot.set_my_commands([BotCommand("today", "Today")], language_code="en")
    await bot.set_my_commands(
        [BotCommand("digest", "群摘要")], scope=BotCommandScopeAllGroupChats()
    )
    wang, emily = sandbox.user("小王"), sandbox.user("Emily", language_code="en-US")
    assert [c["command"] for c in wang.commands] == ["today", "help"]
    assert [c["description"] for c in emily.commands] == ["Today"]
    assert [c.command for c in await bot.get_my_commands()] == ["today", "help"]
    assert await bot.get_my_commands(scope=BotCommandScopeChat(wang.id)) == ()
    await bot.delete_my_commands()
    assert wang.commands == []


async def test_profile_texts(sandbox, bot):
    await bot.set_my_description("我能做什么")
    await bot.set_my_short_description("short", language_code="en")
    assert (await bot.get_my_description()).description == "我能做什么"
    assert (await bot.get_my_description("en")).description == "我能做什么"
    assert (await bot.get_my_short_description("en")).short_description == "short"
    await bot.set_chat_menu_button()


async def test_photo_document_album_and_their_captions(sandbox, bot):
    user = sandbox.user("小王", started=True)
    photo = await bot.send_photo(user.id, PIXEL, caption="<b>图</b>", parse_mode="HTML")
    assert photo.photo[-1].width == 1
    again = await bot.send_photo(user.id, photo.photo[-1].file_id, caption="再发")
    assert again.photo[-1].file_id == photo.photo[-1].file_id
    text = await bot.send_document(
        user.id, InputFile("导出".encode(), "导出.csv"), caption="见附件"
    )
    assert text.document.file_name == "导出.csv"
    album = await bot.send_media_group(
        user.id, [InputMediaPhoto(PIXEL, caption="一"), InputMediaPhoto(PIXEL)]
    )
    assert len({item.media_group_id for item in album}) == 1
    edited = await bot.edit_message_caption(user.id, photo.message_id, caption="新图说")
    assert edited.caption == "新图说"
    assert [m.text for m in user.messages()] == ["新图说", "再发", "见附件", "一", ""]


async def test_copy_forward_pin_and_delete(sandbox, bot):
    user = sandbox.user("小王", started=True)
    first = await bot.send_message(user.id, "原文 *不是粗体*", reply_markup=MORE)
    copied = await bot.copy_message(user.id, user.id, first.message_id)
    assert user.last.id == copied.message_id
    forwarded = await bot.forward_message(user.id, user.id, first.message_id)
    assert forwarded.forward_origin.sender_user.username == "union_digest_bot"
    await bot.pin_chat_message(user.id, first.message_id)
    assert (await bot.get_chat(user.id)).pinned_message.message_id == first.message_id
    await bot.unpin_chat_message(user.id)
    assert (await bot.get_chat(user.id)).pinned_message is None
    await bot.delete_message(user.id, first.message_id)
    assert first.message_id not in [m.id for m in user.messages()]
    await bot.delete_messages(user.id, [m.id for m in user.messages()] + [7])
    assert user.messages() == []


async def test_explicit_entities_reply_and_preview_options_come_back(sandbox, bot):
    user = sandbox.user("小王", started=True)
    asked = await user.send("问")
    sent = await bot.send_message(
        user.id,
        "👍 粗",
        entities=[MessageEntity("bold", 3, 1)],
        reply_to_message_id=asked.id,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.entities[0].type == "bold"
    assert sent.reply_to_message.text == "问"
    assert sent.link_preview_options.is_disabled


async def test_reply_keyboards_are_kept_beside_the_message(sandbox, bot):
    user = sandbox.user("小王", started=True)
    await bot.send_message(user.id, "选一个", reply_markup=ReplyKeyboardMarkup([["江苏", "上海"]]))
    assert user.last.keyboard["keyboard"] == [[{"text": "江苏"}, {"text": "上海"}]]
    assert "reply_markup" not in user.last.raw


async def test_mentions_by_id_need_a_known_person(sandbox, bot):
    user = sandbox.user("小王", started=True)
    html = f'<a href="tg://user?id={user.id}">你</a> <a href="tg://user?id=5">谁</a>'
    sent = await bot.send_message(user.id, html, parse_mode="HTML")
    assert [entity.user.first_name for entity in sent.entities] == ["小王"]


async def test_a_second_poller_gets_the_first_one_a_conflict(sandbox, bot):
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await sandbox.world.updates.poll_waits()
    async with Bot(sandbox.token, base_url=sandbox.base_url) as second:
        assert await second.get_updates(timeout=0) == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_a_fixed_token_is_the_only_one_accepted():
    async with Sandbox.running(token="123456:secret-token") as sandbox:
        async with Bot(sandbox.token, base_url=sandbox.base_url) as bot:
            assert bot.id
        for wrong in ("123456:other-token", "nonsense"):
            with pytest.raises(InvalidToken):
                await Bot(wrong, base_url=sandbox.base_url).initialize()


async def test_a_busy_port_is_named():
    async with Sandbox.running() as first:
        with pytest.raises(PortBusy, match=f"port {first.port} on 127.0.0.1") as caught:
            await Sandbox(first.port).start()
        assert caught.value.port == first.port
        assert isinstance(caught.value, OSError)
    async with Sandbox.running(first.port):
        pass


async def test_stopping_answers_a_waiting_poll():
    sandbox = await Sandbox.running().start()
    async with Bot(sandbox.token, base_url=sandbox.base_url) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=50))
        await sandbox.world.updates.poll_waits()
        await sandbox.stop()
        assert await poll == ()


def test_in_a_thread_for_code_without_a_loop():
    with running_in_thread() as threaded:
        user = threaded.sandbox.user("小王", started=True)
        address = f"{threaded.sandbox.base_url}{threaded.sandbox.token}/sendMessage"
        answer = httpx.post(address, json={"chat_id": user.id, "text": "你好"}, trust_env=False)
        assert answer.json()["ok"]
        assert threaded.run(user.wait_for("你好")).text == "你好"
        with pytest.raises(PortBusy), running_in_thread(threaded.sandbox.port):
            pass


async def test_waiting_in_vain_says_what_came_instead(sandbox, bot):
    user = sandbox.user("小王", started=True)
    await user.send("问")
    await bot.send_message(user.id, "别的")
    with pytest.raises(NothingArrived, match="别的"):
        await user.wait_for("答", within=0.05)
    with pytest.raises(NothingArrived, match="no button '更多'"):
        await user.press("更多")


async def test_the_journal_tells_sent_from_refused(sandbox, bot):
    user = sandbox.user("小王", started=True)
    await bot.send_message(user.id, "<b>一</b>", parse_mode="HTML")
    with pytest.raises(BadRequest):
        await bot.send_message(user.id, "<b>二", parse_mode="HTML")
    (sent,) = sandbox.journal.sent(user.id)
    assert (sent.text, sent.message_id, sent.ok) == ("一", user.last.id, True)
    (refused,) = sandbox.journal.refused()
    assert refused.error_code == 400
    assert refused.text == "<b>二"
    assert sandbox.journal.totals["sendMessage", "ok"] == 1
