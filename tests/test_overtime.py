"""Views over time from real returns: single months, years side by side, like for like."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli_support import SAMPLE_CONFIG, Done, run
from tests.overtime_support import NAMES, Office, added, balance, cumulative, trips
from zsstat.errors import UsageError
from zsstat.pipeline.overtime import parsed_years
from zsstat.render.lines import display_width
from zsstat.tables.years import year_spans

FUNDS = "funds_interprov"
STOCK = "funds_cumulative"
TRIPS = "leader_trips"
WAN = Decimal(10000)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """All months of 2019, of 2020 to April, but of 平利县 no return up to March."""
    made = Office(tmp_path_factory.mktemp("overtime"))
    last = [(r, 2019, month) for r in NAMES for month in range(1, 13)]
    this = [(r, 2020, month) for r in NAMES for month in range(1, 5)]
    made.take([*last, *(of for of in this if of != ("pingli", 2020, 3))])
    return made


def rows_of(done: Done) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["area"], row["indicator"]): row for row in done.json["rows"]}


def single(office: Office, year: int, month: int) -> dict[tuple[str, str], dict[str, Any]]:
    words = ("summary", "--single", "--year", year, "--month", month, "--format", "json")
    return rows_of(office.do(*words))


def in_yi(wan: int) -> str:
    return format((Decimal(wan) / WAN).normalize(), "f")


def growth(now: int, before: int) -> str:
    rate = Decimal(now - before) / before * 100
    return format(rate.quantize(Decimal("0.01"), "ROUND_HALF_UP").normalize(), "f")


# --- a single month ---------------------------------------------------------------------------


def test_a_month_is_the_difference_of_two_returns(office: Office) -> None:
    found = single(office, 2020, 2)
    for reporter in NAMES:
        row = found[reporter, FUNDS]
        now, last = added(reporter, 2020, 2), added(reporter, 2019, 2)
        before = added(reporter, 2020, 1)
        assert (row["value"], row["base"], row["previous"]) == (
            in_yi(now),
            in_yi(last),
            in_yi(before),
        )
        assert row["growth_percent"] == growth(now, last)
        assert row["month_on_month_percent"] == growth(now, before)
        assert row["cumulative"] == in_yi(cumulative(reporter, 2020, 2))
    city = found["ankang", FUNDS]
    assert city["value"] == in_yi(sum(added(r, 2020, 2) for r in NAMES))
    assert city["growth_percent"] == growth(
        sum(added(r, 2020, 2) for r in NAMES), sum(added(r, 2019, 2) for r in NAMES)
    )


def test_january_is_compared_with_december(office: Office) -> None:
    row = single(office, 2020, 1)["ankang", FUNDS]
    december = sum(added(r, 2019, 12) for r in NAMES)
    assert row["value"] == in_yi(sum(added(r, 2020, 1) for r in NAMES))
    assert row["previous"] == in_yi(december)
    assert row["month_on_month_percent"] == growth(sum(added(r, 2020, 1) for r in NAMES), december)
    out = office.do("summary", "--single", "--year", 2020, "--month", 1).out
    assert "1月的累计数就是当月数" in out


def test_the_months_of_a_year_add_up_to_its_december(office: Office) -> None:
    months = [single(office, 2019, month) for month in range(1, 13)]
    year = rows_of(office.do("summary", "--year", 2019, "--format", "json"))
    for area in ("ankang", *NAMES):
        for code in (FUNDS, "funds_total", TRIPS, "active_count"):
            added_up = sum(Decimal(month[area, code]["value"]) for month in months)
            assert added_up == Decimal(year[area, code]["value"])


def test_a_balance_is_said_to_be_one(office: Office) -> None:
    row = single(office, 2020, 2)["ankang", STOCK]
    at_end = [sum(balance(r, 2020, month) for r in NAMES) for month in (1, 2)]
    assert (row["taken"], row["value"]) == ("balance", in_yi(at_end[1]))
    assert row["previous"] == in_yi(at_end[0])
    out = office.do("summary", "--single", "--year", 2020, "--month", 2).out
    assert "自签约累计到位资金为期末数，不是当月发生额；比上月末增加0.17亿元。" in out
    assert "开工率是比率，不能由累计数推算当月数，未列。" in out
    assert single(office, 2020, 2)["ankang", "start_rate"]["note"] == "not_monthly"


def test_a_month_after_a_gap_is_unknown_and_never_a_difference_of_two(office: Office) -> None:
    done = office.do("summary", "--single", "--format", "json")  # the latest: April 2020
    assert done.json["without_month_before"] == ["pingli"]
    found = rows_of(done)
    assert (found["pingli", FUNDS]["value"], found["pingli", FUNDS]["note"]) == (
        None,
        "opening_missing",
    )
    known = [r for r in NAMES if r != "pingli"]
    assert found["ankang", FUNDS]["value"] == in_yi(sum(added(r, 2020, 4) for r in known))
    assert found["ankang", FUNDS]["growth_percent"] is None
    assert found["ankang", FUNDS]["growth_note"] == "current_incomplete"
    # A balance needs no month before.
    assert found["pingli", STOCK]["value"] == in_yi(balance("pingli", 2020, 4))
    out = "".join(office.do("summary", "--single").out.split())
    assert "没有2020年1—3月的报表，推不出当月数：平利县" in out
    # March itself: 平利县 has not reported at all.
    march = single(office, 2020, 3)
    assert march["pingli", FUNDS]["note"] == "value_missing"


def test_a_joint_activity_counts_for_who_is_in_the_month(office: Office) -> None:
    """汉滨区 and 平利县 went together in April; without 平利县's month the trip is 汉滨区's."""
    found = single(office, 2020, 4)
    april = sum(trips(r, 2020, 4) - trips(r, 2020, 3) for r in ("hanbin", "ziyang"))
    assert found["ankang", TRIPS]["value"] == str(april)
    february = sum(trips(r, 2020, 2) - trips(r, 2020, 1) for r in NAMES)
    assert single(office, 2020, 2)["ankang", TRIPS]["value"] == str(february - 1)


def test_the_month_of_a_year_alone_is_december(office: Office) -> None:
    done = office.do("summary", "--single", "--year", 2019, "--format", "json")
    assert done.json["month"] == 12
    assert rows_of(done)["hanbin", FUNDS]["value"] == in_yi(added("hanbin", 2019, 12))


def test_a_month_before_which_nobody_reported_is_refused(sample_db: Path) -> None:
    done = run("summary", "--single", "--year", 2020, db=sample_db, config=SAMPLE_CONFIG)
    assert done.status == 2
    assert "没有2020年1—11月的已接收报表，推不出2020年12月的当月数" in done.err
    assert "已有的报告期：2019年、2020年" in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--single", "--year", 2020), "看不了12月当月数"),
        (("--single", "--year", 2020, "--month", 9), "没有2020年1—9月的已接收报表"),
        (("--single", "--years", "2019-2020"), "--single 和 --years 不能同时用"),
        (("--single", "--by", "county"), "--single 不能按分类（--by）看"),
        (("--years", "2019", "--by", "county"), "--years 不能按分类（--by）看"),
        (("--years", "2019", "--year", 2019), "--years 和 --year 不能同时用"),
        (("--indicator", FUNDS), "--indicator 要与 --years 同用"),
        (("--years", "2020-2016"), "--years 的值不对：2020-2016"),
        (("--years", "去年"), "--years 的值不对：去年"),
        (("--years", ""), "--years 的值不对：（空）"),
        (("--years", "2016-2018"), "没有2016—2018年的已接收报表"),
        (("--years", "2016,2018", "--month", 4), "没有2016、2018年1—4月的已接收报表"),
        (("--years", "2019", "--indicator", "到位资"), "没有指标“到位资”"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    office: Office, words: tuple[object, ...], said: str
) -> None:
    done = office.do("summary", *words)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert "提示：" in done.err


def test_the_tables_of_a_month_fit_a_terminal(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for columns in (80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        out = office.do("summary", "--single", "--year", 2020, "--month", 2).out
        assert max(display_width(line) for line in out.splitlines()) <= columns
        assert "2020年2月当月全市招商引资主要指标" in out


# --- where a month's figure comes from --------------------------------------------------------


def cells(trace: dict[str, Any]) -> int:
    """The sum of all cells that a trace of an amount ends in."""
    return sum(int(cell["value"]) for area in trace["areas"] for cell in area["cells"])


def test_a_month_is_traced_to_the_cells_at_both_its_ends(office: Office) -> None:
    words = ("trace", "省际到位资金.当月", "--year", 2020, "--month", 2, "--format", "json")
    traced = office.do(*words).json
    assert traced["figure"]["formula"] == "0.3382 − 0.1658"
    closing, opening = traced["operands"]
    assert (closing["figure"]["month"], opening["figure"]["month"]) == (2, 1)
    assert cells(closing) - cells(opening) == sum(added(r, 2020, 2) for r in NAMES) * 10000
    assert {c["file"] for area in opening["areas"] for c in area["cells"]} == {
        f"{name}2020年1月.xlsx" for name in NAMES.values()
    }


def test_the_cells_of_a_month_with_a_gap_are_those_of_who_is_in_it(office: Office) -> None:
    traced = office.do("trace", f"{TRIPS}.当月", "--format", "json").json
    closing, opening = traced["operands"]
    assert Decimal(traced["figure"]["value"]) == cells(closing) - cells(opening)
    areas = [area["area"] for area in closing["areas"]]
    assert areas == ["hanbin", "ziyang", "joint_deduction"]


@pytest.mark.parametrize(
    ("what", "operands"),
    [
        ("省际到位资金.当月同比", [(2020, 2), (2019, 2)]),
        ("省际到位资金.环比", [(2020, 2), (2020, 1)]),
        ("省际到位资金.上年同月", [(2019, 2), (2019, 1)]),
        ("省际到位资金.上月", [(2020, 1)]),
        ("自签约累计到位资金.当月", [(2020, 2)]),
        ("自签约累计到位资金.比上月末增减", [(2020, 2), (2020, 1)]),
    ],
)
def test_what_is_said_of_a_month_has_its_operands(
    office: Office, what: str, operands: list[tuple[int, int]]
) -> None:
    traced = office.do("trace", what, "--year", 2020, "--month", 2, "--format", "json").json
    assert traced["figure"]["value"] is not None
    found = [(o["figure"]["year"], o["figure"]["month"]) for o in traced["operands"]]
    assert found == operands


def test_a_printed_number_of_a_month_is_found_with_the_option(office: Office) -> None:
    words = ("--year", 2020, "--month", 2, "--area", "汉滨区")
    printed = in_yi(balance("hanbin", 2020, 2))
    rounded = format(Decimal(printed).quantize(Decimal("0.01"), "ROUND_HALF_UP"), "f")
    done = office.do("trace", f"{rounded}亿元", "--single", *words)
    assert done.status == 0, done.err
    assert done.out.startswith("汉滨区自签约累计到位资金当月")
    named = office.do("trace", "省际到位资金", "--single", *words)
    assert named.out.startswith("汉滨区实际引进内资(省际)当月")
    grown = office.do("trace", "省际到位资金.同比", "--single", *words)
    assert grown.out.startswith("汉滨区实际引进内资(省际)当月同比")


def test_why_a_month_is_unknown_is_said(office: Office) -> None:
    done = office.do("trace", "省际到位资金.当月", "--area", "平利县")
    assert "没有数值：没有上月报表，推不出当月数" in done.out
    assert ".xlsx" not in done.out


# --- years ------------------------------------------------------------------------------------


def test_years_stand_side_by_side_with_their_growth(office: Office) -> None:
    words = ("summary", "--years", "2018-2020", "--month", 4)
    done = office.do(*words, "--format", "json")
    assert (done.json["years"], done.json["missing_years"]) == ([2019, 2020], [2018])
    found = {(r["area"], r["indicator"], r["year"]): r for r in done.json["rows"]}
    now, last = (sum(cumulative(r, year, 4) for r in NAMES) for year in (2020, 2019))
    city = found["ankang", FUNDS, 2020]
    assert (city["value"], city["base"]) == (in_yi(now), in_yi(last))
    assert city["growth_percent"] == growth(now, last)
    assert found["ankang", FUNDS, 2019]["growth_note"] == "base_missing"
    assert found["hanbin", FUNDS, 2020]["value"] == in_yi(cumulative("hanbin", 2020, 4))
    assert ("hanbin", TRIPS, 2020) not in found  # not asked for
    out = office.do(*words).out
    assert "2019—2020年1—4月全市招商引资主要指标" in out
    assert "注：没有2018年1—4月的已接收报表，未列。" in out
    assert "注：2019年：各项均无同比：无可比数据。" in out


def test_growth_is_over_the_year_before_also_when_that_is_not_listed(office: Office) -> None:
    done = office.do("summary", "--years", "2020", "--month", 2, "--format", "json")
    found = {(r["area"], r["indicator"], r["year"]): r for r in done.json["rows"]}
    now, last = (sum(cumulative(r, year, 2) for r in NAMES) for year in (2020, 2019))
    assert found["ankang", FUNDS, 2020]["growth_percent"] == growth(now, last)


def test_the_indicator_asked_for_has_a_table_by_county_with_its_deductions(
    office: Office,
) -> None:
    words = ("summary", "--years", "2019,2020", "--month", 4)
    chosen = ("--indicator", "领导外出招商", "--indicator", FUNDS)
    out = office.do(*words, *chosen).out
    assert "2019—2020年1—4月各地区领导外出招商" in out
    assert "2019—2020年1—4月各地区实际引进内资(省际)" in out
    assert "各地区实际利用外资" not in out
    line = next(line for line in out.splitlines() if line.startswith("联合活动扣减"))
    assert line.split()[1:3] == ["-1", "-2"]
    done = office.do(*words, *chosen, "--format", "json")
    found = {(r["area"], r["indicator"], r["year"]): r["value"] for r in done.json["rows"]}
    for year, taken in ((2019, 1), (2020, 2)):
        total = sum(Decimal(found[r, TRIPS, year]) for r in NAMES)
        assert Decimal(found["ankang", TRIPS, year]) == total - taken
        assert found["hanbin", TRIPS, year] == str(trips("hanbin", year, 4))


def test_a_preliminary_year_is_said_with_its_year(office: Office) -> None:
    out = "".join(office.do("summary", "--years", "2019-2020", "--month", 3).out.split())
    assert "注：2020年：初步统计数：应报3个单位，已报2个，尚缺平利县。" in out
    assert "注：2020年：可比口径（两年都已报送的2个单位，不含平利县）：省际到位资金" in out


def test_a_reporter_of_some_years_only_has_nothing_in_the_others(tmp_path: Path) -> None:
    office = Office(tmp_path)
    areas = office.config / "areas.toml"
    text = areas.read_text(encoding="utf-8")
    areas.write_text(f'{text}[[area]]\nid = "pingli"\nsince = 2020\n', encoding="utf-8")
    two = [(r, year, 1) for r in ("hanbin", "ziyang") for year in (2019, 2020)]
    office.take([*two, ("pingli", 2020, 1)])
    done = office.do("summary", "--years", "2019-2020", "--month", 1, "--format", "json")
    of_pingli = [r for r in done.json["rows"] if (r["area"], r["indicator"]) == ("pingli", FUNDS)]
    assert [row["year"] for row in of_pingli] == [2020]
    out = office.do("summary", "--years", "2019-2020", "--month", 1).out
    assert "注：平利县在2019年不是单独的报送单位。" in out


def test_a_year_of_which_there_are_but_targets_is_missing(tmp_path: Path) -> None:
    """Next year's targets come before its first return."""
    office = Office(tmp_path, ["hanbin"])
    office.take([("hanbin", year, 12) for year in (2019, 2020)])
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "目标任务"
    for line in (
        ["汉滨区2021年目标任务"],
        ["单位：万元"],
        ["指标", "下达单位", "年度目标"],
        ["省际到位资金", "市", 90000],
    ):
        sheet.append(line)
    path = tmp_path / "汉滨区2021年目标.xlsx"
    book.save(path)
    assert office.do("import", path).status == 0
    side = office.do("summary", "--years", "2019-2021", "--format", "json").json
    assert (side["years"], side["missing_years"]) == ([2019, 2020], [2021])


