"""The shape in which a handler module describes itself: its commands, button actions, prompts.

`bot.app` collects the modules' `FAMILY` values into one `Registry`; the menu, /help and all
routing are made from it, so a new command is one new file and its texts.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

from digest.errors import DataError

if TYPE_CHECKING:
    from bot.talk import Talk

Handler = Callable[["Talk"], Awaitable[None]]
Where = Literal["private", "group", "operator"]
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: where the menu shows it, and whether it changes the chat (admins only).

    Texts: `command.NAME` for the menu, `help.NAME` for a longer line in /help."""

    name: str
    run: Handler
    where: tuple[Where, ...] = ("private", "group")
    change: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does. `change`: admins only in groups, checked at the press. `link`: in a
    channel the press opens the private chat with this deep link prefix instead of posting."""

    name: str
    run: Handler
    change: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """One handler module and what it serves.

    `prompts` take a person's answer to a question we asked, in groups an admin's unless they are
    `free`; `events` are what else happens:
    words, unknown_command, not_text, document, inline, membership, unsure, refused, not_found,
    busy."""

    name: str
    commands: tuple[Command, ...] = ()
    actions: tuple[Action, ...] = ()
    prompts: Mapping[str, Handler] = field(default_factory=dict)
    free: tuple[str, ...] = ()
    events: Mapping[str, Handler] = field(default_factory=dict)


class Registry:
    """All families, by what they serve. Refuses two of the same name."""

    def __init__(self, families: Iterable[Family]) -> None:
        self.commands: dict[str, Command] = {}
        self.actions: dict[str, Action] = {}
        self.prompts: dict[str, Handler] = {}
        self.free: set[str] = set()
        self.events: dict[str, Handler] = {}
        for family in families:
            for command in family.commands:
                for name in (command.name, *command.aliases):
                    _put(self.commands, name, command)
            for action in family.actions:
                _put(self.actions, action.name, action)
            for name, prompt in family.prompts.items():
                _put(self.prompts, name, prompt)
            self.free.update(family.free)
            for name, event in family.events.items():
                _put(self.events, name, event)


def _put(table: dict[str, V], name: str, value: V) -> None:
    if name in table:
        raise DataError("served twice", where=name, advice="give each its own name")
    table[name] = value
