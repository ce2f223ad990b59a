"""Newspaper pages read into articles, with every line accounted for.

`read_page` turns one page dump into a `PageReading`: articles in page order, the lines no article
took, and the doubts. The stages are lines → roles → outline → stitching → assigning → assembling;
each is a module of its own. Files, encodings and other inputs are `reading.sources`.
"""

from __future__ import annotations

from digest.model import Page, PageReading
from digest.reading.pages import read_page

__all__ = ["Page", "PageReading", "read_page"]
