"""Who signs: names as papers set them, bylines that a page broke, the staff of a page, and headlines
set in two lines; each read as a page is."""

from __future__ import annotations

import pytest

from digest.model import Article, Page
from digest.reading import read_page

LEAD = "近日，某市总工会在港区开办电焊夜校，首批三百名农民工报名，教材和焊条都由工会出钱购买。"
MORE = (
    "夜校设在码头的旧仓库里，每周二、周四晚上七点开课，由退休的高级技师吴建国主讲，学满六十个课时可以参加考证。\n\n"
    "到八月底，已有二百一十名学员拿到中级证书，平均月薪涨了八百元，四家船厂主动上门要人，学员们一时成了抢手的人才。"
)
CAPTION = "10月3日，某市总工会在港区开办的暑期托管班里，孩子们跟着老师学编竹篮。"
HEAD = "码头上的电焊课"
DRIVERS = (
    "跑长途的司机最怕没处停车。今年春天，山城工会在服务区建起驿站，热水、淋浴和洗衣机全都免费使用。\n\n"
    "“以前只能在车上凑合一夜，现在能睡个囫囵觉。”司机汪胜利说，他每月要在这条线路上跑六个来回。"
)


def only(*blocks: str) -> Article:
    (article,) = read_page(Page("a.txt", "\n\n".join(blocks))).articles
    return article


@pytest.mark.parametrize(
    ("line", "reporters", "correspondents"),
    [
        ("★本报记者 令狐文 通讯员 哈斯巴根", ("令狐文",), ("哈斯巴根",)),
        ("——本报记者 王芳", ("王芳",), ()),
        ("·本报记者 王芳·", ("王芳",), ()),
        ("□ 记者 王芳 □ 通讯员 李强", ("王芳",), ("李强",)),
        ("本报驻站记者 王芳", ("王芳",), ()),
        ("本报记者 雷\u3000文 张\u3000伟 通讯员 李\u3000丽", ("雷文", "张伟"), ("李丽",)),
        ("本报记者 于\u3000是 通讯员 平安", ("于是",), ("平安",)),
        ("记者那仁朝克图 通讯员乌兰图雅", ("那仁朝克图",), ("乌兰图雅",)),
        ("记者 努尔 兰·叶尔肯 高 峰", ("努尔兰·叶尔肯", "高峰"), ()),
        ("■令狐文 欧阳晓", ("令狐文", "欧阳晓"), ()),
        ("本报记者 王芳 贺\u3000艳 文", ("王芳", "贺艳"), ()),
    ],
)
def test_names_on_a_line(
    line: str, reporters: tuple[str, ...], correspondents: tuple[str, ...]
) -> None:
    article = only(HEAD, line, LEAD, MORE)
    assert (article.kind, article.headline) == ("feature", HEAD)
    assert (article.reporters, article.correspondents) == (reporters, correspondents)
    assert len(article.paragraphs) == 3


@pytest.mark.parametrize(
    ("lead", "reporters", "correspondents"),
    [
        ("本报讯(令狐文 其其格)", ("令狐文", "其其格"), ()),
        ("本报讯(陈杨子涵 王芳)", ("陈杨子涵", "王芳"), ()),
        ("本报讯(记者 王芳 通讯员 那仁朝克图)", ("王芳",), ("那仁朝克图",)),
        ("本报讯 通讯员夏\u3000桂报道:", (), ("夏桂",)),
        ("本报讯 记者才让多杰 平安报道:", ("才让多杰", "平安"), ()),
        ("【本报讯】记者 郑陈嘉琪 文志强 通讯员 鲍金山 ", ("郑陈嘉琪", "文志强"), ("鲍金山",)),
        ("本报长沙11月2日讯 记者阿卜杜拉·艾力 通讯员卓子报道:", ("阿卜杜拉·艾力",), ("卓子",)),
    ],
)
def test_names_before_the_text(
    lead: str, reporters: tuple[str, ...], correspondents: tuple[str, ...]
) -> None:
    article = only(HEAD, lead + LEAD, MORE)
    assert (article.reporters, article.correspondents) == (reporters, correspondents)
    assert article.paragraphs[0] == LEAD


