"""/series: the operator's topic digests that anyone may join, each with one tap in and one out."""

from __future__ import annotations

from bot.families import Action, Command, Family
from bot.render.html import Html, bold
from bot.talk import Talk
from digest.errors import NotFound
from digest.topic_digests import TopicDigest

SHOWN = 20


async def series(talk: Talk) -> None:
    """The digests on offer."""
    offered = await _offered(talk)
    label = talk.voice.label
    if not offered:
        rows = [[talk.button(label("button.topics"), "add")]]
        await talk.say(talk.voice.html("series.none"), rows)
        return
    rows = [
        [
            talk.button(label("button.join", title=one.title), "join", one.name),
            talk.button(label("button.leave"), "leave", one.name),
        ]
        for one in offered
    ]
    lines = [_line(talk, one) for one in offered]
    await talk.say(Html("\n".join([talk.voice.html("series.head"), *lines])), rows)


async def _offered(talk: Talk) -> list[TopicDigest]:
    found = await talk.run(talk.service.planning.topic_digests)
    return [one for one in found if "subscribers" in one.audiences][:SHOWN]


def _line(talk: Talk, one: TopicDigest) -> Html:
    between = talk.voice.label("list.separator")
    return talk.voice.html(
        "series.line",
        title=bold(one.title),
        cadence=talk.voice.label(f"cadence.{one.cadence}"),
        hours=between.join(one.hours),
    )


async def join(talk: Talk) -> None:
    """Get a digest from its next slot on."""
    await talk.meet()
    one = await _named(talk)
    joined = talk.service.planning.join
    await talk.run(joined, talk.target, one.name, now=talk.now, thread_id=talk.thread)
    rows = [[talk.button(talk.voice.label("button.leave"), "leave", one.name)]]
    text = talk.voice.html("series.joined", title=bold(one.title))
    await talk.say(Html(f"{text}\n{_line(talk, one)}"), rows)


async def leave(talk: Talk) -> None:
    """Get it no more."""
    one = await _named(talk)
    had = await talk.run(talk.service.planning.leave, talk.target, one.name)
    rows = [[talk.button(talk.voice.label("button.join", title=one.title), "join", one.name)]]
    key = "series.left" if had else "series.not_joined"
    await talk.say(talk.voice.html(key, title=bold(one.title)), rows)


async def _named(talk: Talk) -> TopicDigest:
    for one in await _offered(talk):
        if one.name == talk.press.arg(0):
            return one
    raise NotFound("there is no such digest any more")


FAMILY = Family(
    "series",
    commands=(Command("series", series),),
    actions=(Action("join", join, change=True), Action("leave", leave, change=True)),
)
