"""What stands under tables: rounding, who is missing, why there is no rate, the calibers."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator

from zsstat.declarations import Assessment, TableSpec
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder
from zsstat.model import Figure, Measure, Part, Parts

BASES = (Measure.GROWTH_RANK, Measure.COMPLETION_RANK)


def declared(builder: FigureBuilder, spec: TableSpec | Assessment) -> Iterator[Parts]:
    """The table's own notes, with the constants that they name filled in as figures."""
    for note in spec.notes:
        parts: list[Part] = []
        for text, name, _, _ in string.Formatter().parse(note):
            parts += [text] if text else []
            if name is not None:
                parts.append(_constant(builder, spec, name))
        yield tuple(parts)


def _constant(builder: FigureBuilder, spec: TableSpec | Assessment, name: str) -> Figure:
    if name not in builder.catalogue.constants:
        known = "、".join(builder.catalogue.constants)
        raise CatalogueError(
            f"tables.toml 的表 {spec.id} 的附注里没有名为“{name}”的常量", f"可以用的常量：{known}"
        )
    return builder.constant(name)


def calibers(builder: FigureBuilder, indicators: Iterable[str]) -> Iterator[Parts]:
    """The caliber of each indicator that declares one."""
    for code in dict.fromkeys(indicators):
        indicator = builder.catalogue.indicators[code]
        if indicator.note:
            yield (builder.say("note_caliber", name=indicator.name, note=indicator.note),)


def rounding(builder: FigureBuilder) -> Parts:
    return (builder.say("note_rounding"),)


def completeness(builder: FigureBuilder) -> Iterator[Parts]:
    """初步统计数, while a reporter is missing this year; which are missing last year; and who was
    not a reporter in both, for then growth compares sums of unlike areas."""
    book = builder.book
    if book.missing:
        yield (
            builder.say(
                "note_preliminary",
                expected=str(len(book.reporters)),
                counted=str(len(book.reporters) - len(book.missing)),
                names=area_names(builder, book.missing),
            ),
        )
    if book.base_missing and book.base_received:
        names = area_names(builder, book.base_missing)
        yield (builder.say("note_base_preliminary", names=names),)
    if book.joined and book.base_received:
        yield (builder.say("note_joined", names=area_names(builder, book.joined)),)
    if book.left and book.base_received:
        yield (builder.say("note_left", names=area_names(builder, book.left)),)


def restated(builder: FigureBuilder, indicators: Iterable[str]) -> Iterator[Parts]:
    """Whose base is an officially restated figure, and what had been reported."""
    book = builder.book
    for code in dict.fromkeys(indicators):
        areas = [area for area in (*book.reporters, book.city) if (area, code) in book.restated]
        if not areas:
            continue
        name = builder.catalogue.indicators[code].name
        names = f"“{name}”（{area_names(builder, areas)}）"
        template = builder.say("note_restated", names=names, reported=_MARK)
        before, _, after = template.partition(_MARK)
        parts: list[Part] = [before]
        for area in areas:
            figure = builder.reported_base(code, area)
            parts += ["、"] * (len(parts) > 1) + [figure if figure.display else "（未上报）"]
        yield (*parts, after)


def adjusted(builder: FigureBuilder, indicators: Iterable[str]) -> Iterator[Parts]:
    """Whose figures, of this year or last, hold entries of the office: for tables in which these
    have no line of their own."""
    book, declared = builder.book, builder.catalogue.indicators
    codes: set[str] = set()
    for code in indicators:
        ratio = declared[code].ratio
        codes |= {ratio.numerator, ratio.denominator} if ratio else {code}
    entered = {
        area
        for lines in (book.adjustments, book.base_adjustments)
        for (area, code), value in lines.items()
        if code in codes and value
    }
    if areas := [area for area in book.reporters if area in entered]:
        yield (builder.say("note_adjusted_areas", names=area_names(builder, areas)),)


_MARK = "\x00"
"""Where a note's figures go, while its words are made."""


