"""Text cut into words: the one module that knows jieba, and rjieba where it is installed.

Both engines are given the same domain words with the same frequencies and return the same tokens;
rjieba (the extra `fast`) is about 26 times quicker. Nothing is loaded before the first cut, and
jieba's shared cache file in the temporary directory is neither read nor written: another user of
the machine could have put anything there.
"""

from __future__ import annotations

import importlib.util
import threading
import warnings
from functools import lru_cache
from typing import Any, Literal, Protocol

from digest.language import lexicon

Engine = Literal["auto", "jieba", "rjieba"]


class Segmenter(Protocol):
    """What an engine must do; `guess` lets it join unknown characters into words (HMM)."""

    name: str

    def cut(self, text: str, guess: bool) -> list[str]:
        """The words of the text in order, punctuation included; joined they give the text."""
        ...

    def cut_for_search(self, text: str) -> list[str]:
        """Like cut, with the shorter words inside long ones before them."""
        ...


class JiebaSegmenter:
    """jieba with its stock dictionary (about 0.8 s and 75 MB at first use) and our words."""

    name = "jieba"

    def __init__(self) -> None:
        tokenizer = _import_jieba().Tokenizer()
        with tokenizer.get_dict_file() as stock:
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(stock)
        tokenizer.initialized = True
        for entry in lexicon.entries():
            tokenizer.add_word(entry.word, entry.frequency, entry.tag)
        self._tokenizer = tokenizer

    def cut(self, text: str, guess: bool) -> list[str]:
        return list(self._tokenizer.cut(text, HMM=guess))

    def cut_for_search(self, text: str) -> list[str]:
        return list(self._tokenizer.cut_for_search(text))


class RustSegmenter:
    """rjieba: the same algorithm and dictionary in Rust."""

    name = "rjieba"

    def __init__(self) -> None:
        import rjieba

        self._tokenizer = rjieba.Jieba()
        for entry in lexicon.entries():
            self._tokenizer.add_word(entry.word, entry.frequency, entry.tag)

    def cut(self, text: str, guess: bool) -> list[str]:
        return list(self._tokenizer.cut(text, guess))

    def cut_for_search(self, text: str) -> list[str]:
        return list(self._tokenizer.cut_for_search(text, True))


def _import_jieba() -> Any:
    """jieba warns about its own escapes (Python 3.12) and about pkg_resources: not ours to show."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    return jieba


_lock = threading.Lock()


@lru_cache(maxsize=2)
def _build(name: str) -> Segmenter:
    return RustSegmenter() if name == "rjieba" else JiebaSegmenter()


def segmenter(engine: Engine = "auto") -> Segmenter:
    """The engine asked for, loaded once per process; `auto` is rjieba where it is installed."""
    if engine == "auto":
        engine = "rjieba" if importlib.util.find_spec("rjieba") else "jieba"
    with _lock:
        return _build(engine)


_chosen: dict[str, Segmenter] = {}  # at most one: two dictionaries would cost 150 MB


def choose(engine: Engine) -> Segmenter:
    """Make this engine the one all functions below use from now on (benchmarks, tests)."""
    _chosen["engine"] = segmenter(engine)
    return _chosen["engine"]


def _engine() -> Segmenter:
    return _chosen.get("engine") or choose("auto")


def cut(text: str, *, guess: bool = True) -> list[str]:
    """The words of the text in order; joined they give the text back."""
    return _engine().cut(text, guess)


def cut_for_search(text: str) -> list[str]:
    """The words of the text and the shorter dictionary words inside the long ones."""
    return _engine().cut_for_search(text)
