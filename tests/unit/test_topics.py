"""Topics: what an editor would file a piece under, with the words it stands on."""

import pytest

from digest.model import Article
from digest.understanding import taxonomy, topics


def article(headline, *paragraphs, **fields):
    return Article("page.txt", 1, "news", tuple(paragraphs), headline=headline, **fields)


def slugs(piece):
    return [topic.slug for topic in topics.find(piece)]


def test_the_best_topic_comes_first_with_score_and_evidence():
    piece = article(
        "县总新建12家暖心驿站",
        "日前,某县总工会新建的12家暖心驿站投入使用。驿站配有饮水机、微波炉,供户外劳动者歇脚、热饭。",
        "驿站站长说,每天有快递员来这里休息。",
    )
    best, *_ = topics.find(piece)
    assert best.slug == "service_station"
    assert 0 < best.score <= 1
    assert "暖心驿站" in best.evidence


def test_a_passing_mention_is_no_topic():
    piece = article(
        "某市总工会举办职工技能竞赛",
        "9月3日,某市总工会举办焊工技能竞赛,来自20家企业的86名选手参赛。",
        "比赛分理论考试和实操两部分,决出一等奖2名。选手赛后参观了当地一家工会驿站。",
    )
    assert slugs(piece) == ["skills"]


def test_a_longer_phrase_hides_the_word_inside_it():
    piece = article(
        "社区设立菜鸟驿站",
        "某社区设立菜鸟驿站,方便居民取件。物业员工介绍,菜鸟驿站每天收发包裹500件。",
    )
    assert "service_station" not in slugs(piece)


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        (
            "联赛首轮主队两球告捷",
            "昨晚,联赛首轮在工人体育场打响,主队以2比0的比分拿下客场球队,夺冠形势大好。",
        ),
        (
            "寒潮来袭 多地气温骤降",
            "据气象台消息,受冷空气影响,明天最低气温将降至零下8摄氏度,户外劳动者注意防寒。",
        ),
        (
            "双色球开奖公告",
            "第2024123期双色球开奖,头奖5注,每注奖金800万元,福彩公益金用于扶助困难职工。",
        ),
        (
            "遗失声明",
            "某某建筑公司工会委员会遗失工会法人资格证书,声明作废。某商贸公司遗失公章,声明作废。",
        ),
        ("古镇迎来赏花季", "阳春三月,古镇桃花盛开,游客纷至沓来,当地推出多条赏花路线和特色小吃。"),
    ],
)
def test_a_piece_that_is_off_topic_gets_none(headline, body):
    assert slugs(article(headline, body)) == []


def test_an_article_without_text_gets_none():
    assert topics.find(Article("page.txt", 1, "photo", ())) == ()


def test_never_more_than_four():
    entries = taxonomy.load().entries
    piece = article("综合", *("、".join(entry.strong) for entry in entries))
    assert 1 <= len(topics.find(piece)) <= 4


def test_an_operators_taxonomy_decides(tmp_path):
    path = tmp_path / "topics.toml"
    path.write_text(
        '[weights]\nstrong = 3\nplain = 1\nweak = 0.5\n[[topic]]\nslug = "choir"\nname = "合唱"\n'
        'name_en = "Choir"\nemoji = "🎵"\nstrong = ["合唱团"]\nneeds = ["职工"]\n',
        encoding="utf-8",
    )
    own = taxonomy.load(path)
    with_staff = article("职工合唱团成立", "某厂职工合唱团成立,合唱团有60人。")
    without = article("少年合唱团成立", "某校少年合唱团成立,合唱团有60人。")
    assert [topic.slug for topic in topics.find(with_staff, own)] == ["choir"]
    assert topics.find(without, own) == ()
