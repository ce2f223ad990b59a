"""One article printed for people: heads, tags, dates, summary, then the body with its subheads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.model import Article, NamedDate

_MOST_DATES = 8  # named by an article that are shown


def _dates(article: Article) -> str:
    """The days that the text names, as far as known: 今年9月 = 2023-09-01…2023-09-30."""
    known = [f"{named.words} = {_days(named)}" for named in article.dates if named.last]
    more = len(known) - _MOST_DATES
    return " · ".join([*known[:_MOST_DATES], f"+{more}"] if more > 0 else known)


def _days(named: NamedDate) -> str:
    if named.first is None:
        return f"shortly before {named.last}"
    return f"{named.first}" if named.first == named.last else f"{named.first}…{named.last}"


def print_article(article: Article) -> None:
    """Print one article for people: heads, tags, summary, then the body with its subheads."""
    heads = (article.rubric, article.group_headline, article.kicker)
    print("\n".join(head for head in heads if head) or "—")
    print(f"【{article.title}】" + (f" {article.subtitle}" if article.subtitle else ""))
    places = "、".join(("*" if r.primary else "") + r.name for r in article.regions)
    topics = "、".join(topic.slug for topic in article.topics)
    day = article.published.date.isoformat() if article.published else "—"
    print(f"  {article.kind} · {day} · {places or '—'} · {topics or '—'}")
    if article.byline:
        print(f"  {article.byline}")
    print(f"  {article.source}#{article.position} · confidence {article.confidence:.2f}")
    if dates := _dates(article):
        print(f"  {dates}")
    print(f"  {article.summary}")
    for index, paragraph in enumerate((*article.paragraphs, None)):
        for at, subhead in zip(article.subhead_at, article.subheads, strict=False):
            if at == index:
                print(f"\n  ▍{subhead}")
        if paragraph is not None:
            print(f"  {paragraph}")
    print()