@pytest.mark.parametrize("words", [("--single",), ("--years", "2019-2020")])
def test_views_over_time_can_be_had_in_every_format(
    office: Office, tmp_path: Path, words: tuple[str, ...]
) -> None:
    asked = ("summary", *words, "--month", 4)
    if words == ("--single",):
        asked = (*asked, "--year", 2020)
    json_rows = office.do(*asked, "--format", "json").json["rows"]
    text = office.do(*asked, "--format", "csv").out.removeprefix("\ufeff")
    read = list(csv.DictReader(io.StringIO(text)))
    assert [row["value"] for row in read] == [row["value"] or "" for row in json_rows]
    path = tmp_path / "表.xlsx"
    assert office.do(*asked, "--format", "xlsx", "--output", path).status == 0
    printed = {
        cell.value
        for sheet in openpyxl.load_workbook(path)
        for line in sheet.iter_rows()
        for cell in line
    }
    assert "汉滨区" in printed
    assert "| 汉滨区 |" in office.do(*asked, "--format", "md").out


def test_a_configuration_without_such_tables_is_told_so(office: Office, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "areas.toml").write_bytes((office.config / "areas.toml").read_bytes())
    own = 'replace = true\n[[table]]\nid = "one"\ntitle = "{period}"\nrows = "indicators"\n'
    (config / "tables.toml").write_text(
        own + 'columns = [{ measure = "value" }]\n', encoding="utf-8"
    )
    for words in (("--single",), ("--years", "2019-2020")):
        done = run("summary", *words, db=office.db, config=config)
        assert done.status == 2
        assert "配置里没有这种表" in done.err


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2016-2018", (2016, 2017, 2018)),
        ("2016—2017年", (2016, 2017)),
        ("2020,2018", (2018, 2020)),
        ("2018，2018、2016-2017", (2016, 2017, 2018)),
        ("2020", (2020,)),
    ],
)
def test_years_as_people_write_them(text: str, years: tuple[int, ...]) -> None:
    assert parsed_years(text) == years


