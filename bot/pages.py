"""Reads pages in a process of its own: the dictionaries it takes (75 MB of jieba's alone) are gone
when it ends, and nobody's answer waits for it. What could not be read comes as an error."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from bot.settings import Settings
from digest import understanding
from digest.errors import ReadingError
from digest.model import PageReading
from digest.reading import sources

File = tuple[str, bytes]


def read(files: Sequence[File], settings: Settings) -> list[PageReading | ReadingError]:
    """The pages of `files` (name, content) read and understood, in their order."""
    data = (settings.taxonomy_file, settings.synonyms_file)
    with _process() as process:
        tasks = [process.submit(_read, name, content, *data) for name, content in files]
        try:
            answers = [task.result() for task in tasks]
        except BrokenProcessPool as error:
            raise ReadingError("reading ended too early", advice="try again") from error
    return [ReadingError(one) if isinstance(one, str) else one for one in answers]


def _process() -> Executor:
    # A forked one would hold the threads' locks and the store's connections.
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def _read(name: str, content: bytes, topics: object, synonyms: object) -> PageReading | str:
    """In the process: a page, or why it could not be read (errors do not travel well)."""
    understanding.use(topics=topics, synonyms=synonyms)  # type: ignore[arg-type]
    try:
        return understanding.understand_page(sources.read_bytes(name, content))
    except ReadingError as error:
        return str(error)
