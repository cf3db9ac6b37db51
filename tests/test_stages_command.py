"""``zsstat stages``: on small ledgers whose every figure can be counted by hand, and on the sample
against its raw cells."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli_support import SAMPLE_CONFIG, Done, run
from tests.sample_support import RawRow, number, text, year_tables
from tests.stages_support import EARLIER, LATER, Project, database
from zsstat.model import Period
from zsstat.render.lines import display_width

HANBIN = [
    Project("甲", "签约", 2, code="1"),
    Project("乙", "开工", 3),
    Project("丙", "落地", 4),
    Project("丁", "投产", 5),
    Project("戊", "终止", 6),
    Project("己", "签约", 7),
]
HANBIN_NOW = [
    Project("甲改名", "投产", 2, code="1"),
    Project("乙", "签约", 3),
    Project("丙", "落地", 9),
    Project("戊", "开工", 6),
    Project("庚", None, None),
]
ZIYANG = [Project("东", "签约", 1)]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hanbin in both years, Ziyang in the second alone."""
    return database(
        tmp_path_factory.mktemp("stages") / "a.db",
        ("hanbin", EARLIER, HANBIN),
        ("hanbin", LATER, HANBIN_NOW),
        ("ziyang", LATER, ZIYANG),
    )


def ask(db: Path, *words: object) -> Done:
    return run("stages", "--year", 2020, *words, db=db, config=SAMPLE_CONFIG)


def grids(done: Done) -> dict[str, dict[str, list[str]]]:
    """Title → first cell → the other cells of each printed table, as far as they are not blank."""
    assert done.status == 0, done.err
    found: dict[str, dict[str, list[str]]] = {}
    for block in done.out.split("\n\n"):
        title, *lines = block.splitlines()
        rule = next(n for n, line in enumerate(lines) if line.startswith("--"))
        rows = [x.split() for x in lines[rule + 1 :] if not x.startswith(("注：", "限"))]
        found[title] = {row[0]: row[1:] for row in rows if row}
    return found


def squeezed(done: Done) -> str:
    return "".join(done.out.split())


# --- one period -------------------------------------------------------------------------------


def test_projects_and_their_investment_stand_by_stage(ledger: Path) -> None:
    done = ask(ledger)
    (table,) = grids(done).values()
    assert table["签约"] == ["2", "33.33", "4", "19.05"]
    assert table["落地"] == ["1", "16.67", "9", "42.86"]
    assert table["开工"] == ["1", "16.67", "6", "28.57"]
    assert table["投产"] == ["1", "16.67", "2", "9.52"]
    assert table["终止"] == ["0", "0", "0", "0"]
    assert table["未注明"] == ["1", "16.67", "0", "0"]
    assert table["合计"] == ["6", "100", "21", "100"]
    assert "有1个项目没有填总投资，金额中不含。" in squeezed(done)
    assert "阶段空白或不在目录里的列为未注明" in squeezed(done)


def test_by_county_every_line_adds_up(ledger: Path) -> None:
    counts, amounts = grids(ask(ledger, "--by", "county")).values()
    assert counts["汉滨区"] == ["0", "0", "1", "1", "1", "1", "0", "1", "5"]
    assert counts["紫阳县"] == ["0", "0", "1", "0", "0", "0", "0", "0", "1"]
    assert counts["合计"] == ["0", "0", "2", "1", "1", "1", "0", "1", "6"]
    assert amounts["合计"] == ["0", "0", "4", "9", "6", "2", "0", "0", "21"]


# --- two periods ------------------------------------------------------------------------------


