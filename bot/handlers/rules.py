"""/rules: what this chat follows; open one to edit, rename, pause or delete it, or to change how
often it is sent."""

from __future__ import annotations

from telegram import InputFile

from bot import cadences
from bot.families import Action, Command, Family
from bot.keyboards import Button, grid
from bot.render import rules as drawn
from bot.render.hits import head
from bot.render.html import Html, bold
from bot.render.wording import readable
from bot.replies import download
from bot.talk import Talk
from digest.limits import CHATS
from digest.recipients import Subscription


async def listing(talk: Talk) -> None:
    """All rules of this chat (in a forum: of this topic)."""
    found = await _rules(talk)
    label = talk.voice.label
    add = talk.button(label("button.add_rule"), "add")
    if not found:
        rows = [[add, talk.button(label("button.import"), "ri")]]
        await talk.say(talk.voice.html("rules.none"), rows, in_place=True)
        return
    lines = [drawn.line(n, one, talk.names, talk.voice) for n, one in enumerate(found, 1)]
    numbers = [talk.button(str(n), "ro", one.id) for n, one in enumerate(found, 1)]
    last = [
        add,
        talk.button(label("button.export"), "rx"),
        talk.button(label("button.import"), "ri"),
    ]
    head_line = talk.voice.html("rules.head", count=len(found))
    text = [Html(f"{await talk.managed()}{head_line}"), Html("\n".join(lines))]
    await talk.say(text, [*grid(numbers, 5), last], in_place=True)


async def listed_anew(talk: Talk) -> None:
    """The list in a new message, so that the one pressed stays to be read."""
    talk.anew()
    await listing(talk)


async def _rules(talk: Talk) -> list[Subscription]:
    of = talk.service.follow.of
    if talk.thread is None:
        return list(await talk.run(of, talk.target))
    return list(await talk.run(of, talk.target, thread_id=talk.thread))


def _name(talk: Talk, one: Subscription) -> str:
    return drawn.called(one, talk.names, talk.voice)


async def _one(talk: Talk) -> Subscription:
    return await talk.run(talk.service.follow.get, talk.target, talk.press.number(0))


async def opened(talk: Talk) -> None:
    """One rule with what can be done to it."""
    await _open(talk, await _one(talk))


async def _open(talk: Talk, one: Subscription, done: str = "") -> None:
    """The rule as it is; `done` names the text that says what was just done to it."""
    label = talk.voice.label
    go_on = ("button.resume", "rr") if one.paused else ("button.pause", "rp")
    rows = [
        [
            talk.button(label("button.edit"), "re", one.id),
            talk.button(label("button.rename"), "rn", one.id),
            talk.button(label("button.cadence"), "rc", one.id),
        ],
        [
            talk.button(label(go_on[0]), go_on[1], one.id),
            talk.button(label("button.delete"), "rd", one.id),
            talk.button(label("button.all_rules"), "rl"),
        ],
    ]
    lines = [
        talk.voice.html(done) if done else "",
        bold(_name(talk, one)),
        drawn.describe(one.rule, talk.names, talk.voice),
        talk.voice.html("rules.cadence", cadence=label(f"cadence.{one.cadence}")),
        talk.voice.html("rules.paused") if one.paused else "",
    ]
    await talk.say(Html("\n".join(line for line in lines if line)), rows, in_place=True)


async def pause(talk: Talk) -> None:
    """Keep the rule, send nothing."""
    await talk.run(talk.service.follow.pause, talk.target, talk.press.number(0))
    await opened(talk)


async def resume(talk: Talk) -> None:
    """Send again from now on."""
    await talk.run(talk.service.follow.resume, talk.target, talk.press.number(0))
    await opened(talk)


async def delete(talk: Talk) -> None:
    """Delete a rule; the message offers to take it back."""
    one = await _one(talk)
    await talk.run(talk.service.follow.delete, talk.target, one.id)
    words = readable(one.rule, talk.names, talk.today, talk.voice)
    key = talk.desk.rules.keep(words, one.rule)
    name = talk.desk.words.keep(one.name, one.name)
    kept = (key, one.cadence, name, one.thread_id or "", int(one.paused))
    rows = [
        [
            talk.button(talk.voice.label("button.undo"), "ru", *kept),
            talk.button(talk.voice.label("button.all_rules"), "rl"),
        ]
    ]
    said = talk.voice.html("rules.deleted")
    await talk.say(Html(f"{head('🗑', words)}\n{said}"), rows, in_place=True)


