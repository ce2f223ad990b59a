"""An answer in one line of plain Chinese: what was searched for, what was put right or added, and
how much was found."""

from __future__ import annotations

from digest import gazetteer
from digest.model import Query
from digest.understanding import taxonomy

# How many of the words that were also searched are named.
NAMED = 6
# Uncertain totals are told in hundreds.
STEP = 100


def also_searched(query: Query) -> tuple[str, ...]:
    """What else was looked for beside the words typed."""
    typed = {term.text for term in query.terms} | {wrong for _, wrong, _ in query.notes}
    others = (variant for term in query.terms for variant in term.variants)
    return tuple(dict.fromkeys(other for other in others if other not in typed))


def counted(total: int, least: int) -> str:
    """How many there are: exactly, or in round numbers what is sure when only `least` of an
    estimated total were counted."""
    return f"{least // STEP * STEP:,}+" if least >= STEP else str(total)


def plain(query: Query, found: str, near: int) -> str:
    """The line that the command line prints above the hits; `found` is how many there are."""
    parts = [f"“{query.text}”"]
    parts += [f"“{wrong}”按“{right}”搜索" for _, wrong, right in query.notes]
    also = also_searched(query)[:NAMED]
    parts += ["也搜了 " + "、".join(also)] if also else []
    parts += _limits(query)
    if found != "0":
        parts.append(f"找到 {found} 篇")
    elif near:
        parts.append(f"没有找到;以下 {near} 篇缺少所问的一部分")
    else:
        parts.append("没有找到")
    return " · ".join(parts)


def _limits(query: Query) -> list[str]:
    tree, topics = gazetteer.load(), taxonomy.load()
    found = []
    if query.regions:
        names = "、".join(tree.get(code).path for code in query.regions[:4])
        found.append(f"地区 {names}" + ("(本级)" if query.own_level else ""))
    if query.topics:
        found.append("话题 " + "、".join(topics.get(slug).name for slug in query.topics))
    if query.since or query.until:
        days = (day.isoformat() if day else "" for day in (query.since, query.until))
        found.append("日期 " + "–".join(days))
    if query.paper:
        found.append(f"报纸 {query.paper}")
    return found
