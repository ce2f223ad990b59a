"""What a page dump does to clean text: cuts, wraps, losses and slips, each a small pure function.

Every function takes the random source it draws from, so that a page is the same for the same seed.
The damage is modelled on the five seed pages; amounts are arguments, chosen in `pages.py`.
"""

import random

OCR_SLIPS = {"入": "人", "已": "己", "未": "末", "日": "曰", "士": "土", "千": "干"}
ENDS = "。!?…”)"


def cut_point(text: str, rng: random.Random, low: float = 0.25, high: float = 0.85) -> int:
    """A place in mid-sentence (0 when the text is too short): no figure is torn apart."""
    spots = [
        i
        for i in range(int(len(text) * low), int(len(text) * high))
        if text[i - 1] not in ENDS + ",;:、(“‘《"
        and text[i] not in ENDS + ",;:、)’》%"
        and not (text[i - 1].isdigit() or text[i].isdigit())
    ]
    return rng.choice(spots) if len(text) > 60 and spots else 0


def wrap(text: str, width: int, indent: int = 2) -> list[str]:
    """Lines of `width` full-width characters; a half-width character counts half. No line opens
    with a closing mark and no figure is torn apart, as in print."""
    lines, line, used = [], "", float(indent)
    for c in text:
        size = 0.5 if ord(c) < 0x2E80 and c not in "“”‘’…—·" else 1.0
        figure = line[-1:].isdigit() or line[-1:] == "."
        if (
            used + size > width
            and c not in ",。、;:!?”’)》"
            and not (figure and c in ".%0123456789")
        ):
            lines.append(line)
            line, used = "", 0.0
        line += c
        used += size
    return [*lines, line] if line else lines


def straight(text: str) -> str:
    return text.translate(str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"}))


def full_width(text: str) -> str:
    return text.translate(
        str.maketrans({",": ",", ":": ":", ";": ";", "!": "!", "?": "?", "(": "(", ")": ")"})
    )


def misprint(text: str, rng: random.Random, rate: float) -> str:
    """Look-alike characters swapped in as OCR does; first characters are spared."""
    return "".join(
        OCR_SLIPS[c] if i and c in OCR_SLIPS and rng.random() < rate else c
        for i, c in enumerate(text)
    )


def lose_tail(text: str, rng: random.Random) -> str:
    """The text without its last 2 to 14 characters: the last line of a column that was not read."""
    return text[: -rng.randint(2, 14)] if len(text) > 60 else text


def scatter(groups: list[list[str]], rng: random.Random) -> list[str]:
    """Lines of several paragraphs as a torn column gives them: the short last lines and some first
    lines end up in a heap behind the rest, in any order, and two paragraphs may trade places."""
    groups = [list(g) for g in groups]
    if len(groups) > 3 and rng.random() < 0.4:
        i = rng.randrange(1, len(groups) - 1)
        groups[i], groups[i + 1] = groups[i + 1], groups[i]
    heap = [g.pop(0) for g in groups[1:] if len(g) > 1 and rng.random() < 0.35]
    heap += [g.pop() for g in groups if len(g) > 1 and len(g[-1]) < 14 and rng.random() < 0.6]
    rng.shuffle(heap)
    return [line for group in groups for line in group] + heap


def zip_rows(left: list[str], right: list[str], rng: random.Random) -> list[str]:
    """Two columns read across: from some row on, lines of the right one stand between the left's."""
    start = rng.randint(1, max(1, len(left) - 2))
    out = left[:start]
    rest, others = left[start:], list(right)
    while rest or others:
        if others:
            out.append(others.pop(0))
        if rest:
            out.append(rest.pop(0))
    return out
