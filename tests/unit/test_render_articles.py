"""Articles, hits, rules and editions as messages: nothing lost, nothing unescaped, all within
Telegram's limits."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot import hotlines
from bot.keyboards import Codec, Press
from bot.render import articles, hits, rules
from bot.render.editions import Editions
from bot.render.html import entities, plain, units
from bot.render.names import Names, day, published
from bot.render.wording import readable
from bot.texts import Texts
from digest.editions import SharedRenderer
from digest.following import rules as following
from digest.model import Article, Hit, Published, Region, Rule, Span, StoredArticle, Topic
from digest.recipients import ChatSettings, Edition, EditionItem, Part, Subscription
from digest.understanding import taxonomy

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
TODAY = date(2026, 11, 21)
TEXTS = Texts()
ZH, EN = TEXTS.voice("zh"), TEXTS.voice("en")
NAMES = Names(taxonomy.load())
CODEC = Codec("1:x")


def stored(number: int = 1, **fields: object) -> StoredArticle:
    values: dict[str, object] = {
        "source": "p.txt",
        "position": number,
        "kind": "news",
        "headline": f"苏州试点骑手疗休养 {number}",
        "paragraphs": ("第一段。", "第二段。"),
        "summary": "苏州组织骑手疗休养。",
        "teaser": "骑手也能疗休养",
        "paper": "江苏工人报",
        "page": "3",
        "published": Published(date(2026, 11, 20), "day", "given"),
        "regions": (Region("320500", "江苏省/苏州市", True, "苏州"),),
        "topics": (Topic("rest_recuperation", 0.9, ("疗休养",)),),
    }
    return StoredArticle(Article(**(values | fields)), f"a{number}", NOW)  # type: ignore[arg-type]


def test_a_card_names_place_topic_and_source() -> None:
    said = plain(articles.card(stored(), NAMES, ZH))
    for piece in ("江苏·苏州", "疗休养", "江苏工人报", "2026年11月20日", "第3版", "苏州组织骑手"):
        assert piece in said


def test_a_card_without_paper_or_date_says_so() -> None:
    said = plain(articles.card(stored(paper=None, published=None, page=None), NAMES, ZH))
    assert "未注明" in said


def test_an_inferred_date_says_so_and_precision_is_kept() -> None:
    assert "推断" in published(Published(date(2026, 9, 1), "month", "inferred"), ZH)
    assert published(Published(date(2026, 1, 1), "year", "stated"), ZH) == "2026年"
    assert day(TODAY, EN) == "2026-11-21"


def test_hostile_articles_stay_text() -> None:
    nasty = "</blockquote><b>&nbsp;<a href='x'>点我\x00"
    one = stored(headline=nasty, summary=nasty, paragraphs=(nasty, nasty), byline=nasty)
    for part in articles.whole(one, NAMES, ZH):
        tags = set(re.findall(r"</?([a-z]+)", part))
        assert tags <= {"b", "blockquote"}
    assert "点我" in plain(articles.whole(one, NAMES, ZH)[0])


def test_a_long_article_is_split_and_complete() -> None:
    body = tuple(f"第{n}段，" + "工会为职工办实事。" * 60 for n in range(40))
    one = stored(paragraphs=body, subheads=("小标题",), subhead_at=(3,))
    parts = articles.whole(one, NAMES, ZH)
    assert len(parts) > 4
    assert all(units(part) <= 4096 and entities(part) <= 100 for part in parts)
    text = "".join(map(plain, parts)).replace("\n", "")
    assert all(paragraph in text for paragraph in body)
    assert "小标题" in text


def test_one_endless_paragraph_is_split_too() -> None:
    parts = articles.whole(stored(paragraphs=("字" * 30_000,)), NAMES, ZH)
    assert all(units(part) <= 4096 for part in parts)
    assert sum(plain(part).count("字") for part in parts) == 30_000


def test_a_hit_is_bold_where_it_hits() -> None:
    found = Hit(stored(), 1.0, (Span("组织"), Span("<骑手>", True), Span("活动")))
    block = hits.hit(3, found, NAMES, ZH)
    assert "<b>&lt;骑手&gt;</b>" in block
    assert plain(block).startswith("3. 苏州试点")


def test_a_hit_says_what_it_lacks() -> None:
    assert "南京" in plain(
        hits.hit(1, Hit(stored(), 1.0, elsewhere=True, lacks=("南京",)), NAMES, ZH)
    )


@pytest.mark.parametrize(
    "rule",
    [
        Rule(regions=("320000",), topics=("rest_recuperation",)),
        Rule(every=("骑手",), no=("招聘",)),
        Rule(some=("休养", "疗养"), regions=("320500", "330100")),
        Rule(regions=("320000",), own_level=True),
        Rule(topics=("rest_recuperation", "service_station")),
    ],
)
def test_a_rule_in_words_reads_back_as_itself(rule: Rule) -> None:
    for voice in (ZH, EN):
        assert following.parse(readable(rule, NAMES, TODAY, voice), TODAY) == rule


def test_an_english_reader_finds_a_rule_in_english() -> None:
    rule = Rule(regions=("320100",), topics=("legal_aid",), no=("招聘",))
    assert readable(rule, NAMES, TODAY, EN) == "Jiangsu Nanjing Legal aid -招聘"


def test_a_rule_is_described_in_both_languages() -> None:
    rule = Rule(every=("骑手",), no=("招聘",), regions=("320000",), topics=("skills",))
    zh, en = plain(rules.describe(rule, NAMES, ZH)), plain(rules.describe(rule, NAMES, EN))
    assert "江苏" in zh
    assert "招聘" in zh
    assert "Place" in en


def test_a_paused_rule_is_listed_as_paused() -> None:
    one = Subscription(1, 5, Rule(every=("骑手",)), "骑手", paused=True)
    assert "暂停" in plain(rules.line(1, one, NAMES, ZH))


def edition(count: int, more: tuple[str, ...] = ()) -> tuple[Edition, dict[str, StoredArticle]]:
    shelf = {f"a{n}": stored(n) for n in range(1, count + 1)}
    items = tuple(EditionItem(key, (1,), 1.0, carriers=2, group="skills") for key in shelf)
    made = Edition(
        -100, None, "own", "2026-11-21T08:00", "早报 <1>", TODAY, items, more, grouped_by="topic"
    )
    return made, shelf


def presses(part: Part, chat: int) -> list[Press]:
    """What the buttons of a part ask for."""
    rows = json.loads(part.keyboard or '{"inline_keyboard": []}')["inline_keyboard"]
    found = [CODEC.open(b["callback_data"], chat=chat, user=42) for row in rows for b in row]
    assert None not in found
    return [press for press in found if press is not None]


def test_an_edition_has_every_item_once_with_its_buttons_under_its_part() -> None:
    made, shelf = edition(30, ("x", "y"))
    parts = Editions(TEXTS, NAMES, CODEC).edition(made, shelf, ChatSettings(silent=True))
    assert all(units(part.html) <= 4096 and entities(part.html) <= 100 for part in parts)
    text = "".join(plain(part.html) for part in parts)
    assert [text.count(f"骑手疗休养 {n}\n") for n in (1, 15, 30)] == [1, 1, 1]
    assert [one for part in parts for one in part.articles] == [f"a{n}" for n in range(1, 31)]
    for part in parts:
        opened = [press.args[0] for press in presses(part, -100) if press.action == "got"]
        assert opened == list(part.articles)
    assert presses(parts[-1], -100)[-1] == Press("more", (made.key,))
    assert all(part.silent for part in parts)
    assert "技能竞赛" in text


def test_an_edition_for_nobody_is_addressed_to_each_chat() -> None:
    made, shelf = edition(2)
    render = Editions(TEXTS, NAMES, CODEC)
    part = render.edition(replace(made, chat_id=0), shelf, ChatSettings())[0]
    addressed = render.address(part, 77)
    assert [press.args for press in presses(addressed, 77)] == [("a1",), ("a2",)]
    with pytest.raises(AssertionError):
        presses(addressed, 78)
    assert isinstance(render, SharedRenderer)


def test_a_cover_comes_first_where_the_chat_wants_one() -> None:
    made, shelf = edition(3)
    render = Editions(TEXTS, NAMES, CODEC)
    parts = render.edition(made, shelf, ChatSettings(cover=True))
    assert parts[0].photo is not None
    assert parts[0].photo.startswith(b"\x89PNG")
    assert parts[0].articles == ()
    assert parts[1].articles == ("a1", "a2", "a3")
    assert parts == render.edition(made, shelf, ChatSettings(cover=True))


def test_headlines_are_links_once_the_bot_knows_its_name() -> None:
    made, shelf = edition(1)
    render = Editions(TEXTS, NAMES, CODEC, lambda payload: f"https://t.me/b?start={payload}")
    html = render.edition(made, shelf, ChatSettings())[0].html
    assert '<a href="https://t.me/b?start=a_a1">' in html
    assert "<a" not in Editions(TEXTS, NAMES, CODEC).edition(made, shelf, ChatSettings())[0].html


def test_an_empty_edition_says_so() -> None:
    made, shelf = edition(0)
    parts = Editions(TEXTS, NAMES, CODEC).edition(made, shelf, ChatSettings())
    assert "没有新的" in plain(parts[0].html)


def test_an_edition_is_the_same_each_time_it_is_rendered() -> None:
    made, shelf = edition(3)
    render = Editions(TEXTS, NAMES, CODEC)
    assert render.edition(made, shelf, ChatSettings()) == render.edition(
        made, shelf, ChatSettings()
    )


def test_a_compact_edition_is_shorter_and_a_traditional_one_is_traditional() -> None:
    made, shelf = edition(3)
    render = Editions(TEXTS, NAMES, CODEC)
    full = render.edition(made, shelf, ChatSettings())[0].html
    compact = render.edition(made, shelf, ChatSettings(compact=True))[0].html
    assert units(compact) < units(full)
    assert "療休養" in render.edition(made, shelf, ChatSettings(language="zh-Hant"))[0].html


def test_an_item_whose_article_is_gone_is_left_out() -> None:
    made, shelf = edition(2)
    del shelf["a1"]
    text = plain(Editions(TEXTS, NAMES, CODEC).edition(made, shelf, ChatSettings())[0].html)
    assert "1. 苏州试点骑手疗休养 2" in text


@pytest.mark.parametrize(
    "asked", ["老板拖欠工资怎么办", "上班摔伤算不算工伤", "被公司辞退了", "unpaid wages"]
)
def test_hotlines_stand_under_questions_of_need(asked: str) -> None:
    said = plain("".join(hotlines.lines(asked, ZH)))
    assert all(number in said for number in ("12351", "12348", "12333"))


def test_hotlines_stay_away_from_other_questions() -> None:
    assert hotlines.lines("南京 疗休养", ZH) == []


def test_every_hotline_names_its_source() -> None:
    assert all(one.source for one in hotlines.load()[1])


def test_a_snippet_without_a_hit_gives_way_to_the_teaser() -> None:
    found = Hit(stored(), 1.0, (Span("今年以来"),), elsewhere=True)
    assert "今年以来" not in plain(hits.hit(1, found, NAMES, ZH))


def test_what_an_english_hit_lacks_is_named_in_english() -> None:
    found = Hit(stored(), 1.0, elsewhere=True, lacks=("南京", "疗休养"))
    assert "Nanjing, Rest and recuperation" in plain(hits.hit(1, found, NAMES, EN))
