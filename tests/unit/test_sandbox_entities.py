"""Texts with entities in the stand-in: what Telegram makes of them and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import MAX_TEXT, explicit_spans, finish, format_text, utf16_length
from bot.sandbox.errors import ApiError


def formatted(text, mode="HTML", explicit=None):
    return format_text(text, mode, explicit, MAX_TEXT, "text")


def shown(text, mode="HTML"):
    """(kind, covered text) of every entity."""
    made = formatted(text, mode)
    wide = made.text.encode("utf-16-le")
    return [
        (e["type"], wide[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in made.entities
    ]


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>粗</b>体", "粗体", [("bold", "粗")]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", "a"), ("italic", "b")]),
        ("<ins>u</ins> <del>s</del>", "u s", [("underline", "u"), ("strikethrough", "s")]),
        ("<span class='tg-spoiler'>x</span>", "x", [("spoiler", "x")]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", "x")]),
        ("<B>大写</B>", "大写", [("bold", "大写")]),
        ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
        ("👍<b>好</b>", "👍好", [("bold", "好")]),
        ("<code>a &lt; b</code>", "a < b", [("code", "a < b")]),
        ("<pre>x <b>y</b></pre>", "x y", [("pre", "x y")]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", "q")]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", "q")]),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            "ab",
            [("blockquote", "ab")],
        ),
        ("&#24037;&#x4f1a;&quot;&amp;", '工会"&', []),
        ("&nbsp;&copy;", "&nbsp;&copy;", []),
        ("<b></b>空", "空", []),
        ("<b>a</b><b>b</b>", "ab", [("bold", "ab")]),
        ("  <b> 前后 </b>  ", "前后", [("bold", "前后")]),
        ("a\r\nb\tc\x00d", "a\nb c d", []),
    ],
)
def test_html(html, text, entities):
    assert formatted(html).text == text
    assert shown(html) == entities


def test_links_in_html():
    made = formatted('<a href="https://example.com/?a=1&amp;b=2">看</a> <a href="坏 的">x</a>')
    assert made.text == "看 x"
    assert made.entities == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://example.com/?a=1&b=2"}
    ]


def test_language_of_a_listing():
    made = formatted('<pre><code class="language-python">x = 1</code></pre>')
    assert made.entities == [{"type": "pre", "offset": 0, "length": 5, "language": "python"}]


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("工<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>会</b", "Unclosed end tag at byte offset 6"),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
    ],
)
def test_html_refused(html, complaint):
    with pytest.raises(ApiError) as caught:
        formatted(html)
    assert caught.value.code == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*粗* _斜_", "粗 斜", [("bold", "粗"), ("italic", "斜")]),
        (
            "__下划__ ~删~ ||剧透||",
            "下划 删 剧透",
            [("underline", "下划"), ("strikethrough", "删"), ("spoiler", "剧透")],
        ),
        ("*a _b_*", "a b", [("bold", "a b"), ("italic", "b")]),
        ("`x*y`", "x*y", [("code", "x*y")]),
        ("```py\nx=1\n```", "x=1", [("pre", "x=1")]),
        (r"1\.5 \- 2\!", "1.5 - 2!", []),
        ("[看](https://example.com/a)", "看", [("text_link", "看")]),
        (">引\n>用\n后", "引\n用\n后", [("blockquote", "引\n用")]),
        (">引\n>用||\n后", "引\n用\n后", [("expandable_blockquote", "引\n用")]),
    ],
)
def test_markdown(source, text, entities):
    assert formatted(source, "MarkdownV2").text == text
    assert shown(source, "MarkdownV2") == entities


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("1.5", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a-b", "Character '-' is reserved and must be escaped with the preceding '\\'"),
        ("工*粗", "Can't find end of Bold entity at byte offset 3"),
        ("`x", "Can't find end of Code entity at byte offset 0"),
        ("[;[", "Can't find end of TextUrl entity at byte offset 2"),
        ("[a](http://x", "Can't find end of a URL at byte offset 3"),
    ],
)
def test_markdown_refused(source, complaint):
    with pytest.raises(ApiError) as caught:
        formatted(source, "MarkdownV2")
    assert caught.value.description == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("/today@union_digest_bot!", [("bot_command", "/today@union_digest_bot")]),
        ("订阅/start", []),
        ("a/b/c", []),
        ("问 @xiaowang 好", [("mention", "@xiaowang")]),
        ("#疗休养 很好", [("hashtag", "#疗休养")]),
        ("#123", []),
        ("见https://example.com/a?b=1。", [("url", "https://example.com/a?b=1")]),
        ("见 example.com/a.", [("url", "example.com/a")]),
        ("写信 a.b@example.com 吧", [("email", "a.b@example.com")]),
        ("工.会", []),
        ("%%%%", []),
    ],
)
def test_what_telegram_finds_by_itself(text, entities):
    assert shown(text, "") == entities


def test_nothing_is_found_inside_code_or_links():
    assert shown("<code>/start</code> <a href='https://a.cn/'>@someone</a>") == [
        ("code", "/start"),
        ("text_link", "@someone"),
    ]


def test_at_most_a_hundred_entities_are_styled():
    made = formatted("<b>x</b> " * 130)
    assert len(made.entities) == 100
    assert made.text == ("x " * 130).strip()


@pytest.mark.parametrize(("length", "accepted"), [(4096, True), (4097, False)])
def test_length_counts_after_parsing_in_utf16(length, accepted):
    html = "<b>" + "👍" * (length // 2) + "x" * (length % 2) + "</b>"
    if accepted:
        assert utf16_length(formatted(html).text) == length
        return
    with pytest.raises(ApiError, match="message is too long"):
        formatted(html)


def test_a_raw_text_beyond_32_kib_is_refused_before_parsing():
    with pytest.raises(ApiError, match="text is too long"):
        formatted("<b></b>" * 5000)


@pytest.mark.parametrize(
    ("entity", "complaint"),
    [
        ({"type": "bold", "offset": 0, "length": 9}, "ends after the end of the text"),
        ({"type": "bold", "offset": 1, "length": 1}, "begins in a middle of a UTF-16 symbol"),
        ({"type": "bold", "offset": 0, "length": 1}, "ends in a middle of a UTF-16 symbol"),
        ({"type": "blink", "offset": 0, "length": 1}, "Unsupported type specified"),
        ({"type": "bold", "offset": "0", "length": 1}, "must be of type Number"),
        ("bold", "expected an Object"),
    ],
)
def test_bad_explicit_entities(entity, complaint):
    with pytest.raises(ApiError, match=complaint):
        explicit_spans("👍好", [entity])


def test_crossing_entities_are_cut_so_that_they_nest():
    spans = explicit_spans(
        "abcd",
        [{"type": "bold", "offset": 0, "length": 3}, {"type": "italic", "offset": 2, "length": 2}],
    )
    assert finish("abcd", spans) == [
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "italic", "offset": 2, "length": 1},
        {"type": "italic", "offset": 3, "length": 1},
    ]


@given(
    st.text(alphabet="<>/&;#b a\"'=\n工👍*_`|[]()>\\~!.-", max_size=60),
    st.sampled_from(["HTML", "MarkdownV2", ""]),
)
def test_any_text_is_parsed_or_refused_with_a_400(text, mode):
    made, refused = None, None
    try:
        made = formatted(text, mode)
    except ApiError as error:
        refused = error.code
    assert refused in (None, 400)
    if made is not None:
        units = utf16_length(made.text)
        assert made.text == made.text.strip()
        assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units for e in made.entities)
