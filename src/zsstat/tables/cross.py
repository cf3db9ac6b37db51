"""The cross-tabulation by area and dimension. The only tables that load pandas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from zsstat.declarations import TableSpec
from zsstat.figures import FigureBuilder
from zsstat.model import Align, Dimension, Figure, Heading, Parts, Table, TableRow
from zsstat.tables import notes
from zsstat.tables.titles import title

if TYPE_CHECKING:
    import pandas as pd


def cross_table(
    builder: FigureBuilder,
    spec: TableSpec,
    indicator: str,
    dimension: Dimension,
    sums: Mapping[tuple[str, str], int],
) -> Table:
    """One row a reporter, one column a member of ``dimension``, with totals both ways.

    ``sums``: (reporter, member) → whole base units. A reporter that was not received has no
    values; one that was has 0 where it has no rows. The joint deduction has no dimension, so the
    totals are those of the rows shown."""
    from zsstat.frames import crosstab

    book, catalogue = builder.book, builder.catalogue
    known = {place: value for place, value in sums.items() if place[0] in book.received}
    frame = crosstab(known, rows=book.reporters, received=book.received)
    crossing = _Crossing(builder, indicator, dimension, frame)
    city = notes.area_names(builder, (book.city,))
    declared = catalogue.indicators[indicator]
    said = builder.say(f"dimension_{dimension.value}")
    return Table(
        title=title(builder, spec, dimension=said, indicator=declared.name),
        headings=(
            Heading(builder.say("head_area"), Align.LEFT),
            *(Heading(member) for member in crossing.members),
            Heading(city),
        ),
        rows=(
            *(
                TableRow((catalogue.area_name(area, book.period), *crossing.row(area)))
                for area in book.reporters
            ),
            TableRow((city, *crossing.totals()), total=True),
        ),
        unit_line=builder.say("unit_line", unit=declared.unit),
        notes=(
            *notes.completeness(builder),
            *_unadjusted(builder, indicator),
            *notes.declared(builder, spec),
            notes.rounding(builder),
        ),
    )


def _unadjusted(builder: FigureBuilder, indicator: str) -> Iterator[Parts]:
    """The office's entries are of no member: where there are some, the totals are not the city's
    figures of other tables."""
    if any(code == indicator for _, code in builder.book.adjustments):
        yield (builder.say("note_unadjusted"),)


class _Crossing:
    """A frame of sums as rows of figures."""

    def __init__(
        self, builder: FigureBuilder, indicator: str, dimension: Dimension, frame: pd.DataFrame
    ) -> None:
        self.builder = builder
        self.indicator = indicator
        self.dimension = dimension
        self.members = [str(member) for member in frame.columns]
        self.cells: dict[str, list[int | None]] = {
            str(area): list(values)
            for area, values in zip(frame.index, frame.to_numpy(), strict=True)
        }

    def row(self, area: str) -> list[Figure]:
        """An area's figures and their sum; without a value where nothing was received."""
        if area not in self.builder.book.received:
            return [self.builder.value(self.indicator, area)] * (len(self.members) + 1)
        values = [value or 0 for value in self.cells[area]]
        return self._figures(values, area)

    def totals(self) -> list[Figure]:
        """The sums of the columns, and of all."""
        columns = [[row[c] or 0 for row in self.cells.values()] for c in range(len(self.members))]
        return self._figures([sum(column) for column in columns], None)

    def _figures(self, values: list[int], area: str | None) -> list[Figure]:
        of, code = self.builder, self.indicator
        figures = [
            of.amount(code, value, area=area, dimension=self.dimension, member=member)
            for value, member in zip(values, self.members, strict=True)
        ]
        return [*figures, of.amount(code, sum(values), area=area)]