@pytest.mark.parametrize("text", ["16-20", "2016-", "2016--2018", "1980-2020", "2016-2200"])
def test_what_is_no_list_of_years(text: str) -> None:
    with pytest.raises(UsageError):
        parsed_years(text)


def test_neighbouring_years_are_a_span() -> None:
    assert year_spans([2020, 2016, 2017, 2018]) == "2016—2018、2020"


# --- like for like ----------------------------------------------------------------------------


def test_like_for_like_stands_beside_the_growth_that_is_withheld(office: Office) -> None:
    done = office.do("summary", "--year", 2020, "--month", 3, "--format", "json")
    row = rows_of(done)["ankang", FUNDS]
    now, last = (sum(cumulative(r, year, 3) for r in ("hanbin", "ziyang")) for year in (2020, 2019))
    assert (row["growth_percent"], row["growth_note"]) == (None, "current_incomplete")
    assert row["like_for_like"] == {
        "growth_percent": growth(now, last),
        "reporters": ["hanbin", "ziyang"],
    }
    assert rows_of(done)["hanbin", FUNDS]["like_for_like"] is None
    complete = office.do("summary", "--year", 2020, "--month", 2, "--format", "json")
    assert rows_of(complete)["ankang", FUNDS]["like_for_like"] is None
    out = "".join(office.do("summary", "--year", 2020, "--month", 3).out.split())
    assert f"不含平利县）：省际到位资金同比增长{growth(now, last)}%；联合活动扣减分不到" in out


