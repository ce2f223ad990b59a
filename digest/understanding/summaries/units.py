"""An article's sentences as candidates for its summary: trimmed, scored, and marked with what
keeps them from standing first or alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from digest.language import sentences
from digest.model import Article
from digest.understanding.summaries import figures, standing, trimming

LONG = 84  # characters; a longer sentence has its dispensable clauses left out
_ACTOR = re.compile(
    r"总工会|[省市区县州]总(?![\u4e00-\u9fff]?[体数投面额])|工会|公司|集团|局|市|区|县|省"
)
_ACTION = re.compile(
    r"印发|出台|下发|发布|启动|举办|举行|召开|开展|建立|建成|打造|成立|设立|推出|揭牌|开工|开放|投入|发放|"
    r"组织|新建|开设|开通|签订|投用|评选|命名|表彰|慰问|送上|培训|化解|调解|构建|实施|联合|明确|覆盖|征集|形成"
)
_QUOTED = re.compile(r"^[“\"「]|[:：]\s*[“\"「]|[说道称][。.]$|”.{0,30}[说道][。]?$|？|\?|！$")
_VOICE = re.compile(r"^[^，,]{0,40}(?:表示|认为|坦言|感慨|告诉记者|强调|指出)[,，:：]")
_PLAN = re.compile(
    r"下一步|接下来|今后|未来[，,将]|将(?:继续|持续|进一步|不断|以此|紧|深|坚持|始终|切实|把|聚焦|积极)"
)
_BACKGROUND = re.compile(
    r"存在|不足|不健全|困难重重|缺乏|不少企业|一些人|受.{0,6}影响|原来|此前|曾经|过去|往往"
)
_EXAMPLE = re.compile(
    r"某[\u4e00-\u9fff]?|李女士|王先生|[\u4e00-\u9fff]女士|[\u4e00-\u9fff]先生|^他|^她|师傅"
)
_EXPLAINS = re.compile(
    r"^(?:这|此)?是.*(?:之一|缩影|举措|结果|体现)|^(?:[^，,]{0,12})?是[^，,]{0,30}(?:结果|缩影|写照)"
)
_CREED = re.compile(
    r"习近平|思想武装|新时代中国特色|听党话|高质量发展是|党的.{0,8}全会|重要论述|是国家的栋梁|牢牢把握"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A trimmed sentence with its place, what it is worth, and what it lacks."""

    text: str
    place: int
    paragraph: int
    worth: float
    overlap: float
    subject: bool
    figures: int


def of(article: Article) -> list[Unit]:
    """The article's sentences that could stand in a summary, in order."""
    title = _bigrams(" ".join(filter(None, (article.headline, article.kicker, article.subtitle))))
    raw = [
        (number, text)
        for number, paragraph in enumerate(article.paragraphs)
        for text in sentences.split(paragraph)
    ]
    spread = Counter(gram for _, text in raw for gram in _bigrams(text))
    made = (
        _unit(place, paragraph, text, title, spread) for place, (paragraph, text) in enumerate(raw)
    )
    return [unit for unit in made if unit]


def _unit(
    place: int, paragraph: int, sentence: str, title: set[str], spread: Counter[str]
) -> Unit | None:
    if not sentence.endswith(("。", "！", "!", "”", "；", ";", "……")) and place > 0:
        return None  # cut off by the page: what it says is not whole
    text = standing.rid_of_repeats(trimming.trim(sentence))
    text = standing.rid_of_repeats(trimming.shorten(text, LONG))
    if len(text) < 8 or sentence.endswith("……"):
        return None
    grams = _bigrams(text)
    overlap = len(grams & title) / max(len(title), 1)
    return Unit(
        text=text,
        place=place,
        paragraph=paragraph,
        worth=_worth(sentence, text, place, paragraph, overlap, grams, spread),
        overlap=overlap,
        subject=standing.has_subject(text),
        figures=len(figures.quantities(text)),
    )


def _worth(
    sentence: str,
    text: str,
    place: int,
    paragraph: int,
    overlap: float,
    grams: set[str],
    spread: Counter[str],
) -> float:
    common = sum(1 for gram in grams if spread[gram] > 1) / max(len(grams), 1)
    worth = 2.0 / (1 + 0.5 * place) + 0.6 / (1 + paragraph) + 3.0 * overlap + 1.2 * common
    worth += 0.7 * min(len(figures.quantities(text)), 4) + 0.3 * min(figures.totals(text), 3)
    worth += 0.5 * bool(_ACTOR.search(text[:24])) + 0.3 * min(len(_ACTION.findall(text)), 3)
    for pattern, cost in (
        (_QUOTED, 4.0),
        (_VOICE, 2.0),
        (_PLAN, 1.5),
        (_BACKGROUND, 1.0),
        (_EXAMPLE, 1.2),
        (_EXPLAINS, 2.0),
        (_CREED, 1.5),
    ):
        if pattern.search(sentence if pattern is _QUOTED or pattern is _VOICE else text):
            worth -= cost
    return worth - 0.012 * max(0, len(text) - 70)


def _bigrams(text: str) -> set[str]:
    """Pairs of neighbouring Chinese characters and digits."""
    marked = re.sub(r"[^\u4e00-\u9fff\dA-Za-z]+", "\n", text)
    return {marked[i : i + 2] for i in range(len(marked) - 1) if "\n" not in marked[i : i + 2]}
