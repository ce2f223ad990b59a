"""The pieces of running text that a page is put together from again.

Turns one body line, or one piece of a line, into a `Fragment`: its text with what its form and its
place on the page tell of its two edges. What runs on into what, and which story each is of, is
decided by others, who note the story here.
"""

from __future__ import annotations

from dataclasses import dataclass

from digest.reading import roles
from digest.reading.evidence import starts
from digest.reading.matter import Matter
from digest.reading.sequences import begins_item

SURE_START = 6.0  # openness of what certainly starts a paragraph


@dataclass(slots=True)
class Fragment:
    """A body line or piece: `place` in page order, house text, the story it stands under (`home`),
    the one it is held to belong to (`story`), the one whose words it is counted among
    (`counted`), what it speaks of (`matter`), and what its edges look like."""

    place: int
    line: int
    text: str
    home: int | None
    matter: Matter
    part: int = 0
    parts: int = 1
    starts_story: bool = False
    pull: bool = False
    note: bool = False
    whole: bool = False  # known to be a paragraph from its first word to its last
    gap: int = 1
    signed: bool = False  # a signature, credit or source stands at its end
    ends: bool = False  # its line is known to end here
    row: bool = False  # a row of a list or a line of verse
    headed: bool = False  # a subhead stands right above it
    widths: tuple[float, ...] = ()  # of the column lines it was wrapped from
    stray: bool = False  # of the second story in a line made of two columns
    awaited: bool = False  # the first line under a head whose opening stands elsewhere
    rooted: float = 0.0  # nats for belonging to the story it stands under, whatever it speaks of
    full: bool = False  # its last column line is full, so that even a full stop may not end it
    single: bool = False  # one line of a narrow column
    indent: float = 0.0  # nats for its first column line being set in as paragraph starts are
    closed: bool = False
    openness: float = 0.0  # nats for “this is the start of a paragraph”

    story: int | None = None
    counted: int | None = None

    def __post_init__(self) -> None:
        self.story = self.home
        self.closed = roles.closed(self.text) or self.signed or self.whole or self.ends
        self.openness = starts(self.text)
        if self.starts_story or self.note or self.whole or begins_item(self.text):
            self.openness = SURE_START
