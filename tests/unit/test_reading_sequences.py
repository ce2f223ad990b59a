"""Paragraphs that count on from one another, and pages where a list or an interview was torn apart."""

import pytest

from digest.model import Page
from digest.reading import read_page
from digest.reading.sequences import begins_item, counted_on, in_count


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["一是建站。", "别的事。", "二是送学。"], {2: 0}),
        (["（一）建站", "（二）送学", "（三）回访"], {1: 0, 2: 1}),
        (["第一,建站。", "第二,送学。"], {1: 0}),
        (["二、送学。", "一、建站。"], {0: 1}),
        (["1.建站", "2.送学", "2.回访"], {1: 0}),
        (["问：难在哪？", "答：难在人。", "问：怎么解？", "答：靠服务。"], {1: 0, 2: 1, 3: 2}),
        (["一是建站。", "2.送学"], {}),
        (["三,四个人走来。", "四,五个人走来。"], {}),
        (["二是个位数。", "一是个位数。"], {}),
        (["二是送学。"], {}),
        ([], {}),
    ],
)
def test_what_counts_on_from_what(texts: list[str], expected: dict[int, int]) -> None:
    assert counted_on(texts) == expected


def test_two_lists_take_their_own_numbers() -> None:
    assert counted_on(["一是甲。", "二是乙。", "正文。", "一是丙。", "二是丁。"]) == {1: 0, 4: 3}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["导语。", "二、送学。", "一、建站。", "三、回访。"], [0, 2, 1, 3]),
        (["二、送学。", "插话。", "一、建站。"], [2, 1, 0]),
        (["一、建站。", "三、回访。", "二、送学。", "一、再来。"], [0, 1, 2, 3]),
        (["一、建站。", "四、体检。", "三、回访。"], [0, 1, 2]),
        (["问：难在哪？", "答：难在人。", "答：靠服务。", "问：怎么解？"], [0, 1, 3, 2]),
        (["问：难在哪？", "问：怎么解？", "答：难在人。", "答：靠服务。"], [0, 2, 1, 3]),
        (["问：难在哪？", "答：难在人。", "也难在钱。"], [0, 1, 2]),
        (["问：难在哪？答：难在人。", "问：怎么解？", "答：靠服务。"], [0, 1, 2]),
        (["问：难在哪？", "问：怎么解？答：靠服务。", "答：难在人。"], [0, 1, 2]),
        (["第二个收获是送学。", "蹲点的第一个收获是建站。", "第三个收获是回访。"], [1, 0, 2]),
        (["第二届比赛更热闹。", "第一届比赛人不多。"], [0, 1]),
        (["第二个收获是送学。", "第三个收获是回访。"], [0, 1]),
        ([], []),
        (["答:难。", "问:难在哪?", "问:怎么解?", "答:上门。"], [1, 0, 2, 3]),
        (["答:难。", "问:难在哪?", "答:上门。", "问:怎么解?"], [1, 0, 3, 2]),
        (["问:难吗?", "他笑了。", "答:难。", "答:上门。", "问:怎么解?"], [0, 1, 2, 4, 3]),
    ],
)
def test_the_paragraphs_of_a_story_are_read_in_the_order_they_count(
    texts: list[str], expected: list[int]
) -> None:
    assert in_count(texts) == expected


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("问：难在哪？", True),
        ("答：难在人。", True),
        ("二、送学。", True),
        ("（三）回访。", True),
        ("3.6万元。", False),
        ("二是送学。", False),
        ("三年来，职工说好。", False),
        ("", False),
    ],
)
def test_what_begins_an_item_and_goes_on_from_no_sentence(text: str, begins: bool) -> None:
    assert begins_item(text) is begins


LIST = """琼中县总工会把体检车开上山

本报讯(记者陈元)5月8日,海南省琼中县总工会的体检车开进胶林,为一百名割胶工做了检查。

一、项目跟着工种走。割胶工常年弯腰,腰椎列为必查项目。
"""
OTHER = """兴安盟为牧民办起技校

本报讯(记者马义民)5月9日,内蒙古自治区兴安盟总工会的流动技校开班,三十名牧民学电焊。
"""
REST = """二、结果有人管。医生逐人解读报告,复查的费用减半。
"""


def test_the_next_number_of_a_list_comes_back_from_under_another_head() -> None:
    page = read_page(Page("page.txt", "\n".join([LIST, OTHER, REST])))
    listed, other = page.articles
    assert listed.paragraphs[-1].startswith("二、结果有人管")
    assert len(other.paragraphs) == 1


def test_the_second_question_and_its_answer_stay_with_the_interview() -> None:
    talk = LIST.replace("一、项目跟着工种走。", "问：体检查什么？\n\n答：项目跟着工种走。")
    later = "问：以后呢？\n\n答：明年再来两趟,费用由工会出。\n"
    interview, other = read_page(Page("page.txt", "\n".join([talk, OTHER, later]))).articles
    assert interview.paragraphs[-2:] == ("问：以后呢？", "答：明年再来两趟，费用由工会出。")
    assert len(other.paragraphs) == 1
