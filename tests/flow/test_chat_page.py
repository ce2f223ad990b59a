"""The chat page in a real browser: a person types, taps and sees what a small bot answers.

Needs Chromium and its driver (Debian: apt-get install chromium chromium-driver); without them
the tests are skipped with that sentence. `CHAT_SCREENSHOTS=folder` keeps the pictures taken.
"""

import asyncio
import os
import shutil
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    StaleElementReferenceException,
)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.sandbox import NO_LIMITS, Sandbox, furnish

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage "
    "--disable-background-networking --disable-component-update --disable-sync --disable-extensions"
)
HTML = (
    "<b>📮 工会日报</b>\n\n1. <a href='https://t.me/union_digest_bot?start=art7'>疗休养“一卡通”</a>\n"
    "<blockquote>站点配有饮水、热饭和药箱。</blockquote>\n"
    "<blockquote expandable>第一段：来自各行业的选手参加了竞赛，设十六个工种，历时三天。\n第二段：获奖选手按规定授予称号，并优先推荐参评。\n"
    "第三段：同期举办技能论坛和成果展示。\n第四段：竞赛将向新就业形态劳动者延伸。</blockquote>\n"
    "剧透：<tg-spoiler>进修名额</tg-spoiler> <i>江苏</i> <code>/follow 疗休养</code>"
)


KEYS = [
    [InlineKeyboardButton("下一页", callback_data="page:2")],
    [InlineKeyboardButton("分享", switch_inline_query_current_chat="疗休养")],
]


async def start(update, context):
    word = f"收到 {context.args[0]}" if context.args else "你好，发一个词试试"
    keys = [[InlineKeyboardButton("提醒", callback_data="alert")]]
    await update.message.reply_text(word, reply_markup=InlineKeyboardMarkup(keys))


async def answer(update, context):
    message = update.effective_message
    await message.reply_chat_action("typing")
    if message.document:
        await message.reply_text(f"文件 {message.document.file_name}")
        return
    lead = "改成：" if update.edited_message else "查："
    await message.reply_text(f"{lead}{message.text}")
    if message.text == "日报":
        await message.reply_html(HTML, reply_markup=InlineKeyboardMarkup(KEYS))


async def pressed(update, context):
    query = update.callback_query
    if query.data == "alert":
        await query.answer("每天八点送达", show_alert=True)
        return
    await query.answer("第二页")
    await query.edit_message_text("第二页的内容")


async def offered(update, context):
    result = InlineQueryResultArticle(
        "r1", f"关于{update.inline_query.query}", InputTextMessageContent("内联的一条")
    )
    await update.inline_query.answer([result], cache_time=0)


async def prepare(app):
    await app.bot.set_my_commands([("start", "开始"), ("today", "今天的消息")])
    await app.bot.set_my_commands([("start", "Start"), ("today", "Today")], language_code="en")
    await app.bot.set_my_description("发一个词，我来找工会报纸上的消息。")


@pytest.fixture
async def line():
    """A furnished stand-in with the small bot polling it."""
    async with Sandbox.running(rates=NO_LIMITS) as sandbox:
        scene = furnish(sandbox)
        app = ApplicationBuilder().token(sandbox.token).base_url(sandbox.base_url).build()
        app.add_handler(CommandHandler("start", start))
        app.add_handler(MessageHandler(filters.ALL, answer))
        app.add_handler(CallbackQueryHandler(pressed))
        app.add_handler(InlineQueryHandler(offered))
        async with app:
            await prepare(app)
            await app.start()
            await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
            yield sandbox, scene
            await app.updater.stop()
            await app.stop()


