"""The stand-in must not know what it tests: neither the bot, nor digest, nor Telegram's library."""

import ast
import sys
from pathlib import Path

import bot.sandbox

ALLOWED = {"starlette", "uvicorn"}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            yield node.module


def test_only_the_standard_library_starlette_and_uvicorn():
    folder = Path(bot.sandbox.__file__).parent
    files = sorted(folder.rglob("*.py"))
    assert len(files) > 30
    strange = {
        (path.name, name)
        for path in files
        for name in imports(path)
        if not name.startswith("bot.sandbox")
        and name.partition(".")[0] not in ALLOWED | sys.stdlib_module_names
    }
    assert strange == set()


def test_no_file_is_longer_than_300_lines():
    folder = Path(bot.sandbox.__file__).parent
    lengths = {
        p.name: len(p.read_text(encoding="utf-8").splitlines()) for p in folder.rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}
