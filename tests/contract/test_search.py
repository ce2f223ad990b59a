"""What lookup finds, in which order, and what it says of it: the same on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from digest.language import lexicon
from digest.model import Article, Hit, PageReading, Published, Region, Topic
from digest.service.library import Library
from digest.service.lookup import Answer, Lookup

MakePage = Callable[..., PageReading]
Ask = Callable[..., Answer]


def titles(answer: Answer) -> list[str]:
    return [hit.stored.article.title for hit in answer.hits if not hit.elsewhere]


def near(answer: Answer) -> list[Hit]:
    return [hit for hit in answer.hits if hit.elsewhere]


def everything(article: Article) -> str:
    parts = (article.headline, article.kicker, article.subtitle, article.group_headline)
    more = (*article.paragraphs, *article.subheads, *article.pullouts, article.summary)
    return "\n".join(part for part in (*parts, *more) if part)


def test_every_article_with_a_known_word_is_found(
    seeded: Library, seed_lookup: Lookup, now: datetime
) -> None:
    texts = {one.id: everything(one.article) for one in seeded.export()}
    tried = 0
    for word in sorted(lexicon.words()):
        truth = {article_id for article_id, text in texts.items() if word in text}
        if not truth:
            continue
        tried += 1
        query = seed_lookup.understand(word, today=now.date())
        found = {h.stored.id for h in seed_lookup.answer(query, now=now, limit=100).hits}
        assert truth <= found, word
    assert tried > 60


@pytest.mark.parametrize(
    "text", ["禅城区总", "区总", "联链", "尊巴", "宁晓凤", "EAP", "工", "暖", "马学礼", "12·4"]
)
def test_words_across_boundaries_names_and_single_characters(seeds: Ask, text: str) -> None:
    answer = seeds(text, limit=100)
    assert answer.total == len(answer.hits) > 0
    for hit in answer.hits:
        article = hit.stored.article
        whole = everything(article) + "".join((*article.reporters, *article.correspondents))
        places = "".join(region.name for region in article.regions)
        assert text in whole or text[0] in places


def test_traditional_wide_and_misspelt_find_the_same(seeds: Ask) -> None:
    right = titles(seeds("疗休养", limit=50))
    assert right
    for text in ("療休養", "疗修养", "liaoxiuyang", "LiaoXiuYang", " 疗休养　"):
        assert set(titles(seeds(text, limit=50))) == set(right), text


def test_what_was_put_right_and_added_is_told(seeds: Ask) -> None:
    answer = seeds("疗修养")
    assert ("slip", "疗修养", "疗休养") in answer.query.notes
    assert "疗休养" in answer.plain
    assert "讨薪" in seeds("欠薪").also_searched


def test_the_tree_of_places_counts(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    def at(name: str, code: str, title: str) -> Article:
        (article,) = page(f"{code}.txt", (title, f"{title}，报名从明天开始。")).articles
        return replace(article, regions=(Region(code, name, True, name),))

    for article in (
        at("山东省/东营市/河口区", "370503", "河口办识字班"),
        at("山东省", "370000", "全省办识字班"),
        at("江苏省/南京市", "320100", "南京办识字班"),
    ):
        reading = page(article.source)
        library.ingest(replace(reading, articles=(article,)), now=now)
    assert set(titles(ask("山东识字班"))) == {"河口办识字班", "全省办识字班"}
    assert titles(ask("山东省本级识字班")) == ["全省办识字班"]
    assert titles(ask("东营 识字班")) == ["河口办识字班"]
    only = ask("西藏识字班")
    assert titles(only) == []
    assert only.total == 0
    assert len(near(only)) == 3
    assert all("西藏" in hit.lacks for hit in near(only))


def test_elsewhere_comes_after_and_says_what_it_lacks(seeds: Ask) -> None:
    answer = seeds("扬州劳模")
    flags = [hit.elsewhere for hit in answer.hits]
    assert flags == sorted(flags)
    assert flags[0] is False
    assert answer.total == flags.count(False)
    assert all(hit.lacks for hit in near(answer))


@pytest.mark.parametrize("text", ["潜水艇驾驶", "火星移民局", "“没有这句话”"])
def test_nothing_essential_met_nothing_returned(seeds: Ask, text: str) -> None:
    answer = seeds(text)
    assert answer.hits == ()
    assert answer.total == 0


def test_exclusions_and_phrases(seeds: Ask) -> None:
    every = titles(seeds("驿站", limit=100))
    without = titles(seeds("驿站 -音乐会", limit=100))
    assert without
    assert set(without) < set(every)
    phrase = seeds("“24小时不打烊”", limit=100)
    assert phrase.total == 1
    assert "24小时不打烊" in everything(phrase.hits[0].stored.article)


def test_days_and_papers(library: Library, ask: Ask, page: MakePage, now: datetime) -> None:
    for source, day, precision in (
        ("a", date(2023, 11, 1), "day"),
        ("b", date(2023, 11, 20), "day"),
        ("c", date(2024, 5, 1), "month"),
        ("d", date(2022, 1, 1), "year"),
    ):
        published = Published(day, precision, "given")  # type: ignore[arg-type]
        paper = "工人日报" if source in "ab" else "江苏工人报"
        reading = page(
            f"{source}.txt",
            (f"{source}厂开了图书角", "图书角晚上也开。"),
            published=published,
            paper=paper,
        )
        library.ingest(reading, now=now)

    def sources(text: str) -> set[str]:
        return {title[0] for title in titles(ask(text, limit=50))}

    assert sources("图书角") == set("abcd")
    assert sources("2023年11月1日 图书角") == {"a"}
    assert sources("2023年11月的图书角") == {"a", "b"}
    assert sources("2024年5月 图书角") == {"c"}
    assert sources("2022年 图书角") == {"d"}
    assert sources("2023年以来 图书角") == {"a", "b", "c"}
    assert sources("2023年11月15日之前 图书角") >= {"a", "d"}
    assert sources("工人日报 图书角") == {"a", "b"}
    assert sources("江苏工人报 图书角") == {"c", "d"}
    assert sources("上周 图书角") == set()


def test_a_day_without_its_year_is_that_day_of_any_year(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    held = (
        ("a", date(2023, 4, 2), "4月1日办了灯会。"),
        ("b", date(2024, 4, 2), "5月1日办了灯会。"),
    )
    for source, day, text in held:
        published = Published(day, "day", "given")
        reading = page(f"{source}.txt", (f"{source}城灯会", text), published=published)
        library.ingest(reading, now=now)
    assert titles(ask("4月1日 灯会")) == ["a城灯会"]
    assert titles(ask("04月01号 灯会")) == ["a城灯会"]
    assert titles(ask("2024年4月1日 灯会")) == []
    assert titles(ask("今年4月1日 灯会")) == []


def test_a_slip_put_right_counts_as_typed(seeds: Ask) -> None:
    assert seeds("技能竟赛").hits[0].score == seeds("技能竞赛").hits[0].score


def test_large_totals_are_told_as_what_was_counted(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    for n in range(22):
        articles = [(f"{n}号{m}楼", f"{n}号院{m}楼有人养鸽子{n * 100 + m}。") for m in range(50)]
        library.ingest(page(f"{n}.txt", *articles), now=now)
    many, few = ask("鸽子"), ask("7号院 鸽子")
    assert 0.9 * 1100 <= many.total <= 1.1 * 1100
    assert many.counted in (str(many.total), "1,000+")
    assert few.counted == str(few.total)


def test_a_day_that_is_spoken_of_counts(seeds: Ask) -> None:
    answer = seeds("7月25日")
    assert answer.total >= 1
    assert "7月25日" in everything(answer.hits[0].stored.article)


def test_headline_beats_title_lines_beats_body(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    one, two, three = (
        "这家厂的夜班有热饭吃，工会管饭也管人，一天三顿都不落下。",
        "码头上新修了遮雨棚，装卸工下雨天也能歇一会儿，不用淋着。",
        "矿上给每个班组发了一台血压计，谁头晕谁就量一量，再下井。",
    )
    library.ingest(page("body.txt", ("厂里的新变化", one + "有人提到了陶艺课。")), now=now)
    library.ingest(page("head.txt", ("陶艺课开班", two)), now=now)
    library.ingest(page("kick.txt", ("下班以后", three), kicker="陶艺课上新"), now=now)
    assert titles(ask("陶艺课")) == ["陶艺课开班", "下班以后", "厂里的新变化"]


def test_more_of_what_was_asked_comes_first(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    library.ingest(page("a.txt", ("琴房", "琴房里有钢琴，谁都能弹。")), now=now)
    library.ingest(page("b.txt", ("琴房二", "琴房里有钢琴，晚上还有合唱。")), now=now)
    assert titles(ask("钢琴 合唱"))[0] == "琴房二"


def test_of_equals_the_newer_comes_first(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    for n in range(4):
        published = Published(date(2020 + n, 1, 1), "day", "given")
        reading = page(f"{n}.txt", (f"{n}号棋社", f"棋社{n}号每周末下棋。"), published=published)
        library.ingest(reading, now=now)
    assert titles(ask("棋社")) == ["3号棋社", "2号棋社", "1号棋社", "0号棋社"]


def test_other_tellings_of_a_story_come_last(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    body = "".join(f"第{n}天剧团来了{n * 3}个人，都说戏好看、座位软。" for n in range(1, 30))
    library.ingest(page("a.txt", ("剧团下车间", body)), now=now)
    library.ingest(page("b.txt", ("剧团进厂", body.replace("好看", "耐看"))), now=now)
    library.ingest(
        page("c.txt", ("剧团的一天", "剧团早上排练，晚上演出，中午在食堂吃饭。")), now=now
    )
    found = titles(ask("剧团"))
    assert len(found) == 3
    assert found.index("剧团的一天") < 2


def test_topic_words_find_tagged_articles(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    topics = (Topic("rest_recuperation", 0.9),)
    library.ingest(
        page("a.txt", ("去海边住五天", "一百名纺织女工去海边住了五天。"), topics=topics), now=now
    )
    library.ingest(page("b.txt", ("去海边捡垃圾", "一百名志愿者去海边捡了五天垃圾。")), now=now)
    assert titles(ask("疗休养")) == ["去海边住五天"]


def test_pages_of_an_answer_fit_together_while_articles_arrive(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    for n in range(130):
        library.ingest(page(f"{n}.txt", (f"{n}号花房", f"花房{n}号里种着{n}盆兰花。")), now=now)
    first = ask("兰花", limit=7)
    assert first.total == 130
    seen = [hit.stored.id for hit in first.hits]
    for step in range(1, 20):
        library.ingest(page(f"new{step}.txt", (f"新{step}号花房", "兰花兰花兰花。")), now=now)
        part = ask("兰花", limit=7, offset=7 * step, snapshot=first.snapshot)
        seen += [hit.stored.id for hit in part.hits]
        assert part.total == 130
    assert len(seen) == len(set(seen)) == 130
    assert ask("兰花").total == 149


def test_a_strange_snapshot_is_the_present(seeds: Ask) -> None:
    plain = seeds("疗休养")
    for snapshot in ("", "x", "999999999.20261121", "-1.20261121", "5.99999999", "'; DROP"):
        assert titles(seeds("疗休养", snapshot=snapshot)) == titles(plain)


def test_the_same_question_gives_the_same_answer(seeds: Ask) -> None:
    for text in ("工会", "北京哪里有网约车司机休息的地方", "西藏疗休养"):
        assert seeds(text, limit=40) == seeds(text, limit=40)


def test_snippets_show_the_hits(seeds: Ask) -> None:
    for hit in seeds("环卫工免费早饭").hits:
        assert any(span.hit for span in hit.snippet)
        assert sum(len(span.text) for span in hit.snippet) <= 62


def test_offers_where_nothing_is_found(seeds: Ask) -> None:
    answer = seeds("西藏疗休养")
    kinds = {offer.kind: offer for offer in answer.offers}
    assert kinds["topic_elsewhere"].count >= 3
    assert kinds["topic_elsewhere"].query.regions == ()
    assert kinds["follow"].query == answer.query
    assert "西藏" in answer.plain
    assert seeds("疗休养").offers == ()


def test_offers_of_other_topics_there_and_of_the_region_around(seeds: Ask) -> None:
    kinds = {offer.kind: offer for offer in seeds("昆明 疗休养").offers}
    assert kinds["region_other_topics"].count == 2
    assert kinds["region_other_topics"].query.topics == ()
    around = {offer.kind: offer for offer in seeds("兴化市 法律援助 审计").offers}
    assert all(offer.count > 0 for kind, offer in around.items() if kind != "follow")
