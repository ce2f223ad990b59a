"""Lays labelled articles out on page dumps with graded damage, and writes the pages with their gold.

    python tests/quality/pages.py --split dev --level 2 --pages 5 --out DIR

Levels: 0 clean · 1 like seeds 000 to 002 (column breaks in mid-sentence, pull-outs inside a sentence,
titles after the credit) · 2 like 003 (a tail far from its article, merged paragraphs, glued subheads
and credits) · 3 like 004 (hard wraps, straight quotes, lost and heaped last lines, articles inside one
another). Same split, level and number give the same page. Gold keeps `paragraphs` as written;
`chars_paragraphs` is what survived on the page, `dump_text` all that the page holds of the article.
"""

import argparse
import copy
import itertools
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import articles
import damage

PER_PAGE = 7


@dataclass
class Block:
    """One block of lines of a page; `par` is the index of the gold paragraph it holds a part of."""

    text: str
    role: str
    par: int | None = None
    lines: list[str] = field(default_factory=list)


@dataclass
class Laid:
    """An article on its way to the page: its blocks in reading order and the gold to go with them."""

    gold: dict[str, Any]
    blocks: list[Block]

    def shorten(self, index: int, text: str) -> None:
        self.gold["chars_paragraphs"][index] = text

    def record(self) -> None:
        """Settles the gold before the article's blocks are strewn over the page."""
        gold = self.gold
        gold["chars"] = "".join(gold["chars_paragraphs"])
        gold["key_numbers"] = [n for n in gold["key_numbers"] if n in gold["chars"]]
        gold["dump_text"] = "".join("".join(b.lines) or b.text for b in self.blocks)


def laid(article: dict[str, Any], group: str | None, rng: random.Random, level: int) -> Laid:
    """The article's pieces in print order."""
    gold = copy.deepcopy(article["gold"])
    head = [Block(group, "group")] if group else []
    head += [Block(gold[k], k) for k in ("rubric", "kicker", "headline", "subtitle") if gold[k]]
    body: list[Block] = []
    index = 0
    for role, text in article["flow"]:
        body.append(Block(text, role, index if role != "sub" else None))
        index += role != "sub"
    sign(article, gold, head, body, rng, level)
    if article["source"]:
        body[-1].text += article["source"]
    if level and gold["kind"] == "photo" and (article["title_after"] or rng.random() < 0.4):
        body += [b for b in head if b.role == "headline"]
        head = [b for b in head if b.role != "headline"]
    return Laid(gold, head + body)


def sign(
    article: dict[str, Any], gold: dict[str, Any], head: list[Block], body: list[Block],
    rng: random.Random, level: int,
) -> None:  # fmt: skip
    """Puts the byline where the article wants it."""
    byline, where = gold["byline"], article["sign"]
    if where == "lead":
        body[0].text = byline + body[0].text
    elif where == "line":
        head.append(Block(byline, "byline"))
    elif where == "end":
        body[-1].text += byline
    elif where == "after" and level >= 2 and rng.random() < 0.6:
        body[-1].text += " " * rng.randint(0, 1) + byline
    elif where == "after":
        body.append(Block(byline, "credit"))


# ---------- level 1 ----------
def break_columns(art: Laid, rng: random.Random) -> None:
    """Paragraphs cut in mid-sentence; a pull-out lands in one of the cuts or between paragraphs."""
    out: list[Block] = []
    pull = (
        [Block("阅读提示", "pull"), Block(art.gold["pullout"][0], "pull")]
        if art.gold["pullout"]
        else []
    )
    long = sum(b.role == "par" for b in art.blocks)
    for block in art.blocks:
        at = 0
        if block.role == "par" and rng.random() < (0.35 if long > 2 else 0.15):
            at = damage.cut_point(block.text, rng)
        if not at:
            out.append(block)
            continue
        first = Block(block.text[:at], "par", block.par)
        out += [first, *pull, Block(block.text[at:], "part", block.par)]
        pull = []
    if pull:
        at = next(i for i, b in enumerate(out) if b.role == "par")
        out[at + 1 : at + 1] = pull
    art.blocks = out


def lose_some(art: Laid, rng: random.Random, rate: float) -> None:
    """Some paragraphs lose their last characters; the gold's surviving text follows."""
    for block in art.blocks:
        whole = block.par is not None and art.gold["chars_paragraphs"][block.par].endswith(
            block.text
        )
        if block.role in ("par", "part") and whole and rng.random() < rate:
            short = damage.lose_tail(block.text, rng)
            lost = len(block.text) - len(short)
            if lost:
                block.text = short
                art.shorten(block.par or 0, art.gold["chars_paragraphs"][block.par or 0][:-lost])


