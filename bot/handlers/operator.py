"""The operator in chat: /stats, a page uploaded as a document, /deliveries of a chat, and an
announcement to all that goes through the outbox after a preview."""

from __future__ import annotations

import re
import secrets
from zoneinfo import ZoneInfo

from telegram import Document
from telegram.constants import ChatAction

from bot import pages
from bot.families import Action, Command, Family
from bot.keyboards import Button
from bot.render.html import Html, bold, esc
from bot.render.operator import deliveries as ledger_lines
from bot.render.operator import reading as reading_lines
from bot.render.operator import stats as stats_text
from bot.replies import download, take_off
from bot.talk import Talk
from digest.errors import NotFound, ProgramReplaced, ReadingError
from digest.model import PageReading
from digest.service.deliveries import ANNOUNCEMENT

MAX_PAGE_BYTES = 2_000_000  # a page dump has 20 KB; a hundred times that is not a page
LEDGER_ROWS = 15
_CHAT = re.compile(r"-?[0-9]{1,18}")


async def stats(talk: Talk) -> None:
    """Counts of the store and of the day's deliveries."""
    kept = await talk.run(talk.service.library.stats)
    chats = await talk.run(talk.service.chats.counts)
    progress = await talk.run(talk.service.deliveries.progress, talk.now)
    label = talk.voice.label
    onward = ("button.resume_all", "send+") if progress.paused else ("button.pause_all", "send-")
    rows = [
        [talk.button(label(onward[0]), onward[1]), talk.button(label("button.refresh"), "stats")],
        [talk.button(label("button.cancel_all"), "sendx")],
    ]
    text = stats_text(kept, progress, chats, talk.names, talk.voice)
    await talk.say(text, rows, in_place=True)


async def hold(talk: Talk) -> None:
    """Hold digests, alerts and announcements back; answers go on."""
    _only_operators(talk)
    await talk.run(talk.service.deliveries.pause_all)
    await stats(talk)


async def go_on(talk: Talk) -> None:
    """Let the sending go on."""
    _only_operators(talk)
    await talk.run(talk.service.deliveries.resume_all)
    await stats(talk)


async def cancel_all(talk: Talk) -> None:
    """Cancel what waits of the announcements; digests keep their slots."""
    _only_operators(talk)
    count = await talk.run(talk.service.deliveries.cancel_all, talk.now, ANNOUNCEMENT)
    await talk.say(talk.voice.html("operator.cancelled", count=count))


async def stats_again(talk: Talk) -> None:
    """The numbers as they are now."""
    _only_operators(talk)
    await stats(talk)


def _only_operators(talk: Talk) -> None:
    if not talk.desk.is_operator(talk.user_id):
        raise NotFound("this is for operators only")


async def deliveries(talk: Talk) -> None:
    """The ledger, of one chat when its number is given."""
    chat = int(talk.words) if _CHAT.fullmatch(talk.words) else None
    rows = await talk.run(talk.service.deliveries.ledger, chat_id=chat, limit=LEDGER_ROWS)
    if not rows:
        await talk.say(talk.voice.html("operator.no_deliveries"))
        return
    zone = ZoneInfo(talk.settings.timezone)
    await talk.say(ledger_lines(rows, talk.voice, zone))


async def document(talk: Talk) -> None:
    """A document: a page to read when the operator sends it, otherwise a kind word."""
    sent = talk.message.document if talk.message else None
    if sent is None or not (talk.private and talk.desk.is_operator(talk.user_id)):
        await talk.desk.registry.events["not_text"](talk)
        return
    try:
        page = await _read(talk, sent)
    except ReadingError as error:
        await _refuse(talk, error)
    else:
        await _show(talk, page)


async def _refuse(talk: Talk, error: ReadingError) -> None:
    if isinstance(error, ProgramReplaced):
        await talk.say(talk.voice.html("operator.program_replaced"))
    else:
        await talk.say(talk.voice.html("operator.page_refused", why=str(error)))