def lacking(builder: FigureBuilder, indicators: Iterable[str]) -> Iterator[Parts]:
    """Whose value is missing in the city's sum of an indicator that returns state."""
    book = builder.book
    for code in dict.fromkeys(indicators):
        if code in book.stated and (areas := book.lacking(code)):
            name = builder.catalogue.indicators[code].name
            names = area_names(builder, areas)
            yield (builder.say("note_lacking", indicator=name, names=names),)


def no_growth(
    builder: FigureBuilder,
    rows: Iterable[tuple[str, Iterable[Figure | None]]],
    measure: Measure = Measure.GROWTH,
    phrase: str = "note_no_growth",
) -> Iterator[Parts]:
    """Why rates are missing: one note a reason, with the names of the rows it holds for."""
    reasons: dict[str, list[str]] = {}
    for name, figures in rows:
        for figure in figures:
            if figure and figure.key.measure is measure:
                names = reasons.setdefault(figure.note or "", [])
                names += [] if name in names else [name]
    for reason, names in reasons.items():
        if reason not in builder.wording.phrases:
            continue
        said = builder.say(reason)
        if len(reasons) == 1:
            yield (builder.say(f"{phrase}_all", reason=said),)
        else:
            yield (builder.say(phrase, reason=said, names="、".join(names)),)


def like_for_like(builder: FigureBuilder) -> Iterator[Parts]:
    """The ranked indicators' growth over the reporters of both years, where one is incomplete or
    the two years have other reporters: who is in it, who is not, and what is left out."""
    compared: dict[tuple[str, ...], list[Part]] = {}
    for code, indicator in builder.catalogue.indicators.items():
        both = builder.compared_reporters(code) if indicator.ranked else None
        figure = builder.like_for_like(code) if both else None
        if both and figure and figure.value is not None:
            parts = compared.setdefault(both, [])
            parts += ["，"] * bool(parts) + [indicator.short or indicator.name, figure]
    for both, parts in compared.items():
        names = area_names(builder, _outside(builder, both))
        said = builder.say("note_like_for_like", count=str(len(both)), names=names)
        yield (said, *parts, builder.say("note_like_for_like_end"))


def _outside(builder: FigureBuilder, both: Iterable[str]) -> Iterator[str]:
    """The reporters of this year or last that a comparison is without."""
    compared = set(both)
    everybody = (*builder.book.reporters, *builder.book.left)
    return (area for area in everybody if area not in compared)


def placement(builder: FigureBuilder, indicators: Iterable[str]) -> Iterator[Parts]:
    """Basis and field of every placement, and which members are still missing."""
    ranked = [code for code in indicators if builder.catalogue.indicators[code].ranked]
    pairs = [(code, basis) for code in ranked for basis in BASES]
    placed = {pair: p for pair in pairs if (p := builder.book.placement(*pair)) is not None}
    if ranked and not builder.book.province:
        yield (builder.say("note_no_province"),)
        return
    yield from _not_placed(builder, [pair for pair in pairs if pair not in placed])
    sizes = {found.place.field for found in placed.values()}
    if len(sizes) == 1:
        yield (builder.say("note_field_all", field=str(sizes.pop())),)
    for (code, basis), found in placed.items():
        indicator = builder.catalogue.indicators[code]
        said = {
            "indicator": indicator.short or indicator.name,
            "basis": builder.say(f"basis_{basis.value}"),
        }
        if sizes:
            yield (builder.say("note_field", field=str(found.place.field), **said),)
        if found.provisional:
            names = area_names(builder, found.missing)
            yield (builder.say("note_field_missing", names=names, **said),)


def _not_placed(builder: FigureBuilder, pairs: Iterable[tuple[str, Measure]]) -> Iterator[Parts]:
    """The placements that the province's table does not give, though it came."""
    names = [
        (indicator.short or indicator.name) + builder.say(f"basis_{basis.value}")
        for code, basis in pairs
        for indicator in (builder.catalogue.indicators[code],)
    ]
    if names:
        yield (builder.say("note_not_placed", names="、".join(names)),)


def area_names(builder: FigureBuilder, areas: Iterable[str]) -> str:
    """Names of areas as they are in the period, joined."""
    catalogue, period = builder.catalogue, builder.book.period
    return "、".join(catalogue.area_name(area, period) for area in areas)
