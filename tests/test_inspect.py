"""``zsstat inspect``: how a file was understood, and which lines would have it understood."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli_support import ROOT, SAMPLE, SAMPLE_CONFIG, SAMPLE_RETURNS, Done, run
from zsstat.catalog import load_catalogue
from zsstat.model import ColumnUse, RowUse, UnitSource
from zsstat.read import read_workbook
from zsstat.recognise import Expected, recognise, understand
from zsstat.recognise.reviews import HEADINGS
from zsstat.render.lines import display_width

XUNYANG = SAMPLE_RETURNS / "2020" / "旬阳县2020年招商引资项目台账及附表.xlsx"
ZIYANG = SAMPLE_RETURNS / "2020" / "紫阳县2020年招商引资报表（定稿）.xlsx"
RENAMED = next((SAMPLE / "faulty" / "12-column-renamed").glob("*.xlsx"))

Rows = list[Any]
PROJECT: list[object] = ["项目名称", "总投资", "签约时间", "本年到位资金", "其中省际"]


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def book(path: Path, *sheets: Rows, merges: Sequence[str] = ()) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet: Worksheet = made.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)
    made.save(path)
    return path


def inspected(path: Path, *words: object, config: Path | None = None) -> Any:
    done = run("inspect", path, *words, "--format", "json", config=config)
    assert done.status == 0, done.err
    return done.json


def table_of(path: Path, *words: object, config: Path | None = None) -> Any:
    (table,) = [t for s in inspected(path, *words, config=config)["sheets"] for t in s["tables"]]
    return table


def columns_of(table: Any) -> dict[str, Any]:
    return {column["column"]: column for column in table["columns"]}


def rows_of(table: Any) -> dict[int, str]:
    return {row["row"]: row["use"] for row in table["rows"]}


def squeezed(text: str) -> str:
    return "".join(text.split())


def said(done: Done, *texts: str) -> None:
    for text in texts:
        assert squeezed(text) in squeezed(done.out), text


# --- what an import would say -----------------------------------------------------------------


@pytest.mark.parametrize("path", [XUNYANG, ZIYANG, RENAMED], ids=lambda p: p.stem[:6])
def test_what_is_understood_is_what_an_import_recognises(path: Path) -> None:
    catalogue = load_catalogue(SAMPLE_CONFIG)
    workbook = read_workbook(path.read_bytes(), path.name)
    assert understand(workbook, catalogue).subject == recognise(workbook, catalogue)


def test_every_row_and_every_record_is_accounted_for() -> None:
    """Each row of a sheet stands in one table, in its list of exceptions or beside the tables."""
    workbook = openpyxl.load_workbook(XUNYANG)
    for sheet in inspected(XUNYANG)["sheets"]:
        filled = {
            row[0].row
            for row in workbook[sheet["name"]].iter_rows()
            if any(cell.value is not None for cell in row)
        }
        named = {row["row"] for row in sheet["lines"]}
        for table in sheet["tables"]:
            named |= {row["row"] for row in table["rows"]} | set(table["header_rows"])
            data = set(range(table["first_row"], table["last_row"] + 1)) & filled
            exceptions = {row["row"] for row in table["rows"]}
            assert len(data - exceptions) == table["data_rows"] == table["records"]
            named |= data
        assert named == filled, sheet["name"]


def test_columns_have_paths_names_units_and_where_the_units_are_from() -> None:
    tables = [t for s in inspected(XUNYANG)["sheets"] for t in s["tables"]]
    assert [t["tables"] for t in tables] == [
        ["projects"], ["foreign"], ["activities"], ["targets"], ["summary"],
    ]  # fmt: skip
    projects, foreign, _, targets, summary = map(columns_of, tables)
    funds = projects["P"]
    assert funds["header"] == "到位资金 > 本年 > 本年到位资金"
    assert (funds["use"], funds["names"]) == ("used", ["本年到位资金"])
    assert (funds["units"], funds["unit_source"], funds["unit_cell"]) == (
        ["万元"], "unit_row", "T2",
    )  # fmt: skip
    assert projects["A"]["use"] == "ordinal"
    assert (projects["C"]["unit_source"], projects["C"]["units"]) == ("none", [])
    assert projects["O"]["filled"] == 36
    assert (foreign["E"]["units"], foreign["E"]["unit_source"]) == (["万美元"], "header")
    assert (targets["D"]["units"], targets["D"]["unit_source"]) == (
        ["亿元", "万美元", "个"], "row",
    )  # fmt: skip
    assert (summary["E"]["units"], summary["E"]["unit_source"]) == (["%"], "header")


def test_a_unit_in_the_cells_is_told_from_one_that_is_missing(tmp_path: Path) -> None:
    rows = [["汉滨区2020年项目台账"], PROJECT, ["月河水厂改造", "1.2亿", "2020-05-06", 3000, 20]]
    columns = columns_of(table_of(book(tmp_path / "x.xlsx", rows)))
    assert (columns["B"]["units"], columns["B"]["unit_source"]) == (["亿元"], "cell")
    assert (columns["D"]["units"], columns["D"]["unit_source"]) == ([], "unknown")


def test_sender_and_period_come_with_their_evidence() -> None:
    seen = inspected(XUNYANG)
    assert (seen["reporter"], seen["year"], seen["month"]) == ("xunyang", 2020, 12)
    signed = next(e for e in seen["evidence"] if e["cell"] == "A95")
    assert signed["text"] == "填报单位(盖章)：旬阳县招商局"
    assert (signed["reporter"], signed["reporter_taken"], signed["period_taken"]) == (
        "xunyang", True, False,
    )  # fmt: skip
    said(run("inspect", XUNYANG), "填报单位：旬阳县 依据：工作表“项目台账” A1")


def test_evidence_that_contradicts_is_not_taken(tmp_path: Path) -> None:
    rows = [["汉滨区2020年项目台账"], PROJECT, ["一个项目名称", 1, "2020-05-06", 1, 1]]
    other = [["紫阳县2020年外资企业"], ["企业名称", "设立时间", "实际利用外资"]]
    path = book(tmp_path / "x.xlsx", rows, other)
    seen = inspected(path)
    assert seen["reporter"] is None
    assert [(e["reporter"], e["reporter_taken"]) for e in seen["evidence"]] == [
        ("hanbin", False),
        ("ziyang", False),
    ]
    done = run("inspect", path)
    said(done, "填报单位：没有认出", "没有采用：工作表“表2” A1 “紫阳县2020年外资企业”（紫阳县）")
    said(done, "〔file.reporter_unexpected〕")


def test_what_the_command_line_says_is_evidence_too(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", [["项目台账"], PROJECT, ["一个项目名称", 1, "2020-5", 1, 1]])
    assert inspected(path)["year"] is None
    done = run("inspect", path, "--year", 2020, "--month", 9, "--reporter", "紫阳县")
    said(done, "填报单位：紫阳县 依据：命令行里指定的 报告期：2020年1—9月 依据：命令行里指定的")


def test_a_sender_that_nobody_knows_is_shown_with_the_nearest(tmp_path: Path) -> None:
    rows = [["填报单位：旬阳新县"], ["2020年项目台账"], PROJECT]
    path = book(tmp_path / "x.xlsx", [*rows, ["一个项目名称", 1, "2020-05-06", 1, 1]])
    seen = inspected(path)
    (unknown,) = [e for e in seen["evidence"] if not (e["reporter"] or e["year"])]
    assert unknown["suggestions"][0]["id"] == "xunyang"
    (area,) = tomllib.loads(seen["snippets"]["areas.toml"])["area"]
    assert area == {"id": "xunyang", "aliases": ["旬阳新县"]}
    said(run("inspect", path), "没有认出：工作表“表1” A1 “填报单位：旬阳新县” 最接近：旬阳市")


# --- rows -------------------------------------------------------------------------------------


def test_every_kind_of_row_is_named(tmp_path: Path) -> None:
    project = ["企业标准厂房", 100, "2020-05-06", 40, 30]
    rows = [
        ["汉滨区2020年项目台账"],
        ["单位：万元"],
        PROJECT,
        [1, 2, 3, 4, 5],
        ["一、新建项目"],
        ["第一个新项目", 100, "2020-05-06", 40, 30],
        ["第二个新项目", 200, "2020-05-07", 60, 50],
        ["小计", 300, None, 100, 80],
        ["二、续建项目"],
        ["第三个新项目", 100, "2019-05-06", 40, 30],
        ["小计", 100, None, 40, 30],
        ["合计", 400, None, 140, 110],
        ["填报单位：汉滨区招商局"],
        ["注：以上为1—12月累计数"],
        ["随手写的一句话"],
        project,
    ]
    path = book(tmp_path / "x.xlsx", rows)
    (sheet,) = inspected(path)["sheets"]
    (table,) = sheet["tables"]
    assert rows_of(table) == {
        4: "numbers", 5: "group", 8: "subtotal", 9: "group", 11: "subtotal", 12: "total",
    }  # fmt: skip
    spans = {row["row"]: (row["first_row"], row["last_row"]) for row in table["rows"]}
    assert (spans[8], spans[11]) == ((6, 7), (10, 10))
    assert spans[12][0] == 6
    assert {row["row"]: row["use"] for row in sheet["lines"]} == {
        1: "title", 2: "unit", 13: "signature", 14: "note", 15: "unread",
    }  # fmt: skip
    assert (table["range"], table["data_rows"]) == ("A3:E16", 4)
    said(run("inspect", path), "第8行 小计，只用来核对，不加入统计（第6—7行） “小计”")


def test_personal_numbers_are_never_shown(tmp_path: Path) -> None:
    rows = [
        ["汉滨区2020年项目台账"],
        [*PROJECT, "领导批示"],
        ["一个项目名称", 1, "2020-05-06", 1, 1, "13812345678"],
        ["填表人：张三 联系电话：13812345678"],
        ["身份证610902199001011234"],
    ]
    path = book(tmp_path / "x.xlsx", rows)
    for done in (run("inspect", path), run("inspect", path, "--format", "json")):
        assert "13812345678" not in done.out
        assert "610902199001011234" not in done.out


def test_many_rows_alike_are_summed_up_on_the_terminal_and_listed_for_machines(
    tmp_path: Path,
) -> None:
    rows: list[list[object]] = [["汉滨区2020年项目台账"], list(PROJECT)]
    rows += [["一个项目名称", 1, "2020-05-06", 1, 1], ["注：说明"]]
    rows += [[f"第{n}句话。"] for n in range(30)]
    path = book(tmp_path / "x.xlsx", rows)
    (sheet,) = inspected(path)["sheets"]
    assert sum(row["use"] == "unread" for row in sheet["lines"]) == 30
    done = run("inspect", path)
    said(done, "第12—34行 没有用到（同上，JSON 格式里逐行列出）")
    assert "第29句话" not in done.out


# --- what was not understood ------------------------------------------------------------------


def applied(snippets: dict[str, str], folder: Path) -> Path:
    """The lines that were offered, written into a configuration as the command says."""
    folder.mkdir()
    for name, text in snippets.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_column_spelt_otherwise_comes_with_the_lines_that_mend_it(tmp_path: Path) -> None:
    header = ["项目名称", "总投资（万元）", "签约时间", "今年到位资金(万元)", "其中省际（万元）"]
    rows = [["汉滨区2020年项目台账"], header, ["一个项目名称", 1, "2020-05-06", 1, 1]]
    path = book(tmp_path / "x.xlsx", rows)
    table = table_of(path)
    assert table["missing"] == ["本年到位资金"]
    column = columns_of(table)["D"]
    assert (column["use"], column["names"]) == ("ignored", [])
    first = column["suggestions"][0]
    assert (first["name"], first["table"], first["by_content"]) == (
        "本年到位资金", "projects", False,
    )  # fmt: skip
    done = run("inspect", path)
    said(done, "不参加统计；最接近：本年到位资金", "缺少必填的列“本年到位资金”", "returns.toml")

    config = applied(inspected(path)["snippets"], tmp_path / "配置")
    mended = table_of(path, config=config)
    assert mended["missing"] == []
    assert columns_of(mended)["D"]["names"] == ["本年到位资金"]
    assert columns_of(mended)["D"]["units"] == ["万元"]
    assert inspected(path, config=config)["snippets"] == {}


def test_a_column_called_quite_otherwise_is_known_by_what_it_holds(tmp_path: Path) -> None:
    seen = inspected(RENAMED)
    (table,) = seen["sheets"][0]["tables"]
    (offer,) = columns_of(table)["E"]["suggestions"]
    assert (offer["written"], offer["name"], offer["by_content"]) == (
        "定下来的日子", "签约时间", True,
    )  # fmt: skip
    config = applied(seen["snippets"], tmp_path / "配置")
    assert table_of(RENAMED, config=config)["missing"] == []


def test_the_lines_to_copy_are_not_folded(tmp_path: Path) -> None:
    """What is printed can be pasted, however long the heading and narrow the terminal."""
    long = "截至本年末各投资方按合同约定实际到位的资金（不含银行贷款和土地作价）数"
    header = ["项目名称", "总投资", "签约时间", long, "其中省际"]
    rows = [["汉滨区2020年项目台账"], ["单位：万元"], header, ["一个项目", 1, "2020-5-6", 1, 1]]
    path = book(tmp_path / "x.xlsx", rows)
    _, _, after = run("inspect", path).out.partition("　returns.toml\n")
    printed = "\n".join(line[4:] for line in after.partition("\n\n读取")[0].splitlines())
    (table,) = tomllib.loads(printed)["table"]
    assert [column["name"] for column in table["columns"]] == ["本年到位资金"]
    assert printed == inspected(path)["snippets"]["returns.toml"]
    assert max(map(len, printed.splitlines())) > 40


def test_a_part_of_a_group_is_offered_with_its_whole_path(tmp_path: Path) -> None:
    """实际数 stands under two groups: by itself it would name both columns."""
    rows = [
        ["汉滨区2020年项目台账 单位：万元"],
        ["项目名称", "总投资", "签约时间", "今年到位资金", None, "其中省外", None],
        [None, None, None, "计划数", "实际数", "计划数", "实际数"],
        ["一个项目名称", 1, "2020-05-06", 1, 1, 1, 1],
    ]
    path = book(tmp_path / "x.xlsx", rows, merges=["D2:E2", "F2:G2", "A2:A3", "B2:B3", "C2:C3"])
    offers = [s for c in table_of(path)["columns"] for s in c["suggestions"]]
    assert offers
    assert not [offer for offer in offers if offer["written"] in ("实际数", "计划数")]


def test_an_indicator_that_nobody_knows(tmp_path: Path) -> None:
    rows = [
        ["汉滨区2020年汇总表"],
        ["指标", "计量单位", "本年累计"],
        ["到位资金合计", "亿元", 3],
        ["到位资金总数", "亿元", 3],
    ]
    path = book(tmp_path / "x.xlsx", rows)
    seen = inspected(path)
    (table,) = seen["sheets"][0]["tables"]
    (unknown,) = table["rows"]
    assert (unknown["row"], unknown["use"]) == (4, "unknown")
    assert "funds_total" in [offer["id"] for offer in unknown["suggestions"]]
    said(run("inspect", path), "第4行 名称不在目录里，不统计 “到位资金总数” 最接近：到位资金合计")
    config = applied(seen["snippets"], tmp_path / "配置")
    assert table_of(path, config=config)["rows"] == []


def test_a_file_without_any_table_says_what_was_nearest(tmp_path: Path) -> None:
    rows = [["汉滨区2020年"], ["序号", "项目名", "总投资额度", "签约的时间"], [1, "甲", 2, 3]]
    path = book(tmp_path / "x.xlsx", rows)
    (sheet,) = inspected(path)["sheets"]
    assert sheet["tables"] == []
    assert "第 2 行" in sheet["nearest"]
    assert [s["written"] for s in sheet["suggestions"]]
    done = run("inspect", path)
    said(done, "没有认出报表", "最接近的是", "〔file.no_table〕")
    assert done.status == 0


def test_two_tables_that_fit_equally_well_are_both_named() -> None:
    path = next((SAMPLE / "faulty" / "11-two-tables-in-one").glob("*.xlsx"))
    table = table_of(path)
    assert table["tables"] == ["targets", "summary"]
    assert columns_of(table)["A"]["names"] == ["目标任务的指标", "汇总表的指标"]
    said(run("inspect", path), "目标任务或汇总表", "分不清是哪一种，这张表没有统计")


def test_a_column_with_two_meanings_and_a_column_twice(tmp_path: Path) -> None:
    path = next((SAMPLE / "faulty" / "14-column-of-two-meanings").glob("*.xlsx"))
    column = columns_of(table_of(path, config=path.parent / "config"))["K"]
    assert (column["use"], column["names"]) == ("ambiguous", ["本年到位资金", "自签约累计到位"])
    rows = [[*PROJECT, "总投资"], ["一个项目名称", 1, "2020-05-06", 1, 1, 2]]
    twice = columns_of(table_of(book(tmp_path / "x.xlsx", rows)))
    assert (twice["B"]["use"], twice["F"]["use"]) == ("used", "repeated")


# --- matrices ---------------------------------------------------------------------------------

YEARBOOK = ROOT / "examples" / "yearbook"


def test_a_matrix_says_what_each_heading_is_about(tmp_path: Path) -> None:
    rows = [
        ["各地区出口总额"],
        ["地区", "货物出口总额（亿美元）", None, "旅游人次"],
        [None, "2019年", "2020年", "2020年"],
        ["全国", 30, 33, 3],
        ["北京", 10, 11, 1],
        ["上海", 20, 22, 2],
        ["香海", 20, 22, 2],
    ]
    path = book(tmp_path / "x.xlsx", rows, merges=["B2:C2", "A2:A3"])
    table = table_of(path, config=YEARBOOK / "config")
    assert (table["layout"], table["range"], table["header_rows"]) == ("matrix", "A2:D7", [2, 3])
    columns = columns_of(table)
    assert columns["A"]["use"] == "label"
    export = columns["C"]
    assert (export["header"], export["use"]) == ("货物出口总额（亿美元） > 2020年", "used")
    assert export["indicator"] is not None
    assert (export["year"], export["units"], export["unit_source"]) == (
        2020, ["亿美元"], "header",
    )  # fmt: skip
    assert columns["D"]["use"] == "ignored"
    assert rows_of(table) == {4: "total", 7: "unknown"}
    said(run("inspect", path, config=YEARBOOK / "config"), "行列交叉", "第7行 名称不在目录里")


# --- several tables, periods over columns ------------------------------------------------------


def test_tables_side_by_side_and_below_are_each_shown(tmp_path: Path) -> None:
    activity = ["日期", "类型"]
    rows = [
        ["汉滨区2020年报表"],
        ["单位：万元"],
        [*PROJECT, None, *activity],
        ["一个项目名称", 1, "2020-05-06", 1, 1, None, "2020-3-1", "小分队"],
        [],
        ["外资企业"],
        ["企业名称", "设立时间", "实际利用外资（万美元）"],
        ["一个外资企业", "2020-05-06", 1],
    ]
    (sheet,) = inspected(book(tmp_path / "x.xlsx", rows))["sheets"]
    found = {table["tables"][0]: table["range"] for table in sheet["tables"]}
    assert found == {"projects": "A3:E4", "activities": "G3:H4", "foreign": "A7:C8"}


def test_a_heading_that_is_a_period(tmp_path: Path) -> None:
    rows = [
        ["汉滨区2020年1—9月汇总表"],
        ["指标", "计量单位", "2020年1—9月", "2019年1—9月"],
        ["到位资金合计", "亿元", 3, 2],
    ]
    columns = columns_of(table_of(book(tmp_path / "x.xlsx", rows)))
    assert [(columns[c]["names"], columns[c]["year"], columns[c]["month"]) for c in "CD"] == [
        (["本年累计"], 2020, 9),
        (["上年同期"], 2019, 9),
    ]


# --- sheets and files -------------------------------------------------------------------------


def test_hidden_and_blank_sheets_are_said(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (["汉滨区2020年项目台账"], PROJECT, ["一个项目名称", 1, "2020-05-06", 1, 1]):
        sheet.append(row)
    sheet.sheet_state = "hidden"
    made.create_sheet("空表")
    made.save(path)
    assert [s["hidden"] for s in inspected(path)["sheets"]] == [True, False]
    done = run("inspect", path)
    said(done, "（隐藏的）", "工作表“空表” 空白", "〔file.hidden_data〕")


def test_our_own_list_of_findings_is_no_part_of_the_return(tmp_path: Path) -> None:
    rows = [["汉滨区2020年项目台账"], PROJECT, ["一个项目名称", 1, "2020-05-06", 1, 1]]
    path = book(tmp_path / "x.xlsx", [["紫阳县2019年"], list(HEADINGS)], rows)
    seen = inspected(path)
    assert [sheet["review"] for sheet in seen["sheets"]] == [True, False]
    assert seen["reporter"] == "hanbin"
    said(run("inspect", path), "退回时附的审核意见，不读")


def test_the_findings_of_reading_are_those_of_an_import(tmp_path: Path) -> None:
    seen = inspected(RENAMED)
    done = run("import", RENAMED, "--dry-run", "--details", "--format", "json",
               db=tmp_path / "x.db")  # fmt: skip
    imported = done.json["files"][0]["findings"]
    rules = [finding["rule"] for finding in seen["findings"]]
    assert rules
    assert [f["rule"] for f in imported if f["rule"].startswith("file.")] == rules


def test_nothing_is_stored_and_no_database_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("inspect", XUNYANG).status == 0
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "坏的.xlsx"
    path.write_bytes(b"%PDF-1.4 ...")
    done = run("inspect", path)
    assert done.status == 1
    said(done, "坏的.xlsx：读不了", "〔file.not_workbook〕", "办法：")
    seen = run("inspect", path, "--format", "json")
    assert seen.status == 1
    assert (seen.json["format"], seen.json["sheets"]) == (None, [])
    assert seen.json["findings"][0]["rule"] == "file.not_workbook"


@pytest.mark.parametrize(("name", "told"), [("没有.xlsx", "找不到"), (".", "是文件夹")])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, told: str) -> None:
    done = run("inspect", tmp_path / name)
    assert done.status == 2
    assert told in done.err


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("inspect", XUNYANG).out.splitlines()
    assert max(map(display_width, lines)) <= columns
    assert not [line for line in lines if "…" in line]


def test_every_key_of_the_machine_output_is_documented() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    chapter = text.partition("`inspect --format json`")[2].partition("`trace --format json`")[0]

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return {*value, *(key for item in value.values() for key in keys(item))}
        return {key for item in value for key in keys(item)} if isinstance(value, list) else set()

    seen = inspected(RENAMED)
    of_import = keys(seen.pop("findings"))
    seen.pop("snippets")
    for key in keys(seen) - of_import:
        assert f'"{key}"' in chapter, key
    for use in (*ColumnUse, *RowUse, *UnitSource):
        assert f"`{use}`" in chapter, use


def test_expected_values_reach_the_recogniser() -> None:
    catalogue = load_catalogue()
    workbook = read_workbook(XUNYANG.read_bytes(), XUNYANG.name)
    seen = understand(workbook, catalogue, Expected("ziyang", 2020, None))
    assert "file.reporter_unexpected" in {issue.rule for issue in seen.subject.issues}
