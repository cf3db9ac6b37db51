"""Faults of a workbook's make-up: tables, columns, units, hidden data, sender, period, round."""

from __future__ import annotations

from dataclasses import replace

from sample_data import _province
from sample_data._books import BOOKS
from sample_data._cells import number
from sample_data._fault_forms import WAN, YI, Form, book, continued, contracts, data, sent
from sample_data._faults_files import Files
from sample_data._layouts import Book
from sample_data._sheets import Cell, Sheet, lay_out_table
from sample_data._write import packed

TWO_ALIASES = """\
# 配置有误：同一个别名给了两列。
[[table]]
id = "projects"

[[table.columns]]
name = "本年到位资金"
aliases = ["到位资金"]

[[table.columns]]
name = "自签约累计到位"
aliases = ["到位资金"]
"""
DEADLINE = """\
[[rule]]
id = "file.late"
parameters = { "2020-12" = "2021-01-05" }
"""


def _file(form: Form) -> Files:
    return {form.book.file.format(year=2020): form.content}


def _ledger(reporter: str, count: int = 4) -> Form:
    """The ledger alone, with a few ordinary rows."""
    return Form.of(data(reporter, contracts(reporter, count)), book(reporter, "projects"))


def _name(reporter: str, number: int) -> str:
    return contracts(reporter, number + 1)[number].name


# --- tables and columns -----------------------------------------------------------------------


def letter_only() -> Files:
    """A covering letter in a workbook, and no table."""
    lines = (
        "关于报送2020年招商引资工作情况的说明",
        "填报单位：石泉县招商局",
        "现将我县2020年招商引资工作情况报上，项目台账另行报送。",
    )
    sheet = Sheet("说明", {(row, 1): Cell(text) for row, text in enumerate(lines, 1)})
    return {"石泉县2020年说明.xlsx": packed([sheet], "openpyxl")}


def nothing_filled_in() -> Files:
    """Headers only, in every sheet."""
    return _file(Form.of(data("zhenping", (), (), ()), book("zhenping", "projects", "activities")))


def two_tables_in_one() -> Files:
    """Targets and results in one table of the county's own making."""
    rows = (
        ("白河县2020年目标任务及完成情况表",),
        ("指标", "计量单位", "年度目标", "本年累计"),
        ("到位资金合计", "亿元", 20, 21),
        ("实际利用外资", "万美元", 100, 120),
    )
    sheet = Sheet("完成情况")
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            style = "head" if row == 2 else "text"
            sheet.cells[row, column] = Cell(value, style=style)
    return {"白河县2020完成情况.xlsx": packed([sheet], "openpyxl")}


def column_renamed() -> Files:
    """签约时间 has got a name of the county's own."""
    form = _ledger("zhenping")
    form.page("projects").rename("签约时间", "定下来的日子")
    return _file(form)


def column_added() -> Files:
    """A column that nobody asked for, with broken cells in it."""
    form = _ledger("shiquan")
    page = form.page("projects")
    lines = [page.row(_name("shiquan", n)) for n in range(3)]
    cells = (Cell("请抓紧办理"), Cell(None, "=LEN(B4)"), Cell("#REF!"))
    page.add_column("领导批示", dict(zip(lines, cells, strict=True)))
    return _file(form)


def column_of_two_meanings() -> Files:
    """到位资金, which the office's own configuration gives to two columns."""
    form = _ledger("zhenping")
    form.page("projects").rename("本年到位资金", "到位资金")
    return _file(form)


def column_twice() -> Files:
    """总投资 and 投资总额 side by side; one row differs."""
    form = _ledger("gaoxin")
    page = form.page("projects")
    totals = [p.total for p in contracts("gaoxin", 4)]
    totals[2] += 500 * WAN
    lines = [page.row(_name("gaoxin", n)) for n in range(4)]
    page.add_column(
        "投资总额", {r: Cell(number(t, "亿元")) for r, t in zip(lines, totals, strict=True)}
    )
    return _file(form)


# --- units ------------------------------------------------------------------------------------


def unit_left_blank() -> Files:
    """单位： and nothing behind it."""
    form = _ledger("hanbin")
    sheet = form.sheet("projects")
    place = next(p for p, cell in sheet.cells.items() if cell.value == "单位：万元")
    sheet.cells[place].value = "单位："
    return _file(form)


def units_clash() -> Files:
    """单位：万元 above a heading in 亿元, and a cell in 万元 below it."""
    own = book("hanyin", "projects")
    own = replace(own, sheets=(replace(own.sheets[0], unit_line="单位：万元", blank=None),))
    rows = contracts("hanyin", 4)
    form = Form.of(data("hanyin", rows), own)
    form.page("projects").put(rows[1].name, "计划总投资", f"{rows[1].total // WAN}万元")
    return _file(form)


