"""Parquet: the same values as json, exact, in columns of the same type every time."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli_support import SAMPLE_CONFIG, run
from tests.figures_support import builder
from zsstat import tables
from zsstat.errors import UsageError
from zsstat.model import Dimension, Report
from zsstat.render import renderer
from zsstat.render.parquet import columns_parquet
from zsstat.render.resources import Column, Kind


def read(report: Report) -> pa.Table:
    return pq.read_table(io.BytesIO(renderer("parquet")(report)))


def of_rows(*rows: dict[str, object]) -> pa.Table:
    return read(Report((), {"rows": list(rows)}))


@pytest.mark.parametrize(
    "report",
    [
        tables.summary_report(builder()),
        tables.rank_report(builder()),
        tables.dimension_report(builder(), Dimension.INDUSTRY),
    ],
)
def test_the_rows_are_those_of_the_data(report: Report) -> None:
    table = read(report)
    rows = report.data["rows"]
    assert isinstance(rows, list)
    assert table.num_rows == len(rows)
    for found, row in zip(table.to_pylist(), rows, strict=True):
        assert found["year"] == report.data["year"]
        for name, value in row.items():
            if isinstance(value, str) and isinstance(found[name], Decimal):
                assert found[name] == Decimal(value)
            elif value is None or isinstance(value, str | int):
                assert found.get(name) == value
    assert not any(pa.types.is_floating(field.type) for field in table.schema)


def test_columns_have_their_type_whatever_stands_in_them() -> None:
    type_ = pa.decimal128(38, 10)
    for value in ("1", "0.5", None):
        table = of_rows({"value": value, "growth_percent": None, "code": "610902", "n": 1})
        assert table.schema.field("value").type == type_
        assert table.schema.field("growth_percent").type == type_
        assert table.schema.field("code").type == pa.string()
        assert table.schema.field("n").type == pa.int64()


def test_places_have_their_type_in_a_year_without_any() -> None:
    for place, tied in ((3, True), (None, None)):
        schema = of_rows({"value": "1", "previous_place": place, "rank.tied": tied}).schema
        assert schema.field("previous_place").type == pa.int64()
        assert schema.field("rank.tied").type == pa.bool_()


def test_nested_keys_are_joined_and_lists_told() -> None:
    table = of_rows({"a": {"b": {"c": 1}}, "who": ["x", "y"], "tied": True}, {"a": None})
    assert table.to_pylist() == [
        {"a.b.c": 1, "who": "x、y", "tied": True},
        {"a.b.c": None, "who": None, "tied": None},
    ]


def test_a_gap_in_a_list_is_a_gap_and_no_word() -> None:
    table = of_rows({"value": "1", "months": ["1", None, "3"]})
    assert table.column("months").to_pylist() == ["1、、3"]


def test_what_has_no_finite_decimal_stays_text() -> None:
    table = of_rows({"value": "5/12"}, {"value": "1"})
    assert table.column("value").to_pylist() == ["5/12", "1"]


NUMBER = Column("n", Kind.NUMBER, "数")


@given(st.lists(st.none() | st.decimals(-(10**18), 10**18, places=12), min_size=1))
def test_decimals_come_back_as_they_were(values: list[Decimal | None]) -> None:
    content = columns_parquet((NUMBER,), [(value,) for value in values])
    assert pq.read_table(io.BytesIO(content)).column("n").to_pylist() == values
    assert content == columns_parquet((NUMBER,), [(value,) for value in values])


@pytest.mark.parametrize(
    ("column", "value"),
    [(NUMBER, Decimal(10**38)), (Column("n", Kind.INTEGER, "数"), 2**63)],
)
def test_what_does_not_fit_is_refused(column: Column, value: int | Decimal) -> None:
    with pytest.raises(UsageError, match="“数”一栏"):
        columns_parquet((column,), [(value,)])


def test_a_table_without_rows_and_a_screen_are_refused(sample_db: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有可以写成 Parquet"):
        renderer("parquet")(Report((), {}))
    done = run("summary", "--format", "parquet", db=sample_db, config=SAMPLE_CONFIG)
    assert (done.status, done.out) == (2, "")
    assert "--output 文件名.parquet" in done.err
    path = tmp_path / "x.parquet"
    words = ("summary", "--year", 2020, "--format")
    assert run(*words, "parquet", "-o", path, db=sample_db, config=SAMPLE_CONFIG).status == 0
    told = json.loads(run(*words, "json", db=sample_db, config=SAMPLE_CONFIG).out)["rows"]
    values = pq.read_table(path).column("value").to_pylist()
    assert values == [None if r["value"] is None else Decimal(r["value"]) for r in told]