def test_like_for_like_is_traced_to_the_cells_of_those_who_are_in_it(office: Office) -> None:
    words = ("trace", f"{FUNDS}.可比口径同比", "--year", 2020, "--month", 3, "--format", "json")
    now, last = office.do(*words).json["operands"]
    for operand, year in ((now, 2020), (last, 2019)):
        assert operand["figure"]["year"] == year
        assert [area["area"] for area in operand["areas"]] == ["hanbin", "ziyang"]
        total = sum(cumulative(r, year, 3) for r in ("hanbin", "ziyang"))
        assert cells(operand) == total * 10000


def test_like_for_like_is_not_offered_where_nobody_is_missing(office: Office) -> None:
    done = office.do("trace", f"{FUNDS}.可比口径同比", "--year", 2020, "--month", 2)
    assert done.status == 2
    assert "没有“可比口径同比”" in done.err


# --- tables of one's own ----------------------------------------------------------------------


def with_tables(office: Office, folder: Path, text: str) -> Path:
    """The office's configuration with tables of its own in place of those that ship."""
    folder.mkdir()
    (folder / "areas.toml").write_bytes((office.config / "areas.toml").read_bytes())
    (folder / "tables.toml").write_text(f"replace = true\n{text}", encoding="utf-8")
    return folder