# --- broken, hidden and covered cells ---------------------------------------------------------


def broken_cells() -> Files:
    """A formula that was never calculated and a reference to a deleted row."""
    form = _ledger("pingli")
    page = form.page("projects")
    page.put(_name("pingli", 0), "计划总投资", None, "=5000+1200")
    page.put(_name("pingli", 1), "本年累计到位", "#REF!")
    return _file(form)


def hidden_data() -> Files:
    """A filtered row, a column folded away and a whole sheet hidden."""
    rows = contracts("hanbin", 5)
    enterprises = (sent("hanbin").enterprises or ())[:2]
    form = Form.of(data("hanbin", rows, enterprises), book("hanbin", "projects", "foreign"))
    page = form.page("projects")
    page.sheet.hidden_rows.add(page.row(rows[2].name))
    page.sheet.hidden_columns.add(page.heading("其中省内")[1])
    form.sheet("foreign").hidden = True
    return _file(form)


def covered_values() -> Files:
    """Cells merged with their neighbours below; the numbers under the merge are still there."""
    form = _ledger("gaoxin")
    page = form.page("projects")
    first, second = page.row(_name("gaoxin", 0)), page.row(_name("gaoxin", 1))
    for heading in ("投资方", "总投资"):
        column = page.heading(heading)[1]
        page.sheet.merges.append((first, column, second, column))
    return _file(form)


# --- sender and period ------------------------------------------------------------------------


def _titled(form: Form, table: str, title: str) -> None:
    form.sheet(table).cells[1, 1].value = title


def anonymous() -> Files:
    """No cover, no county and no year anywhere but in the file's name."""
    own = book("ningshan", "projects")
    own = replace(own, sheets=(replace(own.sheets[0], blank=None),), cover=False)
    return _file(Form.of(data("ningshan", continued("ningshan", 3)), own))


def somebody_else_and_another_year() -> Files:
    """A good return, imported as that of another county and year."""
    return _file(_ledger("zhenping"))


def two_periods() -> Files:
    """The second sheet still has last year's title."""
    form = _with_activities("zhenping")
    _titled(form, "activities", "镇坪县2019年招商活动统计表")
    return _file(form)


def two_senders() -> Files:
    """A neighbour's workbook was used as the pattern; its name stayed on one sheet."""
    form = _with_activities("zhenping")
    _titled(form, "activities", "平利县2020年招商活动统计表")
    return _file(form)


def _with_activities(reporter: str) -> Form:
    acts = tuple(a for a in sent(reporter).activities or () if not a.joint)[:3]
    said = data(reporter, contracts(reporter, 3), None, acts)
    return Form.of(said, book(reporter, "projects", "activities"))


def province_from_county() -> Files:
    """A county passes the province's table on in its own name."""
    rows = [r for r in _province.rows(2020) if r["indicator"] == "funds_interprov"]
    layout = _province.BOOK.sheets[0]
    own = Book(
        "pingli", "平利县", "平利县招商局", "平利县转发位次2020年.xlsx", "xlsxwriter", (layout,)
    )
    return {own.file: packed([lay_out_table(layout, own, 2020, rows)], own.writer)}


def unsigned() -> Files:
    """The line for the signatures is printed and nobody signed."""
    form = _ledger("hanbin")
    sheet = form.sheet("projects")
    place = next(p for p, c in sheet.cells.items() if str(c.value).startswith("填报单位（盖章）"))
    sheet.cells[place].value = "填报单位（盖章）：汉滨区招商局    审核人：        填表人：        "
    return _file(form)


# --- the round --------------------------------------------------------------------------------


def same_again() -> Files:
    """Byte for byte what was accepted a year ago, under another name."""
    own = next(b for b in BOOKS if b.writer == "csv")
    return {"瀛湖2019年招商活动(1).csv": Form.of(sent("yinghu", 2019), own).content}


def correction_without_reason() -> Files:
    """A corrected table for a period that has one; nobody said that it replaces the other."""
    said = sent("gaoxin", 2019)
    first, *others = said.targets
    corrected = replace(said, targets=(replace(first, value=first.value + 1 * YI), *others))
    form = Form.of(corrected, book("gaoxin", "targets"))
    return {"高新区2019年目标任务（更正）.xlsx": form.content}


def late() -> Files:
    """A good return three days after the day that the office has set."""
    return _file(_ledger("zhenping"))
