"""csv and json: the report's data as it is, in UTF-8.

The csv has a byte order mark, without which a Chinese Excel reads it as GBK. A text that Excel
would take for a formula gets an apostrophe before it; numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping

from zsstat.model import Report
from zsstat.render.cells import cell_text, heading_text
from zsstat.render.flat import flattened, names, told
from zsstat.render.formulas import reads_as_formula


def json_bytes(report: Report) -> bytes:
    """The report's data, indented by two, Chinese as it is."""
    return (json.dumps(dict(report.data), ensure_ascii=False, indent=2) + "\n").encode()


def csv_bytes(report: Report) -> bytes:
    """The data's rows, one header; nested keys are joined by dots. A report without rows gives its
    tables, one after the other with a blank line between them."""
    rows = report.data.get("rows")
    lines = _records(rows) if isinstance(rows, list) else _tables(report)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [_defused(value) for value in line] for line in lines
    )
    return text.getvalue().encode("utf-8-sig")


def _records(rows: Iterable[Mapping[str, object]]) -> Iterable[list[str]]:
    flat = [dict(flattened(row)) for row in rows]
    header = names(flat)
    yield header
    for row in flat:
        yield [told(row.get(name)) for name in header]


def _tables(report: Report) -> Iterable[list[str]]:
    for number, table in enumerate(report.tables):
        if number:
            yield []
        yield [table.title]
        yield [heading_text(heading) for heading in table.headings]
        for row in table.rows:
            yield [cell_text(cell) for cell in row.cells]


def _defused(text: str) -> str:
    return "'" + text if reads_as_formula(text) else text
