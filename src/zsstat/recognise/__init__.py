"""A workbook as read → a return as understood: tables, records, claims, sender, period, issues.

Tables are found wherever they stand on a sheet, by the columns that their headers name; the names
of sheets and of the file are never evidence. Nothing is guessed: what cannot be settled is an
issue. Policies worth knowing:

- A header that lacks a required column is no table: it is reported, its cells are still checked,
  and its rows are left out.
- A header without rows beside filled tables is a nil return. Where no table of the workbook
  has a row, nothing was reported at all, and that is ``file.no_table``.
- Data in hidden rows, columns and sheets counts and is reported.
- A workbook without any header is no return: of that nobody asks who sends it and when.
- A broken cell (error value, formula without result) in a record is a finding of its column; in
  a 合计 row or in a column that is not used it is one of the lesser kind, because nothing
  is counted from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zsstat.declarations import AreaKind, Catalogue
from zsstat.model import (
    CellRef,
    Grid,
    Issue,
    Period,
    RecognisedTable,
    Return,
    TableColumn,
    Understanding,
    Workbook,
)
from zsstat.recognise import remarks
from zsstat.recognise.crossing import read_matrix
from zsstat.recognise.freetext import FreeLine, free_lines
from zsstat.recognise.headers import find_headers
from zsstat.recognise.layout import Block
from zsstat.recognise.leftover import unrecognised_sheets
from zsstat.recognise.matrix import Matrix
from zsstat.recognise.matrix_blocks import (
    as_block,
    dated_tables,
    matrices_beside_lists,
    unexplained,
    with_footers,
    with_years,
    without,
    year_evidence,
)
from zsstat.recognise.nearest import nearest_header, sent_tables
from zsstat.recognise.periods import mention
from zsstat.recognise.regions import regions
from zsstat.recognise.reviews import without_reviews
from zsstat.recognise.row_years import by_year, row_years
from zsstat.recognise.rows import Read, read_rows
from zsstat.recognise.segments import joined, laid_out
from zsstat.recognise.sender import (
    MISSING,
    AreaNames,
    Evidence,
    Expected,
    decide_period,
    decide_reporter,
    gather,
    offered_period,
    offered_reporter,
)
from zsstat.recognise.sendercodes import code_issues
from zsstat.recognise.stated import stated_once
from zsstat.recognise.traces import TracedList, TracedMatrix, Traces
from zsstat.recognise.twice import duplicate_columns
from zsstat.recognise.unit_notes import contradicted_units
from zsstat.recognise.units import unit_line, unit_row
from zsstat.recognise.words import Words

__all__ = ["Expected", "recognise", "understand"]

NOTHING_EXPECTED = Expected()


@dataclass(slots=True)
class _Found:
    """What has been made of the workbook so far."""

    blocks: dict[str, list[Block]] = field(default_factory=dict)
    tables: list[RecognisedTable] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    doubtful: list[tuple[Block, Issue]] = field(default_factory=list)
    """Headers that are no table, and what to say about them."""
    years: list[Evidence] = field(default_factory=list)
    """The years that matrices and rows name."""
    traces: Traces = field(default_factory=Traces)

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        return tuple(block for blocks in self.blocks.values() for block in blocks)

    @property
    def is_return(self) -> bool:
        """Whether anything on its sheets is or might be a table: who sends it and when matters."""
        return bool(self.tables or self.doubtful)


def recognise(
    workbook: Workbook, catalogue: Catalogue, expected: Expected = NOTHING_EXPECTED
) -> Return:
    """The return that ``workbook`` is, with everything that was noticed on the way."""
    return _recognised(workbook, expected, Words(catalogue), _Found())


def understand(
    workbook: Workbook, catalogue: Catalogue, expected: Expected = NOTHING_EXPECTED
) -> Understanding:
    """The same return, and how each sheet, column and row was understood on the way to it."""
    from zsstat.recognise.understanding import understood

    words, found = Words(catalogue), _Found()
    subject = _recognised(workbook, expected, words, found)
    return understood(workbook, subject, found.blocks, found.traces, words)


def _recognised(workbook: Workbook, expected: Expected, words: Words, found: _Found) -> Return:
    catalogue = words.catalogue
    workbook = without_reviews(workbook)
    for grid in workbook.grids:
        _recognise_sheet(grid, workbook, words, found)
    found.issues += _doubts(found)
    found.tables, contradictions = stated_once(found.tables, catalogue)
    found.issues += contradictions
    reported = any(table.records for table in found.tables)
    if not reported:
        found.issues += _nothing_reported(workbook, words, found)
    recognised = (sheet for sheet, blocks in found.blocks.items() if blocks)
    found.issues += unrecognised_sheets(workbook, recognised, reported=reported)
    lines = tuple(free_lines(workbook, found.blocks, words))
    reporter, period = _identify(workbook, catalogue, expected, lines, found)
    found.issues += contradicted_units(lines, found.tables, catalogue)
    found.issues += remarks.degraded(workbook)
    found.issues += remarks.other_periods(found.all_blocks, period, workbook)
    found.issues += remarks.blank_signatures(line for line in lines if not line.cover)
    found.issues += _wrong_senders(found.tables, reporter, AreaNames(catalogue), period)
    found.issues += remarks.outside_the_field(found.tables, catalogue, period)
    return Return(
        workbook.file,
        workbook.sha256,
        reporter,
        period,
        tuple(dated_tables(found.tables, period)),
        tuple(found.issues),
    )


# --- tables -----------------------------------------------------------------------------------


def _recognise_sheet(grid: Grid, workbook: Workbook, words: Words, found: _Found) -> None:
    headers = find_headers(grid, words)
    matrices = tuple(matrices_beside_lists(grid, headers, words))
    crossed = _recognise_matrices(matrices, grid, workbook, words, found)
    rest = without(grid, crossed)
    blocks: list[Block] = []
    for region in regions(rest, words, headers if rest is grid else None):
        own = list(laid_out(region, words))
        blocks += own
        for block in own:
            if len(block.header.best) > 1:
                issue = remarks.ambiguous_table(grid, block.header, block.header.best, workbook)
                found.doubtful.append((block, issue))
                found.traces.ambiguous.append((block, block.header.best))
        for block in joined((b for b in own if len(b.header.best) == 1), words):
            _read_block(block, workbook, words, found)
    if not blocks:
        with_footers(crossed)
    blocks[:0] = crossed
    for block in unexplained(matrices, blocks):
        found.doubtful.append((block, remarks.without_key(block, workbook)))
    found.blocks[grid.sheet] = blocks
    found.issues += remarks.hidden_data(grid, blocks, workbook)
    found.issues += remarks.covered_values(grid, blocks, workbook)


def _recognise_matrices(
    matrices: Iterable[tuple[Matrix, ...]],
    grid: Grid,
    workbook: Workbook,
    words: Words,
    found: _Found,
) -> list[Block]:
    """The matrices of a sheet, read; what is left of the sheet is searched for other tables."""
    blocks: list[Block] = []
    for candidates in matrices:
        if not candidates[0].columns:
            continue
        block = as_block(candidates[0])
        blocks.append(block)
        if len(candidates) > 1:
            fits = [as_block(matrix).fit for matrix in candidates]
            issue = remarks.ambiguous_table(grid, block.header, fits, workbook)
            found.doubtful.append((block, issue))
            found.traces.ambiguous.append((block, fits))
            continue
        units = unit_row(grid, {cell.row for cell in block.titles}, words)
        tables, issues = read_matrix(candidates[0], units, workbook, words)
        found.tables += tables
        found.issues += issues
        found.traces.matrices.append(TracedMatrix(candidates[0], block, units, tables))
        found.years += year_evidence(candidates[0], workbook)
    return blocks


def _read_block(block: Block, workbook: Workbook, words: Words, found: _Found) -> None:
    grid, fit = block.grid, block.fit
    units = unit_line(block, words)
    read = read_rows(block, units, workbook, words)
    found.traces.lists.append(TracedList(block, units, read))
    duplicates, extra = duplicate_columns(block, units, workbook, words.catalogue)
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
    tables, undated = by_year(_table(block, read, unknown, workbook), fit.table)
    found.tables += tables
    found.issues += undated
    found.years += row_years(tables, fit.table)


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
    elif not found.is_return:
        wanted = "；".join(
            f"{t.name}（{needed}）" if needed else t.name
            for t in sent_tables(words)
            for needed in ("、".join(c.name for c in t.columns if c.required),)
        )
        nearest = nearest_header(workbook.grids, words)
        seen = f"最接近的是{nearest}" if nearest else "没有一个列名能够认出"
        yield Issue(
            "file.no_table",
            f"没有找到任何一张报表的表头：{seen}。要找的报表和必填的列：{wanted}",
            shown=str(nearest or ""),
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
    evidence = with_years(gather(lines, names), found.years)
    evidence = remarks.said_by_headings(evidence, lines, found.all_blocks, workbook)
    evidence += _province_evidence(evidence, lines, names, found.tables)
    found.traces.evidence = evidence
    stem = workbook.file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    named, dated = names.in_title(stem), mention(stem)
    period, period_issues = decide_period(
        evidence, expected, lines, hint=offered_period(dated.period) if dated else ""
    )
    year = period.year if period else dated.period.year if dated else None
    reporter, reporter_issues = decide_reporter(
        evidence,
        expected,
        names,
        year=year,
        hint=offered_reporter(names.name(named, year)) if named else "",
    )
    issues = [*reporter_issues, *period_issues, *code_issues(evidence, reporter, names, year)]
    found.issues += (i for i in issues if found.is_return or i.rule not in MISSING)
    return reporter, period


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
    said = [
        Evidence(catalogue.province, None, line.text, line.ref)
        for line in lines
        if line.speaks and names.says_whole_province(line.text)
    ]
    return (said or _whole_field(tables, catalogue))[:1]


def _whole_field(tables: Iterable[RecognisedTable], catalogue: Catalogue) -> list[Evidence]:
    """What states facts of several areas is sent by who stands above them, and says so itself."""
    refs: list[CellRef] = []
    areas: set[object] = set()
    for table in tables:
        facts = catalogue.returns[table.table].facts
        if facts and facts.area:
            areas |= {record.value(facts.area) for record in table.records}
            refs += [column.ref for column in table.columns.values()]
    return [Evidence(catalogue.province, None, "", refs[0])] if len(areas) > 1 else []


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
        of_city = declared.sender is AreaKind.CITY
        whole = catalogue.province if of_province else catalogue.city
        wanted = names.name(whole, year) if of_province or of_city else "各填报单位"
        message = f"“{declared.name}”应由{wanted}报送，文件的填报单位是{sender}"
        refs = tuple(column.ref for column in table.columns.values())[:1]
        yield Issue("file.wrong_sender", message, refs, shown=sender, expected=wanted)
