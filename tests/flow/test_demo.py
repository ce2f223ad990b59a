"""What the demo is started with: pages to show and settings that lead nowhere but to the stand-in."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from bot.demo import SEEDS, demo_settings, page_files
from bot.sandbox import Sandbox
from bot.sandbox.scene import furnish

CHECKOUT = Path(__file__).parents[2]


def test_the_pages_of_the_checkout_are_shown_wherever_it_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert page_files(None) == sorted((CHECKOUT / "seeds").glob("*.txt"))


def test_an_installed_bot_finds_the_pages_of_the_folder_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.demo.SEEDS", (tmp_path / "not-there", SEEDS[-1]))
    monkeypatch.chdir(CHECKOUT)
    assert next(path.name for path in page_files(None)).startswith("000")


def test_without_pages_it_says_how_to_give_some_and_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    assert main(["demo", "--pages", str(tmp_path), "--data", str(data)]) == 1
    assert "bot demo --pages FOLDER" in capsys.readouterr().err
    assert not data.exists()


def test_no_setting_leads_the_demo_to_telegram_or_to_the_operators_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:of-the-operator")
    monkeypatch.setenv("DATABASE_URL", "postgresql://store/of-the-operator")
    monkeypatch.setenv("WEBHOOK_URL", "https://example.org/telegram")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    stand_in = Sandbox(0)
    settings = demo_settings(stand_in, furnish(stand_in), tmp_path)
    assert settings.base_url == stand_in.base_url
    assert settings.token == stand_in.token
    assert settings.database_url.startswith(f"sqlite:///{tmp_path}")
    assert settings.webhook_url == ""
    assert settings.log_level == "DEBUG"
