"""Opening an article: whole in private chats, summary and source in groups; what is like it, what
others do elsewhere, and (on what a digest brought) why it came and less of it."""

from __future__ import annotations

from bot.families import Action, Family
from bot.keyboards import Button
from bot.render import hits as shown
from bot.render.articles import card, whole
from bot.render.html import Html, bold
from bot.render.parts import shorten
from bot.render.rules import called
from bot.talk import Talk
from digest.model import Hit, Match, StoredArticle
from digest.recipients import Subscription

LIKE = 5
SHARED_UNITS = 60


async def opened(talk: Talk) -> None:
    """Show the article behind a number button or a deep link."""
    await _show(talk, delivered=False)


async def delivered(talk: Talk) -> None:
    """Show an article that an edition brought."""
    await _show(talk, delivered=True)


async def _show(talk: Talk, *, delivered: bool) -> None:
    stored = await talk.run(talk.service.library.article, talk.press.arg(0))
    rows = _buttons(talk, stored, delivered=delivered)
    if talk.private:
        parts = whole(stored, talk.names, talk.voice)
    else:
        parts = [card(stored, talk.names, talk.voice)]
    talk.anew()
    await talk.say(parts, rows)


def _buttons(talk: Talk, stored: StoredArticle, *, delivered: bool) -> list[list[Button]]:
    label = talk.voice.label
    rows = [
        [
            talk.button(label("button.similar"), "sim", stored.id),
            talk.button(label("button.elsewhere"), "els", stored.id),
        ],
        [
            talk.button(label("button.follow_article"), "fa", stored.id),
            Button(label("button.share"), inline=shorten(stored.article.title, SHARED_UNITS)),
        ],
    ]
    link = talk.desk.deep_link(f"a_{stored.id}")
    if not talk.private and link:
        rows.append([Button(label("button.full_text"), url=link)])
    if delivered:
        rows.append([talk.button(label("button.why"), "why", stored.id)])
    return rows


async def similar(talk: Talk) -> None:
    """More like this one."""
    found = await talk.run(talk.service.library.related, talk.press.arg(0), LIKE, now=talk.now)
    await _list(talk, found, "article.similar")


async def elsewhere(talk: Talk) -> None:
    """The same kind of thing in other places."""
    found = await talk.run(talk.service.library.elsewhere, talk.press.arg(0), LIKE, now=talk.now)
    await _list(talk, found, "article.elsewhere")


async def _list(talk: Talk, found: list[Hit], key: str) -> None:
    stored = await talk.run(talk.service.library.article, talk.press.arg(0))
    talk.anew()
    title = shorten(stored.article.title, SHARED_UNITS)
    if not found:
        follow = talk.button(talk.voice.label("button.follow_article"), "fa", stored.id)
        await talk.say(talk.voice.html(f"{key}_none", title=title), [[follow]])
        return
    head = talk.voice.html(key, title=title)
    blocks = [shown.hit(n, hit, talk.names, talk.voice) for n, hit in enumerate(found, 1)]
    numbers = [talk.button(str(n), "open", hit.stored.id) for n, hit in enumerate(found, 1)]
    await talk.say([head, *blocks], [numbers])


async def why(talk: Talk) -> None:
    """Which of the chat's rules brought this article, with “less like this” for each."""
    article_id = talk.press.arg(0)
    reasons = await talk.run(talk.service.follow.why, talk.target, article_id)
    talk.anew()
    if not reasons:
        rows = [[talk.button(talk.voice.label("button.rules"), "rules")]]
        await talk.say(talk.voice.html("why.none"), rows)
        return
    lines = [_reason(talk, subscription, match) for subscription, match in reasons]
    rows = []
    for subscription, _ in reasons[:5]:
        label = talk.voice.label(
            "button.less", name=shorten(called(subscription, talk.names, talk.voice), 20)
        )
        rows.append([talk.button(label, "less", article_id, subscription.id)])
    rows.append([talk.button(talk.voice.label("button.rules"), "rules")])
    await talk.say(Html("\n".join([talk.voice.html("why.head"), *lines])), rows)


def _reason(talk: Talk, subscription: Subscription, match: Match) -> Html:
    between = talk.voice.label("list.separator")
    found = [
        *match.words,
        *(talk.names.region(code, talk.voice) for code in match.regions),
        *(talk.names.topic(slug, talk.voice) for slug in match.topics),
    ]
    name = bold(called(subscription, talk.names, talk.voice))
    return talk.voice.html("why.line", name=name, found=between.join(found))


async def less(talk: Talk) -> None:
    """Make a rule bring less of what this article is like."""
    changed = await talk.run(
        talk.service.follow.less_like,
        talk.target,
        talk.press.number(1),
        talk.press.arg(0),
        now=talk.now,
    )
    rows = [[talk.button(talk.voice.label("button.see_rule"), "ro", changed.id)]]
    name = called(changed, talk.names, talk.voice)
    without = talk.voice.label("list.separator").join(changed.rule.no)
    text = talk.voice.html("why.less_done", name=bold(name), without=without)
    await talk.say(text, rows, in_place=True)


FAMILY = Family(
    "article",
    actions=(
        Action("open", opened, link="a_"),
        Action("got", delivered, link="a_"),
        Action("sim", similar, link="a_"),
        Action("els", elsewhere, link="a_"),
        Action("why", why),
        Action("less", less, change=True),
    ),
)
