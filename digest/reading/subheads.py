"""Which story a subhead divides, once it is settled what stands under it.

A signed piece that runs on in the columns of another story takes its subheads along: moves those
lines of the outline to the piece whose text follows them. It opens no story and judges no line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from digest.reading.fragments import Fragment
from digest.reading.roles import Item
from digest.reading.stories import Outline, Story


def settle(plan: Outline, fragments: Sequence[Fragment], owners: Sequence[int | None]) -> None:
    """Gives the subheads of stories that are not signed pieces to the signed piece, if any, of
    which lines stand between them and the next one; `owners` are the stories of the fragments."""
    for story in plan.stories:
        if story.subheads and not story.feature:
            for item, piece in _divided(plan, story, fragments, owners):
                story.subheads.remove(item)
                piece.subheads.append(item)
    for story in plan.stories:
        story.subheads.sort(key=lambda item: item.place)


def _divided(
    plan: Outline, story: Story, fragments: Sequence[Fragment], owners: Sequence[int | None]
) -> list[tuple[Item, Story]]:
    """The subheads that divide a signed piece, each with that piece."""
    out = []
    ends = [item.place for item in story.subheads[1:]] + [len(plan.items)]
    for item, end in zip(story.subheads, ends, strict=True):
        sizes: Counter[int] = Counter()
        for fragment, owner in zip(fragments, owners, strict=True):
            below = fragment.home == story.number and item.place < fragment.place < end
            if below and owner is not None and plan.stories[owner].feature:
                sizes[owner] += len(fragment.text)
        if sizes:
            out.append((item, plan.stories[sizes.most_common(1)[0][0]]))
    return out
