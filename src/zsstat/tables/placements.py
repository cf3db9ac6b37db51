"""The city's placements in the province, and the check of what the province printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zsstat.compute import (
    Place,
    ProvinceLine,
    agrees,
    printed_amount_interval,
    printed_rates,
    published_interval,
    ranking,
)
from zsstat.figures import FigureBuilder
from zsstat.model import Align, CellRef, Figure, FigureKey, Heading, Measure, Table, TableRow
from zsstat.tables import notes


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the province printed for our city beside what we have, exactly; ``agrees`` is None
    where one of the two is missing."""

    indicator: str
    measure: Measure
    printed: Figure
    own: Figure
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A member's printed rate, the place it gives, and the printed place beside it."""

    member: str
    rate: Figure
    place: Place
    printed: int | None

    @property
    def agrees(self) -> bool | None:
        return None if self.printed is None else self.printed == self.place.place


def ranked(builder: FigureBuilder) -> tuple[str, ...]:
    """The indicators that are placed in the province."""
    return tuple(code for code, i in builder.catalogue.indicators.items() if i.ranked)


def compare(builder: FigureBuilder) -> Iterator[Comparison]:
    """The province's value, growth, target and completion for our city against ours, within the
    printed digits."""
    for code in ranked(builder):
        line = builder.book.own_line(code)
        if line is None:
            continue
        yield from _compared(builder, code, line)


def field_lines(builder: FigureBuilder, indicator: str, basis: Measure) -> tuple[FieldLine, ...]:
    """The whole field in order. The printed place is compared with the place by growth, or by
    completion where the province printed no growth: its table has one 位次 column."""
    rates = printed_rates(builder.book.province, indicator, basis)
    lines = {
        line.member: line
        for line in builder.book.province
        if line.indicator == indicator
        and line.member in rates
        and line.rate(basis) == rates[line.member]
    }
    places = ranking(rates)
    checked = basis is checked_basis(builder, indicator)
    found = [
        FieldLine(
            member,
            _printed_rate(builder, indicator, basis, lines[member]),
            place,
            lines[member].printed_rank if checked else None,
        )
        for member, place in places.items()
    ]
    return tuple(sorted(found, key=lambda line: line.place.place))


def checked_basis(builder: FigureBuilder, indicator: str) -> Measure:
    """By which rate the province's printed place is checked."""
    has_growth = any(
        line.growth is not None for line in builder.book.province if line.indicator == indicator
    )
    return Measure.GROWTH_RANK if has_growth else Measure.COMPLETION_RANK


# --- tables -----------------------------------------------------------------------------------


def placements(builder: FigureBuilder) -> Table:
    """Per ranked indicator and basis: the printed rate, the place with ties, last year's place."""
    rows = []
    for code in ranked(builder):
        indicator = builder.catalogue.indicators[code]
        for basis in notes.BASES:
            line = builder.book.own_line(code)
            rate = _printed_rate(builder, code, basis, line) if line else None
            rows.append(
                TableRow(
                    (
                        indicator.short or indicator.name,
                        builder.say(f"basis_{basis.value}"),
                        rate,
                        builder.placement(code, basis),
                        builder.field(code, basis),
                        builder.previous_placement(code, basis),
                        _moved(builder, code, basis),
                    )
                )
            )
    return Table(
        title=_title(builder, "title_placements"),
        headings=(
            Heading(builder.say("head_indicator"), Align.LEFT),
            Heading(builder.say("head_basis"), Align.LEFT),
            Heading(builder.say("head_rate"), unit="%"),
            Heading(builder.say("head_place")),
            Heading(builder.say("head_field")),
            Heading(builder.say("head_previous")),
            Heading(builder.say("head_moved")),
        ),
        rows=tuple(rows),
        notes=tuple(notes.placement(builder, ranked(builder))),
    )


def comparison(builder: FigureBuilder) -> Table | None:
    """The province's figures for our city beside ours; None without a table of the province."""
    rows = [
        TableRow(
            (
                _name(builder, found.indicator),
                builder.say(f"measure_{found.measure.value}"),
                found.own.unit,
                found.printed,
                found.own,
                _verdict(builder, found.agrees),
            )
        )
        for found in compare(builder)
    ]
    if not rows:
        return None
    return Table(
        title=_title(builder, "title_comparison"),
        headings=(
            Heading(builder.say("head_indicator"), Align.LEFT),
            Heading(builder.say("head_item"), Align.LEFT),
            Heading(builder.say("head_unit"), Align.LEFT),
            Heading(builder.say("head_printed")),
            Heading(builder.say("head_own")),
            Heading(builder.say("head_check"), Align.LEFT),
        ),
        rows=tuple(rows),
        notes=(*notes.completeness(builder), (builder.say("note_comparison"),)),
    )