async def undelete(talk: Talk) -> None:
    """Take a deletion back: the rule as it was, with its name, its cadence and its forum topic.
    After a restart it is read again from the message, and bears the name that rules get."""
    key, cadence, name, _, paused = (talk.press.arg(n) for n in range(5))
    rule = talk.desk.rules.get(key)
    if rule is None:
        rule = await talk.run(talk.service.follow.rule, talk.first_line(), today=talk.today)
    one = await talk.run(
        talk.service.follow.add,
        talk.target,
        rule,
        cadence=cadences.named(cadence, sandbox=talk.desk.settings.sandbox),
        now=talk.now,
        thread_id=talk.press.number(3) or None,
        name=talk.desk.words.get(name),
    )
    if paused == "1":
        await talk.run(talk.service.follow.pause, talk.target, one.id)
        one = await talk.run(talk.service.follow.get, talk.target, one.id)
    await _open(talk, one, "rules.undeleted")


async def ask_cadence(talk: Talk) -> None:
    """Offer how often."""
    one = await _one(talk)
    choices: list[Button] = []
    for name in cadences.offered(sandbox=talk.desk.settings.sandbox):
        mark = "✅ " if name == one.cadence else ""
        choices.append(talk.button(mark + talk.voice.label(f"cadence.{name}"), "rs", one.id, name))
    text = talk.voice.html("rules.how_often", name=bold(_name(talk, one)))
    back = [talk.button(talk.voice.label("button.back"), "ro", one.id)]
    await talk.say(text, [*grid(choices, 2), back], in_place=True)


async def set_cadence(talk: Talk) -> None:
    """Change how often."""
    name = cadences.named(talk.press.arg(1), sandbox=talk.desk.settings.sandbox)
    await talk.run(talk.service.follow.set_cadence, talk.target, talk.press.number(0), name)
    await opened(talk)


async def ask_name(talk: Talk) -> None:
    """Ask for a new name."""
    one = await _one(talk)
    text = talk.voice.html("rules.ask_name", name=bold(_name(talk, one)))
    await talk.ask(text, "rename", str(one.id), rows=_back(talk, one))


async def rename(talk: Talk) -> None:
    """Take the new name."""
    number = int(talk.prompt.args[0]) if talk.prompt else 0
    one = await talk.run(talk.service.follow.rename, talk.target, number, talk.words)
    await _open(talk, one, "rules.changed")


async def ask_words(talk: Talk) -> None:
    """Ask for new words."""
    one = await _one(talk)
    words = readable(one.rule, talk.names, talk.today, talk.voice)
    text = talk.voice.html("rules.ask_words", words=words)
    await talk.ask(text, "reword", str(one.id), rows=_back(talk, one))


def _back(talk: Talk, one: Subscription) -> list[list[Button]]:
    """In a group the question is a message of its own, to be answered by a reply."""
    if not talk.private:
        return []
    return [[talk.button(talk.voice.label("button.back"), "ro", one.id)]]


async def reword(talk: Talk) -> None:
    """Take the new words."""
    number = int(talk.prompt.args[0]) if talk.prompt else 0
    rule = await talk.run(talk.service.follow.rule, talk.words, today=talk.today)
    one = await talk.run(talk.service.follow.change_rule, talk.target, number, rule)
    await _open(talk, one, "rules.changed")


async def export(talk: Talk) -> None:
    """Send the chat's rules as a file that /rules can take back."""
    text = await talk.run(talk.service.follow.export_rules, talk.target)
    name = talk.voice.label("rules.file_name")
    caption = talk.voice.label("rules.exported")
    file = InputFile(text.encode(), filename=name)
    await talk.hand_over(file, caption)


async def ask_file(talk: Talk) -> None:
    """Ask for a file of rules, or for their lines."""
    await talk.ask(talk.voice.html("rules.ask_file"), "import")


async def take_file(talk: Talk) -> None:
    """Take rules from a document or from the lines typed."""
    text = talk.words
    if talk.message is not None and talk.message.document is not None:
        data = await download(talk.message.document, CHATS.rules_file * 4)
        text = data.decode("utf-8", "replace")
    await _import(talk, text)


async def _import(talk: Talk, text: str) -> None:
    await talk.meet()
    made = await talk.run(talk.service.follow.import_rules, talk.target, text, now=talk.now)
    rows = [[talk.button(talk.voice.label("button.rules"), "rl")]]
    await talk.say(talk.voice.html("rules.imported", count=len(made)), rows)


FAMILY = Family(
    "rules",
    commands=(Command("rules", listing, aliases=("list",)),),
    actions=(
        Action("rules", listed_anew),
        Action("rl", listing),
        Action("ro", opened),
        Action("rp", pause, change=True),
        Action("rr", resume, change=True),
        Action("rd", delete, change=True),
        Action("ru", undelete, change=True),
        Action("rc", ask_cadence, change=True),
        Action("rs", set_cadence, change=True),
        Action("rn", ask_name, change=True),
        Action("re", ask_words, change=True),
        Action("rx", export),
        Action("ri", ask_file, change=True),
    ),
    prompts={"rename": rename, "reword": reword, "import": take_file},
)
