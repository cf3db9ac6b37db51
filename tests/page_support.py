"""A small edition with one of everything, and what of its returns the public must not see."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from zsstat.model import (
    Align,
    Audience,
    CellRef,
    Chart,
    ChartKind,
    ChartMark,
    Document,
    Edition,
    Exhibit,
    Figure,
    FigureKey,
    Heading,
    Headline,
    Measure,
    Paragraph,
    Period,
    Style,
    Table,
    TableRow,
    Trace,
    TracedArea,
    TracedCell,
)

PERIOD = Period(2020)
SECRETS = ("汉滨区年报.xlsx", "甲表", "C12", "壹仟元整", "某某秘密工厂", "ab12cd34", "777123")
"""File, sheet, cell, text, project, hash and exact value behind the figures."""
REF = CellRef("ab12cd34" * 8, SECRETS[0], SECRETS[1], SECRETS[2])


def figure(
    measure: Measure, number: str, display: str, formula: str = "", area: str = "city"
) -> Figure:
    key = FigureKey(measure, "funds", area, PERIOD)
    return Figure(key, Fraction(number), "亿元", 2, number, display, formula)


CITY = figure(Measure.VALUE, "818", "818亿元", "817.9968亿元")
BASE = figure(Measure.BASE, "758.67", "758.67亿元", "758.6746亿元")
HIDDEN = figure(Measure.TARGET, "780", "780亿元", "780.777123亿元")
GROWTH = figure(Measure.GROWTH, "7.82", "同比增长7.82%", "(817.9968 − 758.6746) ÷ 758.6746")
RATE = figure(Measure.COMPLETION, "104.87", "104.87%", "817.9968 ÷ 780.777123")
COUNTY = figure(Measure.VALUE, "123.98", "123.98亿元", "123.98亿元", "hanbin")
EMPTY = replace(COUNTY, key=replace(COUNTY.key, area="none"), value=None, number="", display="")
QUOTE = Figure(
    FigureKey(Measure.QUOTE, period=PERIOD), None, "", 0, "<b>无水港</b>", "<b>无水港</b>",
    f"引自 {SECRETS[0]} {SECRETS[1]} C9", cells=(REF,),
)  # fmt: skip
TOLD = Figure(FigureKey(Measure.NARRATIVE, period=PERIOD), None, "", 0, "3", "3", "引自 文稿.md:3")


def document() -> Document:
    chart = Chart(
        "counties", ChartKind.PAIRS, "亿元", ("2020年", "2019年"),
        (ChartMark("汉滨区", (COUNTY, BASE)), ChartMark("安康", (CITY, None), own=True)),
        ("汉滨区最多，为", COUNTY), (("只列", TOLD, "个"),),
    )  # fmt: skip
    table = Table(
        "各地区",
        (Heading("地区", Align.LEFT), Heading("到位资金"), Heading("同比", unit="%")),
        (
            TableRow(("合计", CITY, GROWTH), total=True),
            TableRow(("汉滨区</script>", COUNTY, EMPTY)),
        ),
        "单位：亿元",
        (("其中", COUNTY, "已核。"),),
    )  # fmt: skip
    return Document(
        (
            Paragraph(Style.TITLE, ("数说", TOLD, "：通报")),
            Headline("到位资金", CITY, (GROWTH,)),
            Headline("完成", RATE),
            Paragraph(Style.HEADING, ("一、资金",)),
            Paragraph(Style.BODY, ("到位", CITY, "，", GROWTH, "，项目", QUOTE, "。")),
            Paragraph(Style.SUBHEADING, ("（一）县区",)),
            Exhibit(("图：", CITY), chart),
            Exhibit(("表：", COUNTY), table),
            Paragraph(Style.NOTE, ("注：初步数", TOLD)),
        )
    )


def trace(asked: Figure) -> Trace | None:
    """250 cells for the city's figure from two counties, operands for what is computed."""
    if asked in (TOLD, EMPTY):
        return None
    if asked == QUOTE:
        cell = TracedCell(REF, SECRETS[3], 0)
        return Trace(asked, "", "", (TracedArea("", "", None, (cell,)),))
    operands = {GROWTH: (CITY, BASE), RATE: (CITY, HIDDEN)}.get(asked, ())
    made = tuple(found for operand in operands if (found := trace(operand)))
    return Trace(asked, f"到位资金{asked.key.measure}", "元", () if made else _areas(), made)


def _areas() -> tuple[TracedArea, ...]:
    many = tuple(
        TracedCell(replace(REF, cell=f"C{row}"), SECRETS[3], 777123, f"{SECRETS[4]}{row}")
        for row in range(12, 261)
    )
    one = TracedCell(replace(REF, file="石泉县.xlsx"), "5 < 6", 777123, "石泉的项目")
    return (
        TracedArea("hanbin", "汉滨区", 777123, many, "123.777123亿元"),
        TracedArea("shiquan", "石泉县", 777123, (one,), "0.777123亿元"),
    )


def edition(audience: Audience = Audience.INTERNAL, missing: tuple[str, ...] = ()) -> Edition:
    return Edition(document(), PERIOD, "2020年", "安康市招商局", audience, missing, trace)
