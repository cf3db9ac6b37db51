"""Parquet: exact columns. Counts and base units are whole numbers, amounts and rates decimals; no
column is ever a float.

A report's rows are flattened as for csv, nested keys joined by dots. A column is a decimal where
its name says that it holds numbers (:data:`NUMBERS`, or an ending ``_percent``), so that it has the
same type every month, whatever stands in it; so have places, which a year may lack. One with a
value that has no finite decimal (5/12) stays text as a whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from zsstat.errors import UsageError
from zsstat.model import Report
from zsstat.render.flat import flattened, names, told
from zsstat.render.resources import Column, Kind, Value

DIGITS, SCALE = 38, 10
"""Of a decimal column: all digits, and those after the point. More are taken where they are
needed."""

NUMBERS = frozenset(
    {
        "adjustment", "amount", "base", "base_reported", "cumulative", "points", "previous",
        "target", "total", "value", "weight",
    }
)  # fmt: skip
"""The last part of the names of columns that hold exact numbers as decimal strings."""

WHOLE = frozenset(
    {"field", "place", "places_gained", "previous_field", "previous_place", "printed_place"}
)
FLAGS = frozenset({"printed_place_agrees", "tied"})
"""The same for counts and for yes or no: of the columns that may be empty in all rows."""

PERIOD = ("year", "month")
"""What a report says once and its rows need when they stand in a file of their own."""

_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")


def parquet_bytes(report: Report) -> bytes:
    """The data's rows. Raises :class:`UsageError` for a report that has none."""
    rows = report.data.get("rows")
    if not isinstance(rows, list) or not rows:
        raise UsageError("这张表没有可以写成 Parquet 的数据行", "请改用 --format json 或 csv")
    period = {key: report.data[key] for key in PERIOD if key in report.data}
    flat = [{**period, **dict(flattened(row))} for row in rows]
    columns = tuple(_column(name, [row.get(name) for row in flat]) for name in names(flat))
    return columns_parquet(
        columns, [tuple(_value(column, row.get(column.name)) for column in columns) for row in flat]
    )


def columns_parquet(columns: Sequence[Column], rows: Sequence[tuple[Value, ...]]) -> bytes:
    """Rows with described columns. The same rows give the same bytes.

    Raises :class:`UsageError` for a number that is too large for the format."""
    by_column = list(zip(*rows, strict=True)) if rows else [() for _ in columns]
    arrays, fields = [], []
    for column, values in zip(columns, by_column, strict=True):
        kind = _type(column, values)
        arrays.append(_array(column, values, kind))
        about = {"title": column.title, "description": column.description}
        fields.append(pa.field(column.name, kind, metadata={k: v for k, v in about.items() if v}))
    target = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), target)
    return target.getvalue()


def _array(column: Column, values: Sequence[Value], kind: Any) -> Any:
    try:
        return pa.array(values, type=kind)
    except (OverflowError, pa.ArrowInvalid) as error:
        raise UsageError(
            f"“{column.title or column.name}”一栏有数太大，Parquet 里放不下", "请改用 csv 格式"
        ) from error


def _type(column: Column, values: Iterable[Value]) -> Any:
    match column.kind:
        case Kind.STRING:
            return pa.string()
        case Kind.INTEGER:
            return pa.int64()
        case Kind.BOOLEAN:
            return pa.bool_()
        case Kind.NUMBER:
            places = (_places(value) for value in values if isinstance(value, Decimal))
            return pa.decimal128(DIGITS, min(max(places, default=SCALE), DIGITS))


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(SCALE, -exponent) if isinstance(exponent, int) else SCALE


# --- the rows of a report ---------------------------------------------------------------------


def _column(name: str, values: Iterable[object]) -> Column:
    return Column(name, _kind(name, [value for value in values if value is not None]), "")


def _kind(name: str, values: Sequence[object]) -> Kind:
    last = name.rpartition(".")[2]
    if last in NUMBERS or last.endswith("_percent"):
        texts = [str(value) for value in values if not isinstance(value, bool)]
        numbers = len(texts) == len(values) and all(map(_PLAIN.fullmatch, texts))
        return Kind.NUMBER if numbers else Kind.STRING
    if (values or last in FLAGS) and all(isinstance(value, bool) for value in values):
        return Kind.BOOLEAN
    whole = all(isinstance(value, int) and not isinstance(value, bool) for value in values)
    if (values or last in WHOLE) and whole:
        return Kind.INTEGER
    return Kind.STRING


def _value(column: Column, value: object) -> Value:
    if value is None:
        return None
    if column.kind is Kind.NUMBER:
        return Decimal(str(value))
    return value if isinstance(value, int) and column.kind is not Kind.STRING else told(value)
