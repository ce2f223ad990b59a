"""The region tables and the names people use for them, through `gazetteer.load()`."""

from __future__ import annotations

import pytest

from digest import gazetteer
from digest.errors import NotFound
from digest.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer.load()


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("110108", "北京市/海淀区"),
        ("500233", "重庆市/忠县"),
        ("429004", "湖北省/仙桃市"),
        ("419001", "河南省/济源市"),
        ("469002", "海南省/琼海市"),
        ("659001", "新疆维吾尔自治区/石河子市"),
        ("659012", "新疆维吾尔自治区/白杨市"),
        ("653229", "新疆维吾尔自治区/和田地区/和安县"),
        ("653228", "新疆维吾尔自治区/和田地区/和康县"),
        ("460302", "海南省/三沙市/西沙区"),
        ("441900", "广东省/东莞市"),
        ("620200", "甘肃省/嘉峪关市"),
        ("520581", "贵州省/毕节市/黔西市"),
        ("540581", "西藏自治区/山南市/错那市"),
        ("330113", "浙江省/杭州市/临平区"),
        ("411402", "河南省/商丘市/梁园区"),
        ("810001", "香港特别行政区/中西区"),
        ("820000", "澳门特别行政区"),
        ("710000", "台湾省"),
    ],
)
def test_paths_follow_the_table_not_the_digits(places: Gazetteer, code: str, path: str) -> None:
    assert places.get(code).path == path


def test_the_tree_holds_together(places: Gazetteer) -> None:
    provinces = places.children(None)
    assert len(provinces) == 34
    below = [p for top in provinces for p in places.children(top.code)]
    leaves = [p for mid in below for p in places.children(mid.code)]
    everyone = [*provinces, *below, *leaves]
    assert len({p.code for p in everyone}) == len(everyone) > 3200
    for place in everyone:
        assert place.path.split("/")[-1] == place.name
        assert len(place.path.split("/")) == 1 + len(places.ancestors(place.code))


def test_municipalities_have_no_level_between(places: Gazetteer) -> None:
    assert places.ancestors("310115") == ("310000",)
    assert {p.level for p in places.children("310000")} == {3}


def test_within(places: Gazetteer) -> None:
    assert places.within("370503", "370000")
    assert places.within("370503", "370503")
    assert not places.within("370000", "370503")
    assert not places.within("999999", "370000")


def test_common_parent(places: Gazetteer) -> None:
    assert places.common(("320106", "320302")) == "320000"
    assert places.common(("320106",)) == "320106"
    assert places.common(("320106", "410204")) is None


def test_an_unknown_code_is_refused_with_itself(places: Gazetteer) -> None:
    with pytest.raises(NotFound, match="123456"):
        places.get("123456")
    with pytest.raises(NotFound):
        places.children("123456")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("宁夏", "640000"),
        ("宁夏回族自治区总工会", "640000"),
        ("内蒙古", "150000"),
        ("内蒙", "150000"),
        ("苏", "320000"),
        ("粤", "440000"),
        ("鄂尔多斯", "150600"),
        ("鄂尔多斯市总", "150600"),
        ("达拉特旗", "150621"),
        ("达旗", "150621"),
        ("禅城", "440604"),
        ("佛山禅城区总", "440604"),
        ("佛山禅城区总工会", "440604"),
        ("东营河口区总工会", "370503"),
        ("江苏/南京", "320100"),
        ("江苏省 南京市 鼓楼区", "320106"),
        ("南京鼓楼", "320106"),
        ("河口县", "532532"),
        ("互助县", "630223"),
        ("前郭县", "220721"),
        ("延边州", "222400"),
        ("延边", "222400"),
        ("湘西州", "433100"),
        ("凉山州", "513400"),
        ("巴州", "652800"),
        ("若尔盖", "513232"),
        ("黔西县", "520581"),
        ("江都市", "321012"),
        ("崇文区", "110101"),
        ("塘沽区", "120116"),
        ("呈贡县", "530114"),
        ("通州市", "320612"),
        ("襄樊", "420600"),
        ("中甸县", "533401"),
        ("浦东", "310115"),
        ("浦东新区", "310115"),
        ("雄安新区", "130600"),
        ("贵安新区", "520000"),
        ("苏州工业园区", "320500"),
        ("上海自贸试验区", "310000"),
        ("北京经开区", "110000"),
        ("新疆生产建设兵团", "650000"),
        ("兵团第一师", "659002"),
        ("兵团第八师", "659001"),
        ("台北", "710000"),
        ("香港", "810000"),
    ],
)
def test_a_typed_name_means_one_unit(places: Gazetteer, typed: str, code: str) -> None:
    assert [p.code for p in places.named(typed)][:1] == [code]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("朝阳", {"211300", "110105", "220104", "211321"}),
        ("鼓楼区", {"320106", "320302", "350102", "410204"}),
        ("吉林", {"220000", "220200"}),
        ("海南", {"460000", "632500"}),
        ("河口", {"370503", "532532"}),
        ("市中区", {"370103", "370402", "511002", "511102"}),
        ("通州", {"110112", "320612"}),
        ("西湖区", {"330106", "360103"}),
        ("临夏", {"622900", "622901", "622921"}),
    ],
)
def test_an_ambiguous_name_keeps_all_it_may_mean(
    places: Gazetteer, typed: str, codes: set[str]
) -> None:
    assert codes <= {p.code for p in places.named(typed)}


def test_what_names_nothing_gives_nothing(places: Gazetteer) -> None:
    for typed in ("", "疗休养", "工会", "总工会", "火星市"):
        assert places.named(typed) == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("昆明 疗休养", [("昆明", "530100")]),
        ("昆明疗休养", [("昆明", "530100")]),
        ("佛山禅城区总 法律援助", [("佛山禅城区总", "440604")]),
        ("东营 河口", [("东营 河口", "370503")]),
        ("南京鼓楼的工会驿站", [("南京鼓楼", "320106")]),
        ("广西资源", [("广西", "450000")]),
        ("广西来宾 疗休养", [("广西来宾", "451300")]),
        ("天津和平 驿站", [("天津和平", "120101")]),
        ("湖北公安", [("湖北", "420000")]),
        ("从江西来", [("江西", "360000")]),
        ("新疆兵团送清凉", [("新疆兵团", "650000")]),
        ("江苏和浙江的技能竞赛", [("江苏", "320000"), ("浙江", "330000")]),
        ("鼓楼 工会驿站", [("鼓楼", "320106")]),
        ("西湖区总 疗休养", [("西湖区总", "330106")]),
        ("铁西总工会 招聘", [("铁西", "210106")]),
        ("互助 保障", []),
        ("道路环卫工人", []),
        ("互助保障", []),
        ("安康杯竞赛", []),
        ("北京时间", []),
        ("工会驿站", []),
    ],
)
def test_mentions_in_a_query(
    places: Gazetteer, query: str, expected: list[tuple[str, str]]
) -> None:
    found = places.mentions(query)
    assert [(m.text, m.codes[0]) for m in found] == expected
    assert all(query[m.start : m.end] == m.text for m in found)


def test_macro_regions(places: Gazetteer) -> None:
    assert places.macro("东北") == ("210000", "220000", "230000")
    assert "320300" in places.macro("苏北")
    assert places.macro("粤港澳大湾区") == places.macro("大湾区")
    assert places.macro("亚特兰蒂斯") == ()
    for codes in places.macros().values():
        assert codes
        for code in codes:
            places.get(code)
