"""understand() fills what reading left empty, purely; retag changes topics alone."""

import subprocess
import sys
from dataclasses import replace

from digest.model import Article, Page, PageReading
from digest.understanding import retag, taxonomy, understand, understand_page

PIECE = Article(
    "page.txt",
    1,
    "news",
    (
        "近日,湖北省武汉市江汉区总工会新建的12家工会驿站投入使用,骑手、快递员可以进站歇脚、热饭。",
        "截至目前,江汉区总工会已建成驿站86家,累计服务户外劳动者30万人次。",
    ),
    headline="江汉区总新建12家工会驿站",
    doubts=("byline missing",),
)


def test_everything_a_chat_needs_is_filled():
    made = understand(PIECE)
    assert made.primary_region is not None
    assert made.primary_region.code == "420103"
    assert made.topics[0].slug == "service_station"
    assert "86家" in made.summary
    assert 0 < len(made.teaser) <= 40
    assert "工会驿站" in made.keyphrases
    assert made.organisations[0].endswith("江汉区总工会")


def test_what_reading_found_is_kept():
    made = understand(PIECE)
    assert made.paragraphs == PIECE.paragraphs
    assert "byline missing" in made.doubts


def test_the_same_article_gives_the_same_result():
    assert understand(PIECE) == understand(PIECE)


def test_a_page_is_understood_article_by_article():
    reading = PageReading(Page("page.txt", ""), (PIECE, replace(PIECE, position=2)))
    assert [bool(article.summary) for article in understand_page(reading).articles] == [True, True]


def test_retag_changes_topics_alone(tmp_path):
    path = tmp_path / "topics.toml"
    path.write_text(
        "[weights]\nstrong = 3\nplain = 1\nweak = 0.5\n[[topic]]\nslug = 'riders'\nname = '骑手'\n"
        "name_en = 'Riders'\nemoji = '🛵'\nstrong = ['骑手', '快递员']\n",
        encoding="utf-8",
    )
    made = understand(PIECE)
    again = retag(made, taxonomy.load(path))
    assert [topic.slug for topic in again.topics] == ["riders"]
    assert replace(again, topics=made.topics) == made


def test_importing_loads_no_dictionary():
    code = "import sys, digest.understanding as u; print([m for m in ('jieba', 'rjieba', 'opencc', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
