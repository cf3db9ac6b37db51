"""What is to be said about a table besides its values: columns, hidden and covered data,
signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zsstat.declarations import Catalogue, ColumnType, ReturnTable
from zsstat.model import (
    Cell,
    CellRef,
    Grid,
    Issue,
    Period,
    RecognisedTable,
    Workbook,
    column_letters,
)
from zsstat.recognise.freetext import FreeLine
from zsstat.recognise.headers import Fit, Header, Heading, fit_table
from zsstat.recognise.layout import Block, ordinal_column
from zsstat.recognise.rows import differing_cells, differing_rows
from zsstat.recognise.words import LabelKind, Words, filled
from zsstat.values import mask_personal


def missing_columns(grid: Grid, header: Header, fit: Fit, workbook: Workbook) -> Issue:
    """file.required_column: what was seen and what is missing."""
    seen = "、".join(heading.text for heading in header.headings)
    missing = "、".join(f"“{name}”" for name in fit.missing)
    message = f"“{fit.table.name}”缺少必填的列{missing}；表头现有：{seen}"
    refs = (workbook.ref(grid, header.headings[0].leaf.name),)
    return Issue("file.required_column", message, refs, shown=seen, expected=missing)


def ambiguous_table(grid: Grid, header: Header, fits: Iterable[Fit], workbook: Workbook) -> Issue:
    """file.ambiguous_table: the header fits several tables equally well."""
    names = "、".join(f"“{fit.table.name}”" for fit in fits)
    seen = "、".join(heading.text for heading in header.headings)
    message = f"分不清是{names}中的哪一种，表头现有：{seen}"
    refs = (workbook.ref(grid, header.headings[0].leaf.name),)
    return Issue("file.ambiguous_table", message, refs, shown=seen, expected=names)


def ambiguous_columns(block: Block, workbook: Workbook) -> Iterator[Issue]:
    for heading, columns in block.fit.ambiguous:
        names = "、".join(f"“{name}”" for name in columns)
        message = f"列名“{heading.text}”分不清是{names}中的哪一列"
        refs = (workbook.ref(block.grid, heading.leaf.name),)
        yield Issue("file.ambiguous_column", message, refs, shown=heading.text, expected=names)


def duplicate_columns(block: Block, workbook: Workbook) -> tuple[list[Issue], list[Heading]]:
    """Columns named twice: a finding where values differ, otherwise the extra headings.

    An optional text (备注 and 说明) may well stand twice with different contents: the second is
    then just a column that is not used.
    """
    issues: list[Issue] = []
    extra: list[Heading] = []
    for name, headings in block.fit.found.items():
        if len(headings) == 1:
            continue
        extra += headings[1:]
        different = differing_cells(block, name, workbook)
        if different and not _optional_text(block.fit.table, name):
            places = "、".join(column_letters(heading.column) for heading in headings)
            texts = "、".join(f"“{heading.text}”" for heading in headings)
            message = f"{places} 列（{texts}）都是“{name}”，数值却不相同"
            shown = "；".join(_values_side_by_side(block, name))
            issues.append(
                Issue("within.duplicate_column", message, tuple(different), shown, "各行两列相同")
            )
            extra = [heading for heading in extra if heading not in headings]
    return issues, extra


def _values_side_by_side(block: Block, name: str) -> Iterator[str]:
    """``第6行 500、600`` for every row in which the columns differ."""
    for row in differing_rows(block, name):
        cells = (block.grid.cell(row, h.column) for h in block.fit.found[name])
        texts = (
            mask_personal(cell.text.strip()) if filled(cell) and cell else "空" for cell in cells
        )
        yield f"第{row}行 {'、'.join(texts)}"


def _optional_text(table: ReturnTable, name: str) -> bool:
    column = table.column(name)
    return (
        column is not None
        and not column.required
        and column.type in (ColumnType.TEXT, ColumnType.PERSONAL)
    )


_SURELY_A_TABLE = 3
"""So many columns of another table beside this one are that table and no coincidence."""


def beside(block: Block, workbook: Workbook, words: Words) -> Iterator[Issue]:
    """file.ambiguous_table: a whole table stands at the right or left of this one, in the same
    rows. Its columns would be unknown columns, and its figures lost with no more than a remark."""
    used = [h.column for hs in block.fit.found.values() for h in hs]
    apart = [h for h in block.header.headings if not min(used) <= h.column <= max(used)]
    for table in words.tables:
        fit = fit_table(apart, table, words)
        if table is block.fit.table or fit.missing or len(fit.found) < _SURELY_A_TABLE:
            continue
        headings = [heading for found in fit.found.values() for heading in found]
        seen = "、".join(heading.text for heading in headings)
        yield Issue(
            "file.ambiguous_table",
            f"“{block.fit.table.name}”旁边并排着“{table.name}”（{seen}），并排的表没有统计",
            tuple(workbook.ref(block.grid, heading.leaf.name) for heading in headings),
            shown=seen,
            expected="一张工作表上的表上下排列",
            action="请把两张表上下排列，或分到两张工作表",
        )


def unknown_columns(
    block: Block, extra: Iterable[Heading], workbook: Workbook, words: Words
) -> tuple[tuple[str, ...], list[Issue]]:
    """The columns with data that belong to no column of the table, and one finding about them."""
    used = {h.column for hs in block.fit.found.values() for h in hs}
    used |= {heading.column for heading, _ in block.fit.ambiguous}
    ordinal = ordinal_column(block.header, words)
    headings = {h.column: h for h in block.header.headings}
    candidates = {c: headings[c] for c in headings if c not in used and c != ordinal}
    candidates |= {heading.column: heading for heading in extra}
    with_data = _columns_with_data(block)
    named = {column: candidates[column].text for column in sorted(with_data & set(candidates))}
    inside = range(min(headings), max(headings) + 1)
    covered = {c for c in with_data if c in inside and c not in headings}
    named |= {
        c: f"{column_letters(c)}列（无列名）" for c in sorted(covered) if not _merged_left(block, c)
    }
    if not named:
        return (), []
    texts = tuple(named.values())
    message = f"“{block.fit.table.name}”中的列{'、'.join(f'“{t}”' for t in texts)}不参加统计"
    refs = tuple(
        workbook.ref(block.grid, candidates[c].leaf.name) for c in named if c in candidates
    )
    return texts, [Issue("file.unknown_column", message, refs, shown="、".join(texts))]


def _columns_with_data(block: Block) -> set[int]:
    return {cell.column for row in block.data for cell in block.grid.by_row[row] if filled(cell)}


def _merged_left(block: Block, column: int) -> bool:
    """Whether the header over this column is merged from the left."""
    seen = block.grid.seen_at(block.header.last, column)
    return seen is not None and seen.column < column


# --- hidden and covered -----------------------------------------------------------------------


def hidden_data(grid: Grid, blocks: Iterable[Block], workbook: Workbook) -> Iterator[Issue]:
    """file.hidden_data: once a sheet, naming sheet, rows and columns. Hidden data counts."""
    rows: set[int] = set()
    columns: set[int] = set()
    for block in blocks:
        rows |= grid.hidden_rows.intersection(block.data)
        if grid.hidden_columns:
            named = {heading.column for heading in block.header.headings}
            columns |= grid.hidden_columns & named & _columns_with_data(block)
    parts = ["工作表是隐藏的"] if grid.hidden and any(block.data for block in blocks) else []
    if rows:
        parts.append(f"隐藏的行 {_runs(rows)}")
    if columns:
        parts.append("隐藏的列 " + "、".join(column_letters(c) for c in sorted(columns)))
    if parts:
        refs = [f"A{row}" for row in sorted(rows)] + [f"{column_letters(c)}1" for c in columns]
        yield Issue(
            "file.hidden_data",
            f"工作表“{grid.sheet}”有隐藏的数据，已照常统计：{'；'.join(parts)}",
            tuple(workbook.ref(grid, ref) for ref in refs or ["A1"]),
        )


def _runs(rows: Iterable[int]) -> str:
    """``3, 4, 5, 9`` → ``3—5、9``."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return "、".join(f"{r[0]}—{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)


