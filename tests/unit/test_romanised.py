"""Places in English: the names they are known by, the pinyin of the others."""

from __future__ import annotations

import pytest

from bot.render import romanised
from bot.render.names import Names
from bot.texts import Texts
from digest import gazetteer
from digest.understanding import taxonomy


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("320000", "Jiangsu"),
        ("150000", "Inner Mongolia"),
        ("610000", "Shaanxi"),
        ("610100", "Xi'an"),
        ("141100", "Lüliang"),
        ("110105", "Chaoyang"),
        ("140400", "Changzhi"),
        ("340300", "Bengbu"),
        ("230100", "Harbin"),
    ],
)
def test_a_place_in_english(code: str, name: str) -> None:
    assert romanised.place(code, gazetteer.load().get(code).short) == name


def test_every_place_of_the_table_has_an_english_name_in_latin_letters() -> None:
    table = gazetteer.load()
    for province in table.children(None):
        assert len(romanised.letters(province.code)) == 2
        for city in table.children(province.code):
            assert not any(
                "\u4e00" <= sign <= "\u9fff" for sign in romanised.place(city.code, city.short)
            )


def test_a_path_and_an_unknown_code() -> None:
    names, voice = Names(taxonomy.load()), Texts().voice("en")
    assert names.region("320100", voice) == "Jiangsu · Nanjing"
    assert names.region("999999", voice) == "999999"
