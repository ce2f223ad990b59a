"""The generated pages: repeatable, and their gold true to what stands on them."""

from collections import Counter

import articles
import calibration
import comparing
import pages
import pytest

LEVELS = [(split, level) for split in articles.SPLITS for level in range(4)]


@pytest.mark.parametrize(("split", "level"), LEVELS)
def test_a_page_is_the_same_for_the_same_number(split: str, level: int) -> None:
    assert pages.page(split, level, 3) == pages.page(split, level, 3)
    assert pages.page(split, level, 3) != pages.page(split, level, 4)


@pytest.mark.parametrize(("split", "level"), LEVELS)
def test_gold_holds_what_survived_and_nothing_else(split: str, level: int) -> None:
    for number in range(1, 9):
        text, gold = pages.page(split, level, number)
        printed = Counter(comparing.folded(text))
        labelled = Counter("".join(comparing.folded(article["dump_text"]) for article in gold))
        assert printed == labelled
        for article in gold:
            survived = "".join(map(comparing.folded, article["chars_paragraphs"]))
            assert not Counter(survived) - Counter(comparing.folded(article["dump_text"]))
            assert len(article["chars_paragraphs"]) == len(article["paragraphs"])


@pytest.mark.parametrize("split", articles.SPLITS)
def test_clean_pages_hold_every_paragraph_whole(split: str) -> None:
    text, gold = pages.page(split, 0, 1)
    folded = comparing.folded(text)
    for article in gold:
        assert article["chars_paragraphs"] == article["paragraphs"]
        assert all(comparing.folded(p) in folded for p in article["paragraphs"])


def test_splits_share_no_article() -> None:
    heads = [
        article["gold"]["headline"]
        for split in articles.SPLITS
        for story in articles.load(split)
        for article in story["articles"]
    ]
    assert len(heads) == len(set(heads)) > 85


def test_line_account_names_lost_and_doubly_claimed_lines() -> None:
    text = "一\n\n二\n三\n"
    account = calibration.line_account(text, [{"lines": [1, 3]}], [3, 9])
    assert account == {"missing": [4], "both": [3], "unknown": [9]}


def test_confidence_that_tells_right_from_wrong_has_full_auc() -> None:
    judged = calibration.Judged([(0.9, 1.0), (0.8, 1.0), (0.4, 0.6)])
    assert judged.auc() == 1
    judged.rows.append((0.95, 0.1))
    assert judged.auc() == 0.5
