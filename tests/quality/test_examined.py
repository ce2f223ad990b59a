"""The examiner's labels: every labelled word stands on its page, and perfect output scores full."""

from pathlib import Path
from typing import Any

import examined
import pytest
from comparing import folded
from scoring import Tally, score_page

PAGES = [
    page
    for part in examined.PARTS
    for level in (0, 1, 2, 3)
    for page in examined.files(part, level)
]


def perfect(label: dict[str, Any]) -> dict[str, Any]:
    same = ("kind", "kicker", "headline", "subtitle", "reporters", "correspondents", "photographer")
    return {key: label[key] for key in same} | {"paragraphs": label["chars_paragraphs"]}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_perfect_output_scores_full(page: Path) -> None:
    tally, gold = Tally(), examined.gold(page)
    score_page(gold, [perfect(label) for label in gold], tally)
    scores = {m: value for m, value in tally.results().items() if m in examined.READING}
    assert {value for value in scores.values() if value is not None} == {1.0}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_labelled_characters_stand_on_the_page(page: Path) -> None:
    text = folded(page.read_text(encoding="utf-8"))
    for label in examined.gold(page):
        assert folded(label["headline"]) in text
        assert all(folded(name) in text for name in label["reporters"][:1])
        body = folded("".join(label["chars_paragraphs"]))
        pieces = [body[i : i + 4] for i in range(0, len(body) - 3, 4)]
        assert sum(piece in text for piece in pieces) > 0.75 * len(pieces)
