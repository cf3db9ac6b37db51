"""Observations and sums as pandas frames, exact to the unit. Import it only where it is used.

No column here is ever a float: whole numbers are Python ints in object columns, so that neither a
missing value nor a sum beyond 2⁶³ changes them, and a missing value is ``None``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from zsstat.model import Dimension, Observation

COLUMNS = ("area", "indicator", "year", "month", "role", "value")


def observation_frame(observations: Iterable[Observation]) -> pd.DataFrame:
    """One row an observation: area, indicator, year, month, role, value (whole base units), every
    dimension, and where it stands (file, sheet, cell)."""
    rows = [
        {
            "area": seen.area,
            "indicator": seen.indicator,
            "year": seen.period.year,
            "month": seen.period.month,
            "role": seen.role.value,
            "value": seen.value,
            **{d.value: seen.dimensions.get(d) for d in Dimension},
            "file": seen.ref.file,
            "sheet": seen.ref.sheet,
            "cell": seen.ref.cell,
        }
        for seen in observations
    ]
    names = [*COLUMNS, *(d.value for d in Dimension), "file", "sheet", "cell"]
    return pd.DataFrame(rows, columns=names, dtype=object)


def sum_frame(sums: Mapping[tuple[str, str], int]) -> pd.DataFrame:
    """(area, indicator) → value as a frame of areas by indicators; ``None`` where there is none."""
    return crosstab(sums, rows=list(dict.fromkeys(area for area, _ in sums)), received=())


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