@pytest.mark.parametrize(
    ("credit", "taken"),
    [
        ("令狐文 摄(视觉中国)", "令狐文"),
        ("新华社发(平安 摄)", "平安"),
        ("张李梓萌 摄", "张李梓萌"),
        ("沙马拉毅摄", "沙马拉毅"),
        ("本报记者 平\u3000安 高\u3000峰 摄", "平安 高峰"),
    ],
)
def test_names_of_a_picture(credit: str, taken: str) -> None:
    article = only(HEAD, CAPTION, credit)
    assert (article.kind, article.photographer) == ("photo", taken)
    assert article.paragraphs == (CAPTION,)


@pytest.mark.parametrize("end", ["(令狐文)", "(次仁央金 王芳)", "(陈杨子涵)", "(旦增)"])
def test_names_in_brackets_at_the_end(end: str) -> None:
    article = only(HEAD, LEAD, MORE + end)
    assert article.reporters == tuple(end.strip("()").split())
    assert article.paragraphs[-1].endswith("抢手的人才。")


@pytest.mark.parametrize(
    ("upper", "lower", "reporters", "correspondents"),
    [
        ("本报记者 欧阳晓 通讯员", "李四 王五", ("欧阳晓",), ("李四", "王五")),
        ("本报记者 欧阳晓 本报通", "讯员 李四", ("欧阳晓",), ("李四",)),
        (
            "本报记者 欧阳晓 通讯员 许多 龚",
            "娟航 姜宗翰",
            ("欧阳晓",),
            ("许多", "龚娟航", "姜宗翰"),
        ),
        ("本报记者 王芳 李", "卫东 赵强", ("王芳", "李卫东", "赵强"), ()),
        ("本报记者 王芳", "本报通讯员 李强", ("王芳",), ("李强",)),
    ],
)
def test_a_byline_broken_over_two_lines(
    upper: str, lower: str, reporters: tuple[str, ...], correspondents: tuple[str, ...]
) -> None:
    article = only(HEAD, upper, lower, LEAD, MORE)
    assert (article.reporters, article.correspondents) == (reporters, correspondents)
    assert (article.headline, article.subtitle, article.paragraphs[0]) == (HEAD, None, LEAD)
    assert len(article.lines) == 6


def test_an_opening_byline_broken_over_two_lines() -> None:
    article = only(HEAD, "本报讯(首席记者 王华 实习记者 夏侯涛 通讯员", "芦一鸣)" + LEAD, MORE)
    assert (article.reporters, article.correspondents) == (("王华", "夏侯涛"), ("芦一鸣",))
    assert article.paragraphs[0] == LEAD


def test_a_closing_byline_broken_over_two_lines() -> None:
    article = only(HEAD, LEAD, MORE + "(记者:颜春梅 丁", "志 通讯员:康国庆)")
    assert (article.reporters, article.correspondents) == (("颜春梅", "丁志"), ("康国庆",))
    assert article.paragraphs[-1].endswith("抢手的人才。")


@pytest.mark.parametrize("below", ["阅读提示", "高峰论坛见闻", "安全生产 警钟长鸣"])
def test_a_whole_byline_takes_nothing_from_the_line_below(below: str) -> None:
    article = only(HEAD, "本报记者 王芳 本报通讯员 罗大富", below, LEAD, MORE)
    assert (article.reporters, article.correspondents) == (("王芳",), ("罗大富",))


@pytest.mark.parametrize(
    "staff",
    [
        "本版编辑 冉海波 美编 阎阳辉 校对 宁静",
        "□责编 包容 □校对 凌小军",
        "责任编辑 张三 版式设计 李四 责任校对 王五",
    ],
)
def test_the_staff_of_a_page_heads_no_story(staff: str) -> None:
    reading = read_page(Page("a.txt", "\n\n".join((staff, HEAD, LEAD, MORE))))
    (article,) = reading.articles
    assert (article.kicker, article.headline, article.reporters) == (None, HEAD, ())
    assert [left.text for left in reading.leftovers] == [staff]


