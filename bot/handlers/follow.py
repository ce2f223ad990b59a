"""/follow: what was tapped or typed becomes a rule, tried out before it is saved. The last tap (how
often) saves it and brings the best of the last days at once, marked as such."""

from __future__ import annotations

from typing import cast

from bot import cadences, topic_sets
from bot.families import Action, Command, Family
from bot.keyboards import Button, grid
from bot.render import hits as shown
from bot.render import rules as drawn
from bot.render.html import Html, bold
from bot.render.wording import readable
from bot.talk import Talk
from digest.errors import RuleRefused
from digest.following import rules
from digest.model import Rule, StoredArticle
from digest.recipients import Subscription


async def follow(talk: Talk) -> None:
    """/follow words: try the rule out; without words, by taps."""
    if talk.words:
        await typed(talk)
    else:
        await talk.act("add")


async def typed(talk: Talk) -> None:
    """A rule in words, typed after /follow or as the answer to our question."""
    talk.anew()
    await _try(talk, talk.words)


async def _try(talk: Talk, words: str) -> None:
    """Preview the rule in `words`; where a place may be several, list them and guess nothing."""
    try:
        rule = await talk.run(talk.service.follow.rule, words, today=talk.today)
    except RuleRefused as refused:
        if refused.reason != "ambiguous_place":
            raise
        await _which(talk, words, refused)
    else:
        await _preview(talk, rule)


async def _which(talk: Talk, words: str, refused: RuleRefused) -> None:
    key = talk.desk.words.keep(words, words)
    codes = cast("tuple[str, ...]", refused.values["candidates"])
    choices = [
        talk.button(talk.names.region(code, talk.voice), "fp", key, code) for code in codes[:20]
    ]
    last = [
        talk.button(talk.voice.label("button.change_words"), "st"),
        talk.button(talk.voice.label("button.cancel"), "cancel"),
    ]
    head = shown.head("🔔", words)
    word = talk.names.as_typed(str(refused.values["word"]), codes, talk.voice)
    text = talk.voice.html("follow.which", place=word)
    await talk.say(Html(f"{head}\n\n{text}"), [*grid(choices, 2), last], in_place=True)


async def place_meant(talk: Talk) -> None:
    """One of several places of a name was meant: put it into the words and go on."""
    words = talk.desk.words.get(talk.press.arg(0)) or talk.first_line()
    try:
        await talk.run(talk.service.follow.rule, words, today=talk.today)
    except RuleRefused as refused:
        meant = str(refused.values.get("word", ""))
        words = rules.choose(words, meant, talk.press.arg(1))
    await _try(talk, words)


async def chosen(talk: Talk) -> None:
    """What and where are known: try it out and ask how often."""
    code, region = talk.press.arg(0), talk.press.arg(1)
    slugs = topic_sets.read(code, talk.names.topics.slugs)
    regions = (region,) if region else ()  # none: all of China
    if slugs is None or not (slugs or regions):
        await talk.act("s1", "")
        return
    extra: list[Button] = []
    if regions and talk.names.places.children(region):
        extra = [talk.button(talk.voice.label("button.narrower"), "s2", code, region)]
    await _preview(talk, Rule(topics=slugs, regions=regions), extra)


async def search(talk: Talk) -> None:
    """“Follow this search” under a lookup."""
    query = talk.desk.queries.get(talk.press.arg(0))
    if query is None:
        words = talk.first_line()
        if not words:
            await talk.say(talk.voice.html("lookup.forgotten"))
            return
        query = await talk.run(talk.service.lookup.understand, words, today=talk.today)
    talk.anew()
    await _preview(talk, rules.from_query(query))


async def like_article(talk: Talk) -> None:
    """“Follow this” under an article: its first topic where it happens."""
    stored = await talk.run(talk.service.library.article, talk.press.arg(0))
    region = stored.article.primary_region
    rule = Rule(
        topics=tuple(topic.slug for topic in stored.article.topics[:1]),
        regions=(region.code,) if region else (),
    )
    talk.anew()
    if rule.empty:
        await talk.act("s1", "")
    else:
        await _preview(talk, rule)


