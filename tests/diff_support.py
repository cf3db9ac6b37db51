"""Rows of a table made at random, and a difference applied to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from hypothesis import strategies as st

from tests.checks_support import BLANK, UNREADABLE, Written, catalogue, table, wan, words
from zsstat.compute.versions import RowChange
from zsstat.declarations import ReturnTable
from zsstat.model import Field, Record

PROJECTS = "projects"
Row = Mapping[str, Written]
Shown = frozenset[tuple[str, Hashable]]


def projects() -> ReturnTable:
    return catalogue().returns[PROJECTS]


def records(rows: Iterable[Row], kind: str = PROJECTS) -> tuple[Record, ...]:
    return table(kind, *rows).records


def text(choices: str) -> st.SearchStrategy[Written]:
    return st.sampled_from(choices.split()).map(words)


amounts = st.one_of(
    st.integers(0, 20).map(lambda n: wan(str(n))),
    st.just(Written(50_000, "5", "万元")),
    st.just(Written(50_000, "0.0005亿元", "亿元")),
    st.just(BLANK),
    st.just(UNREADABLE),
)
"""Amounts, the same one in several ways of writing, blanks, and what cannot be read."""

project_rows: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {
        "项目编号": st.one_of(st.just(BLANK), text("A1 A2 A3")),
        "项目名称": text("甲厂建设 乙园建设 丙线改造"),
        "投资方": st.one_of(st.just(BLANK), text("东方公司 西方公司")),
        "总投资": amounts,
        "本年到位资金": amounts,
        "自签约累计到位": amounts,
        "阶段": text("签约 开工 投产"),
    }
)
project_tables = st.lists(project_rows, max_size=7)


def shown(fields: Mapping[str, Field]) -> Shown:
    """What a row says, cell by cell, as it is written; blank cells left out."""
    return frozenset(
        (name, (field.value, field.text, field.unit))
        for name, field in fields.items()
        if field.text
    )


def applied(before: Sequence[Record], changes: Iterable[RowChange]) -> Counter[Shown]:
    """The rows of ``before`` with the changes made to them."""
    rows = {(record.sheet, record.row): dict(record.fields) for record in before}
    added: list[Shown] = []
    for change in changes:
        fields = rows.pop((change.before.sheet, change.before.row)) if change.before else {}
        if change.after is None:
            continue
        for cell in change.cells:
            assert fields.get(cell.column) == cell.before
            if cell.after is None:
                del fields[cell.column]
            else:
                fields[cell.column] = cell.after
        added.append(shown(fields))
    return Counter([*added, *map(shown, rows.values())])
