"""The whole product on one machine without a token: the local Bot API stand-in with its chat page,
the seed pages in a SQLite file, and the bot between them.

All pages but the last are read at start; the last is handed in after the first subscription, so
that a digest has something new to bring. A second start goes on with the same store.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot import logs, pages
from bot.cli import stop_signal
from bot.desk import utc_now
from bot.opening import open_service
from bot.sandbox import TOKEN, PortBusy, Sandbox
from bot.sandbox.scene import Scene, furnish
from bot.schedule import Job
from bot.serving import Extra, Serving
from bot.settings import Settings
from digest.errors import ReadingError, SettingsError
from digest.limits import FRESHNESS
from digest.service import Service

log = logging.getLogger(__name__)

# A demo started again after a month must still have something to show to whoever begins then.
DEMO_FRESHNESS = replace(FRESHNESS, first=timedelta(days=365), backfill=timedelta(days=365))
# A checkout's pages, wherever the demo is started; an installed bot finds them in the checkout it
# is started in.
SEEDS = (Path(__file__).parent.parent / "seeds", Path("seeds"))


async def serve_demo(port: int, data: Path, files: list[Path]) -> int:
    """Serve until Ctrl-C or SIGTERM; the status is 0. `data` is an existing folder, `files` are
    two pages or more. Raises SettingsError for a busy port.
    """
    stop = stop_signal()
    try:
        sandbox = await Sandbox(port, token=TOKEN, keep=data / "chats.json").start()
    except PortBusy as error:
        raise SettingsError(
            f"port {error.port} is busy",
            advice=f"give another one: make demo PORT={error.port + 1}, "
            f"or bot demo --port {error.port + 1}",
        ) from error
    try:
        scene = furnish(sandbox)
        settings = demo_settings(sandbox, scene, data)
        logs.configure(settings)
        await _serve(sandbox, settings, files, stop)
    finally:
        await sandbox.stop()
    return 0


async def _serve(
    sandbox: Sandbox, settings: Settings, files: list[Path], stop: asyncio.Event
) -> None:
    service = await asyncio.to_thread(open_service, settings, DEMO_FRESHNESS)
    try:
        say(f"reading {len(files) - 1} pages …")
        reading = asyncio.create_task(asyncio.to_thread(ingest, service, files[:-1], settings))
        if not await _first(reading, stop):
            return
        hand_in = HandIn(service, files[-1], settings)
        serving = Serving(settings, service, Extra(jobs=[Job("hand-in", 1.0, hand_in.tick)]))
        try:
            await serving.start()
            say(f"\n  {sandbox.url}  <- open this page and chat (Ctrl-C ends)\n")
            await stop.wait()
        finally:
            await serving.stop()
    finally:
        service.close()


async def _first(work: asyncio.Task[None], stop: asyncio.Event) -> bool:
    """Wait for `work`; False when the wish to stop came first (the page under way is finished)."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if stop.is_set():
        return False
    await work
    return True


class HandIn:
    """Brings the last page once somebody follows something."""

    def __init__(self, service: Service, page: Path, settings: Settings) -> None:
        self._service, self._page, self._settings = service, page, settings
        self._done = False

    async def tick(self) -> None:
        """Look whether there is a subscription; if so, read the page once."""
        if self._done or not await asyncio.to_thread(self._service.follow.any):
            return
        self._done = True
        await asyncio.to_thread(ingest, self._service, [self._page], self._settings)
        log.info("handed in %s", self._page.name)


def ingest(service: Service, files: list[Path], settings: Settings) -> None:
    """Read, understand and store pages; those already there change nothing."""
    for page in pages.read([(path.name, path.read_bytes()) for path in files], settings):
        if isinstance(page, ReadingError):
            raise page
        service.library.ingest(page, now=utc_now())


def page_files(pages: Path | None) -> list[Path]:
    """The pages to show, in order; raises SettingsError when there are fewer than two."""
    folder = pages or next((seeds for seeds in SEEDS if seeds.is_dir()), SEEDS[-1])
    files = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if len(files) < 2:
        raise SettingsError(
            "the demo needs a folder with at least two pages",
            where=str(folder),
            advice="give one with bot demo --pages FOLDER",
        )
    return files


def demo_settings(sandbox: Sandbox, scene: Scene, data: Path) -> Settings:
    """Settings that point the bot at the stand-in; the environment's other settings hold."""
    own = Settings.from_env()
    return replace(
        own,
        token=sandbox.token,
        base_url=sandbox.base_url,
        base_file_url=sandbox.base_file_url,
        database_url=f"sqlite:///{data / 'union-digest.db'}",
        operator_ids=frozenset({scene.operator.id}),
        webhook_url="",
        web_port=0,
        sandbox=True,
        log_level=own.log_level if os.environ.get("LOG_LEVEL") else "WARNING",
    )


def say(text: str) -> None:
    """Write a line at once, also into a pipe."""
    print(text, flush=True, file=sys.stdout)
