"""Headlines that stand over several stories, told from the kicker of the first one.

Looks at the stories of an outline in order: a first head line followed by a run of signed stories
and pictures is the headline of the group, when it is set apart from the next line, speaks of what
they speak of, or has a note of its own below it. It moves head lines and such notes only.
"""

from __future__ import annotations

from digest.reading.rarity import pairs, weight
from digest.reading.roles import Item, Role
from digest.reading.stories import Outline, Story

_KICKER_ENDS = ("——", "—", "\uff1a", ":")
_TELLING = 1.5  # weight above which a shared pair of characters tells of one matter
_WIDE = 2  # blank lines that set a group's headline apart from its first story


def settle(plan: Outline) -> None:
    """Takes group headlines out of the heads of their first stories."""
    stories = plan.stories
    texts = [_text(plan, story) for story in stories]
    i = 0
    while i < len(stories):
        if _is_note(plan, stories[i]) and (members := _run(stories, i + 1)) > 1:
            _move_note(plan, stories[i], stories[i + 1])
            _group(stories, stories[i].heads.pop(), i + 1, members)
            i += 1 + members
            continue
        members = _members(plan, texts, i)
        if members and _over(stories, texts, i, members):
            _group(stories, stories[i].heads.pop(0), i, members + 1)
        i += 1 + members


def _group(stories: list[Story], lead: Item, first: int, count: int) -> None:
    for story in stories[first : first + count]:
        story.group = lead
    stories[first].leads_group = True


def _opened(plan: Outline, story: Story) -> bool:
    """Does its text open with a byline?"""
    places = [place for place, home in plan.home.items() if home == story.number]
    opening = plan.items[min(places)].opening if places else None
    return opening is not None and bool(opening.names)


def _is_note(plan: Outline, story: Story) -> bool:
    """A head line over nothing but an editor's note."""
    if len(story.heads) != 1 or story.signed or story.photo or not story.notes:
        return False
    places = [place for place, home in plan.home.items() if home == story.number]
    return all(plan.items[place].role is Role.NOTE for place in places)


def _move_note(plan: Outline, story: Story, to: Story) -> None:
    for note in story.notes:
        plan.home[note.place] = to.number
    to.notes[:0] = story.notes
    story.notes.clear()


def _members(plan: Outline, texts: list[str], first: int) -> int:
    """How many stories after the first one could stand under one headline with it."""
    story = plan.stories[first]
    if len(story.heads) < 2 or story.rubrics or story.heads[0].text.endswith(_KICKER_ENDS):
        return 0
    if story.feature or story.photo:
        return _run(plan.stories, first + 1)
    return _news(plan, texts, first) if story.heads[1].gap >= _WIDE else 0


def _run(stories: list[Story], first: int) -> int:
    """How many stories from the first one on are signed on lines of their own, or pictures, and
    have but a headline, or a kicker that names it."""
    count = 0
    for story in stories[first:]:
        named = len(story.heads) == 2 and story.heads[0].text.endswith(_KICKER_ENDS)
        if (len(story.heads) > 1 and not named) or story.rubrics:
            break
        if not (story.feature or story.photo):
            break
        count += 1
    return count


def _news(plan: Outline, texts: list[str], first: int) -> int:
    """How many news stories after the first one, with but a headline each, have a telling word of
    the head line above them in common; none when fewer than two."""
    common = {pair for pair in pairs(plan.stories[first].heads[0].text) if weight(pair) > _TELLING}
    count = 0
    for story, text in zip(plan.stories[first:], texts[first:], strict=True):
        common &= pairs(text)
        alone = len(story.heads) == 1 or story is plan.stories[first]
        if not (alone and common and _opened(plan, story)):
            break
        count += 1
    return count - 1 if count > _WIDE else 0


def _over(stories: list[Story], texts: list[str], first: int, members: int) -> bool:
    """Is the first head line set apart, or its words those of most of the stories?"""
    lead, following = stories[first].heads[0], stories[first].heads[1]
    if following.gap >= _WIDE:
        return True
    words = pairs(lead.text)
    if members < _WIDE:
        title = "".join(item.text for item in stories[first + 1].heads)
        return bool(words & pairs(title)) and bool(words & pairs(following.text))
    sharing = sum(bool(words & pairs(text)) for text in texts[first + 1 : first + 1 + members])
    return 2 * sharing >= members


def _text(plan: Outline, story: Story) -> str:
    places = [place for place, home in plan.home.items() if home == story.number]
    return "".join(plan.items[place].text for place in sorted(places))
