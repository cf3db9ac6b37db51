"""Units, cells, hidden and covered data: what is read, and what is said about it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.recognise_support import (
    PROJECTS,
    TITLE,
    UNITS,
    Broken,
    Entry,
    Formula,
    Rows,
    catalogue,
    issues,
    known,
    names,
    places,
    project,
    rules,
    sheet,
)
from zsstat.model import FieldValue, Return

FOREIGN = ("企业名称", "国别", "设立时间", "合同外资", "实际利用外资")
COMPANY = ("某某（香港）公司", "香港", "2020年4月", 600, 500)


def ledger(total: str, *above: str, value: Entry = 8000) -> Return:
    header = [total if name == "总投资" else name for name in PROJECTS]
    rows: Rows = [*([line] for line in above), header, project(1, "甲茶厂项目", total=value)]
    return known(sheet(rows))


# --- units ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "total",
    [
        "总投资（亿元）",
        "总投资(单位：亿元)",
        "总投资/亿元",
        "总投资，亿元",
        "总投资\n（亿元）",
        "投资总额[亿元]",
    ],
)
def test_the_unit_in_the_header_wins_over_the_unit_row(total: str) -> None:
    found = ledger(total, "单位：万元", value=Decimal("1.2"))
    assert found.tables[0].records[0].value("总投资") == 120_000_000
    assert found.tables[0].records[0].value("本年到位资金") == 30_000_000
    (issue,) = issues(found, "file.unit_clash")
    assert places(issue) == ["D2", "A1"]
    assert "亿元" in issue.message
    assert "万元" in issue.message


def test_the_same_unit_in_header_and_unit_row_is_no_clash() -> None:
    assert ledger("总投资（万元）", "单位：万元").issues == ()


@pytest.mark.parametrize(
    "line",
    [
        "单位：万元",
        "（单位：万元）",
        "金额单位:万元",
        "单 位 ： 万 元",
        "单位：万元、个",
        "单位：万元 / 万美元",
        "万元",
        "项目台账（单位：万元）",
        "项目台账（万元）",
        "填报单位：旬阳县招商局 单位：万元",
        "填报日期：2020年10月12日  单位：万元",
        "审核人：张三 填表人：李四 单位：万元",
    ],
)
def test_forms_of_the_unit_row(line: str) -> None:
    found = ledger("总投资", line)
    assert found.tables[0].columns["总投资"].unit == "万元"
    assert found.tables[0].records[0].value("总投资") == 80_000_000
    assert found.issues == ()


def test_the_unit_beside_a_date_of_filling_in() -> None:
    for line in (
        ["填报日期：2020年10月12日", None, None, "单位：万元"],
        ["填表人：张三", "填报日期：2020年10月12日", None, "（单位：万元）"],
    ):
        for above in ([], [TITLE, UNITS, PROJECTS, project(1, "丙茶厂项目"), ["审核人：王五"]]):
            rows = [*above, line, PROJECTS, project(1, "甲茶厂项目")]
            found = known(sheet(rows))
            assert [r.value("总投资") for r in found.records("projects")][-1] == 80_000_000


def test_the_unit_row_at_the_right_with_its_value_in_the_next_cell() -> None:
    above: list[Entry] = [None, None, None, None, None, "单位：", "亿元"]
    found = known(sheet([above, PROJECTS, project(1, "甲茶厂项目", total=3)]))
    assert found.tables[0].records[0].value("总投资") == 300_000_000


def test_the_unit_row_applies_to_its_own_dimension_only() -> None:
    found = known(sheet([UNITS, FOREIGN, COMPANY]))
    assert [places(i) for i in issues(found, "file.unit_unknown")] == [["D2", "D3", "E2", "E3"]]
    found = known(sheet([["单位：万元、万美元"], FOREIGN, COMPANY]))
    assert found.tables[0].records[0].value("实际利用外资") == 5_000_000
    assert found.issues == ()


def test_two_units_of_one_dimension_settle_nothing() -> None:
    assert ledger("总投资", "单位：万元、亿元").tables[0].columns["总投资"].unit is None


def test_columns_without_a_unit_are_one_finding_with_all_their_cells() -> None:
    rows = [PROJECTS, project(1, "甲茶厂项目"), project(2, "乙茶厂项目", total="1.2亿元")]
    found = known(sheet([*rows, project(3, "丙茶厂项目", total=None)]))
    (unknown,) = issues(found, "file.unit_unknown")
    assert places(unknown) == ["D1", "D2", *("F1", "F2", "F3", "F4"), *("G1", "G2", "G3", "G4")]
    assert unknown.message == ("“总投资”“本年到位资金”“其中省际”没有写明单位，无法换算成元")
    assert [r.value("总投资") for r in found.records("projects")] == [None, 120_000_000, None]


def test_a_unit_of_another_dimension_in_a_cell_is_that_cells_finding() -> None:
    found = ledger("总投资", "单位：万元", value="500万美元")
    assert [(i.rule, places(i)) for i in found.issues] == [("file.unit_unknown", ["D3"])]


def test_a_unit_of_another_dimension_in_the_header() -> None:
    header = [*FOREIGN[:4], "实际利用外资（万元）"]
    found = known(sheet([["单位：万美元"], header, COMPANY]))
    (issue,) = issues(found, "file.unit_unknown")
    assert places(issue) == ["E2"]
    assert found.tables[0].records[0].value("实际利用外资") is None
    assert found.tables[0].records[0].value("合同外资") == 6_000_000


def test_a_unit_that_nobody_understands_is_said_once() -> None:
    rows: list[list[Entry]] = [
        ["指标", "单位", "本年累计", "上年同期"],
        ["到位资金合计", "千", 12, 10],
        ["自签约累计到位资金", "", 9, 8],
    ]
    found = known(sheet(rows))
    said = [(places(i), i.shown) for i in issues(found, "file.unit_unknown")]
    assert sorted(said) == [(["B2"], "千"), (["C1", "C3", "D1", "D3"], "")]
    assert [r.value("本年累计") for r in found.records("summary")] == [None, None]


def test_a_count_needs_no_unit() -> None:
    header = ("日期", "类型", "批次（批）", "人次", "次数（个）")
    found = known(sheet([UNITS, header, ["2020年4月1日", "接待客商", 3, 28, 2]]))
    record = found.tables[0].records[0]
    assert [record.value(c) for c in ("批次", "人次", "次数")] == [3, 28, 2]
    assert found.issues == ()


def test_a_clash_between_header_and_cell_is_one_finding() -> None:
    found = ledger("总投资", "单位：万元", value="1.2亿元")
    assert [i.rule for i in found.issues] == ["file.unit_clash"]


@pytest.mark.parametrize(
    ("header", "row", "value"),
    [
        (("指标", "计量单位", "本年累计"), ("到位资金合计", "亿元", "12.5"), 1_250_000_000),
        (("指标", "本年累计", "计量单位"), ("到位资金合计", "12.5", "亿元"), 1_250_000_000),
        (("指标", "本年累计"), ("到位资金合计（亿元）", "12.5"), 1_250_000_000),
        (("指标", "本年累计（亿元）"), ("到位资金合计", "12.5"), 1_250_000_000),
        (("指标", "本年累计"), ("到位资金合计", 125), 1_250_000),
        (("指标", "计量单位", "本年累计"), ("实际利用外资", "万美元", 500), 5_000_000),
        (("指标", "计量单位", "本年累计"), ("接待客商人次", "万人次", "0.12"), 1_200),
        (("指标", "本年累计（亿元）"), ("新签订招商引资合同项目", 12), 12),
    ],
)
def test_the_unit_of_a_measure(
    header: tuple[str, ...], row: tuple[Entry, ...], value: FieldValue
) -> None:
    found = known(sheet([UNITS, header, row]))
    assert found.tables[0].records[0].value("本年累计") == value
    assert found.issues == ()


def test_an_unknown_indicator_raises_one_finding() -> None:
    header = ("指标", "计量单位", "本年累计", "上年同期", "同比")
    found = known(sheet([header, ("粮食产量", "万吨", 12, 11, "9.1%")]))
    assert rules(found) == ["cell.unknown_indicator"]


# --- cells ------------------------------------------------------------------------------------


def test_a_blank_suppresses_other_findings_on_it() -> None:
    row: list[Entry] = [1, "甲茶厂项目", "—", "/", None, 3000, "无"]
    found = known(sheet([UNITS, PROJECTS, row]))
    assert [(i.rule, places(i)) for i in found.issues] == [
        ("cell.blank_mark", ["C3"]),
        ("cell.needed_blank", ["D3"]),
        ("cell.needed_blank", ["E3"]),
        ("cell.blank_mark", ["G3"]),
    ]
    assert issues(found, "cell.needed_blank")[0].shown == "/"
    assert found.tables[0].records[0].fields["签约时间"].ref.cell == "E3"


def test_a_cell_that_could_not_be_read_raises_one_finding() -> None:
    found = ledger("总投资", "单位：万元", value="待定")
    (issue,) = found.issues
    assert (issue.rule, places(issue), issue.shown) == ("cell.not_number", ["D3"], "待定")
    field = found.tables[0].records[0].fields["总投资"]
    assert (field.value, field.readable, field.text) == (None, False, "待定")


def test_what_was_done_to_a_cell_is_kept() -> None:
    field = ledger("总投资", "单位：万元", value="８０００").tables[0].records[0].fields["总投资"]
    assert field.value == 80_000_000
    assert field.text == "８０００"
    assert field.conversions


def test_an_error_in_a_used_column_is_one_finding_of_that_cell_alone() -> None:
    rows = [project(1, "甲茶厂项目", total=Broken()), project(2, "乙茶厂项目")]
    found = known(sheet([UNITS, [*PROJECTS, "测算"], [*rows[0], Broken("#DIV/0!")], rows[1]]))
    (issue,) = issues(found, "file.error_cell")
    assert (places(issue), issue.shown) == (["D3"], "#REF!")
    assert places(issues(found, "file.error_elsewhere")[0]) == ["H3"]
    assert rules(found) == ["file.error_cell", "file.error_elsewhere", "file.unknown_column"]
    assert len(names(found)) == 2


def test_formulas_without_results() -> None:
    row = [*project(1, "甲茶厂项目", total=Formula("A1*2")), Formula("B1")]
    total: list[Entry] = ["合计", None, None, Formula("SUM(D3:D3)")]
    found = known(sheet([UNITS, [*PROJECTS, "测算"], row, total]))
    assert places(issues(found, "file.uncached")[0]) == ["D3"]
    assert sorted(c for i in issues(found, "file.uncached_elsewhere") for c in places(i)) == [
        "D4",
        "H3",
    ]


def test_a_cached_formula_is_a_number() -> None:
    found = ledger("总投资", "单位：万元", value=Formula("4000*2", 8000))
    assert found.tables[0].records[0].value("总投资") == 80_000_000


def test_personal_numbers_are_masked_everywhere() -> None:
    row = [*project(1, "甲茶厂项目"), "13812345678"]
    row[2] = "张三 13812345678"
    found = known(sheet([UNITS, [*PROJECTS, "联系电话"], row]))
    assert len(issues(found, "cell.personal")) == 2
    assert "13812345678" not in repr(found)


# --- hidden and covered -----------------------------------------------------------------------


def test_hidden_data_counts_and_is_said_once_a_sheet() -> None:
    rows = [UNITS, PROJECTS, *(project(n, f"第{n}号茶厂项目") for n in range(1, 6))]
    found = known(
        sheet(rows, hidden_rows=[3, 4, 7, 20], hidden_columns=[3, 9]),
        sheet(rows, name="续", hidden=True),
        sheet(rows, name="三"),
    )
    assert len(names(found)) == 15
    first, second = issues(found, "file.hidden_data")
    assert "行 3—4、7；" in first.message
    assert "列 C" in first.message
    assert "I" not in first.message
    assert "“续”" in second.message
    assert rules(found) == ["file.hidden_data"]


def test_hidden_rows_without_data_are_no_finding() -> None:
    rows: Rows = [UNITS, PROJECTS, project(1, "甲茶厂项目"), [None], ["填表人：张三"]]
    assert known(sheet(rows, hidden_rows=[1, 4, 5, 9], hidden_columns=[12])).issues == ()
    rows = [UNITS, [*PROJECTS, "备注"], project(1, "甲茶厂项目")]
    assert known(sheet(rows, hidden_columns=[8])).issues == ()


def test_values_under_a_merge_are_reported_and_texts_are_filled_down() -> None:
    rows: Rows = [
        UNITS,
        [*PROJECTS, "来源地"],
        [*project(1, "甲茶厂项目"), "江苏"],
        [2, "乙茶厂项目", None, 7000, "2020年4月", None, 500, None],
    ]
    found = known(sheet(rows, merges=["C3:C4", "D3:D4", "F3:F4", "H3:H4"]))
    second = found.tables[0].records[1]
    assert second.value("投资方") == "江苏某某公司"
    assert second.fields["投资方"].conversions == ("merged",)
    assert second.fields["投资方"].ref.cell == "C3"
    assert second.value("来源地") is not None
    assert second.value("本年到位资金") is None
    (issue,) = issues(found, "file.merged_values")
    assert places(issue) == ["D4"]
    assert rules(found) == ["file.merged_values"]


def test_a_header_is_never_filled_down() -> None:
    rows: Rows = [UNITS, PROJECTS, [1, "甲茶厂项目", None, 8000, "2020年3月", 3000, 1000]]
    found = known(sheet(rows, merges=["C2:C3"]))
    assert [r.value("投资方") for r in found.records("projects")] == [None]


def test_every_rule_that_is_raised_is_declared() -> None:
    found = known(
        sheet([UNITS, [*PROJECTS, "测算"], [1, "甲", "/", Broken(), "x", "约5", "１", 1]]),
        sheet([["指标", "年度目标", "本年累计"], ["实际利用外资", 500, 300]], name="二"),
    )
    assert len(rules(found)) > 4
    assert set(rules(found)) <= set(catalogue().rules)


def test_a_broken_cell_in_a_column_of_remarks_is_of_the_lesser_kind() -> None:
    header = [*PROJECTS, "备注", "产业类别"]
    row = [*project(1, "甲茶厂项目"), Formula("A1"), Broken()]
    found = known(sheet([UNITS, header, row, [*project(2, "乙茶厂项目"), Broken()]]))
    assert [(i.rule, places(i)) for i in found.issues] == [
        ("file.uncached_elsewhere", ["H3"]),
        ("file.error_cell", ["I3"]),
        ("file.error_elsewhere", ["H4"]),
    ]


def test_a_unit_row_of_the_wrong_currency_is_quoted() -> None:
    found = known(sheet([UNITS, FOREIGN, COMPANY]))
    (unknown,) = issues(found, "file.unit_unknown")
    assert "单位行“单位：万元”" in unknown.message