def labels(out: str) -> list[str]:
    return [line.split()[0] for line in out.splitlines() if line[:3] in NAMES.values()]


def test_tables_over_time_are_ordered_by_the_column_asked_for(
    office: Office, tmp_path: Path
) -> None:
    """紫阳县 went out most in 2020, 汉滨区 in 2019; of January alone only 紫阳县."""
    config = with_tables(
        office,
        tmp_path / "config",
        """
[[table]]
id = "months"
title = "{period}"
rows = "single_areas"
sort = 0
columns = [{ measure = "single", indicator = "leader_trips" }]
[[table]]
id = "years"
title = "{period}{indicator}"
rows = "years_areas"
sort = 0
columns = [{ measure = "value" }]
""",
    )
    done = run("summary", "--single", "--year", 2020, "--month", 1, db=office.db, config=config)
    assert labels(done.out) == ["紫阳县", "汉滨区", "平利县"]
    words = ("summary", "--years", "2019-2020", "--month", 4, "--indicator", TRIPS)
    assert labels(run(*words, db=office.db, config=config).out) == ["紫阳县", "汉滨区", "平利县"]


def test_a_column_of_a_month_in_another_table_is_refused(office: Office, tmp_path: Path) -> None:
    column = '{ measure = "month_on_month", indicator = "funds_total" }'
    text = f'[[table]]\nid = "one"\ntitle = "表"\nrows = "areas"\ncolumns = [{column}]\n'
    done = run("summary", db=office.db, config=with_tables(office, tmp_path / "config", text))
    assert done.status == 2
    assert "当月数不能放在这种表里" in done.err