# ---------- level 2 ----------
def glue(art: Laid, rng: random.Random) -> None:
    """Subheads run into their paragraph (the gold then counts them in it) and paragraphs merge."""
    out: list[Block] = []
    for block in art.blocks:
        last = out[-1] if out else None
        if last and last.role == "sub" and block.role == "par" and rng.random() < 0.35:
            mark = "。" if rng.random() < 0.7 else ""
            block.text = last.text + mark + block.text
            art.gold["subheads"] = [s for s in art.gold["subheads"] if s["text"] != last.text]
            for key in ("paragraphs", "chars_paragraphs"):
                art.gold[key][block.par] = last.text + mark + art.gold[key][block.par]
            out.pop()
            last = out[-1] if out else None
        if last and last.role in ("par", "part") and block.role == "par" and rng.random() < 0.2:
            last.text += block.text
            continue
        out.append(block)
    art.blocks = out


def take_tail(art: Laid, rng: random.Random) -> list[Block]:
    """Cuts the article's end off in mid-sentence and returns it, to be put elsewhere on the page."""
    bodies = [i for i, b in enumerate(art.blocks) if b.role in ("par", "part")]
    for i in reversed(bodies[1:][-3:]):
        at = damage.cut_point(art.blocks[i].text, rng)
        if at and not any(b.role in ("note", "credit") for b in art.blocks[i:]):
            block = art.blocks[i]
            tail = [Block(block.text[at:], "part", block.par), *art.blocks[i + 1 :]]
            art.blocks[i:] = [Block(block.text[:at], block.role, block.par)]
            return tail
    return []


# ---------- level 3 ----------
def spoil(art: Laid, rng: random.Random, width: int, torn: bool) -> None:
    """Misprints, straight quotes and hard wraps; last lines lost, or all lines scattered when torn."""
    for block in art.blocks:
        if block.role in ("par", "part") and block.par is not None:
            before = block.text
            block.text = damage.misprint(before, rng, 0.02)
            kept = art.gold["chars_paragraphs"][block.par]
            art.shorten(block.par, kept.replace(before, block.text))
        if block.role in ("par", "part", "note"):
            block.lines = damage.wrap(block.text, width, 2 if block.role == "par" else 0)
        elif block.role == "headline" and len(block.text) > 14 and rng.random() < 0.3:
            at = len(block.text) // 2
            block.lines = [block.text[:at], block.text[at:]]
        else:
            block.lines = [block.text]
        block.lines = [damage.straight(line) for line in block.lines]
    if torn:
        tear(art, rng)
    elif len(art.blocks) > 5 and rng.random() < 0.2:
        i = rng.randrange(3, len(art.blocks) - 1)
        art.blocks[i], art.blocks[i + 1] = art.blocks[i + 1], art.blocks[i]


def tear(art: Laid, rng: random.Random) -> None:
    """Every line of the body a block of its own, in the order of a torn column."""
    body = [b for b in art.blocks if b.role in ("par", "part")]
    rest = [b for b in art.blocks if b.role not in ("par", "part")]
    groups: list[list[str]] = []
    for block in body:
        if block.role == "part" and groups:
            groups[-1] += block.lines
        else:
            groups.append(list(block.lines))
    lines = damage.scatter(groups, rng)
    heads = [b for b in rest if b.role not in ("sub", "credit")]
    tails = [b for b in rest if b.role in ("sub", "credit")]
    art.blocks = heads + [Block(line, "line", lines=[line]) for line in lines] + tails


def nest(order: list[Laid], rng: random.Random) -> list[Block]:
    """Block order of the page: now and then an article stands inside the one before it."""
    out: list[Block] = []
    i = 0
    while i < len(order):
        one, two = order[i], order[i + 1] if i + 1 < len(order) else None
        roomy = (
            len([b for b in one.blocks if b.role == "par"]) > 1 and "photo" not in one.gold["kind"]
        )
        if two and roomy and rng.random() < 0.45:
            out += nested(one, two, rng)
            i += 2
        else:
            out += one.blocks
            i += 1
    return out


def nested(one: Laid, two: Laid, rng: random.Random) -> list[Block]:
    """`two` inside `one`: as a whole, block by block, or with the first lines of both read across."""
    if random.Random(one.gold["id"] + two.gold["id"]).random() < 0.2:
        return alternating(one.blocks, two.blocks)
    first = next((b for b in one.blocks if b.role == "par" and len(b.lines) > 3), None)
    other = next((b for b in two.blocks if b.role == "par" and len(b.lines) > 3), None)
    if first and other and rng.random() < 0.33:
        first.lines = damage.zip_rows(first.lines, other.lines[:2], rng)
        other.lines = other.lines[2:]
        return [*one.blocks, *two.blocks]
    at = [i for i, b in enumerate(one.blocks) if b.role in ("par", "part")]
    cut = rng.choice(at[:-1] or at) + 1
    inside = next((b for b in one.blocks[cut - 1 : cut] if len(b.lines) > 4), None)
    if inside and rng.random() < 0.6:
        k = rng.randint(2, len(inside.lines) - 2)
        late = Block("", "part", inside.par, inside.lines[k:])
        inside.lines = inside.lines[:k]
        return [*one.blocks[:cut], *two.blocks, late, *one.blocks[cut:]]
    return [*one.blocks[:cut], *two.blocks, *one.blocks[cut:]]


