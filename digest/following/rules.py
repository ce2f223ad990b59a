"""What a chat wants to follow, from words to a `Rule` and back: `江苏 疗休养 -招聘` becomes a
place, a topic and an unwanted word. Places that may be several are asked back, never guessed;
rules that hold nothing, too much, or what every page prints are refused with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from digest import gazetteer
from digest.errors import NotFound, RuleRefused
from digest.following import vocabulary
from digest.following.explanation import canonical
from digest.following.features import folded, normal_word
from digest.following.rule_places import Pick, narrowest, picked, widest
from digest.following.rule_words import Piece, quoted, runs
from digest.language import dates
from digest.limits import RULES, RuleLimits
from digest.model import Article, Query, Rule
from digest.understanding import synonyms, taxonomy

__all__ = [
    "canonical",
    "choose",
    "describe",
    "from_query",
    "narrowed",
    "parse",
    "to_text",
    "validate",
]

# Words that stand on almost every page of a union paper: alone they follow everything.
EVERYWHERE = frozenset(
    ("工会", "总工会", "职工", "工人", "员工", "工友", "劳动", "劳动者", "工作")
) | {"活动", "服务", "单位", "企业", "中国", "全国", "记者", "本报", "新闻"}
_OWN_LEVEL = ("本级", "仅本级", "只看本级", "不含下级")


def parse(text: str, today: date) -> Rule:
    """The rule that a person typed, canonical; `today` tells dates apart from words, since a rule
    looks forward and drops them. Raises RuleRefused (reasons `too_long`, `ambiguous_place`,
    `unknown_place`, `unknown_topic`, `two_alternatives`, and those of `validate`)."""
    if len(text) > RULES.text:
        raise RuleRefused(
            "too_long",
            f"the rule has {len(text)} characters",
            advice=f"write at most {RULES.text}",
            values={"length": len(text), "limit": RULES.text},
        )
    spelled, typed = _spelled_out(text)
    with _in_words_as(typed):
        rule = _assemble(runs(_without_dates(spelled, today)))
        validate(rule)
    return rule


def _spelled_out(text: str) -> tuple[str, dict[str, str]]:
    """English names of topics and pinyin as the characters they stand for, as a lookup reads them,
    and what was typed for each; what stands in quotes is meant as it is written."""
    known, typed = vocabulary.load(), dict[str, str]()
    parts = folded(text).split('"')
    for at in range(0, len(parts), 2):
        for find in (known.english, known.pinyin):
            for one in reversed(find(parts[at])):
                typed[one.meant] = parts[at][one.start : one.end]
                parts[at] = f"{parts[at][: one.start]}{one.meant}{parts[at][one.end :]}"
        parts[at] = vocabulary.without_frame(parts[at])
    return '"'.join(parts), typed


@contextmanager
def _in_words_as(typed: Mapping[str, str]) -> Iterator[None]:
    """A refusal names words as they were typed: 工会 says nothing to who wrote “union”. Only a
    place of several keeps its characters, by which the choice is put into the rule."""
    try:
        yield
    except RuleRefused as refused:
        if refused.reason != "ambiguous_place":
            known = {name: typed.get(str(said), said) for name, said in refused.values.items()}
            refused.values.update(known)
        raise


def _without_dates(text: str, today: date) -> str:
    for found in reversed(dates.expressions(text, today)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def _assemble(found: Sequence[Sequence[Piece]]) -> Rule:
    wanted = [[piece for piece in run if not piece.unwanted] for run in found]
    picks = picked([run for run in wanted if run], _OWN_LEVEL)
    words = [pick for pick in picks if pick.kind == "word"]
    chains = [pick.texts for pick in words if len(set(pick.texts)) > 1]
    if len(chains) > 1:
        raise RuleRefused(
            "two_alternatives",
            "the rule offers alternatives twice",
            advice="make two rules of it",
            values={"first": "|".join(chains[0]), "second": "|".join(chains[1])},
        )
    own_level = any(pick.own_level for pick in picks)
    return canonical(
        Rule(
            every=tuple(pick.texts[0] for pick in words if pick.texts not in chains),
            some=chains[0] if chains else (),
            no=tuple(piece.text for run in found for piece in run if piece.unwanted),
            regions=_regions([pick for pick in picks if pick.kind == "place"], own_level),
            own_level=own_level,
            topics=tuple(slug for pick in picks if pick.kind == "topic" for slug in pick.texts),
        )
    )


def _regions(picks: Iterable[Pick], own_level: bool) -> tuple[str, ...]:
    """Places side by side narrow each other when one lies in the other (江苏 南京 is 南京);
    otherwise, and where 或 stands between them, any of them will do."""
    picks = list(picks)
    single = narrowest([pick.texts[0] for pick in picks if len(pick.texts) == 1])
    several = [code for pick in picks if len(pick.texts) > 1 for code in pick.texts]
    codes = (*single, *several)
    return tuple(codes) if own_level else widest(codes)


def to_text(rule: Rule) -> str:
    """The rule as it can be typed; `parse` gives the same rule back."""
    rule = canonical(rule)
    words = [_written(word) if _reads_as_word(word) else f'"{word}"' for word in rule.every]
    some = "|".join(f'"{word}"' for word in rule.some)
    places = "|".join(f"@{_path(code)}" for code in rule.regions)
    topics = "|".join(f"#{_topic(slug)}" for slug in rule.topics)
    own = "本级" if rule.own_level else ""
    unwanted = [f"-{_written(word)}" for word in rule.no]
    return " ".join(piece for piece in (places, own, topics, *words, some, *unwanted) if piece)


def _written(word: str) -> str:
    """A word as it must be typed; in quotes too where it would be read as English or pinyin."""
    return quoted(word) if _spelled_out(word)[0] == word else f'"{word}"'


def _reads_as_word(word: str) -> bool:
    picks = picked([[Piece(word)]], _OWN_LEVEL, ask=False)
    return [(pick.kind, pick.texts, pick.own_level) for pick in picks] == [("word", (word,), False)]


def _path(code: str) -> str:
    try:
        path = gazetteer.load().get(code).path
    except NotFound:
        return code
    return path if [place.code for place in gazetteer.load().named(path)] == [code] else code


def _topic(slug: str) -> str:
    table = taxonomy.load()
    name = table.get(slug).name if slug in table.slugs else slug
    return name if quoted(name) == name else slug


def describe(rule: Rule) -> str:
    """The rule in few words for a list: places and topics by their short names, then words."""
    rule = canonical(rule)
    table, topics = gazetteer.load(), taxonomy.load()
    places = [table.get(c).short if table.within(c, c) else c for c in rule.regions]
    names = [topics.get(s).name if s in topics.slugs else s for s in rule.topics]
    groups = ("/".join(places), "/".join(names), " ".join(rule.every), "/".join(rule.some))
    return " ".join([*filter(None, groups), *(f"-{word}" for word in rule.no)])


def narrowed(rule: Rule, article: Article) -> Rule:
    """The rule without articles like this one: the first of its keyphrases that the rule does not
    ask for, by any name, and that is no broad word, becomes unwanted. Raises RuleRefused."""
    rule = canonical(rule)
    asked = _asked_for(rule)
    for phrase in map(normal_word, article.keyphrases):
        overlaps = any(phrase in word for word in asked)
        place = bool(gazetteer.load().named(phrase))
        if len(phrase) > 1 and phrase not in EVERYWHERE and not overlaps and not place:
            return canonical(replace(rule, no=(*rule.no, phrase)))
    raise RuleRefused(
        "nothing_to_exclude",
        "no word tells this article from the others",
        advice="change the rule by hand",
    )


def _asked_for(rule: Rule) -> set[str]:
    """The rule's words and what else they are called, its topics and the words that speak for
    them: a rule for 疗休养 that excludes 疗休养 would bring nothing any more."""
    asked = {*rule.every, *rule.some, *rule.no}
    for word in (*rule.every, *rule.some):
        asked.update(synonyms.load().of(word))
    topics = taxonomy.load()
    for entry in (topics.get(slug) for slug in rule.topics if slug in topics.slugs):
        asked |= {entry.name, *entry.synonyms, *entry.strong, *entry.plain}
    return asked


def choose(text: str, word: str, code: str) -> str:
    """The typed rule with the ambiguous `word` replaced by the place a person picked."""
    return _spelled_out(text)[0].replace(normal_word(word), f" @{code} ", 1)


def from_query(query: Query) -> Rule:
    """The rule that goes on finding what a lookup found: its essential terms (all of them when
    none is), places, topics and exclusions, without its dates. Raises RuleRefused."""
    terms = [term for term in query.terms if term.essential] or list(query.terms)
    words = [term.text for term in terms if taxonomy.load().named(term.text) not in query.topics]
    rule = Rule(
        every=tuple(words),
        no=query.excluded,
        regions=query.regions,
        own_level=query.own_level,
        topics=query.topics,
    )
    with _in_words_as({meant: typed for _, typed, meant in query.notes}):
        validate(canonical(rule))
    return canonical(rule)


def validate(rule: Rule, limits: RuleLimits = RULES) -> None:
    """Refuse what cannot be followed: RuleRefused with `empty`, `too_many_words`, `long_word`,
    `too_many_places`, `too_many_topics`, `contradiction`, `too_broad` or `unknown_topic`."""
    if rule.empty:
        raise RuleRefused(
            "empty", "the rule asks for nothing", advice="name a word, a place or a topic"
        )
    words = (*rule.every, *rule.some, *rule.no)
    for reason, count, limit in (
        ("too_many_words", len(words), limits.words),
        ("too_many_places", len(rule.regions), limits.regions),
        ("too_many_topics", len(rule.topics), limits.topics),
        ("long_word", max(map(len, words), default=0), limits.word),
    ):
        if count > limit:
            raise RuleRefused(
                reason,
                f"the rule is over its limit: {count} of {limit}",
                advice="make it smaller or make two rules of it",
                values={"count": count, "limit": limit},
            )
    _validate_words(rule)
    for slug in rule.topics:
        if slug not in taxonomy.load().slugs:
            raise _unknown_topic(slug)


def _validate_words(rule: Rule) -> None:
    both = sorted(set(rule.no) & {*rule.every, *rule.some})
    if both:
        raise RuleRefused(
            "contradiction",
            f"“{both[0]}” is both wanted and unwanted",
            advice="take one of the two out",
            values={"word": both[0]},
        )
    asked = rule.every or rule.some
    broad = [word for word in asked if word in EVERYWHERE or len(word) < 2]
    alone = not rule.regions and not rule.topics
    if alone and broad and (len(broad) == len(asked) or (broad and not rule.every)):
        raise RuleRefused(
            "too_broad",
            f"“{broad[0]}” stands in almost every article",
            advice="add a place, a topic or another word",
            values={"word": broad[0]},
        )


def _unknown_topic(slug: str) -> RuleRefused:
    return RuleRefused(
        "unknown_topic",
        f"there is no topic “{slug}”",
        advice="pick one of the list",
        values={"topic": slug},
    )