async def _preview(talk: Talk, rule: Rule, extra: list[Button] | None = None) -> None:
    words = readable(rule, talk.names, talk.today, talk.voice)
    key = talk.desk.rules.keep(words, rule)
    seen = await talk.run(talk.service.follow.preview, rule, now=talk.now)
    names = cadences.offered(sandbox=talk.desk.settings.sandbox)
    choices = [talk.button(talk.voice.label(f"cadence.{one}"), "fc", key, one) for one in names]
    last = [
        talk.button(talk.voice.label("button.change_words"), "st"),
        talk.button(talk.voice.label("button.cancel"), "cancel"),
    ]
    text = drawn.preview(words, rule, seen, talk.names, talk.voice)
    rows = [*grid(choices, 2), extra or [], last]
    await talk.say(text, rows, in_place=True)


async def ask_words(talk: Talk) -> None:
    """Ask for the rule in words."""
    await talk.ask(talk.voice.html("follow.type"), "rule")


async def save(talk: Talk) -> None:
    """Third tap: how often. Saves, confirms, and brings the best of the last days."""
    cadence = cadences.named(talk.press.arg(1), sandbox=talk.desk.settings.sandbox)
    rule = talk.desk.rules.get(talk.press.arg(0))
    if rule is None:
        rule = await talk.run(talk.service.follow.rule, talk.first_line(), today=talk.today)
    await talk.meet()
    made = await talk.run(
        talk.service.follow.add,
        talk.target,
        rule,
        cadence=cadence,
        now=talk.now,
        thread_id=talk.thread,
    )
    if made.cadence == "minute":
        await _confirm(talk, made)
        return  # its first edition comes within the minute and brings just these articles
    first = await talk.run(talk.service.planning.first_digest, talk.target, made.id, now=talk.now)
    await _confirm(talk, made, "" if first else "follow.first_none")
    if first:
        talk.anew()
        await _first(talk, made, first)


async def _confirm(talk: Talk, made: Subscription, last: str = "") -> None:
    """What was saved and when it is sent; `last` names a text for the last line."""
    hours = talk.voice.label("list.separator").join(f"{h:%H:%M}" for h in talk.settings.hours)
    when = talk.voice.html(
        f"follow.when_{made.cadence}",
        hours=hours,
        day=talk.voice.label(f"weekday.{talk.settings.weekday}"),
    )
    name = drawn.called(made, talk.names, talk.voice)
    text = talk.voice.html("follow.saved", name=bold(name), when=when)
    if last:
        text = Html(f"{text}\n{talk.voice.html(last)}")
    label = talk.voice.label
    rows = [
        [talk.button(label("button.rules"), "rules"), talk.button(label("button.another"), "add")],
        [talk.button(label("button.settings"), "settings")],
    ]
    await talk.say(text, rows, in_place=True)


async def _first(talk: Talk, made: Subscription, found: list[StoredArticle]) -> None:
    name = drawn.called(made, talk.names, talk.voice)
    head = talk.voice.html("follow.first", name=bold(name))
    blocks = shown.listing(found, talk.names, talk.voice)
    numbers = [talk.button(str(n), "got", one.id) for n, one in enumerate(found, 1)]
    await talk.say([head, *blocks], grid(numbers, 5))


async def cancel(talk: Talk) -> None:
    """Give up what was begun; nothing is kept."""
    talk.desk.prompts.pop((talk.chat_id, talk.user_id))
    await talk.say(talk.voice.html("cancelled"), in_place=True)


FAMILY = Family(
    "follow",
    commands=(
        Command("follow", follow, change=True, aliases=("sub", "subscribe")),
        Command("cancel", cancel, where=()),
    ),
    actions=(
        Action("s3", chosen, change=True),
        Action("st", ask_words, change=True),
        Action("fs", search, change=True),
        Action("fp", place_meant, change=True),
        Action("fa", like_article, change=True),
        Action("fc", save, change=True),
        Action("cancel", cancel),
    ),
    prompts={"rule": typed},
)
