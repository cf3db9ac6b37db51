"""``zsstat form``: what the blank returns hold, what they accept, and where they are written."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli_support import run
from tests.form_support import Sheet, fill, last_balances
from zsstat.catalog import load_catalogue
from zsstat.declarations import Area, AreaKind, Catalogue, DatedName
from zsstat.forms import Earlier, Known, form_bytes, plan_form
from zsstat.forms.entries import in_unit
from zsstat.forms.guidance import fits_inline
from zsstat.model import CellRef, Field, FieldValue, PartialDate, Period, Record, Role
from zsstat.store import Store

TABLES = ["项目台账", "外资企业", "招商活动", "目标任务", "汇总表"]
EPOCH = date(1899, 12, 30)


@pytest.fixture(scope="module")
def hanbin(sample_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The form of one county for 2021."""
    folder = tmp_path_factory.mktemp("one")
    done = run("form", "--year", 2021, "--reporter", "汉滨", "--output", folder, db=sample_db)
    assert done.status == 0, done.err
    return openpyxl.load_workbook(folder / "汉滨区2021年.报表.xlsx")


def texts(sheet: Worksheet) -> list[str]:
    return [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]


def validation(sheet: Worksheet, cell: str) -> DataValidation:
    found: list[DataValidation]
    found = [v for v in sheet.data_validations.dataValidation if cell in v.sqref]
    assert len(found) == 1
    return found[0]


def at(sheet: Worksheet, column: str, row: int) -> str:
    """The name of a cell: the column by its heading, the rows of data counted from 0."""
    own = Sheet(sheet)
    return sheet.cell(own.head + 1 + row, own.columns[column]).coordinate


# --- the workbook -----------------------------------------------------------------------------


def test_the_instructions_come_first_and_then_a_sheet_for_each_table(hanbin: Workbook) -> None:
    assert hanbin.sheetnames == ["填报说明", *TABLES]
    assert all(sheet.sheet_state == "visible" for sheet in hanbin.worksheets)


def test_there_is_no_formula_and_no_macro(hanbin: Workbook) -> None:
    cells = (c for sheet in hanbin.worksheets for row in sheet.iter_rows() for c in row)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    content = io.BytesIO()
    hanbin.save(content)
    with zipfile.ZipFile(content) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower()]


def test_headings_bear_their_units_and_a_mark_where_they_are_compulsory(hanbin: Workbook) -> None:
    sheet = hanbin["项目台账"]
    heads = [cell.value for cell in sheet[Sheet(sheet).head]]
    assert heads[0] == "序号"
    assert "*总投资\n（万元）" in heads
    assert "其中省内\n（万元）" in heads
    assert "投资方" in heads
    assert "*实际利用外资\n（万美元）" in [c.value for c in hanbin["外资企业"][3]]


def test_title_and_the_line_below_say_who_and_when(hanbin: Workbook) -> None:
    for name in TABLES:
        assert hanbin[name]["A1"].value == f"汉滨区2021年{name}"
        assert str(hanbin[name]["A2"].value).startswith(
            "填报单位：汉滨区　　报告期：2021年　　单位："
        )


def test_what_is_to_be_filled_in_is_open_and_all_else_is_locked(hanbin: Workbook) -> None:
    for name in TABLES:
        sheet = hanbin[name]
        protection = sheet.protection
        assert protection.sheet
        assert protection.password is None
        assert (protection.formatColumns, protection.autoFilter) == (False, False)
        head = Sheet(sheet).head
        above = [c for row in sheet.iter_rows(max_row=head, max_col=4) for c in row]
        signing = {c.coordinate for c in above if c.style == "签署"}
        assert all(c.protection.locked for c in above if c.coordinate not in signing)
        entry = sheet.cell(head + 1, 3)
        assert not entry.protection.locked
        assert sheet.freeze_panes is not None
    assert all(c.protection.locked for row in hanbin["填报说明"].iter_rows() for c in row)
    assert hanbin["填报说明"].protection.sheet


def test_nothing_is_merged_but_the_instructions(hanbin: Workbook) -> None:
    assert not [name for name in TABLES if hanbin[name].merged_cells.ranges]


