"""What changed between two versions of a reporter's return: cell by cell and figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from zsstat.compute import Book
from zsstat.compute.exchange import exchanged
from zsstat.compute.versions import RowChange, row_changes
from zsstat.declarations import AreaKind, Catalogue
from zsstat.errors import UsageError
from zsstat.figures import FigureBuilder, exact_text
from zsstat.model import Figure, Measure, Observation, Period
from zsstat.pipeline.ledger import area_id, load_book, settled_period
from zsstat.pipeline.reshared import Tables, reshared
from zsstat.pipeline.versions import Content, Step, Version, Versions
from zsstat.store import Store


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure as it is with either version, everybody else's return being the same. ``measure``
    is its value, its base or its target; ``growth`` is given for a value. Amounts are exact and
    not rounded as they are printed elsewhere."""

    area: str
    indicator: str
    measure: Measure
    before: Figure
    after: Figure
    growth: tuple[Figure, Figure]

    @property
    def difference(self) -> Fraction | None:
        """After − before in the figure's unit; None where one of the two has no value."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value


@dataclass(frozen=True, slots=True)
class Comparison:
    """``steps`` are the tables and versions compared, ``versions`` all that there are; ``own`` the
    figures of the areas that the return is about, ``city`` those of the city."""

    reporter: str
    period: Period
    versions: tuple[Version, ...]
    steps: tuple[Step, ...]
    rows: tuple[RowChange, ...]
    own: tuple[FigureChange, ...]
    city: tuple[FigureChange, ...]

    @property
    def unchanged(self) -> bool:
        """Whether all cells that are read say the same."""
        return all(row.only_written for row in self.rows)

    @property
    def same_file(self) -> bool:
        """Whether the very same bytes came twice."""
        return all(step.before.row.sha256 == step.after.row.sha256 for step in self.steps)


def compare(
    store: Store,
    catalogue: Catalogue,
    reporter: str,
    year: int | None = None,
    month: int | None = None,
    *,
    table: str | None = None,
    earlier: int | None = None,
    later: int | None = None,
) -> Comparison:
    """Compares two versions of a reporter's return, see :meth:`Versions.chosen` for which.

    ``reporter`` and ``table`` are names or ids. Raises :class:`UsageError` for unknown ones and
    where there are no two versions."""
    area = _sender(catalogue, reporter)
    period = Period(year, month or 12) if year else settled_period(store, year, month)
    versions = Versions(store, catalogue, area, period)
    steps = versions.chosen(_table_id(catalogue, table), earlier, later)
    pairs = [
        (step, versions.content(step.before, step.table), versions.content(step.after, step.table))
        for step in steps
    ]
    rows = tuple(
        row
        for step, before, after in pairs
        for row in row_changes(
            catalogue.returns[step.table], before.records, after.records, period.year
        )
    )
    books = _books(store, catalogue, versions, pairs)
    areas = _areas(catalogue, *books)
    return Comparison(
        area,
        period,
        versions.all,
        steps,
        rows,
        tuple(change for area in areas for change in _figures(catalogue, *books, area)),
        tuple(_figures(catalogue, *books, catalogue.city)),
    )


def _sender(catalogue: Catalogue, name: str) -> str:
    area = area_id(catalogue, name)
    if catalogue.areas[area].kind not in (AreaKind.REPORTER, AreaKind.PROVINCE):
        raise UsageError(f"{name} 不是填报单位", "填报单位见 zsstat catalog")
    return area


def _table_id(catalogue: Catalogue, name: str | None) -> str | None:
    """The id of a table named by id or name. Raises :class:`UsageError` naming the tables."""
    if name is None or name in catalogue.returns:
        return name
    for table in catalogue.returns.values():
        if table.name == name:
            return table.id
    names = "、".join(table.name for table in catalogue.returns.values())
    raise UsageError(f"没有“{name}”这种表", f"可以写的是：{names}")


# --- figures ----------------------------------------------------------------------------------


def _books(
    store: Store,
    catalogue: Catalogue,
    versions: Versions,
    pairs: Sequence[tuple[Step, Content, Content]],
) -> tuple[Book, Book]:
    """The books of the period as they would be with either version."""
    book = load_book(store, catalogue, versions.period)
    reports = any(step.table in catalogue.fact_tables for step, _, _ in pairs)
    if reports and versions.reporter in book.reporters:
        book = replace(book, received=book.received | {versions.reporter})
    joint = tuple(line for line in store.joint(versions.period) if line.area in book.received)
    counting = {step.table: versions.counting(step.table) for step, _, _ in pairs}

    def with_version(tables: Tables) -> Book:
        made = exchanged(book, _lines(counting.values()), _lines(tables.values()), joint)
        return reshared(made, store, catalogue, versions, counting, tables)

    return (
        with_version({step.table: before for step, before, _ in pairs}),
        with_version({step.table: after for step, _, after in pairs}),
    )


def _lines(contents: Iterable[Content]) -> tuple[Observation, ...]:
    return tuple(line for content in contents for line in content.lines)


def _areas(catalogue: Catalogue, before: Book, after: Book) -> tuple[str, ...]:
    """The areas of which a figure differs, in the catalogue's order, without the city: the sender,
    those that its tables are about, and who shares a project with it."""
    pairs = (
        (before.actual, after.actual),
        (before.base, after.base),
        (before.targets, after.targets),
    )
    named = {area for was, now in pairs for (area, _), _ in was.items() ^ now.items()}
    return tuple(area for area in catalogue.areas if area in named and area != catalogue.city)


def _figures(catalogue: Catalogue, before: Book, after: Book, area: str) -> Iterator[FigureChange]:
    """The visible indicators of an area that differ in value, base or target."""
    was, now = FigureBuilder(catalogue, before), FigureBuilder(catalogue, after)
    for code in catalogue.listed:
        growth = (was.growth(code, area), now.growth(code, area))
        pairs = (
            (Measure.VALUE, was.value(code, area), now.value(code, area)),
            (Measure.BASE, was.base(code, area), now.base(code, area)),
            (Measure.TARGET, was.target(code, area), now.target(code, area)),
        )
        for measure, old, new in pairs:
            if old.value != new.value:
                yield FigureChange(area, code, measure, exactly(old), exactly(new), growth)


def exactly(figure: Figure) -> Figure:
    """The figure with its value unrounded, where it is a finite decimal: two that differ must not
    read alike."""
    if figure.value is None or "/" in (number := exact_text(figure.value)):
        return figure
    decimals = len(number.partition(".")[2])
    return replace(figure, number=number, decimals=decimals, display=f"{number}{figure.unit}")
