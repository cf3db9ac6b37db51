"""The collection of arrivals: what is written down of each case, and what the program makes of it.

A description says values as a person would: 12000万元, 7.82%, 2020-03-18, with the unit and the
digits of the cell. Here they become what can be compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from tests.sample_support import SAMPLE
from zsstat.catalog import load_catalogue
from zsstat.declarations import Catalogue, ColumnType
from zsstat.model import Field, Finding, Outcome, PartialDate, Period, Record, Return, Role
from zsstat.pipeline.files import Source
from zsstat.pipeline.returns import FileResult, ImportOptions, expectation, import_returns
from zsstat.read import read_workbook
from zsstat.recognise import recognise
from zsstat.store import open_store

ARRIVALS = SAMPLE / "arrivals"
DESCRIPTION = "expected.json"
NOW = datetime(2021, 1, 8, 9, 0, tzinfo=UTC)
SHEETLESS = {"csv", "html", "mht", "mhtml"}
"""Formats whose sheets have no names of their own."""

FACTORS = {
    "元": 1, "万元": 10**4, "亿元": 10**8, "美元": 1, "万美元": 10**4, "亿美元": 10**8,
    "个": 1, "家": 1, "场": 1, "次": 1, "批次": 1, "人次": 1, "吨": 1, "万吨": 10**4,
}  # fmt: skip

Plain: TypeAlias = int | str | bool | Decimal
Values: TypeAlias = dict[str, Plain]
Table: TypeAlias = tuple[str, str | None, int | None]
"""Table, sheet (None where the format has no names of sheets) and year."""
Said: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """A record or a claim: its label (of a claim), its values and the cells that are known."""

    label: str
    values: Values
    cells: Mapping[str, str]


def slugs() -> list[str]:
    return sorted(path.parent.name for path in ARRIVALS.glob(f"*/{DESCRIPTION}"))


@cache
def description(slug: str) -> Said:
    loaded: dict[str, Any] = json.loads((ARRIVALS / slug / DESCRIPTION).read_text(encoding="utf-8"))
    return loaded


def files(slug: str) -> list[Path]:
    return sorted(p for p in (ARRIVALS / slug).iterdir() if p.is_file() and p.name != DESCRIPTION)


@cache
def catalogue(config: str | None) -> Catalogue:
    return load_catalogue(SAMPLE.parent / config if config else None)


# --- what is written down ---------------------------------------------------------------------


def meant(written: object) -> Plain:
    """12000万元 in base units, 7.82% as a decimal; counts, flags and texts as they are."""
    if isinstance(written, bool | int):
        return written
    text = str(written)
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)(\D+)", text)
    if found and found[2] == "%":
        return Decimal(found[1])
    if found and found[2] in FACTORS:
        exact = Decimal(found[1]) * FACTORS[found[2]]
        assert exact == int(exact), text
        return int(exact)
    return text


def in_base_units(written: str) -> int:
    """A sum of the ledger; percentages are kept there as millionths."""
    value = meant(written)
    assert isinstance(value, int | Decimal), written
    return int(value * 10**4) if isinstance(value, Decimal) else value


def expected_tables(said: Said, *, sheets: bool) -> dict[Table, tuple[list[Row], list[Row]]]:
    """Records and claims of every table; one that is described in pieces is put together."""
    tables: dict[Table, tuple[list[Row], list[Row]]] = {}
    for table in said["tables"]:
        key = (table["table"], table["sheet"] if sheets else None, table["year"])
        records, claims = tables.setdefault(key, ([], []))
        columns = table.get("columns", {})
        records += [expected_row(row, columns) for row in table["records"]]
        claims += [expected_row(row, columns) for row in table["claims"]]
    return tables


def expected_row(said: Said, columns: Mapping[str, str]) -> Row:
    values = {k: meant(v) for k, v in said.items() if k not in ("row", "label", "@")}
    if "row" in said:
        cells = {name: f"{columns[name]}{said['row']}" for name in values}
    else:
        cells = dict(said["@"])
    return Row(said.get("label", ""), values, cells)


# --- what the program makes of it -------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """What an import says of a file, what was recognised, and what is in the store of it."""

    result: FileResult
    subject: Return
    sheets: bool
    stored: tuple[Record, ...]
    figures: Mapping[tuple[str, str, Role], int]
    integrity: list[str]


def judge(slug: str, file: Path, folder: Path) -> Judged:
    """The file by itself, through the whole import into a database of its own."""
    said = description(slug)
    known = catalogue(said.get("config"))
    options = said.get("options", {})
    expected = expectation(known, options.get("reporter"), options.get("year"), None)
    content = file.read_bytes()
    if said["status"] == "refused":
        sheets, subject = True, Return(file.name, "", None, None, (), ())
    else:
        workbook = read_workbook(content, file.name)
        sheets = workbook.format not in SHEETLESS
        subject = recognise(workbook, known, expected)
    with open_store(
        folder / "zsstat.db", create=True, catalogue_fingerprint=known.fingerprint
    ) as store:
        (result,) = import_returns(
            store, known, [Source(file.name, content)], ImportOptions(NOW, "样例", expected)
        )
        (kept,) = store.submissions() or (None,)
        stored = tuple(row.record for row in store.records(kept.id)) if kept else ()
        year, month = said["year"], said["month"]
        figures = dict(store.sums(Period(year, month))) if year else {}
        integrity = store.integrity()
    return Judged(result, subject, sheets, stored, figures, integrity)


def verdict(judged: Judged) -> tuple[str, str | None, int | None, int | None]:
    """Status, sender, year and month."""
    result, period = judged.result, judged.result.period
    year, month = (period.year, period.month) if period else (None, None)
    return result.status.value, result.reporter, year, month


def plain(field: Field) -> Plain | None:
    """A field's value in the form of :func:`meant`."""
    match field.value:
        case PartialDate(year, month, day):
            parts = (f"{part:02}" for part in (year, month, day) if part)
            return "-".join(parts)
        case int() as value if field.unit == "%" and not isinstance(value, bool):
            return Decimal(value) / 10**4
    return field.value


