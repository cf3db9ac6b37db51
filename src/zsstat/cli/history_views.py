"""The history of a project: a table of its periods, what changed, and where each row stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from zsstat.checks import wording
from zsstat.cli.version_machine import machine_field
from zsstat.cli.version_views import difference_text
from zsstat.compute.lifelines import (
    TELLING,
    Lifeline,
    Mark,
    Stop,
    Turn,
    detail_columns,
    naming_columns,
    telling_columns,
)
from zsstat.compute.versions import CellChange
from zsstat.declarations import Catalogue, Column, ColumnType, ReturnTable, Unit
from zsstat.model import Align, Field, Heading, Record, Report, Table, TableRow
from zsstat.pipeline.ledger import describe

Piece: TypeAlias = str | Table

_NUMBERS = (ColumnType.AMOUNT, ColumnType.COUNT)
_NONE = "—"
_LISTED = 50
"""So many of the things that a name may mean are listed."""
_TURNS = {
    Turn.RENAMED: "改名",
    Turn.STAGE_BACK: "阶段倒退",
    Turn.TWICE: "填了几行",
    Turn.VANISHED: "消失",
    Turn.AGAIN: "重新出现",
    Turn.ELSEWHERE: "跨单位出现",
}
"""What is marked, in a word; of other turns the column is named."""


def history_pieces(found: Sequence[Lifeline], catalogue: Catalogue) -> Iterator[Piece]:
    """The history of the one that was found, or the list of those that may be meant."""
    if len(found) > 1:
        yield from _choice(found, catalogue)
        return
    (line,) = found
    declared = catalogue.returns[line.table]
    yield from _head(line, declared, catalogue)
    yield ""
    yield _table(line, declared, catalogue)
    yield from _changes(line, declared, catalogue)
    yield from _places(line)


def _choice(found: Sequence[Lifeline], catalogue: Catalogue) -> Iterator[Piece]:
    yield f"有{len(found)}个都对得上，请写全名称或编号，或加 --reporter 单位，只留一个"
    for table in dict.fromkeys(line.table for line in found):
        declared = catalogue.returns[table]
        lines = [line for line in found if line.table == table]
        names = naming_columns(declared)
        shown = [n for n in names if any(_said(line.last, n) for line in lines)]
        rows = [
            TableRow(
                (
                    catalogue.area_name(line.reporter, line.stops[-1].period),
                    *(_said(line.last, name) for name in shown),
                    _span(line),
                )
            )
            for line in lines[:_LISTED]
        ]
        headings = [Heading(n, Align.LEFT) for n in ("填报单位", *shown, "报告期")]
        more = f"另有{len(lines) - _LISTED}个没有列出，请写得更具体些"
        notes = ((more,),) if len(lines) > _LISTED else ()
        yield Table(declared.name, tuple(headings), tuple(rows), notes=notes)


def _said(record: Record, column: str) -> str:
    field = record.fields.get(column)
    return wording.written(field) if field and field.value is not None else ""


def _span(line: Lifeline) -> str:
    filled = [stop.period for stop in line.stops if stop.rows]
    first, last = describe(filled[0]), describe(filled[-1])
    return first if first == last else f"{first}至{last}"


# --- one of them ------------------------------------------------------------------------------


def _head(line: Lifeline, declared: ReturnTable, catalogue: Catalogue) -> Iterator[str]:
    area = catalogue.area_name(line.reporter, line.stops[-1].period)
    yield f"{_said(line.last, declared.label)}　{area}　{declared.name}"
    named = [
        f"{name}：{said}"
        for name in naming_columns(declared)
        if name != declared.label and (said := _said(line.last, name))
    ]
    if named:
        yield f"　　{'　'.join(named)}"
    steady = [
        f"{column.name} {said}"
        for column in _beside(declared)
        if (said := _steady(line, column.name))
    ]
    if steady:
        yield f"　　一直没有变：{'，'.join(steady)}"
    for reporter, periods in line.elsewhere.items():
        name = catalogue.area_name(reporter, periods[-1])
        yield f"　　跨单位：{name}也列有同一项目（{'、'.join(describe(p) for p in periods)}）"


def _beside(declared: ReturnTable) -> Iterator[Column]:
    return (c for c in detail_columns(declared) if c not in telling_columns(declared))


def _steady(line: Lifeline, column: str) -> str:
    """The value of a column that never changed; empty where it did or was never filled."""
    values = {record.value(column) for record in line.rows()}
    field = line.last.fields.get(column)
    return _word(field) if field and len(values) == 1 and field.value is not None else ""


def _word(field: Field) -> str:
    match field.value:
        case bool(yes):
            return "是" if yes else "否"
        case None:
            return wording.BLANK
    return str(field.value)


def _table(line: Lifeline, declared: ReturnTable, catalogue: Catalogue) -> Table:
    columns = [c for c in telling_columns(declared) if any(c.name in r.fields for r in line.rows())]
    units = {column.name: _unit(line, column, catalogue) for column in columns}
    headings = [Heading("报告期", Align.LEFT)]
    for column in columns:
        align = Align.RIGHT if column.type in _NUMBERS else Align.LEFT
        unit = units[column.name]
        headings.append(Heading(column.name, align, unit=unit.id if unit else ""))
    headings.append(Heading("变动", Align.LEFT))
    rows = [
        TableRow((describe(stop.period), *_cells(record, columns, units), _words(stop)))
        for stop in line.stops
        for record in stop.rows or (None,)
    ]
    return Table("各期情况", tuple(headings), tuple(rows))


def _unit(line: Lifeline, column: Column, catalogue: Catalogue) -> Unit | None:
    """The finest unit that a column was ever written in."""
    fields = (f for record in line.rows() if (f := record.fields.get(column.name)))
    return wording.finest(unit for f in fields if (unit := wording.unit_of(f, catalogue)))


def _cells(
    record: Record | None, columns: Sequence[Column], units: Mapping[str, Unit | None]
) -> Iterator[str]:
    for column in columns:
        field = record.fields.get(column.name) if record else None
        if field is None or field.value is None:
            yield _NONE
        elif isinstance(field.value, int) and not isinstance(field.value, bool):
            unit = units[column.name]
            yield wording.number(Fraction(field.value, unit.factor if unit else 1))
        else:
            yield _word(field)


def _words(stop: Stop) -> str:
    """The marks in a word each; details are only told below the table."""
    marks = (mark for mark in stop.marks if mark.turn is not Turn.DETAIL)
    return "、".join(dict.fromkeys(_TURNS.get(m.turn, f"{m.column}变动") for m in marks))


def _changes(line: Lifeline, declared: ReturnTable, catalogue: Catalogue) -> Iterator[str]:
    told = [(stop, mark) for stop in line.stops for mark in stop.marks]
    if told:
        yield ""
        yield "变动"
    for stop, mark in told:
        yield f"　　{describe(stop.period)}　{mark_text(mark, stop, declared, catalogue)}"


def mark_text(mark: Mark, stop: Stop, declared: ReturnTable, catalogue: Catalogue) -> str:
    """What a mark says, in a sentence."""
    match mark.turn:
        case Turn.VANISHED:
            return f"消失：这一期报了{declared.name}，其中没有这一项，上一期也没有列为结束"
        case Turn.AGAIN:
            return "重新出现"
        case Turn.TWICE:
            return f"同一期填了{len(stop.rows)}行"
        case Turn.ELSEWHERE:
            names = "、".join(catalogue.area_name(area, stop.period) for area in mark.reporters)
            return f"跨单位出现：{names}这一期也列有同一项目"
    word = _TURNS.get(mark.turn, f"{mark.column}变动")
    before, after = (_side(field, catalogue) for field in (mark.before, mark.after))
    said = difference_text(CellChange(mark.column, mark.before, mark.after), catalogue)
    return f"{word}：{before} → {after}{'，' + said if said else ''}"


def _side(field: Field | None, catalogue: Catalogue) -> str:
    if field is None or field.value is None:
        return wording.BLANK
    return f"{wording.said(field, catalogue)}（{field.ref.cell}）"


def _places(line: Lifeline) -> Iterator[str]:
    yield ""
    yield "出处"
    for stop in line.stops:
        for record in stop.rows:
            place = f"工作表“{record.sheet}”第{record.row}行"
            yield f"　　{describe(stop.period)}　{_file(record)}　{place}"


def _file(record: Record) -> str:
    return next((field.ref.file for field in record.fields.values()), "")


# --- machine forms ----------------------------------------------------------------------------


def history_report(found: Sequence[Lifeline], catalogue: Catalogue) -> Report:
    """Everything that was found as plain values; the csv has a line a period and row."""
    projects = [_machine(line, catalogue) for line in found]
    rows = [
        {
            **{key: project[key] for key in ("table", "reporter", "reporter_name", "label")},
            **{key: stop[key] for key in ("year", "month", "file", "sheet", "row")},
            "marks": [mark["text"] for mark in stop["marks"]],
            **{name: field["value"] for name, field in stop["values"].items() if field},
        }
        for project in projects
        for stop in project["periods"]
    ]
    return Report((), {"projects": projects, "rows": rows})


def _machine(line: Lifeline, catalogue: Catalogue) -> dict[str, Any]:
    declared = catalogue.returns[line.table]
    return {
        "table": line.table,
        "reporter": line.reporter,
        "reporter_name": catalogue.area_name(line.reporter, line.stops[-1].period),
        "label": _said(line.last, declared.label),
        "identity": {name: _said(line.last, name) or None for name in naming_columns(declared)},
        "elsewhere": [
            {"reporter": reporter, "periods": [[p.year, p.month] for p in periods]}
            for reporter, periods in line.elsewhere.items()
        ],
        "periods": [
            _machine_stop(stop, record, declared, catalogue)
            for stop in line.stops
            for record in stop.rows or (None,)
        ],
    }


def _machine_stop(
    stop: Stop, record: Record | None, declared: ReturnTable, catalogue: Catalogue
) -> dict[str, Any]:
    names = [c.name for c in declared.columns if c.type in TELLING]
    return {
        "year": stop.period.year,
        "month": stop.period.month,
        "file": _file(record) if record else None,
        "sheet": record.sheet if record else None,
        "row": record.row if record else None,
        "values": {
            name: machine_field(record.fields.get(name))
            for name in names
            if record and name in record.fields
        },
        "marks": [
            {
                "turn": mark.turn.value,
                "column": mark.column or None,
                "text": mark_text(mark, stop, declared, catalogue),
            }
            for mark in stop.marks
        ],
    }
