"""Where a story happens, what else it mentions, on which words, and what stays in doubt."""

from __future__ import annotations

from datetime import date

import pytest

from digest.model import Article, Published
from digest.understanding import regions
from digest.understanding.regions import Places


def story(*paragraphs: str, **fields: object) -> Places:
    return regions.find(Article("p.txt", 1, "news", paragraphs, **fields))  # type: ignore[arg-type]


def primary(found: Places) -> str | None:
    codes = [r.code for r in found.regions if r.primary]
    assert len(codes) <= 1
    return codes[0] if codes else None


def mentioned(found: Places) -> list[str]:
    return [r.code for r in found.regions if not r.primary]


def test_a_region_carries_path_and_words() -> None:
    found = story(
        "近日,宁夏回族自治区银川市总工会组织职工疗休养。", headline="银川工会建立荣退机制"
    )
    (region,) = found.regions
    assert region.code == "640100"
    assert region.name == "宁夏回族自治区/银川市"
    assert region.primary
    assert region.evidence == "宁夏回族自治区银川市总工会"
    assert found.doubts == ()


def test_the_headline_is_the_evidence_when_only_it_names_the_place() -> None:
    found = story("近日,全市职工疗休养工作推进会召开。", headline="银川工会建立荣退机制")
    assert found.regions[0].evidence == "银川工会"


def test_examples_in_the_body_are_mentioned_and_the_city_stays_primary() -> None:
    found = story(
        "近日,南京市总工会发布服务清单,全市投入资金860万元。",
        "鼓楼区总工会建成驿站32家,江宁区总工会开办托管班。",
        "镇江市总工会前来学习。",
        headline="服务清单送到职工手上",
    )
    assert primary(found) == "320100"
    assert mentioned(found) == ["320106", "320115", "321100"]


def test_a_province_naming_its_cities_stays_primary() -> None:
    found = story(
        "近日,湖北省总工会启动送岗位活动,覆盖武汉市、宜昌市、襄阳市。",
        "武汉市举办招聘会12场。宜昌市举办招聘会9场。",
        headline="湖北工会送岗位下基层",
    )
    assert primary(found) == "420000"
    assert mentioned(found) == ["420100", "420500", "420600"]


def test_parents_of_the_primary_place_are_not_listed() -> None:
    found = story(
        "近日,云南省昆明市呈贡区总工会揭牌服务站。",
        "昆明市总工会负责人表示,云南省将推广这一做法。",
        headline="服务站揭牌",
    )
    assert [r.code for r in found.regions] == ["530114"]


def test_two_cities_that_weigh_the_same_give_their_province_and_a_doubt() -> None:
    found = story("今年以来,两地工会联合办班。", kicker="常州市 无锡市", headline="工会联合办班")
    assert primary(found) == "320000"
    assert set(mentioned(found)) == {"320400", "320200"}
    assert found.regions[0].evidence
    assert len(found.doubts) == 1
    assert "无锡市" in found.doubts[0]


def test_two_provinces_that_weigh_the_same_give_none() -> None:
    found = story("今年以来,两地工会联合办班。", kicker="四川省 重庆市", headline="工会联合办班")
    assert primary(found) is None
    assert set(mentioned(found)) == {"510000", "500000"}
    assert found.doubts


def test_a_full_name_of_several_units_without_context_is_a_doubt() -> None:
    found = story("鼓楼区总工会为环卫工人送早餐。", paper="江苏工人报")
    assert primary(found) == "320000"
    assert set(mentioned(found)) == {"320106", "320302"}
    assert "鼓楼区" in found.doubts[0]


