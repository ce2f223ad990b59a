"""An article's sentences as candidates for its summary: trimmed, without clauses that add nothing,
scored, and marked with what keeps them from standing first or alone.

What a sentence is worth: where it stands, how much of the headline it says, its figures, who acts;
less what speaks against it (speech, scenes, hopes,
background, one person's story) and its length. Weights were set by hand on the labelled seeds and
on our own articles and are judged by `sum_rougeL` and `sum_numbers` there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice
from operator import add

from digest.language import sentences
from digest.model import Article
from digest.understanding import organisations
from digest.understanding.summaries import against, figures, standing, trimming
from digest.understanding.summaries.grounding import Ground

MOST = 300  # sentences looked at; the longest feature of a page has about a hundred
LONGEST = 600  # characters of a sentence looked at; what is longer is no sentence
NEAR = 4000  # characters before a sentence in which what it points to is looked for
EARLY = 4  # sentences; what stands behind them must promise something to be looked at
LONG = 50  # characters; a longer sentence has its dispensable clauses left out
HARD = 90  # characters; beyond it only figures keep a clause at the end
LEAST_LEFT = 40  # characters; less may be a subject whose predicate was cut off
PER_CHARACTER = 0.03  # what a character costs: a clause must tell more than this to stay
PEG, PEG_AT_ONCE = (
    0.3,
    1.5,
)  # what a news peg (近日, 11月1日) counts, and in the very first sentence
HOLLOW = 1.2  # what a sentence costs that is mostly praise
ASIDE = 0.8  # what it costs to speak of one firm in a piece about a union or a place
OPENING = 320  # characters in which the places are named that a piece is about
PERSON = 1.2  # what naming a person costs: one worker's story is not the news
FIGURE, TOTAL, TITLE = 0.8, 0.25, 1.8
_ACTOR = re.compile(
    r"总工会|[省市区县州旗]总(?![\u4e00-\u9fff]?[体数投面额])|工会|公司|集团|局|[市区县省州旗]"
)
_NAMED = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?<![全各该本跨我])"
    r"(?:[省市县州旗盟镇乡]|(?<![小社])区|街道|社区|总工会|工会|公司|集团|学院|局)"
)
_ACTS = re.compile(
    r"[^，,。]{0,26}?(?:总工会|工会联合会|工会|[省市区县州旗]总|公司|集团|局|学院|驿站|服务站|平台|中心|大会|大赛|竞赛)(?=[^的、，,])"
)
_RUN = re.compile(r"[\u4e00-\u9fff\dA-Za-z]{2,}")
_LEADS_UP = re.compile(r"(?:—|:|：)\s*$")
_FIRM = re.compile(r"[^，,。]{0,8}?[\u4e00-\u9fff]{2,12}(?:公司|集团|厂|车间)(?!工会)")
_DIGIT = re.compile(r"\d")
_UNION = re.compile(r"[^，,。]{0,4}?(?P<place>[\u4e00-\u9fff]{2,5}[县区市旗])总(?:工会)?")
_TIME = re.compile(r"^[^，,]{2,16}[，,]")
_PEG = re.compile(
    r"(?:近日|日前|昨日|昨天|今日|\d{1,2}月\d{1,2}日|今年\d{1,2}月|记者(?:近日|日前|从))"
)
_ACTION = re.compile(
    r"印发|出台|下发|发布|启动|举办|举行|召开|开展|建立|建成|打造|成立|设立|推出|揭牌|开工|开放|投入|发放|"
    r"组织|新建|开设|开通|签订|投用|评选|命名|表彰|慰问|送上|培训|化解|调解|构建|实施|联合|明确|覆盖|征集|形成|"
    r"上线|推行|推进|组建|启用|落幕|开幕|发起|部署|开出|通过"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文宁晓"
)
_PERSON = re.compile(
    r"[工员人师长手民妇哥姐生机任理记席者户妈]"
    rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[说表在把向告介正激开半坦笑感每捧翻领拿走掏指回算及])"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A trimmed sentence with its place, what it is worth, and what it has."""

    text: str
    place: int
    worth: float
    overlap: float
    named: bool
    acts: bool
    figures: int

    @property
    def grams(self) -> frozenset[str]:
        """Its pairs of neighbouring characters, by which it is compared with others."""
        return _bigrams(self.text)

    @property
    def subject(self) -> bool:
        """Whether it says who or what; worked out when it comes to be chosen."""
        return standing.has_subject(self.text)


def of(article: Article) -> list[Unit]:
    """The article's sentences that could stand in a summary, in order."""
    every = (text for paragraph in article.paragraphs for text in sentences.split(paragraph))
    texts = list(islice(every, MOST))
    scorer = _Scorer(article, texts)
    made = [scorer.unit(place, text) for place, text in enumerate(texts)]
    announced = _announced(article)
    above = [scorer.unit(place - len(announced), text) for place, text in enumerate(announced)]
    return [unit for unit in (*above, *made) if unit]


def _announced(article: Article) -> list[str]:
    """What an editor set above a feature to say what it is about: the kicker, the pull-outs.

    A kicker that leads up to the headline (…——) belongs to the piece; anything else may have come
    from elsewhere on the page, and counts only when the body says the same words.
    """
    body = "\n".join(article.paragraphs)
    pulled = [text for pullout in article.pullouts for text in sentences.split(pullout)]
    texts = [text for text in pulled if _said_in(body, text)]
    kicker = article.kicker or ""
    tells = _NAMED.search(kicker[:24]) and _ACTION.search(kicker)
    if tells and (_LEADS_UP.search(kicker) or _said_in(body, kicker)):
        texts.insert(0, trimming.closed(kicker))
    return texts


