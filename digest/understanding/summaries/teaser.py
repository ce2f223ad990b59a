"""One line of at most 40 characters for lists: what the summary's first sentence says, without
when and on what occasion, up to a clause end.
"""

from __future__ import annotations

import re

from digest.language.sentences import clauses, split
from digest.model import Article
from digest.understanding.summaries import trimming

LIMIT = 40
_SETTING = re.compile(
    r"(?:在|自|从|由)[^，,]*[，,]$|[^，,]*(?:[省市县区镇乡村后前上里内]|街道|社区|门口|广场|现场|车间)[，,]$"
)
LEAST = 12  # characters; less says nothing


def of(article: Article, summary: str) -> str:
    """The first clauses of the summary that say something; the title when there is no summary."""
    first = next(iter(split(summary)), "") or article.title
    parts = clauses(first, "，,；;：:")
    while len(parts) > 1 and (trimming.is_circumstance(parts[0]) or _SETTING.match(parts[0])):
        parts.pop(0)
    kept = ""
    for part in parts:
        if len(kept) + len(part) > LIMIT:
            break
        kept += part
    if len(kept) < LEAST:
        return trimming.cut("".join(parts), LIMIT)
    return trimming.closed(kept)
