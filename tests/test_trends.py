"""The months of a year beside the headline figures."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rounds_support import Bureau, project
from zsstat.model import Align, Heading, Report, Table, TableRow
from zsstat.render.terminal import show
from zsstat.tables.trends import BARS, BELOW, GAP, sparkline


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ((0, 1, 7), "▁▂█"),
        ((0, 4, 8, 16), "▁▃▅█"),
        ((5, 5, 5), "███"),
        ((0, 0, 0), "▁▁▁"),
        ((3, None, -1, 3), "█□▼█"),
        ((-1, -2, -3), "▼▼▼"),
        ((1, 2), ""),
        ((1, None, 2), ""),
        ((), ""),
    ],
)
def test_a_bar_a_month(values: tuple[int | None, ...], drawn: str) -> None:
    assert sparkline(values) == drawn


@given(st.lists(st.one_of(st.none(), st.integers(-9, 10**15)), min_size=3, max_size=12))
def test_a_higher_bar_is_a_higher_value(values: list[int | None]) -> None:
    drawn = sparkline(values)
    if not drawn:
        assert len([v for v in values if v is not None]) < 3
        return
    assert len(drawn) == len(values)
    order = BELOW + BARS
    known = [(v, order.index(c)) for v, c in zip(values, drawn, strict=True) if v is not None]
    assert [c for v, c in zip(values, drawn, strict=True) if v is None] == [GAP] * (
        len(values) - len(known)
    )
    assert all(high <= higher for (v, high) in known for (w, higher) in known if v <= w)
    assert all((v > 0) == (bar > 1) for v, bar in known)


def months(tmp_path: Path, *funds: tuple[int, int]) -> Bureau:
    bureau = Bureau(tmp_path)
    for month, amount in funds:
        bureau.accept("紫阳县", 2021, month, project(本年到位资金=amount))
    return bureau


def rows(bureau: Bureau, month: int) -> dict[str, str]:
    out = bureau.must("summary", "--year", 2021, "--month", month, "--format", "md").out
    lines = [line for line in out.splitlines() if line.startswith("|")]
    return {line.split("|")[1].strip(): line.split("|")[-2].strip() for line in lines}


def test_three_months_are_shown_and_two_are_not(tmp_path: Path) -> None:
    bureau = months(tmp_path, (1, 700), (2, 800), (3, 1500))
    assert rows(bureau, 3)["到位资金合计"] == "█▂█"
    assert "各月走势" not in bureau.must("summary", "--year", 2021, "--month", 2).out


def test_a_month_that_was_not_received_leaves_a_gap_and_takes_the_next_one(tmp_path: Path) -> None:
    bureau = months(tmp_path, (1, 700), (2, 1400), (4, 2100), (5, 2800))
    assert rows(bureau, 5)["到位资金合计"] == "██□□█"


def test_other_reporters_than_the_month_before_are_not_compared(tmp_path: Path) -> None:
    bureau = months(tmp_path, (1, 700), (2, 1400), (3, 2100), (4, 2800))
    bureau.accept("汉阴县", 2021, 4, project("富硒米加工项目", 投资方="西安秦味食品有限公司"))
    assert rows(bureau, 4)["到位资金合计"] == "███□"


def test_machines_get_the_numbers(tmp_path: Path) -> None:
    bureau = months(tmp_path, (1, 700), (2, 1400), (3, 2150))
    asked = ("summary", "--year", 2021, "--month", 3, "--format", "json")
    found = {(r["area"], r["indicator"]): r for r in bureau.must(*asked).json["rows"]}
    assert found["ankang", "funds_total"]["months"] == ["0.07", "0.07", "0.075"]
    assert found["ankang", "funds_cumulative"]["months"] == ["0.07", "0.14", "0.215"]
    assert found["ankang", "funds_rate"]["months"] == []
    assert "months" not in found["ziyang", "funds_total"]


def test_the_months_are_the_first_to_go_on_a_narrow_terminal(tmp_path: Path) -> None:
    bureau = months(tmp_path, (1, 700), (2, 1400), (3, 2100))
    wide = bureau.must("summary", "--year", 2021, "--month", 3).out
    assert "未显示：各月走势" in wide or "各月走势\n" in wide


def test_a_console_without_the_bars_shows_digits() -> None:
    table = Table("表", (Heading("a", Align.LEFT),), (TableRow(("▁▄█□▼",)),))
    for encoding, drawn in (("ascii", "148.-"), ("gbk", "▁▄█□▼"), ("utf-8", "▁▄█□▼")):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding, errors="replace")
        show(Report((table,)), stream, 40)
        stream.flush()
        assert drawn in raw.getvalue().decode(encoding)


def test_a_workbook_has_no_column_of_drawn_characters(tmp_path: Path) -> None:
    bureau = months(tmp_path, (1, 700), (2, 1400), (3, 2100))
    for layout in ("statistical", "official"):
        target = tmp_path / f"{layout}.xlsx"
        words = ("summary", "--year", 2021, "--month", 3, "--format", "xlsx", "--layout", layout)
        bureau.must(*words, "-o", target)
        texts = {
            str(cell)
            for sheet in openpyxl.load_workbook(target).worksheets
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        }
        assert any("到位资金合计" in text for text in texts)
        assert not any("走势" in text or set(BARS) & set(text) for text in texts)
