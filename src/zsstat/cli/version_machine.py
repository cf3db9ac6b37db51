"""Two versions of a return beside each other, for machines: plain values, and tables for xlsx."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zsstat.checks import wording
from zsstat.cli.version_views import QUIET, difference_text, figure_tables
from zsstat.compute.versions import CellChange, RowChange
from zsstat.declarations import Catalogue, ReturnTable
from zsstat.figures import exact_text
from zsstat.model import (
    Align,
    Field,
    FieldValue,
    Heading,
    PartialDate,
    Report,
    Table,
    TableRow,
)
from zsstat.pipeline.comparing import Comparison, FigureChange
from zsstat.pipeline.ledger import describe
from zsstat.pipeline.versions import Version


def difference_report(found: Comparison, catalogue: Catalogue) -> Report:
    """All of it as tables (for xlsx) and as plain values; the csv is the list of cells."""
    tables = (_cell_table(found, catalogue), *figure_tables(found, catalogue))
    return Report(tables, difference_machine(found, catalogue))


def _cell_table(found: Comparison, catalogue: Catalogue) -> Table:
    names = ("表", "变动", "行", "列", "前一版", "单元格", "后一版", "单元格", "相差", "说明")
    rows = [
        TableRow(
            (
                catalogue.returns[row.table].name,
                _WORDS[_kind(row)],
                _label(row, catalogue.returns[row.table]),
                cell.column,
                *_side(cell.before),
                *_side(cell.after),
                difference_text(cell, catalogue),
                _remark(cell),
            )
        )
        for row in found.rows
        for cell in row.cells
    ]
    name = catalogue.area_name(found.reporter, found.period)
    headings = tuple(Heading(name, Align.LEFT) for name in names)
    return Table(f"{name}{describe(found.period)}单元格变动", headings, tuple(rows))


def _side(field: Field | None) -> tuple[str, str]:
    return (wording.written(field), field.ref.cell) if field else ("", "")


def _remark(cell: CellChange) -> str:
    if cell.only_written:
        return "只是写法不同"
    return QUIET[cell.quiet] if cell.quiet else ""


def _identity(row: RowChange, declared: ReturnTable) -> dict[str, str | bool | None]:
    """What tells the row from others: the columns of its identity, else those that describe it."""
    columns = [name for group in declared.identity for name in group] or declared.describe
    return {name: machine_value(row.record.value(name)) for name in dict.fromkeys(columns)}


def _label(row: RowChange, declared: ReturnTable) -> str:
    field = row.record.fields.get(declared.label)
    return wording.written(field) if field and field.text.strip() else ""


_WORDS = {"changed": "改动", "added": "新增", "removed": "删去"}


def _kind(row: RowChange) -> str:
    if row.before is None:
        return "added"
    return "changed" if row.after else "removed"


def difference_machine(found: Comparison, catalogue: Catalogue) -> dict[str, Any]:
    """The stable machine form: ``rows`` holds one entry a changed cell, values in base units."""
    return {
        "reporter": found.reporter,
        "reporter_name": catalogue.area_name(found.reporter, found.period),
        "year": found.period.year,
        "month": found.period.month,
        "same_file": found.same_file,
        "unchanged": found.unchanged,
        "tables": [
            {
                "table": step.table,
                "from": _machine_version(step.before),
                "to": _machine_version(step.after),
            }
            for step in found.steps
        ],
        "rows": [_machine_cell(row, c, catalogue) for row in found.rows for c in row.cells],
        "figures": [_machine_figure(change) for change in (*found.own, *found.city)],
    }


def _machine_version(version: Version) -> dict[str, Any]:
    row = version.row
    return {
        "number": version.number,
        "file": row.file,
        "sha256": row.sha256,
        "status": "withdrawn" if version.withdrawn else row.status.value,
        "received_at": row.received_at.isoformat(),
        "who": row.who,
        "reason": row.reason,
    }


def _machine_cell(row: RowChange, cell: CellChange, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "table": row.table,
        "change": _kind(row),
        "label": _label(row, catalogue.returns[row.table]),
        "identity": _identity(row, catalogue.returns[row.table]),
        "column": cell.column,
        "quiet": cell.quiet.value if cell.quiet else None,
        "only_written": cell.only_written,
        "before": machine_field(cell.before),
        "after": machine_field(cell.after),
        "difference": machine_value(cell.difference),
    }


def machine_field(field: Field | None) -> dict[str, Any] | None:
    """A field as plain values; numbers are decimal strings in base units."""
    if field is None:
        return None
    return {
        "value": machine_value(field.value),
        "text": wording.written(field) if field.text.strip() else "",
        "unit": field.unit,
        "file": field.ref.file,
        "sheet": field.ref.sheet,
        "cell": field.ref.cell,
    }


def machine_value(value: FieldValue) -> str | bool | None:
    """Numbers as decimal strings, a date as far as it is known (2020-05)."""
    match value:
        case None | bool() | str():
            return value
        case PartialDate():
            parts = (value.month, value.day)
            return "-".join([str(value.year), *(f"{p:02}" for p in parts if p)])
        case Decimal():
            return format(value, "f")
    return str(value)


def _machine_figure(change: FigureChange) -> dict[str, Any]:
    before, after = change.growth
    return {
        "area": change.area,
        "indicator": change.indicator,
        "measure": change.measure.value,
        "unit": change.after.unit,
        "before": change.before.number or None,
        "after": change.after.number or None,
        "difference": None if change.difference is None else exact_text(change.difference),
        "growth_before": before.number or None,
        "growth_after": after.number or None,
    }
