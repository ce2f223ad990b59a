"""Says who may change what a chat gets: anyone in private, admins in groups and channels.

Anonymous admins speak as the group itself, and posts from the linked channel speak as that
channel; both count as admins. Asked at every press and command, never remembered.
"""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.talk import Talk

log = logging.getLogger(__name__)
_ADMINS = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


async def is_admin(bot: Bot, chat_id: int, user_id: int) -> bool:
    """Whether Telegram names this user as creator or administrator of the chat."""
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except TelegramError as error:
        # We are not in that chat (any more), it does not know the user, or nobody can say.
        log.info("whether somebody is an admin could not be learned: %s", error.message)
        return False
    return member.status in _ADMINS


async def may_change(talk: Talk) -> bool:
    """Whether the speaker may change the chat that is being managed."""
    if talk.target == talk.chat_id and talk.private:
        return True
    if talk.target == talk.chat_id and talk.as_chat is not None:
        return await _speaks_for(talk.bot, talk.chat_id, talk.as_chat)
    return await is_admin(talk.bot, talk.target, talk.user_id)


async def _speaks_for(bot: Bot, chat_id: int, sender: int) -> bool:
    if sender == chat_id:
        return True
    try:
        chat = await bot.get_chat(chat_id)
    except TelegramError as error:
        log.info("whose voice this is could not be learned: %s", error.message)
        return False
    return chat.linked_chat_id == sender
