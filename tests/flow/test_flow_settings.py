"""/settings by taps and typing, /stop with undo, /privacy, /mydata, /help, /about, feedback."""

from __future__ import annotations

import json
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from digest.limits import CHATS

if TYPE_CHECKING:
    from bot.sandbox import Group, User
    from digest.recipients import ChatSettings
    from tests.flow.conftest import Line


def kept(line: Line, user: User) -> ChatSettings:
    """The settings as the store has them."""
    chat = line.service.chats.get(user.id)
    assert chat is not None
    return chat.settings


async def ask(line: Line, user: User, name: str) -> None:
    """Open one question of the settings."""
    await user.send("/settings")
    await line.one(user)
    await user.press(name)
    await user.wait_for()


async def test_hours_are_ticked(line: Line) -> None:
    user = line.user()
    await ask(line, user, "几点发")
    await user.wait_for("几点发给您")
    await user.press("19:00")
    await user.wait_for(lambda m: "✅19:00" in m.labels)
    assert kept(line, user).hours == (time(8), time(19))
    await user.press("✅8:00")
    await user.wait_for(lambda m: "8:00" in m.labels)
    assert kept(line, user).hours == (time(19),)
    await user.press("✅19:00")
    await user.wait_for("至少")
    assert kept(line, user).hours == (time(19),)


async def test_hours_and_quiet_hours_may_be_typed(line: Line) -> None:
    user = line.user()
    await ask(line, user, "几点发")
    await user.send("明天吧")
    await line.one(user, "没认出时间")
    await ask(line, user, "几点发")
    await user.send("18:00、7点半")
    await line.one(user, "发送时间：07:30、18:00")
    await user.press("免打扰")
    await user.wait_for("攒到早上")
    await user.send("晚上9点半到6:45")
    await line.one(user, "免打扰：21:30–06:45")
    assert kept(line, user).hours == (time(7, 30), time(18))
    assert (kept(line, user).quiet_from, kept(line, user).quiet_until) == (
        time(21, 30),
        time(6, 45),
    )


async def test_in_a_group_hours_are_tapped_or_told_by_reply(line: Line, group: Group) -> None:
    chief = line.user("副组长")
    group.add(chief)
    group.promote(chief)
    await chief.send("/settings", to=group)
    await chief.wait_for("设置")
    await chief.press("几点发")
    asked = await chief.wait_for("几点发给您")
    await chief.press("19:00")
    await chief.wait_for(lambda m: "✅19:00" in m.labels)
    await chief.send("6:15", to=group, reply_to=asked)
    await chief.wait_for("发送时间：06:15")


async def test_quiet_hours_items_and_weekday(line: Line) -> None:
    user = line.user()
    await ask(line, user, "免打扰")
    await user.press("22:00–07:00")
    await user.wait_for("免打扰：22:00–07:00")
    assert kept(line, user).quiet_from == time(22)
    await user.press("最多几条")
    await user.wait_for("一次最多")
    await user.press("20")
    await user.wait_for("每次最多：20")
    await user.press("每周哪天")
    await user.wait_for("哪天发")
    await user.press("周五")
    await user.wait_for("每周简报：周五")
    assert (kept(line, user).max_items, kept(line, user).weekday) == (20, 5)
    await user.press("免打扰")
    await user.wait_for("攒到早上")
    await user.press("不设")
    await user.wait_for("免打扰：不设")
    assert kept(line, user).quiet_from is None


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("纽约", "America/New_York"), ("Asia/Tokyo", "Asia/Tokyo"), ("南京", "Asia/Shanghai")],
)
async def test_a_time_zone_is_typed_as_a_city(line: Line, typed: str, zone: str) -> None:
    user = line.user()
    await ask(line, user, "时区")
    await user.wait_for("城市")
    await user.send(typed)
    assert zone in (await line.one(user)).text
    assert kept(line, user).timezone == zone


async def test_where_two_clocks_are_kept_the_person_chooses(line: Line) -> None:
    user = line.user()
    await ask(line, user, "时区")
    await user.wait_for("城市")
    await user.send("乌鲁木齐")
    await user.wait_for("哪一个")
    await user.press("乌鲁木齐 · UTC+6")
    await user.wait_for("Asia/Urumqi")
    assert kept(line, user).timezone == "Asia/Urumqi"


async def test_going_back_by_button_ends_the_question(line: Line) -> None:
    user = line.user()
    await ask(line, user, "时区")
    await user.wait_for("城市")
    await user.press("返回")
    await user.wait_for("发送时间")
    await user.send("纽约")
    assert "🔎" in (await line.one(user)).text
    assert line.service.chats.get(user.id) is None


async def test_an_unknown_city_is_said(line: Line) -> None:
    user = line.user()
    await ask(line, user, "时区")
    await user.wait_for("城市")
    await user.send("乌有之乡")
    assert "没认出" in (await line.one(user)).text


async def test_languages_change_everything_at_once(line: Line) -> None:
    user = line.user()
    await ask(line, user, "语言")
    await user.press("English")
    await user.wait_for("Settings")
    await user.send("疗休养")
    assert "found" in (await line.one(user)).text
    await user.send("/settings")
    await line.one(user)
    await user.press("Language")
    await user.wait_for("Which language")
    await user.press("繁體")
    await user.wait_for("設定")
    await user.send("疗休养")
    answer = await line.one(user)
    assert "療休養" in answer.text
    assert any("關注" in label for label in answer.labels)


