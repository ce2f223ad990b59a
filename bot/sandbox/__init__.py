"""A local stand-in for the Telegram Bot API, with a test API and a chat page.

Speaks the Bot API over HTTP on 127.0.0.1, strictly enough that python-telegram-bot runs against
it unchanged, with Telegram's own error texts, limits and update rules. Knows nothing of the bot.

    async with Sandbox.running() as sandbox:                 # or port=8090, rates=NO_LIMITS
        app = (ApplicationBuilder().token(sandbox.token).base_url(sandbox.base_url)
               .base_file_url(sandbox.base_file_url).build())
        ...
        user = sandbox.user("小王", language_code="zh-hans")  # started=True: bot may write first
        await user.start("payload")                          # /start payload
        await user.send("疗休养")                             # to=group, topic=…, reply_to=message
        answer = await user.wait_for("疗休养")                # text, predicate or nothing
        press = await user.press("更多")                      # label or callback data
        notice = await press.answer()                        # {"text", "show_alert", "url"}

`Sandbox(port=0, *, token=None, bot_name=…, bot_username=…, rates=None, clock=time.time,
max_messages=…, journal_size=…, keep=Path)`: `start()`, `stop()`, `async with`; `url` (the chat
page), `base_url`, `base_file_url`, `token`, `port`; `user(name, language_code=, username=, id=,
started=)`, `group(title, creator, members)`, `supergroup(…, forum=True)`, `channel(title,
creator, discussion=group)`; `journal`, `faults`, `limits`, `world`; `await quiet(0.3)` waits
until the bot is silent. A taken port raises `PortBusy` (an OSError with `.port`).

`User`: `send`, `start`, `press`, `edit`, `delete`, `send_document(bytes, name)`, `send_photo`,
`send_voice`, `send_sticker`, `block`, `unblock`, `deactivate`, `inline(text)` → `InlineAnswer`,
`choose(answer, n)`, `join`, `leave`, `wait_for(fits, chat=, within=15.0)`, `replies` (bot messages
since the last action), `messages(chat)`, `last`, `links(message)`, `commands`, `private`, `id`.
`Message`: `id`, `text`, `entities`, `buttons`, `labels`, `from_bot`, `edited`, `deleted`,
`thread_id`, `chat`, `at`, `raw` (the Bot API object).
`Group` and `Channel`: `id`, `messages`, `add`, `remove`, `promote(user, anonymous=)`, `demote`,
`add_bot`, `promote_bot`, `demote_bot`, `kick_bot`, `mute_bot`, `delete`; groups also `topic(name)`,
`close_topic`, `delete_topic`, `migrate()`.

Faults: `sandbox.faults.add(method="sendMessage", times=2, cut=True, delivered=True)`; see `Fault`
for all orders. Journal: `sandbox.journal.sent(chat_id)`, `.refused()`, `.calls(method)`,
`.totals`. The same over HTTP: `GET /sandbox/state`, `GET /sandbox/journal?since=N`,
`POST /sandbox/faults`, `POST /sandbox/limits`, `POST /sandbox/act`, and DELETE to clear.
`with running_in_thread() as t:` serves code without a loop: `t.sandbox`, `t.run(user.send("x"))`.
`furnish(sandbox)` puts in the people, groups and channel of the demo.
Waiting in vain raises `NothingArrived` (an AssertionError).
"""

from bot.sandbox.actors import User
from bot.sandbox.errors import ApiError, NothingArrived, PortBusy
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.feed import ManualClock
from bot.sandbox.journal import Entry, Journal
from bot.sandbox.limits import NO_LIMITS, Limits, Rates
from bot.sandbox.model import Chat, Member, Message, Person, Topic
from bot.sandbox.places import Channel, Group
from bot.sandbox.scene import Scene, furnish
from bot.sandbox.server import TOKEN, Sandbox
from bot.sandbox.taps import InlineAnswer, Press
from bot.sandbox.threaded import ThreadedSandbox, running_in_thread

__all__ = [
    "NO_LIMITS",
    "TOKEN",
    "ApiError",
    "Channel",
    "Chat",
    "Entry",
    "Fault",
    "Faults",
    "Group",
    "InlineAnswer",
    "Journal",
    "Limits",
    "ManualClock",
    "Member",
    "Message",
    "NothingArrived",
    "Person",
    "PortBusy",
    "Press",
    "Rates",
    "Sandbox",
    "Scene",
    "ThreadedSandbox",
    "Topic",
    "User",
    "furnish",
    "running_in_thread",
]
