"""Telegram HTML: escaped, counted in UTF-16 after parsing, split without cutting markup."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.render.html import Html, bold, entities, esc, join, plain, quote, units
from bot.render.parts import MAX_UNITS, fits, pack, shorten, split_plain


def test_hostile_text_comes_out_as_it_went_in() -> None:
    nasty = "<b>&nbsp;</a>\"'&lt; 🚲"
    assert "<" not in esc(nasty)
    assert plain(esc(nasty)) == nasty


def test_control_characters_and_lone_surrogates_are_dropped() -> None:
    assert esc("a\x00b\ud83d\x1bc\n") == "abc\n"


def test_markup_is_not_escaped_twice() -> None:
    assert esc(bold("a&b")) == "<b>a&amp;b</b>"
    assert join(" · ", ["", bold("x"), "y"]) == "<b>x</b> · y"


def test_length_counts_utf16_units_after_parsing() -> None:
    assert units(bold("🚲a&b")) == 5
    assert entities(quote(bold("x"))) == 2
    assert bold("") == ""


@given(st.text())
def test_any_text_survives_escaping_and_splitting(text: str) -> None:
    kept = plain(esc(text))
    assert all(units(esc(piece)) <= 50 for piece in split_plain(text, 50))
    joined = "".join(split_plain(text, 50))
    assert "".join(joined.split()) == "".join(kept.split())


@given(st.lists(st.text(min_size=1, max_size=3000), max_size=8))
def test_packed_messages_fit_and_keep_every_block(texts: list[str]) -> None:
    blocks = [bold(text) for text in texts]
    messages = pack(blocks)
    assert all(fits(message) for message in messages)
    shown = "".join("".join(plain(m).split()) for m in messages)
    assert shown == "".join("".join(plain(b).split()) for b in blocks)


def test_a_block_too_large_for_any_message_is_split_as_plain_text() -> None:
    messages = pack([bold("字" * 9000)])
    assert len(messages) == 3
    assert all(units(m) <= MAX_UNITS and "<" not in m for m in messages)


def test_many_entities_are_spread_over_messages() -> None:
    messages = pack([Html(bold("x") + bold("y"))] * 80)
    assert [entities(m) <= 95 for m in messages] == [True, True]


def test_text_of_ampersands_stays_under_the_raw_limit() -> None:
    assert all(len(m.encode()) <= 30_000 for m in pack([esc("&'" * 5000)]))


def test_shortening_never_exceeds_its_limit() -> None:
    assert shorten("一二三四五", 4) == "一二三…"
    assert shorten("a\n b", 10) == "a b"
    assert units(esc(shorten("🚲" * 50, 21))) <= 21
