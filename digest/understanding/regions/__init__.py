"""Turns an article into the places it speaks of, each with the words it stands on.

`find` reads the article's lines as fields that weigh differently, sights names in them, drops
what is no place there (a road, a paper, a person), decides which unit an ambiguous name means
from the rest of the story, and weighs what is left: at most one place is primary, the one where
the story happens. It looks at text alone: no clock, no store, no network.
"""

from digest.understanding.regions.finding import Places, find

__all__ = ["Places", "find"]