def test_rows_far_below_may_be_filled_in_too(hanbin: Workbook) -> None:
    sheet = hanbin["项目台账"]
    assert validation(sheet, at(sheet, "总投资", 1500)).type == "decimal"
    letters = get_column_letter(Sheet(sheet).columns["总投资"])
    assert not sheet.column_dimensions[letters].protection.locked


# --- what cells accept ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "column", "kind", "low", "high"),
    [
        ("项目台账", "总投资", "decimal", "0", None),
        ("项目台账", "其中省内", "decimal", "0", None),
        ("外资企业", "合同外资", "decimal", "-999999999999999", None),
        ("招商活动", "批次", "whole", "0", None),
        ("项目台账", "签约时间", "date", None, str((date(2021, 12, 31) - EPOCH).days)),
        ("汇总表", "本年累计", "decimal", "-999999999999999", None),
    ],
)
def test_numbers_and_days_are_validated(
    hanbin: Workbook, table: str, column: str, kind: str, low: str | None, high: str | None
) -> None:
    sheet = hanbin[table]
    found = validation(sheet, at(sheet, column, 0))
    assert (found.type, found.operator) == (kind, "between")
    assert low is None or found.formula1 == low
    assert high is None or found.formula2 == high
    assert found.showErrorMessage
    assert found.showInputMessage
    assert found.prompt


def test_a_choice_is_a_list(hanbin: Workbook) -> None:
    sheet = hanbin["项目台账"]
    assert validation(sheet, at(sheet, "建设性质", 0)).formula1 == '"新建,续建"'
    assert validation(sheet, at(sheet, "是否返乡创业", 3)).formula1 == '"是,否"'


def test_a_long_list_stands_on_the_instruction_sheet() -> None:
    names = {f"很长的一个选项第{number}号": () for number in range(60)}
    shipped = load_catalogue()
    table = shipped.returns["projects"]
    columns = tuple(replace(c, choices=names) if c.name == "建设性质" else c for c in table.columns)
    returns = {**shipped.returns, "projects": replace(table, columns=columns)}
    book = form_of(Known(), replace(shipped, returns=returns))
    sheet = book["项目台账"]
    formula = str(validation(sheet, at(sheet, "建设性质", 0)).formula1)
    name, _, cells = formula.rpartition("!")
    assert name.strip("'") == "填报说明"
    listed = [row[0].value for row in book["填报说明"][cells.replace("$", "")]]
    assert listed == list(names)


@pytest.mark.parametrize(("word", "inline"), [("甲", True), ("甲,乙", False), ('甲"', False)])
def test_a_word_that_a_validation_cannot_hold_stands_there_too(word: str, inline: bool) -> None:
    assert fits_inline([word, "丙"]) is inline


def test_no_message_is_longer_than_excel_takes(hanbin: Workbook) -> None:
    for name in TABLES:
        for found in hanbin[name].data_validations.dataValidation:
            assert len(found.prompt or "") <= 255
            assert len(found.error or "") <= 255
            assert len(found.promptTitle or "") <= 32
            assert len(found.formula1 or "") <= 257


# --- what is filled in ------------------------------------------------------------------------


def test_what_is_not_finished_goes_on(hanbin: Workbook, sample_store: Store) -> None:
    before = [
        r.record
        for r in sample_store.table_records("projects", Period(2020))
        if r.reporter == "hanbin" and r.record.value("阶段") not in ("投产", "终止")
    ]
    rows = list(Sheet(hanbin["项目台账"]).rows())
    assert len(rows) == len(before) == 68
    for record, row in zip(before, rows, strict=True):
        total = record.value("总投资")
        assert isinstance(total, int)
        assert row["项目名称"] == record.value("项目名称")
        assert row["总投资"] == Decimal(total) / 10_000
        assert row["建设性质"] == "续建"
        blank = ("本年到位资金", "其中省际", "其中省内", "自签约累计到位", "备注", "联系人")
        assert [row[name] for name in blank] == [None] * len(blank)


