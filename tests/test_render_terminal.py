"""Tables on terminals: nothing cut, nothing shifted, nothing that an encoding cannot say."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures_support import builder
from zsstat import tables
from zsstat.model import (
    Align,
    Figure,
    FigureKey,
    Heading,
    Measure,
    Report,
    Table,
    TableRow,
)
from zsstat.render.lines import display_width, wrapped
from zsstat.render.terminal import encodable, show, steady

Cells: TypeAlias = tuple[str | Figure | None, ...]


def number(text: str) -> Figure:
    return Figure(FigureKey(Measure.VALUE), Fraction(text), "亿元", 2, text, text + "亿元", "")


def missing() -> Figure:
    return Figure(FigureKey(Measure.VALUE), None, "亿元", 2, "", "", "", note="value_missing")


def table(*rows: Cells, keep: bool = True) -> Table:
    headings = (
        Heading("指标", Align.LEFT),
        *(
            Heading(f"第{c}栏", unit="亿元", keep=keep or c % 2 == 1)
            for c in range(1, len(rows[0]))
        ),
    )
    return Table("表", headings, tuple(TableRow(row) for row in rows))


def printed(report: Report | Table, width: int | None = 80) -> str:
    stream = io.StringIO()
    show(Report((report,)) if isinstance(report, Table) else report, stream, width)
    return stream.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_every_table_fits_and_no_figure_is_cut(width: int) -> None:
    made = builder(received=frozenset({"hanbin", "ziyang"}), deductions={"promo_events": -1})
    report = tables.summary_report(made)
    text = printed(report, width)
    assert max(display_width(line) for line in text.splitlines()) <= width
    assert "…" not in text
    numbers = set(re.findall(r"-?\d+(?:\.\d+)?", text))
    for shown in report.tables:
        for row in shown.rows:
            assert {c.number for c in row.cells if isinstance(c, Figure) and c.value} <= numbers
    assert printed(tables.rank_report(made), width).count("----") >= 3


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(-(10**12), 10**12), min_size=5, max_size=5), min_size=1, max_size=3
    ),
    st.integers(12, 100),
)
def test_no_number_is_ever_broken(values: list[list[int]], width: int) -> None:
    rows: list[Cells] = [("名称", *(number(str(value)) for value in row)) for row in values]
    words = printed(table(*rows), width).split()
    for row in values:
        assert all(str(value) in words for value in row)


def test_a_wide_table_is_split_and_each_part_names_its_rows() -> None:
    wide = table(("汉滨区", *(number(f"{n}234567890.12") for n in range(1, 9))))
    text = printed(wide, 60)
    assert text.count("汉滨区") == 3
    assert text.count("第3栏") == 1


def test_columns_that_may_go_go_first_and_are_named() -> None:
    row: Cells = ("汉滨区", *(number(f"{n}2345678.12") for n in range(1, 6)))
    assert "未显示" not in printed(table(row, keep=False), 100)
    narrow = printed(table(row, keep=False), 60)
    assert narrow.count("汉滨区") == 1
    assert "第2栏" in narrow
    assert "未显示：第4栏" in narrow
    assert "42345678.12" not in narrow


def test_a_column_goes_only_when_it_must() -> None:
    made = table(("甲", number("123456789.25"), number("123456789.25")), keep=False)
    least = 4 + 2 + 12 + 2 + 12
    assert "未显示" not in printed(made, least)
    assert "未显示：第2栏" in printed(made, least - 1)


def test_columns_stay_in_line() -> None:
    text = printed(
        table(("“小分队”①—活动", number("5")), ("瀛湖", missing()), ("短", number("6.25")))
    )
    rows = [line for line in text.splitlines() if re.search(r"(5|6\.25|-)$", line)][1:]
    assert len({display_width(line) for line in rows}) == 1
    assert rows[0].startswith('"小分队"1-活动')
    assert rows[1].endswith(" -")
    assert not re.search(r"[—“”①]", "".join(rows))


def test_a_long_label_is_folded_where_chinese_may_be() -> None:
    made = table(("实际引进内资(省际)，合计", *(number(f"{n}23456789.12") for n in range(1, 3))))
    for width in range(40, 47):
        lines = printed(made, width).splitlines()
        assert not any(line.startswith((")", "，")) for line in lines)
        assert max(display_width(line) for line in lines) <= width
    assert "实际引进内资(省际)，合计" not in printed(made, 46)


def test_no_colour_is_needed() -> None:
    made = table(("a", number("1")))
    assert "\x1b" not in printed(made)


def test_text_from_returns_is_never_markup() -> None:
    assert "[bold]甲:smile:" in printed(table(("[bold]甲:smile:", number("1"))))


@pytest.mark.parametrize("encoding", ["gbk", "cp437", "ascii", "utf-8"])
def test_output_survives_the_console(encoding: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    shown = table(("汉滨区²𠮷—", number("817.99")), ("b", missing()))
    show(Report((shown, *tables.rank_report(builder()).tables)), stream)
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    text = stream.buffer.getvalue().decode(encoding)
    assert "817.99" in text
    assert ("汉滨区" in text) == (encoding in ("gbk", "utf-8"))
    assert max(display_width(line) for line in text.splitlines()) <= 80


def test_what_an_encoding_lacks_is_replaced() -> None:
    assert encodable("—“甲”", "gbk") == "—“甲”"
    assert encodable("1−2 𠮷", "gbk") == "1-2 ?"
    assert encodable("甲—", "ascii") == "?-"


def test_steady_characters() -> None:
    assert steady("a\nb “c”") == 'a b "c"'
    assert steady("5亿元以上，（一）") == "5亿元以上，（一）"


@given(st.text(alphabet="甲乙，。（）“”0123.%ab ", max_size=60), st.integers(8, 30))
def test_wrapped_loses_nothing(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines[1:]:
        assert not line.startswith(("，", "。", "）", "”"))


def test_wrapped_keeps_numbers_whole_and_lines_short() -> None:
    text = "省际到位资金818.25亿元，同比增长7.82%，" * 6
    for width in (20, 33, 80):
        lines = wrapped(text, width)
        assert max(display_width(line) for line in lines) <= width
        assert sum("818.25" in line for line in lines) >= 1
        assert "".join(lines).count("818.25") == sum(line.count("818.25") for line in lines)
    assert wrapped("", 10) == []
