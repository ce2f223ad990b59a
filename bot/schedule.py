"""APScheduler that only ticks: it asks the store what is due, again and again, and keeps nothing.

What is due, what was missed and what must not come twice are the store's affair, so a restart, a
late tick, a changed clock or a second instance neither lose nor double a slot. The library's
defaults would: it drops a job that is a second late and lets late ones pile up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from digest.errors import DigestError

log = logging.getLogger(__name__)

# Seconds that a tick under way is waited for at the end: an orderly stop has about ten.
GRACE = 1.0

Tick = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do every `seconds`; `name` is for the log."""

    name: str
    seconds: float
    tick: Tick


class Ticker:
    """Calls each job's tick on time, one at a time per job; trouble is logged, never lost."""

    def __init__(self, jobs: list[Job]) -> None:
        # The library warns when a tick is still under way at the next one's time: that is no news.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self.failures: dict[str, int] = {job.name: 0 for job in jobs}
        self._under_way: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for job in jobs:
            self._scheduler.add_job(
                self._guarded(job), "interval", seconds=job.seconds, id=job.name, name=job.name
            )

    def start(self) -> None:
        """Begin to tick in the running loop."""
        self._scheduler.start()

    async def stop(self, grace: float = GRACE) -> None:
        """Tick no more; a tick under way may go on to its end, within the grace (seconds)."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        late = list(self._under_way)
        if late:
            _, late_still = await asyncio.wait(late, timeout=grace)
            for task in late_still:
                log.warning("%s was cut off", task.get_name())
                task.cancel()

    def _guarded(self, job: Job) -> Tick:
        tick = self._noting_trouble(job)

        async def start() -> None:
            # A task of its own, since the library's is cancelled by its end and logs that.
            task = asyncio.create_task(tick(), name=job.name)
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                if self._scheduler.running:
                    raise

        return start

    def _noting_trouble(self, job: Job) -> Callable[[], Coroutine[None, None, None]]:
        async def tick() -> None:
            try:
                await job.tick()
            except DigestError as error:
                self.failures[job.name] += 1
                log.error("%s: %s", job.name, error)
            except Exception:
                self.failures[job.name] += 1
                log.exception("%s stumbled", job.name)

        return tick
