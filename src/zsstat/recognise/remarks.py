"""What is to be said about a table besides its values: columns, hidden and covered data,
signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from zsstat.declarations import Catalogue, ColumnPeriod, ColumnType, Layout
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
from zsstat.recognise.periods import Mention, Precision, months_only
from zsstat.recognise.sender import Evidence
from zsstat.recognise.words import LabelKind, Words, filled
from zsstat.recognise.yearheads import Headed
from zsstat.values import mask_personal


def missing_columns(grid: Grid, header: Header, fit: Fit, workbook: Workbook) -> Issue:
    """file.required_column: what was seen and what is missing."""
    seen = "、".join(heading.text for heading in header.headings)
    missing = "、".join(f"“{name}”" for name in fit.missing)
    message = f"“{fit.table.name}”缺少必填的列{missing}；表头现有：{seen}"
    refs = (workbook.ref(grid, header.headings[0].leaf.name),)
    return Issue("file.required_column", message, refs, shown=seen, expected=missing)


def without_key(block: Block, workbook: Workbook) -> Issue:
    """file.required_column: areas or years with values beside them, and no word of what those
    are."""
    table = block.fit.table
    keys = "、".join(
        c.name for c in table.columns if c.type in (ColumnType.AREA, ColumnType.INDICATOR)
    )
    seen = "、".join(dict.fromkeys(h.text for h in block.header.headings if h.text))
    return Issue(
        "file.required_column",
        f"第 {block.data[0]}—{block.data[-1]} 行像是“{table.name}”，但认不出各数是什么："
        f"要在表题、列名或行名里写明{keys}；现有列名：{seen}",
        (workbook.ref(block.grid, block.header.headings[0].leaf.name),),
        shown=seen,
        expected=keys,
    )


def ambiguous_table(grid: Grid, header: Header, fits: Iterable[Fit], workbook: Workbook) -> Issue:
    """file.ambiguous_table: the header fits several tables equally well. Which columns each of them
    explains, and by which column that only one of them has they could be told apart."""
    fits = tuple(fits)
    names = "、".join(f"“{fit.table.name}”" for fit in fits)
    seen = "、".join(heading.text for heading in header.headings)
    explained = "；".join(
        f"按“{fit.table.name}”认出{'、'.join(fit.found)}" for fit in fits if fit.found
    )
    telling = "；".join(
        f"补上“{own[0]}”列就是“{fit.table.name}”" for fit in fits if (own := _telling(fit, fits))
    )
    parts = [part for part in (explained, telling) if part]
    message = f"分不清是{names}中的哪一种，表头现有：{seen}" + "".join(f"；{p}" for p in parts)
    refs = (workbook.ref(grid, header.headings[0].leaf.name),)
    return Issue("file.ambiguous_table", message, refs, shown=seen, expected=names)


def _telling(fit: Fit, fits: Iterable[Fit]) -> list[str]:
    """The columns that only this table has and that the header lacks, required ones first."""
    elsewhere = {c.name for other in fits if other is not fit for c in other.table.columns}
    own = [c for c in fit.table.columns if c.name not in elsewhere and c.name not in fit.found]
    return [c.name for c in sorted(own, key=lambda c: not c.required)]


def ambiguous_columns(block: Block, workbook: Workbook) -> Iterator[Issue]:
    """file.ambiguous_column: a heading that fits several columns, or one whose cells are now units,
    now organisations."""
    for heading, columns in block.fit.ambiguous:
        names = "、".join(f"“{name}”" for name in columns)
        message = f"列名“{heading.text}”分不清是{names}中的哪一列"
        refs = (workbook.ref(block.grid, heading.leaf.name),)
        yield Issue("file.ambiguous_column", message, refs, shown=heading.text, expected=names)
    for heading in block.fit.mixed:
        message = f"“{heading.text}”列里有的是计量单位，有的是地区或部门，分不清这一列填的是什么"
        refs = (workbook.ref(block.grid, heading.leaf.name),)
        expected = "计量单位和填报单位分两列填写"
        yield Issue("file.ambiguous_column", message, refs, heading.text, expected)


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
    used |= {heading.column for heading in block.fit.mixed}
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
    noted = [Issue("file.unknown_column", message, refs, shown="、".join(texts))]
    return texts, [*noted, *_whose(block, named, workbook, words)]


def _whose(
    block: Block, named: Mapping[int, str], workbook: Workbook, words: Words
) -> Iterator[Issue]:
    """row.not_posted: a column that is not read names areas row by row, and yet all rows count for
    the one who sends them; those areas may report the same."""
    if block.fit.table.layout is not Layout.LIST:
        return
    for column, text in named.items():
        cells = [c for row in block.data if (c := block.grid.cell(row, column)) and filled(c)]
        areas = [cell for cell in cells if words.is_area(cell.text)]
        said = list(dict.fromkeys("".join(cell.text.split()) for cell in areas))
        if len(said) > 1 and 2 * len(areas) > len(cells):
            yield Issue(
                "row.not_posted",
                f"“{block.fit.table.name}”的列“{text}”写有{'、'.join(said[:3])}等地区，"
                "但各行都计入本填报单位；这些地区自己也报的，会重复计算",
                tuple(workbook.ref(block.grid, cell.name) for cell in areas),
                shown="、".join(said),
                expected="各地区的行由各地区自己报送",
                action="请核实是否与各地区自己的报表重复；重复的请删去",
            )


def _columns_with_data(block: Block) -> set[int]:
    return {cell.column for row in block.data for cell in block.grid.by_row[row] if filled(cell)}


def _merged_left(block: Block, column: int) -> bool:
    """Whether the header over this column is merged from the left."""
    seen = block.grid.seen_at(block.header.last, column)
    return seen is not None and seen.column < column


# --- hidden and covered -----------------------------------------------------------------------


def degraded(workbook: Workbook) -> Iterator[Issue]:
    """file.degraded: once a workbook, what nobody can see in a file of this format."""
    if workbook.degraded:
        name = f".{workbook.format}"
        message = f"{name} 文件里看不出隐藏的行和列，也看不出错误值和没有计算的公式"
        yield Issue("file.degraded", message, shown=name, expected=".xlsx")


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
        if cell.merged_into and filled(cell) and any(_lies_in(cell, block) for block in blocks)
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


def _lies_in(cell: Cell, block: Block) -> bool:
    """Whether the cell stands in the rows and between the columns of a table."""
    headings = block.header.headings
    between = headings[0].column <= cell.column <= headings[-1].column
    return between and block.first <= cell.row <= block.last


# --- columns headed by periods ----------------------------------------------------------------


def other_periods(
    blocks: Iterable[Block], period: Period | None, workbook: Workbook
) -> Iterator[Issue]:
    """file.period_unexpected: a column headed 2020年1—12月 was read as that of the return's own
    period, or of the year before, and the return is of another one, or of other months."""
    if period is None:
        return
    for block in blocks:
        for name, said in block.fit.periods.items():
            column = block.fit.table.column(name)
            base = column is not None and column.period is ColumnPeriod.BASE
            wanted = period.previous_year if base else period
            if said.agrees_with(wanted):
                continue
            heading = block.fit.found[name][0]
            expected = f"{wanted.year}年1—{wanted.month}月"
            message = (
                f"列名“{heading.text}”是{said}，按“{name}”读，但本报告期的“{name}”应是{expected}"
            )
            refs = (workbook.ref(block.grid, heading.leaf.name),)
            yield Issue("file.period_unexpected", message, refs, heading.text, expected)


def said_by_headings(
    evidence: Sequence[Evidence],
    lines: Iterable[FreeLine],
    blocks: Iterable[Block],
    workbook: Workbook,
) -> list[Evidence]:
    """The evidence of the period with what columns headed by one add: all of it where nothing else
    names it, the months where only the year is named. A year alone says no months."""
    headed = list(_headed_months(blocks))
    own = [
        Evidence(
            None,
            Mention(said.period, Precision.MONTH),
            heading.text,
            workbook.ref(block.grid, heading.leaf.name),
        )
        for block, heading, said in headed
        if said.period
    ]
    if own and not any(item.dated for item in evidence):
        return [*evidence, *own]
    exact = any(e.mention and e.mention.precision is Precision.MONTH for e in evidence)
    months = {said.month for _, _, said in headed if said.month}
    if exact or len(months) != 1 or any(map(months_only, _period_texts(lines))):
        return list(evidence)
    (month,) = months
    years = {said.year for _, _, said in headed} - {None}
    return [_of_month(item, month, years) for item in evidence]


def _period_texts(lines: Iterable[FreeLine]) -> Iterator[str]:
    return (text for line in lines for text in line.period_texts)


def _headed_months(blocks: Iterable[Block]) -> Iterator[tuple[Block, Heading, Headed]]:
    """The columns of the return's own period whose heading says up to which month they are."""
    for block in blocks:
        for name, said in block.fit.periods.items():
            column = block.fit.table.column(name)
            if said.month and column is not None and column.period is ColumnPeriod.CURRENT:
                yield block, block.fit.found[name][0], said


def _of_month(item: Evidence, month: int, years: AbstractSet[int | None]) -> Evidence:
    """What names the year and no month, with the one that headings say of that year."""
    said = item.mention
    if said is None or said.precision not in (Precision.YEAR, Precision.UNCLEAR):
        return item
    if years - {said.period.year}:
        return item
    exact = replace(said, period=Period(said.period.year, month), precision=Precision.MONTH)
    return replace(item, mention=exact)


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