def test_one_who_signs_under_a_rubric_without_a_role_writes_a_column() -> None:
    assert only("【基层手记】", HEAD, "□ 王芳", LEAD, MORE).kind == "column"
    assert only("【基层手记】", HEAD, "本报记者 王芳", LEAD, MORE).kind == "feature"


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("电焊夜校让", "农民工有了新手艺"),
        ("港区工人夜校里的", "“电焊师傅”"),
        ("滨海市总举办", "港口职工电焊赛"),
        ("港区码头工会", "有了“电焊夜校”"),
        ("滨海港区总“周末", "车间”开放给职工子女"),
    ],
)
def test_a_headline_in_two_lines(upper: str, lower: str) -> None:
    article = only(upper, lower, "本报记者 王芳", LEAD, MORE)
    assert (article.kicker, article.headline) == (None, upper + lower)


@pytest.mark.parametrize(
    ("kicker", "headline"),
    [
        ("从“坐等上门”到“背包上山”", "港区有支“焊花”服务队"),
        ("她把青春写在了码头", "电焊女工的“火花人生”"),
        ("港区总开设“夜间工会”", "下班后也能办成事"),
    ],
)
def test_a_head_of_two_phrases_keeps_them_apart(kicker: str, headline: str) -> None:
    article = only(kicker, headline, LEAD, MORE)
    assert (article.kicker, article.headline) == (kicker, headline)


def test_a_headline_and_a_kicker_each_in_two_lines() -> None:
    article = only("一盏灯照亮的", "“码头夜话”", "港区码头工会", "有了“电焊夜校”", LEAD, MORE)
    assert (article.kicker, article.headline) == (
        "一盏灯照亮的“码头夜话”",
        "港区码头工会有了“电焊夜校”",
    )


@pytest.mark.parametrize("mark", ["●", "▲", "★", "○"])
def test_names_after_a_mark_under_a_head_are_no_rubric(mark: str) -> None:
    article = only(HEAD, f"{mark} 苏晓燕", LEAD, MORE)
    assert (article.kind, article.rubric, article.reporters) == ("feature", None, ("苏晓燕",))


def test_an_editors_note_may_stand_between_the_head_and_the_byline() -> None:
    note = "编者按:各地工会的探索有长有短,本报今起推出专栏,与读者一同观察。"
    first = ("山城司机有了歇脚点", "本报记者 王芳", DRIVERS)
    articles = read_page(
        Page("a.txt", "\n\n".join((*first, HEAD, note, "本报记者 李强", LEAD, MORE)))
    ).articles
    assert [article.headline for article in articles] == [first[0], HEAD]
    assert articles[1].reporters == ("李强",)
    assert articles[1].editor_note is not None


def test_a_caption_of_many_short_lines_is_a_picture() -> None:
    lines = [CAPTION[i : i + 9] for i in range(0, len(CAPTION), 9)]
    above = only("\n\n".join((HEAD, LEAD, MORE)))
    page = "\n\n".join((HEAD, LEAD, MORE)) + "\n\n" + "\n".join(lines) + "\n本报记者 王芳 摄"
    text, picture = read_page(Page("a.txt", page)).articles
    assert (picture.kind, picture.photographer) == ("photo", "王芳")
    assert picture.paragraphs == (CAPTION,)
    assert text.paragraphs == above.paragraphs


def test_subheads_that_start_alike_divide_a_piece_signed_at_its_end() -> None:
    article = only(
        "码头上走出的“首席焊工”",
        LEAD,
        "一本“错题集”",
        MORE,
        "一间“没有门的办公室”",
        MORE,
        "本报记者 王芳",
    )
    assert article.headline == "码头上走出的“首席焊工”"
    assert article.subheads == ("一本“错题集”", "一间“没有门的办公室”")
    assert (article.kind, article.reporters) == ("feature", ("王芳",))
