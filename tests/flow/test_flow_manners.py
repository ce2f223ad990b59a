"""What makes it pleasant: nothing cut off on a phone, no question lost to a slip, English whole,
greetings answered, the same thing said once."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.sandbox import Group, Message
    from tests.flow.conftest import Line

# Columns (a Chinese character has two) that a button shows on a phone 360 points wide, by the
# number of buttons in its row.
COLUMNS = {1: 40, 2: 21, 3: 14, 4: 10, 5: 7}


def width(label: str) -> int:
    """Columns that a label takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in label)


def cut_off(message: Message) -> list[str]:
    """Labels that do not fit their buttons."""
    rows = message.raw.get("reply_markup", {}).get("inline_keyboard", [])
    return [
        button["text"]
        for row in rows
        for button in row
        if width(button["text"]) > COLUMNS[len(row)]
    ]


@pytest.mark.parametrize(
    ("language", "step2", "settings"),
    [("zh-hans", "第二步", "设置"), ("en", "Step 2", "Settings"), ("zh-hant", "第二步", "設定")],
)
async def test_no_button_is_cut_off_on_a_phone(
    line: Line, language: str, step2: str, settings: str
) -> None:
    user = line.user(language=language)
    await user.start()
    hello = await line.one(user)
    assert cut_off(hello) == []
    assert len(hello.raw["reply_markup"]["inline_keyboard"]) <= 11
    await user.press("🌿", hello)
    assert cut_off(await user.wait_for(step2)) == []
    for command in ("/settings", "/help", "/trends", "/rules", "/mydata", "/channels", "/stop"):
        await user.send(command)
        assert cut_off(await line.one(user)) == [], command
    await user.send("/settings")
    for name in ("⏰", "🌏", "🌙", "🗣"):
        shown = await user.wait_for(settings)
        await user.press(name, shown)
        asked = await user.wait_for(lambda m: any("‹" in label for label in m.labels))
        assert cut_off(asked) == []
        await user.press("‹", asked)
        await user.wait_for(settings)


CHINESE = re.compile(r"[\u4e00-\u9fff]+")


async def test_an_english_page_of_hits_is_english_but_for_the_articles(line: Line) -> None:
    user = line.user(language="en")
    await user.send("rest recuperation in Nanjing")
    page = await line.one(user)
    assert "📍Jiangsu · Nanjing · 2026-11-20" in page.text
    await user.press("1")
    opened = await user.wait_for("page 3")
    assert "Jiangsu · Nanjing" in opened.text


async def test_english_questions_find_what_the_papers_call_otherwise(line: Line) -> None:
    user = line.user(language="en")
    await user.send("what is there for riders in Suzhou?")
    assert "苏州骑手首次疗休养成行" in (await line.one(user)).text
    await user.send("boss does not pay my wages")
    answer = await line.one(user)
    assert "杭州为快递员开展法律援助" in answer.text
    assert "12351" in answer.text


async def test_an_english_speaker_follows_in_english(line: Line) -> None:
    user = line.user(language="en")
    await user.start()
    await line.one(user)
    await user.press("Rest leave")
    asked = await user.wait_for("Step 2")
    assert "Jiangsu" in asked.labels
    assert "Inner Mongolia" in asked.labels
    await user.send("Nanjing")
    tried = await user.wait_for("Last step")
    assert "Place: Jiangsu · Nanjing" in tried.text
    assert not CHINESE.findall(tried.text.split("\n\n")[0])
    await user.press("Daily")
    saved = await user.wait_for("Followed")
    assert "Nanjing Rest and recuperation" in saved.text
    await user.wait_for("To begin with")
    made = line.service.follow.of(user.id)
    assert made[0].rule.regions == ("320100",)
    await user.send("/rules")
    listed = await line.one(user)
    assert not CHINESE.findall(listed.text)


async def test_a_slip_in_an_answer_does_not_cost_the_question(line: Line) -> None:
    user = line.user()
    await user.send("/settings")
    await user.wait_for("设置")
    await user.press("时区")
    await user.wait_for("城市")
    await user.send("阿斯顿")
    again = await line.one(user)
    assert "没认出" in again.text
    assert again.labels == ["✖️ 算了"]
    await user.send("东京")
    await user.wait_for("Asia/Tokyo")
    await user.press("免打扰")
    await user.wait_for("免打扰的时候")
    await user.send("不知道")
    await user.wait_for("没认出起止时间")
    await user.press("算了")
    await user.wait_for("不改了")
    await user.send("疗休养")
    assert "🔎 疗休养" in (await line.one(user)).text


async def test_an_hour_with_minutes_is_shown_and_taken_back_by_its_button(line: Line) -> None:
    user = line.user()
    await user.send("/settings")
    await user.wait_for("设置")
    await user.press("几点发")
    await user.wait_for("几点发给您")
    await user.send("7:30、18:00")
    await user.wait_for("发送时间：07:30、18:00")
    await user.press("几点发")
    asked = await user.wait_for("几点发给您")
    assert "✅7:30" in asked.labels
    await user.press("✅7:30", asked)
    left = await user.wait_for(lambda m: "7:00" in m.labels)
    await user.press("✅18:00", left)
    assert "至少要留一个" in (await user.wait_for("至少")).text
    chat = line.service.chats.get(user.id)
    assert chat is not None
    assert [f"{hour:%H:%M}" for hour in chat.settings.hours] == ["18:00"]


