"""A reading of a page's simplified twin as a reading of the page itself.

Turns the articles read from the twin of a traditional page back into the characters the page was
printed in, names and heads included, and its leftovers into the page's own lines.
"""

from __future__ import annotations

from dataclasses import replace

from digest.language.twins import Twin
from digest.model import Page, PageReading


def restored(reading: PageReading, page: Page, twin: Twin) -> PageReading:
    """The reading in the page's own characters."""
    lines = page.text.split("\n")
    return replace(
        reading,
        page=page,
        articles=tuple(article.retold(twin.restored) for article in reading.articles),
        leftovers=tuple(replace(left, text=lines[left.line - 1]) for left in reading.leftovers),
    )
