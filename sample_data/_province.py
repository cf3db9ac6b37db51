"""The province's table of placements: every city's figures as the province prints them.

The figures of the other cities are invented. A place is by growth; equal growth shares a place
and the next is skipped (1, 2, 2, 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sample_data._layouts import Book, SheetLayout, columns
from sample_data._returns import CITY_TARGETS, YEARS
from sample_data._sheets import Sheet, lay_out_table

OWN = "安康"
_COLUMNS = """
area 地区
indicator 指标
unit 计量单位
value 本年累计
growth 同比（%）
target 目标
completion 完成比例（%）
place 位次
"""
_NAMES = {
    "funds_interprov": ("实际引进内资(省际)", "亿元"),
    "fdi_actual": ("实际利用外资", "万美元"),
}
_FACTORS = {"funds_interprov": 100_000_000, "fdi_actual": 10_000}
_STEPS = {"funds_interprov": Decimal("0.01"), "fdi_actual": Decimal(1)}

# City → 2019, its growth (over a 2018 that is not here), targets of 2019 and 2020, 2020.
_FIELD: dict[str, dict[str, tuple[str, str, str, str, str]]] = {
    "funds_interprov": {
        "西安": ("3215.60", "10.02", "3040", "3280", "3421.83"),
        "铜川": ("262.35", "12.31", "245", "270", "288.22"),
        "宝鸡": ("905.27", "6.18", "890", "945", "951.63"),
        "咸阳": ("1012.44", "5.74", "1000", "1060", "1056.27"),
        "渭南": ("968.13", "8.05", "940", "1010", "1037.36"),
        "延安": ("402.58", "3.92", "400", "420", "410.91"),
        "汉中": ("742.90", "11.08", "700", "765", "805.61"),
        "榆林": ("688.71", "4.27", "690", "720", "714.05"),
        OWN: ("758.67", "9.35", "720", "780", "818.00"),
        "商洛": ("512.36", "11.08", "485", "540", "546.18"),
        "杨凌示范区": ("98.72", "2.66", "98", "102", "99.95"),
    },
    "fdi_actual": {
        "西安": ("705210", "9.84", "690000", "740000", "767058"),
        "铜川": ("3820", "6.71", "3700", "3950", "4012"),
        "宝鸡": ("8210", "16.35", "7800", "8600", "9046"),
        "咸阳": ("9630", "15.02", "9300", "10100", "10417"),
        "渭南": ("11240", "8.93", "11000", "11800", "12103"),
        "延安": ("2910", "-2.18", "3000", "2950", "2725"),
        "汉中": ("5480", "17.46", "5200", "5900", "6501"),
        "榆林": ("6320", "3.55", "6300", "6600", "6483"),
        OWN: ("4830", "14.62", "4600", "5600", "6076"),
        "商洛": ("3960", "11.27", "3800", "4700", "5196"),
        "杨凌示范区": ("1880", "1.09", "1850", "1950", "1902"),
    },
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One city's row for one indicator as printed, ``value`` and ``target`` in the printed unit."""

    area: str
    indicator: str
    value: Decimal
    growth: Decimal
    target: Decimal
    completion: Decimal
    place: int


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _bare(indicator: str, year: int, city: str) -> tuple[Decimal, Decimal, Decimal]:
    """Value, growth and target of a city: the growth of 2020 is that of the printed values."""
    first, growth, target_2019, target_2020, second = map(Decimal, _FIELD[indicator][city])
    if year == 2019:
        return first, growth, target_2019
    return second, _percent(second - first, first), target_2020


def standings(year: int) -> list[Standing]:
    """All rows of the year's table."""
    rows = []
    for indicator, cities in _FIELD.items():
        bare = {city: _bare(indicator, year, city) for city in cities}
        growths = [growth for _, growth, _ in bare.values()]
        for city, (value, growth, target) in bare.items():
            place = 1 + sum(other > growth for other in growths)
            rows.append(
                Standing(city, indicator, value, growth, target, _percent(value, target), place)
            )
    return rows


def prove(city: dict[int, dict[str, int]]) -> None:
    """Raises ValueError unless our own city's row is what its returns give, as printed."""
    for year in YEARS:
        for row in standings(year):
            if row.area != OWN:
                continue
            factor, step = _FACTORS[row.indicator], _STEPS[row.indicator]
            ours = (Decimal(city[year][row.indicator]) / factor).quantize(step, ROUND_HALF_UP)
            task = Decimal(CITY_TARGETS[year][row.indicator]) / factor
            if (ours, task) != (row.value, row.target):
                raise ValueError(f"{year} {row.indicator}: {row} but returns give {ours}, {task}")


_OFFICE = "陕西省招商引资考核办"
BOOK = Book(
    "shaanxi",
    _OFFICE,
    _OFFICE,
    "全省招商引资位次表{year}年.xlsx",
    "xlsxwriter",
    (
        SheetLayout(
            "province",
            "全省位次",
            "{name}{year}年全省招商引资位次表（按增速排位）",
            columns(_COLUMNS, ""),
            naming=_NAMES,
            footer="cells",
        ),
    ),
    ("曹建安", "陶燕"),
)


def rows(year: int) -> list[dict[str, object]]:
    """The year's table as rows to be laid out."""
    return [
        {
            "area": row.area,
            "indicator": row.indicator,
            "value": row.value,
            "growth": row.growth,
            "target": row.target,
            "completion": row.completion,
            "place": Decimal(row.place),
        }
        for row in standings(year)
    ]


def lay_out(year: int) -> list[Sheet]:
    return [lay_out_table(BOOK.sheets[0], BOOK, year, rows(year))]
