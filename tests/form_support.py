"""Forms filled in as a county would: rows into the sheets with openpyxl, and the figures that they
must come to, added up here from what was written and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from zsstat.declarations import Catalogue
from zsstat.model import Period
from zsstat.store import Store

Value: TypeAlias = Decimal | str | date | None
Row: TypeAlias = dict[str, Value]

TEN_THOUSAND = 10_000
FACTORS = {"亿元": 10**8, "万美元": 10**4, "万人次": 10**4}
BIG = 500_000_000
UNSIGNED = ("策划", "洽谈")
HOME, ABROAD = ("陕西",), ("香港", "台湾", "澳门", "新加坡", "韩国", "日本", "美国")
_UNIT = re.compile(r"（[^（）]*）$")


class Sheet:
    """A sheet of a form: its columns by name, and its rows from the first below the headings."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.head = next(
            number
            for number in range(1, 10)
            if sum(_name(cell.value) != "" for cell in sheet[number]) >= 4
            and not str(sheet.cell(number, 1).value).endswith("：")
            and "填报单位" not in str(sheet.cell(number, 1).value)
            and "：" not in "".join(str(cell.value or "") for cell in sheet[number])
        )
        self.columns = {
            _name(cell.value): at
            for at, cell in enumerate(sheet[self.head], start=1)
            if _name(cell.value)
        }

    def __len__(self) -> int:
        """How many rows hold something beside their number."""
        return len(list(self.rows()))

    def rows(self) -> Iterator[Row]:
        """The rows that hold something."""
        for number in range(self.head + 1, self.sheet.max_row + 1):
            row = {
                name: _plain(self.sheet.cell(number, at).value)
                for name, at in self.columns.items()
                if name != "序号"
            }
            if any(value is not None for value in row.values()):
                yield row

    def write(self, number: int, row: Mapping[str, Value]) -> None:
        """Writes into the row of that number, counted from 0; styles stay as they are."""
        for name, value in row.items():
            cell = self.sheet.cell(self.head + 1 + number, self.columns[name])
            look = cell.number_format
            cell.value = value
            cell.number_format = look

    def append(self, row: Mapping[str, Value]) -> None:
        self.write(len(self), row)


def _name(value: object) -> str:
    return _UNIT.sub("", "".join(str(value).split())).lstrip("*") if value is not None else ""


def _plain(value: object) -> Value:
    match value:
        case bool() | None:
            return None
        case int() | float():
            return Decimal(repr(value))
        case datetime():
            return value.date()
        case Decimal() | str() | date():
            return value
    raise TypeError(repr(value))


# --- filling in -------------------------------------------------------------------------------


@dataclass
class Filled:
    """A form as it was filled in: the rows of each sheet, and whose it is."""

    path: Path
    rows: dict[str, list[Row]] = field(default_factory=dict)


def fill(path: Path, target: Path, balances: Sequence[int | None], seed: int, month: int) -> Filled:
    """Fills a form in as a county would that has projects, or as the bureau that has none.

    ``balances`` are the last balances of the rows that go on, in base units."""
    book = openpyxl.load_workbook(path)
    filled = Filled(target)
    projects = Sheet(book["项目台账"])
    if balances:
        _projects(projects, balances, seed, month)
        _foreign(Sheet(book["外资企业"]), seed, month)
    _activities(Sheet(book["招商活动"]), seed, month)
    _targets(Sheet(book["目标任务"]), seed)
    _sign(projects, month)
    for name in ("项目台账", "外资企业", "招商活动", "目标任务"):
        filled.rows[name] = list(Sheet(book[name]).rows())
    summary = Sheet(book["汇总表"])
    figures = base_figures(filled, month)
    for number, row in enumerate(list(summary.rows())):
        said = stated(figures[str(row["指标"])], str(row["计量单位"]))
        summary.write(number, {"本年累计": said})
    filled.rows["汇总表"] = list(summary.rows())
    book.save(target)
    return filled


def last_balances(store: Store, catalogue: Catalogue, reporter: str) -> list[int | None]:
    """The balances of 2020 of what is not finished, in the order of the last return."""
    tracking = catalogue.returns["projects"].tracking
    assert tracking is not None
    found: list[int | None] = []
    for stored in store.table_records("projects", Period(2020)):
        if stored.reporter == reporter and stored.record.value("阶段") not in tracking.finished:
            value = stored.record.value("自签约累计到位")
            found.append(value if isinstance(value, int) else None)
    return found


