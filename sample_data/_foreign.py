"""Invents the foreign-invested enterprises; amounts are whole US dollars."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from sample_data._describe import LEDGERS, Enterprise
from sample_data._fit import fit

# What the enterprises' actual use of foreign capital adds up to, and how many are founded in the
# year.
ACTUAL = {2019: 48_299_046, 2020: 60_758_413}
FOUNDED = {2019: 9, 2020: 13}

# These have never had a foreign enterprise and send no such table.
WITHOUT_TABLE = ("ningshan", "yinghu")

_BEFORE = ("gaoxin", "gaoxin", "hanbin", "hanbin", "xunyang", "shiquan")
_IN_2019 = (
    "ziyang",
    "hanbin",
    "hanbin",
    "gaoxin",
    "gaoxin",
    "hanyin",
    "shiquan",
    "xunyang",
    "hengkou",
)
_IN_2020 = (
    "gaoxin", "gaoxin", "gaoxin", "hanbin", "hanbin", "langao", "ziyang", "pingli", "baihe",
    "xunyang", "hanyin", "hengkou", "shiquan",
)  # fmt: skip
_LUXIN = "紫阳县陆鑫运动制品有限公司"
_COUNTRIES = ("香港", "香港", "香港", "台湾", "新加坡", "韩国", "日本", "英属维尔京群岛")
_FIRST = (
    "港陵", "星澜", "汉昇", "东屿", "嘉陆", "珂盈", "富霆", "泛岭", "启洲", "丽澳", "三岳", "乔屿",
    "维拓", "凯琅", "铂陆", "世珩", "联璟", "禾澳", "恩岱", "雅屿", "朗洲", "柏昇", "创澜", "宜澳",
    "诺岭", "新珂", "优岱", "弘澳",
)  # fmt: skip
_TRADES = ("电子制品", "生物科技", "运动用品", "食品", "玩具", "精密机械", "新材料", "旅游开发")


def _founded(random: Random, year: int) -> date:
    return date(year, 1, 10) + timedelta(days=random.randrange(340))


def _newcomers(
    random: Random, areas: tuple[str, ...], years: tuple[int, ...], brands: list[str]
) -> list[tuple[str, Enterprise]]:
    rows = []
    for i, area in enumerate(areas):
        name = f"安康{brands.pop()}{random.choice(_TRADES)}有限公司"
        if area == "ziyang" and years == (2019,):
            name = _LUXIN
        founded = _founded(random, years[i % len(years)])
        rows.append((area, Enterprise(name, random.choice(_COUNTRIES), founded, 0, 0, 0, 0)))
    return rows


def _valued(
    random: Random, rows: list[tuple[str, Enterprise]], year: int
) -> list[tuple[str, Enterprise]]:
    """The year's amounts; what is neither direct investment is other (leasing, pre-payments)."""
    weights = [random.uniform(0.4, 2.0) for _ in rows]
    drawn = [
        int(ACTUAL[year] * w / sum(weights)) // step * step
        for w, step in zip(weights, (10_000, 10_000, 100) * len(rows), strict=False)
    ]
    actual = fit(
        drawn, ACTUAL[year], [150_000] * len(rows), [9_000_000] * len(rows), 10_000, random
    )
    valued = []
    for i, ((area, firm), amount) in enumerate(zip(rows, actual, strict=True)):
        other = amount * random.randrange(5, 30) // 100 if i % 4 == 0 else 0
        contracted = 0
        if firm.founded.year == year:
            contracted = (amount * random.randrange(12, 30) // 10) // 10_000 * 10_000
        elif year == 2020 and i == 0:
            contracted = -1_500_000  # a reduction of capital
        valued.append(
            (
                area,
                replace(
                    firm, actual=amount, direct=amount - other, other=other, contracted=contracted
                ),
            )
        )
    return valued


def enterprises(random: Random) -> dict[int, dict[str, tuple[Enterprise, ...] | None]]:
    """Year → reporter → its enterprises; () is a nil return, None no table."""
    brands = list(_FIRST)
    before = _newcomers(random, _BEFORE, (2015, 2016, 2017, 2018), brands)
    in_2019 = _newcomers(random, _IN_2019, (2019,), brands)
    in_2020 = _newcomers(random, _IN_2020, (2020,), brands)
    years = {
        2019: _valued(random, before + in_2019, 2019),
        2020: _valued(random, before + in_2019 + in_2020, 2020),
    }
    return {
        year: {
            area: None
            if area in WITHOUT_TABLE
            else tuple(firm for where, firm in rows if where == area)
            for area in LEDGERS
        }
        for year, rows in years.items()
    }
