"""The ledger's lines themselves, many at a time, with what stands in their cells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from zsstat.model import Period, Role
from zsstat.store.desk import Desk


class LedgerLine(NamedTuple):
    """A line that counts today, flat: a named tuple because there are so many.

    ``value`` is whole base units of the indicator; ``dimensions`` stand in the order of
    :class:`~zsstat.model.Dimension`; ``submission`` is the number under which the workbook
    arrived; ``text`` is what stands in the cell and ``label`` what the row is known by, both as
    written."""

    id: int
    submission: int
    reporter: str
    table: str
    area: str
    indicator: str
    role: Role
    year: int
    month: int
    value: int
    dimensions: tuple[str | None, ...]
    joint: str | None
    sha256: str
    file: str
    sheet: str
    row: int
    cell: str
    text: str
    label: str


class Lines(Desk):
    """Asks for ledger lines. Every answer is about what counts today."""

    def of(
        self, period: Period, labels: Mapping[str, str], role: Role | None = None
    ) -> Iterator[LedgerLine]:
        """The lines of a period, of one role or of both, in the order of their numbers. ``labels``
        names for each table the column by which a row of it is known."""
        when = {"year": period.year, "month": period.month}
        asked = {**when, "role": role.value if role else None}
        parts = {row[0]: row[1:] for row in self._rows("line_parts", **when)}
        records = {row[0]: _Row.of(row, labels) for row in self._rows("line_records", **asked)}
        for line in self._rows("lines", **asked):
            number, part, area, indicator, of, value, record, joint, sheet, cell = line[:10]
            submission, reporter, table, sha256, file = parts[part]
            row = records[record]
            yield LedgerLine(
                number, submission, reporter, table, area, indicator, _ROLES[of], period.year,
                period.month, value, line[10:], joint, sha256, file, sheet, row.number, cell,
                row.texts[sheet, cell], row.label,
            )  # fmt: skip


_ROLES = {role.value: role for role in Role}
"""Looked up, and not made, a hundred thousand times."""


class _Row(NamedTuple):
    """A record as its lines need it, taken apart once: several lines are posted from most."""

    number: int
    label: str
    texts: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, row: tuple[Any, ...], labels: Mapping[str, str]) -> _Row:
        _, table, home, number, fields = row
        decoded = json.loads(fields)
        texts = {
            (data.get("sheet", home), data["cell"]): data.get("text", "")
            for data in decoded.values()
        }
        return cls(number, decoded.get(labels.get(table, ""), {}).get("text", ""), texts)
