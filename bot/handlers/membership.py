"""What happens to the bot in chats: added, added again, removed, blocked, unblocked; and the word
about an edition that may not have arrived, said at the chat's next contact."""

from __future__ import annotations

from telegram import ChatMember
from telegram.error import TelegramError

from bot.families import Action, Family
from bot.render.html import bold
from bot.talk import Talk
from digest.recipients import ChatState

_OUT = {ChatMember.LEFT, ChatMember.BANNED}


async def changed(talk: Talk) -> None:
    """Follow the bot's own membership."""
    change = talk.membership
    if change is None:
        return
    if change.new_chat_member.status in _OUT:
        if talk.chat is not None:
            state: ChatState = "blocked" if talk.private else "gone"
            lost = talk.service.chats.lost
            await talk.run(lost, talk.target, state, change.new_chat_member.status, now=talk.now)
        return
    known = talk.chat is not None
    was_out = change.old_chat_member.status in _OUT
    if talk.private and not known:
        return  # /start follows at once and greets
    if known and not was_out:
        return  # only our rights changed
    await talk.meet()
    if talk.kind == "channel":
        await _channel(talk)
    elif not talk.private:
        await _hello(talk, again=known)


async def _hello(talk: Talk, *, again: bool) -> None:
    key = "group.again" if again else "group.hello"
    label = talk.voice.label
    rows = [
        [
            talk.button(label("button.add_rule"), "add", shared=True),
            talk.button(label("button.rules"), "rules", shared=True),
        ]
    ]
    await talk.say(talk.voice.html(key, bot=talk.desk.username), rows)


async def _channel(talk: Talk) -> None:
    """The admin who added us looks after the channel from the private chat."""
    await talk.run(talk.service.chats.change, talk.target, owner=talk.user_id)
    title = talk.membership.chat.title if talk.membership else ""
    channel, talk.chat_id, talk.kind = talk.chat_id, talk.user_id, "private"
    talk.target = channel
    label = talk.voice.label
    rows = [[talk.button(label("button.manage"), "chan")]]
    try:
        await talk.say(talk.voice.html("channel.added", title=bold(title or channel)), rows)
    except TelegramError:
        return  # they never opened the bot; /channels will show it when they do


async def unsure(talk: Talk) -> None:
    """Open the next contact with what may not have arrived, once."""
    first = talk.unsure[0]
    for doubtful in talk.unsure:
        talk.desk.told.put(doubtful.id, True)
    label, shared = talk.voice.label, not talk.private
    row = [
        talk.button(label("button.send_again"), "again", first.id, shared=shared),
        talk.button(label("button.no_need"), "noneed", first.id, shared=shared),
    ]
    talk.unsure = ()
    pressed, talk.editable = talk.editable, False
    await talk.say(talk.voice.html("unsure.told", slot=first.slot.replace("T", " ")), [row])
    talk.editable = pressed


async def again(talk: Talk) -> None:
    """Send the doubtful edition once more."""
    await talk.run(talk.service.deliveries.resend, talk.press.number(0), now=talk.now)
    await talk.say(talk.voice.html("unsure.again"), in_place=True)


async def no_need(talk: Talk) -> None:
    """It did arrive: its later parts may follow."""
    await talk.run(talk.service.deliveries.confirm, talk.press.number(0), talk.now)
    await talk.say(talk.voice.html("unsure.fine"), in_place=True)


FAMILY = Family(
    "membership",
    actions=(Action("again", again, change=True), Action("noneed", no_need, change=True)),
    events={"membership": changed, "unsure": unsure},
)