def _projects(sheet: Sheet, balances: Sequence[int | None], seed: int, month: int) -> None:
    before = list(sheet.rows())
    assert len(before) == len(balances)
    for number, (row, balance) in enumerate(zip(before, balances, strict=True)):
        given: Row = {}
        if row["签约时间"] is None:  # signed meanwhile
            given = {"签约时间": date(2021, 1, 5), "建设性质": "新建", "阶段": "签约"}
        elif row["阶段"] in UNSIGNED:
            given = {"阶段": "签约"}
        given["是否返乡创业"] = row["是否返乡创业"] or "否"
        if row["总投资"] is None:
            given["总投资"] = Decimal(5200)
        total = given.get("总投资", row["总投资"])
        assert isinstance(total, Decimal)
        known = Decimal(balance or 0) / TEN_THOUSAND
        part = total * (1 + (seed + 7 * number) % 9) / 100 * month / 12
        flow = min(max(total - known, Decimal(0)), part.quantize(Decimal("0.0001")))
        sheet.write(number, {**given, **_funds(str(row["来源地"]), flow, known)})
    for number in range(3):
        flow = Decimal(1000 + 37 * seed + number) + Decimal("0.25")
        sheet.append(
            {
                "项目编号": f"N-{seed}-{number}",
                "项目名称": f"第{seed}县新签的第{number}个制造项目",
                "投资方": f"某市第{seed}{number}实业有限公司",
                "来源地": "江苏省南京市",
                "内外资": "内资",
                "合同类型": "合同",
                "总投资": Decimal(60_000 * number + 2_345 + seed) + Decimal("0.6789"),
                "签约时间": date(2021, 1, 4 + number),
                "建设性质": "新建",
                "产业类别": "装备制造",
                "阶段": "开工",
                "开工时间": date(2021, 1, 20 + number),
                "是否返乡创业": "是" if number else "否",
                **_funds("江苏省南京市", flow, Decimal(0)),
            }
        )


def _funds(source: str, flow: Decimal, known: Decimal) -> Row:
    """The funds of a period by where they come from: another province, our own, or abroad."""
    home, abroad = source.startswith(HOME), any(place in source for place in ABROAD)
    return {
        "本年到位资金": flow,
        "其中省际": Decimal(0) if home or abroad else flow,
        "其中省内": flow if home else Decimal(0),
        "自签约累计到位": known + flow,
    }


def _foreign(sheet: Sheet, seed: int, month: int) -> None:
    direct = Decimal(40 + seed) * month / 12
    sheet.append(
        {
            "企业名称": f"第{seed}县外商投资制造有限公司",
            "国别": "香港",
            "设立时间": date(2021, 1, 15),
            "合同外资": Decimal("120.5"),
            "实际利用外资": direct + Decimal("3.25"),
            "其中外商直接投资": direct,
            "其中外商其他投资": Decimal("3.25"),
        }
    )
    sheet.append(
        {
            "企业名称": f"第{seed}县减资的外商投资企业",
            "国别": "新加坡",
            "设立时间": date(2015, 6, 1),
            "合同外资": Decimal(-8),
            "实际利用外资": Decimal(0),
        }
    )


def _activities(sheet: Sheet, seed: int, month: int) -> None:
    for day in range(1, 5 + seed % 3):
        when = date(2021, 1 + day % month, day)
        rows: tuple[Row, ...] = (
            {"类型": "推介活动", "级别": "市级" if day == 1 else "县级"},
            {"类型": "小分队", "次数": Decimal(day)},
            {"类型": "领导外出"},
            {"类型": "接待客商", "批次": Decimal(day), "人次": Decimal(10 * day + seed)},
        )
        for row in rows:
            place = f"第{seed}次去的城市{day}"
            sheet.append({"日期": when, "目的地": place, "带队领导": f"县领导{seed}", **row})


def _targets(sheet: Sheet, seed: int) -> None:
    for number, _ in enumerate(list(sheet.rows())):
        sheet.write(number, {"年度目标": Decimal(90 + seed + number)})


