"""What was understood of an article's simplified twin, told in the article's own characters.

Turns an article in traditional characters into the simplified one that dictionaries, gazetteer and
taxonomy know, and the summary, evidence, phrases and names found in that one back. Names of regions
and topics come from tables and stay as they are there.
"""

from __future__ import annotations

from dataclasses import replace

from digest.language.twins import Twin
from digest.model import Article, Topic


def text_of(article: Article) -> str:
    """All text of an article, in reading order."""
    heads = (article.kicker, article.headline, article.subtitle, article.group_headline)
    others = (article.rubric, *article.subheads, *article.pullouts, article.editor_note)
    names = (article.byline, article.credit_source, article.photographer)
    parts = (*heads, *article.paragraphs, *others, *names)
    return "\n".join(part for part in parts if part)


def simplified(article: Article) -> Article:
    """The article as its simplified twin."""
    return article.retold(lambda text: Twin(text).simplified)


def restored(made: Article, article: Article, twin: Twin) -> Article:
    """The article with what was understood of its twin `made`."""
    regions = (replace(r, evidence=twin.restored(r.evidence)) for r in made.regions)
    return replace(
        article,
        regions=tuple(regions),
        topics=topics_restored(made.topics, twin),
        summary=twin.restored(made.summary),
        teaser=twin.restored(made.teaser),
        keyphrases=tuple(twin.restored(phrase) for phrase in made.keyphrases),
        organisations=tuple(twin.restored(name) for name in made.organisations),
        doubts=made.doubts,
    )


def topics_restored(topics: tuple[Topic, ...], twin: Twin) -> tuple[Topic, ...]:
    """The topics with their evidence as printed."""
    return tuple(
        replace(topic, evidence=tuple(twin.restored(word) for word in topic.evidence))
        for topic in topics
    )