def test_the_matrix_holds_each_project_once_and_marks_steps_back(ledger: Path) -> None:
    done = ask(ledger, "--from", "2019")
    tables = grids(done)
    matrix = next(v for k, v in tables.items() if "阶段变化（项目个数）" in k)
    #                   策划 洽谈 签约 落地 开工 投产 终止 未注明 没有 合计
    assert matrix["签约"] == ["0", "0", "0", "0", "0", "1", "0", "0", "1", "2"]
    assert matrix["落地"] == ["0", "0", "0", "1", "0", "0", "0", "0", "0", "1"]
    assert matrix["开工"] == ["0", "0", "1*", "0", "0", "0", "0", "0", "0", "1"]
    assert matrix["投产"] == ["0", "0", "0", "0", "0", "0", "0", "0", "1", "1"]
    assert matrix["终止"] == ["0", "0", "0", "0", "1*", "0", "0", "0", "0", "1"]
    assert matrix["本期新增"] == ["0", "0", "0", "0", "0", "0", "0", "1"]
    assert matrix["本期合计"] == ["0", "0", "1", "1", "1", "1", "0", "1"]
    assert "带*的是阶段后退，或终止后又恢复的项目。" in squeezed(done)
    assert "只比较两期都报送了项目台账的1个单位；未比较：紫阳县。" in squeezed(done)


