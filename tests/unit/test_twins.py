"""Traditional pages: judged by their simplified twin, told in the characters they were printed in."""

from __future__ import annotations

from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import contract
from digest.language import twins
from digest.language.variants import simplify
from digest.model import Page
from digest.reading import read_page, sources
from digest.understanding import understand_page
from digest.understanding.duplicates import of_text, same_story

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
PAGE = (
    "職工夜校開到家門口\n\n本報訊（記者李麗 通訊員後文發）近日，江蘇省南京市鼓樓區總工會開辦「職工夜校」，"
    "皇后大道的頭髮店職工也來學習。\n\n「我們以後每週都來，」職工王雲說，「學費由工會出。」\n\n本報通訊員 麵國榮 攝\n"
)


def traditional(text: str) -> str:
    """As a page in Big5 has it: 為 for 爲, which that encoding lacks."""
    return opencc.OpenCC("s2t").convert(text).replace("爲", "為")


@pytest.mark.parametrize("encoding", ["utf-8", "big5hkscs"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_a_traditional_page_reads_like_its_simplified_twin(seed: Path, encoding: str) -> None:
    text = seed.read_text(encoding="utf-8")
    plain = understand_page(sources.read_bytes(seed.name, text.encode()))
    printed = understand_page(sources.read_bytes(seed.name, traditional(text).encode(encoding)))
    assert len(plain.articles) == len(printed.articles)
    for one, other in zip(plain.articles, printed.articles, strict=True):
        assert contract.dumps(one) == simplify(contract.dumps(other))
    assert [d.lines for d in plain.doubts] == [d.lines for d in printed.doubts]


def test_a_traditional_page_is_told_in_its_own_characters() -> None:
    (article,) = understand_page(read_page(Page("a.txt", PAGE))).articles
    assert article.headline == "職工夜校開到家門口"
    assert (article.reporters, article.correspondents) == (("李麗",), ("後文發",))
    assert article.photographer == "麵國榮"
    assert article.paragraphs[0].endswith("皇后大道的頭髮店職工也來學習。")
    assert article.paragraphs[1] == "“我們以後每週都來，”職工王雲說，“學費由工會出。”"
    assert "南京市鼓樓區總工會" in article.summary
    assert article.regions[0].code == "320106"
    assert article.regions[0].name == "江苏省/南京市/鼓楼区"
    assert {topic.slug for topic in article.topics} & {"culture_sports", "skills"}


def test_leftover_lines_are_the_pages_own() -> None:
    reading = read_page(Page("a.txt", "第03版：綜合新聞\n\n" + PAGE))
    assert [left.text for left in reading.leftovers] == ["第03版：綜合新聞"]


@pytest.mark.parametrize(
    "text",
    ["乾隆年间的瞭望台边，著名的职工书屋里坐满了人。", "2023-11-02 workers", "", "职工服务中心"],
)
def test_simplified_pages_are_left_alone(text: str) -> None:
    assert not twins.is_traditional(text)


def test_words_that_the_text_does_not_hold_stay_simplified() -> None:
    twin = twins.Twin("總工會開辦夜校")
    assert twin.restored("总工会开办驿站") == "總工會開辦驿站"


def test_a_reprint_in_the_other_script_is_the_same_story() -> None:
    text = "近日，某市总工会开办职工夜校，首批开设书法、剪纸、电焊、烘焙等二十门课程，三千名职工报名学习。"
    assert same_story(of_text(text), of_text(traditional(text)))


@given(st.text(alphabet="后後發髮里裡裏干幹乾工會总總a,。 「」\n", max_size=80))
def test_what_was_read_from_the_twin_comes_back_as_printed(text: str) -> None:
    twin = twins.Twin(text)
    assert len(twin.simplified) == len(text)
    back = twin.restored(twin.simplified)
    assert simplify(back) == simplify(twin.simplified)
    assert set(back) <= set(text) | set("“”‘’")
