"""Settings: read from the environment, refused by name, never showing a secret, documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings as module
from bot.settings import Settings
from digest.errors import SettingsError

ROOT = Path(__file__).parents[2]


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_env({}) == Settings()


def test_values_are_read_by_their_variable() -> None:
    made = Settings.from_env(
        {
            "TELEGRAM_BOT_TOKEN": " 1:a ",
            "OPERATOR_IDS": "5, 7",
            "DELIVERY_RATE": "0",
            "DELIVERY_UNKNOWN": "RESEND",
            "WEB_PORT": "8080",
            "TAXONOMY_FILE": "topics.toml",
            "SANDBOX": "yes",
        }
    )
    assert made.token == "1:a"
    assert made.operator_ids == {5, 7}
    assert made.delivery_rate == 0
    assert made.delivery_unknown == "resend"
    assert made.web_port == 8080
    assert made.taxonomy_file == Path("topics.toml")
    assert made.sandbox


def test_an_empty_value_counts_as_unset() -> None:
    assert Settings.from_env({"DELIVERY_RATE": "  "}).delivery_rate == Settings().delivery_rate


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("OPERATOR_IDS", "boss"),
        ("DELIVERY_RATE", "-1"),
        ("DELIVERY_RATE", "fast"),
        ("DELIVERY_UNKNOWN", "maybe"),
        ("WEB_PORT", "70000"),
        ("TELEGRAM_BASE_URL", "api.telegram.org"),
        ("LOG_LEVEL", "loud"),
        ("SANDBOX", "perhaps"),
        ("WEBHOOK_SECRET", "two words"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({variable: value})
    assert variable in str(caught.value)


def test_secrets_never_show() -> None:
    made = Settings(token="12:SECRET", webhook_secret="HIDDEN", database_url="x://u:PASS@h/d")
    shown = repr(made) + str(made)
    assert not {"SECRET", "HIDDEN", "PASS"} & {
        w for w in ("SECRET", "HIDDEN", "PASS") if w in shown
    }


def test_a_webhook_always_has_a_secret_and_it_tells_nothing_of_the_token() -> None:
    one, other = Settings(token="1:one"), Settings(token="1:other")
    assert one.sent_back != other.sent_back
    assert "1:one" not in one.sent_back
    assert Settings.from_env({"WEBHOOK_SECRET": one.sent_back}).sent_back == one.sent_back


def test_the_environment_example_lists_every_setting() -> None:
    kept = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    assert kept == module.env_example()


def test_the_table_has_a_row_for_every_setting() -> None:
    table = module.table()
    for row in module.rows():
        assert f"| `{row.variable}` |" in table
        assert row.about in table


def test_the_readme_shows_the_same_table() -> None:
    assert module.table() in (ROOT / "README.md").read_text(encoding="utf-8")
