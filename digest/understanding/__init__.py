"""A read article turned into what a person in a chat can use: places, topics, a summary, a teaser,
keyphrases and organisations, each with its evidence. Pure: the same article gives the same result.

Nothing heavy is imported here; dictionaries and tables load at the first article.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from digest.model import Article, PageReading

if TYPE_CHECKING:
    from digest.understanding.taxonomy import Taxonomy


def use(*, topics: Path | None, synonyms: Path | None) -> None:
    """Put the operator's taxonomy and synonyms in force for this process (None: the shipped ones);
    raises DataError naming the file and line."""
    from digest.understanding import synonyms as synonym_data
    from digest.understanding import taxonomy

    taxonomy.use(topics)
    synonym_data.use(synonyms)


def understand(article: Article, taxonomy: Taxonomy | None = None) -> Article:
    """The article with its dates, regions, topics, summary, teaser, keyphrases and organisations;
    what places left open is added to its doubts. Without `taxonomy` the shipped one holds. One in
    traditional characters is understood by its simplified twin, and told in its own characters."""
    from digest.language import named_dates, twins
    from digest.understanding import originals

    article = replace(article, dates=named_dates.find(article))
    text = originals.text_of(article)
    if not twins.is_traditional(text):
        return _understood(article, taxonomy)
    twin = twins.Twin(text)
    return originals.restored(_understood(originals.simplified(article), taxonomy), article, twin)


def _understood(article: Article, taxonomy: Taxonomy | None) -> Article:
    from digest.understanding import keyphrases, organisations, regions, summaries, topics

    places = regions.find(article)
    placed = replace(article, regions=places.regions)
    summary = summaries.summarise(placed)
    return replace(
        placed,
        topics=topics.find(placed, taxonomy),
        summary=summary.text,
        teaser=summary.teaser,
        keyphrases=keyphrases.find(article),
        organisations=organisations.find(article),
        doubts=tuple(dict.fromkeys((*article.doubts, *places.doubts))),
    )


def understand_page(reading: PageReading, taxonomy: Taxonomy | None = None) -> PageReading:
    """The reading with every article of it understood. One that brought its summary along (an
    exported article) is kept as it is: export and ingest lose and change nothing."""
    return replace(
        reading,
        articles=tuple(
            article if article.summary else understand(article, taxonomy)
            for article in reading.articles
        ),
    )


def retag(article: Article, taxonomy: Taxonomy | None = None) -> Article:
    """The article with its topics found anew by this taxonomy, and nothing else changed."""
    from digest.language import twins
    from digest.understanding import originals, topics

    text = originals.text_of(article)
    if not twins.is_traditional(text):
        return replace(article, topics=topics.find(article, taxonomy))
    found = topics.find(originals.simplified(article), taxonomy)
    return replace(article, topics=originals.topics_restored(found, twins.Twin(text)))
