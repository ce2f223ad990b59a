"""Summaries: who did what, where, with the figures; readable alone; nothing of our own."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Article, Region
from digest.understanding import summaries

GOLD = Path(__file__).parents[1] / "quality" / "gold"


def article(*paragraphs, **fields):
    return Article("page.txt", 1, fields.pop("kind", "news"), tuple(paragraphs), **fields)


def text_of(*paragraphs, **fields):
    return summaries.summarise(article(*paragraphs, **fields)).text


def seed_articles():
    for path in sorted(GOLD.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            made = json.loads(line)
            yield article(
                *made["paragraphs"],
                kind=made["kind"],
                headline=made["headline"] or None,
                kicker=made["kicker"] or None,
                pullouts=tuple(made["pullout"]),
            )


LEAD = "近日,某省青山市总工会在全市新建工会驿站120家,投入资金300万元,服务户外劳动者。"


def test_the_lead_is_told_without_its_filler():
    assert text_of(LEAD, headline="青山市总新建驿站").startswith("某省青山市总工会")


@pytest.mark.parametrize(
    "opener", ["据了解,", "据介绍,", "据悉,", "记者日前获悉,", "此外,", "对此,", "目前,"]
)
def test_fillers_and_connectives_are_trimmed(opener):
    text = text_of(opener + "青山市总工会新建工会驿站120家,覆盖全市各县区。")
    assert text.startswith("青山市总工会新建工会驿站120家")


def test_speech_is_not_told():
    text = text_of(
        "“驿站真好,我天天来!”外卖骑手赵某说。" + LEAD,
        "驿站站长说:“以后还要增加服务。”",
        headline="青山市总新建驿站",
    )
    assert "天天来" not in text
    assert "以后" not in text


def test_the_figures_that_matter_are_told():
    text = text_of(
        LEAD,
        "在驿站里,微波炉、饮水机摆放整齐,环境温馨。",
        "截至目前,青山市各级工会累计建成驿站415家,服务户外劳动者86万人次。",
        headline="青山市总新建驿站",
    )
    for figure in ("120家", "415家", "86万人次"):
        assert figure in text


def test_a_pointing_word_gets_its_name():
    text = text_of(
        "11月6日,该区首批4个职工公寓投用,2000名产业工人入住。",
        "公寓由青山市临江区总工会改造,临江区共有房源800套。",
        headline="临江区产业工人住进职工公寓",
        regions=(Region("000000", "某省/青山市/临江区", True, "临江区"),),
    )
    assert "该区" not in text
    assert "临江区首批4个职工公寓投用" in text


def test_a_short_title_does_not_dangle():
    text = text_of(
        "近日,青山市总工会印发《关于加强职工疗休养工作的意见》(以下简称《意见》),规范职工疗休养。",
        "《意见》提出,每批疗休养不超过7天,职工每年可参加1次。",
        headline="青山市总规范疗休养",
    )
    assert "以下简称" not in text
    assert "《意见》提出" not in text
    assert "7天" in text


def test_the_first_union_is_named_in_full():
    text = text_of(
        "近日,临江区总建立“三级调解”机制,化解劳动争议。",
        "某省青山市临江区总工会今年调解案件120件。",
        headline="三级调解化纠纷",
    )
    assert text.startswith("某省青山市临江区总工会建立“三级调解”机制")


def test_a_caption_opens_with_its_own_first_sentence():
    text = text_of("3月17日,青山市实训中心的学员在练习焊接。该市今年培训学员900人。", kind="photo")
    assert text.startswith("3月17日,青山市实训中心的学员在练习焊接。")


def test_a_sentence_cut_off_by_the_page_is_not_told():
    text = text_of(LEAD, "青山市总工会还推动全市500家企业建立", headline="青山市总新建驿站")
    assert "500家" not in text


@pytest.mark.parametrize("paragraphs", [(), ("",), ("……",), ("“”",)])
def test_an_article_without_sentences_falls_back_on_its_title(paragraphs):
    summary = summaries.summarise(article(*paragraphs, headline="到驿站“清凉”一下"))
    assert summary.text == "到驿站“清凉”一下。"


def test_nothing_at_all_gives_nothing():
    assert summaries.summarise(article()) == summaries.Summary("", "")


def test_seed_summaries_keep_their_promises():
    for piece in seed_articles():
        summary = summaries.summarise(piece)
        assert 0 < len(summary.text) <= summaries.LIMIT
        assert 0 < len(summary.teaser) <= summaries.TEASER_LIMIT
        assert summary.text[-1] in "。！？!?”"
        assert 1 <= len(re.findall(r"[。！？!?]", re.sub("“[^”]*”", "", summary.text))) <= 3
        assert summary.text.count("“") == summary.text.count("”")
        assert not re.match(r"对此|该|这|此|其|他|她|据|近日|日前|此外|同时", summary.text)


def test_seed_summaries_are_made_of_the_articles_words():
    for piece in seed_articles():
        whole = "".join(
            filter(None, (piece.kicker, piece.headline, *piece.pullouts, *piece.paragraphs))
        )
        summary = summaries.summarise(piece).text
        for figure in re.findall(r"\d+(?:\.\d+)?", summary):
            assert figure in whole
        letters = [c for c in summary if "\u4e00" <= c <= "\u9fff"]
        assert all(letter in whole for letter in letters)


@given(
    st.lists(
        st.text(alphabet="市总工会建成驿站120家,，。“”…；《》()该通知提出说人", max_size=160),
        max_size=5,
    ),
    st.sampled_from(["news", "photo", "feature"]),
)
def test_limits_hold_whatever_the_text(paragraphs, kind):
    summary = summaries.summarise(article(*paragraphs, kind=kind, headline="标题"))
    assert len(summary.text) <= summaries.LIMIT
    assert len(summary.teaser) <= summaries.TEASER_LIMIT


@pytest.mark.parametrize(
    "unit", ["，", "“", "、工会甲乙", "120名,", "……", "(（《“1，", "据了解，", "工会建站。"]
)
def test_a_flood_of_one_thing_is_dealt_with(unit):
    summary = summaries.summarise(article(unit * 20_000, headline="某市总新建驿站"))
    assert len(summary.text) <= summaries.LIMIT