async def test_traditional_words_are_found_and_pages_turn(line: Line) -> None:
    user = line.user("阿明", "zh-hant")
    await user.send("療休養")
    await line.one(user)
    await line.restart()
    await user.press("下一頁")
    await user.wait_for("6.")


async def test_switches_turn_over(line: Line) -> None:
    user = line.user()
    for label, name in (("只看标题", "compact"), ("静音发送", "silent")):
        await ask(line, user, label)
        await user.wait_for(lambda m, label=label: f"✅ {label}" in m.labels)
        assert getattr(kept(line, user), name)


async def test_pause_for_days_until_a_date_and_resume(line: Line) -> None:
    user = line.user()
    await ask(line, user, "暂停")
    await user.press("3 天")
    await user.wait_for("暂停到 2026年11月24日")
    await user.press("暂停")
    await user.wait_for("停多久")
    await user.send("12月1日")
    await user.wait_for("暂停到 2026年12月1日")
    chat = line.service.chats.get(user.id)
    assert chat is not None
    assert chat.paused_until is not None
    assert chat.paused_until - line.clock() > timedelta(days=9)
    await user.press("继续")  # beside the settings as soon as there is a pause
    await user.wait_for(lambda m: "暂停到" not in m.text)


async def test_a_pause_into_the_past_is_refused(line: Line) -> None:
    user = line.user()
    await ask(line, user, "暂停")
    await user.wait_for("停多久")
    await user.send("昨天")
    assert "没认出以后的日期" in (await line.one(user)).text


async def test_stop_ends_everything_and_is_taken_back(line: Line) -> None:
    user = line.user()
    await user.send("/follow 江苏 疗休养")
    await user.wait_for("最后一步")
    await user.press("每天")
    await user.wait_for("补发")
    await user.send("/stop")
    await line.one(user)
    chat = line.service.chats.get(user.id)
    assert chat is not None
    assert chat.state != "active"
    await user.press("撤销")
    await user.wait_for("照旧")
    chat = line.service.chats.get(user.id)
    assert chat is not None
    assert chat.state == "active"
    assert len(line.service.follow.of(user.id)) == 1


async def test_mydata_shows_exports_and_erases(line: Line) -> None:
    user = line.user()
    await user.send("/mydata")
    assert "什么都没有记" in (await line.one(user)).text
    await user.start()
    await line.one(user)
    await user.send("/mydata")
    shown = await line.one(user)
    assert str(user.id) in shown.text
    await user.press("导出")
    sent = await user.wait_for(lambda m: "document" in m.raw)
    assert sent.raw["document"]["file_name"] == "mydata.json"
    assert json.loads(json.dumps(line.service.chats.export(user.id), default=str))
    await user.press("清空我的数据", shown)
    await user.wait_for("不能恢复")
    await user.press("确定清空")
    await user.wait_for("都清空了")
    assert line.service.chats.get(user.id) is None


async def test_privacy_and_about_say_what_they_should(line: Line) -> None:
    user = line.user()
    await user.send("/privacy")
    assert "不记什么" in (await line.one(user)).text
    await user.send("/about")
    assert "著作权" in (await line.one(user)).text


async def test_help_lists_every_command_and_menus_are_set(line: Line) -> None:
    user = line.user()
    await user.send("/help")
    text = (await line.one(user)).text
    for name in ("start", "follow", "rules", "digest", "settings", "stop", "mydata", "trends"):
        assert f"/{name}" in text
    assert "/announce" not in text
    assert {c["command"] for c in user.commands} >= {"start", "follow", "settings", "help"}
    english = line.user("Ann", "en")
    menu = {c["command"]: c["description"] for c in english.commands}
    assert menu["settings"] == "Settings"
    assert "announce" not in menu
    assert "announce" in {c["command"] for c in line.operator.commands}
    await line.operator.send("/help")
    assert "/announce" in (await line.one(line.operator)).text


async def test_feedback_from_a_group_needs_no_right(line: Line, group: Group) -> None:
    member = line.user("小李")
    group.add(member)
    await member.send("/help", to=group)
    await member.wait_for("/search")
    await member.press("反馈")
    asked = await member.wait_for("转给值班的人")
    await member.send("字太小", to=group, reply_to=asked)
    await member.wait_for("转过去了")


async def test_feedback_reaches_the_operator(line: Line) -> None:
    user = line.user()
    await user.send("/feedback")
    await line.one(user)
    await user.send("地区<标>错了")
    assert "转过去了" in (await line.one(user)).text
    assert any("地区<标>错了" in m.text for m in line.operator.messages(line.operator.private))


async def test_feedback_is_bounded_a_day_and_kindly(line: Line) -> None:
    user, other = line.user(), line.user("小李")
    for number in range(CHATS.feedback):
        await user.send(f"/feedback 第{number}条")
        assert "转过去了" in (await line.one(user)).text
    await user.send("/feedback 再来一条")
    assert "明天可以接着写" in (await line.one(user)).text
    await user.send("/feedback")
    enough = await line.one(user)
    assert "明天可以接着写" in enough.text
    assert not any("反馈" in label for label in enough.labels)
    passed = [m.text for m in line.operator.messages(line.operator.private)]
    assert not any("再来一条" in text for text in passed)
    await other.send("/feedback 我也说一句")
    assert "转过去了" in (await line.one(other)).text
    line.clock.move(hours=24)
    await user.send("/feedback 第二天")
    assert "转过去了" in (await line.one(user)).text
