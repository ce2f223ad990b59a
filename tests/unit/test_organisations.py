"""Organisations: full names, short forms counted for them."""

from digest.model import Article
from digest.understanding import organisations


def found(*paragraphs, headline=None):
    return organisations.find(Article("p.txt", 1, "news", paragraphs, headline=headline))


def test_a_short_form_counts_for_the_full_one():
    names = found(
        "日前,甘肃省兰州市城关区总工会举办招聘会。", "城关区总还将办两场。区总工会作了安排。"
    )
    assert names == ("甘肃省兰州市城关区总工会",)


def test_a_name_starts_where_the_verb_ends():
    assert found("活动由山东省总工会主办,慰问了海明机械公司职工。") == (
        "山东省总工会",
        "海明机械公司",
    )


def test_the_most_spoken_of_comes_first():
    names = found("远洋物流公司和顺达集团签约。顺达集团职工到场,顺达集团出资。")
    assert names[0] == "顺达集团"


def test_a_bare_form_without_a_full_one_names_nothing():
    assert found("公司工会和市总工会共同开展活动。各级工会参加。") == ()


def test_words_that_only_end_like_a_name_are_none():
    assert found("形成齐抓共管的工作格局,优化阵地布局。") == ()