def recognised(judged: Judged, known: Catalogue) -> dict[Table, tuple[list[Row], list[Row]]]:
    """Records and claims of every table that has any, in the form of :func:`expected_tables`."""
    tables: dict[Table, tuple[list[Row], list[Row]]] = {}
    subject = judged.subject
    for table in subject.tables:
        period = table.period or subject.period
        sheet = table.sheet if judged.sheets else None
        key = (table.table, sheet, period.year if period else None)
        if not table.records:
            continue
        records, claims = tables.setdefault(key, ([], []))
        types = {column.name: column.type for column in known.returns[table.table].columns}
        records += [_of_year(Row("", *_values(row.fields)), key[2]) for row in table.records]
        texts = {n for n, kind in types.items() if kind in (ColumnType.TEXT, ColumnType.AREA)}
        said = [
            Row(
                claim.area or claim.label,
                *_values({k: v for k, v in claim.fields.items() if k not in texts}),
            )
            for claim in table.claims
        ]
        claims += [row for row in (_of_year(claim, key[2]) for claim in said) if _has_number(row)]
    return tables


def _of_year(row: Row, year: int | None) -> Row:
    """The row without its year, which is that of its table."""
    own = row.values.get("年份", year)
    assert own == year
    return replace(row, values={k: v for k, v in row.values.items() if k != "年份"})


def _has_number(row: Row) -> bool:
    return any(not isinstance(value, str) for value in row.values.values())


def _values(fields: Mapping[str, Field]) -> tuple[Values, dict[str, str]]:
    known = {name: (plain(field), field.ref.cell) for name, field in fields.items()}
    values = {name: value for name, (value, _) in known.items() if value is not None}
    return values, {name: known[name][1] for name in values}


def findings(judged: Judged, outcome: Outcome) -> dict[str, list[str]]:
    """Rule → its cells, 表!C4, in order; without sheets where the format has none."""
    found: dict[str, list[str]] = {}
    for finding in judged.result.findings:
        if finding.outcome is outcome:
            found.setdefault(finding.rule, []).extend(_cells(finding, judged.sheets))
    return {rule: sorted(cells) for rule, cells in found.items()}


def expected_findings(said: Said, file: str, *, sheets: bool) -> dict[str, list[str]]:
    found = {**said["findings"], **said.get("also", {}).get(file, {})}
    return {
        rule: sorted(cell if sheets else cell.rpartition("!")[2] for cell in cells)
        for rule, cells in found.items()
    }


def _cells(finding: Finding, sheets: bool) -> Iterator[str]:
    """Nothing for what is said of a sheet or of the file."""
    for ref in finding.cells:
        if ref.cell:
            yield f"{ref.sheet}!{ref.cell}" if sheets else ref.cell


def ordered(rows: Iterable[Row]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Rows in an order that is the same for the same rows."""
    return sorted((r.label, sorted((k, repr(v)) for k, v in r.values.items())) for r in rows)
