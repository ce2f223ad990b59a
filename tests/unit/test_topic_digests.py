"""Topic digests: the shipped sample holds; what does not hold is refused by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

import digest
from digest import topic_digests
from digest.errors import DataError

GOOD = """[[digest]]
name = "a1"
title = "标题"
topics = ["疗休养", "legal_aid"]
regions = ["江苏", "东北"]
cadence = "weekly"
weekday = 3
hours = ["20:00", "08:00"]
timezone = "Europe/Berlin"
to = ["groups", -100, {chat = -7, thread = 42}]
"""


@pytest.fixture
def read(tmp_path):
    def from_text(text: str):
        path = tmp_path / "s.toml"
        path.write_text(text, encoding="utf-8")
        return topic_digests.read(path)

    return from_text


def test_the_shipped_sample_holds():
    sample = Path(digest.__file__).parent / "data" / "schedules.toml"
    assert len(topic_digests.read(sample)) == 3


def test_a_digest_is_read_and_survives_the_store(read):
    (one,) = read(GOOD)
    assert one.topics == ("legal_aid", "rest_recuperation")
    assert one.regions == ("210000", "220000", "230000", "320000")
    assert one.hours == ("08:00", "20:00")
    assert one.audiences == ("groups",)
    assert one.places == ((-100, 0), (-7, 42))
    assert one.plan.weekday == 3
    assert topic_digests.load(one.dump()) == one


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('name = "a1"', 'name = "A 1"', 2),
        ('name = "a1"', 'name = "chat"', 2),
        ('title = "标题"', "", 1),
        ('title = "标题"', 'title = ""', 3),
        ('"疗休养"', '"没有的话题"', 4),
        ('"江苏"', '"朝阳"', 5),
        ('"江苏"', '"亚特兰蒂斯"', 5),
        ('"weekly"', '"at_once"', 6),
        ("weekday = 3", "weekday = 9", 7),
        ("weekday = 3", "weekday = true", 7),
        ('"20:00"', '"24:30"', 8),
        ('hours = ["20:00", "08:00"]', "hours = []", 8),
        ("Europe/Berlin", "Mars/Olympus", 9),
        ('"groups"', '"everybody"', 10),
        ("thread = 42", 'thread = "x"', 10),
        ("thread = 42", "colour = 42", 10),
        ("weekday = 3", "colour = 3", 7),
        ("[[digest]]", "[[digest]]\n[[digest]]", 1),
        ("[[digest]]", "x = 1\n[[digest]]", 1),
        ("weekday = 3", "weekday = = 3", 7),
    ],
)
def test_what_does_not_hold_is_refused_by_its_line(read, old, new, line):
    assert old in GOOD
    with pytest.raises(DataError) as wrong:
        read(GOOD.replace(old, new))
    assert wrong.value.where == f"s.toml:{line}"


def test_two_digests_of_one_name_are_refused(read):
    with pytest.raises(DataError) as wrong:
        read(GOOD + GOOD)
    assert wrong.value.where == "s.toml:12"


def test_a_file_that_cannot_be_read_is_refused(tmp_path, read):
    with pytest.raises(DataError):
        topic_digests.read(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError):
        topic_digests.read(tmp_path / "binary.toml")
    with pytest.raises(DataError):
        read('[digest]\nname = "a1"\n')