def test_what_waits_for_the_period_is_marked(hanbin: Workbook) -> None:
    sheet = hanbin["项目台账"]
    waiting = ("本年到位资金", "其中省际", "其中省内", "自签约累计到位")
    assert {sheet[at(sheet, name, 0)].style for name in waiting} == {"待填"}
    assert sheet[at(sheet, "总投资", 0)].style == "填写数值"
    assert sheet[at(sheet, "本年到位资金", 68)].style == "填写数值"  # a blank row
    summary = hanbin["汇总表"]
    looks = [summary[at(summary, name, 0)].style for name in ("指标", "本年累计", "上年同期")]
    assert looks == ["固定内容", "待填", "填写数值"]


def test_the_last_balance_is_told_and_stands_in_no_cell(
    hanbin: Workbook, sample_store: Store
) -> None:
    sheet = hanbin["项目台账"]
    (record, *_) = (
        r.record
        for r in sample_store.table_records("projects", Period(2020))
        if r.reporter == "hanbin" and r.record.value("阶段") not in ("投产", "终止")
    )
    balance = record.value("自签约累计到位")
    assert isinstance(balance, int)
    told = f"上次报的（至2020年12月）是{Decimal(balance) / 10_000:f}万元。"
    assert str(validation(sheet, at(sheet, "自签约累计到位", 0)).prompt).startswith(told)
    flow = validation(sheet, at(sheet, "本年到位资金", 0)).prompt
    assert "上次" not in str(flow)  # last year's flow says nothing about this year's


def test_personal_numbers_are_neither_asked_for_nor_filled_in(hanbin: Workbook) -> None:
    assert "联系电话" not in Sheet(hanbin["项目台账"]).columns
    assert not [t for sheet in hanbin.worksheets for t in texts(sheet) if "13900" in t]


def test_last_years_figures_are_those_of_the_store(hanbin: Workbook, sample_store: Store) -> None:
    sums = {
        code: value
        for (area, code, role), value in sample_store.sums(Period(2020)).items()
        if area == "hanbin" and role is Role.ACTUAL
    }
    factors = {unit.id: unit.factor for unit in load_catalogue().units.values()}
    rows = {row["指标"]: row for row in Sheet(hanbin["汇总表"]).rows()}
    for indicator in load_catalogue().indicators.values():
        if indicator.hidden or indicator.ratio:
            continue
        row = rows[indicator.name]
        assert row["计量单位"] == indicator.unit
        base = row["上年同期"]
        assert isinstance(base, Decimal)
        assert base * factors[indicator.unit] == sums.get(indicator.code, 0)
    rate = Fraction(sums["rate_funds"], sums["rate_investment"]) * 100
    assert rows["资金到位率"]["上年同期"] == Decimal(int(rate * 100 + Fraction(1, 2))) / 100


def test_without_last_years_return_no_base_is_filled_in(sample_db: Path, tmp_path: Path) -> None:
    done = run(
        *("form", "--year", 2021, "--month", 3, "--reporter", "紫阳县", "--output", tmp_path),
        db=sample_db,
    )
    book = openpyxl.load_workbook(tmp_path / "紫阳县2021年1-3月.报表.xlsx")
    assert {row["上年同期"] for row in Sheet(book["汇总表"]).rows()} == {None}
    assert "没有上年同期的已接收报表，上年数留空：紫阳县" in done.out
    assert book["项目台账"]["A1"].value == "紫阳县2021年1—3月项目台账"


def test_later_months_begin_with_the_last_accepted_one(
    sample_db: Path, sample_store: Store, sample_catalogue: Catalogue, tmp_path: Path
) -> None:
    db = tmp_path / "round.db"
    shutil.copy(sample_db, db)
    own = ("--reporter", "ziyang", "--output")
    assert run("form", "--year", 2021, "--month", 3, *own, tmp_path, db=db).status == 0
    blank, back = tmp_path / "紫阳县2021年1-3月.报表.xlsx", tmp_path / "紫阳.xlsx"
    size = len(Sheet(openpyxl.load_workbook(blank)["项目台账"]))
    balances = last_balances(sample_store, sample_catalogue, "ziyang")
    filled = fill(blank, back, balances, 1, 3)
    assert run("import", back, db=db).status == 0
    done = run("form", "--year", 2021, "--month", 6, *own, tmp_path, "--format", "json", db=db)
    (made,) = done.json["forms"]
    assert made["tables"][0]["source"] == {"year": 2021, "month": 3}
    book = openpyxl.load_workbook(made["file"])
    sheet = book["项目台账"]
    rows = list(Sheet(sheet).rows())
    assert len(rows) == size + 3
    assert [row["建设性质"] for row in rows[-3:]] == ["新建"] * 3
    flow = filled.rows["项目台账"][0]["本年到位资金"]
    told = str(validation(sheet, at(sheet, "本年到位资金", 0)).prompt)
    said = re.match(r"上次报的（至2021年3月）是([\d.]+)万元。", told)
    assert said is not None
    assert Decimal(said[1]) == flow
    assert [row["年度目标"] for row in Sheet(book["目标任务"]).rows()] == [
        row["年度目标"] for row in filled.rows["目标任务"]
    ]
    assert made["targets"] == len(filled.rows["目标任务"])
    again = ("--month", 3, "--force", "--format", "json")
    (same,) = run("form", "--year", 2021, *own, tmp_path, *again, db=db).json["forms"]
    assert same["tables"][0]["source"] == {"year": 2020, "month": 12}  # never from itself