async def _read(talk: Talk, sent: Document) -> PageReading:
    await talk.busy(ChatAction.TYPING)
    data = await download(sent, MAX_PAGE_BYTES)
    file = (sent.file_name or "upload.txt", data)
    (page,) = await talk.run(pages.read, [file], talk.desk.settings)
    if isinstance(page, ReadingError):
        raise page
    return page


async def _show(talk: Talk, page: PageReading) -> None:
    key = secrets.token_hex(4)
    talk.desk.readings.put(key, page)
    label = talk.voice.label
    rows: list[list[Button]] = [
        [
            talk.button(label("button.keep_page"), "keep", key),
            talk.button(label("button.discard_page"), "drop", key),
        ]
    ]
    await talk.say(reading_lines(page, talk.names, talk.voice), rows)


async def keep(talk: Talk) -> None:
    """Put what was read into the store; read again after a restart, from the file it hangs on."""
    _only_operators(talk)
    try:
        page = talk.desk.readings.pop(talk.press.arg(0)) or await _read_again(talk)
    except ReadingError as error:
        await _refuse(talk, error)
        return
    made = await talk.run(talk.service.library.ingest, page, now=talk.now)
    text = talk.voice.html(
        "operator.kept", added=made.added, changed=made.changed, unchanged=made.unchanged
    )
    await take_off(talk.pressed)
    await talk.say(text)


async def _read_again(talk: Talk) -> PageReading:
    answered = talk.pressed.reply_to_message if talk.pressed else None
    if answered is None or answered.document is None:
        raise NotFound("this page is no longer at hand", advice="upload it again")
    return await _read(talk, answered.document)


async def drop(talk: Talk) -> None:
    """Throw away what was read."""
    _only_operators(talk)
    talk.desk.readings.pop(talk.press.arg(0))
    await take_off(talk.pressed)
    await talk.say(talk.voice.html("operator.dropped"))


async def announce(talk: Talk) -> None:
    """Show an announcement as it would arrive, with its reach."""
    if not talk.words:
        await talk.ask(talk.voice.html("operator.announce_ask"), "announce")
        return
    reach = await talk.run(_reach, talk)
    key = talk.desk.words.keep(talk.words, talk.words)
    label = talk.voice.label
    rows = [
        [
            talk.button(label("button.announce", count=reach), "announce", key),
            talk.button(label("button.cancel"), "cancel"),
        ]
    ]
    preview = Html(f"{bold(label('operator.preview'))}\n\n{esc(talk.words)}")
    await talk.say(preview, rows)


def _reach(talk: Talk) -> int:
    return sum(1 for _ in talk.service.chats.all_active())


async def announce_now(talk: Talk) -> None:
    """Hand the announcement to the outbox; however often the button is pressed, it goes once."""
    _only_operators(talk)
    words = _announced(talk)
    name = f"{talk.chat_id}/{talk.pressed.message_id}" if talk.pressed else ""
    announce = talk.service.deliveries.announce
    count = await talk.run(announce, esc(words), now=talk.now, name=name)
    if count:  # none where it was pressed before
        await talk.say(talk.voice.html("operator.announced", count=count), in_place=True)


def _announced(talk: Talk) -> str:
    """The words of the preview: from memory or, after a restart, from the preview itself."""
    key = talk.press.arg(0)
    words = talk.desk.words.get(key)
    if words is None and talk.pressed is not None:
        _, _, shown = (talk.pressed.text or "").partition("\n\n")
        words = shown if talk.desk.words.keep(shown, shown) == key else None
    if words is None:
        raise NotFound("this announcement is no longer at hand", advice="type it again")
    return words


FAMILY = Family(
    "operator",
    commands=(
        Command("stats", stats, where=("operator",)),
        Command("deliveries", deliveries, where=("operator",)),
        Command("announce", announce, where=("operator",)),
    ),
    actions=(
        Action("keep", keep),
        Action("drop", drop),
        Action("announce", announce_now),
        Action("stats", stats_again),
        Action("send-", hold),
        Action("send+", go_on),
        Action("sendx", cancel_all),
    ),
    prompts={"announce": announce},
    events={"document": document},
)
