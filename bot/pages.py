"""Reads pages in a process of its own: the dictionaries it takes (75 MB of jieba's alone) are gone
when it ends, and nobody's answer waits for it. What could not be read comes as an error; once the
program on disk was replaced nothing is read, since that process would run the new one."""

from __future__ import annotations

import faulthandler
import logging
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from bot import program
from bot.settings import Settings
from digest import understanding
from digest.errors import ProgramReplaced, ReadingError
from digest.model import PageReading
from digest.reading import sources

log = logging.getLogger(__name__)

File = tuple[str, bytes]
_LONGEST = 180.0  # seconds for one file; the largest allowed (8 MB) takes some forty


def read(
    files: Sequence[File], settings: Settings, longest: float = _LONGEST
) -> list[PageReading | ReadingError]:
    """The pages of `files` (name, content) read and understood, in their order. A file that takes
    more than `longest` seconds ends the process: ReadingError for all of them. ProgramReplaced
    when the code was replaced since this process started."""
    if program.replaced():
        error = ProgramReplaced("the program was replaced while it ran", advice="restart the bot")
        log.error("no page is read: %s", error)
        raise error
    data = (settings.taxonomy_file, settings.synonyms_file)
    with _process() as process:
        tasks = [process.submit(_read, name, content, longest, *data) for name, content in files]
        try:
            answers = [task.result() for task in tasks]
        except BrokenProcessPool as broken:
            advice = "try again, with fewer or smaller files"
            raise ReadingError("reading ended too early", advice=advice) from broken
    return [ReadingError(one) if isinstance(one, str) else one for one in answers]


def _process() -> Executor:
    # A forked one would hold the threads' locks and the store's connections.
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def _read(
    name: str, content: bytes, longest: float, topics: object, synonyms: object
) -> PageReading | str:
    """In the process: a page, or why it could not be read (errors do not travel well)."""
    # A hang inside a regular expression hears no signal; this watch ends the process all the same.
    faulthandler.dump_traceback_later(longest, exit=True)
    understanding.use(topics=topics, synonyms=synonyms)  # type: ignore[arg-type]
    try:
        return understanding.understand_page(sources.read_bytes(name, content))
    except ReadingError as error:
        return str(error)
    finally:
        faulthandler.cancel_dump_traceback_later()
