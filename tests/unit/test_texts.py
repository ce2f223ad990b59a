"""Texts are data: equal keys and placeholders in every language, valid markup, bounded lengths,
and no sentence in the code that could not be translated."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.handlers import registry
from bot.render.html import plain, units
from bot.render.parts import MAX_UNITS
from bot.texts import Texts, choose, load, placeholders, traditional
from digest.reading.confidence import Sign

ROOT = Path(__file__).parents[2] / "bot"
ZH, EN = load("zh"), load("en")
CODE = [
    path
    for folder in (ROOT, ROOT / "handlers", ROOT / "render")
    for path in sorted(folder.glob("*.py"))
]


def test_both_languages_have_the_same_keys() -> None:
    assert ZH.keys() == EN.keys()


@pytest.mark.parametrize("key", sorted(ZH))
def test_a_text_asks_for_the_same_values_in_both_languages(key: str) -> None:
    assert placeholders(ZH[key]) == placeholders(EN[key])


@pytest.mark.parametrize("table", [ZH, EN], ids=["zh", "en"])
def test_texts_are_valid_and_short_enough(table: dict[str, str]) -> None:
    for key, text in table.items():
        assert text.strip(), key
        opened = re.findall(r"<(/?)([a-z]+)>", text)
        stack: list[str] = []
        for slash, tag in opened:
            assert tag in {"b", "i", "code"}, key
            if slash:
                assert stack, key
                assert stack.pop() == tag, key
            else:
                stack.append(tag)
        assert not stack, key
        assert units(text) <= MAX_UNITS, key
        if key.startswith("button."):
            assert len(text) <= 40, key
        if key.startswith("press."):
            assert len(text) <= 200, key
        if key.startswith("command."):
            assert 3 <= len(text) <= 256 or table is ZH, key
            assert "<" not in text, key


def test_every_sign_against_a_reading_has_its_words() -> None:
    for sign in Sign:
        assert EN[f"doubt.{sign.name.lower()}"] == sign.value
        assert not re.search("[a-z]", ZH[f"doubt.{sign.name.lower()}"])


def test_traditional_sentences_have_their_own_quotation_marks() -> None:
    voice = Texts().voice("zh-Hant")
    assert "「反饋」" in voice.label("help.foot")
    assert "“" not in voice.label("why.none")


def _texts_named_in_code() -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute | ast.Name)
                and (getattr(node.func, "attr", "") or getattr(node.func, "id", ""))
                in {"html", "label"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                given = {k.arg for k in node.keywords if k.arg}
                starred = any(k.arg is None for k in node.keywords)
                named.setdefault(node.args[0].value, set())
                if not starred:
                    named[node.args[0].value] |= given
    return named


def test_every_text_the_code_names_exists_with_its_placeholders() -> None:
    for key, given in _texts_named_in_code().items():
        assert key in ZH, key
        assert placeholders(ZH[key]) <= given, key


def test_every_command_has_its_texts() -> None:
    served = registry()
    for command in served.commands.values():
        for key in ("command", "help"):
            assert f"{key}.{command.name}" in ZH
        assert (f"alias.{command.name}" in ZH) is ("operator" not in command.where)


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.stem)
def test_no_chinese_sentence_stands_in_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            assert len(re.findall(r"[\u4e00-\u9fff]", node.value)) < 3, node.value


def test_traditional_chinese_is_the_simplified_text_converted() -> None:
    voice = Texts().voice("zh-Hant")
    assert voice.label("button.rules").endswith("關注列表")
    assert "設定" in voice.label("button.settings")
    assert traditional("<b>&amp;</b>") == "<b>&amp;</b>"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (None, "zh"),
        ("zh-hans", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh_hant", "zh-Hant"),
        ("en-GB", "en"),
        ("fr", "en"),
    ],
)
def test_the_language_follows_the_phone(code: str | None, language: str) -> None:
    assert choose(code) == language


@pytest.mark.parametrize(("count", "told"), [(1, "1 day"), (2, "2 days"), (0, "0 days")])
def test_a_word_goes_with_its_number(count: int, told: str) -> None:
    assert Texts().voice("en").label("setting.days", count=count) == told


def test_values_are_escaped_into_sentences() -> None:
    said = Texts().voice("zh").html("feedback.passed", chat=1, words="<b>")
    assert "&lt;b&gt;" in said
    assert "<b>" in plain(said)


def test_english_dates_are_written_with_leading_zeros() -> None:
    voice = Texts().voice("en")
    assert voice.label("date.day", y=2023, m=3, d=5) == "2023-03-05"
    assert voice.label("date.month", y=2023, m=11) == "2023-11"


def test_traditional_readers_are_spoken_to_in_their_own_words() -> None:
    assert Texts().voice("zh-Hant").label("button.export").endswith("匯出")
    assert Texts().voice("zh-Hant").label("language.zh") == "简体中文"
