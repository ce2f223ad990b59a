"""The command `bot`: `run` serves Telegram, `demo` serves a chat page on this machine, `plan` and
`rehearse` show what would be sent. Errors are said in one line; the exit status is 0, 1 or 2."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import DigestError, SettingsError

if TYPE_CHECKING:
    from bot.serving import Serving
    from bot.settings import Settings

DEMO_PORT = 8765


def parser() -> argparse.ArgumentParser:
    """The whole command line of `bot`."""
    root = argparse.ArgumentParser(prog="bot", description="Union Digest in Telegram.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="serve Telegram (needs TELEGRAM_BOT_TOKEN)")
    run.set_defaults(run=run_bot)
    demo = commands.add_parser("demo", help="try it all on this machine, without a token")
    demo.add_argument("--port", type=int, default=DEMO_PORT, help=f"default {DEMO_PORT}")
    demo.add_argument(
        "--data", type=Path, default=Path(".demo"), help="where the demo keeps itself"
    )
    demo.add_argument("--pages", type=Path, help="pages to read (default: the seeds)")
    demo.set_defaults(run=run_demo)
    plan = commands.add_parser("plan", help="plan what is due and print it")
    plan.add_argument("--now", type=_instant, help="as if it were this time (ISO 8601)")
    plan.set_defaults(run=run_plan)
    rehearse = commands.add_parser("rehearse", help="print what a day would bring, send nothing")
    rehearse.add_argument("day", type=date.fromisoformat, metavar="DATE")
    rehearse.add_argument("--chat", type=int, action="append", help="only this chat (repeatable)")
    rehearse.set_defaults(run=run_rehearse)
    return root


def _instant(text: str) -> datetime:
    """An ISO time; without a zone it is China's, as the papers' are."""
    from zoneinfo import ZoneInfo

    read = datetime.fromisoformat(text)
    return (read if read.tzinfo else read.replace(tzinfo=ZoneInfo("Asia/Shanghai"))).astimezone(UTC)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give back its exit status."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except DigestError as error:
        print(f"bot: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run_bot(_arguments: argparse.Namespace) -> int:
    """Serve until a signal comes (status 0) or serving cannot go on (status 1)."""
    from bot import arenas, logs
    from bot.settings import Settings

    settings = Settings.from_env()
    if not settings.token:
        raise SettingsError(
            "no bot token is set",
            where="TELEGRAM_BOT_TOKEN",
            advice="get one from @BotFather in Telegram and start with TELEGRAM_BOT_TOKEN=… "
            "bot run; to try the bot without one, use bot demo",
        )
    logs.configure(settings)
    arenas.limit()
    return asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> int:
    from bot.opening import open_service
    from bot.serving import Serving

    stop = stop_signal()
    service = await asyncio.to_thread(open_service, settings)
    try:
        return await _until(Serving(settings, service), stop)
    finally:
        service.close()


async def _until(serving: Serving, stop: asyncio.Event) -> int:
    """Start, serve, stop. A signal also ends a start that still waits for Telegram."""
    stopping = asyncio.create_task(stop.wait())
    starting = asyncio.create_task(serving.start())
    await asyncio.wait({stopping, starting}, return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
        await asyncio.wait({starting})
        await serving.stop()
        return 0
    try:
        await starting
    except BaseException:
        await serving.stop()
        raise
    ended = asyncio.create_task(serving.ended())
    await asyncio.wait({stopping, ended}, return_when=asyncio.FIRST_COMPLETED)
    await serving.stop()
    ended.cancel()
    stopping.cancel()
    return 1 if serving.fatal else 0


def stop_signal() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set; to be called inside the loop."""
    event = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, event.set)
    return event


def run_demo(arguments: argparse.Namespace) -> int:
    """Serve the chat page until Ctrl-C."""
    from bot import arenas
    from bot.demo import page_files, serve_demo

    files = page_files(arguments.pages)
    arguments.data.mkdir(parents=True, exist_ok=True)
    arenas.limit()
    return asyncio.run(serve_demo(arguments.port, arguments.data, files))


def run_plan(arguments: argparse.Namespace) -> int:
    """Plan what is due at a time and print it."""
    from bot import foreseeing

    return foreseeing.run_plan(arguments)


def run_rehearse(arguments: argparse.Namespace) -> int:
    """Print every message that a day would bring to each chat."""
    from bot import foreseeing

    return foreseeing.run_rehearse(arguments)
