"""What lookup finds, and what lies near and what that lacks: the same on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from digest.language import lexicon
from digest.model import Article, Hit, PageReading, Published, Region
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
