"""What stands among the rows of a table and is not counted: said, and never silently left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zsstat.declarations import Column
from zsstat.model import Cell, CellKind, CellRef, Field, Issue, Workbook
from zsstat.recognise.layout import Block
from zsstat.recognise.sums import Doubt
from zsstat.recognise.words import OF_WHICH, filled
from zsstat.values import mask_personal, written

ERROR_CELL = "file.error_cell"
UNCACHED = "file.uncached"
NOT_POSTED = "row.not_posted"
MAYBE_SUBTOTAL = "row.maybe_subtotal"


def elsewhere(found: Field, rule: str, where: str) -> Issue:
    """A broken cell from which nothing is counted."""
    if rule == ERROR_CELL:
        message = f"{where}是错误值“{found.text}”"
        return Issue("file.error_elsewhere", message, (found.ref,), found.text)
    message = f"{where}的公式没有计算结果"
    return Issue("file.uncached_elsewhere", message, (found.ref,), found.text)


def broken_rule(cell: Cell) -> str:
    return ERROR_CELL if cell.kind is CellKind.ERROR else UNCACHED


def as_found(block: Block, cell: Cell, workbook: Workbook) -> Field:
    return Field(None, cell.text, workbook.ref(block.grid, cell.name), readable=False)


def asides(block: Block, columns: Mapping[int, Column], workbook: Workbook) -> Iterator[Issue]:
    """The issues of the rows of ``block`` that are no records, and of broken cells in columns that
    are not used. ``columns``: sheet column → the column that is read there."""
    yield from _strays(block, columns, workbook)
    yield from _not_counted(block, workbook)
    for doubt in block.doubts:
        yield _maybe_subtotal(block, doubt, workbook)
    headings = {h.column: f"“{h.text}”" for h in block.header.headings}
    for cell in _broken_beside(block, columns):
        where = f"不参加统计的列{headings.get(cell.column, '')}"
        yield elsewhere(as_found(block, cell, workbook), broken_rule(cell), where)


def _strays(block: Block, columns: Mapping[int, Column], workbook: Workbook) -> Iterator[Issue]:
    for cell in block.strays:
        text = written(cell, columns[cell.column])
        message = f"整行只填了一个单元格“{text}”，没有作为一行统计"
        yield Issue(NOT_POSTED, message, (workbook.ref(block.grid, cell.name),), shown=text)


def _not_counted(block: Block, workbook: Workbook) -> Iterator[Issue]:
    """Rows that belong to the row above, and examples: one issue of each kind."""
    parts = [row for row in block.parts if row not in block.certain_parts]
    of_which = [row for row in parts if any(OF_WHICH in c.text for c in block.grid.by_row[row])]
    further = [row for row in parts if row not in of_which]
    for rows, message, action in (
        (block.continued, "与上一行合并的行没有单独统计，必填项只在合并后的首行填写", ""),
        (
            of_which,
            "“其中”行是上面一行的组成部分，没有单独统计",
            "如是单独的一项，请去掉“其中”二字；否则无需处理",
        ),
        (
            further,
            "接在“其中”后面的行是同一项的组成部分，没有单独统计",
            "如是单独的一项，请与其他各项一样编上序号、顶格填写；否则无需处理",
        ),
        (
            block.examples,
            "写明是示例的行没有统计",
            "如是真实的数据，请去掉“例”“示例”等字样；否则请删去示例行",
        ),
    ):
        cells = [c for row in rows for c in block.grid.by_row[row] if filled(c)]
        if cells:
            refs = tuple(workbook.ref(block.grid, cell.name) for cell in cells)
            yield Issue(NOT_POSTED, message, refs, action=action)


def _maybe_subtotal(block: Block, doubt: Doubt, workbook: Workbook) -> Issue:
    """A row that only arithmetic knows for a subtotal, and one that is counted and adds up."""
    column = block.columns.get(block.fit.table.label)
    cell = block.grid.cell(doubt.row, column.column) if column else None
    name = f"“{mask_personal(' '.join(cell.text.split()))}”" if cell else ""
    rows = f"第{doubt.first}—{doubt.last}行"
    if doubt.counted:
        message = f"第{doubt.row}行{name}的金额正好是{rows}之和，现在与各行一起统计，可能重复"
        action = "如是小计，请在名称里写明“小计”；如是单独的项目，请补全该行的其他各列"
    else:
        message = f"第{doubt.row}行{name}没有写明是小计，金额是{rows}之和，已按小计处理，没有统计"
        action = "如是小计，请在名称里写明“小计”；如是单独的项目，请补全该行的其他各列后再报"
    refs: tuple[CellRef, ...] = ()
    if cell:
        refs = (workbook.ref(block.grid, cell.name),)
    return Issue(MAYBE_SUBTOTAL, message, refs, shown=name.strip("“”"), action=action)


def _broken_beside(block: Block, columns: Mapping[int, Column]) -> Iterator[Cell]:
    """Broken cells of the data rows that stand in no column of the table."""
    for row in block.data:
        for cell in block.grid.by_row[row]:
            broken = cell.kind in (CellKind.ERROR, CellKind.UNCACHED)
            if broken and cell.column not in columns:
                yield cell
