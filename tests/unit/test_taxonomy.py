"""The taxonomy file: the shipped one holds, a broken one is refused with its line."""

import pytest

from digest.errors import DataError, NotFound
from digest.understanding import taxonomy

SLUGS = [
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
]

GOOD = """[weights]
strong = 3
plain = 1.5
weak = 0.5

[[topic]]
slug = "nursing"
name = "护理"
name_en = "Nursing"
emoji = "🩺"
synonyms = ["看护"]
strong = ["护理"]

[[topic]]
slug = "cooking"
name = "烹饪"
name_en = "Cooking"
emoji = "🍳"
synonyms = ["做饭"]
strong = ["烹饪"]
"""


def written(tmp_path, text):
    path = tmp_path / "topics.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_twenty_topics_are_shipped():
    assert list(taxonomy.load().slugs) == SLUGS


def test_emojis_and_names_tell_topics_apart():
    entries = taxonomy.load().entries
    for field in ("emoji", "name", "name_en"):
        assert len({getattr(entry, field) for entry in entries}) == len(entries)


def test_a_name_is_found_in_any_script_width_and_case():
    loaded = taxonomy.load()
    assert loaded.named("療休養") == "rest_recuperation"
    assert loaded.named(" 工会ＡＰＰ ") == "digital_union"
    assert loaded.named("Legal aid") == "legal_aid"
    assert loaded.named("食谱") is None


def test_mentions_give_places_and_prefer_the_longest():
    text = "南京外卖小哥歇脚点"
    found = taxonomy.load().mentions(text)
    assert [(text[start:end], slug) for start, end, slug in found] == [
        ("外卖小哥", "platform_workers"),
        ("歇脚点", "service_station"),
    ]


def test_an_unknown_slug_is_not_found():
    with pytest.raises(NotFound):
        taxonomy.load().get("weather")


def test_an_operators_file_is_read_and_reread_when_it_changes(tmp_path):
    path = written(tmp_path, GOOD)
    assert taxonomy.load(path).slugs == ("nursing", "cooking")
    written(tmp_path, GOOD.replace('"cooking"', '"kitchen"'))
    assert taxonomy.load(path).slugs == ("nursing", "kitchen")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('slug = "cooking"', 'slug = "Koch kunst"', 15, "slug"),
        ('slug = "cooking"', 'slug = "nursing"', 15, "twice"),
        ('synonyms = ["做饭"]', 'synonyms = ["看护"]', 19, "看护"),
        ('synonyms = ["做饭"]', 'synonyms = ["做饭", ""]', 19, "empty"),
        ('strong = ["烹饪"]', 'strong = "烹饪"', 20, "list"),
        ('strong = ["烹饪"]', 'strong = ["烹饪", "烹饪"]', 20, "twice"),
        ('strong = ["烹饪"]', "strong = []", 14, "cooking"),
        ('strong = ["烹饪"]', 'strnog = ["烹饪"]', 20, "strnog"),
        ('name = "烹饪"\n', "", 14, "name"),
        ("plain = 1.5", "plain = -1", 3, "plain"),
        ('emoji = "🍳"', 'emoji = "🍳', 18, "TOML"),
    ],
)
def test_what_does_not_hold_is_named_with_its_line(tmp_path, old, new, line, said):
    path = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(DataError) as raised:
        taxonomy.load(path)
    assert raised.value.where == f"topics.toml:{line}"
    assert said in raised.value.what


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"none\.toml"):
        taxonomy.load(tmp_path / "none.toml")
