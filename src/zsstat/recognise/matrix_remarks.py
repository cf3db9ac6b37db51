"""What is worth saying about a matrix besides what its cells hold."""

from __future__ import annotations

from collections.abc import Iterator

from zsstat.model import Issue, Workbook
from zsstat.recognise.matrix import Matrix
from zsstat.recognise.strips import is_value


def unknown_rows(matrix: Matrix, workbook: Workbook) -> Iterator[Issue]:
    """Rows of values whose label is not known: nothing of them is counted."""
    known = [row.spot for row in matrix.rows if row.spot.is_key]
    areas = any(spot.area for spot in known)
    for row in matrix.rows:
        if row.group or (row.spot.is_key and not row.spot.unknown):
            continue
        rule = "cell.unknown_area" if areas else "cell.unknown_indicator"
        what = "地区" if areas else "指标"
        text = "".join(row.label.text.split())
        yield Issue(
            rule,
            f"{what}名称“{text}”不在{what}目录里，这一行没有统计",
            (workbook.ref(matrix.grid, row.label.name),),
            shown=text,
            expected=f"目录里的{what}名称",
        )


def unlabelled_rows(matrix: Matrix, workbook: Workbook) -> Iterator[Issue]:
    """row.not_posted: values between the rows, with no label to say whose they are."""
    known = {row.row for row in matrix.rows}
    first, last = matrix.rows[0].row, matrix.last
    cells = [
        cell
        for row in range(first, last + 1)
        if row not in known
        for column in matrix.columns
        if (cell := matrix.grid.cell(row, column.column)) is not None and is_value(cell)
    ]
    if cells:
        yield Issue(
            "row.not_posted",
            "这些数所在的行没有写是哪个地区、哪个指标的，没有统计",
            tuple(workbook.ref(matrix.grid, cell.name) for cell in cells),
            shown="、".join(cell.text.strip() for cell in cells[:5]),
            expected="行名",
        )


def unread_columns(matrix: Matrix, workbook: Workbook) -> Iterator[Issue]:
    """file.unknown_column: columns whose heading says nothing that is known."""
    unread = [column for column in matrix.unread if column.parts]
    if unread:
        texts = [column.text for column in unread]
        yield Issue(
            "file.unknown_column",
            f"“{matrix.table.name}”中的列{'、'.join(f'“{t}”' for t in texts)}不参加统计",
            tuple(workbook.ref(matrix.grid, column.parts[-1].name) for column in unread),
            shown="、".join(texts),
        )
