"""Packages that were written, read back: their tables, and the sums that must hold in them."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

Rows = list[dict[str, str]]


def descriptor(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def rows(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_area(folder: Path) -> dict[tuple[str, ...], int]:
    """(year, month, area, indicator, role) → what counts of an area, with its adjustments."""
    sums: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows(folder, "observations"):
        if row["counts"] == "true":
            key = (row["year"], row["month"], row["area"], row["indicator"], row["role"])
            sums[key] += int(row["value"])
    for row in rows(folder, "adjustments"):
        sums[row["year"], row["month"], row["area"], row["indicator"], "actual"] += int(
            row["value"]
        )
    return sums


def broken_sums(folder: Path, city: str) -> Iterator[tuple[object, ...]]:
    """Every figure that is not what its lines come to: place, indicator, figure, sum."""
    sums = _with_the_city(folder, city)
    indicators = {row["indicator"]: row for row in rows(folder, "indicators")}
    for row in rows(folder, "figures"):
        of = indicators[row["indicator"]]
        place = (row["year"], row["month"], row["area"])
        if of["numerator"]:
            yield from _broken_ratio(row, of, place, sums)
            continue
        for column, role in (("value", "actual"), ("target", "target")):
            found = sums[*place, row["indicator"], role]
            if row[column] and Fraction(row[column]) * int(of["factor"]) != found:
                yield (*place, row["indicator"], column, row[column], found)


def _with_the_city(folder: Path, city: str) -> dict[tuple[str, ...], int]:
    sums = by_area(folder)
    for (year, month, area, indicator, role), value in list(sums.items()):
        if role == "actual" and area != city:
            sums[year, month, city, indicator, role] += value
    for row in rows(folder, "deductions"):
        sums[row["year"], row["month"], city, row["indicator"], "actual"] += int(row["value"])
    return sums


def _broken_ratio(
    row: dict[str, str],
    of: dict[str, str],
    place: tuple[str, ...],
    sums: dict[tuple[str, ...], int],
) -> Iterator[tuple[object, ...]]:
    above, below = (sums[*place, of[x], "actual"] for x in ("numerator", "denominator"))
    if row["value"] and abs(Fraction(row["value"]) - Fraction(above * 100, below)) > HALF_A_CENT:
        yield (*place, row["indicator"], row["value"], above, below)


HALF_A_CENT = Fraction(1, 200)
"""What rounding to two decimals may change."""
