"""Commands over the stored articles: `search`, `show`, `export`, `browse`, `trends`, `remove`,
`retag`, `review`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from digest.cli.common import (
    Commands,
    command,
    complain,
    day,
    now,
    opened,
    print_json,
    today,
    whole,
    with_database,
    with_jsonl,
)

if TYPE_CHECKING:
    from digest.model import Hit, StoredArticle


MOST_WEEKS = 520  # ten years


def register(commands: Commands) -> None:
    """Declare the commands of this family."""
    _search(commands)
    show = command(commands, "show", run_show, "print stored articles")
    show.add_argument("ids", nargs="+", metavar="ID")
    export = command(commands, "export", run_export, "print every stored article")
    browse = command(commands, "browse", run_browse, "list articles by paper, date and page")
    browse.add_argument("--paper")
    browse.add_argument("--date", type=day, help="YYYY-MM-DD")
    browse.add_argument("--page")
    browse.add_argument("--limit", type=whole(1), default=50)
    trends = command(commands, "trends", run_trends, "count topics and regions by week")
    trends.add_argument("--weeks", type=whole(1, MOST_WEEKS), default=8)
    remove = command(commands, "remove", run_remove, "delete the articles of a page")
    remove.add_argument("source", help="the page's file name as `show` prints it")
    retag = command(commands, "retag", run_retag, "apply the present taxonomy to the store")
    review = command(commands, "review", run_review, "list doubtful articles, or decide on them")
    _review(review)
    for parser in (show, export, browse, trends, remove, retag, review):
        with_database(with_jsonl(parser))


def _search(commands: Commands) -> None:
    search = command(commands, "search", run_search, "find stored articles by anything typed")
    search.add_argument("query", nargs="+", metavar="QUERY")
    search.add_argument("--limit", type=whole(1), default=10, help="hits to print (default 10)")
    search.add_argument("--offset", type=whole(0), default=0, help="hits to pass over (default 0)")
    with_database(with_jsonl(search))


def _review(review: argparse.ArgumentParser) -> None:
    review.add_argument("--limit", type=whole(1), default=20)
    what = review.add_mutually_exclusive_group()
    what.add_argument("--accept", metavar="ID", help="the article is right as it stands")
    what.add_argument("--hide", metavar="ID", help="never show or send it")
    what.add_argument("--unhide", metavar="ID", help="show it again")
    what.add_argument("--merge", nargs="+", metavar="ID", help="the others join the first")
    what.add_argument(
        "--split", nargs=2, metavar=("ID", "N"), help="paragraph N begins another article"
    )
    what.add_argument("--retag", metavar="ID", help="set its --topics and --regions by hand")
    review.add_argument("--topics", help="slugs, comma-separated, best first")
    review.add_argument("--regions", help="codes, comma-separated, the first is where it happens")
    review.set_defaults(wrong=review.error)


def run_search(arguments: argparse.Namespace) -> int:
    """Answer a query as the bot would. What cannot be looked for (a lone emoji, 10,000 characters)
    finds nothing: standard error says why, and the status is that of any lookup without a hit."""
    from digest.errors import QueryRefused

    with opened(arguments) as service:
        try:
            query = service.lookup.understand(" ".join(arguments.query), today=today())
        except QueryRefused as refusal:
            complain(f"digest: {refusal}")
            return 0
        answer = service.lookup.answer(
            query, now=now(), offset=arguments.offset, limit=arguments.limit
        )
    if arguments.jsonl:
        print_json(hit_row(hit) for hit in answer.hits)
        return 0
    print(answer.plain)
    for number, hit in enumerate(answer.hits, start=arguments.offset + 1):
        _print_hit(number, hit)
    return 0


def hit_row(hit: Hit) -> dict[str, Any]:
    """A search hit for programs."""
    article = hit.stored.article
    return {
        "id": hit.stored.id,
        "headline": article.headline,
        "title": article.title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "group_headline": article.group_headline,
        "score": round(hit.score, 6),
        "snippet": "".join(span.text for span in hit.snippet),
        "elsewhere": hit.elsewhere,
        "lacks": list(hit.lacks),
        "kind": article.kind,
        "source": article.source,
        "published": article.published.date.isoformat() if article.published else None,
        "regions": [r.code for r in article.regions],
        "topics": [t.slug for t in article.topics],
        "summary": article.summary,
    }


def _print_hit(number: int, hit: Hit) -> None:
    article = hit.stored.article
    place = article.primary_region.name if article.primary_region else "—"
    day = article.published.date.isoformat() if article.published else "—"
    apart = " (elsewhere)" if hit.elsewhere else ""
    print(f"{number}. {article.title}{apart}\n   {place} · {day} · {hit.stored.id}")
    print("   " + "".join(f"[{s.text}]" if s.hit else s.text for s in hit.snippet))


def run_show(arguments: argparse.Namespace) -> int:
    """Print articles by id."""
    from digest.cli.printed import print_article

    with opened(arguments) as service:
        stored = [service.library.article(article_id) for article_id in arguments.ids]
    for one in stored:
        if arguments.jsonl:
            print_json([_stored_row(one)])
        else:
            print_article(one.article)
    return 0


def _stored_row(stored: StoredArticle) -> dict[str, Any]:
    from digest.contract import to_json

    return {**to_json(stored.article), "id": stored.id, "read_at": stored.read_at.isoformat()}


def run_export(arguments: argparse.Namespace) -> int:
    """Print the whole store as JSON lines that `digest ingest` takes back without loss."""
    with opened(arguments) as service:
        for line in service.library.export_lines():
            print(line.rstrip("\n"))
    return 0


def run_browse(arguments: argparse.Namespace) -> int:
    """List articles of a paper, day or page."""
    with opened(arguments) as service:
        found = service.library.browse(
            paper=arguments.paper, day=arguments.date, page=arguments.page, limit=arguments.limit
        )
    if not found:
        complain("digest: no article of that paper, day and page")
    if arguments.jsonl:
        print_json(_stored_row(stored) for stored in found)
        return 0
    for stored in found:
        print(
            f"{stored.id}  {stored.article.source}#{stored.article.position}  "
            f"{stored.article.title}"
        )
    return 0


def run_trends(arguments: argparse.Namespace) -> int:
    """Count what is written about what and where."""
    from dataclasses import asdict

    with opened(arguments) as service:
        trends = service.library.trends(now=now(), weeks=arguments.weeks)
    if arguments.jsonl:
        print_json([asdict(trends)])
    else:
        print(trends.plain)
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Delete a page's articles."""
    with opened(arguments) as service:
        count = service.library.remove(arguments.source, now=now())
    if arguments.jsonl:
        print_json([{"source": arguments.source, "removed": count}])
    else:
        print(f"{count} articles removed")
    if not count:
        complain(f"digest: no articles came from {arguments.source}")
    return 0 if count else 1


