"""A workbook as read → a return as understood: tables, records, claims, sender, period, issues.

Tables are found wherever they stand on a sheet, by the columns that their headers name; the names
of sheets and of the file are never evidence. Nothing is guessed: what cannot be settled is an
issue. Policies worth knowing:

- A header that lacks a required column is no table: it is reported, its cells are still checked,
  and its rows are left out.
- A header without rows beside filled tables is a nil return. Where no table of the workbook
  has a row, nothing was reported at all, and that is ``file.no_table``.
- Data in hidden rows, columns and sheets counts and is reported.
- A broken cell (error value, formula without result) in a record is a finding of its column; in
  a 合计 row or in a column that is not used it is one of the lesser kind, because nothing
  is counted from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zsstat.declarations import AreaKind, Catalogue
from zsstat.model import (
    Grid,
    Issue,
    Period,
    RecognisedTable,
    Return,
    TableColumn,
    Workbook,
)
from zsstat.recognise import remarks
from zsstat.recognise.freetext import FreeLine, free_lines
from zsstat.recognise.headers import Header, find_headers, nearest_header
from zsstat.recognise.layout import Block, sort_rows, title_rows
from zsstat.recognise.periods import mention
from zsstat.recognise.rows import Read, read_rows
from zsstat.recognise.sender import (
    AreaNames,
    Evidence,
    Expected,
    decide_period,
    decide_reporter,
    gather,
)
from zsstat.recognise.telling import told_apart
from zsstat.recognise.units import unit_row
from zsstat.recognise.words import Words

__all__ = ["Expected", "recognise"]

NOTHING_EXPECTED = Expected()


@dataclass(slots=True)
class _Found:
    """What has been made of the workbook so far."""

    blocks: dict[str, list[Block]] = field(default_factory=dict)
    tables: list[RecognisedTable] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    doubtful: list[tuple[Block, Issue]] = field(default_factory=list)
    """Headers that are no table, and what to say about them."""


def recognise(
    workbook: Workbook, catalogue: Catalogue, expected: Expected = NOTHING_EXPECTED
) -> Return:
    """The return that ``workbook`` is, with everything that was noticed on the way."""
    words = Words(catalogue)
    found = _Found()
    for grid in workbook.grids:
        _recognise_sheet(grid, workbook, words, found)
    found.issues += _doubts(found)
    if not any(table.records for table in found.tables):
        found.issues += _nothing_reported(workbook, words, found)
    lines = tuple(free_lines(workbook, found.blocks, words))
    reporter, period = _identify(workbook, catalogue, expected, lines, found)
    found.issues += remarks.blank_signatures(line for line in lines if not line.cover)
    found.issues += _wrong_senders(found.tables, reporter, AreaNames(catalogue), period)
    found.issues += remarks.outside_the_field(found.tables, catalogue, period)
    return Return(
        workbook.file,
        workbook.sha256,
        reporter,
        period,
        tuple(found.tables),
        tuple(found.issues),
    )


# --- tables -----------------------------------------------------------------------------------


def _recognise_sheet(grid: Grid, workbook: Workbook, words: Words, found: _Found) -> None:
    headers = tuple(told_apart(grid, h, words.catalogue) for h in find_headers(grid, words))
    blocks: list[Block] = []
    tables: list[Block] = []
    for header, block in zip(headers, _lay_out(grid, headers, words), strict=True):
        blocks.append(block)
        if len(header.best) > 1:
            issue = remarks.ambiguous_table(grid, header, header.best, workbook)
            found.doubtful.append((block, issue))
            continue
        tables.append(block)
    found.blocks[grid.sheet] = blocks
    for block in _joined(tables):
        _read_block(block, workbook, words, found)
    found.issues += remarks.hidden_data(grid, blocks, workbook)
    found.issues += remarks.covered_values(grid, blocks, workbook)


def _lay_out(grid: Grid, headers: Iterable[Header], words: Words) -> Iterator[Block]:
    """One block a header, its rows sorted, its titles taken from the rows above it."""
    headers = tuple(headers)
    after = 0
    titles: list[tuple[int, ...]] = []
    for header in headers:
        titles.append(title_rows(grid, header, after, words))
        after = header.last
    last_row = max(grid.by_row, default=0)
    for position, header in enumerate(headers):
        block = Block(grid, header, header.best[0])
        block.titles = tuple(
            cell for row in titles[position] for cell in grid.by_row[row] if cell.text.strip()
        )
        end = last_row
        if position + 1 < len(headers):
            following = titles[position + 1]
            end = (following[0] if following else headers[position + 1].first) - 1
        sort_rows(block, end, words)
        yield block


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Blocks, with a header that is only repeated (a page break) taken as one table."""
    current: Block | None = None
    for block in blocks:
        if current is not None and _repeats(block, current):
            current.data += block.data
            current.claims += block.claims
            current.continued += block.continued
            current.strays += block.strays
            current.header_rows += block.header_rows
            current.last = max(current.last, block.last)
            continue
        if current is not None:
            yield current
        current = block
    if current is not None:
        yield current


def _repeats(block: Block, before: Block) -> bool:
    """The same headings in the same columns, under no title or the same, and no total between."""
    mine = [(h.column, h.text) for h in block.header.headings]
    theirs = [(h.column, h.text) for h in before.header.headings]
    titled = bool(block.titles) and block.title != before.title
    return mine == theirs and not titled and not any(c.total for c in before.claims)


