"""What a clerk reads in a bulletin as plain text and on a page: nothing twice, nothing too wide."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.bulletin_support import draft
from zsstat.bulletin.closing import notes_said_once
from zsstat.model import (
    Align,
    Chart,
    ChartKind,
    ChartMark,
    Document,
    Exhibit,
    Figure,
    FigureKey,
    Heading,
    Mark,
    Measure,
    Paragraph,
    Style,
    Table,
    TableRow,
)
from zsstat.render.lines import display_width
from zsstat.render.text import PAGE_WIDTH, render_txt

ROUNDED = "数据因四舍五入有出入。"
OWN = "大项目指总投资较大的项目。"


def figure(number: str) -> Figure:
    value = Fraction(number)
    return Figure(FigureKey(Measure.VALUE), value, "", 2, number, number, "")


def table(columns: int, *notes: str) -> Exhibit:
    heads = tuple(Heading(f"很长的指标名称{n}", unit="万美元") for n in range(columns))
    row = TableRow(("汉滨区", *(figure("12.5") for _ in heads)))
    body = Table(
        "", (Heading("地区", Align.LEFT), *heads), (row,), notes=tuple((n,) for n in notes)
    )
    return Exhibit(("各地区",), body)


def noted(exhibit: Exhibit, *closing: str) -> tuple[str, ...]:
    notes = (Paragraph(Style.NOTE, (said,)) for said in closing)
    made = notes_said_once(Document((exhibit, *notes)))
    (kept,) = (block for block in made.blocks if isinstance(block, Exhibit))
    return tuple("".join(map(str, note)) for note in kept.body.notes)


@pytest.mark.parametrize(
    "closing", [f"注：{ROUNDED}", f"注1：{ROUNDED}", f"注 2. {ROUNDED}", ROUNDED]
)
def test_a_note_that_the_end_repeats_is_not_under_the_table(closing: str) -> None:
    assert noted(table(2, OWN, ROUNDED), closing) == (OWN,)


def test_a_note_stays_where_the_end_says_something_else() -> None:
    assert noted(table(2, OWN, ROUNDED), f"注：{ROUNDED}另见附件。") == (OWN, ROUNDED)
    assert noted(table(2, OWN, ROUNDED)) == (OWN, ROUNDED)


def test_body_text_does_not_take_a_note_away() -> None:
    made = notes_said_once(Document((table(2, OWN), Paragraph(Style.BODY, (OWN,)))))
    assert made.blocks[0] == table(2, OWN)


def test_a_note_that_a_mark_points_at_stays() -> None:
    exhibit = table(2, ROUNDED, OWN)
    assert isinstance(exhibit.body, Table)
    marked = replace(exhibit, body=replace(exhibit.body, marks=(Mark(note=1, column=0),)))
    assert noted(marked, f"注：{ROUNDED}", f"注：{OWN}") == (ROUNDED, OWN)


def test_the_shipped_bulletin_says_no_note_twice() -> None:
    notes = [line for line in render_txt(draft()).splitlines() if "注：" in line]
    assert len(notes) == len(set(notes)) > 1


def test_a_wide_table_has_its_units_below_the_headings() -> None:
    text = render_txt(Document((table(5),)))
    _, heads, units, row = text.splitlines()
    assert "万美元" not in heads
    assert units.count("（万美元）") == 5
    assert {display_width(line) for line in (heads, units, row)} == {display_width(row)}
    assert display_width(row) <= PAGE_WIDTH


def test_a_narrow_table_keeps_the_unit_beside_the_heading() -> None:
    _, heads, row = render_txt(Document((table(2),))).splitlines()
    assert heads.count("（万美元）") == 2
    assert display_width(heads) == display_width(row)


def chart(*marks: tuple[str, ...], series: tuple[str, ...]) -> Document:
    made = tuple(ChartMark(label, tuple(map(figure, numbers))) for label, *numbers in marks)
    body = Chart("c", ChartKind.BARS, "亿元", series, made, notes=(("只列两个。",),))
    return Document((Exhibit(("图",), body),))


def test_decimal_points_of_a_chart_stand_below_each_other() -> None:
    _, *lines, note = render_txt(
        chart(("甲", "16.57"), ("乙县", "6.5"), ("丙", "7"), series=("今年",))
    ).splitlines()
    before = [display_width(line.split(".")[0]) for line in lines[:2]]
    assert before[0] == before[1] == display_width(lines[2].split("█")[0].rstrip())
    assert len({display_width(line.split("█")[0]) for line in lines}) == 1
    assert note == "注：只列两个。"


def test_a_mark_of_two_figures_is_named_once() -> None:
    _, first, second, *_ = render_txt(
        chart(("汉滨区", "2", "1"), ("紫阳", "1", "2"), series=("2020年", "2019年"))
    ).splitlines()
    assert first.startswith("汉滨区  2020年  2  █")
    assert second.startswith("        2019年  1  █")
