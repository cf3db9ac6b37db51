"""What is said where a total is not the sum of its rows, and whose total it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.checks_support import case as case_of
from tests.checks_support import catalogue as shipped
from tests.checks_support import cells, claim, table, wan, words
from zsstat.checks.causes import nearest_cause
from zsstat.declarations import Area, AreaKind, Column, ColumnType, DatedName
from zsstat.model import Field, Issue, RecognisedTable, Record, cell_name

TOTAL = "table.total_mismatch"


@pytest.mark.parametrize(
    ("stated", "rows", "within", "cause"),
    [
        (500, {5: 100, 6: 200, 7: 300}, [], "；正好漏了第5行的数"),
        (900, {5: 100, 6: 200, 7: 300}, [], "；正好多计了第7行的数"),
        (400, {5: 100, 6: 200, 7: 200}, [], "；正好漏了第5行的数"),
        (
            300,
            {5: 100, 6: 200, 7: 200},
            [],
            "；正好漏了第6行或第7行的数；或者正好差第5行的数的两倍，可能是正负号弄反了",
        ),
        (320, {5: 110, 6: 210, 7: 210}, [], "；正好漏了第6行或第7行的数"),
        (1200, {5: 100, 6: 150, 7: 350}, [250, 350], "；多出的正好是各小计之和，小计不应再加一遍"),
        (60, {5: 100, 6: 200, 7: 300}, [], "；两者正好相差10倍，请核对单位和小数点"),
        (6_000_000, {5: 100, 6: 200, 7: 300}, [], "；两者正好相差10000倍，请核对单位和小数点"),
        (645, {5: 154, 6: 200, 7: 300}, [], "；可能是数字4、5写颠倒了"),
        (601, {5: 100, 6: 200, 7: 300}, [], ""),
        (655, {5: 154, 6: 200, 7: 300}, [], ""),
        (0, {5: 100, 6: 200, 7: 300}, [], ""),
        (500, {5: 600}, [], ""),
    ],
)
def test_the_nearest_cause(
    stated: int, rows: dict[int, int], within: list[int], cause: str
) -> None:
    named = {f"第{row}行": amount for row, amount in rows.items()}
    assert nearest_cause(stated, named, within) == cause


def funds(*amounts: str, sheet: str = "", row: int = 5) -> RecognisedTable:
    found = table("projects", *[{"本年到位资金": wan(a)} for a in amounts], sheet=sheet)
    moved = tuple(replace(r, row=r.row - 5 + row) for r in found.records)
    return replace(found, records=moved)


def moved_right(found: RecognisedTable, by: int) -> RecognisedTable:
    """The same records, ``by`` columns further on."""

    def moved(record: Record, name: str, field: Field) -> Field:
        place = cell_name(record.row, found.columns[name].column + by)
        return replace(field, ref=replace(field.ref, cell=place))

    records = tuple(
        replace(record, fields={n: moved(record, n, f) for n, f in record.fields.items()})
        for record in found.records
    )
    return replace(found, records=records)


def totals(*tables: RecognisedTable) -> list[Issue]:
    return case_of(*tables).run(TOTAL)


def test_a_total_that_adds_the_subtotals_again_says_so() -> None:
    found = claim(funds("100", "200"), {"本年到位资金": wan("300")}, label="小计")
    doubled = claim(found, {"本年到位资金": wan("600")}, label="合计")
    (issue,) = totals(doubled)
    assert issue.message.endswith("；多出的正好是各小计之和，小计不应再加一遍")


@pytest.mark.parametrize(("stated", "wrong"), [("600", 0), ("300", 0), ("500", 1)])
def test_the_total_of_two_tables_on_one_sheet_stands_under_the_last(
    stated: str, wrong: int
) -> None:
    first = claim(funds("100", "200", sheet="一"), {"本年到位资金": wan("300")})
    second = claim(funds("300", sheet="一", row=20), {"本年到位资金": wan(stated)}, label="总计")
    assert len(totals(first, second)) == wrong


def test_a_total_does_not_reach_to_another_sheet() -> None:
    first = funds("100", "200", sheet="一")
    second = claim(funds("300", sheet="二"), {"本年到位资金": wan("600")})
    assert len(totals(first, second)) == 1


def test_tables_side_by_side_have_rows_of_the_same_number() -> None:
    left = funds("100", "200", sheet="一")
    right = claim(funds("300", "400", sheet="一"), {"本年到位资金": wan("1000")})
    assert totals(left, right) == []


def test_a_wrong_total_of_tables_side_by_side_is_compared_with_both() -> None:
    left = moved_right(funds("100", "200", sheet="一"), -5)
    right = claim(funds("300", "400", sheet="一"), {"本年到位资金": wan("1010")})
    (issue,) = totals(left, right)
    assert (issue.expected, issue.difference) == ("1000万元", "10万元")
    left = moved_right(funds("110", "200", sheet="一"), -5)
    short = claim(funds("300", "400", sheet="一"), {"本年到位资金": wan("810")})
    assert totals(left, short)[0].message.endswith("；正好漏了J6的数")


def test_a_total_of_both_names_the_cells_that_its_sum_leaves_out() -> None:
    left = moved_right(funds("100", "200", sheet="一"), -5)
    formula = {"本年到位资金": "SUM(O5:O6,J5)"}
    right = claim(funds("300", "400", sheet="一"), {"本年到位资金": wan("800")}, formulas=formula)
    (issue,) = totals(left, right)
    assert issue.message.endswith("；合计公式没有包括J6")


@pytest.mark.parametrize("beside", [True, False])
def test_a_wrong_total_of_one_of_two_tables_is_compared_with_its_own_rows(beside: bool) -> None:
    first = funds("100", "200", sheet="一", row=5 if beside else 20)
    if beside:  # where each has a total, each is its own
        first = claim(first, {"本年到位资金": wan("300")})
    else:
        first = replace(first, header_rows=(19,))
    second = claim(funds("300", "400", sheet="一"), {"本年到位资金": wan("710")})
    (issue,) = totals(first, second)
    assert issue.expected == "700万元"


def test_the_own_rows_come_first_where_the_total_holds_for_them() -> None:
    left = funds("100", "200", sheet="一")
    right = claim(funds("300", "400", sheet="一"), {"本年到位资金": wan("700")})
    assert totals(left, right) == []


@pytest.mark.parametrize(("members", "wrong"), [(("hanyin", "ziyang"), ["O9"]), ((), [])])
def test_a_declared_group_is_the_sum_of_its_members_wherever_they_stand(
    members: tuple[str, ...], wrong: list[str]
) -> None:
    known = shipped()
    group = Area("south", AreaKind.GROUP, (DatedName("南部"),), members=members)
    projects = known.returns["projects"]
    columns = (*projects.columns, Column("县区", ColumnType.AREA))
    declared = replace(projects, columns=columns)
    rows = [
        {"本年到位资金": wan(amount), "项目名称": words("某某项目")}
        for amount in ("1", "20", "300", "4")
    ]
    found = table("projects", *rows)
    places = ("hanyin", "hanbin", "ziyang", "baihe")
    field = found.records[0].fields["项目名称"]
    records = tuple(
        replace(record, fields={**record.fields, "县区": replace(field, value=place)})
        for record, place in zip(found.records, places, strict=True)
    )
    found = replace(found, records=records)

    def judged(stated: str) -> list[Issue]:
        own = claim(found, {"本年到位资金": wan(stated)}, label="南部")
        own = replace(own, claims=(replace(own.claims[0], area="south"),))
        trial = case_of(own)
        trial.catalogue = replace(
            known,
            areas={**known.areas, "south": group},
            returns={**known.returns, "projects": declared},
        )
        return trial.run(TOTAL)

    assert judged("301") == []
    assert [place for issue in judged("325") for place in cells(issue)] == wrong
