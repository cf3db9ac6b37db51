"""What is worth saying about a matrix besides what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from zsstat.declarations import Unit
from zsstat.model import Cell, CellRef, Issue, Workbook
from zsstat.recognise.matrix import Matrix
from zsstat.recognise.strips import is_value
from zsstat.values import normalise

_QUALIFIED = re.compile(r"(?:19|20)\d\d年?\([^()]+\)")
"""2020年（初步数）, 2019年（修订）: a year with a proviso."""


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
    for column in unread:
        if any(_QUALIFIED.fullmatch(normalise(part.text)) for part in column.parts):
            yield Issue(
                "row.not_posted",
                f"列“{column.text}”是哪一年的数要看括号里的话，这一列没有统计",
                (workbook.ref(matrix.grid, column.parts[-1].name),),
                shown=column.text,
                action="如应统计，请把列名改为只写年份；初步数、修订数请另行说明",
            )


def without_values(
    matrix: Matrix, read: Iterable[Container[str]], workbook: Workbook
) -> Iterator[Issue]:
    """file.required_column: the table states values, and what was read are rates of growth; the
    values must be in the columns that nobody understood."""
    facts, unread = matrix.table.facts, [c for c in matrix.unread if c.parts]
    if facts is None or not unread or any(facts.value in columns for columns in read):
        return
    texts = "、".join(f"“{column.text}”" for column in unread)
    yield Issue(
        "file.required_column",
        f"“{matrix.table.name}”里没有认出“{facts.value}”的列，一个数也没有统计；没有认出的列：{texts}",
        tuple(workbook.ref(matrix.grid, column.parts[-1].name) for column in unread),
        shown=texts,
        expected=f"“{facts.value}”列",
    )


def clash(
    named: Cell, taken: Unit, other: Unit, place: Cell, refs: tuple[CellRef, ...], *, above: bool
) -> Issue:
    """file.unit_clash: two headings or labels contradict each other, or one the unit row."""
    wrote = f"写明{taken.id}，单位行" if above else f"处写有{taken.id}，又"
    return Issue(
        "file.unit_clash",
        f"“{''.join(named.text.split())}”{wrote}写的是{other.id}，暂按写明的{taken.id}计算",
        tuple(dict.fromkeys(refs)),
        place.text.strip(),
        taken.id,
    )
