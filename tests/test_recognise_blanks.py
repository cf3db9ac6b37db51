"""Blank numbers of a workbook whose format cannot tell a blank from an error value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.matrix_support import yearbook
from tests.recognise_support import (
    PROJECTS,
    TITLE,
    UNITS,
    Entry,
    Rows,
    book,
    catalogue,
    issues,
    places,
    project,
    sheet,
)
from zsstat.declarations import Catalogue
from zsstat.model import Return
from zsstat.recognise import recognise

OPTIONAL = "其中省内"


def degraded(rows: Rows, known: Catalogue | None = None) -> Return:
    return recognise(replace(book(sheet(rows)), degraded=True), known or catalogue())


def ledger(*within: Entry) -> Rows:
    """Projects with these amounts of an optional column, H."""
    rows = [[*project(n, f"第{n}茶厂项目"), amount] for n, amount in enumerate(within, 1)]
    return [TITLE, UNITS, [*PROJECTS, OPTIONAL], *rows]


def said_of_cells(found: Return) -> list[tuple[str, list[str]]]:
    rules = ("file.degraded", "file.degraded_blank")
    return [(i.rule, places(i)) for r in rules for i in issues(found, r) if i.cells]


@pytest.mark.parametrize(
    ("within", "blank"),
    [
        ((100, None, 200), ["H5"]),
        ((100, None, 200, None), ["H5", "H7"]),
        ((100, None, None), []),
        ((None, None), []),
        ((100, 200), []),
    ],
)
def test_a_blank_that_may_be_blank_is_no_reason_to_send_back(
    within: tuple[Entry, ...], blank: list[str]
) -> None:
    expected = [("file.degraded", blank)] if blank else []
    assert said_of_cells(degraded(ledger(*within))) == expected


@pytest.mark.parametrize("last", [3000, None])
def test_what_the_table_needs_is_asked_for(last: Entry) -> None:
    rows = [
        TITLE,
        UNITS,
        PROJECTS,
        project(1, "甲茶厂项目", funds=None),
        project(2, "乙茶厂项目", funds=last),
    ]
    blank = ["F4"] if last else ["F4", "F5"]
    assert said_of_cells(degraded(rows)) == [("file.degraded_blank", blank)]


def test_a_matrix_asks_for_its_values_alone() -> None:
    rows: Rows = [
        ["2020年各地区出口额（亿美元）"],
        ["地区", "出口额", "比上年增长（%）"],
        ["北京", 672, Decimal("1.5")],
        ["天津", None, Decimal("2.5")],
        ["河北", 440, None],
    ]
    assert said_of_cells(degraded(rows, yearbook())) == [
        ("file.degraded", ["C5"]),
        ("file.degraded_blank", ["B4"]),
    ]
