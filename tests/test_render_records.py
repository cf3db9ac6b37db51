"""csv, json and Markdown of a report."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest

from tests.figures_support import builder
from zsstat import tables
from zsstat.errors import UsageError
from zsstat.model import Dimension, Heading, Report, Table, TableRow
from zsstat.render import RENDERERS, renderer
from zsstat.render.markdown import table_markdown


def read_csv(report: Report) -> list[list[str]]:
    content = renderer("csv")(report)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_json_is_the_data_in_plain_chinese() -> None:
    report = tables.summary_report(builder())
    content = renderer("json")(report)
    assert json.loads(content) == report.data
    assert "汉滨区".encode() in content
    assert content.startswith(b'{\n  "year": 2020,')
    assert content.endswith(b"}\n")


def test_csv_opens_in_a_chinese_excel() -> None:
    content = renderer("csv")(tables.summary_report(builder()))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n")


def test_csv_has_a_row_for_each_record_with_nested_keys_joined() -> None:
    report = tables.summary_report(builder())
    header, *rows = read_csv(report)
    assert isinstance(report.data["rows"], list)
    assert len(rows) == len(report.data["rows"])
    assert header[:4] == ["area", "area_name", "indicator", "indicator_name"]
    assert "rank" not in header
    named = {(r[0], r[2]): dict(zip(header, r, strict=True)) for r in rows}
    funds = named["ankang", "funds_interprov"]
    assert (funds["value"], funds["rank.growth.place"]) == ("822.99123456", "2")
    assert funds["rank.growth.tied"] == "false"
    assert named["xunyang", "funds_interprov"]["growth_percent"] == ""


def test_csv_never_holds_a_formula_and_keeps_numbers() -> None:
    rows = [{"name": text, "value": "-3.1"} for text in ("=1+1", "+8", "@x", "-甲", "\t=1", "＝1")]
    (_, *found) = read_csv(Report((), {"rows": rows}))
    assert [row[0] for row in found] == ["'=1+1", "'+8", "'@x", "'-甲", "'\t=1", "'＝1"]
    assert {row[1] for row in found} == {"-3.1"}
    names = [row[1] for row in read_csv(tables.dimension_report(builder(), Dimension.INDUSTRY))]
    assert "'=富硒|食品" in names


def test_csv_quotes_what_needs_it() -> None:
    (_, row) = read_csv(Report((), {"rows": [{"a": '甲,"乙"\n丙', "b": ["x", "y"], "c": None}]}))
    assert row == ['甲,"乙"\n丙', "x、y", ""]


def test_csv_of_a_report_without_rows_is_its_tables() -> None:
    made = Table("表", (Heading("甲", unit="亿元"), Heading("乙")), (TableRow(("1", None)),))
    assert read_csv(Report((made, made))) == [
        ["表"],
        ["甲（亿元）", "乙"],
        ["1", ""],
        [],
        ["表"],
        ["甲（亿元）", "乙"],
        ["1", ""],
    ]


def test_markdown_of_a_table() -> None:
    (made,) = tables.by_dimension(builder(), Dimension.INDUSTRY)
    lines = table_markdown(made).splitlines()
    assert lines[0] == "## 2020年全市招商引资项目：按产业类别"
    assert lines[2].startswith("| 产业类别 | 新签项目（个） |")
    assert lines[3] == "| --- | ---: | ---: | ---: | ---: | ---: |"
    assert lines[4] == r"| =富硒\|食品 | 0 | 0 | 0 | 200 | 24.3 |"
    assert lines[6].startswith("| **全市** | **2** |")
    assert lines[-1].startswith("注：部分数据因四舍五入")


def test_markdown_cells_stay_on_their_line() -> None:
    made = Table("a", (Heading("甲"),), (TableRow(("x\n| *y* \\ <b>",)),))
    assert r"| x \| \*y\* \\ \<b\> |" in table_markdown(made)


def test_every_format_renders_every_report() -> None:
    for report in (tables.summary_report(builder()), tables.rank_report(builder())):
        for name in RENDERERS:
            assert renderer(name)(report)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError) as refusal:
        renderer("pdf")
    assert "pdf" in refusal.value.message
    assert "xlsx" in refusal.value.hint


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("zsstat.tables", ("pandas", "openpyxl", "rich", "numpy")),
        ("zsstat.render", ("pandas", "openpyxl", "rich")),
        ("zsstat.render.terminal", ("pandas", "openpyxl", "numpy")),
        ("zsstat.render.records", ("pandas", "openpyxl", "rich")),
    ],
)
def test_importing_stays_light(module: str, absent: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([m for m in {absent!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert found.stdout.strip() == "[]"