@pytest.mark.parametrize(
    ("lead", "later", "code"),
    [
        ("近日,徐州市召开工会工作会。", "鼓楼区总工会作交流发言。", "320302"),
        ("近日,福建省总工会到福州市调研。", "鼓楼区总工会介绍经验。", "350102"),
        ("近日,北京市总工会发布清单。", "朝阳新就业形态劳动者可在驿站歇脚。", "110105"),
        ("近日,吉林省长春市总工会发布清单。", "朝阳区总工会率先响应。", "220104"),
        ("近日,山东省东营市总工会启动行动。", "河口区总工会建成10家驿站。", "370503"),
        ("近日,云南省红河州总工会启动行动。", "河口县总工会建成10家驿站。", "532532"),
        ("近日,江苏省南通市总工会启动行动。", "通州区总工会建成10家驿站。", "320612"),
        ("近日,北京市总工会启动行动。", "通州区总工会建成10家驿站。", "110112"),
        ("近日,沈阳市总工会启动行动。", "和平区总工会建成10家驿站。", "210102"),
        ("近日,天津市总工会启动行动。", "和平区总工会建成10家驿站。", "120101"),
        ("近日,兰州市总工会启动行动。", "城关区总工会建成10家驿站。", "620102"),
        ("近日,拉萨市总工会启动行动。", "城关区总工会建成10家驿站。", "540102"),
        ("近日,枣庄市总工会启动行动。", "市中区总工会建成10家驿站。", "370402"),
        ("近日,乐山市总工会启动行动。", "市中区总工会建成10家驿站。", "511102"),
        ("近日,杭州市总工会启动行动。", "西湖区总工会建成10家驿站。", "330106"),
        ("近日,南昌市总工会启动行动。", "西湖区总工会建成10家驿站。", "360103"),
        ("近日,深圳市总工会启动行动。", "南山区总工会建成10家驿站。", "440305"),
        ("近日,鹤岗市总工会启动行动。", "南山区总工会建成10家驿站。", "230404"),
        ("近日,张家口市总工会启动行动。", "桥西区总工会建成10家驿站。", "130703"),
        ("近日,石家庄市总工会启动行动。", "桥西区总工会建成10家驿站。", "130104"),
        ("近日,青海省总工会启动行动。", "海南州总工会建成10家驿站。", "632500"),
        ("近日,海南省总工会启动行动。", "三亚市总工会建成10家驿站。", "460200"),
        ("近日,吉林省总工会启动行动。", "吉林市总工会建成10家驿站。", "220200"),
    ],
)
def test_the_rest_of_the_story_decides_what_a_name_means(lead: str, later: str, code: str) -> None:
    found = story(lead, later, headline="把服务送到职工身边")
    assert code in [r.code for r in found.regions]
    assert found.doubts == ()


def test_a_bare_name_is_believed_once_the_full_one_stands_in_the_story() -> None:
    found = story("江都区有全国劳模12人。", headline="发挥示范作用 助推江都发展")
    assert primary(found) == "321012"
    alone = story("本地有全国劳模12人。", headline="发挥示范作用 助推江都发展")
    assert primary(alone) is None


def test_the_office_of_an_author_says_where() -> None:
    found = story(
        "今年以来,我们聚焦主责主业。", byline="滨海县总工会副主席 万月", authors=("万月",)
    )
    assert primary(found) == "320922"


def test_names_in_a_byline_are_no_places() -> None:
    found = story(
        "本报讯(记者王长春 通讯员李海南)近日,公司举办运动会。",
        byline="本报讯 (记者王长春 通讯员李海南)",
        reporters=("王长春",),
    )
    assert found.regions == ()


def test_a_person_met_once_is_no_place_in_the_whole_story() -> None:
    found = story(
        "在陕西省宝鸡市陈仓区,技师吴江南领衔的创新工作室攻关63项。",
        "徒弟们把吴江南的办法编成册子。李长春劳模工作室也来学,李长春说很管用。",
        headline="吴江南和他的徒弟们",
    )
    assert [r.code for r in found.regions] == ["610304"]


def test_reporters_are_no_places_in_the_body_either() -> None:
    found = story("公司举办运动会。随行的王长春拍下照片。", reporters=("王长春",))
    assert found.regions == ()


def test_counties_in_a_list_are_told_by_their_sisters() -> None:
    found = story("青海省海南州总工会办班,来自贵德、兴海两县的64名学员参加。")
    assert primary(found) == "632500"
    assert mentioned(found) == ["632523", "632524"]


def test_no_doubt_between_parts_when_the_whole_is_named() -> None:
    found = story("近日,西昌市和昭觉县的务工者乘专列出发。", headline="就业专列开进四川凉山州")
    assert primary(found) == "513400"
    assert found.doubts == ()


def test_a_name_broken_by_a_damaged_page_is_read_across_the_break() -> None:
    found = story("入秋以来,内蒙古自治区锡林郭勒盟西乌珠穆", "沁旗总工会的流动书屋走过6座矿山。")
    assert primary(found) == "152526"


def test_a_station_is_where_a_journey_begins_not_the_story() -> None:
    found = story("2月21日,就业专列从四川省凉山州西昌西站开出。", headline="专列开进大凉山")
    assert primary(found) == "513400"
    assert mentioned(found) == ["513401"]


