"""/channels: a channel is looked after from its admin's private chat: choose one, then every
button carries it along, and the right is asked of Telegram at every press."""

from __future__ import annotations

from bot.families import Action, Command, Family
from bot.keyboards import Button
from bot.render.html import bold
from bot.replies import chat_title
from bot.talk import Talk


async def channels(talk: Talk) -> None:
    """The channels this person looks after."""
    owned = await talk.run(talk.service.chats.owned_by, talk.user_id)
    if not owned:
        link = f"https://t.me/{talk.desk.username}?startchannel=new&admin=post_messages"
        add = Button(talk.voice.label("button.add_to_channel"), url=link)
        await talk.say(talk.voice.html("channel.none", bot=talk.desk.username), [[add]])
        return
    rows: list[list[Button]] = []
    for chat in owned[:20]:
        talk.target = chat.chat_id
        rows.append([talk.button(await chat_title(talk.bot, chat.chat_id), "chan")])
    await talk.say(talk.voice.html("channel.list"), rows)


async def manage(talk: Talk) -> None:
    """What can be done for one channel."""
    label = talk.voice.label
    rows = [
        [
            talk.button(label("button.add_rule"), "add"),
            talk.button(label("button.rules"), "rules"),
        ],
        [
            talk.button(label("button.settings"), "settings"),
            talk.button(label("button.post_now"), "post"),
        ],
    ]
    title = bold(await chat_title(talk.bot, talk.target))
    await talk.say(talk.voice.html("channel.manage", title=title), rows)


FAMILY = Family(
    "channels",
    commands=(Command("channels", channels, where=("private",)),),
    actions=(Action("chan", manage, change=True),),
)
