"""The labels themselves: what they claim stands in the text they label."""

import re
from typing import Any

import articles
import comparing
import pytest
import suites

SLUGS = {
    "rest_recuperation",
    "service_station",
    "platform_workers",
    "workforce_reform",
    "skills",
    "model_workers",
    "legal_aid",
    "collective_bargaining",
    "hardship_aid",
    "greetings",
    "employment",
    "safety_health",
    "culture_sports",
    "retirement",
    "organising",
    "ideology",
    "finance_audit",
    "innovation",
    "housing_welfare",
    "digital_union",
}
UNSEEN = [
    article["gold"]
    for split in articles.SPLITS
    for story in articles.load(split)
    for article in story["articles"]
]
SEEDS = [g for suite in suites.seed_suites()[1:] for gold in suite.gold.values() for g in gold]
ALL = [pytest.param(gold, id=gold["id"]) for gold in SEEDS + UNSEEN]


@pytest.mark.parametrize("gold", ALL)
def test_names_stand_in_the_byline(gold: dict[str, Any]) -> None:
    names = [*gold["reporters"], *gold["correspondents"], *gold["photographer"].split()]
    assert all(name in gold["byline"] for name in [*names, gold["author"]] if name)


@pytest.mark.parametrize("gold", ALL)
def test_numbers_stand_in_the_text(gold: dict[str, Any]) -> None:
    text = "。".join([gold["kicker"], gold["headline"], *gold["paragraphs"]])
    missing = [n for n in gold["key_numbers"] if not comparing.states_number(n, text)]
    assert not missing


@pytest.mark.parametrize("gold", ALL)
def test_the_reference_summary_is_short_and_true_in_its_numbers(gold: dict[str, Any]) -> None:
    summary = gold["reference_summary"]
    assert 20 < len(summary) <= 160
    numerals = re.findall(r"\d+(?:\.\d+)?", comparing.numeral_text(summary))
    text = "。".join([gold["headline"], *gold["paragraphs"]])
    if gold["id"][:3] not in suites.GIVEN:
        assert all(comparing.states_number(n, text) for n in numerals)


@pytest.mark.parametrize("gold", ALL)
def test_places_and_topics_are_well_formed(gold: dict[str, Any]) -> None:
    assert {*gold["topics"], *gold["topics_also_ok"]} <= SLUGS
    assert not {*gold["topics"]} & {*gold["topics_also_ok"]}
    assert len(gold["topics"]) <= 4
    assert sum(r["role"] == "primary" for r in gold["regions"]) <= 1
    assert all(re.fullmatch(r"\d{6}", code) for r in gold["regions"] for code in codes(r))


def codes(region: dict[str, Any]) -> list[str]:
    return [region["adcode6"], *region["accept"]]


def test_every_province_and_topic_is_labelled_somewhere() -> None:
    provinces = {r["adcode6"][:2] for gold in UNSEEN for r in gold["regions"]}
    assert len(provinces & set(PROVINCES)) == 31
    assert {topic for gold in SEEDS + UNSEEN for topic in gold["topics"]} == SLUGS


PROVINCES = [
    "11",
    "12",
    "13",
    "14",
    "15",
    "21",
    "22",
    "23",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "50",
    "51",
    "52",
    "53",
    "54",
    "61",
    "62",
    "63",
    "64",
    "65",
]
