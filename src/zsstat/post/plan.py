"""What is to be done with the rows of a table: its postings and dimensions, compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zsstat.declarations import (
    Catalogue,
    Indicator,
    Posting,
    ReturnTable,
)
from zsstat.expressions import (
    Expression,
    Scope,
    compile_expression,
)
from zsstat.model import (
    Dimension,
    FieldValue,
    Period,
    RecognisedTable,
)


@dataclass(frozen=True)
class Plan:
    """A table's postings and dimensions, compiled, with what all its rows share."""

    catalogue: Catalogue
    declared: ReturnTable
    reporter: str
    period: Period
    postings: tuple[tuple[Indicator, Posting, Expression | None], ...]
    dimensions: Mapping[Dimension, Expression]
    asked: dict[tuple[str, tuple[FieldValue, ...]], tuple[str, ...]] = field(default_factory=dict)
    """What rows lacked that are alike in all that a condition looks at; finding it out is slow."""

    @classmethod
    def of(
        cls, table: RecognisedTable, reporter: str, period: Period, catalogue: Catalogue
    ) -> Plan:
        declared = catalogue.returns[table.table]
        scope = Scope.of(catalogue)
        return cls(
            catalogue,
            declared,
            reporter,
            period,
            tuple(
                (indicator, posting, compile_expression(posting.when, scope))
                if posting.when
                else (indicator, posting, None)
                for indicator in catalogue.posted_from(table.table)
                if indicator.enabled
                for posting in indicator.post
                if posting.table == table.table
            ),
            {key: compile_expression(text, scope) for key, text in declared.dimensions.items()},
        )