def alternating(left: list[Block], right: list[Block]) -> list[Block]:
    """Two columns read block by block: a block of the left, one of the right (its whole head at
    once), and so on to the end of both."""
    heads = next((i for i, b in enumerate(right) if b.role in ("par", "line")), 0) + 1
    start = next((i for i, b in enumerate(left) if b.role in ("par", "line")), 0) + 1
    rows = itertools.zip_longest(left[start:], [None, *right[heads:]])
    woven = [block for row in rows for block in row if block]
    return [*left[:start], *right[:heads], *woven]


# ---------- pages ----------
def page(split: str, level: int, number: int) -> tuple[str, list[dict[str, Any]]]:
    """(page text, gold in the order of the articles' heads)."""
    rng = random.Random(f"{split}/{level}/{number}")
    stories = list(articles.load(split))
    rng.shuffle(stories)
    chosen: list[Laid] = []
    for story in stories:
        if len(chosen) >= PER_PAGE:
            break
        for i, article in enumerate(story["articles"]):
            chosen.append(laid(article, story["group"] if i == 0 else None, rng, level))
    blocks = assemble(chosen, rng, level)
    style = damage.full_width if level < 3 and rng.random() < 0.15 else str
    text = "\n\n\n" + "".join(written(b, nxt, level, rng) for b, nxt in pairs(blocks)).rstrip()
    return style(text), [art.gold for art in chosen]


def assemble(chosen: list[Laid], rng: random.Random, level: int) -> list[Block]:
    """The blocks of the page in dump order, damaged as the level says; settles all gold."""
    torn = rng.randrange(len(chosen)) if level == 3 and rng.random() < 0.6 else -1
    for i, art in enumerate(chosen):
        harm(art, rng, level, i == torn and art.gold["kind"] == "news")
        art.record()
    if level == 3:
        return nest(chosen, rng)
    return move_tails(chosen, rng) if level == 2 else [b for a in chosen for b in a.blocks]


def harm(art: Laid, rng: random.Random, level: int, torn: bool) -> None:
    """The damage done to an article by itself."""
    if level == 2:
        glue(art, rng)
    if level:
        break_columns(art, rng)
        lose_some(art, rng, (0, 0.03, 0.06, 0.12)[level])
    elif art.gold["pullout"]:
        at = next(i for i, b in enumerate(art.blocks) if b.role == "par")
        art.blocks[at:at] = [Block("阅读提示", "pull"), Block(art.gold["pullout"][0], "pull")]
    if level == 3:
        spoil(art, rng, rng.randint(19, 28), torn)


def move_tails(chosen: list[Laid], rng: random.Random) -> list[Block]:
    """One article's tail goes before the page's first headline or behind another article's end."""
    spots = [i for i in range(1, len(chosen)) if chosen[i].gold["kind"] != "photo"]
    tails: dict[int, list[Block]] = {}
    for i in rng.sample(spots, min(len(spots), rng.randint(1, 2))):
        host = rng.choice([-1, *[k for k in range(len(chosen)) if k not in (i, *tails)]])
        if host not in tails and (tail := take_tail(chosen[i], rng)):
            tails[host] = tail
    out = list(tails.get(-1, []))
    for i, art in enumerate(chosen):
        out += art.blocks + tails.get(i, [])
    return out


def pairs(blocks: list[Block]) -> Iterable[tuple[Block, Block | None]]:
    return zip(blocks, [*blocks[1:], None], strict=True)


def written(block: Block, following: Block | None, level: int, rng: random.Random) -> str:
    """The block's text and the blank lines behind it."""
    text = " ".join(block.lines) if block.lines else block.text
    if not level:
        return text + "\n\n"
    new = following is not None and following.role in ("group", "rubric", "kicker", "headline")
    if new and rng.random() < 0.3:
        return text + "\n\n\n\n"
    tight = level < 3 and block.role == "par" and following is not None and following.role == "par"
    return text + ("\n" if tight and rng.random() < 0.25 else "\n\n")


def write(split: str, level: int, pages: int, out: Path) -> list[Path]:
    """Writes `L{level}-{n}.txt` with its gold beside it; returns the page files."""
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(1, pages + 1):
        text, gold = page(split, level, number)
        path = out / f"L{level}-{number}.txt"
        path.write_text(text, encoding="utf-8")
        rows = "".join(json.dumps(g, ensure_ascii=False) + "\n" for g in gold)
        path.with_suffix(".jsonl").write_text(rows, encoding="utf-8")
        files.append(path)
    return files


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--split", choices=articles.SPLITS, default="dev")
    parser.add_argument("--level", type=int, choices=range(4), required=True)
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    for path in write(args.split, args.level, args.pages, args.out):
        print(path)


if __name__ == "__main__":
    main()