def _read_block(block: Block, workbook: Workbook, words: Words, found: _Found) -> None:
    grid, fit = block.grid, block.fit
    units = unit_row(grid, {cell.row for cell in block.titles}, words)
    read = read_rows(block, units, workbook, words)
    duplicates, extra = remarks.duplicate_columns(block, workbook)
    found.issues += remarks.beside(block, workbook, words)
    unknown, noted = remarks.unknown_columns(block, extra, workbook, words)
    found.issues += [
        *remarks.ambiguous_columns(block, workbook),
        *duplicates,
        *noted,
        *read.issues,
    ]
    if fit.missing:
        issue = remarks.missing_columns(grid, block.header, fit, workbook)
        found.doubtful.append((block, issue))
        return
    found.tables.append(_table(block, read, unknown, workbook))


def _table(
    block: Block, read: Read, unknown: tuple[str, ...], workbook: Workbook
) -> RecognisedTable:
    columns = {
        used.column.name: TableColumn(
            used.column.name,
            used.heading.column,
            used.heading.text,
            workbook.ref(block.grid, used.heading.leaf.name),
            used.unit.id if used.unit else None,
        )
        for used in read.used
    }
    return RecognisedTable(
        block.fit.table.id,
        block.grid.sheet,
        block.title,
        tuple(block.header_rows),
        columns,
        unknown,
        tuple(read.records),
        tuple(read.claims),
    )


def _doubts(found: _Found) -> Iterator[Issue]:
    """What to say of headers that are no table. One without rows beside tables with rows is an
    example or an explanation, and nothing is said."""
    reported = any(table.records for table in found.tables)
    return (issue for block, issue in found.doubtful if block.data or not reported)


def _nothing_reported(workbook: Workbook, words: Words, found: _Found) -> Iterator[Issue]:
    """file.no_table: no header was found, or not one row under any."""
    if found.tables:
        names = "、".join(dict.fromkeys(_names(found.tables, words)))
        message = f"表头认出来了（{names}），但整个文件没有一行数据，不能当作零统计"
        yield Issue("file.no_table", message)
    elif not found.doubtful:
        wanted = "；".join(
            f"{t.name}（{'、'.join(c.name for c in t.columns if c.required)}）"
            for t in words.tables
        )
        nearest = nearest_header(workbook.grids, words)
        seen = f"最接近的是{nearest}" if nearest else "没有一个列名能够认出"
        yield Issue(
            "file.no_table",
            f"没有找到任何一张报表的表头：{seen}。要找的报表和必填的列：{wanted}",
            shown=nearest,
        )


def _names(tables: Iterable[RecognisedTable], words: Words) -> Iterator[str]:
    for table in tables:
        yield words.catalogue.returns[table.table].name


# --- sender and period ------------------------------------------------------------------------


def _identify(
    workbook: Workbook,
    catalogue: Catalogue,
    expected: Expected,
    lines: tuple[FreeLine, ...],
    found: _Found,
) -> tuple[str | None, Period | None]:
    names = AreaNames(catalogue)
    evidence = gather(lines, names)
    evidence += _province_evidence(evidence, lines, names, found.tables)
    stem = workbook.file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    named, dated = names.in_title(stem), mention(stem)
    period, period_issues = decide_period(
        evidence, expected, lines, hint=_hint(f"{dated.period.year}年") if dated else ""
    )
    year = period.year if period else dated.period.year if dated else None
    reporter, reporter_issues = decide_reporter(
        evidence,
        expected,
        names,
        year=year,
        hint=_hint(names.name(named, year)) if named else "",
    )
    found.issues += [*reporter_issues, *period_issues]
    return reporter, period


def _hint(seen: str) -> str:
    return f"；文件名里有“{seen}”，但文件名不作为依据"


def _province_evidence(
    evidence: list[Evidence],
    lines: Iterable[FreeLine],
    names: AreaNames,
    tables: list[RecognisedTable],
) -> list[Evidence]:
    """全省 in a title says that the province sends, where all tables are the province's and no
    other sender is named."""
    catalogue = names.catalogue
    if any(item.area for item in evidence) or not tables:
        return []
    if any(catalogue.returns[t.table].sender is not AreaKind.PROVINCE for t in tables):
        return []
    return [
        Evidence(catalogue.province, None, line.text, line.ref)
        for line in lines
        if line.speaks and names.says_whole_province(line.text)
    ][:1]


def _wrong_senders(
    tables: Iterable[RecognisedTable],
    reporter: str | None,
    names: AreaNames,
    period: Period | None,
) -> Iterator[Issue]:
    """file.wrong_sender: a table that the sender does not send."""
    if reporter is None:
        return
    catalogue = names.catalogue
    year = period.year if period else None
    sender = names.name(reporter, year)
    for table in tables:
        declared = catalogue.returns[table.table]
        if declared.sender is names.kind(reporter):
            continue
        of_province = declared.sender is AreaKind.PROVINCE
        wanted = names.name(catalogue.province, year) if of_province else "各填报单位"
        message = f"“{declared.name}”应由{wanted}报送，文件的填报单位是{sender}"
        refs = tuple(column.ref for column in table.columns.values())[:1]
        yield Issue("file.wrong_sender", message, refs, shown=sender, expected=wanted)