# --- made from records that never stood in a file ----------------------------------------------


def form_of(known: Known, catalogue: Catalogue) -> Workbook:
    """The form of a county that nothing else is known of."""
    area = Area("x", AreaKind.REPORTER, (DatedName("某县"),))
    content = form_bytes(plan_form(area, Period(2021), "2021年", catalogue, known), catalogue)
    return openpyxl.load_workbook(io.BytesIO(content))


def planned(**fields: FieldValue) -> Worksheet:
    """The sheet of projects of a county whose last return had one row."""
    ref = CellRef("0" * 64, "x.xlsx", "x", "A1")
    record = Record("projects", "x", 5, {k: Field(v, str(v), ref) for k, v in fields.items()})
    known = Known({"projects": Earlier(Period(2020), (record,))})
    return form_of(known, load_catalogue())["项目台账"]


@pytest.mark.parametrize("text", ["=1+1", "+86项目", "-项目", "@SUM(A1)", '=cmd|"/c calc"!A0'])
def test_no_text_of_a_sender_becomes_a_formula(text: str) -> None:
    sheet = planned(项目名称=text, 投资方=text)
    cell = sheet[at(sheet, "项目名称", 0)]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_what_no_package_may_hold_is_left_out() -> None:
    sheet = planned(项目名称="项目\x00\x0b名称")
    assert sheet[at(sheet, "项目名称", 0)].value == "项目名称"


def test_a_code_of_digits_stays_a_text() -> None:
    sheet = planned(项目编号="000123", 项目名称="某某项目")
    cell = sheet[at(sheet, "项目编号", 0)]
    assert (cell.value, cell.data_type) == ("000123", "s")


def test_dates_are_as_precise_as_they_were() -> None:
    sheet = planned(
        项目名称="某某项目", 签约时间=PartialDate(2020, 5, 6), 开工时间=PartialDate(2020, 7)
    )
    signed = sheet[at(sheet, "签约时间", 0)]
    assert (signed.value.date(), signed.number_format) == (date(2020, 5, 6), "yyyy-mm-dd")
    assert sheet[at(sheet, "开工时间", 0)].value == "2020年7月"


def test_a_number_that_no_double_holds_is_a_text() -> None:
    sheet = planned(项目名称="某某项目", 总投资=12345678901234567890)
    cell = sheet[at(sheet, "总投资", 0)]
    assert (cell.value, cell.data_type) == ("1234567890123456.789", "s")


@pytest.mark.parametrize("stage", ["投产", "终止"])
def test_what_is_finished_does_not_come_again(stage: str) -> None:
    sheet = planned(项目名称="某某项目", 阶段=stage)
    assert not len(Sheet(sheet))


def test_what_was_signed_this_year_is_new() -> None:
    sheet = planned(项目名称="某某项目", 签约时间=PartialDate(2021, 1), 建设性质="续建")
    assert sheet[at(sheet, "建设性质", 0)].value == "新建"


def test_what_a_derived_column_lacks_leaves_it_blank() -> None:
    sheet = planned(项目名称="某某项目", 签约时间=None, 建设性质="续建")
    assert sheet[at(sheet, "建设性质", 0)].value is None


