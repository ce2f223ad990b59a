"""Saved web pages of papers: heads, signature, date, paper and text, and nothing of what is around."""

from __future__ import annotations

from datetime import date

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import ReadingError
from digest.language.variants import simplify
from digest.model import Article, Published
from digest.reading import sources

P1 = "10月30日，江苏省南京市鼓楼区总工会为区内外卖骑手举办免费体检，首批320名骑手参加，区总工会投入16万元。"
P2 = "“跑单三年，第一次有人管我的血压。”骑手吴建国说。鼓楼区总工会副主席陈静介绍，体检结果由医生逐人解读，异常的骑手可以走绿色通道复查。"
P3 = "据了解，今年鼓楼区总工会已建成骑手驿站28个，下一步还将把体检做成每年一次的固定项目。"
PAGES: dict[str, str] = {}
# A digital paper whose publishing system notes the parts in a comment; 方正 e-paper with enpproperty
PAGES[
    "epaper.html"
] = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>工人日报数字报-骑手也能免费体检了</title>
<!--enpproperty <articleid>1</articleid><date>2023-11-01 06:12:00:000</date><author>本报记者 王芳 本报通讯员 李强</author><title>骑手也能免费体检了</title><keyword></keyword><subtitle>体检异常者可走绿色通道</subtitle><introtitle>南京鼓楼区总关爱新就业形态劳动者</introtitle><siteid>2</siteid><nodename>第03版：权益</nodename> /enpproperty--></head>
<body><div class="header"><a href="#">工人日报</a> 2023年11月01日 星期三 <a>往期回顾</a></div>
<div class="nav"><ul><li><a>首页</a></li><li><a>新闻</a></li><li><a>评论</a></li></ul></div>
<div class="left"><p>第03版：权益</p><a>上一版</a><a>下一版</a></div>
<div class="main"><h3>南京鼓楼区总关爱新就业形态劳动者</h3><h1>骑手也能免费体检了</h1><h2>体检异常者可走绿色通道</h2><h4>本报记者 王芳 本报通讯员 李强</h4>
<div id="ozoom"><founder-content><p>　　{P1}</p><p>　　{P2}</p><p>　　{P3}</p></founder-content></div></div>
<div class="footer">版权所有 工人日报社 京ICP备00000000号</div></body></html>"""
# A digital paper with the signature and the page in one line below the heads
PAGES[
    "rmrb.html"
] = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>骑手也能免费体检了--某某日报</title></head><body>
<div class="header"><p>2023年11月02日 星期四</p></div><div class="swiper-box"><ul><li><a href="#">别的标题一条很长很长的新闻</a></li></ul></div>
<div class="article-box"><div class="article"><h3>南京鼓楼区总关爱新就业形态劳动者</h3><h1>骑手也能免费体检了</h1><h2>体检异常者可走绿色通道</h2>
<p class="sec">本报记者　王　芳<span class="date">《江苏工人报》（2023年11月02日 第 A02 版）</span></p>
<div id="articleContent"><table class="pci_c"><tr><td><img src="a.jpg"></td></tr></table><div id="ozoom"><P>　　{P1}</P><P>　　{P2}</P><P>　　{P3}</P></div></div>
<p class="right">下一篇 <a>又一条新闻</a></p></div></div></body></html>"""
# A news site in GB2312
PAGES[
    "portal.htm"
] = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>骑手也能免费体检了-工会新闻-中工网</title><meta name="author" content="王芳"><meta name="source" content="工人日报"><meta name="publishdate" content="2023-11-03 09:12"></head>
<body><nav>首页 新闻 评论</nav><div class="crumbs">首页 &gt; 工会新闻 &gt; 正文</div><h1>骑手也能免费体检了</h1><div class="info">来源：工人日报　2023-11-03 09:12　作者：王芳</div>
<div class="content"><p>　　本报讯（记者王芳）{P1}</p><p>　　{P2}</p><p>　　<strong>每年一次</strong></p><p>　　{P3}</p><p>（责任编辑：赵明）</p></div>
<div class="related"><h3>相关阅读</h3><ul><li>另一条新闻的标题</li><li>第三条新闻的标题</li></ul></div><footer>关于我们 | 联系我们</footer></body></html>"""
# A site without h1, lines parted by br
PAGES[
    "brs.html"
] = f"""<html><head><meta charset="utf-8"><title>骑手也能免费体检了_某市总工会</title></head><body>
<table><tr><td><a>网站首页</a></td><td><a>工会动态</a></td></tr></table><div class="arti_title">骑手也能免费体检了</div><div class="arti_metas">发布时间：2023-11-05 浏览次数：132</div>
<div class="wp_articlecontent">　　{P1}<br><br>　　{P2}<br>　　{P3}<br></div><div>上一篇：某某某通知</div></body></html>"""
# A picture
PAGES[
    "photo.html"
] = """<html><head><meta charset="utf-8"><meta property="og:title" content="小板凳课堂"><title>小板凳课堂</title></head><body><header><nav>首页</nav></header><article><h1>小板凳课堂</h1><figure><img src="x.jpg"></figure>
<p>10月3日，江苏省南京市鼓楼区总工会托管班的孩子们坐在小板凳上学编竹篮。今年该区总工会开办托管班32个。</p><p>本报通讯员 李强 摄</p></article><footer>版权所有</footer></body></html>"""


def read(name: str, encoding: str = "utf-8") -> Article:
    (article,) = sources.read_bytes(name, PAGES[name].encode(encoding)).articles
    return article


@pytest.mark.parametrize("name", [name for name in PAGES if name != "photo.html"])
def test_the_text_is_whole_and_nothing_else(name: str) -> None:
    article = read(name, "gb18030" if name == "portal.htm" else "utf-8")
    assert article.headline == "骑手也能免费体检了"
    assert article.paragraphs == (P1, P2, P3)
    assert article.subheads == (("每年一次",) if name == "portal.htm" else ())
    heads = [h for h in (article.kicker, article.headline, article.subtitle, article.rubric) if h]
    assert len(heads) == len(set(heads))


def test_a_digital_paper_gives_its_heads_names_day_and_page() -> None:
    article = read("epaper.html")
    assert article.kicker == "南京鼓楼区总关爱新就业形态劳动者"
    assert article.subtitle == "体检异常者可走绿色通道"
    assert (article.kind, article.reporters, article.correspondents) == (
        "feature",
        ("王芳",),
        ("李强",),
    )
    assert (article.paper, article.page) == ("工人日报", "03")
    assert article.published == Published(date(2023, 11, 1), "day", "stated")


def test_a_signature_line_with_the_printed_page_behind_it() -> None:
    article = read("rmrb.html")
    assert (article.kicker, article.subtitle) == (
        "南京鼓楼区总关爱新就业形态劳动者",
        "体检异常者可走绿色通道",
    )
    assert (article.reporters, article.byline) == (("王芳",), "本报记者 王 芳")
    assert (article.paper, article.page) == ("江苏工人报", "A02")
    assert article.published == Published(date(2023, 11, 2), "day", "stated")


def test_a_news_site_gives_its_source_and_keeps_the_byline() -> None:
    article = read("portal.htm", "gb18030")
    assert (article.kind, article.byline, article.reporters) == (
        "news",
        "本报讯（记者王芳）",
        ("王芳",),
    )
    assert article.credit_source == "工人日报"
    assert (article.paper, article.page, article.kicker, article.subtitle) == (None,) * 4
    assert article.published == Published(date(2023, 11, 3), "day", "stated")


def test_a_site_without_headings_gives_its_title() -> None:
    article = read("brs.html")
    assert (article.kicker, article.subtitle) == (None, None)
    assert article.published == Published(date(2023, 11, 5), "day", "stated")


def test_a_picture_with_its_credit() -> None:
    article = read("photo.html")
    assert (article.kind, article.headline, article.photographer) == ("photo", "小板凳课堂", "李强")
    assert len(article.paragraphs) == 1


def test_what_is_given_wins_over_what_the_page_says() -> None:
    given = sources.Given(date(2024, 1, 5), "某某报", "7")
    (article,) = sources.read_bytes("a.html", PAGES["epaper.html"].encode(), given).articles
    assert (article.paper, article.page) == ("某某报", "7")
    assert article.published == Published(date(2024, 1, 5), "day", "given")


def test_a_traditional_page_in_big5() -> None:
    text = opencc.OpenCC("s2t").convert(PAGES["epaper.html"]).replace("爲", "為")
    (article,) = sources.read_bytes("a.html", text.encode("big5hkscs")).articles
    assert simplify(article.headline or "") == "骑手也能免费体检了"
    assert article.headline != "骑手也能免费体检了"
    assert (len(article.paragraphs), article.paper) == (3, "工人日報")


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="<>/apdivh1br\"'= 工会总章\n", max_size=200))
def test_broken_markup_is_read_or_refused(text: str) -> None:
    try:
        (article,) = sources.read_bytes("a.html", f"<html>{text}".encode()).articles
    except ReadingError:
        return
    assert article.paragraphs
