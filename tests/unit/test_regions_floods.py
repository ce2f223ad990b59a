"""Floods of one character are read in a moment: no rule backtracks over them."""

from __future__ import annotations

import pytest

from digest.model import Article
from digest.understanding import regions


# 200,000 characters: a rule whose cost grew with the square would run for hours, not seconds.
@pytest.mark.parametrize("flood", [" ", "\u3000", "\t", "市", "1", "“", "（", "在"])
def test_a_flood_names_no_place_and_ends(flood: str) -> None:
    article = Article("page.txt", 1, "news", (flood * 200_000,))
    assert regions.find(article).regions == ()