@given(st.integers(-(10**17), 10**17), st.sampled_from(sorted(load_catalogue().units)))
def test_an_amount_in_a_unit_is_exact(value: int, unit: str) -> None:
    factor = load_catalogue().units[unit].factor
    assert Fraction(in_unit(value, load_catalogue().units[unit])) * factor == value


# --- the instructions -------------------------------------------------------------------------


def test_the_instructions_name_every_column_and_every_rule_that_blocks(hanbin: Workbook) -> None:
    said = texts(hanbin["填报说明"])
    for table in load_catalogue().returns.values():
        if table.sender is AreaKind.REPORTER:
            assert {c.name for c in table.columns if c.type != "personal"} <= set(said)
    for rule in load_catalogue().rules.values():
        if rule.enabled and rule.level in ("A", "B") and rule.check == "row":
            assert rule.title in said
            assert {rule.passes, rule.fails} <= set(said)


def test_the_deadline_is_said_where_there_is_one(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "rules.toml").write_text(
        '[[rule]]\nid = "file.late"\nparameters = { "2021-03" = "2021-04-12" }\n', encoding="utf-8"
    )
    common = ("--year", 2021, "--reporter", "紫阳县", "--output", tmp_path / "forms")
    none = tmp_path / "none.db"
    march = run("form", "--month", 3, *common, db=none, config=config)
    assert "报送截止日：2021年4月12日" in march.out
    june = run("form", "--month", 6, *common, db=none, config=config)
    assert "截止日" not in june.out
    lines = {
        name: texts(openpyxl.load_workbook(tmp_path / "forms" / name)["填报说明"])
        for name in ("紫阳县2021年1-3月.报表.xlsx", "紫阳县2021年1-6月.报表.xlsx")
    }
    dated = ["请于2021年4月12日以前（含当日）报送" in "".join(said) for said in lines.values()]
    assert dated == [True, False]


def test_what_the_instructions_quote_is_no_evidence(hanbin: Workbook, tmp_path: Path) -> None:
    content = io.BytesIO()
    hanbin.save(content)
    book = openpyxl.load_workbook(content)
    guide = book["填报说明"]
    guide["A3"] = "填报单位：岚皋县　报告期：2018年"
    guide["A4"] = "岚皋县2018年报表"
    path = tmp_path / "x.xlsx"
    book.save(path)
    found = run("inspect", path, "--format", "json").json
    assert (found["reporter"], found["year"]) == ("hanbin", 2021)
    assert "表样的填报说明，不读" in run("inspect", path).out


# --- what comes back blank --------------------------------------------------------------------


def test_a_form_that_comes_back_as_it_was_sent_does_not_count(
    hanbin: Workbook, sample_db: Path, tmp_path: Path
) -> None:
    path = tmp_path / "汉滨.xlsx"
    hanbin.save(path)
    done = run("import", path, "--dry-run", "--format", "json", db=sample_db)
    (file,) = done.json["files"]
    assert (done.status, file["status"]) == (1, "returned")
    blank = [f for f in file["findings"] if f["rule"] == "table.period_blank"]
    assert [(f["level"], f["outcome"], f["sheet"], len(f["cells"])) for f in blank] == [
        ("A", "fail", "汇总表", 25),
        ("A", "fail", "项目台账", 68),
    ]
    assert "file.signature_blank" in [f["rule"] for f in file["findings"]]


# --- files ------------------------------------------------------------------------------------


def test_a_form_that_is_there_is_never_overwritten(sample_db: Path, tmp_path: Path) -> None:
    own = ("form", "--year", 2021, "--output", tmp_path)
    first = tmp_path / "紫阳县2021年.报表.xlsx"
    first.write_bytes(b"filled in already")
    refused = run(*own, "--reporter", "岚皋县", "--reporter", "紫阳县", db=sample_db)
    assert refused.status == 2
    assert f"已经有 {first}，没有写入任何文件" in refused.err
    assert [path.name for path in tmp_path.iterdir()] == [first.name]
    forced = run(*own, "--reporter", "紫阳县", "--force", db=sample_db)
    assert forced.status == 0
    kept = tmp_path / "紫阳县2021年 (旧1).报表.xlsx"
    assert kept.read_bytes() == b"filled in already"
    assert f"原来的 {first.name} 改名为 {kept.name}" in forced.out
    assert openpyxl.load_workbook(first).sheetnames[0] == "填报说明"