def test_like_for_like_may_be_a_column_of_its_own(office: Office, tmp_path: Path) -> None:
    text = """
[[table]]
id = "one"
title = "表"
rows = "indicators"
indicators = ["funds_interprov", "funds_rate"]
columns = [{ measure = "growth" }, { measure = "like_for_like" }]
"""
    config = with_tables(office, tmp_path / "config", text)
    out = run("summary", "--year", 2020, "--month", 3, db=office.db, config=config).out
    now, last = (sum(cumulative(r, year, 3) for r in ("hanbin", "ziyang")) for year in (2020, 2019))
    row = next(line for line in out.splitlines() if line.startswith("实际引进内资"))
    assert row.split()[-2:] == ["-", growth(now, last)]


# --- decisions of the office ------------------------------------------------------------------


@pytest.fixture
def decided(tmp_path: Path) -> Office:
    """The office with a database of its own to decide in."""
    made = Office(tmp_path)
    made.take([(r, year, month) for r in NAMES for year in (2019, 2020) for month in (1, 2)])
    return made


def decide(office: Office, *words: object) -> None:
    done = office.do(*words, "--reason", "市局核定", "--by", "李某")
    assert done.status == 0, done.out + done.err


def test_an_adjustment_is_a_line_of_the_month_that_it_was_entered_for(decided: Office) -> None:
    decide(decided, "adjust", "--year", 2020, "--month", 2, "省际到位资金", "200万元")
    row = single(decided, 2020, 2)["ankang", FUNDS]
    assert row["value"] == in_yi(sum(added(r, 2020, 2) for r in NAMES) + 200)
    assert single(decided, 2020, 1)["ankang", FUNDS]["value"] == in_yi(
        sum(added(r, 2020, 1) for r in NAMES)
    )
    words = ("--year", 2020, "--month", 2)
    out = decided.do("summary", "--single", *words).out
    lines = [line.split() for line in out.splitlines() if line.startswith("市级调整")]
    assert lines[0][1] == "0.02"
    traced = decided.do("trace", "省际到位资金.当月", *words, "--format", "json").json
    closing, opening = traced["operands"]
    assert cells(closing) - cells(opening) == (sum(added(r, 2020, 2) for r in NAMES) + 200) * 10000
    side = decided.do("summary", "--years", "2019-2020", "--month", 2).out
    assert any(line.split()[:2] == ["市级调整", "0.02"] for line in side.splitlines())