def run_retag(arguments: argparse.Namespace) -> int:
    """Find topics anew for every stored article."""
    with opened(arguments) as service:
        changed = service.library.retag_all()
    if arguments.jsonl:
        print_json([{"changed": changed}])
    else:
        print(f"{changed} articles have other topics now")
    return 0


def run_review(arguments: argparse.Namespace) -> int:
    """Decide on one article, or list those that wait for a decision."""
    _whole_wish(arguments)
    with opened(arguments) as service:
        library = service.library
        if arguments.accept:
            library.accept(arguments.accept, now=now())
        elif arguments.hide:
            library.hide(arguments.hide, now=now())
        elif arguments.unhide:
            library.unhide(arguments.unhide, now=now())
        elif arguments.merge:
            library.merge(arguments.merge, now=now())
        elif arguments.split:
            ids = library.split(arguments.split[0], int(arguments.split[1]), now=now())
            _print_pieces(ids, arguments.jsonl)
        elif arguments.retag:
            topics, regions = _listed(arguments.topics), _listed(arguments.regions)
            library.retag(arguments.retag, topics, regions, now=now())
        else:
            _print_queue(library.review_queue(arguments.limit), arguments.jsonl)
    return 0


def _whole_wish(arguments: argparse.Namespace) -> None:
    """End with wrong usage where an option lacks what belongs to it."""
    if arguments.split and not arguments.split[1].isdecimal():
        arguments.wrong(f"--split: {arguments.split[1]!r} is no paragraph's number")
    tags = arguments.topics is not None or arguments.regions is not None
    if tags != bool(arguments.retag):
        arguments.wrong("--retag goes with --topics, --regions or both")


def _listed(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())


def _print_pieces(ids: tuple[str, str], jsonl: bool) -> None:
    if jsonl:
        print_json([{"id": article_id} for article_id in ids])
    else:
        print(f"cut apart: {ids[0]} and, from the paragraph on, {ids[1]}")


def _print_queue(waiting: list[StoredArticle], jsonl: bool) -> None:
    if jsonl:
        print_json(_stored_row(stored) for stored in waiting)
        return
    for stored in waiting:
        article = stored.article
        print(f"{stored.id}  {article.confidence:.2f}  {article.title}  ({article.source})")
        for doubt in article.doubts:
            print(f"      {doubt}")
    if not waiting:
        print("nothing waits for review")
