"""Unusual heads, signatures and credits of single articles, and the kind each makes."""

from __future__ import annotations

import pytest

from digest.model import Article, Page
from digest.reading import read_page

LEAD = "近日，某市总工会在港区开办电焊夜校，首批三百名农民工报名，教材和焊条都由工会出钱购买。"
MORE = (
    "夜校设在码头的旧仓库里，每周二、周四晚上七点开课，由退休的高级技师吴建国主讲，学满六十个课时可以参加考证。\n\n"
    "到八月底，已有二百一十名学员拿到中级证书，平均月薪涨了八百元，四家船厂主动上门要人，学员们一时成了抢手的人才。"
)
SHORT = "10月3日，某市总工会在港区开办的暑期托管班里，孩子们跟着老师学编竹篮。"


def only(text: str) -> Article:
    (article,) = read_page(Page("a.txt", text)).articles
    return article


def story(*heads: str, end: str = "") -> Article:
    return only("\n\n".join((*heads, LEAD, MORE + end)))


@pytest.mark.parametrize(
    ("line", "reporters", "correspondents"),
    [
        ("许振国 徐海燕", ("许振国", "徐海燕"), ()),
        ("李 明", ("李明",), ()),
        ("王芳", ("王芳",), ()),
        ("□ 王芳 李强", ("王芳", "李强"), ()),
        ("■ 本报记者 王芳", ("王芳",), ()),
        ("特约记者 王芳 本报通讯员 李强", ("王芳",), ("李强",)),
        ("记者 热依汗古丽·买买提", ("热依汗古丽·买买提",), ()),
    ],
)
def test_a_signature_line_makes_a_feature(
    line: str, reporters: tuple[str, ...], correspondents: tuple[str, ...]
) -> None:
    article = story("码头上的电焊课", line)
    assert (article.kind, article.headline) == ("feature", "码头上的电焊课")
    assert (article.reporters, article.correspondents) == (reporters, correspondents)
    assert len(article.paragraphs) == 3


@pytest.mark.parametrize("end", ["(王芳 李强)", "\n\n(王芳 李强)", "\n\n(记者 王芳 李强)"])
def test_names_in_brackets_at_the_end_sign_news(end: str) -> None:
    article = story("码头上的电焊课", end=end)
    assert (article.kind, article.reporters) == ("news", ("王芳", "李强"))
    assert "王芳" not in "".join(article.paragraphs)


def test_a_name_over_text_that_tells_its_office_is_an_author() -> None:
    article = story("码头上的电焊课", "□ 王芳", end="(作者系某市总工会副主席)")
    assert (article.kind, article.authors, article.reporters) == ("column", ("王芳",), ())
    assert article.paragraphs[-1].endswith("抢手的人才。")


def test_under_a_rubric_an_office_and_a_rare_name_sign() -> None:
    article = story("【工会论坛】", "让夜校更有温度", "某市总工会职工法律服务中心 丕志坚")
    assert (article.kind, article.rubric) == ("column", "【工会论坛】")
    assert (article.authors, article.headline) == (("丕志坚",), "让夜校更有温度")


def test_a_line_with_a_dash_under_the_head_is_its_subtitle() -> None:
    article = story("技术等级与工资袋挂上钩", "——来自某港的观察之二", "本报记者 王芳")
    assert (article.headline, article.subtitle) == (
        "技术等级与工资袋挂上钩",
        "——来自某港的观察之二",
    )
    assert article.reporters == ("王芳",)


def test_a_line_that_tells_in_clauses_is_the_kicker_of_two_phrases() -> None:
    heads = ("某市各级工会开办暑期爱心托管班，破解职工“带娃难”", "孩子有人管 爸妈安心干")
    article = story(*heads, "本报记者 王芳")
    assert (article.kicker, article.headline) == heads


def test_a_standing_name_over_the_head_is_a_rubric() -> None:
    article = story("工会主席面对面", "小企业建会难在哪", "本报记者 王芳")
    assert (article.rubric, article.headline) == ("工会主席面对面", "小企业建会难在哪")
    assert article.kind == "feature"


