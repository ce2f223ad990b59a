"""Methods that change or remove what stands in a chat."""

from __future__ import annotations

from bot.sandbox.access import bot_member, message_in, reachable_chat
from bot.sandbox.content import FILE_KINDS, caption_content, text_content
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_inline_keyboard
from bot.sandbox.model import GROUPS, Chat, Json, Message
from bot.sandbox.params import Params
from bot.sandbox.posting import post_service
from bot.sandbox.world import World

DELETE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


def _own(world: World, params: Params) -> Message:
    """The bot's message an edit is about."""
    if wanted := params.text("inline_message_id"):
        inline = world.queries.inline_message(wanted)
        if inline is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return inline
    chat = reachable_chat(world, params)
    number = params.number("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = message_in(chat, number, "message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _apply(
    world: World, params: Params, message: Message, cleared: str, content: Json
) -> Json | bool:
    """Replace the fields named in `cleared` and the keyboard; refuses an edit without change.

    Gives the message, or True for one sent through inline mode.
    """
    keyboard = read_inline_keyboard(params.parsed("reply_markup"))
    kept = {
        key: value
        for key, value in message.raw.items()
        if key not in ("reply_markup", *cleared.split())
    }
    raw = kept | content
    if keyboard is not None:
        raw["reply_markup"] = keyboard
    if {**raw, "edit_date": 0} == {**message.raw, "edit_date": 0}:
        raise bad_request(NOT_MODIFIED)
    world.limits.count(message.chat, edit=True)
    raw["edit_date"] = int(world.clock())
    message.rewritten = message.rewritten or bool(content)
    message.raw = raw
    world.announce(message)
    return raw if message.inline_id is None else True


def edit_message_text(world: World, params: Params) -> Json | bool:
    """New text (and keyboard) for a text message."""
    content = text_content(world, params)
    message = _own(world, params)
    if "text" not in message.raw:
        raise bad_request("there is no text in the message to edit")
    return _apply(world, params, message, "text entities link_preview_options", content)


def edit_message_caption(world: World, params: Params) -> Json | bool:
    """New caption (and keyboard) for a picture or file."""
    content = caption_content(world, params)
    message = _own(world, params)
    if not any(kind in message.raw for kind in FILE_KINDS):
        raise bad_request("there is no caption in the message to edit")
    return _apply(world, params, message, "caption caption_entities", content)


def edit_message_reply_markup(world: World, params: Params) -> Json | bool:
    """New keyboard, or none, for any message."""
    return _apply(world, params, _own(world, params), "", {})


def delete_message(world: World, params: Params) -> bool:
    """Remove a message: the bot's own or, with rights, anybody's; only within 48 hours."""
    chat = reachable_chat(world, params)
    message = message_in(chat, params.number("message_id"), "message to delete not found")
    _check_deletion(world, chat, message)
    _remove(world, message)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Remove up to 100 messages; those that are not there are passed over."""
    chat = reachable_chat(world, params)
    numbers = params.array("message_ids") or []
    if not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified")
    for number in numbers:
        found = chat.messages.get(number) if isinstance(number, int) else None
        if found is not None and not found.deleted:
            _check_deletion(world, chat, found)
            _remove(world, found)
    return True


def _remove(world: World, message: Message) -> None:
    message.deleted = True
    if message.id in message.chat.pinned:
        message.chat.pinned.remove(message.id)
        world.announce_chat(message.chat)
    world.announce(message)


def _check_deletion(world: World, chat: Chat, message: Message) -> None:
    rights = bot_member(world, chat).rights
    if "can_delete_messages" in rights:
        return
    if world.clock() - message.at > DELETE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    if not message.from_bot and not chat.is_private:
        raise bad_request("message can't be deleted")


def pin_chat_message(world: World, params: Params) -> bool:
    """Pin a message; chats get a service message about it."""
    chat = reachable_chat(world, params)
    _check_pinning(world, chat)
    message = message_in(chat, params.number("message_id"), "message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        world.announce_chat(chat)
        if not params.flag("disable_notification") or chat.is_private:
            post_service(world, chat, None, {"pinned_message": message.raw})
    return True


def _check_pinning(world: World, chat: Chat) -> None:
    rights = bot_member(world, chat).rights
    needed = "can_pin_messages" if chat.type in GROUPS else "can_edit_messages"
    if not chat.is_private and needed not in rights:
        raise bad_request("not enough rights to manage pinned messages in the chat")


def unpin_chat_message(world: World, params: Params) -> bool:
    """Unpin a message, or the newest pinned one."""
    chat = reachable_chat(world, params)
    _check_pinning(world, chat)
    number = params.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    world.announce_chat(chat)
    return True


def unpin_all_chat_messages(world: World, params: Params) -> bool:
    """Unpin everything."""
    chat = reachable_chat(world, params)
    _check_pinning(world, chat)
    chat.pinned.clear()
    world.announce_chat(chat)
    return True


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