def test_the_matrix_of_amounts_adds_up_to_both_years(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    tables = grids(ask(ledger, "--from", "2019"))
    matrix = next(v for k, v in tables.items() if "阶段变化（总投资）" in k)
    assert matrix["落地"] == ["0", "0", "0", "4", "0", "0", "0", "0", "0", "4"]
    assert matrix["总投资变动"] == ["0", "0", "0", "5", "0", "0", "0", "0"]
    assert matrix["本期合计"] == ["0", "0", "3", "9", "6", "2", "0", "0"]
    lines = [row for name, row in matrix.items() if name != "本期合计"]
    for column, now in enumerate(matrix["本期合计"]):
        assert sum(int(row[column].strip("*")) for row in lines) == int(now)


def test_rates_are_of_those_that_were_there(ledger: Path) -> None:
    tables = grids(ask(ledger, "--from", "2019"))
    rates = next(v for k, v in tables.items() if "转化率（按项目个数）" in k)
    assert rates["签约"] == ["2", "50", "50", "50"]
    assert rates["开工"] == ["1", "0"]
    assert rates["策划"][0] == "0"
    amounts = next(v for k, v in tables.items() if "转化率（按总投资）" in k)
    assert amounts["签约"] == ["9", "22.22", "22.22", "22.22"]


def test_what_somebody_should_ask_about_is_listed_by_name(ledger: Path) -> None:
    tables = grids(ask(ledger, "--from", "2019"))
    back = next(v for k, v in tables.items() if "后退的项目" in k)
    assert back["汉滨区"] == ["戊", "终止", "开工", "6"]  # the last of its two lines
    gone = next(v for k, v in tables.items() if "尚未完结的项目" in k)
    assert gone == {"汉滨区": ["己", "签约", "7"]}


def test_each_county_has_its_own_line_of_moves(ledger: Path) -> None:
    done = ask(ledger, "--from", "2019-12", "--by", "county")
    moves = next(v for k, v in grids(done).items() if "各地区阶段变化" in k)
    #                      上期 前进 不变 后退 终止 完结 消失 新增 本期 前进率
    assert moves["汉滨区"] == ["6", "1", "1", "2", "0", "1", "1", "1", "5", "25"]
    assert moves["合计"] == moves["汉滨区"]
    assert "紫阳县" not in moves


def test_a_blank_stage_then_is_a_column_of_its_own(tmp_path: Path) -> None:
    db = database(
        tmp_path / "b.db",
        ("hanbin", EARLIER, [Project("甲", None)]),
        ("hanbin", LATER, [Project("甲", "开工")]),
    )
    done = ask(db, "--from", "2019", "--by", "county")
    moves = next(v for k, v in grids(done).items() if "各地区阶段变化" in k)
    assert "不明" in done.out
    assert moves["合计"][:6] == ["1", "0", "0", "0", "0", "1"]


def test_a_stage_that_the_catalogue_does_not_know_is_not_guessed(tmp_path: Path) -> None:
    db = database(tmp_path / "f.db", ("hanbin", LATER, [Project("甲", "停工")]))
    (table,) = grids(ask(db)).values()
    assert table["未注明"][0] == "1"


def test_a_reporter_that_has_not_sent_again_has_lost_nothing(tmp_path: Path) -> None:
    db = database(
        tmp_path / "g.db",
        ("hanbin", EARLIER, [Project("甲", "签约")]),
        ("ziyang", EARLIER, ZIYANG),
        ("hanbin", LATER, [Project("甲", "开工")]),
    )
    done = ask(db, "--from", "2019")
    assert "未比较：紫阳县" in squeezed(done)
    assert "初步统计数" in done.out
    matrix = next(v for k, v in grids(done).items() if "阶段变化（项目个数）" in k)
    assert matrix["签约"] == ["0", "0", "0", "0", "1", "0", "0", "0", "1"]
    assert not any("尚未完结" in title for title in grids(done))


def test_a_code_of_two_counties_is_said_and_counted_twice(tmp_path: Path) -> None:
    both = [Project("甲", "开工", 2, code="1")]
    db = database(tmp_path / "c.db", ("hanbin", LATER, both), ("ziyang", LATER, both))
    done = ask(db)
    assert next(iter(grids(done).values()))["合计"][0] == "2"
    assert "有1个项目由两个以上单位填报，各计各的。" in squeezed(done)


def test_long_lists_are_cut_and_say_where_the_rest_is(tmp_path: Path) -> None:
    many = [Project(f"项目{n}", "开工") for n in range(35)]
    db = database(
        tmp_path / "d.db", ("hanbin", EARLIER, many), ("hanbin", LATER, [Project("新", "签约")])
    )
    done = ask(db, "--from", "2019")
    assert "项目29" in done.out
    assert "项目30" not in done.out
    assert "只列出前30个，共35个；用--formatjson可以得到全部。" in squeezed(done)
    moves = ask(db, "--from", "2019", "--format", "json").json["moves"]
    assert [m["name"] for m in moves if m["fate"] == "gone"] == [p.name for p in many]


# --- formats and refusals ---------------------------------------------------------------------


def test_the_machine_form_names_file_sheet_and_row_of_every_move(ledger: Path) -> None:
    data = ask(ledger, "--from", "2019", "--format", "json").json
    assert data["from"] == {
        "year": 2019, "month": 12, "compared": ["hanbin"], "left_out": ["ziyang"]
    }  # fmt: skip
    stages = {row["stage"]: (row["count"], row["amount"], row["unit"]) for row in data["rows"]}
    assert stages["签约"] == (2, "4", "亿元")
    assert stages["未注明"] == (1, "0", "亿元")
    moves = {move["name"]: move for move in data["moves"]}
    assert {name: move["fate"] for name, move in moves.items()} == {
        "甲改名": "forward",
        "乙": "back",
        "戊": "revived",
        "庚": "new",
        "丁": "closed",
        "己": "gone",
    }
    renamed = moves["甲改名"]
    assert (renamed["from_stage"], renamed["to_stage"]) == ("签约", "投产")
    assert [(p["file"], p["sheet"], p["row"]) for p in renamed["places"]] == [
        ("hanbin.xlsx", "表1", 4),
        ("hanbin.xlsx", "表1", 4),
    ]
    assert moves["庚"]["amount_before"] is None
    assert moves["庚"]["to_stage"] == "未注明"
    transitions = {(t["from_stage"], t["to_stage"]): t for t in data["transitions"]}
    assert transitions["落地", "落地"]["amount_before"] == "4"
    assert transitions["落地", "落地"]["amount"] == "9"
    assert sum(t["count"] for t in data["transitions"]) == 7
    rates = {(c["from_stage"], c["to_stage"]): c for c in data["conversions"]}
    assert rates["签约", "开工"]["count_percent"] == "50"
    assert rates["策划", "洽谈"]["count_percent"] is None


def test_one_period_alone_has_no_comparison(ledger: Path) -> None:
    data = ask(ledger, "--by", "county", "--format", "json").json
    assert data["from"] is None
    assert "moves" not in data
    assert {row["area"] for row in data["rows"]} == {"ankang", "hanbin", "ziyang"}


def test_csv_and_xlsx_hold_the_same_counts(ledger: Path, tmp_path: Path) -> None:
    out = ask(ledger, "--format", "csv").out.removeprefix("\ufeff")
    rows = {row["stage"]: row["count"] for row in csv.DictReader(io.StringIO(out))}
    assert rows["签约"] == "2"
    target = tmp_path / "阶段.xlsx"
    assert ask(ledger, "--from", "2019", "--format", "xlsx", "--output", target).status == 0
    sheet = openpyxl.load_workbook(target).worksheets[3]  # after cover, contents and notes
    rows_of = sheet.iter_rows(min_row=3, max_col=2, values_only=True)
    counts = {label: count for label, count in rows_of if label}
    assert counts["签约"] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "去年"], "请写年份或年月"),
        (["--from", "2019-13"], "请写年份或年月"),
        (["--from", "2020"], "不早于2020年"),
        (["--from", "2021"], "不早于2020年"),
        (["--from", "2018"], "可以比较的报告期：2019年"),
        (["--from", "2019-6"], "没有2019年1—6月的已接收报表"),
        (["--by", "industry"], "可以用的是：county"),
    ],
)
def test_what_cannot_be_compared_is_answered_with_what_can(
    ledger: Path, words: list[str], said: str
) -> None:
    done = ask(ledger, *words)
    assert done.status == 2
    assert said in "".join(done.err.split("\n"))