def test_questions_and_answers_are_paragraphs() -> None:
    text = "小企业建会难在哪\n\n本报记者 王芳\n\n问：难在哪里？\n\n答：老板怕添负担，职工怕得罪老板，两头都要做工作。\n\n问：怎么解？\n\n答：送政策上门，经费全额返还，让老板看到建会不花钱。"
    article = only(text)
    assert article.paragraphs[0] == "问：难在哪里？"
    assert (len(article.paragraphs), article.subheads) == (4, ())


@pytest.mark.parametrize(
    ("credit", "photographer", "source"),
    [
        ("(图片由某市总工会提供)", None, "某市总工会"),
        ("受访者供图", None, "受访者"),
        ("资料图片", None, None),
        ("次旺 图/文", "次旺", None),
        ("本报通讯员 李强 摄影报道", "李强", None),
        ("新华社发（李强 摄）", "李强", "新华社"),
    ],
)
def test_a_caption_with_its_credit_is_a_photo(
    credit: str, photographer: str | None, source: str | None
) -> None:
    for text in (f"小板凳课堂\n\n{SHORT}\n\n{credit}", f"小板凳课堂\n\n{SHORT}{credit}"):
        article = only(text)
        assert (article.kind, article.headline, article.paragraphs) == (
            "photo",
            "小板凳课堂",
            (SHORT,),
        )
        assert (article.photographer, article.credit_source) == (photographer, source)


def test_a_caption_that_says_what_the_picture_shows_is_a_photo() -> None:
    article = only("志愿者进车间\n\n某市总工会的志愿者走进车间。图为志愿者为职工理发。")
    assert article.kind == "photo"


@pytest.mark.parametrize(
    ("byline", "kind"), [("本报通讯员 尚平", "brief"), ("本报记者 尚平", "feature"), ("", "brief")]
)
def test_one_short_paragraph_is_a_brief_unless_a_reporter_signs(byline: str, kind: str) -> None:
    assert only("\n\n".join(filter(None, ("港区夜校开课", byline, LEAD)))).kind == kind


def test_a_name_between_pieces_of_a_sentence_is_no_signature() -> None:
    text = f"港区夜校开课\n\n本报讯(记者王芳){LEAD}年纪最大的学员是\n\n李 明\n\n他今年已经五十八岁，却一堂课也没有落下过。\n\n{MORE}"
    article = only(text)
    assert (article.kind, article.reporters) == ("news", ("王芳",))


def test_a_notice_opens_an_item_of_its_own() -> None:
    news = "驿站全天开放\n\n本报讯(记者张伟)近日,某市总工会新建驿站三十座,骑手随时可以歇脚。\n\n"
    notice = "公 告\n\n因线路检修,10月20日8时至18时工农路一带将停电,请用户做好准备。\n"
    first, second = read_page(Page("a.txt", news + notice)).articles
    assert len(first.paragraphs) == 1
    assert second.rubric == "公 告"


def test_a_letter_has_its_salutation_and_its_reader() -> None:
    page = (
        "希望多建几个歇脚点\n\n编辑同志:\n\n我是一名环卫工人,每天凌晨4点上岗,城东一带没有工会驿站,"
        "下雨天只能躲在屋檐下,希望有关部门多建几个歇脚点。\n\n读者 周秀英\n"
    )
    reading = read_page(Page("a.txt", page))
    assert reading.doubts == ()
    assert reading.articles[0].paragraphs[0] == "编辑同志："
    assert reading.articles[0].authors == ("周秀英",)


def test_rows_of_numbers_are_no_headlines() -> None:
    page = (
        "帮扶资金使用情况\n\n本报讯(记者张伟)近日,某县总工会公布前三季度帮扶资金使用情况。\n\n"
        "生活救助  1260  189.0\n医疗救助  318  95.4\n"
    )
    (article,) = read_page(Page("a.txt", page)).articles
    assert len(article.paragraphs) == 3


def test_half_width_stops_end_sentences() -> None:
    page = (
        "百名绣娘比技艺\n\n本报讯(记者张伟) 10月16日,某县苗绣大赛开赛,106名绣娘同场竞技.大赛分3.5小时"
        "和7小时两组.\n\n县总工会主席吴正光表示,前三名将获得奖章.\n"
    )
    reading = read_page(Page("a.txt", page))
    assert reading.doubts == ()
    assert "竞技。大赛分3.5小时和7小时两组。" in reading.articles[0].paragraphs[0]
