"""Records and cell references as JSON, without loss: what is decoded equals what was encoded.

A field says only what is not the default, because most cells are plain texts:
``{"总投资": {"cell": "F12", "text": "1.2亿", "value": 120000000, "unit": "亿元"}}``.
A whole number, a text and a yes or no are JSON's own; a rate is ``{"rate": "7.82"}`` and a date
``{"date": [2020, 5, null]}``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from zsstat.model import CellRef, Field, FieldValue, PartialDate, Record

to_json: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode


# --- fields -----------------------------------------------------------------------------------


def encode_fields(record: Record) -> str:
    """The record's fields; file and sheet are left out where they are the record's own."""
    return to_json({name: _field(field, record.sheet) for name, field in record.fields.items()})


def _field(field: Field, sheet: str) -> dict[str, object]:
    data: dict[str, object] = {"cell": field.ref.cell}
    if field.ref.sheet != sheet:
        data["sheet"] = field.ref.sheet
    if field.text:
        data["text"] = field.text
    if field.value is not None:
        data["value"] = _value(field.value)
    if field.unit is not None:
        data["unit"] = field.unit
    if field.conversions:
        data["conversions"] = field.conversions
    if not field.readable:
        data["readable"] = False
    return data


def _value(value: FieldValue) -> object:
    match value:
        case Decimal():
            return {"rate": str(value)}
        case PartialDate():
            return {"date": [value.year, value.month, value.day]}
        case _:
            return value


KEPT = 8192
"""Records whose fields are kept decoded: a document traces every row once for each indicator that
it is counted for, by area and again for the city."""


@lru_cache(KEPT)
def decode_fields(text: str, sheet: str, sha256: str, file: str) -> Mapping[str, Field]:
    """The fields of a record that stands on ``sheet`` of ``file``; nobody changes them."""
    return {
        name: Field(
            value=_decoded(data.get("value")),
            text=data.get("text", ""),
            ref=CellRef(sha256, file, data.get("sheet", sheet), data["cell"]),
            unit=data.get("unit"),
            conversions=tuple(data.get("conversions", ())),
            readable=data.get("readable", True),
        )
        for name, data in json.loads(text).items()
    }


def _decoded(data: Any) -> FieldValue:
    match data:
        case {"rate": str(digits)}:
            return Decimal(digits)
        case {"date": [int(year), month, day]}:
            return PartialDate(year, month, day)
        case None | bool() | int() | str():
            return data
    raise ValueError(f"not a field value: {data!r}")


# --- cells ------------------------------------------------------------------------------------


def encode_cells(cells: Iterable[CellRef], home: CellRef) -> str:
    """``["F12",["表2","A3"]]``: what is as in ``home`` (sheet, file) is not said."""
    places = [_place(ref, home) for ref in cells]
    names = [place for place in places if type(place) is str and place.isalnum()]
    if len(names) == len(places):  # nearly always; and letters and digits stand for themselves
        return f'["{_BETWEEN.join(names)}"]' if names else "[]"
    return to_json(places)


_BETWEEN = '","'


def _place(ref: CellRef, home: CellRef) -> str | list[str]:
    if (ref.sha256, ref.file) != (home.sha256, home.file):
        return [ref.sheet, ref.cell, ref.sha256, ref.file]
    return ref.cell if ref.sheet == home.sheet else [ref.sheet, ref.cell]


def decode_cells(text: str, home: CellRef) -> tuple[CellRef, ...]:
    return tuple(_cell(place, home) for place in json.loads(text))


def _cell(place: str | list[str], home: CellRef) -> CellRef:
    match place:
        case str(cell):
            return CellRef(home.sha256, home.file, home.sheet, cell)
        case [sheet, cell]:
            return CellRef(home.sha256, home.file, sheet, cell)
        case [sheet, cell, sha256, file]:
            return CellRef(sha256, file, sheet, cell)
    raise ValueError(f"not a cell: {place!r}")
