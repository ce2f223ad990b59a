"""Stories as a page outlines them: their heads, who signs them, and the lines under them.

The values `outline` makes and the later stages read. They hold items and places; they decide
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.reading.names import Names
from digest.reading.roles import Item, Role


@dataclass(slots=True)
class Story:
    """One story as outlined: the items of its head and apparatus. `group` is the headline printed
    over several stories; the line belongs to the one that `leads_group`."""

    number: int
    heads: list[Item] = field(default_factory=list)
    rubrics: list[Item] = field(default_factory=list)
    signed: list[Item] = field(default_factory=list)
    credits: list[Item] = field(default_factory=list)
    notes: list[Item] = field(default_factory=list)
    labels: list[Item] = field(default_factory=list)
    sources: list[Item] = field(default_factory=list)
    subheads: list[Item] = field(default_factory=list)
    photo: bool = False
    group: Item | None = None
    leads_group: bool = False

    @property
    def feature(self) -> bool:
        """Signed on a line of its own, by a reporter or by an author with office; one in brackets
        closes a news story."""
        return any(
            item.role is Role.AUTHOR
            or (item.role is Role.BYLINE and not item.text.startswith(("(", "\uff08")))
            for item in self.signed
        )


@dataclass(slots=True)
class Outline:
    """Stories in page order; `home[place]` is the story a body item stands under (None: before
    any head); `pulls` are the places of pull-out text; `loose` are items that found no use."""

    items: Sequence[Item]
    stories: list[Story] = field(default_factory=list)
    home: dict[int, int | None] = field(default_factory=dict)
    pulls: set[int] = field(default_factory=set)
    loose: dict[int, str] = field(default_factory=dict)


def story_names(story: Story) -> Names:
    """Everyone who signs the story on lines of their own."""
    names = Names()
    for item in story.signed + story.credits:
        if item.names is not None:
            names = names.joined(item.names)
    return names
