"""``zsstat assess`` on the sample: against arithmetic of its own, on paper, and traced to cells."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli_support import SAMPLE_CONFIG, Done, run
from zsstat.model import Period, Role
from zsstat.render.lines import display_width
from zsstat.store import Store

FUNDS = "funds_interprov"
YEAR = Period(2020)


@pytest.fixture(scope="module")
def league(sample_db: Path) -> list[dict[str, Any]]:
    done = ask(sample_db, "--format", "json")
    assert (done.status, done.err) == (0, "")
    return list(done.json["rows"])


def ask(db: Path, *words: object, config: Path = SAMPLE_CONFIG) -> Done:
    return run("assess", *words, "--year", 2020, db=db, config=config)


def trace(db: Path, *words: object) -> Done:
    return run("trace", *words, "--year", 2020, db=db, config=SAMPLE_CONFIG)


def bounded(low: int, value: Fraction, high: int) -> Fraction:
    return sorted((Fraction(low), value, Fraction(high)))[1]


def expected(store: Store) -> dict[str, Fraction]:
    """The totals by the words of the shipped assessment, straight from the ledger."""
    now, before, targets = store.sums(YEAR), store.sums(YEAR.previous_year), store.targets(YEAR)
    areas = sorted({area for area, _, role in now if role is Role.ACTUAL} - {"bureau"})

    def of(area: str, code: str, sums: Any = now) -> int:
        return int(sums.get((area, code, Role.ACTUAL), 0))

    growth = {a: Fraction(of(a, FUNDS), of(a, FUNDS, before)) for a in areas}
    best, least = max(growth.values()), min(growth.values())
    most = max(of(a, "big_count") for a in areas)
    totals = {}
    for area in areas:
        completed = Fraction(of(area, FUNDS) * 100, targets[area, FUNDS])
        funded = Fraction(of(area, "rate_funds") * 100, of(area, "rate_investment"))
        started = Fraction(of(area, "started_count") * 100, of(area, "contract_count"))
        totals[area] = (
            8 + 12 * (growth[area] - least) / (best - least)
            + bounded(0, completed * 30 / 100, 30)
            + bounded(0, (funded - 20) * 15 / 60, 15)
            + bounded(0, started * 15 / 60, 15)
            + Fraction(20 * of(area, "big_count"), most)
        )  # fmt: skip
    return totals


def test_every_total_is_the_one_computed_from_the_ledger(
    league: list[dict[str, Any]], sample_store: Store
) -> None:
    totals = expected(sample_store)
    assert len(totals) == 13
    assert {row["area"]: Fraction(row["total_exact"]) for row in league} == totals
    ordered = sorted(totals, key=lambda area: -totals[area])
    assert [row["area"] for row in league] == ordered
    assert [row["place"] for row in league] == list(range(1, 14))
    for row in league:
        points = [Fraction(item["points_exact"]) for item in row["items"].values()]
        assert sum(points) == Fraction(row["total_exact"])


def test_eighty_columns_hold_every_point_and_say_what_is_not_shown(
    sample_db: Path, league: list[dict[str, Any]]
) -> None:
    done = ask(sample_db)
    assert done.status == 0
    lines = done.out.splitlines()
    assert all(display_width(line) <= 80 for line in lines)
    for row in league:
        (line,) = (x for x in lines if x.startswith(row["area_name"]))
        printed = line.split()[1:]
        points = [item["points"] for item in row["items"].values()]
        assert printed == [str(row["place"]), row["total"], *points]
    assert "未显示：省际到位资金增速实绩" in "".join(lines)


def test_a_wide_terminal_shows_the_values_too(
    sample_db: Path, monkeypatch: pytest.MonkeyPatch, league: list[dict[str, Any]]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    out = ask(sample_db).out
    assert "未显示" not in out
    (line,) = (x for x in out.splitlines() if x.startswith(league[0]["area_name"]))
    both = [item[key] for item in league[0]["items"].values() for key in ("value", "points")]
    assert line.split()[3:] == both


def test_the_other_formats_hold_the_same(
    sample_db: Path, tmp_path: Path, league: list[dict[str, Any]]
) -> None:
    text = ask(sample_db, "--format", "csv").out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["total"] for row in rows] == [row["total"] for row in league]
    assert rows[0]["items.开工率.points"] == league[0]["items"]["开工率"]["points"]
    target = tmp_path / "考核.xlsx"
    done = ask(sample_db, "--format", "xlsx", "--output", target)
    assert done.status == 0
    *front, sheet = openpyxl.load_workbook(target).worksheets
    assert [page.title for page in front] == ["封面", "目录", "附注"]
    lines = list(sheet.iter_rows(max_col=3, values_only=True))
    printed = {area: (place, total) for area, place, total in lines if isinstance(place, int)}
    assert len(printed) == len(league)
    for row in league:
        place, total = printed[row["area_name"]]
        assert place == row["place"]
        exact = Fraction(row["total_exact"])
        assert abs(Fraction(str(total)) - exact) < Fraction(1, 10**12)
    assert "| 石泉县 |" in ask(sample_db, "--format", "md").out


# --- which assessment -------------------------------------------------------------------------


def test_an_assessment_is_asked_for_by_name_or_id(sample_db: Path) -> None:
    everything = ask(sample_db).out
    assert ask(sample_db, "考核").out == everything
    assert ask(sample_db, "county").out == everything
    done = ask(sample_db, "考评")
    assert done.status == 2
    assert "没有考核“考评”" in done.err
    assert "考核" in done.err


def test_a_catalogue_without_an_assessment_says_what_to_do(sample_db: Path, tmp_path: Path) -> None:
    (tmp_path / "tables.toml").write_text(
        '[[assessment]]\nid = "county"\nenabled = false\n', encoding="utf-8"
    )
    done = ask(sample_db, config=tmp_path)
    assert done.status == 2
    assert "目录里没有考核办法" in done.err
    assert "[[assessment]]" in done.err


# --- trace ------------------------------------------------------------------------------------


def leaves(operand: dict[str, Any]) -> list[dict[str, Any]]:
    below = [leaf for part in operand["operands"] for leaf in leaves(part)]
    return below or [operand]


def test_points_are_traced_to_their_cells(sample_db: Path, sample_store: Store) -> None:
    done = trace(sample_db, "考核.开工率", "--area", "汉滨", "--format", "json")
    assert done.status == 0
    traced = done.json
    figure = traced["figure"]
    assert (figure["assessment"], figure["item"], figure["area"]) == ("county", "开工率", "hanbin")
    assert "0%得0分，60%得15分" in figure["formula"]
    sums = sample_store.sums(YEAR)
    for leaf in leaves(traced):
        code = leaf["figure"]["indicator"]
        cells = [int(cell["value"]) for area in leaf["areas"] for cell in area["cells"]]
        assert sum(cells) == sums["hanbin", code, Role.ACTUAL]
    assert {leaf["figure"]["indicator"] for leaf in leaves(traced)} == {
        "started_count",
        "contract_count",
    }


def test_a_total_is_traced_to_its_points_and_a_place_to_the_totals(
    sample_db: Path, league: list[dict[str, Any]]
) -> None:
    own = next(row for row in league if row["area"] == "hanbin")
    total = trace(sample_db, "考核", "--area", "汉滨", "--format", "json").json
    assert Fraction(total["figure"]["value"]) == Fraction(own["total_exact"])
    points = [Fraction(part["figure"]["value"]) for part in total["operands"]]
    assert sum(points) == Fraction(own["total_exact"])
    assert [part["figure"]["item"] for part in total["operands"]] == list(own["items"])
    place = trace(sample_db, "考核.位次", "--area", "汉滨", "--format", "json").json
    assert place["figure"]["display"] == str(own["place"])
    assert [part["figure"]["area"] for part in place["operands"]] == [r["area"] for r in league]


def test_the_trace_reads_as_a_sentence(sample_db: Path) -> None:
    out = trace(sample_db, "考核.省际到位资金完成比例", "--area", "平利").out
    assert out.startswith("平利县考核·省际到位资金完成比例得分　29.16分\n")
    assert "省际到位资金完成比例97.19%；0%得0分，100%得30分" in "".join(out.split())
    assert "项目台账" in out
    assert "目标任务" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["考核"], "请加 --area"),
        (["考核", "--area", "全市"], "请加 --area"),
        (["考核", "--area", "市本级"], "市本级不参加“考核”"),
        (["考核.开工", "--area", "汉滨"], "考核.开工率"),
    ],
)
def test_what_cannot_be_traced_is_answered_with_what_can(
    sample_db: Path, words: list[str], said: str
) -> None:
    done = trace(sample_db, *words)
    assert done.status == 2
    assert said in "".join(done.err.split("\n"))