def test_without_a_database_the_forms_are_blank(elsewhere: Path) -> None:
    done = run("form", "--year", 2021, "--reporter", "旬阳", "--format", "json")
    assert "没有数据库" in done.err
    (made,) = done.json["forms"]
    assert (made["continuing"], made["targets"], made["bases"]) == (0, 0, 0)
    assert made["reporter_name"] == "旬阳市"  # its name of that year
    assert (elsewhere / "forms" / "旬阳市2021年.报表.xlsx").exists()
    assert not (elsewhere / "zsstat.db").exists()


@pytest.mark.parametrize(
    ("who", "said"),
    [("月球", "没有地区“月球”"), ("全市", "不是填报单位，没有报表要填")],
)
def test_who_sends_nothing_gets_no_form(who: str, said: str, elsewhere: Path) -> None:
    done = run("form", "--year", 2021, "--reporter", who)
    assert done.status == 2
    assert said in done.err
    assert not list(elsewhere.iterdir())


def test_tables_that_are_matrices_have_no_form(elsewhere: Path) -> None:
    config = Path(__file__).resolve().parent.parent / "examples" / "yearbook" / "config"
    done = run("form", "--year", 2021, config=config)
    assert done.status == 2
    assert "没有要按行填报的报表" in done.err
    assert not list(elsewhere.iterdir())


def test_the_result_as_plain_values(sample_db: Path, tmp_path: Path) -> None:
    done = run(
        *("form", "--year", 2021, "--reporter", "岚皋县", "--output", tmp_path),
        *("--format", "json"),
        db=sample_db,
    )
    said = done.json
    assert (said["year"], said["month"], said["directory"]) == (2021, 12, str(tmp_path))
    (made,) = said["forms"]
    tables: list[dict[str, Any]] = made.pop("tables")
    assert made == {
        "reporter": "langao",
        "reporter_name": "岚皋县",
        "file": str(tmp_path / "岚皋县2021年.报表.xlsx"),
        "kept": None,
        "due": None,
        "continuing": 26,
        "targets": 0,
        "bases": 25,
    }
    assert [(t["table"], t["rows"], t["source"]) for t in tables] == [
        ("projects", 26, {"year": 2020, "month": 12}),
        ("foreign", 0, None),
        ("activities", 0, None),
        ("targets", 3, {"year": 2020, "month": 12}),
        ("summary", 25, None),
    ]


def test_the_result_reads_well_at_80_columns(
    sample_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = run("form", "--year", 2021, "--output", tmp_path / "f", db=sample_db)
    lines = done.out.splitlines()
    assert "2021年的表样14份" in "".join(line.strip() for line in lines[:3])
    (row,) = (line.split() for line in lines if line.startswith("瀛湖"))
    assert row == ["瀛湖生态旅游区2021年.报表.xlsx", "13", "2020年", "0", "25"]
    assert "下一步：" in lines[-1]


# --- the catalogue ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('[[table.columns]]\nname = "总投资"\nunit = "万美元"', "单位万美元以美元计，列以元计"),
        ('[[table.columns]]\nname = "总投资"\nunit = "两"', "没有单位 两"),
        ('[table.tracking]\nname = "项目名称"\ncarried = ["项目名"]', "没有列 项目名"),
        ('[table.tracking]\nname = "项目名称"\nderived = { "建设性质" = "新不新" }', "新不新"),
    ],
)
def test_what_a_form_is_made_from_is_examined(entry: str, said: str, tmp_path: Path) -> None:
    text = f'[[table]]\nid = "projects"\n{entry}\n'
    (tmp_path / "returns.toml").write_text(text, encoding="utf-8")
    done = run("catalog", "check", tmp_path)
    assert done.status == 2
    assert said in done.out


def test_a_day_before_the_epoch_of_days_is_no_day() -> None:
    """A month typed as a number (2020.5) is a day of 1905, and asked about."""
    sheet = planned(项目名称="某某项目")
    found = validation(sheet, at(sheet, "签约时间", 1))
    assert EPOCH + timedelta(int(str(found.formula1))) == date(1980, 1, 1)
    assert found.errorStyle == "warning"
