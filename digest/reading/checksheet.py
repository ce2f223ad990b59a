"""Page readings as one HTML page a person can look at, so that a wrong cut is seen at a glance.

Turns `PageReading`s into a self-contained document without scripts or outside references: beside
each other the articles as they were read and the page's lines, every line in the colour of its
article with what it became there, and the doubts in the margin. All text is escaped.
"""

from __future__ import annotations

from html import escape

from digest.model import Article, PageReading
from digest.reading import normal
from digest.reading.check import Row, margin, people, rows, summary

LOW = 0.75  # confidence below which an article is shown as doubtful
_HUES = (205, 40, 140, 310, 15, 260, 175, 85, 340, 230)
_STYLE = """
:root{--ink:#1c1c1e;--dim:#77777d;--paper:#fff;--line:#e3e3e8;--doubt:#b3261e;--l:95%;--s:75%}
@media(prefers-color-scheme:dark){:root{--ink:#ececf0;--dim:#9a9aa2;--paper:#17171a;--line:#34343a;
--doubt:#ff8a80;--l:17%;--s:35%}}
*{box-sizing:border-box}body{font:16px/1.65 system-ui,"PingFang SC","Noto Sans CJK SC",
"Microsoft YaHei",sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;
max-width:88rem;padding:1.2rem}
h1{font-size:1.15rem;margin:.2rem 0 1rem}h1 small{font-weight:normal;color:var(--dim);
font-size:.85rem;margin-left:.6rem}
main{display:grid;grid-template-columns:minmax(18rem,25rem) 1fr;gap:1.6rem;align-items:start;
margin-bottom:3rem}
aside{position:sticky;top:1rem;max-height:96vh;overflow:auto}
details{border-left:.4rem solid hsl(var(--h) 70% 50%);background:hsl(var(--h) var(--s) var(--l));
border-radius:.3rem;margin-bottom:.45rem;padding:.4rem .7rem}
summary{cursor:pointer;list-style:none}summary b{font-weight:600}
.n{display:inline-block;min-width:1.5em;text-align:center;border-radius:.8em;color:#fff;
background:hsl(var(--h) 65% 38%);font-size:.78rem;padding:0 .45em;margin-right:.4em;
text-decoration:none}
.meta{color:var(--dim);font-size:.82rem;display:block}
.low{color:var(--doubt);font-weight:600}.cut p{margin:.35rem 0;font-size:.9rem;text-indent:2em}
.cut h4{margin:.5rem 0 .1rem;font-size:.9rem}.cut .slot{color:var(--dim);font-size:.82rem}
.page{border-top:1px solid var(--line)}
.row{display:grid;grid-template-columns:2.6rem 1.9rem 1fr 5.6rem 13rem;gap:.5rem;
padding:0}
.row .t{background:hsl(var(--h) var(--s) var(--l));border-left:.35rem solid hsl(var(--h) 70% 50%);
padding:.12rem .6rem}
.row .no{color:var(--dim);text-align:right;font-size:.8rem;font-variant-numeric:tabular-nums}
.row .as{color:var(--dim);font-size:.8rem}
.row .d{color:var(--doubt);font-size:.8rem;line-height:1.4}
.row .d span{display:block;border-left:2px solid;padding-left:.45rem;margin-bottom:.15rem}
.headline .t{font-weight:700;font-size:1.12rem}.group .t{font-weight:700;font-size:1.25rem}
.kicker .t,.subtitle .t,.subhead .t,.rubric .t{font-weight:600}.byline .t{color:var(--dim)}
.left .t{background:repeating-linear-gradient(135deg,transparent 0 .5rem,var(--line) .5rem .55rem);
border-left-color:var(--dim);color:var(--dim)}
.row:target .t{outline:2px solid hsl(var(--h) 70% 50%)}
@media(max-width:60rem){main{grid-template-columns:1fr}aside{position:static;max-height:none}
.row{grid-template-columns:2.2rem 2.2rem 1fr}.row .as,.row .d{grid-column:3}}
@media print{aside{position:static;max-height:none}main{grid-template-columns:1fr}}
"""
_PAGE = (
    '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    "<style>{style}</style></head><body>{sections}</body></html>\n"
)


def html(*readings: PageReading) -> str:
    """Pages as one HTML document: each with its articles as read and every line of the page."""
    return _PAGE.format(
        title=escape(", ".join(reading.page.source for reading in readings)),
        style=_STYLE,
        sections="".join(_section(number, one) for number, one in enumerate(readings, 1)),
    )


def _section(number: int, reading: PageReading) -> str:
    name, counts = summary(reading).rsplit(": ", 1)
    articles = "".join(_article(number, article) for article in reading.articles)
    notes = margin(reading)
    lines, before = [], 0
    for row in rows(reading):
        lines.append(_row(number, row, notes.get(row.line, []), first=row.article != before))
        before = row.article or 0
    return (
        f"<h1>{escape(name)}<small>{escape(counts)}</small></h1>"
        f'<main><aside>{articles}</aside><div class="page">{"".join(lines)}</div></main>'
    )


def _hue(position: int) -> str:
    return f"--h:{_HUES[(position - 1) % len(_HUES)]}"


def _article(number: int, article: Article) -> str:
    """One article as it was cut out, closed until it is clicked."""
    low = ' class="low"' if article.confidence < LOW else ""
    facts = [escape(article.kind), f"<span{low}>{article.confidence:.2f}</span>"]
    facts += [escape(name) for name in people(article)]
    if article.doubts:
        told = "; ".join(article.doubts)
        count = f"{len(article.doubts)} doubt{'s' if len(article.doubts) > 1 else ''}"
        facts.append(f'<span class="low" title="{escape(told)}">{count}</span>')
    first = min(article.lines, default=0)
    return (
        f'<details style="{_hue(article.position)}"><summary>'
        f'<a class="n" href="#p{number}l{first}">{article.position}</a>'
        f'<b>{escape(article.title)}</b><span class="meta">{" · ".join(facts)}</span></summary>'
        f'<div class="cut">{_cut(article)}</div></details>'
    )


def _cut(article: Article) -> str:
    slots = (
        ("group headline", article.group_headline),
        ("rubric", article.rubric),
        ("kicker", article.kicker),
        ("subtitle", article.subtitle),
        ("byline", article.byline),
        ("source", article.credit_source),
        ("note", article.editor_note),
        *(("pull-out", text) for text in article.pullouts),
    )
    out = [
        f'<div class="slot">{name}: {escape(text)}</div>'
        for name, text in slots
        if text is not None
    ]
    for index, paragraph in enumerate(article.paragraphs):
        heads = zip(article.subheads, article.subhead_at, strict=False)
        out += [f"<h4>{escape(head)}</h4>" for head, at in heads if at == index]
        out.append(f"<p>{escape(paragraph)}</p>")
    return "".join(out)


def _row(number: int, row: Row, notes: list[str], *, first: bool) -> str:
    """One line of the page; the number of its article where that begins or goes on."""
    known = row.article is not None
    part = (row.part or "").split(" ")[0]
    kind = part if known else "left"
    chip = f'<span class="n">{row.article}</span>' if known and first else ""
    style = f' style="{_hue(row.article)}"' if row.article is not None else ""
    told = "".join(f"<span>{escape(note)}</span>" for note in notes)
    text = escape(normal.clean(row.text))
    return (
        f'<div class="row {escape(kind)}" id="p{number}l{row.line}"{style}>'
        f'<div class="no">{row.line}</div><div>{chip}</div><div class="t">{text}</div>'
        f'<div class="as">{escape(row.part or row.reason or "")}</div>'
        f'<div class="d">{told}</div></div>'
    )
