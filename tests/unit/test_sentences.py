"""Sentences and clauses: marks kept, quotes respected, unbalanced quotes survived."""

from hypothesis import given
from hypothesis import strategies as st

from digest.language import sentences


def test_end_marks_stay_with_their_sentence():
    assert sentences.split("驿站开放了。欢迎来!真的吗？") == ["驿站开放了。", "欢迎来!", "真的吗？"]


def test_a_closing_quote_stays_with_its_full_stop():
    text = "她说:“热乎乎的包子,暖胃又暖心。”驿站每天送早餐。"
    assert sentences.split(text) == ["她说:“热乎乎的包子,暖胃又暖心。”", "驿站每天送早餐。"]


def test_a_quote_and_who_said_it_are_one_sentence():
    text = "“平时忙,没时间锻炼。这里很方便。”职工李某说。驿站常年开放。"
    assert sentences.split(text) == [
        "“平时忙,没时间锻炼。这里很方便。”职工李某说。",
        "驿站常年开放。",
    ]


def test_a_quoted_phrase_within_a_sentence_does_not_end_it():
    text = "活动以“走进班组!服务一线!”为主题,为期三天。"
    assert sentences.split(text) == [text]


def test_a_quote_that_is_never_closed_does_not_swallow_the_paragraph():
    text = "他提出“先建后补的原则。全市已建成12家。区里还有3家。"
    assert sentences.split(text) == ["他提出“先建后补的原则。", "全市已建成12家。", "区里还有3家。"]


def test_a_question_mark_in_a_title_ends_nothing():
    assert sentences.split("他写了《谁在服务?》一文。很好。") == [
        "他写了《谁在服务?》一文。",
        "很好。",
    ]


def test_three_dots_end_a_scene_but_not_a_list():
    assert sentences.split("一杯热茶、一份早餐……日前,市总启动了服务。") == [
        "一杯热茶、一份早餐……",
        "日前,市总启动了服务。",
    ]
    assert len(sentences.split("提供热饭、充电……等服务。")) == 1


def test_a_semicolon_ends_a_clause_and_no_sentence():
    text = "一是建站;二是送岗;三是普法。"
    assert sentences.split(text) == [text]
    assert sentences.clauses(text) == ["一是建站;", "二是送岗;", "三是普法。"]


def test_clauses_are_not_cut_inside_quotes_brackets_or_numbers():
    text = "市总印发《意见(试行,二稿)》,投入1,200万元,打造“站、家,院”品牌。"
    assert sentences.clauses(text) == [
        "市总印发《意见(试行,二稿)》,",
        "投入1,200万元,",
        "打造“站、家,院”品牌。",
    ]


def test_an_unclosed_bracket_does_not_keep_clauses_together():
    assert len(sentences.clauses("市总(简称,建站,送岗")) == 3


@given(st.text(alphabet="工会站点12,，。!？；“”「」《》()…说: ", max_size=120))
def test_nothing_is_lost_whatever_the_marks(text):
    assert "".join("".join(sentences.split(text)).split()) == "".join(text.split())
    assert "".join("".join(sentences.clauses(text)).split()) == "".join(text.split())
