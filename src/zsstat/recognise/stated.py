"""The same fact stated twice in one workbook: counted once where it agrees, a finding where not.

This is about tables whose rows are facts (an indicator, an area and an indicator), wherever in the
workbook they stand: twice in a table, in two blocks, on two sheets. Two rows are the same fact when
the columns of the table's identity agree, and the year where the table has one. Numbers agree when
they are equal, or in two units when they are equal as finely as the coarser one is written; the
finer one is kept. What only one of two agreeing rows states is taken from that one. Rows that
disagree both stay, and whoever sent them is asked. Rows of lists (projects) are things and not
facts: for them there is ``within.duplicate_row``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from zsstat.declarations import Catalogue, ColumnType, Layout, ReturnTable
from zsstat.model import Field, Issue, Period, RecognisedTable, Record
from zsstat.recognise.layout import NUMERIC
from zsstat.values import normalise

RULE = "within.same_fact"
_KEYS = (ColumnType.AREA, ColumnType.INDICATOR, ColumnType.YEAR)
_DECIMALS = re.compile(r"\d[\d,]*\.(\d+)")

_Key: TypeAlias = tuple[object, ...]


@dataclass(slots=True)
class _Fact:
    """A row, and at which place of which table it is kept."""

    record: Record
    table: int
    place: int


def stated_once(
    tables: Sequence[RecognisedTable], catalogue: Catalogue
) -> tuple[list[RecognisedTable], list[Issue]]:
    """The tables with each fact once, and what is to be said about facts that disagree."""
    known: dict[_Key, _Fact] = {}
    issues: list[Issue] = []
    kept: list[list[Record]] = []
    for number, table in enumerate(tables):
        kept.append([])
        declared = catalogue.returns[table.table]
        for record in table.records:
            key = _key(record, declared, table.period)
            first = known.get(key) if key else None
            if first is not None:
                differing = _differing(first.record, record, declared, catalogue)
                if not differing:
                    first.record = _merged(first.record, record, declared, catalogue)
                    kept[first.table][first.place] = first.record
                    continue
                issues += (_issue(declared, first.record, record, name) for name in differing)
            elif key:
                known[key] = _Fact(record, number, len(kept[number]))
            kept[number].append(record)
    changed = [
        table if _same(table.records, records) else replace(table, records=tuple(records))
        for table, records in zip(tables, kept, strict=True)
    ]
    return changed, issues


def _same(before: Sequence[Record], after: Sequence[Record]) -> bool:
    return len(before) == len(after) and all(a is b for a, b in zip(before, after, strict=True))


def _key(record: Record, table: ReturnTable, period: Period | None) -> _Key | None:
    """What makes the row the fact that it is; None in a list and where that is not filled."""
    if table.layout is Layout.LIST:
        return None
    groups = table.identity or (tuple(c.name for c in table.columns if c.type in _KEYS),)
    for group in groups:
        values = [record.value(name) for name in group]
        if group and all(value is not None for value in values):
            named = zip(group, (normalise(str(value)) for value in values), strict=True)
            return (table.id, period, *named)
    return None


def _differing(
    first: Record, second: Record, table: ReturnTable, catalogue: Catalogue
) -> list[str]:
    """The columns of numbers in which the two rows cannot both be right."""
    return [
        column.name
        for column in table.columns
        if column.type in NUMERIC
        and not _ranks_otherwise(column.name, first, second, table)
        and (mine := first.fields.get(column.name))
        and (theirs := second.fields.get(column.name))
        and not _agree(mine, theirs, catalogue)
    ]


def _agree(one: Field, other: Field, catalogue: Catalogue) -> bool:
    if not (one.readable and other.readable):
        return False
    if one.value is None or other.value is None:
        return True
    mine, theirs = _number(one), _number(other)
    last = max(_step(one, catalogue), _step(other, catalogue))
    return mine == theirs or (one.unit != other.unit and 2 * abs(mine - theirs) <= last)


def _number(field: Field) -> Fraction:
    return Fraction(field.value) if isinstance(field.value, int | Decimal) else Fraction(0)


def _step(field: Field, catalogue: Catalogue) -> Fraction:
    """One unit of the last decimal as written, in base units."""
    unit = catalogue.units.get(field.unit or "")
    written = _DECIMALS.search(normalise(field.text))
    factor = unit.factor if unit and isinstance(field.value, int) else 1
    return Fraction(factor, 10 ** (len(written[1]) if written else 0))


def _ranks_otherwise(column: str, first: Record, second: Record, table: ReturnTable) -> bool:
    """Whether the column holds places by growth in one row and by completion in the other: two
    facts. The place that goes with the growth is the one that is read."""
    placed = table.placements
    if placed is None or column != placed.rank or placed.growth is None:
        return False
    return (first.value(placed.growth) is None) != (second.value(placed.growth) is None)


def _merged(first: Record, second: Record, table: ReturnTable, catalogue: Catalogue) -> Record:
    """One row of two that agree: of each column the field that says more."""
    fields = dict(_fields(first.fields, second.fields, catalogue))
    rank = table.placements.rank if table.placements else None
    if rank and table.placements and _ranks_otherwise(rank, first, second, table):
        growing = second if first.value(table.placements.growth or "") is None else first
        fields.pop(rank, None)
        fields.update({name: found for name, found in growing.fields.items() if name == rank})
    return replace(first, fields=fields)


def _fields(
    first: Mapping[str, Field], second: Mapping[str, Field], catalogue: Catalogue
) -> Mapping[str, Field]:
    merged = dict(first)
    for name, theirs in second.items():
        mine = merged.get(name)
        if mine is None or (theirs.value is not None and _says_less(mine, theirs, catalogue)):
            merged[name] = theirs
    return merged


def _says_less(mine: Field, theirs: Field, catalogue: Catalogue) -> bool:
    if mine.value is None:
        return True
    numbers = isinstance(mine.value, int | Decimal) and isinstance(theirs.value, int | Decimal)
    return (
        numbers and mine.value != theirs.value and _step(theirs, catalogue) < _step(mine, catalogue)
    )


def _issue(table: ReturnTable, first: Record, second: Record, column: str) -> Issue:
    one, other = first.fields[column], second.fields[column]
    columns = [table.label, *(name for group in table.identity for name in group)]
    texts = [" ".join(found.text.split()) for n in columns if (found := first.fields.get(n))]
    what = "、".join(f"“{text}”" for text in dict.fromkeys(texts) if text)
    places = [_said(field, apart=one.ref.sheet != other.ref.sheet) for field in (one, other)]
    return Issue(
        RULE,
        f"{table.name}里{what}的“{column}”填了两处，数值不同：{'，'.join(places)}",
        (one.ref, other.ref),
        shown="、".join(field.text.strip() for field in (one, other)),
        expected="两处一致",
    )


def _said(field: Field, *, apart: bool) -> str:
    """``工作表“汇总”C5 填 12.5亿元``."""
    where = f"工作表“{field.ref.sheet}”{field.ref.cell}" if apart else field.ref.cell
    text = field.text.strip()
    unit = field.unit if field.unit and field.unit not in text else ""
    return f"{where} 填 {text}{unit}"
