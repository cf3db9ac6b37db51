"""A form that is filled in comes back without a finding, and the store holds what was written."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli_support import Done, run
from tests.form_support import (
    TEN_THOUSAND,
    Filled,
    Row,
    Value,
    base_figures,
    fill,
    last_balances,
)
from tests.libreoffice import resaved
from zsstat.declarations import Catalogue
from zsstat.model import FieldValue, PartialDate, Period, Record, Role
from zsstat.store import open_store

MONTHS = (12, 3)
TABLES = {
    "项目台账": "projects",
    "外资企业": "foreign",
    "招商活动": "activities",
    "目标任务": "targets",
    "汇总表": "summary",
}


@dataclass(frozen=True)
class Round:
    """A round of forms: the folder of the files as they came back, and what stands in them."""

    period: Period
    folder: Path
    filled: dict[str, Filled]
    db: Path


@pytest.fixture(scope="module", params=MONTHS, ids=["year", "month"])
def written(
    request: pytest.FixtureRequest,
    sample_db: Path,
    sample_catalogue: Catalogue,
    tmp_path_factory: pytest.TempPathFactory,
) -> Round:
    """The forms of all reporters for 2021, or its first months, filled in with openpyxl."""
    month: int = request.param
    folder = tmp_path_factory.mktemp("forms")
    db = folder / "round.db"
    shutil.copy(sample_db, db)
    period = Period(2021, month)
    said = ("--year", 2021, *(("--month", month) if month < 12 else ()))
    done = run("form", *said, "--output", folder / "blank", "--format", "json", db=db)
    assert done.status == 0, done.err
    filled: dict[str, Filled] = {}
    with open_store(db, catalogue_fingerprint=sample_catalogue.fingerprint) as store:
        (folder / "back").mkdir()
        for seed, made in enumerate(done.json["forms"]):
            blank = Path(made["file"])
            balances = last_balances(store, sample_catalogue, made["reporter"])
            assert len(balances) == made["continuing"]
            target = folder / "back" / blank.name
            filled[made["reporter"]] = fill(blank, target, balances, seed, month)
    return Round(period, folder / "back", filled, db)


@pytest.fixture(scope="module", params=["openpyxl", "libreoffice"])
def returned(
    request: pytest.FixtureRequest, written: Round, tmp_path_factory: pytest.TempPathFactory
) -> Round:
    """The same as openpyxl saved them, and as LibreOffice saves those."""
    if request.param == "openpyxl":
        return written
    folder = tmp_path_factory.mktemp("saved")
    files = [filled.path for filled in written.filled.values()]
    resaved(files, folder, tmp_path_factory.mktemp("profile"))
    return Round(written.period, folder, written.filled, written.db)


@pytest.fixture(scope="module")
def imported(returned: Round, tmp_path_factory: pytest.TempPathFactory) -> tuple[Round, Done, Path]:
    db = tmp_path_factory.mktemp("books") / "books.db"
    shutil.copy(returned.db, db)
    return returned, run("import", returned.folder, "--format", "json", db=db), db


def test_a_form_that_is_filled_in_comes_back_without_a_finding(
    imported: tuple[Round, Done, Path],
) -> None:
    round_, done, _ = imported
    assert len(round_.filled) == 14
    files = {file["reporter"]: file for file in done.json["files"]}
    assert set(files) == set(round_.filled)
    for reporter, file in files.items():
        filled = round_.filled[reporter]
        found = [
            finding
            for finding in file["findings"]
            if not (_lacks_history(finding, round_.period) or _is_true(finding, filled))
        ]
        assert (reporter, found) == (reporter, [])
        assert (file["status"], file["year"], file["month"]) == (
            "accepted",
            2021,
            round_.period.month,
        )


def _lacks_history(finding: dict[str, object], period: Period) -> bool:
    """Nothing of the same months of last year was ever sent: what is compared with it is open."""
    return (
        period.month < 12
        and finding["outcome"] == "undecided"
        and str(finding["rule"]).startswith("history.")
    )


def _is_true(finding: dict[str, object], filled: Filled) -> bool:
    """The figures are made up: one that more than doubled or halved is asked about, rightly."""
    if finding["rule"] != "history.growth_jump":
        return False
    name = str(finding["message"]).partition("”")[0].lstrip("“")
    (row,) = (row for row in filled.rows["汇总表"] if row["指标"] == name)
    now, before = row["本年累计"], row["上年同期"]
    assert isinstance(now, Decimal)
    assert isinstance(before, Decimal)
    return not before / 2 <= now <= before * 2


def test_the_store_holds_exactly_what_was_filled_in(
    imported: tuple[Round, Done, Path], sample_catalogue: Catalogue
) -> None:
    round_, _, db = imported
    with open_store(db, catalogue_fingerprint=sample_catalogue.fingerprint) as store:
        for name, table in TABLES.items():
            stored = store.table_records(table, round_.period)
            for reporter, filled in round_.filled.items():
                records = [row.record for row in stored if row.reporter == reporter]
                written = filled.rows[name]
                assert (reporter, name, len(records)) == (reporter, name, len(written))
                for record, row in zip(records, written, strict=True):
                    assert _read(record, row, sample_catalogue) == _meant(row)


def _meant(row: Row) -> dict[str, Value | Fraction]:
    return {name: Fraction(v) if isinstance(v, Decimal) else v for name, v in row.items()}


def _read(record: Record, row: Row, catalogue: Catalogue) -> dict[str, Value | Fraction]:
    """What was stored of a row, in the units in which it was written."""
    return {name: _as_written(record, name, catalogue) for name in row}


def _as_written(record: Record, name: str, catalogue: Catalogue) -> Value | Fraction:
    field = record.fields[name]
    value: FieldValue = field.value
    match value:
        case bool():
            return "是" if value else "否"
        case int():
            return Fraction(value, catalogue.units[field.unit].factor if field.unit else 1)
        case Decimal():
            return Fraction(value)
        case PartialDate():
            return date(value.year, value.month or 1, value.day) if value.day else str(value)
        case str() if value in catalogue.indicators:
            return catalogue.indicators[value].name
    return value


def test_the_sums_are_those_of_the_rows(
    imported: tuple[Round, Done, Path], sample_catalogue: Catalogue
) -> None:
    round_, _, db = imported
    with open_store(db, catalogue_fingerprint=sample_catalogue.fingerprint) as store:
        sums = store.sums(round_.period)
    for reporter, filled in round_.filled.items():
        expected = base_figures(filled, round_.period.month)
        for indicator in sample_catalogue.indicators.values():
            if indicator.post and not indicator.hidden:
                found = Fraction(sums.get((reporter, indicator.code, Role.ACTUAL), 0))
                assert (reporter, indicator.code, found) == (
                    reporter,
                    indicator.code,
                    expected[indicator.name],
                )


def test_targets_count_in_the_unit_of_their_line(
    imported: tuple[Round, Done, Path], sample_catalogue: Catalogue
) -> None:
    round_, _, db = imported
    with open_store(db, catalogue_fingerprint=sample_catalogue.fingerprint) as store:
        targets = store.targets(round_.period)
    assert targets["hanbin", "funds_interprov"] == 91 * TEN_THOUSAND**2
