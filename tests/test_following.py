"""Rows that are followed: kept with the return, made anew for a database that has none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.rounds_support import Bureau, project
from zsstat.catalog import load_catalogue
from zsstat.model import Entity, Period, Trait
from zsstat.pipeline.following import follow
from zsstat.store import open_store

MARCH = Period(2021, 3)


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


def rows(bureau: Bureau, who: str = "hanbin", period: Period = MARCH) -> tuple[Entity, ...]:
    with open_store(bureau.db) as store:
        return store.followed.of(who, period)


def test_a_row_is_followed_by_what_it_says(bureau: Bureau) -> None:
    bureau.accept(
        "汉滨区",
        2021,
        3,
        project("富硒茶（一期）", 项目编号="ＡＫ-01", 备注="更正：上月多报 13800138000"),
    )
    (row,) = rows(bureau)
    assert (row.label, row.name, row.code) == ("富硒茶（一期）", "富硒茶(一期)", "ak-01")
    assert (row.total, row.flow, row.balance) == (200_000_000, 10_000_000, 10_000_000)
    assert row.stage == "开工"
    assert "13800138000" not in row.remark
    (cell,) = row.refs(Trait.TOTAL)
    assert (cell.file, cell.sheet, cell.cell) == ("汉滨区2021-3.xlsx", "项目台账", "E4")


def test_what_was_replaced_is_followed_no_more(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project("旧名称的项目"))
    more = ("--replace", "--reason", "更正")
    bureau.send("汉滨区", 2021, 3, project("新名称的项目"), more=more, name="b.xlsx")
    assert [row.label for row in rows(bureau)] == ["新名称的项目"]
    bureau.must("withdraw", 2, "--reason", "报错")
    assert [row.label for row in rows(bureau)] == ["旧名称的项目"]


def test_what_others_share_is_found_by_code_credit_code_and_party(bureau: Bureau) -> None:
    bureau.accept(
        "汉滨区",
        2021,
        3,
        project("甲项目的名称", 项目编号="K1", 投资方="甲公司"),
        project("乙项目的名称", 投资方="乙公司"),
    )
    bureau.accept("石泉县", 2021, 3, project("丙项目的名称", 投资方="丙公司"))
    bureau.accept(
        "汉滨区",
        2021,
        4,
        project("甲项目的名称", 项目编号="K1", 投资方="甲公司"),
        project("乙项目的名称", 投资方="乙公司"),
    )
    with open_store(bureau.db) as store:
        (own,) = (row for row in rows(bureau, "shiquan"))
        ask = replace(own, code="k1", party="乙公司")
        found = store.followed.sharing([ask], MARCH)
        assert {(row.reporter, row.label) for row in found} == {
            ("hanbin", "甲项目的名称"),
            ("hanbin", "乙项目的名称"),
        }
        assert store.followed.sharing([replace(own, party="丁公司")], MARCH) == ()
        assert store.followed.sharing([replace(ask, reporter="hanbin")], MARCH) == ()


def test_an_older_database_is_followed_at_the_first_import(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project())
    before = rows(bureau)
    with closing(sqlite3.connect(bureau.db)) as raw:
        raw.execute("DELETE FROM entity")
        raw.execute("DELETE FROM meta WHERE key = 'tracking'")
        raw.commit()
    assert rows(bureau) == ()
    bureau.accept("汉阴县", 2021, 3, project("另一个茶项目", 投资方="乙公司"))
    assert rows(bureau) == before


def test_rows_are_followed_anew_when_the_catalogue_says_otherwise(bureau: Bureau) -> None:
    bureau.accept("汉滨区", 2021, 3, project(项目编号="K1"))
    shipped = load_catalogue(None)
    table = shipped.returns["projects"]
    assert table.tracking is not None
    nameless = replace(table, tracking=replace(table.tracking, code=None))
    changed = replace(shipped, returns={**shipped.returns, "projects": nameless})
    with open_store(bureau.db) as store:
        assert follow(store, shipped) == 0
        assert follow(store, changed) == 1
        assert [row.code for row in store.followed.of("hanbin", MARCH)] == [None]
        assert follow(store, changed) == 0
