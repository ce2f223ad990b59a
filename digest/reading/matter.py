"""What a text of a page speaks of, all that is needed to tell whose it is.

Turns a text into its `Matter`: its telling pairs of characters, what it is about and the places it
names. Whose it is, `kinship` weighs.
"""

from __future__ import annotations

from functools import cached_property

from digest.reading.rarity import Pairs, pairs
from digest.reading.themes import Theme, theme
from digest.reading.whereabouts import Named, named


class Matter:
    """What one text speaks of, looked up when first asked for: most pages ask for the pairs alone.
    Two texts that say the same are two."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def pairs(self) -> Pairs:
        """Its pairs of characters that say anything."""
        return pairs(self._text)

    @cached_property
    def theme(self) -> Theme:
        """What it is about."""
        return theme(self._text)

    @cached_property
    def places(self) -> Named:
        """The places it names."""
        return named(self._text)
