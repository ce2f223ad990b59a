"""What a person decides about doubtful articles, written down so that it holds when the page comes
again corrected: accepted, hidden, joined, cut apart, or tagged by hand."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from digest.model import Article


def replayed(connection: Connection, source: str, found: Sequence[Article]) -> list[Article]:
    """The articles of a page that came again, with the decisions on the earlier one carried out."""
    return list(found)
