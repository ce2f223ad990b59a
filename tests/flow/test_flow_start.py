"""From /start to the first subscription in three taps, by typing, and by deep links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.flow.conftest import Line


async def test_three_taps_make_the_first_subscription_and_bring_the_best_at_once(
    line: Line,
) -> None:
    user = line.user()
    await user.start()
    hello = await line.one(user)
    assert "第一步" in hello.text
    await user.press("疗休养")
    assert (await user.wait_for("第二步")).id == hello.id
    await user.press("江苏")
    assert (await user.wait_for("最后一步")).id == hello.id
    await user.press("每天")
    saved = await user.wait_for("关注好了")
    assert saved.id == hello.id
    assert "08:00" in saved.text
    best = await user.wait_for("补发")
    assert "苏州" in best.text
    assert "银川" not in best.text
    made = line.service.follow.of(user.id)
    assert [(s.rule.topics, s.rule.regions, s.cadence) for s in made] == [
        (("rest_recuperation",), ("320000",), "daily")
    ]


async def test_the_dry_run_is_shown_before_saving(line: Line) -> None:
    user = line.user()
    await user.start()
    await line.one(user)
    await user.press("疗休养")
    await user.wait_for("第二步")
    await user.press("全国")
    tried = await user.wait_for("最后一步")
    assert "目前有" in tried.text
    assert tried.text.count("\n· ") == 3
    assert line.service.follow.of(user.id) == []


async def test_a_place_may_be_typed_or_narrowed_by_taps(line: Line) -> None:
    user = line.user()
    await user.start()
    await line.one(user)
    await user.press("疗休养")
    await user.wait_for("第二步")
    await user.send("苏州")
    await user.wait_for("苏州")
    await user.start()
    await line.one(user)
    await user.press("疗休养")
    await user.wait_for("第二步")
    await user.press("江苏")
    await user.wait_for("最后一步")
    await user.press("缩小到")
    await user.wait_for("的哪里")
    await user.press("苏州")
    tried = await user.wait_for("最后一步")
    assert "江苏·苏州" in tried.text
    await user.press("缩小到")
    await user.wait_for("的哪里")
    await user.press("昆山")
    assert "昆山" in (await user.wait_for("最后一步")).text


async def test_a_typed_place_that_may_be_several_is_asked_back(line: Line) -> None:
    user = line.user()
    await user.start()
    await line.one(user)
    await user.press("疗休养")
    await user.wait_for("第二步")
    await user.send("朝阳")
    asked = await user.wait_for("不止一处")
    assert len(asked.labels) >= 2
    await user.press("辽宁·朝阳")
    assert "辽宁" in (await user.wait_for("最后一步")).text


async def test_words_that_are_no_place_are_looked_up_instead(line: Line) -> None:
    user = line.user()
    await user.start()
    await line.one(user)
    await user.press("疗休养")
    await user.wait_for("第二步")
    await user.send("法律援助怎么申请")
    assert "🔎" in (await line.one(user)).text


async def test_several_topics_are_ticked(line: Line) -> None:
    user = line.user()
    await user.start()
    await line.one(user)
    await user.press("多选")
    await user.wait_for("已选 0")
    await user.press("疗休养")
    await user.wait_for("已选 1")
    await user.press("工会驿站")
    ticked = await user.wait_for("已选 2")
    assert sum(label.startswith("✅") for label in ticked.labels) == 2
    await user.press("下一步")
    await user.wait_for("第二步")
    await user.press("江苏")
    await user.wait_for("最后一步")
    await user.press("工作日")
    await user.wait_for("关注好了")
    assert len(line.service.follow.of(user.id)[0].rule.topics) == 2


async def test_the_one_minute_cadence_is_offered_in_the_sandbox(line: Line) -> None:
    user = line.user()
    await user.send("/follow 江苏 疗休养 -招聘")
    tried = await line.one(user)
    assert any("每分钟" in label for label in tried.labels)
    assert "招聘" in tried.text
    await user.press("每分钟")
    await user.wait_for("关注好了")
    assert line.service.follow.of(user.id)[0].cadence == "minute"


async def test_a_deep_link_opens_a_topic_a_place_and_an_article(line: Line) -> None:
    user = line.user()
    await user.start("t_rest_recuperation")
    assert "疗休养" in (await line.one(user)).text
    await user.start("r_320000")
    assert "江苏" in (await line.one(user)).text
    await user.start(f"a_{line.articles['苏州骑手首次疗休养成行']}")
    assert "苏州骑手" in (await line.one(user)).text


async def test_dead_deep_links_are_answered_kindly(line: Line) -> None:
    user = line.user()
    for payload in ("a_nothing", "t_nothing", "r_999999", "x_y", "a_", "_", "-"):
        await user.start(payload)
        answer = await line.one(user)
        assert answer.buttons


async def test_an_ambiguous_typed_rule_lists_the_places(line: Line) -> None:
    user = line.user()
    await user.send("/follow 朝阳 骑手")
    asked = await line.one(user)
    assert "不止一处" in asked.text
    await user.press("北京·朝阳")
    assert "北京" in (await user.wait_for("最后一步")).text


async def test_a_rule_that_is_too_broad_is_refused_with_a_way_on(line: Line) -> None:
    user = line.user()
    await user.send("/follow 工会")
    answer = await line.one(user)
    assert "几乎每篇都有" in answer.text
    assert answer.buttons


async def test_cancel_keeps_nothing(line: Line) -> None:
    user = line.user()
    await user.send("/follow 骑手")
    await line.one(user)
    await user.press("算了")
    await user.wait_for("不改了")
    assert line.service.follow.of(user.id) == []


async def test_a_rule_is_saved_even_after_a_restart(line: Line) -> None:
    user = line.user()
    await user.send("/follow 江苏 疗休养 -招聘")
    await line.one(user)
    await line.restart()
    await user.press("每周")
    await user.wait_for("关注好了")
    rule = line.service.follow.of(user.id)[0].rule
    assert (rule.regions, rule.no) == (("320000",), ("招聘",))


@pytest.mark.parametrize(
    ("language", "payload", "head"),
    [
        ("en", "t_rest_recuperation", "🔎 Rest and recuperation"),
        ("en", "r_320000", "🔎 Jiangsu"),
        ("zh-hans", "r_320100", "🔎 南京"),
        ("zh-hans", "r_110105", "🔎 朝阳区"),  # one of two: the short name would be asked back
    ],
)
async def test_a_deep_link_speaks_the_readers_language(
    line: Line, language: str, payload: str, head: str
) -> None:
    user = line.user(language=language)
    await user.start(payload)
    assert head in (await user.wait_for("🔎")).text