def _sign(sheet: Sheet, month: int) -> None:
    """Behind each label of the line that is signed."""
    written = {"审核人：": "张三", "填表人：": "李四", "联系电话：": "0915-0000000"}
    written["填报日期："] = f"2021年{month}月28日" if month < 12 else "2022年1月6日"
    for cell in sheet.sheet[sheet.head - 1]:
        if cell.value in written:
            sheet.sheet.cell(cell.row, cell.column + 1).value = written.pop(str(cell.value))
    assert not written


# --- what it comes to -------------------------------------------------------------------------


def stated(figure: Fraction, unit: str) -> Decimal | None:
    """A figure in its unit; a rate with two decimals, half up, nothing where there is none."""
    if unit == "%":
        return Decimal(int(figure * 100 + Fraction(1, 2))) / 100 if figure >= 0 else None
    return Decimal(int(figure)) / FACTORS.get(unit, 1)


def base_figures(filled: Filled, month: int) -> dict[str, Fraction]:
    """The same in 元, US dollars and pieces; a rate in percent, −1 where there is none."""
    rows = filled.rows["项目台账"]
    last = date(2021, month, 28)
    signed = [
        row
        for row in rows
        if isinstance(row["签约时间"], date)
        and date(2021, 1, 1) <= row["签约时间"] <= last
        and row["阶段"] not in UNSIGNED
        and row["合同类型"] not in ("框架", "意向")
    ]
    big = [row for row in signed if _yuan(row, "总投资") >= BIG]
    back = [row for row in signed if row["是否返乡创业"] == "是"]
    new = [row for row in rows if row["建设性质"] == "新建"]
    funds, foreign = _sum(rows, "本年到位资金"), filled.rows["外资企业"]
    balance = _sum(rows, "自签约累计到位")
    events = filled.rows["招商活动"]
    started = sum(row["阶段"] in ("开工", "投产") for row in signed)
    return {
        "新签订招商引资合同项目": Fraction(len(signed)),
        "合同项目总投资": _sum(signed, "总投资"),
        "投资5亿元以上项目": Fraction(len(big)),
        "投资5亿元以上项目总投资": _sum(big, "总投资"),
        "返乡创业项目": Fraction(len(back)),
        "返乡创业项目总投资": _sum(back, "总投资"),
        "在建项目": Fraction(sum(_yuan(row, "本年到位资金") > 0 for row in rows)),
        "到位资金合计": funds,
        "新建项目到位资金": _sum(new, "本年到位资金"),
        "续建项目到位资金": funds - _sum(new, "本年到位资金"),
        "实际引进内资(省际)": _sum(rows, "其中省际"),
        "市外省内到位资金": _sum(rows, "其中省内"),
        "自签约累计到位资金": balance,
        "资金到位率": _percent(balance, _sum(rows, "总投资")),
        "开工率": _percent(Fraction(started), Fraction(len(signed))),
        "实际利用外资": _sum(foreign, "实际利用外资"),
        "外商直接投资": _sum(foreign, "其中外商直接投资"),
        "外商其他投资": _sum(foreign, "其中外商其他投资"),
        "合同外资": _sum(foreign, "合同外资"),
        "新设外商投资企业": Fraction(
            sum(isinstance(d := row["设立时间"], date) and d.year == 2021 for row in foreign)
        ),
        "市级重点招商推介活动": Fraction(
            sum(row["类型"] == "推介活动" and row["级别"] == "市级" for row in events)
        ),
        "“小分队”精准招商活动": _counted(events, "小分队"),
        "领导外出招商": _counted(events, "领导外出"),
        "接待客商批次": sum((_number(r["批次"]) for r in events), Fraction(0)),
        "接待客商人次": sum((_number(r["人次"]) for r in events), Fraction(0)),
    }


def _counted(events: Sequence[Row], kind: str) -> Fraction:
    own = (row["次数"] for row in events if row["类型"] == kind)
    return sum((Fraction(1) if n is None else _number(n) for n in own), Fraction(0))


def _number(value: Value) -> Fraction:
    return Fraction(value) if isinstance(value, Decimal) else Fraction(0)


def _yuan(row: Row, column: str) -> Fraction:
    return _number(row[column]) * TEN_THOUSAND


def _sum(rows: Sequence[Row], column: str) -> Fraction:
    return sum((_yuan(row, column) for row in rows), Fraction(0))


def _percent(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole * 100 if whole else Fraction(-1)
