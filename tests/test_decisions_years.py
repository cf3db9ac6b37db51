"""Decisions about workbooks that report on several years at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.matrix_support import yearbook
from tests.test_matrix_books import ELEVENS, TENS, YI, rd, send
from zsstat.errors import DecisionError
from zsstat.model import Period, RecognisedTable
from zsstat.pipeline import deciding
from zsstat.pipeline.judging import waive
from zsstat.pipeline.ledger import load_book
from zsstat.pipeline.reposting import repost
from zsstat.pipeline.upkeep import verify
from zsstat.store import Decided, Status, Store, Submission, open_store

NOW = datetime(2021, 10, 2, tzinfo=UTC)
SAID = Decided("王科长", "经核实", NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    fingerprint = yearbook().fingerprint
    with open_store(tmp_path / "年鉴.db", create=True, catalogue_fingerprint=fingerprint) as opened:
        yield opened


def beijing(store: Store, year: int = 2020) -> int | None:
    return load_book(store, yearbook(), Period(year)).value("beijing", "rd")


def test_a_workbook_with_a_locked_year_in_it_is_not_withdrawn(store: Store) -> None:
    send(store, rd(TENS, ELEVENS))
    deciding.lock(store, 2019, None, SAID)
    (row,) = store.submissions()
    with pytest.raises(DecisionError, match="2019年的数据已锁定"):
        deciding.withdraw(store, yearbook(), row, SAID)
    deciding.unlock(store, 2019, None, SAID)
    deciding.withdraw(store, yearbook(), row, SAID)
    assert store.periods() == ()


def revised(store: Store) -> None:
    """A second yearbook revises a figure of the first."""
    send(store, rd(TENS, ELEVENS), rd(TENS, [12, *ELEVENS[1:]]))
    number = next(f.id for f in store.findings() if f.finding.rule == "file.restates")
    waive(store, yearbook(), number, "年鉴修订", "李某", NOW)
    assert beijing(store) == 12 * YI


def test_the_earlier_yearbook_posted_anew_does_not_become_the_later_one(store: Store) -> None:
    revised(store)
    row = store.submissions()[0]
    _, content = store.original(row.sha256)
    tables = [
        RecognisedTable(table, "", "", (), {}, (), tuple(r.record for r in rows), (), period)
        for table, period, rows in store.active_records(row.id)
    ]
    store.save(
        Submission(
            row.file, row.sha256, content, row.reporter, row.period, Status.ACCEPTED,
            tuple(tables), store.observations(row.id), (), frozenset(), NOW, "王科长", "重新统计",
            row.catalogue_fingerprint, reposts=row.id,
        )
    )  # fmt: skip
    assert beijing(store) == 12 * YI
    (last,) = [source.value for source in store.sources("rd", Period(2020), "beijing")][-1:]
    assert last == 12 * YI
    assert verify(store, yearbook()).problems == ()


def test_a_year_that_was_replaced_does_not_make_a_repost_of_the_others(store: Store) -> None:
    """A reposting that moves nothing says so, and says it again."""
    send(store, rd(TENS, ELEVENS))
    options = {"replace": True, "reason": "更正"}
    only = [row[:1] + row[2:] for row in rd(TENS, [12, *ELEVENS[1:]])]
    send(store, only, **options)
    assert (beijing(store), beijing(store, 2019)) == (12 * YI, 10 * YI)
    done = repost(store, yearbook(), SAID)
    assert (done.moved, done.figures, done.locked) == ((), (), ())
