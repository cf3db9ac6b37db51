"""Stated facts from the workbook to the figure: sums, what is lacking, what is revised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from tests.matrix_support import Value, workbook_bytes, yearbook
from zsstat.compute import Book
from zsstat.compute.rates import BASE_INCOMPLETE, CURRENT_INCOMPLETE
from zsstat.figures import FigureBuilder
from zsstat.model import Finding, Period
from zsstat.pipeline.files import Source
from zsstat.pipeline.judging import waive
from zsstat.pipeline.ledger import load_book
from zsstat.pipeline.reports import ranks, summary
from zsstat.pipeline.returns import FileResult, ImportOptions, Status, import_returns
from zsstat.pipeline.rounds import round_of
from zsstat.pipeline.sources import tracer_for
from zsstat.pipeline.upkeep import verify
from zsstat.store import Store, open_store

YI = 10**8
AREAS = [a.names[-1].value for a in yearbook().reporters(2020)]
IDS = [a.id for a in yearbook().reporters(2020)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    fingerprint = yearbook().fingerprint
    with open_store(tmp_path / "年鉴.db", create=True, catalogue_fingerprint=fingerprint) as opened:
        yield opened


def send(store: Store, *files: Sequence[Sequence[Value]], **said: object) -> list[FileResult]:
    options = ImportOptions(now=datetime(2021, 10, 1, tzinfo=UTC), who="王某", **said)  # type: ignore[arg-type]
    sources = [Source(f"{n}.xlsx", workbook_bytes((rows, ()))) for n, rows in enumerate(files)]
    return list(import_returns(store, yearbook(), sources, options))


def rd(
    before: Sequence[Value], now: Sequence[Value], total: tuple[Value, Value] | None = None
) -> list[list[Value]]:
    """R&D经费 of 2019 and 2020 for all provinces, with or without the whole."""
    rows: list[list[Value]] = [["各地区R&D经费（亿元）"], ["地区", "2019年", "2020年"]]
    if total:
        rows.append(["全国", *total])
    return rows + [list(row) for row in zip(AREAS, before, now, strict=True)]


def whole(store: Store) -> Book:
    return load_book(store, yearbook(), Period(2020))


def blocking(result: FileResult) -> list[Finding]:
    return [finding for finding in result.findings if finding.blocks]


TENS = [10] * 31
ELEVENS = [11] * 31


def test_the_sum_of_the_provinces_its_growth_and_its_source(store: Store) -> None:
    (result,) = send(store, rd(TENS, ELEVENS, (310, 341)))
    assert (result.status, blocking(result)) == (Status.ACCEPTED, [])
    book = whole(store)
    assert book.value("china", "rd") == 341 * YI
    assert book.base_value("china", "rd") == 310 * YI
    assert book.growth("china", "rd").value == 10
    assert not book.missing
    tracer = tracer_for(store, yearbook(), Period(2020))
    traced = tracer.trace(tracer.builder.value("rd"))
    assert sum(int(cell.value) for area in traced.areas for cell in area.cells) == 341 * YI
    assert [area.cells[0].ref.cell for area in traced.areas][:2] == ["C4", "C5"]
    assert verify(store, yearbook()).problems == ()


def test_a_whole_that_its_parts_do_not_add_up_to_goes_back(store: Store) -> None:
    (result,) = send(store, rd(TENS, ELEVENS, (310, 352)))
    assert result.status is Status.RETURNED
    (finding,) = blocking(result)
    assert finding.rule == "table.areas_mismatch"
    assert [ref.cell for ref in finding.cells] == ["C3"]
    assert (finding.shown, finding.expected, finding.difference) == ("352", "341亿元", "11亿元")


def test_the_one_province_that_was_left_out_is_named(store: Store) -> None:
    (result,) = send(store, rd(TENS, [*range(100, 131)], (310, sum(range(100, 131)) - 103)))
    (finding,) = blocking(result)
    assert "可能漏加了山西" in finding.message


def test_each_number_may_be_rounded_by_itself(store: Store) -> None:
    """0.33 × 31 = 10.23; four standard deviations of 32 rounded numbers are 6.5 hundredths."""
    thirds = ["0.33"] * 31
    (result,) = send(store, rd(thirds, thirds, ("10.23", "10.29")))
    assert blocking(result) == []
    (result,) = send(store, rd(thirds, thirds, ("10.23", "10.30")))
    assert [finding.rule for finding in blocking(result)] == ["table.areas_mismatch"]


def test_without_one_province_nothing_is_compared_and_the_whole_has_no_growth(store: Store) -> None:
    (result,) = send(store, rd(TENS, [None, *ELEVENS[1:]], (310, 341)))
    assert result.status is Status.ACCEPTED
    (undecided,) = (f for f in result.findings if f.rule == "table.areas_mismatch")
    assert "北京没有数" in undecided.message
    book = whole(store)
    assert book.value("china", "rd") == 330 * YI
    assert book.lacking("rd") == ("beijing",)
    assert book.growth("china", "rd").note == CURRENT_INCOMPLETE
    assert book.value("beijing", "rd") is None
    notes = [
        str(part)
        for t in summary(store, yearbook(), Period(2020)).tables
        for n in t.notes
        for part in n
    ]
    assert any("R&D经费缺北京的数据" in note for note in notes)


def test_a_zero_is_a_value_and_a_blank_is_none(store: Store) -> None:
    send(store, rd([0, *TENS[1:]], [0, None, *ELEVENS[2:]]))
    book = whole(store)
    assert book.value("beijing", "rd") == 0
    assert book.value("tianjin", "rd") is None
    assert book.base_lacking("rd") == ()


def test_last_year_incomplete_gives_no_growth(store: Store) -> None:
    send(store, rd(["…", *TENS[1:]], ELEVENS))
    assert whole(store).growth("china", "rd").note == BASE_INCOMPLETE
    rate, both = whole(store).like_for_like("rd")
    assert rate.value == 10
    assert "beijing" not in both


def test_what_is_a_rate_is_never_added_up(store: Store) -> None:
    rows: list[list[Value]] = [
        ["各地区主要指标"],
        ["地区", "R&D经费投入强度（%）", None, "居民人均可支配收入（元）", None],
        [None, "2019年", "2020年", "2019年", "2020年"],
        ["全国", 2.24, 2.4, 30733, 32189],
        ["北京", 6.31, 6.44, 67756, 69434],
        ["天津", 3.28, 3.44, 42404, 43854],
    ]
    (result,) = send(store, rows)
    assert result.status is Status.ACCEPTED
    book = whole(store)
    assert book.value("china", "rd_intensity") == 24000
    assert book.value("china", "income") == 32189
    builder = FigureBuilder(yearbook(), book)
    assert builder.value("rd_intensity").display == "2.4%"
    assert builder.growth("rd_intensity").display == "同比提高0.16个百分点"
    assert builder.growth("income").number == "4.74"
    assert builder.share("income", "beijing").value is None


def test_equal_facts_again_are_no_news_and_count_once(store: Store) -> None:
    first, second = send(store, rd(TENS, ELEVENS), [["标题"], *rd(TENS, ELEVENS)])
    assert (first.status, second.status) == (Status.ACCEPTED, Status.ACCEPTED)
    assert blocking(second) == []
    assert whole(store).value("china", "rd") == 341 * YI
    assert verify(store, yearbook()).problems == ()


def test_a_revised_fact_needs_the_office_and_then_holds(store: Store) -> None:
    revised = [12, *ELEVENS[1:]]
    _, second = send(store, rd(TENS, ELEVENS), rd(TENS, revised))
    assert second.status is Status.RETURNED
    (finding,) = blocking(second)
    assert finding.rule == "file.restates"
    assert "北京原为11亿元，现为12亿元" in finding.message
    assert [ref.cell for ref in finding.cells] == ["C3"]
    assert whole(store).value("beijing", "rd") == 11 * YI
    number = next(f.id for f in store.findings() if f.finding.rule == "file.restates")
    at = datetime(2021, 10, 2, tzinfo=UTC)
    judged = waive(store, yearbook(), number, "年鉴修订", "李某", at).result
    assert judged is not None
    assert judged.status is Status.ACCEPTED
    assert whole(store).value("beijing", "rd") == 12 * YI
    assert whole(store).value("china", "rd") == 342 * YI
    tracer = tracer_for(store, yearbook(), Period(2020))
    traced = tracer.trace(tracer.builder.value("rd"))
    assert sum(int(cell.value) for area in traced.areas for cell in area.cells) == 342 * YI
    assert verify(store, yearbook()).problems == ()


def test_another_indicator_of_the_same_year_is_added_without_a_word(store: Store) -> None:
    grain: list[list[Value]] = [["2020年各地区粮食产量（万吨）"], ["地区", "绝对数"]]
    grain += [[area, 1] for area in AREAS]
    results = send(store, rd(TENS, ELEVENS), grain)
    assert [r.status for r in results] == [Status.ACCEPTED] * 2
    book = whole(store)
    assert (book.value("china", "rd"), book.value("china", "grain")) == (341 * YI, 310000)


def test_two_values_for_one_fact_in_a_workbook_go_back(store: Store) -> None:
    rows = [*rd(TENS, ELEVENS), [], *rd(TENS, [12, *ELEVENS[1:]])]
    (result,) = send(store, rows)
    assert result.status is Status.RETURNED
    assert blocking(result)
    same = [*rd(TENS, ELEVENS), [], *rd(TENS, ELEVENS)]
    (result,) = send(store, same)
    assert result.status is Status.ACCEPTED
    assert whole(store).value("china", "rd") == 341 * YI


def test_the_tables_of_another_subject(store: Store) -> None:
    send(store, rd(TENS, [*range(11, 42)], (310, sum(range(11, 42)))))
    told = summary(store, yearbook(), Period(2020))
    listed = told.data["rows"]
    assert isinstance(listed, list)
    rows = {row["indicator"]: row for row in listed if row["area"] == "china"}
    assert rows["rd"]["display"] == "806亿元"
    assert Fraction(rows["rd"]["growth_percent"]) == 160
    league = ranks(store, yearbook(), Period(2020)).tables[-1]
    assert league.rows[0].cells[0] == "新疆"
    (sender,) = round_of(store, yearbook(), Period(2020))
    assert (sender.area, sender.tables) == ("office", ("yearbook",))
