"""/trends: what the papers wrote about in the last weeks, as a picture where charts are installed
and always as numbers."""

from __future__ import annotations

from bot.families import Action, Command, Family
from bot.talk import Talk

WEEKS = 8


async def trends(talk: Talk) -> None:
    """Topics over weeks and places by count."""
    seen = await talk.run(talk.service.library.trends, talk.now, WEEKS)
    await talk.say(talk.voice.html("trends.head", weeks=WEEKS, seen=seen))


FAMILY = Family(
    "trends",
    commands=(Command("trends", trends),),
    actions=(Action("trends", trends),),
)
