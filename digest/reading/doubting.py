"""What a person should look at again in one paragraph: its ends, its seams, where it came from.

Turns a chain, with the one before it, into signs with the lines they concern. It changes nothing.
"""

from __future__ import annotations

from digest.reading import roles
from digest.reading.confidence import Sign
from digest.reading.paragraphs import Chain

_OPEN_START = -1.0  # nats below which a paragraph's start reads like that of a continuation
_NOT_SET_IN = -1.0  # nats below which its first line shows the same
# Nats below which a link is doubtful, in a paragraph of more than two pieces: of 66 such ones on
# 320 made pages 45 were put together wrongly, of 352 of two pieces with so weak a link 44.
_WEAK_LINK, _PIECES = 2.0, 2

Found = tuple[tuple[int, ...], Sign]


def doubts(chain: Chain, before: Chain | None) -> list[Found]:
    """The signs of one paragraph and the lines they concern; `before` is the paragraph above."""
    at = tuple(dict.fromkeys(fragment.line for fragment in chain.fragments))
    found: list[Found] = []
    if chain.cut:
        found.append((at[-1:], Sign.CUT))
    if _lost_start(chain, before):
        found.append((at[:1], Sign.BROKEN))
    if chain.sure < _WEAK_LINK and len(chain.fragments) > _PIECES:
        found.append((at, Sign.WEAK))
    strayed = [fragment.line for fragment in chain.fragments if fragment.home != chain.story]
    if strayed:
        found.append((tuple(dict.fromkeys(strayed)), Sign.BROUGHT))
    return found


def _lost_start(chain: Chain, before: Chain | None) -> bool:
    """Does a paragraph go on with something: by a mark nothing starts with, or by two of three: its
    words, its first line not set in as others are, the paragraph before it breaking off. Words
    alone would say it of every tenth paragraph of a clean page."""
    first = chain.fragments[0]
    if first.starts_story:
        return False
    signs = (
        first.openness < _OPEN_START,
        first.indent < _NOT_SET_IN,
        before is not None and before.cut,
    )
    return roles.broken_start(first.text) or sum(signs) > 1
