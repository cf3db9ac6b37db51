"""Faults that show beside another return only: the sender's last one, or another county's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sample_data._cells import Value
from sample_data._faults_files import Files
from sample_data._faults_plain import sheet_of
from sample_data._write import packed
from zsstat.recognise.reviews import HEADINGS as REVIEW_HEADINGS

_HEAD = (
    "项目编号", "项目名称", "投资方", "总投资", "签约时间", "建设性质", "阶段", "本年到位资金",
    "其中省际", "自签约累计到位", "备注",
)  # fmt: skip
_Row = Mapping[str, Value]


def _project(code: str, name: str, party: str, total: int, funds: int, **more: Value) -> _Row:
    """A continued project; in 万元, all funds from other provinces."""
    usual: dict[str, Value] = {
        "项目编号": code, "项目名称": name, "投资方": party, "总投资": total,
        "签约时间": "2018年5月", "建设性质": "续建", "阶段": "开工", "本年到位资金": funds,
        "其中省际": funds, "自签约累计到位": total // 4 + funds,
    }  # fmt: skip
    return usual | more


def _ledger(county: str, period: str, rows: Sequence[_Row]) -> list[Sequence[Value]]:
    lines = [[row.get(name) for name in _HEAD] for row in rows]
    return [(f"{county}{period}招商引资项目台账",), ("单位：万元",), _HEAD, *lines]


def _file(
    county: str, period: str, rows: Sequence[_Row], **more: Sequence[Sequence[Value]]
) -> Files:
    sheets = {"台账": _ledger(county, period, rows), **more}
    made = [sheet_of(name, lines) for name, lines in sheets.items()]
    return {f"{county}{period}报表.xlsx": packed(made, "openpyxl")}


_AUGUST, _SEPTEMBER = "2020年1—8月", "2020年1—9月"
_INN = _project("SQ-011", "后柳镇民宿集群项目", "成都远岫旅游公司", 9000, 3000)
_SILK = _project("SQ-012", "池河镇蚕丝加工项目", "苏州锦澜丝绸公司", 6500, 2000)
_TEA = _project("SQ-013", "饶峰镇富硒茶园项目", "杭州青屿茶业公司", 4200, 1500)
_WATER = _project("SQ-014", "云雾山矿泉水项目", "宁波清涧饮品公司", 8800, 2600)


def _two_months(before: Sequence[_Row], now: Sequence[_Row]) -> Files:
    return {**_file("石泉县", _AUGUST, before), **_file("石泉县", _SEPTEMBER, now)}


def fallen() -> Files:
    """Two projects with less than a month before, one of which says why."""
    less = {**_SILK, "本年到位资金": 1700, "其中省际": 1700, "自签约累计到位": 3325}
    noted = {**_TEA, "本年到位资金": 1400, "其中省际": 1400, "自签约累计到位": 2450,
             "备注": "更正：8月多报100万元"}  # fmt: skip
    more = {**_INN, "本年到位资金": 3400, "其中省际": 3400, "自签约累计到位": 5650}
    return _two_months((_INN, _SILK, _TEA), (more, less, noted))


def gone_and_changed() -> Files:
    """A project that is left out, one with another total, one with another name; one that was
    finished in August and is rightly there no more had no funds this year."""
    finished = {**_project("SQ-010", "迎丰镇石材项目", "泉州石语石材公司", 3000, 0), "阶段": "投产"}
    dearer = {**_SILK, "总投资": 7300}
    renamed = {**_TEA, "项目名称": "饶峰镇富硒茶产业园项目"}
    more = {**_INN, "本年到位资金": 3400, "其中省际": 3400, "自签约累计到位": 5650}
    return _two_months((finished, _INN, _SILK, _TEA, _WATER), (more, dearer, renamed))


def copied() -> Files:
    """September's return is August's with another title."""
    return _two_months((_INN, _SILK, _TEA), (_INN, _SILK, _TEA))


def unit_slip() -> Files:
    """One project in 元 where the others are in 万元."""
    slipped = {**_SILK, "总投资": 65_000_000}
    more = {**_INN, "本年到位资金": 3400, "其中省际": 3400, "自签约累计到位": 5650}
    return _two_months((_INN, _SILK, _TEA), (more, slipped, _TEA))


def growth() -> Files:
    """Funds four times last year's, and a summary whose 同比 is not what its values give."""
    great = _project("SQ-020", "城关镇康养新城项目", "重庆云栖置业公司", 120_000, 9000)
    now = {**great, "本年到位资金": 36_000, "其中省际": 36_000, "自签约累计到位": 75_000}
    summary: Sequence[Sequence[Value]] = [
        ("石泉县2020年招商引资汇总表",),
        ("指标", "计量单位", "本年累计", "上年同期", "同比(%)"),
        ("到位资金合计", "亿元", Decimal("3.60"), Decimal("0.90"), Decimal("400.00")),
    ]
    return {
        **_file("石泉县", "2019年", (great,)),
        **_file("石泉县", "2020年", (now,), 汇总=summary),
    }


def two_counties() -> Files:
    """A project under the same number in two ledgers, and another that goes by a similar name."""
    road = _project("AK-2020-031", "月河新城物流园项目", "杭州通途物流公司", 15_000, 4000)
    spring = _project("HB-007", "云雾山矿泉水生产项目", "宁波清涧饮品公司", 9000, 1200)
    own = {**road, "本年到位资金": 2500, "其中省际": 2500, "自签约累计到位": 6250}
    return {
        **_file("汉滨区", "2020年", (road, spring)),
        **_file("石泉县", "2020年", (own, _WATER, _TEA)),
    }


FIRST = "a上报.xlsx"
"""The file of a case that comes in first."""


def _twice(before: Sequence[_Row], now: Sequence[_Row]) -> Files:
    """A return of the year and what is sent in its place."""
    made = (next(iter(_file("石泉县", "2020年", rows).values())) for rows in (before, now))
    return dict(zip((FIRST, "b更正.xlsx"), made, strict=True))


def correction() -> Files:
    """A project's funds are corrected after the year was published."""
    return _twice((_INN, _SILK), ({**_INN, "本年到位资金": 3100, "其中省际": 3100}, _SILK))


def overpaid_again() -> Files:
    """More was paid in than was to be invested: explained once, and then it was yet more."""
    first, then = ({**_SILK, "自签约累计到位": amount} for amount in (7000, 7200))
    return _twice((_INN, first), (_INN, then))


def answered_astray() -> Files:
    """A list of findings with an answer whose code is of no finding."""
    said = (
        1,
        "核实性",
        "项目台账",
        "B4",
        "名称太短",
        "",
        "",
        "",
        "",
        "情况属实",
        "cell.text#0123-zzzz",
    )
    answered = (REVIEW_HEADINGS, said)
    return _file("石泉县", "2020年", (_INN, _SILK), 审核意见=answered)


def nothing_of_this_period() -> Files:
    """The projects of last time with nothing filled in."""
    nothing = {"本年到位资金": None, "其中省际": None}
    return _file("石泉县", "2020年", ({**_INN, **nothing}, {**_SILK, **nothing}))