def test_who_comes_from_elsewhere_does_not_set_the_story() -> None:
    found = story("江苏企业在新疆阿克苏地区库车市建起职工小镇,1300名工人入住。")
    assert primary(found) == "652902"
    assert "320000" in mentioned(found)


def test_credits_of_a_photo_are_no_places() -> None:
    found = story("3月17日,职工在比赛中。 张吉林 摄", byline="本报通讯员 李长春 摄")
    assert found.regions == ()


@pytest.mark.parametrize(
    ("byline", "lead", "code"),
    [
        ("本报长春11月1日电 (记者柳姗姗)", "学子走进企业参观。", "220100"),
        ("", "本报西宁6月14日电 (记者邢生祥)困难职工得到帮扶。", "630100"),
        ("", "新华社拉萨5月1日电 劳动者坚守岗位。", "540100"),
    ],
)
def test_a_dateline_says_where(byline: str, lead: str, code: str) -> None:
    assert primary(story(lead, byline=byline)) == code


def test_the_place_of_a_meeting_outweighs_who_came() -> None:
    found = story(
        "6月14日,山东省石油化学工会、威海市总工会承办的竞赛推进会在山东省威海市召开。",
        "山东省、江苏省有关企业参加。",
        headline="全国化学医药行业竞赛推进会召开",
    )
    assert primary(found) == "371000"
    assert "320000" in mentioned(found)


def test_a_national_story_has_no_place_of_its_own() -> None:
    found = story(
        "近日,中华全国总工会印发通知,部署全国工会工作会议精神的贯彻落实。",
        "江苏的做法得到肯定。",
        headline="全国总工会部署送温暖",
    )
    assert primary(found) is None
    assert mentioned(found) == ["320000"]


def test_a_firm_at_work_elsewhere_is_where_it_works() -> None:
    found = story(
        "近日,上海航道局工会走进广东省珠海市的施工现场慰问职工。",
        "珠海市的项目已开工两年。",
        headline="工会慰问送到疏浚船上",
    )
    assert primary(found) == "440400"
    assert "310000" not in mentioned(found)


def test_a_firms_name_is_the_last_resort() -> None:
    found = story("近日,上海航道局工会召开职代会。", "上海航道局有职工两千人。")
    assert primary(found) == "310000"
    assert mentioned(found) == []


def test_a_university_in_another_city_is_not_listed() -> None:
    found = story("近日,威海市总工会举办讲座。", "北京体育大学教授到场指导。")
    assert [r.code for r in found.regions] == ["371000"]


def test_a_persons_origin_sets_no_story() -> None:
    found = story("公司为职工办实事。", "来自河南的电工老周很满意。")
    assert primary(found) is None


def test_a_provincial_papers_own_province() -> None:
    found = story("全省各级工会今年建成驿站1200家。", paper="江苏工人报")
    assert primary(found) == "320000"
    assert found.regions[0].evidence == "全省"
    assert story("全省各级工会今年建成驿站1200家。").regions == ()


def test_an_article_of_no_place_has_none() -> None:
    assert story("“1+6+N”工作体系精准服务职工。", headline="工会点亮职工生活") == Places(())
    assert story() == Places(())


def test_a_zone_is_the_unit_it_lies_in_and_the_body_may_say_more() -> None:
    found = story(
        "近日,联席会议在上海自贸试验区保税区一处工地举行。",
        "在浦东新区总工会指导下,保税区总工会开展排查。",
    )
    assert primary(found) == "310000"
    assert mentioned(found) == ["310115"]


def test_a_district_that_began_later_is_the_zone_of_before() -> None:
    lead = "近日,重庆两江新区总工会慰问建设者。"
    assert primary(story(lead)) == "500000"
    old = Published(date(2023, 6, 1), "day", "given")
    new = Published(date(2026, 6, 1), "day", "given")
    assert primary(story(lead, published=old)) == "500000"
    assert primary(story(lead, published=new)) == "500157"


def test_a_group_headline_decides_nothing() -> None:
    found = story("近日,安徽省马鞍山市总工会发出招募令。", group_headline="江苏安徽:驿站让人还想来")
    assert primary(found) == "340500"


def test_hostile_text_is_bounded() -> None:
    assert story("朝阳" * 20000, headline="《" * 5000).doubts == ()
