"""Lookup in a chat: plain words, pages, opening, following on; nothing found; groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox import Group
    from tests.flow.conftest import Line


async def test_plain_words_find_five_with_place_date_and_the_hit_in_bold(line: Line) -> None:
    user = line.user()
    await user.send("疗休养")
    page = await line.one(user)
    assert page.text.startswith("🔎 疗休养\n")
    assert [label for label in page.labels if label.isdigit()] == ["1", "2", "3", "4", "5"]
    assert "2026年11月20日" in page.text
    bold = [
        page.text.encode("utf-16-le")[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode(
            "utf-16-le"
        )
        for e in page.entities
        if e["type"] == "bold"
    ]
    assert "疗休养" in bold


async def test_pages_turn_in_place_and_back(line: Line) -> None:
    user = line.user()
    await user.send("疗休养")
    first = await line.one(user)
    before = first.text
    await user.press("下一页")
    second = await user.wait_for("6.")
    assert second.id == first.id
    await user.press("上一页")
    assert (await user.wait_for("1.")).text == before


async def test_pages_still_turn_after_a_restart(line: Line) -> None:
    user = line.user()
    await user.send("疗休养")
    first = await line.one(user)
    await line.restart()
    await user.press("下一页")
    assert (await user.wait_for("6.")).id == first.id


async def test_a_number_opens_the_article_with_its_full_text(line: Line) -> None:
    user = line.user()
    await user.send("骑手 疗休养")
    await line.one(user)
    await user.press("1")
    opened = await user.wait_for("江苏工人报")
    assert "第3版" in opened.text
    assert "希望这样的服务越来越多" in opened.text
    assert any(e["type"] == "expandable_blockquote" for e in opened.entities)


async def test_similar_and_elsewhere_lead_on(line: Line) -> None:
    user = line.user()
    await user.start(f"a_{line.articles['苏州骑手首次疗休养成行']}")
    await user.wait_for("苏州骑手")
    await user.press("更多类似")
    await user.wait_for("更多类似")
    await user.press("外地同类")
    assert "外地同类" in (await user.wait_for("外地同类")).text


async def test_a_search_is_followed_from_its_result(line: Line) -> None:
    user = line.user()
    await user.send("江苏 疗休养")
    await line.one(user)
    await user.press("关注这个搜索")
    tried = await user.wait_for("多久发一次")
    assert "江苏" in tried.text
    await user.press("每天", tried)
    await user.wait_for("关注好了")
    assert len(line.service.follow.of(user.id)) == 1


async def test_nothing_found_is_not_a_dead_end(line: Line) -> None:
    user = line.user()
    await user.send("量子纠缠")
    answer = await line.one(user)
    assert any("关注" in label for label in answer.labels)
    assert any("反馈" in label for label in answer.labels)


async def test_a_question_of_need_ends_with_hotlines(line: Line) -> None:
    user = line.user()
    await user.send("老板拖欠工资怎么办")
    answer = await line.one(user)
    assert all(number in answer.text for number in ("12351", "12348", "12333"))


async def test_need_is_heard_in_english_too(line: Line) -> None:
    user = line.user("Emily", "en")
    await user.send("my boss does not pay")
    assert "12351" in (await line.one(user)).text


async def test_need_is_heard_in_pinyin_too(line: Line) -> None:
    user = line.user()
    await user.send("qianxin")
    assert "12351" in (await line.one(user)).text


async def test_an_ambiguous_place_is_asked_back(line: Line) -> None:
    user = line.user()
    await user.send("朝阳 疗休养")
    answer = await line.one(user)
    assert sum("朝阳" in label for label in answer.labels) >= 2
    await user.press("北京·朝阳")
    assert "北京市朝阳区" in (await user.wait_for("北京市朝阳区")).text


async def test_a_group_is_answered_when_it_asks(line: Line, group: Group) -> None:
    member = line.user("小李")
    group.add(member)
    await member.send("/search 疗休养", to=group)
    answer = await member.wait_for("疗休养")
    await member.send("你好呀", to=group)
    await line.silent(member)
    await member.send("@union_digest_bot 驿站", to=group)
    assert "南京" in (await member.wait_for("驿站")).text
    await member.send("技能竞赛", to=group, reply_to=answer)
    assert "焊工" in (await member.wait_for("技能竞赛")).text


async def test_a_group_sees_summary_and_source_not_the_full_text(line: Line, group: Group) -> None:
    member = line.user("小李")
    group.add(member)
    await member.send("/search 焊工", to=group)
    await member.wait_for("焊工")
    await member.press("1")
    opened = await member.wait_for("江苏工人报")
    assert "希望这样的服务越来越多" not in opened.text
    await member.press("到私聊看全文", opened)
    assert "希望这样的服务越来越多" in (await member.wait_for("焊工")).text


async def test_buttons_of_one_person_do_not_open_for_another(line: Line, group: Group) -> None:
    asker, other = line.user("小李"), line.user("小赵")
    group.add(asker)
    group.add(other)
    await asker.send("/search 疗休养", to=group)
    page = await asker.wait_for("疗休养")
    press = await other.press("下一页", page)
    notice = await press.answer()
    assert notice["show_alert"]
    assert "不是给您的" in notice["text"]


async def test_english_speakers_are_served_in_english(line: Line) -> None:
    user = line.user("Ann", "en")
    await user.send("疗休养")
    assert "found" in (await line.one(user)).text


async def test_a_name_of_several_places_is_asked_back_and_not_widened(line: Line) -> None:
    user = line.user()
    await user.send("朝阳 焊工")
    answer = await line.one(user)
    assert "“朝阳”不止一处" in answer.text
    assert any("北京" in label for label in answer.labels)
    assert not any("放大" in label for label in answer.labels)
