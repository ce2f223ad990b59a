"""What reading asks of newspaper prose, all at once: the same as one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digest.reading.background import background
from digest.reading.evidence import all_joined, edges, runs_on
from digest.reading.rarity import pairs, pairs_across
from digest.reading.seams import Seams

TEXTS = (
    "市总工会在各区建成工会驿站三十家，为户外劳动者",
    "提供歇脚、饮水和热饭的地方。",
    "“我们在这里能喝上热水”，骑手小李说，",
    '"职工之家"建在楼里，《办法》自9月1日起施行（以下简称',
    "办法），",
    "”",
    "工",
    "☃𠮷",
    '"',
)


def test_chances_asked_at_once_are_those_asked_one_by_one() -> None:
    text = "".join(TEXTS)
    counts, chars = background(), background().chars(text)
    first, second, third = chars[:-2], chars[1:-1], chars[2:]
    places, after = counts.places(first, second), counts.places(second, third)
    shorter = counts.pairs(second, third, after)
    runs = [text[i : i + 3] for i in range(len(text) - 2)]
    assert counts.singles(chars).tolist() == [counts.single(char) for char in text]
    assert shorter.tolist() == [counts.pair(*run[1:]) for run in runs]
    assert counts.triples(places, third, shorter).tolist() == [counts.triple(*run) for run in runs]
    assert len(set(shorter.tolist())) > 50


def test_seams_weighed_at_once_are_those_weighed_one_by_one() -> None:
    seams = Seams(TEXTS)
    pairs = np.array(list(product(range(len(TEXTS)), repeat=2)))
    ends = [edges(text, seams) for text in TEXTS]
    all_of_it = np.full(len(pairs), -np.inf)
    weighed = all_joined(ends, pairs[:, 0], pairs[:, 1], seams, all_of_it)
    assert np.allclose(weighed, [runs_on(TEXTS[i], TEXTS[j], seams) for i, j in pairs], atol=1e-9)


def test_what_cannot_become_likely_is_not_looked_for_on_the_page() -> None:
    seams, pair = Seams(["为户外劳动者提供歇脚的地方"]), ["为户外劳动者", "提供歇脚"]
    ends, left, right = [edges(text, seams) for text in pair], np.array([0]), np.array([1])
    asked = all_joined(ends, left, right, seams, np.array([-np.inf]))
    unlikely = all_joined(ends, left, right, seams, np.array([100.0]))
    assert unlikely < asked


@given(st.lists(st.text("渔樵耕读枸杞采摘“”,。 7"), max_size=5))
def test_pairs_of_texts_that_read_as_one_are_those_of_the_whole(texts: list[str]) -> None:
    assert pairs_across(texts) == pairs("".join(texts))
    assert pairs_across(["渔樵耕", "读"]) > pairs("渔樵耕")
