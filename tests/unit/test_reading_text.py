"""House form of text, lines and columns, seams, head forms: the small judges of reading."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.reading import (
    decode,
    evidence,
    headness,
    kinship,
    lines,
    matching,
    normal,
    seams,
    weaving,
)
from digest.reading.matter import Matter


@pytest.mark.parametrize(
    ("raw", "house"),
    [
        ('他说:"好,行。"', "他说：“好，行。”"),
        ("“职工'心愿'工会来圆”", "“职工‘心愿’工会来圆”"),
        ("比分1:0,共1,200元", "比分1:0，共1,200元"),
        ("晚上7:30开始", "晚上7:30开始"),
        ("见http://a.cn/b?c=1:2,好", "见http://a.cn/b?c=1:2，好"),
        ("It's OK, (fine) 3,000", "It's OK, (fine) 3,000"),
        ("环境中 and 岗位", "环境中 and 岗位"),
        ("走进 车间,服务 职工", "走进车间，服务职工"),
        ("(一)建立--制度...", "（一）建立——制度……"),
        ("一:):)", "一：）：）"),
        ("ＡＢＣ１２３％", "ABC123%"),
        ("从90.5%到99%", "从90.5%到99%"),
        ("某区\u200b总\ufeff工会", "某区总工会"),
    ],
)
def test_house_form(raw: str, house: str) -> None:
    assert normal.body(raw) == house


@given(st.text(max_size=80))
def test_house_form_is_reached_at_once(text: str) -> None:
    once = normal.body(text)
    assert normal.body(once) == once or '"' in text or "'" in text


@given(st.text("工会职工ab12 ,.:;!?()\"'。，", max_size=60))
def test_house_form_keeps_letters_and_figures(text: str) -> None:
    def kept(value: str) -> str:
        return "".join(char for char in value if char.isalnum())

    assert kept(normal.body(text)) == kept(text)


def test_spaces_between_phrases_of_a_headline_stay() -> None:
    assert normal.title("学子看城市 职工进课堂 劳模上讲台") == "学子看城市 职工进课堂 劳模上讲台"
    assert (
        normal.title("行业引领性 劳动竞赛推进会召开", wrapped=True)
        == "行业引领性劳动竞赛推进会召开"
    )
    assert normal.title("学子看城市 职工进课堂", wrapped=True) == "学子看城市 职工进课堂"


def test_lines_are_numbered_with_the_gaps_before_them() -> None:
    found = lines.split("\n甲乙\n\n\n　　丙丁\n")
    assert [(line.number, line.gap, line.indented) for line in found] == [
        (2, 1, False),
        (5, 2, True),
    ]


def test_a_column_width_shows_where_lines_keep_a_space_at_every_break() -> None:
    wrapped = " ".join(["工会组织职工开展活动" * 2] * 6)
    assert lines.column_width(lines.split(wrapped)) == 20.0
    assert lines.column_width(lines.split("工会组织职工开展活动。\n\n职工参加 活动。")) is None


def test_a_broken_word_reads_on_better_than_a_new_paragraph() -> None:
    page = seams.Seams(["某区总工会建成工会驿站三十家", "职工在工会驿站休息"])
    left = "某区总工会为户外劳动者建成工会驿"
    assert evidence.runs_on(left, "站三十家,方便职工休息。", page) > 1.0
    assert evidence.runs_on(left, "据介绍,今年还将建设一批。", page) < 0.0


def test_closing_what_was_opened_speaks_for_a_seam() -> None:
    page = seams.Seams([])
    left = "主席说：“我们要把工作做"
    assert evidence.runs_on(left, "得更好。”", page) > evidence.runs_on(left, "得更好。", page)


@pytest.mark.parametrize(
    "text",
    ["职工夜校开到家门口", "“微心愿”圆了职工梦", "强化服务 凝聚合力", "织密户外劳动者服务网——"],
)
def test_heads_read_like_heads(text: str) -> None:
    assert headness.headness(text) > 0.0


@pytest.mark.parametrize(
    "text",
    [
        "近年来，该区总工会多次组织职工",
        "据介绍，在安居工程方面，该公司相继完",
        "他告诉记者，自己的收入",
    ],
)
def test_cut_sentences_do_not(text: str) -> None:
    assert headness.headness(text) < 0.0


def akin(text: str, *told: str) -> list[float]:
    """Nats for a text being of each of some stories."""
    stories = [[Matter(one)] for one in told]
    vocabulary = kinship.Vocabulary([one.pairs for (one,) in stories])
    kin = kinship.Kinship(vocabulary, stories)
    return [kin.nats(Matter(text), story, None) for story in range(len(told))]


def test_kinship_prefers_the_story_of_the_same_names() -> None:
    ours, theirs = akin(
        "樊城区还为轴承厂师徒发放奖励", "樊城区轴承厂的师徒结对子", "枸杞采摘工住进了工棚"
    )
    assert ours > theirs


def test_kinship_knows_what_is_of_one_matter_though_no_word_is_shared() -> None:
    text = "绿豆汤、藿香正气水送到了烈日下的施工现场"
    ours, theirs = akin(text, "高温天里防暑降温", "职工书屋借阅图书")
    assert ours > theirs + 1.0


def test_kinship_parts_what_plays_elsewhere_and_not_what_lies_inside() -> None:
    text = "镇海区的职工也来了"
    inside, elsewhere, nowhere = akin(text, "宁波市总工会", "贵阳市总工会", "市总工会")
    assert inside > nowhere > elsewhere + 1.0


def test_a_line_of_two_columns_is_told_and_dealt() -> None:
    first = [
        "近日,某区总工会在工业园区建成三",
        "十家工会驿站,为户外劳动者提供休",
        "息、饮水和充电等服务,职工都说好。",
    ]
    second = [
        "本报讯(记者李丽)今年以来,某县人",
        "民医院工会组织医务人员走进企业,为",
        "一线职工开展免费体检和健康讲座。",
    ]
    texts = [piece for pair in zip(first, second, strict=True) for piece in pair]
    page = seams.Seams(texts)
    assert weaving.strands(texts, page, 1) == [False, True] * 3
    assert not weaving.is_woven([*first, *second], page)


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 2), st.integers(0, 3)), st.floats(0.1, 2.5), min_size=1, max_size=8
    )
)
def test_matching_gains_as_much_as_can_be(gains: dict[tuple[int, int], float]) -> None:
    rows = sorted({row for row, _ in gains})
    columns = [*sorted({column for _, column in gains}), *[None] * len(rows)]
    best = 0.0
    for chosen in itertools.permutations(columns, len(rows)):
        pairs = [
            (row, column) for row, column in zip(rows, chosen, strict=True) if column is not None
        ]
        if all(pair in gains for pair in pairs):
            best = max(best, sum(gains[pair] for pair in pairs))
    found = matching.best_pairs(gains)
    assert len(set(found.values())) == len(found)
    assert sum(gains[row, column] for row, column in found.items()) >= best - 1e-9


TEXT = (
    "某区总工会启动送清凉活动，为一线职工送去防暑用品，让大家感受到工会的温暖。\n职工说，这样的服务很贴心。\n"
    * 4
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding: str) -> None:
    assert decode.text_of("a.txt", TEXT.encode(encoding)) == TEXT


def test_big5() -> None:
    text = "市總工會開展送清涼活動，為職工送去慰問品，讓大家感受到工會的溫暖。\n" * 6
    assert decode.text_of("a.txt", text.encode("big5")) == text


def test_line_ends_become_one_kind() -> None:
    assert (
        decode.text_of("a.txt", "甲乙丙丁工会\r\n职工\r服务".encode()) == "甲乙丙丁工会\n职工\n服务"
    )
