"""Tables of whatever characters and widths: numbers whole, nothing that drives a terminal."""

from __future__ import annotations

import io
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from zsstat.model import Align, Figure, FigureKey, Heading, Measure, Report, Table, TableRow
from zsstat.render.lines import display_width
from zsstat.render.terminal import Colours, show, show_table, steady

SIGNS = "—“”①±…·×★😀👨‍👩‍👧\u200b\u200d\u0301\ufeff\u202e\x1b\x07\t\r\nABCab12(（）)\xa0\u3000"
TEXTS = st.text(
    st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E80), st.sampled_from(SIGNS)),
    max_size=40,
)
HEADINGS = st.builds(
    Heading, TEXTS, st.sampled_from(list(Align)), st.sampled_from(["", "亿元", "%"]), st.booleans()
)


def figure(number: str, measure: Measure = Measure.VALUE) -> Figure:
    return Figure(FigureKey(measure), Fraction(number), "亿元", 2, number, number, "")


NUMBERS = st.integers(-(10**14), 10**14).map(lambda n: figure(str(n)))
CELLS = st.one_of(NUMBERS, TEXTS, st.none())


@st.composite
def tables(draw: st.DrawFn) -> Table:
    headings = tuple(draw(st.lists(HEADINGS, min_size=1, max_size=8)))
    row = st.tuples(*(CELLS for _ in headings)).map(TableRow)
    return Table(
        draw(TEXTS), headings, tuple(draw(st.lists(row, max_size=3))), notes=((draw(TEXTS),),)
    )


def printed(table: Table, width: int) -> str:
    stream = io.StringIO()
    show(Report((table,)), stream, width)
    return stream.getvalue()


@settings(max_examples=120, deadline=None)
@given(tables(), st.integers(20, 200))
def test_every_number_is_whole_or_its_column_is_named(table: Table, width: int) -> None:
    text = printed(table, width)
    body, left_out, _ = text.partition("注：窗口较窄")
    words = body.split()
    for row in table.rows:
        for heading, cell in zip(table.headings, row.cells, strict=True):
            if isinstance(cell, Figure) and cell.number not in words:
                assert left_out
                assert not heading.keep
    assert not any(character in text for character in "\x1b\x07\r\u202e\u200b\ufeff")


def test_the_first_column_stays_however_wide_it_is() -> None:
    number = "1" * 30
    wide = Table("表", (Heading("数", keep=False),), (TableRow((figure(number),)),))
    assert number in printed(wide, 20)


@given(st.text(max_size=30))
def test_what_only_joins_others_takes_no_room(text: str) -> None:
    assert display_width(text + "\u200d\u0301\ufe0f") == display_width(text)
    assert steady(steady(text)) == steady(text)


# --- colours ----------------------------------------------------------------------------------


def coloured(colours: Colours, *, pipe: bool = False, no_color: bool = False) -> str:
    table = Table(
        "表",
        (Heading("指标", Align.LEFT), Heading("本年"), Heading("同比")),
        (
            TableRow(("甲 7.5", figure("7.5"), figure("7.5", Measure.GROWTH))),
            TableRow(("乙", figure("-3"), figure("-3", Measure.GROWTH)), total=True),
            TableRow(("丙", figure("1"), figure("0", Measure.GROWTH))),
        ),
    )
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=60,
        force_terminal=not pipe,
        color_system=None if pipe else "standard",
        no_color=no_color,
        highlight=False,
        _environ={},
    )
    show_table(console, table, colours)
    return stream.getvalue()


RED, GREEN = "\x1b[31m", "\x1b[32m"


def test_up_is_red_and_down_is_green_in_columns_of_change_alone() -> None:
    text = coloured(Colours.CN)
    assert text.count(f"{RED}7.5\x1b") == 1
    assert text.count("\x1b[1;32m-3\x1b") == 1
    assert text.count(RED) == 1
    lines = text.splitlines()
    (up,) = (line for line in lines if "甲" in line)
    assert up.index(RED) > up.rindex(" 7.5 ")  # the last of the three, not the label or the value


@pytest.mark.parametrize(
    ("colours", "up"), [(Colours.CN, RED), (Colours.INTL, GREEN), (Colours.NONE, "")]
)
def test_the_colours_can_be_switched(colours: Colours, up: str) -> None:
    text = coloured(colours)
    assert (f"{up}7.5\x1b" in text) is bool(up)


def test_a_pipe_and_no_color_have_none() -> None:
    assert "\x1b[3" not in coloured(Colours.CN, no_color=True)
    assert "\x1b" not in coloured(Colours.CN, pipe=True)


def test_colours_change_no_character() -> None:
    plain = coloured(Colours.CN, pipe=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured(Colours.CN)) == plain
