"""Headlines that stand over several stories, told from the kicker of the first one.

Looks at the stories of an outline in order: a first head line followed by a run of signed stories
and pictures that have one head line each is the headline of the group, when it is set apart from
the next line or speaks of what they speak of. It moves head lines only.
"""

from __future__ import annotations

from digest.reading.kinship import pairs
from digest.reading.stories import Outline, Story

_KICKER_ENDS = ("——", "—", "\uff1a", ":")
_WIDE = 2  # blank lines that set a group's headline apart from its first story


def settle(plan: Outline) -> None:
    """Takes group headlines out of the heads of their first stories."""
    stories = plan.stories
    texts = [_text(plan, story) for story in stories]
    i = 0
    while i < len(stories):
        members = _members(stories, i)
        if members and _over(stories, texts, i, members):
            lead = stories[i].heads.pop(0)
            for number in range(i, i + members + 1):
                stories[number].group = lead
            stories[i].leads_group = True
        i += 1 + members


def _members(stories: list[Story], first: int) -> int:
    """How many stories after the first one could stand under one headline with it."""
    story = stories[first]
    if len(story.heads) < 2 or not (story.feature or story.photo):
        return 0
    if story.rubrics or story.heads[0].text.endswith(_KICKER_ENDS):
        return 0
    count = 0
    for other in stories[first + 1 :]:
        if len(other.heads) > 1 or other.rubrics or not (other.feature or other.photo):
            break
        count += 1
    return count


def _over(stories: list[Story], texts: list[str], first: int, members: int) -> bool:
    """Is the first head line set apart, or its words those of most of the stories?"""
    lead, following = stories[first].heads[0], stories[first].heads[1]
    if following.gap >= _WIDE:
        return True
    words = pairs(lead.text)
    sharing = sum(bool(words & pairs(text)) for text in texts[first + 1 : first + 1 + members])
    return members >= _WIDE and 2 * sharing >= members


def _text(plan: Outline, story: Story) -> str:
    places = [place for place, home in plan.home.items() if home == story.number]
    return "".join(plan.items[place].text for place in sorted(places))
