"""Sums as pandas frames, exact to the unit. Import it only where it is used.

No column here is ever a float: whole numbers are Python ints in object columns, so that neither a
missing value nor a sum beyond 2⁶³ changes them, and a missing value is ``None``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd


def crosstab(
    sums: Mapping[tuple[str, str], int],
    *,
    rows: Sequence[str],
    received: Collection[str],
) -> pd.DataFrame:
    """``rows`` by members, largest member first (equal ones by name).

    A row in ``received`` has 0 where it has no sum, any other ``None``."""
    totals: dict[str, int] = {}
    for (_, member), value in sums.items():
        totals[member] = totals.get(member, 0) + value
    members = sorted(totals, key=lambda member: (-totals[member], member))
    cells = [
        [sums.get((row, member), 0 if row in received else None) for member in members]
        for row in rows
    ]
    return pd.DataFrame(cells, index=list(rows), columns=members, dtype=object)


def frame(columns: Sequence[str], rows: Collection[Sequence[object]]) -> pd.DataFrame:
    """Typed rows as they are: every column is an object column, so that an exact number stays the
    int or Decimal that it is and a missing value stays ``None`` in every version of pandas."""
    by_column = zip(*rows, strict=True) if rows else ((),) * len(columns)
    data = {
        name: pd.Series(list(values), dtype=object)
        for name, values in zip(columns, by_column, strict=True)
    }
    return pd.DataFrame(data, columns=list(columns))