async def test_more_hours_than_allowed_are_refused_in_words(line: Line) -> None:
    user = line.user()
    await user.send("/settings")
    await user.wait_for("设置")
    await user.press("几点发")
    asked = await user.wait_for("几点发给您")
    for hour in range(9, 23):
        await user.press(f"{hour}:00", asked)
        told = await user.wait_for(lambda m, h=hour: f"✅{h}:00" in m.labels or "最多" in m.text)
        if "最多" in told.text:
            return
        asked = told
    pytest.fail("no limit was told")


async def test_languages_are_named_in_themselves(line: Line) -> None:
    user = line.user(language="zh-hant")
    await user.send("/settings")
    await user.wait_for("設定")
    await user.press("語言")
    asked = await user.wait_for("哪種語言")
    assert asked.labels[:3] == ["简体中文", "繁體中文", "English"]


@pytest.mark.parametrize(
    ("language", "said", "answered"),
    [
        ("zh-hans", "你好！", "您好"),
        ("zh-hans", "谢谢", "不客气"),
        ("zh-hant", "謝謝", "不客氣"),
        ("en", "Hello", "Hello"),
        ("en", "Thanks!", "welcome"),
    ],
)
async def test_a_greeting_is_returned_and_not_looked_up(
    line: Line, language: str, said: str, answered: str
) -> None:
    user = line.user(language=language)
    await user.send(said)
    answer = await line.one(user)
    assert answered in answer.text
    assert "🔎" not in answer.text
    assert answer.labels


async def test_a_greeting_does_not_end_a_stop(line: Line) -> None:
    user = line.user()
    await user.start()
    await line.one(user)
    await user.send("/stop")
    await line.one(user)
    await user.send("你好")
    await line.one(user)
    chat = line.service.chats.get(user.id)
    assert chat is not None
    assert chat.state == "paused"


async def test_what_all_near_hits_lack_is_said_once(line: Line) -> None:
    user = line.user()
    await user.send("黑龙江 疗休养")
    page = await line.one(user)
    assert page.text.count("没提到") + page.text.count("没有提到") == 1
    assert "没有提到“黑龙江”" in page.text


async def test_a_question_of_a_date_alone_offers_nothing_empty(line: Line) -> None:
    user = line.user()
    await user.send("明天")
    answer = await line.one(user)
    assert not any("“”" in label for label in answer.labels)


async def test_to_stop_where_nothing_is_followed_says_so(line: Line) -> None:
    user = line.user()
    await user.start()
    await line.one(user)
    await user.send("/stop")
    assert "0 条" not in (await line.one(user)).text


async def test_who_looks_after_a_channel_sees_which(line: Line) -> None:
    chief = line.user("频道主")
    await chief.start()
    await line.one(chief)
    line.sandbox.channel("工会之声", chief)
    told = await chief.wait_for("加进了频道", chat=chief.private)
    await chief.press("管理频道", told)
    managed = await chief.wait_for("要做什么")
    await chief.press("设置", managed)
    assert (await chief.wait_for("发送时间")).text.startswith("📣 工会之声\n")


async def test_without_a_channel_there_is_a_way_to_add_one(line: Line) -> None:
    user = line.user()
    await user.send("/channels")
    answer = await line.one(user)
    assert "startchannel" in answer.buttons[0]["url"]


async def test_an_ambiguous_rule_can_be_given_up(line: Line) -> None:
    user = line.user()
    await user.send("/follow 朝阳区 驿站")
    asked = await line.one(user)
    assert "✖️ 算了" in asked.labels
    await user.press("算了", asked)
    await user.wait_for("不改了")


async def test_a_changed_rule_says_that_it_was_changed(line: Line) -> None:
    user = line.user()
    await user.send("/follow 江苏 疗休养")
    await line.one(user)
    await user.press("每天")
    await user.wait_for("关注好了")
    await user.send("/rules")
    await user.press("1", await user.wait_for("关注列表"))
    await user.press("改内容", await user.wait_for("频率"))
    await user.wait_for("新的写法")
    await user.send("江苏 疗休养 -招聘")
    assert (await line.one(user)).text.startswith("✅ 改好了")


async def test_any_member_may_ask_for_the_groups_digest(line: Line, group: Group) -> None:
    member = line.user("小李")
    group.add(member)
    await member.send("/digest", to=group)
    assert "还没有关注" in (await member.wait_for("关注")).text


async def test_help_in_a_group_speaks_of_the_group(line: Line, group: Group) -> None:
    member = line.user("小李")
    group.add(member)
    await member.send("/help", to=group)
    answer = await member.wait_for("/search")
    assert "直接发给我" not in answer.text