@pytest.fixture(scope="module")
def driver():
    """One headless Chromium for all tests."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs Chromium: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in FLAGS.split():
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(driver))
    yield browser
    browser.quit()


class Page:
    """The chat page as a person handles it."""

    def __init__(self, driver, url, folder):
        self.driver, self.url, self._folder = driver, url, folder

    def open(self, width=1200, height=800, where=""):
        self.resize(width, height)
        self.driver.get("about:blank")
        self.driver.get(self.url + where)
        self.see("#title:not(:empty)")

    def resize(self, width, height, dark=False):
        phone = width < 600
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def see(self, selector, text=""):
        """The first shown element that matches and contains the text."""

        def found(driver):
            for node in driver.find_elements(By.CSS_SELECTOR, selector):
                if node.is_displayed() and text in node.text:
                    return node
            return None

        return WebDriverWait(self.driver, 40, 0.05, (Exception,)).until(
            found, f"{selector} {text!r} was not seen"
        )

    def gone(self, selector):
        def nothing_shown(driver):
            found = driver.find_elements(By.CSS_SELECTOR, selector)
            return not any(node.is_displayed() for node in found)

        stale = (StaleElementReferenceException,)
        WebDriverWait(self.driver, 40, 0.05, stale).until(
            nothing_shown, f"{selector} is still there"
        )

    def tap(self, selector, text=""):
        self._on(selector, text, lambda node: node.click())

    def _on(self, selector, text, do):
        """Act on an element; again when the page drew it anew in the meantime."""

        def done(driver):
            do(self.see(selector, text))
            return True

        again = (StaleElementReferenceException, ElementClickInterceptedException)
        WebDriverWait(self.driver, 40, 0.05, again).until(done, f"{selector} could not be tapped")

    def bot_says(self, text):
        return self.see('.message[data-from="bot"]', text)

    def write(self, text):
        self.see("#composer").send_keys(text, Keys.ENTER)

    def point_at(self, selector):
        """The right mouse button on the first match."""

        def point(node):
            self.run("arguments[0].scrollIntoView({block: 'center'})", node)
            ActionChains(self.driver).context_click(node).perform()

        self._on(selector, "", point)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def picture(self, name):
        path = Path(os.environ.get("CHAT_SCREENSHOTS") or self._folder) / f"{name}.png"
        self.run("return document.fonts.ready.then(() => true)")
        self.driver.save_screenshot(str(path))
        assert path.stat().st_size > 10_000

    def complaints(self):
        logged = self.driver.get_log("browser")
        return [entry["message"] for entry in logged if entry["level"] == "SEVERE"]


@pytest.fixture
def page(line, driver, tmp_path):
    made = Page(driver, line[0].url, tmp_path)
    made.complaints()
    yield made
    assert made.complaints() == []
    driver.get("about:blank")


async def act(script):
    """Drive the browser in a thread while the bot and the stand-in run in this loop."""
    await asyncio.to_thread(script)


async def test_a_newcomer_starts_types_taps_and_sees_the_answer(page):
    def script():
        page.open(390, 844)
        page.see(".welcome", "发一个词，我来找工会报纸上的消息。")
        page.see(".welcome", "点下方「开始」")
        page.picture("start")
        page.tap("#start", "开始")
        page.bot_says("你好，发一个词试试")
        page.gone("#start")
        page.tap('[data-callback-data="alert"]')
        page.see("#alert p", "每天八点送达")
        page.tap("#alert button", "好")
        page.write("日报")
        page.see('.message[data-from="me"]', "日报")
        digest = page.bot_says("工会日报")
        assert digest.find_element(By.CSS_SELECTOR, ".text b").text == "📮 工会日报"
        page.picture("phone")
        page.tap('[data-callback-data="page:2"]')
        page.bot_says("第二页的内容")
        page.see("#toast.on", "第二页")
        assert "已编辑" in page.bot_says("第二页的内容").text

    await act(script)


async def test_styles_unfold_and_spoilers_open(page):
    def script():
        page.open()
        page.tap("#start")
        page.bot_says("你好")
        page.write("日报")
        page.bot_says("工会日报")
        page.picture("desktop")
        page.resize(1200, 800, dark=True)
        page.picture("desktop-dark")
        folded = page.see("[data-expandable]")
        before = folded.size["height"]
        page.tap("[data-expandable] .fold", "展开")
        assert page.see("[data-expandable]").size["height"] > before
        page.tap("[data-expandable] .fold", "收起")
        assert page.see("[data-expandable]").size["height"] == before
        spoiler = page.see("[data-spoiler]")
        hidden = spoiler.value_of_css_property("color")
        spoiler.click()
        assert page.see("[data-spoiler].open").value_of_css_property("color") != hidden
        page.tap("a[href*='start=art7']")
        page.bot_says("收到 art7")

    await act(script)


async def test_another_person_sees_an_english_page_and_menu(page, line):
    _, scene = line

    def script():
        page.open()
        page.tap("#me")
        page.tap(f'#menu [data-user-id="{scene.guest.id}"]', "Emily")
        page.tap("#start", "START")
        page.bot_says("你好")
        assert page.run("return document.documentElement.lang") == "en"
        page.tap("#menu-key")
        page.see('#pop [data-command="today"]', "Today")
        page.see("#composer").send_keys("/st")
        page.gone('#pop [data-command="today"]')
        page.see("#composer").send_keys(Keys.ENTER)
        page.see('.message[data-from="me"] ~ .message[data-from="me"]', "/start")
        page.tap("#me")
        page.tap(f'#menu [data-user-id="{scene.worker.id}"]')
        page.see("#start", "开始")

    await act(script)


async def test_files_stickers_edits_replies_and_deletions(page, tmp_path):
    upload = tmp_path / "版面.txt"
    upload.write_text("工会" * 50, encoding="utf-8")

    def script():
        page.open()
        page.tap("#start")
        page.bot_says("你好")
        page.tap("#attach")
        page.tap('[data-action="document"]')
        page.driver.find_element(By.ID, "file").send_keys(str(upload))
        page.bot_says("文件 版面.txt")
        page.see('[data-kind="document"] .doc', "版面.txt")
        page.tap("#stickers")
        page.tap('[data-sticker="🎉"]')
        page.see('[data-kind="sticker"] .big')
        page.write("疗修养")
        page.bot_says("查：疗修养")
        page.see("#composer").send_keys(Keys.ARROW_UP)
        page.see("#context", "编辑消息")
        page.see("#composer").send_keys(Keys.BACKSPACE * 2 + "休养", Keys.ENTER)
        page.see('.message[data-from="me"]', "疗休养")
        page.bot_says("改成：疗休养")
        first = page.see(".message").get_attribute("data-message-id")
        page.point_at(".message .bubble")
        page.tap('#menu [data-action="reply"]')
        page.write("回复这一条")
        page.see('.message[data-from="me"] .answer', "/start")
        page.point_at(".message .bubble")
        page.tap('#menu [data-action="delete"]')
        page.gone(f'.message[data-message-id="{first}"]')

    await act(script)


async def test_blocking_and_starting_again(page, line):
    sandbox, scene = line

    def script():
        page.open()
        page.tap("#start")
        page.bot_says("你好")
        page.tap("#more")
        page.tap('[data-action="block"]')
        page.tap("#start", "重新开始")
        page.gone("#start")
        page.see("#composer")

    await act(script)
    assert scene.worker.private.members[sandbox.world.bot.id].status == "member"


async def test_a_group_gets_the_bot_and_a_forum_its_topics(page, line):
    _, scene = line

    def script():
        page.open(where=f"#user={scene.worker.id}&chat={scene.group.id}")
        page.tap("#more")
        page.tap('[data-action="add_bot"]')
        page.see("[data-service]", "工会资讯 加入了")
        page.write("问 @union_digest_bot 疗休养")
        page.bot_says("查：问")
        page.tap(f'[data-chat-id="{scene.forum.id}"]')
        page.tap("#more")
        page.tap('[data-action="promote_bot"]')
        page.see('[data-topic-id="all"][aria-selected="true"]')
        page.tap("#topics button", "疗休养")
        page.write("话题里的问题")
        page.bot_says("查：话题里的问题")
        page.tap("#topics button", "技能竞赛")
        page.gone('.message[data-from="bot"]')

    await act(script)
    asked = [m for m in scene.forum.messages if m.text == "话题里的问题"]
    assert asked[0].thread_id in scene.forum.chat.topics


async def test_inline_mode_offers_results(page):
    def script():
        page.open()
        page.tap("#start")
        page.bot_says("你好")
        page.write("日报")
        page.bot_says("工会日报")
        page.tap("[data-button]", "分享")
        page.tap('[data-result-id="r1"]', "关于疗休养")
        page.see('.message[data-from="me"]', "内联的一条")
        page.see(".via", "@union_digest_bot")

    await act(script)


async def test_markup_typed_by_people_stays_text(page):
    hostile = (
        "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    )

    def script():
        page.open()
        page.tap("#start")
        page.bot_says("你好")
        page.run("compose(arguments[0])", hostile)
        page.tap("#send")
        page.see('.message[data-from="me"]', hostile)
        page.bot_says("查：<img")
        assert "owned" not in page.driver.title

    await act(script)


async def test_nothing_sticks_out_of_a_small_phone(page):
    def sticking_out():
        return page.run(
            "const wide = document.documentElement.clientWidth;"
            "return [...document.querySelectorAll('body *')].filter(node => node.checkVisibility() &&"
            " !node.closest('#topics, pre, .skip') && node.getBoundingClientRect().right > wide + 1)"
            ".map(node => node.tagName + '.' + node.className + '#' + node.id)"
        )

    def script():
        page.open(360, 740)
        page.tap("#start")
        page.bot_says("你好")
        page.write("长" * 80 + "https://example.com/" + "a" * 200)
        page.bot_says("查：长")
        page.write("日报")
        page.bot_says("工会日报")
        assert sticking_out() == []
        page.tap("#back")
        page.see("#chats .chat-row", "工会资讯")
        assert sticking_out() == []
        page.tap("#chats .chat-row", "工会资讯")
        page.see("#composer")

    await act(script)


async def test_everything_to_tap_has_a_name(page):
    def script():
        page.open()
        page.tap("#start")
        page.bot_says("你好")
        nameless = page.run(
            "return [...document.querySelectorAll('button, textarea, a[href]')].filter(node =>"
            " node.checkVisibility() && !(node.getAttribute('aria-label') || node.innerText.trim()))"
            ".map(node => node.outerHTML.slice(0, 120))"
        )
        assert nameless == []
        texts = page.run("return [Object.keys(TEXTS.zh), Object.keys(TEXTS.en)].map(k => k.sort())")
        assert texts[0] == texts[1]
        assert page.see("#log").get_attribute("role") == "log"
        assert page.see("#log").get_attribute("aria-live") == "polite"

    await act(script)


async def test_the_page_goes_on_after_a_lost_connection(page, line):
    sandbox, scene = line

    def script():
        page.open()
        page.tap("#start")
        page.bot_says("你好")

    await act(script)
    for connection in list(sandbox._listener._state.connections):
        connection.transport.abort()
    await scene.worker.send("断线时发的")
    await act(lambda: page.see('.message[data-from="me"]', "断线时发的"))
    assert all("ERR_" in complaint for complaint in page.complaints())