def test_a_county_whose_figure_was_adjusted_is_named_under_the_table(decided: Office) -> None:
    words = ("--year", 2020, "--month", 2)
    decide(decided, "adjust", *words, "省际到位资金", "200万元", "--area", "紫阳县")
    for asked in (("--single", *words), ("--years", "2019-2020", "--month", 2)):
        out = "".join(decided.do("summary", *asked).out.split())
        assert "紫阳县的数含市局按程序作出的调整" in out
        assert "汉滨区的数含" not in out
    league = "".join(decided.do("assess", *words).out.split())
    assert "紫阳县的数含市局按程序作出的调整" in league


def test_the_league_says_whose_base_was_restated(decided: Office) -> None:
    words = ("--year", 2019, "--month", 2, "--area", "汉滨区", "--source", "省局核定")
    decide(decided, "restate", "省际到位资金", "1600万元", *words)
    league = "".join(decided.do("assess", "--year", 2020, "--month", 2).out.split())
    assert "（汉滨区）的上年同期为修订数" in league


def test_a_base_that_was_restated_at_one_end_gives_no_month_and_says_why(decided: Office) -> None:
    words = ("--year", 2019, "--month", 2, "--area", "汉滨区", "--source", "省局核定")
    decide(decided, "restate", "省际到位资金", "1600万元", *words)
    found = single(decided, 2020, 2)
    for area in ("hanbin", "ankang"):
        assert found[area, FUNDS]["base"] is None
        assert found[area, FUNDS]["growth_note"] == "base_restated"
    assert found["ziyang", FUNDS]["base"] == in_yi(added("ziyang", 2019, 2))
    out = "".join(decided.do("summary", "--single", "--year", 2020, "--month", 2).out.split())
    assert "无同比：上年累计数只更正了本月或上月，推不出上年同月数" in out
    decide(decided, "restate", "省际到位资金", "700万元", *words[:3], 1, *words[4:])
    assert single(decided, 2020, 2)["hanbin", FUNDS]["base"] == in_yi(900)
