"""Two versions of a return beside each other, for people: lines and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import TypeAlias

from zsstat.checks import wording
from zsstat.compute.versions import (
    CellChange,
    Quiet,
    RowChange,
    repeated,
    same_change,
)
from zsstat.declarations import Catalogue, Column, ColumnType, IndicatorKind, Unit
from zsstat.model import (
    Align,
    Field,
    Figure,
    Heading,
    Measure,
    Record,
    Table,
    TableRow,
)
from zsstat.pipeline.comparing import Comparison, FigureChange
from zsstat.pipeline.ledger import describe
from zsstat.pipeline.versions import Version, state_of

Piece: TypeAlias = str | Table

GROUPED_FROM = 3
"""The same change of one column in so many rows of a table is said once."""
_NAMED = 6
"""So many rows of such a group are named; ``--all`` and JSON name all."""
QUIET = {Quiet.BASE: "上年数有改动", Quiet.TARGET: "目标数有改动"}
_SAID_OF_ROW = (
    ColumnType.AMOUNT, ColumnType.COUNT, ColumnType.MEASURE, ColumnType.RATE, ColumnType.CHOICE,
)  # fmt: skip
"""What is said of a row that was added or removed."""
_MEASURES = {Measure.BASE: "（上年同期）", Measure.TARGET: "（目标）"}
_NO_ROW = "没有这一行"
_NO_COLUMN = "没有这一列"


def difference_pieces(
    found: Comparison, catalogue: Catalogue, *, everything: bool
) -> Iterator[Piece]:
    """What changed, quiet changes first; with ``everything`` what is only written otherwise."""
    yield from _head(found, catalogue)
    teller = _Teller(found, catalogue, everything=everything)
    if found.same_file:
        yield "两次报来的是同一个文件，没有变动"
    elif found.unchanged:
        yield f"两个文件不同，内容一样：数值和文字都没有变动{teller.rewritten()}"
    else:
        yield from teller.quiet()
        for table in dict.fromkeys(step.table for step in found.steps):
            yield from teller.table(table)
    if found.unchanged and everything:
        for table in dict.fromkeys(step.table for step in found.steps):
            yield from teller.table(table)
    yield from _figure_pieces(found, catalogue)
    yield ""
    yield teller.sum()


def _head(found: Comparison, catalogue: Catalogue) -> Iterator[str]:
    name = catalogue.area_name(found.reporter, found.period)
    yield f"{name}　{describe(found.period)}　两个版本的比较"
    by_versions = groupby(found.steps, key=lambda step: (step.before, step.after))
    for (before, after), steps in by_versions:
        yield f"　　{'、'.join(catalogue.returns[step.table].name for step in steps)}"
        yield f"　　　　前：{_version(before)}"
        yield f"　　　　后：{_version(after)}"
        if not after.stood:
            yield "　　　　后一版没有计入统计，下面是把它算进去会怎样"
    shown = {v.number for step in found.steps for v in (step.before, step.after)}
    if len(found.versions) > len(shown):
        listed = "、".join(f"{v.number} 号（{state_of(v)}）" for v in found.versions)
        yield f"　　收到过：{listed}；用 --from 编号 --to 编号 选别的两个"


def _version(version: Version) -> str:
    row = version.row
    reason = f"　理由：{row.reason}" if row.reason else ""
    day = f"{row.received_at:%Y-%m-%d %H:%M}"
    return f"{version.number} 号　{day}　{state_of(version)}　{row.file}{reason}"


class _Teller:
    """Says the changes of rows and cells."""

    def __init__(self, found: Comparison, catalogue: Catalogue, *, everything: bool) -> None:
        self._found = found
        self._catalogue = catalogue
        self._everything = everything
        self._counts = repeated(found.rows)

    def quiet(self) -> Iterator[str]:
        """The changes that no figure of this period shows at once."""
        for quiet, title in QUIET.items():
            changes = [
                (row, cell)
                for row in self._found.rows
                for cell in row.cells
                if cell.quiet is quiet and not cell.only_written
            ]
            if changes:
                yield ""
                yield f"{title}（{len(changes)}处）"
            for row, cell in changes:
                table = self._catalogue.returns[row.table].name
                yield f"　　{table}　{self._name(row.record)}　{self._cell(row, cell)}"

    def table(self, table: str) -> Iterator[str]:
        """One table: rows changed, groups of equal changes, rows added and removed."""
        rows = [row for row in self._found.rows if row.table == table]
        told = [
            *(line for row in rows if row.kept for line in self._changed(row)),
            *self._groups(rows),
            *(line for row in rows if not row.kept for line in self._whole(row)),
        ]
        if told:
            yield ""
            yield f"{self._catalogue.returns[table].name}{self._counted(rows)}"
            yield from told

    def _counted(self, rows: Iterable[RowChange]) -> str:
        rows = list(rows)
        numbers = (
            ("改动", sum(row.kept and not row.only_written for row in rows)),
            ("新增", sum(row.before is None for row in rows)),
            ("删去", sum(row.after is None for row in rows)),
        )
        said = "、".join(f"{word}{number}行" for word, number in numbers if number)
        return f"（{said}）" if said else ""

    def _changed(self, row: RowChange) -> Iterator[str]:
        cells = [cell for cell in row.cells if self._is_told_here(row, cell)]
        if cells:
            yield f"　　{self._name(row.record)}　{_rows(row)}"
        for cell in cells:
            alike = "　（只是写法不同）" if cell.only_written else ""
            yield f"　　　　{self._cell(row, cell)}{alike}"

    def _is_told_here(self, row: RowChange, cell: CellChange) -> bool:
        """Quiet changes and groups are told elsewhere."""
        if cell.only_written:
            return self._everything
        return cell.quiet is None and self._counts[same_change(row, cell)] < GROUPED_FROM

    def _groups(self, rows: Iterable[RowChange]) -> Iterator[str]:
        groups: dict[object, list[tuple[RowChange, CellChange]]] = {}
        for row in rows:
            for cell in row.cells if row.kept else ():
                key = same_change(row, cell)
                if cell.quiet is None and self._counts[key] >= GROUPED_FROM:
                    groups.setdefault(key, []).append((row, cell))
        for changes in groups.values():
            named = changes if self._everything else changes[:_NAMED]
            names = "、".join(f"{self._name(row.record)}（{cell_name(c)}）" for row, c in named)
            more = "等" if len(named) < len(changes) else ""
            yield f"　　{self._values(changes[0][1])}　{len(changes)}行都是这样：{names}{more}"

    def _whole(self, row: RowChange) -> Iterator[str]:
        word = "新增" if row.before is None else "删去"
        declared = self._catalogue.returns[row.table]
        told = {c.name for c in declared.columns if self._everything or c.type in _SAID_OF_ROW}
        said = [
            f"{cell.column}{quoted(cell.after or cell.before)}"
            for cell in row.cells
            if cell.column in told and cell.column != declared.label
        ]
        yield f"　　{word}　{self._name(row.record)}　第{row.record.row}行"
        if said:
            yield f"　　　　{'，'.join(said)}"

    def _name(self, record: Record) -> str:
        """The row by its label, and by what else tells it from others of the same label."""
        declared = self._catalogue.returns[record.table]
        label = wording.label_of(record, declared.label)
        described = [f for name in declared.describe if (f := record.fields.get(name)) and f.text]
        keys = (c for c in declared.columns if c.name != declared.label)
        more = [
            *map(wording.written, described),
            *filter(None, (self._key(record, c) for c in keys)),
        ]
        return f"{label}（{'、'.join(more)}）" if more else label

    def _key(self, record: Record, column: Column) -> str:
        """The area, indicator or year that a row is about; of other columns nothing."""
        catalogue = self._catalogue
        match column.type, record.value(column.name):
            case ColumnType.INDICATOR, str(code) if code in catalogue.indicators:
                return catalogue.indicators[code].name
            case ColumnType.AREA, str(area) if area in catalogue.areas:
                return catalogue.area_name(area, self._found.period)
            case ColumnType.YEAR, int(year):
                return f"{year}年"
        return ""

    def _cell(self, row: RowChange, cell: CellChange) -> str:
        before = self._side(row.before, cell.before)
        after = self._side(row.after, cell.after)
        return f"{cell.column}：{before} → {after}{self._difference(cell)}"

    def _values(self, cell: CellChange) -> str:
        """The change without its cells."""
        before, after = quoted(cell.before), quoted(cell.after)
        return f"{cell.column}：{before} → {after}{self._difference(cell)}"

    def _side(self, record: Record | None, field: Field | None) -> str:
        if field is not None:
            return f"{quoted(field)}（{field.ref.cell}）"
        return _NO_ROW if record is None else _NO_COLUMN

    def _difference(self, cell: CellChange) -> str:
        said = difference_text(cell, self._catalogue)
        return f"，{said}" if said else ""

    def rewritten(self) -> str:
        number = self._rewritten_count()
        hint = "" if self._everything else "，加 --all 列出"
        return f"，只有{number}处写法不同{hint}" if number else ""

    def _rewritten_count(self) -> int:
        return sum(c.only_written for row in self._found.rows if row.kept for c in row.cells)

    def sum(self) -> str:
        """What it comes to, in one line."""
        rows = self._found.rows
        cells = sum(not c.only_written for row in rows if row.kept for c in row.cells)
        words = [
            f"改动{cells}格",
            f"新增{sum(row.before is None for row in rows)}行",
            f"删去{sum(row.after is None for row in rows)}行",
            f"写法不同{self._rewritten_count()}格",
            f"指标变动{len(self._found.own)}项",
        ]
        hidden = self._rewritten_count() and not (self._everything or self._found.unchanged)
        more = "；写法不同的没有列出，加 --all 可以看到" if hidden else ""
        return f"共{'、'.join(words)}{more}"


def quoted(field: Field | None) -> str:
    """The cell as written, with its unit where the cell does not say it."""
    if field is None:
        return _NO_COLUMN
    text = wording.written(field)
    if not field.text.strip():
        return text
    match field.value:
        case bool() | str():
            return f"“{text}”"
        case int() | Decimal() if field.unit and text[-1:].isdigit():
            return f"{text}{field.unit}"
        case None:
            return f"“{text}”（未填报）" if field.readable else f"“{text}”（无法识别）"
    return text


def cell_name(cell: CellChange) -> str:
    """F8→F9, or F9 where it did not move."""
    names = dict.fromkeys(f.ref.cell for f in (cell.before, cell.after) if f)
    return "→".join(names)


def _rows(row: RowChange) -> str:
    numbers = dict.fromkeys(str(r.row) for r in (row.before, row.after) if r)
    return f"第{'→'.join(numbers)}行"


def difference_text(cell: CellChange, catalogue: Catalogue) -> str:
    """增加3000万元, exact and in the finer unit of the two; empty where there is none."""
    difference = cell.difference
    if not difference:
        return ""
    if isinstance(difference, Decimal):
        word = "提高" if difference > 0 else "降低"
        return f"{word}{wording.number(abs(difference))}个百分点"
    word = "增加" if difference > 0 else "减少"
    return f"{word}{wording.amount(abs(difference), _unit(cell, catalogue))}"


def _unit(cell: CellChange, catalogue: Catalogue) -> Unit | None:
    fields = [field for field in (cell.before, cell.after) if field]
    return wording.finest(u for field in fields if (u := wording.unit_of(field, catalogue)))


# --- figures ----------------------------------------------------------------------------------


def _figure_pieces(found: Comparison, catalogue: Catalogue) -> Iterator[Piece]:
    yield ""
    if not (found.own or found.city):
        yield "指标没有变动"
        return
    if found.unchanged:
        yield "内容没有变，指标变了：两个版本是按不同的目录（指标、报表等配置）统计的"
    for number, table in enumerate(figure_tables(found, catalogue)):
        if number:
            yield ""
        yield table


def figure_tables(found: Comparison, catalogue: Catalogue) -> Iterator[Table]:
    """The figures of the sender and those of the city with either version."""
    areas = dict.fromkeys(change.area for change in found.own)
    for area in areas:
        name = catalogue.area_name(area, found.period)
        yield _figure_table(
            f"{name}指标的变动", [c for c in found.own if c.area == area], catalogue
        )
    if found.city:
        name = catalogue.area_name(catalogue.city, found.period)
        note = "其他单位的数按现在已接收的报表。"
        yield _figure_table(f"{name}指标的变动", found.city, catalogue, note)


def _figure_table(
    title: str, changes: Sequence[FigureChange], catalogue: Catalogue, note: str = ""
) -> Table:
    rows = tuple(_figure_row(change, catalogue) for change in changes)
    rates = any(catalogue.indicators[c.indicator].kind is IndicatorKind.RATE for c in changes)
    growing = any(cell not in ("", None) for row in rows for cell in row.cells[5:])
    points = f"比率的相差{'和同比' if growing else ''}是增减的百分点。" if rates else ""
    headings = (
        Heading("指标", Align.LEFT),
        Heading("单位", Align.LEFT),
        Heading("前一版"),
        Heading("后一版"),
        Heading("相差"),
        Heading("前一版同比", unit="%"),
        Heading("后一版同比", unit="%"),
    )
    last = len(headings) if growing else 5
    return Table(
        title,
        headings[:last],
        tuple(TableRow(row.cells[:last]) for row in rows),
        notes=tuple((text,) for text in (note, points) if text),
    )


def _figure_row(change: FigureChange, catalogue: Catalogue) -> TableRow:
    name = catalogue.indicators[change.indicator].name + _MEASURES.get(change.measure, "")
    growth = change.growth if change.measure is not Measure.TARGET else None
    said = [figure.number for figure in growth] if growth else ["", ""]
    return TableRow(
        (name, change.after.unit, change.before, change.after, _difference(change), *said)
    )


def _difference(change: FigureChange) -> Figure:
    """+1.2, -0.5; a figure without a number where there is no difference to give."""
    difference = change.difference
    if difference is None:
        return replace(change.after, value=None, number="")
    number = f"{'+' if difference > 0 else ''}{wording.number(difference)}"
    decimals = len(number.partition(".")[2])
    return replace(change.after, value=difference, number=number, decimals=decimals)