def covered_values(grid: Grid, blocks: list[Block], workbook: Workbook) -> Iterator[Issue]:
    """file.merged_values: once a sheet, the cells under merges in the area of its tables."""
    if not grid.merges:
        return
    cells: list[Cell] = [
        cell
        for cell in grid.cells.values()
        if cell.merged_into
        and filled(cell)
        and any(block.first <= cell.row <= block.last for block in blocks)
    ]
    if cells:
        cells.sort(key=lambda cell: (cell.row, cell.column))
        names = "、".join(cell.name for cell in cells[:20]) + ("等" if len(cells) > 20 else "")
        yield Issue(
            "file.merged_values",
            f"工作表“{grid.sheet}”的合并单元格下面还有数据：{names}",
            tuple(workbook.ref(grid, cell.name) for cell in cells),
            shown="、".join(mask_personal(cell.text.strip()) for cell in cells[:20]),
        )


# --- signatures -------------------------------------------------------------------------------


def blank_signatures(lines: Iterable[FreeLine]) -> Iterator[Issue]:
    """file.signature_blank: once a workbook, the labels with nothing behind them."""
    blank: dict[str, CellRef] = {}
    for line in lines:
        for label, value in line.values:
            signs = label.kind in (LabelKind.SIGNATURE, LabelKind.REPORTER)
            if signs and not label.value and value is None:
                blank.setdefault("".join(label.label.split()), line.ref)
    if blank:
        labels = "、".join(blank)
        refs = tuple(dict.fromkeys(blank.values()))
        yield Issue("file.signature_blank", f"没有填写：{labels}", refs, shown=labels)


def outside_the_field(
    tables: Iterable[RecognisedTable], catalogue: Catalogue, period: Period | None
) -> Iterator[Issue]:
    """cell.unknown_area: a city that is known, but was no member of the field in that year."""
    if period is None:
        return
    members = {area.id for area in catalogue.members(period.year)}
    for table in tables:
        columns = catalogue.returns[table.table].placements
        named = [r.fields[columns.member] for r in table.records] if columns else []
        for found in named:
            if isinstance(found.value, str) and found.value not in members:
                message = f"“{found.text}”{period.year}年不在参加排名的市（区）之列"
                yield Issue("cell.unknown_area", message, (found.ref,), shown=found.text)
