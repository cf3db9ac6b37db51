"""``zsstat history``: one project through all periods, and what is marked on the way."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks_support import BLANK, Written, day, number, wan, words
from tests.cli_support import SAMPLE_CONFIG, Done, run
from tests.diff_support import records
from tests.history_support import Row, coded, project, send
from zsstat.catalog import load_catalogue
from zsstat.compute.lifelines import Appearance, Lifeline, lifelines
from zsstat.model import Period
from zsstat.render.lines import display_width
from zsstat.store import Store, open_store

JUNE, YEAR, NEXT = Period(2020, 6), Period(2020), Period(2021)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    with open_store(db, create=True) as opened:
        yield opened


def history(db: Path, *words_: object) -> Done:
    return run("history", *words_, db=db)


def found(db: Path, *words_: object) -> list[dict[str, Any]]:
    done = history(db, *words_, "--format", "json")
    assert done.status == 0, done.err
    return list(done.json["projects"])


def only(db: Path, *words_: object) -> dict[str, Any]:
    (project_,) = found(db, *words_)
    return project_


def marks(project_: dict[str, Any]) -> list[tuple[int, int, str]]:
    return [
        (stop["year"], stop["month"], mark["turn"])
        for stop in project_["periods"]
        for mark in stop["marks"]
    ]


# --- what is marked ---------------------------------------------------------------------------


def test_a_project_goes_through_all_periods(store: Store, db: Path) -> None:
    send(store, "hanbin", NEXT, project("甲厂建设", "投产", 自签约累计到位=wan("900")))
    send(store, "hanbin", JUNE, project("甲厂建设", "签约"), project("别的项目"))
    send(store, "hanbin", YEAR, project("甲厂建设", "开工", 自签约累计到位=wan("300")))
    stops = only(db, "甲厂建设")["periods"]
    assert [(s["year"], s["month"], s["row"]) for s in stops] == [
        (2020, 6, 5), (2020, 12, 5), (2021, 12, 5),
    ]  # fmt: skip
    assert [s["values"]["阶段"]["value"] for s in stops] == ["签约", "开工", "投产"]
    assert [s["values"]["自签约累计到位"]["value"] for s in stops] == [
        "200000", "3000000", "9000000",
    ]  # fmt: skip
    assert stops[1]["file"] == "hanbin2020-12.xlsx"
    assert marks(only(db, "甲厂建设")) == []


def later(name: str = "甲厂建设", stage: str = "签约", **cells: Written) -> Row:
    return {**coded("A1", name, stage, 投资方=words("西方公司")), **cells}


@pytest.mark.parametrize(
    ("row", "turn"),
    [
        (later("乙园建设"), "renamed"),
        (later(stage="策划"), "stage_back"),
        (later(总投资=wan("6000")), "total"),
        (later(投资方=words("东方公司")), "identity"),
        (later(签约时间=day(2019, 6)), "detail"),
        (later("甲厂 建设"), None),
        (later(stage="开工"), None),
        (later(总投资=BLANK), None),
        (later(投资方=BLANK), None),
        (later(总投资=number("0.5", "亿元")), None),
    ],
)
def test_what_changes_is_marked(store: Store, db: Path, row: Row, turn: str | None) -> None:
    send(store, "hanbin", YEAR, later())
    send(store, "hanbin", NEXT, row)
    assert marks(only(db, "A1")) == ([(2021, 12, turn)] if turn else [])


def test_what_is_gone_has_vanished_and_may_come_again(store: Store, db: Path) -> None:
    send(store, "hanbin", JUNE, project("甲厂建设"), project("乙园建设", "投产"))
    send(store, "hanbin", YEAR, project("别的项目"))
    send(store, "hanbin", NEXT, project("甲厂建设"), project("别的项目"))
    assert marks(only(db, "甲厂建设")) == [(2020, 12, "vanished"), (2021, 12, "again")]
    assert marks(only(db, "乙园建设")) == [], "finished projects need not come again"
    said = history(db, "甲厂建设").out
    assert "消失" in said
    assert "重新出现" in said


def test_it_vanishes_once_and_only_where_the_table_was_sent(store: Store, db: Path) -> None:
    send(store, "hanbin", JUNE, project("甲厂建设"))
    send(store, "ziyang", YEAR, project("别的项目"))
    assert marks(only(db, "甲厂建设")) == []
    send(store, "hanbin", YEAR)
    send(store, "hanbin", NEXT, project("别的项目"))
    assert marks(only(db, "甲厂建设")) == [(2020, 12, "vanished")]


def test_the_same_project_of_two_reporters(store: Store, db: Path) -> None:
    send(store, "hanbin", YEAR, coded("A1", "甲厂建设"))
    send(store, "hanbin", NEXT, coded("A1", "甲厂建设"))
    send(store, "ziyang", NEXT, coded("A1", "甲厂建设工程"))
    here, there = found(db, "A1")
    assert (here["reporter"], there["reporter"]) == ("hanbin", "ziyang")
    assert marks(here) == [(2021, 12, "elsewhere")]
    assert here["elsewhere"] == [{"reporter": "ziyang", "periods": [[2021, 12]]}]
    assert there["elsewhere"] == [{"reporter": "hanbin", "periods": [[2020, 12], [2021, 12]]}]
    said = history(db, "A1", "--reporter", "汉滨区").out
    assert "跨单位出现：紫阳县" in said


def test_a_project_filled_in_twice(store: Store, db: Path) -> None:
    send(store, "hanbin", YEAR, project("甲厂建设"), project("甲厂建设", 总投资=wan("7")))
    project_ = only(db, "甲厂建设")
    assert [stop["row"] for stop in project_["periods"]] == [5, 6]
    assert "同一期填了2行" in history(db, "甲厂建设").out


# --- which rows are one project ---------------------------------------------------------------


def test_a_row_without_code_is_the_project_of_its_name_and_party(store: Store, db: Path) -> None:
    party = words("东方公司")
    send(store, "hanbin", JUNE, project("甲厂建设", 投资方=party))
    send(store, "hanbin", YEAR, coded("A1", "甲厂建设", 投资方=party))
    send(store, "hanbin", NEXT, coded("A1", "甲厂改造", 投资方=party))
    assert [s["month"] for s in only(db, "A1")["periods"]] == [6, 12, 12]
    assert marks(only(db, "A1")) == [(2021, 12, "renamed")]


def test_two_codes_are_two_projects_whatever_they_are_called(store: Store, db: Path) -> None:
    send(store, "hanbin", YEAR, coded("A1", "甲厂建设"), coded("A2", "甲厂建设"))
    send(store, "hanbin", NEXT, coded("A1", "甲厂建设"), project("甲厂建设"))
    assert len(only(db, "A1")["periods"]) == 2
    projects = found(db, "甲厂建设")
    assert sorted(len(p["periods"]) for p in projects) == [1, 2, 2]  # A2 vanishes, one is unknown


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["hanbin", "ziyang"]),
            st.sampled_from([JUNE, YEAR, NEXT]),
            st.sampled_from([None, "A1", "A2"]),
            st.sampled_from(["甲厂建设", "乙园建设"]),
            st.sampled_from([None, "东方公司", "西方公司"]),
        ),
        max_size=12,
    )
)
def test_every_row_is_of_one_project_and_codes_are_never_mixed(
    entries: list[tuple[str, Period, str | None, str, str | None]],
) -> None:
    rows = [
        project(name, 项目编号=_maybe(code), 投资方=_maybe(party))
        for _, _, code, name, party in entries
    ]
    appearances = [
        Appearance(entry[0], entry[1], record)
        for entry, record in zip(entries, records(rows), strict=True)
    ]
    declared = load_catalogue().returns["projects"]
    lines = lifelines(declared, appearances, lambda *_: True, [JUNE, YEAR, NEXT])
    assert sorted(r.row for line in lines for r in line.rows()) == [
        a.record.row for a in appearances
    ]
    by_row = {a.record.row: a for a in appearances}
    for line in lines:
        assert {by_row[r.row].reporter for r in line.rows()} == {line.reporter}
        assert len({code for r in line.rows() if (code := r.value("项目编号"))}) <= 1
    _same_keys_meet(lines)


def _maybe(text: str | None) -> Written:
    return words(text) if text else BLANK


def _same_keys_meet(lines: tuple[Lifeline, ...]) -> None:
    """No code of a reporter stands in two lines."""
    codes = [
        (line.reporter, code)
        for line in lines
        for code in {record.value("项目编号") for record in line.rows()} - {None}
    ]
    assert len(codes) == len(set(codes))


# --- finding it -------------------------------------------------------------------------------


def test_it_is_found_by_parts_of_name_code_and_party(store: Store, db: Path) -> None:
    send(
        store, "hanbin", YEAR,
        coded("HB-07", "月河电子产业园", 投资方=words("东方电子公司")),
        coded("HB-08", "月河茶叶加工厂", 投资方=words("西方茶业公司")),
    )  # fmt: skip
    for query in (["hb-07"], ["电子 产业园"], ["东方电子"], ["月河", "东方"], ["月河电子产业园"]):
        assert only(db, *query)["identity"]["项目编号"] == "HB-07"
    assert len(found(db, "月河")) == 2
    assert len(found(db, "HB")) == 2


def test_a_whole_name_goes_before_longer_ones(store: Store, db: Path) -> None:
    send(store, "hanbin", YEAR, project("甲厂"), project("甲厂二期"))
    assert only(db, "甲厂")["label"] == "甲厂"


def test_of_several_a_list_says_how_to_choose(store: Store, db: Path) -> None:
    send(store, "hanbin", YEAR, coded("A1", "甲厂建设"))
    send(store, "ziyang", YEAR, coded("A2", "甲厂建设"))
    done = history(db, "甲厂")
    assert done.status == 1
    assert "有2个都对得上" in done.out
    assert "--reporter" in done.out
    assert "A1" in done.out
    assert "A2" in done.out
    assert history(db, "甲厂", "--reporter", "紫阳").status == 0


def test_what_is_not_there_is_said_with_the_nearest(store: Store, db: Path) -> None:
    send(store, "hanbin", YEAR, project("月河电子产业园"))
    done = history(db, "月河电于产业园")
    assert done.status == 2
    assert "是不是：月河电子产业园" in done.err
    assert history(db, " ").status == 2


def test_what_was_replaced_is_not_looked_at(store: Store, db: Path) -> None:
    send(store, "hanbin", YEAR, project("甲厂建设", 总投资=wan("1")))
    send(store, "hanbin", YEAR, project("甲厂建设", 总投资=wan("2")), replaced=True)
    (stop,) = only(db, "甲厂建设")["periods"]
    assert stop["values"]["总投资"]["value"] == "20000"


# --- how it looks -----------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["text", "json", "csv"])
def test_no_phone_number_is_ever_shown(store: Store, db: Path, format_: str) -> None:
    send(store, "hanbin", YEAR, project("甲厂建设"))
    out = history(db, "甲厂建设", "--format", format_).out
    assert "甲厂建设" in out
    assert "138" not in out


def test_enterprises_are_followed_too(store: Store, db: Path) -> None:
    def enterprise(amount: str) -> Row:
        funds = number(amount, "万美元")
        return {"企业名称": words("安康电子公司"), "设立时间": day(2019, 3), "实际利用外资": funds}

    send(store, "hanbin", YEAR, enterprise("12"), kind="foreign")
    send(store, "hanbin", NEXT, enterprise("34.5"), kind="foreign")
    done = history(db, "安康电子公司")
    assert done.status == 0
    assert "外资企业" in done.out
    assert "34.5" in done.out


@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_fits_and_says_where_each_row_stands(
    store: Store, db: Path, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    long = "安康高新技术产业开发区新型材料精密加工与循环利用一体化生产基地建设项目"
    send(store, "hanbin", YEAR, coded("A1", long, 总投资=wan("123456.7890")))
    send(store, "hanbin", NEXT, coded("A1", long + "二期", "策划", 总投资=number("20", "亿元")))
    done = history(db, "A1")
    assert max(map(display_width, done.out.splitlines())) <= columns
    plain = done.out.replace("\n", "").replace("　", "")
    assert "123456.789" in plain
    assert "hanbin2020-12.xlsx工作表“projects”第5行" in plain
    assert "阶段倒退" in plain
    assert "改名" in plain


def test_the_csv_has_a_line_a_period(store: Store, db: Path) -> None:
    send(store, "hanbin", YEAR, project("甲厂建设"))
    send(store, "hanbin", NEXT, project("甲厂建设", "开工"))
    out = history(db, "甲厂建设", "--format", "csv").out.lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["year"], row["阶段"], row["总投资"]) for row in rows] == [
        ("2020", "签约", "50000000"),
        ("2021", "开工", "50000000"),
    ]


def test_the_sample_is_followed_from_year_to_year(sample_db: Path) -> None:
    done = run("history", "荣桐电梯", "--format", "json", db=sample_db, config=SAMPLE_CONFIG)
    (project_,) = done.json["projects"]
    assert [stop["year"] for stop in project_["periods"]] == [2019, 2020]
    assert {turn for _, _, turn in marks(project_)} == {"detail"}
