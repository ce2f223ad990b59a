"""Quantities: value, unit and what they count; dates and labels are none."""

import pytest

from digest.model import Article
from digest.understanding import numbers


@pytest.mark.parametrize(
    ("text", "value", "unit", "counts"),
    [
        ("组织120名职工参加", 120, "名", "职工"),
        ("累计建成工会驿站2394个,", 2394, "个", "工会驿站"),
        ("投入1.5万元资金", 15000, "元", "资金"),
        ("服务职工1.3万余人次。", 13000, "人次", "职工"),
        ("增效1,800余万元。", 18_000_000, "元", ""),
        ("签约率100%。", 100, "%", "签约率"),
        ("开展讲座36场次,", 36, "场次", "讲座"),
    ],
)
def test_value_unit_and_what_is_counted(text, value, unit, counts):
    (number,) = numbers.in_text(text)
    assert (number.value, number.unit) == (pytest.approx(value), unit)
    assert counts in number.counts


@pytest.mark.parametrize(
    "text", ["2023年11月1日,", "“1+6+N”体系", "拨打12351热线", "12·4宪法日", "第11届"]
)
def test_dates_labels_and_ordinals_are_no_quantities(text):
    assert list(numbers.in_text(text)) == []


def test_a_span_of_years_is_one():
    assert [number.text for number in numbers.in_text("近5年来")] == ["5年"]


def test_about_says_whether_the_text_is_vague():
    exact, vague = numbers.in_text("共18名,另有20余名")
    assert (exact.about, vague.about) == (False, True)


def test_an_articles_numbers_come_with_their_places():
    article = Article("p.txt", 1, "news", ("共建成3家。", "惠及职工500人。"))
    found = numbers.find(article)
    assert [(n.paragraph, n.text) for n in found] == [(0, "3家"), (1, "500人")]
    assert all(article.paragraphs[n.paragraph].startswith(n.text, n.start) for n in found)
