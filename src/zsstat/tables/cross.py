"""The cross-tabulation by area and dimension. The only tables that load pandas."""

from __future__ import annotations

from collections.abc import Mapping

from zsstat.figures import FigureBuilder
from zsstat.model import Align, Dimension, Heading, Part, Table, TableRow
from zsstat.tables import notes


def cross_table(
    builder: FigureBuilder,
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
    members = [str(member) for member in frame.columns]

    def figure(value: object, area: str | None, member: str | None) -> Part | None:
        if not isinstance(value, int):
            return None
        where = (dimension, member) if member else (None, None)
        return builder.amount(indicator, value, area=area, dimension=where[0], member=where[1])

    rows = []
    for area in book.reporters:
        values = [frame.at[area, member] for member in members]
        present = [value for value in values if isinstance(value, int)]
        cells = [figure(v, area, m) for v, m in zip(values, members, strict=True)]
        total = figure(sum(present), area, None) if area in book.received else None
        rows.append(TableRow((catalogue.area_name(area, book.period), *cells, total)))
    columns = [_column_sum(known, member) for member in members]
    city = notes.area_names(builder, (book.city,))
    closing = [figure(v, None, m) for v, m in zip(columns, members, strict=True)]
    rows.append(TableRow((city, *closing, figure(sum(columns), None, None)), total=True))
    declared = catalogue.indicators[indicator]
    return Table(
        title=builder.say(
            "title_cross",
            period=builder.period().display,
            indicator=declared.name,
            dimension=builder.say(f"dimension_{dimension.value}"),
        ),
        headings=(
            Heading(builder.say("head_area"), Align.LEFT),
            *(Heading(member) for member in members),
            Heading(city),
        ),
        rows=tuple(rows),
        unit_line=builder.say("unit_line", unit=declared.unit),
        notes=(*notes.completeness(builder), notes.rounding(builder)),
    )


def _column_sum(sums: Mapping[tuple[str, str], int], member: str) -> int:
    return sum(value for (_, of), value in sums.items() if of == member)
