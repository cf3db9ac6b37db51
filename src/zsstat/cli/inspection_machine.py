"""How a file was understood, for machines. Keys are added, not changed."""

from __future__ import annotations

from typing import Any

from zsstat.cli.inspection_views import snippets
from zsstat.cli.views import machine_finding
from zsstat.model import (
    Period,
    SeenColumn,
    SeenEvidence,
    SeenRow,
    SeenSheet,
    SeenTable,
    Suggestion,
    cell_name,
)
from zsstat.pipeline.inspection import Inspection


def inspection_machine(inspection: Inspection) -> dict[str, Any]:
    """The stable machine form of an inspection; for a file that cannot be read ``sheets`` and
    ``evidence`` are empty and ``format`` is null."""
    seen = inspection.understanding
    subject = seen.subject if seen else None
    return {
        "file": inspection.file,
        "sha256": inspection.sha256,
        "format": seen.format if seen else None,
        "degraded": seen.degraded if seen else False,
        "reporter": subject.reporter if subject else None,
        **_period(subject.period if subject else None),
        "evidence": [_evidence(item) for item in seen.evidence] if seen else [],
        "sheets": [_sheet(sheet) for sheet in seen.sheets] if seen else [],
        "snippets": snippets(seen) if seen else {},
        "findings": [form for f in inspection.findings for form in machine_finding(f)],
    }


def _period(period: Period | None) -> dict[str, int | None]:
    return {"year": period.year if period else None, "month": period.month if period else None}


def _evidence(item: SeenEvidence) -> dict[str, Any]:
    return {
        "reporter": item.area,
        **_period(item.period),
        "sheet": item.ref.sheet,
        "cell": item.ref.cell,
        "text": item.text,
        "reporter_taken": item.area_taken,
        "period_taken": item.period_taken,
        "suggestions": [_suggestion(s) for s in item.suggestions],
    }


def _sheet(sheet: SeenSheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "review": sheet.review,
        "filled_rows": sheet.filled_rows,
        "last_cell": sheet.last_cell or None,
        "tables": [_table(table) for table in sheet.tables],
        "lines": [_row(row) for row in sheet.lines],
        "nearest": sheet.nearest or None,
        "suggestions": [_suggestion(s) for s in sheet.suggestions],
    }


def _table(table: SeenTable) -> dict[str, Any]:
    place = table.place
    first = cell_name(place.first_row, place.first_column)
    return {
        "tables": list(table.candidates),
        "layout": str(table.layout),
        "title": table.title,
        "range": f"{first}:{cell_name(place.last_row, place.last_column)}",
        "header_rows": list(table.header_rows),
        "missing": list(table.missing),
        "absent": list(table.absent),
        "first_row": table.first_row,
        "last_row": table.last_row,
        "data_rows": table.data_rows,
        "records": table.records,
        "columns": [_column(column) for column in table.columns],
        "rows": [_row(row) for row in table.rows],
    }


def _column(column: SeenColumn) -> dict[str, Any]:
    return {
        "column": column.letters,
        "header": column.header,
        "use": column.use.value,
        "names": list(column.names),
        "units": list(column.units),
        "unit_source": column.unit_source.value,
        "unit_cell": column.unit_cell or None,
        "filled": column.filled,
        "indicator": column.indicator,
        "area": column.area,
        **_period(column.period),
        "suggestions": [_suggestion(s) for s in column.suggestions],
    }


def _row(row: SeenRow) -> dict[str, Any]:
    return {
        "row": row.row,
        "use": row.use.value,
        "text": row.text,
        "first_row": row.first,
        "last_row": row.last,
        "suggestions": [_suggestion(s) for s in row.suggestions],
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "kind": suggestion.kind.value,
        "written": suggestion.written,
        "name": suggestion.name,
        "id": suggestion.id or None,
        "table": suggestion.table or None,
        "by_content": suggestion.by_content,
    }