def fields(builder: FigureBuilder) -> tuple[Table, ...]:
    """For every ranked indicator and basis the whole field, our city marked as a total row is."""
    tables = []
    for code in ranked(builder):
        for basis in notes.BASES:
            lines = field_lines(builder, code, basis)
            if lines:
                tables.append(_field_table(builder, code, basis, lines))
    return tuple(tables)


def _field_table(
    builder: FigureBuilder, indicator: str, basis: Measure, lines: tuple[FieldLine, ...]
) -> Table:
    said = builder.say(f"basis_{basis.value}")
    headings = [
        Heading(builder.say("head_member"), Align.LEFT),
        Heading(said, unit="%"),
        Heading(builder.say("head_place")),
    ]
    checked = any(line.printed is not None for line in lines)
    if checked:
        headings.append(Heading(builder.say("head_printed_place")))
        headings.append(Heading(builder.say("head_check"), Align.LEFT))
    differs = any(line.agrees is False for line in lines)
    return Table(
        title=_title(builder, "title_field", indicator=_name(builder, indicator), basis=said),
        headings=tuple(headings),
        rows=tuple(_field_row(builder, line, checked=checked) for line in lines),
        notes=((builder.say("note_printed_place"),),) if differs else (),
    )


def _field_row(builder: FigureBuilder, line: FieldLine, *, checked: bool) -> TableRow:
    number = str(line.place.place)
    place = builder.say("cell_tied", number=number) if line.place.tied else number
    name, own = notes.area_names(builder, (line.member,)), line.member == builder.book.own_member
    cells: list[str | Figure | None] = [
        builder.say("cell_own", name=name) if own else name,
        line.rate,
        place,
    ]
    if checked:
        cells.append("" if line.printed is None else str(line.printed))
        cells.append(_verdict(builder, line.agrees))
    return TableRow(tuple(cells), total=own, own=own)


# --- pieces -----------------------------------------------------------------------------------


def _compared(builder: FigureBuilder, code: str, line: ProvinceLine) -> Iterator[Comparison]:
    factor = builder.catalogue.units[builder.catalogue.indicators[code].unit].factor
    if line.value is not None:
        own = builder.book.value(builder.book.city, code)
        agreement = agrees(own, printed_amount_interval(line.value, factor))
        printed = _with_cell(builder.amount(code, line.value), line.cells.get("value"))
        yield Comparison(code, Measure.VALUE, printed, builder.value(code), agreement)
    if line.growth is not None:
        rate = builder.book.growth(builder.book.city, code).value
        agreement = agrees(rate, published_interval(line.growth))
        printed = _printed_rate(builder, code, Measure.GROWTH_RANK, line)
        yield Comparison(code, Measure.GROWTH, printed, builder.growth(code), agreement)
    if line.target is not None:
        own = builder.book.target(builder.book.city, code)
        agreement = agrees(own, printed_amount_interval(line.target, factor))
        printed = _with_cell(builder.amount(code, line.target), line.cells.get("target"))
        yield Comparison(code, Measure.TARGET, printed, builder.target(code), agreement)
    if line.completion is not None:
        rate = builder.book.completion(builder.book.city, code).value
        agreement = agrees(rate, published_interval(line.completion))
        printed = _printed_rate(builder, code, Measure.COMPLETION_RANK, line)
        yield Comparison(code, Measure.COMPLETION, printed, builder.completion(code), agreement)


def _printed_rate(
    builder: FigureBuilder, indicator: str, basis: Measure, line: ProvinceLine
) -> Figure:
    """The rate as the province printed it: quoted, not rounded again."""
    rate = line.rate(basis)
    ref = line.cells.get("growth" if basis is Measure.GROWTH_RANK else "completion")
    return builder.printed(indicator, basis, line.member, rate, ref)


def _with_cell(figure: Figure, ref: CellRef | None) -> Figure:
    key = FigureKey(Measure.QUOTE, figure.key.indicator, period=figure.key.period)
    return replace(figure, key=key, cells=(ref,) if ref else ())


def _moved(builder: FigureBuilder, code: str, basis: Measure) -> Figure:
    figure = builder.placement_change(code, basis)
    if figure.value is None:
        return figure
    phrase = "moved_up" if figure.value > 0 else "moved_down" if figure.value < 0 else "moved_not"
    return replace(figure, number=builder.say(phrase, number=str(abs(int(figure.value)))))


def _verdict(builder: FigureBuilder, agreement: bool | None) -> str:
    if agreement is None:
        return ""
    return builder.say("check_agrees" if agreement else "check_differs")


def _name(builder: FigureBuilder, code: str) -> str:
    indicator = builder.catalogue.indicators[code]
    return indicator.short or indicator.name


def _title(builder: FigureBuilder, phrase: str, **fields: str) -> str:
    city = notes.area_names(builder, (builder.book.city,))
    return builder.say(phrase, period=builder.period().display, city=city, **fields)
