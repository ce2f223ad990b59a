"""The scorer itself: perfect output scores 1, none scores 0, and each kind of fault costs its metric."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import repin
import scoring
import suites

FREE = {"sum_numbers", "sum_grounded"}  # a summary in free words need not reach 1 here
GOLD = {s.name: s.gold for s in suites.seed_suites() if s.name != "seeds"}
PAGES = {page: gold for name in ("seed_003", "seed_004") for page, gold in GOLD[name].items()}


def perfect(pages: dict[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for page, gold in pages.items():
        for article in gold:
            yield {
                **{key: article[key] for key in COPIED},
                "source": f"somewhere/{page}.txt",
                "paragraphs": article["chars_paragraphs"],
                "summary": article["reference_summary"],
                "regions": [
                    {"code": r["adcode6"], "primary": r["role"] == "primary"}
                    for r in article["regions"]
                ],
            }


COPIED = [
    "kind",
    "kicker",
    "headline",
    "subtitle",
    "reporters",
    "correspondents",
    "photographer",
    "topics",
]


def scores(output: list[dict[str, Any]]) -> dict[str, float | None]:
    return scoring.evaluate(PAGES, output)["all"]


def test_perfect_output_scores_one() -> None:
    short = {m: v for m, v in scores(list(perfect(PAGES))).items() if v != 1 and m not in FREE}
    assert not short


def test_no_output_scores_nothing() -> None:
    assert not any(scores([]).values())


def test_the_article_itself_is_grounded_and_holds_all_numbers() -> None:
    output = [
        {**article, "summary": "".join(gold["chars_paragraphs"])}
        for article, gold in zip(
            perfect(PAGES), [g for gold in PAGES.values() for g in gold], strict=True
        )
    ]
    result = scores(output)
    assert result["sum_numbers"] == result["sum_grounded"] == 1
    assert result["sum_len"] < 0.2


@pytest.mark.parametrize(
    ("key", "value", "metrics"),
    [
        ("kind", "sport", {"kind"}),
        ("headline", "别的标题", {"headline", "headline_any"}),
        ("reporters", ["查无此人"], {"reporter_f1", "names_f1"}),
        ("correspondents", ["查无此人"], {"names_f1"}),
        ("photographer", "查无此人", {"names_f1"}),
        ("regions", [{"code": "810000", "primary": True}], {"region", "region_prov", "mentioned"}),
        ("topics", [{"slug": "nothing"}], {"topic_f1", "topic_top1"}),
        ("summary", "没有这回事,共99887人。", {"sum_numbers", "sum_rougeL", "sum_grounded"}),
        ("summary", "", {"sum_numbers", "sum_rougeL", "sum_grounded", "sum_len"}),
    ],
)
def test_each_fault_costs_its_metrics_only(key: str, value: Any, metrics: set[str]) -> None:
    good = scores(list(perfect(PAGES)))
    bad = scores([{**article, key: value} for article in perfect(PAGES)])
    worse = {m for m in good if (bad[m] or 0) < (good[m] or 0)}
    assert worse == metrics


def test_paragraphs_out_of_order_cost_order_only() -> None:
    turned = [{**a, "paragraphs": a["paragraphs"][::-1]} for a in perfect(PAGES)]
    result = scores(turned)
    assert result["order"] == 0
    assert result["para_whole"] == 1
    assert result["body_acc"] > 0.999


def test_foreign_text_costs_precision() -> None:
    output = list(perfect(PAGES))
    output[0] = {**output[0], "paragraphs": [*output[0]["paragraphs"], "天地玄黄宇宙洪荒" * 40]}
    result = scores(output)
    assert result["body_prec"] < 0.99
    assert result["body_acc"] == 1


def test_a_spurious_article_costs_detection_and_names() -> None:
    extra = {"source": next(iter(PAGES)), "paragraphs": ["无关"], "reporters": ["某某"]}
    result = scores([*perfect(PAGES), extra])
    assert result["det_p"] < 1 == result["det_r"]
    assert result["names_f1"] < 1


def test_editor_notes_are_not_body() -> None:
    page = copy.deepcopy(dict(list(PAGES.items())[:1]))
    first = next(iter(page.values()))[0]
    first["chars_paragraphs"] = [*first["chars_paragraphs"], "小编说:这一段是编者写的话,不算正文。"]
    with_note, without = list(perfect(page)), list(perfect(page))
    without[0]["paragraphs"] = without[0]["paragraphs"][:-1]
    results = [scoring.evaluate(page, output)["all"] for output in (with_note, without)]
    assert results[0] == results[1]
    assert results[0]["body_prec"] == results[0]["para_whole"] == 1


def test_repinning_raises_floors_and_lowers_none_unasked() -> None:
    old = {"s": {"a": 0.9, "b": 0.5}}
    now: dict[str, dict[str, float | None]] = {"s": {"a": 0.7, "b": 0.8, "c": None}}
    pinned, fallen = repin.repinned(old, now, [])
    assert pinned == {"s": {"a": 0.9, "b": 0.795}}
    assert [name for name, _, _ in fallen] == ["s.a"]
    pinned, fallen = repin.repinned(old, now, ["s.a"])
    assert pinned["s"]["a"] == 0.695
    assert not fallen