@pytest.mark.parametrize("month", ["2020-3", "2020-03", "2020年3月", "2020.3"])
def test_a_month_may_be_written_in_several_ways(tmp_path: Path, month: str) -> None:
    db = database(
        tmp_path / "e.db",
        ("hanbin", Period(2020, 3), [Project("甲", "签约")]),
        ("hanbin", LATER, [Project("甲", "开工")]),
    )
    assert "2020年1—3月至2020年项目台账：阶段变化" in ask(db, "--from", month).out


# --- the sample -------------------------------------------------------------------------------


def raw_projects(year: int) -> list[tuple[str, RawRow, Fraction]]:
    """Reporter, row and total (元) of every project, as they stand in the workbooks."""
    return [
        (table.area, row, number(row["总投资"], table.units["总投资"]))
        for table in year_tables(year)
        if table.kind == "projects"
        for row in table.rows
    ]


def keys(area: str, row: RawRow) -> tuple[tuple[str, ...], ...]:
    name = (area, text(row["名称"]), text(row["投资方"]))
    return ((text(row["编号"]),), name) if text(row.get("编号")) else (name,)


@pytest.fixture(scope="module")
def sample(sample_db: Path) -> Any:
    done = ask(sample_db, "--from", "2019", "--format", "json")
    assert (done.status, done.err) == (0, "")
    return done.json


def test_the_stages_of_the_sample_are_those_of_its_cells(sample: Any) -> None:
    counts: Counter[str] = Counter()
    totals: defaultdict[str, Fraction] = defaultdict(Fraction)
    for _, row, total in raw_projects(2020):
        counts[text(row["阶段"])] += 1
        totals[text(row["阶段"])] += total
    printed = {row["stage"]: row for row in sample["rows"]}
    assert {stage: row["count"] for stage, row in printed.items()} == counts
    for stage, total in totals.items():
        assert Fraction(printed[stage]["amount"]) * 10**8 == total


def test_the_moves_of_the_sample_are_those_of_its_cells(sample: Any) -> None:
    known = {key: row for area, row, _ in raw_projects(2019) for key in keys(area, row)}
    seen: set[int] = set()
    expected: Counter[tuple[str | None, str | None]] = Counter()
    for area, row, _ in raw_projects(2020):
        before = next((known[key] for key in keys(area, row) if key in known), None)
        expected[text(before["阶段"]) if before else None, text(row["阶段"])] += 1
        seen.add(id(before))
    for _, row, _ in raw_projects(2019):
        if id(row) not in seen:
            expected[text(row["阶段"]), None] += 1
    assert {(t["from_stage"], t["to_stage"]): t["count"] for t in sample["transitions"]} == expected


@pytest.mark.parametrize("words", [[], ["--by", "county"]])
@pytest.mark.parametrize("since", [[], ["--from", "2019"]])
def test_eighty_columns_hold_all_of_it(sample_db: Path, words: list[str], since: list[str]) -> None:
    done = ask(sample_db, *words, *since)
    assert done.status == 0
    assert all(display_width(line) <= 80 for line in done.out.splitlines())
    assert "未显示" not in done.out