def _said_in(body: str, text: str) -> bool:
    """Whether nine tenths of the text's neighbouring threes of characters stand in the body."""
    run = "".join(_RUN.findall(text))
    threes = [run[i : i + 3] for i in range(len(run) - 2)]
    return bool(threes) and sum(three in body for three in threes) >= 0.9 * len(threes)


class _Scorer:
    """Knows the article: its headline, whom and what it names."""

    def __init__(self, article: Article, texts: list[str]) -> None:
        self._article = article
        self._texts = texts
        self._heads = " ".join(filter(None, (article.headline, article.kicker, article.subtitle)))
        self._title = _bigrams(self._heads)
        self._persons = _persons(texts)
        self._opening = self._heads + "".join(article.paragraphs)[:OPENING]

    @cached_property
    def _names(self) -> list[str]:
        return _names(self._article)

    def unit(self, place: int, sentence: str) -> Unit | None:
        """The sentence as a candidate; None for one cut off by the page, a scene or a scrap."""
        if sentence.endswith("……") or (place > 0 and sentence[-1] not in "。！!？?”；;"):
            return None
        sentence = sentence[:LONGEST]
        spoken = against.spoken(sentence)
        if spoken >= against.SPEECH or (place > EARLY and not self._promises(sentence)):
            return None
        trimmed = trimming.trim(sentence)
        resolved = self._resolved(trimmed, sentence, place)
        text = self._worded(resolved)
        if resolved != trimmed and not self._ground.holds(text):
            text = self._worded(trimmed)
        if len(text) < 8:
            return None
        return Unit(
            text=text,
            place=place,
            worth=self._worth(sentence, text, max(place, 0)) - spoken,
            overlap=self._overlap(text) / max(len(self._title), 1),
            named=bool(_NAMED.search(text)),
            acts=bool(_ACTS.match(text) or _ACTS.match(_TIME.sub("", text))),
            figures=len(figures.quantities(text)),
        )

    def _worded(self, text: str) -> str:
        shortened = trimming.shorten(standing.rid_of_repeats(text), LONG)
        return self._pruned(standing.rid_of_repeats(shortened))

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self._article)

    def _resolved(self, text: str, printed: str, place: int) -> str:
        if not standing.points_to_unit(text):
            return text
        before = self._heads + "".join(self._texts[: max(place, 0)]) + printed.partition("该")[0]
        return standing.resolved(text, self._names, before[-NEAR:])

    def _overlap(self, text: str) -> int:
        """How many pairs of characters of the headline the text holds."""
        return sum(1 for gram in self._title if gram in text)

    def _promises(self, sentence: str) -> bool:
        """Whether a sentence far from the start is worth a closer look: a figure, the headline."""
        return bool(_DIGIT.search(sentence)) or self._overlap(sentence) > len(self._title) / 5

    def _worth(self, sentence: str, text: str, place: int) -> float:
        worth = 2.5 / (1 + 0.5 * place) + self._tells(text) - 0.012 * max(0, len(text) - 40)
        if _PEG.match(sentence):
            worth += PEG if place else PEG_AT_ONCE
        if not figures.quantities(text):
            worth -= 1.0 * (not _NAMED.search(text)) + HOLLOW * trimming.is_hollow(text)
        worth += 0.5 * bool(_ACTOR.search(text[:24])) + 0.3 * min(len(_ACTION.findall(text)), 3)
        worth -= ASIDE * self._strays(text)
        worth -= PERSON * any(person in text for person in self._persons)
        return worth - against.written(text)

    def _strays(self, text: str) -> float:
        """How far it strays: to some company, or farther to another place's union."""
        other = _UNION.match(text)
        if other and other.group("place")[-3:] not in self._opening:
            return 2.5
        firm = _FIRM.match(text)
        if firm is None:
            return 0.0
        main = (self._heads, *self._names[:2])
        return 1.0 * (not any(firm.group()[-6:] in name for name in main))

    def _tells(self, text: str) -> float:
        """What the text tells: figures, and words of the headline."""
        told = FIGURE * min(len(figures.quantities(text)), 4) + TOTAL * min(figures.totals(text), 3)
        return told + TITLE * self._overlap(text) / max(len(self._title), 8)

    def _pruned(self, text: str) -> str:
        """A long sentence without the clauses at its end that tell less than they cost."""
        parts = sentences.clauses(text)
        while len(parts) > 1 and sum(map(len, parts)) > LONG:
            worth_it = self._tells(parts[-1]) > PER_CHARACTER * len(parts[-1])
            if worth_it and (sum(map(len, parts)) <= HARD or figures.quantities(parts[-1])):
                break
            if sum(map(len, parts[:-1])) < LEAST_LEFT:
                break
            parts.pop()
            while len(parts) > 1 and trimming.is_circumstance(parts[-1]):
                parts.pop()
        return trimming.closed("".join(parts))


def _names(article: Article) -> list[str]:
    """What 该区 or 该公司 may stand for: the article's organisations and its places, in full."""
    bodies = organisations.find(article)
    unions = [name.removesuffix("总工会") for name in bodies if name.endswith("总工会")]
    text = "".join(article.paragraphs)
    places = [part for region in article.regions for part in region.name.split("/")[::-1]]
    return [*bodies, *unions, *(place for place in places if place in text)]


def _persons(texts: list[str]) -> set[str]:
    """The names of people the article lets speak or tells about."""
    return {match.group("name") for text in texts for match in _PERSON.finditer(text)}


@lru_cache(maxsize=256)
def _bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters and digits."""
    return frozenset(chain.from_iterable(map(add, run, run[1:]) for run in _RUN.findall(text)))
