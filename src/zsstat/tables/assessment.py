"""The league table of an assessment: places, totals, and for each item value and points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from zsstat.declarations import Assessment, AssessmentItem, WithoutValue
from zsstat.errors import CatalogueError
from zsstat.figures import FigureBuilder, exact_text, trimmed
from zsstat.figures.scores import Scores, leagues
from zsstat.model import Align, Figure, Heading, Measure, Parts, Report, Table, TableRow
from zsstat.tables import notes
from zsstat.tables.about import about
from zsstat.tables.deferred import Deferred
from zsstat.tables.machine import Data, head


def assessment_report(builder: FigureBuilder, assessments: Iterable[Assessment]) -> Report:
    """A table for each league of each assessment."""
    made = [(assessment, leagues(builder, assessment)) for assessment in assessments]
    tables = tuple(_table(builder, scores, both) for _, both in made for scores in both)
    every = [scores for _, both in made for scores in both]
    data = Deferred(lambda: _data(builder, every))
    return Report(tables, data, about(builder, "about_title_assess"))


# --- for people -------------------------------------------------------------------------------


def _table(builder: FigureBuilder, scores: Scores, all_of_it: tuple[Scores, ...]) -> Table:
    items = scores.assessment.items
    return Table(
        title=_title(builder, scores),
        headings=(
            Heading(builder.say("head_area"), Align.LEFT),
            Heading(builder.say("measure_score_rank")),
            Heading(builder.say("head_score")),
            *(heading for item in items for heading in _headings(builder, scores, item)),
        ),
        rows=tuple(_row(builder, scores, area) for area in scores.ordered),
        notes=tuple(_notes(builder, scores, all_of_it)),
    )


def _title(builder: FigureBuilder, scores: Scores) -> str:
    """The assessment's title with its fields filled in, and the group.

    Raises :class:`CatalogueError` for a field that there is not."""
    assessment = scores.assessment
    city = notes.area_names(builder, (builder.book.city,))
    try:
        said = assessment.title.format(period=builder.period().display, city=city)
    except (KeyError, IndexError, ValueError) as error:
        raise CatalogueError(
            f"tables.toml 的考核 {assessment.id} 的标题不对：{error}",
            "标题里可以用 {period}、{city}",
        ) from error
    return f"{said}（{scores.group}）" if scores.group else said


def _headings(builder: FigureBuilder, scores: Scores, item: AssessmentItem) -> Iterator[Heading]:
    """The value gives way first on a narrow terminal; the points only where the item may."""
    value = builder.say("head_value", name=item.name)
    levels = (item.name, builder.say("head_value", name="").strip())
    yield Heading(value, unit=scores.unit(item), keep=False, levels=levels)
    if item.counts:
        unit = builder.say("unit_full", number=trimmed(item.weight))
    else:
        unit = builder.say("unit_bonus" if item.weight > 0 else "unit_penalty")
    levels = (item.name, builder.say("measure_points"))
    yield Heading(item.name, unit=unit, keep=item.keep, levels=levels)


def _row(builder: FigureBuilder, scores: Scores, area: str) -> TableRow:
    name = builder.catalogue.area_name(area, builder.book.period)
    cells = [
        figure
        for item in scores.assessment.items
        for figure in (scores.value(area, item), scores.points(area, item))
    ]
    return TableRow((name, scores.place(area), scores.score(area), *cells))


def _notes(
    builder: FigureBuilder, scores: Scores, all_of_it: tuple[Scores, ...]
) -> Iterator[Parts]:
    yield from notes.completeness(builder)
    codes = [item.indicator for item in scores.assessment.items]
    grown = [i.indicator for i in scores.assessment.items if i.measure is Measure.GROWTH]
    yield from notes.restated(builder, grown)
    yield from notes.adjusted(builder, codes)
    for item in scores.assessment.items:
        yield (builder.say("note_method", item=item.name, method=scores.method(item)),)
    yield from _without_value(builder, scores)
    yield (builder.say("note_score"),)
    yield from _printed_alike(builder, scores)
    assessed = {area for one in all_of_it for area in one.areas}
    if left_out := [r for r in builder.book.reporters if r not in assessed]:
        names = notes.area_names(builder, left_out)
        yield (builder.say("note_not_assessed", names=names),)
    yield from notes.calibers(builder, codes)
    yield from notes.declared(builder, scores.assessment)


def _without_value(builder: FigureBuilder, scores: Scores) -> Iterator[Parts]:
    """Who got 0 points, or was left out of an item, for want of a value: one note an item and
    reason."""
    for item in scores.assessment.items:
        reasons: dict[str, list[str]] = {}
        for area in scores.areas:
            value = scores.value(area, item)
            if value.value is None:
                reasons.setdefault(value.note or "", []).append(area)
        phrase = "zero" if item.missing is WithoutValue.ZERO else "skip"
        for reason, areas in reasons.items():
            said = {
                "item": item.name,
                "names": notes.area_names(builder, areas),
                "reason": builder.wording.phrases.get(reason, reason),
            }
            yield (builder.say(f"note_points_{phrase}", **said),)


def _printed_alike(builder: FigureBuilder, scores: Scores) -> Iterator[Parts]:
    """Totals that differ and are printed the same: the order must not puzzle anybody."""

    def printed(area: str) -> str:
        return scores.score(area).number

    for number, group in groupby(scores.ordered, key=printed):
        areas = list(group)
        if number and len({scores.standings[area].total for area in areas}) > 1:
            names = notes.area_names(builder, areas)
            yield (builder.say("note_score_close", names=names, number=number),)


# --- for machines -----------------------------------------------------------------------------


def _data(builder: FigureBuilder, every: Iterable[Scores]) -> Data:
    """One row for each area of each league, in the order of the places."""
    return {
        **head(builder),
        "rows": [_machine_row(builder, one, area) for one in every for area in one.ordered],
    }


def _machine_row(builder: FigureBuilder, scores: Scores, area: str) -> Data:
    standing, score = scores.standings[area], scores.score(area)
    return {
        "assessment": scores.assessment.id,
        "group": scores.group or None,
        "area": area,
        "area_name": builder.catalogue.area_name(area, builder.book.period),
        "place": standing.place.place if standing.place else None,
        "field": standing.place.field if standing.place else None,
        "tied": standing.place.tied if standing.place else None,
        "total": score.number or None,
        "total_exact": None if score.value is None else exact_text(score.value),
        "items": {
            item.name: _machine_item(scores.value(area, item), scores.points(area, item), item)
            for item in scores.assessment.items
        },
    }


def _machine_item(value: Figure, points: Figure, item: AssessmentItem) -> Data:
    return {
        "indicator": item.indicator,
        "measure": item.measure.value,
        "value": value.number or None,
        "unit": value.unit,
        "weight": trimmed(item.weight),
        "points": points.number or None,
        "points_exact": None if points.value is None else exact_text(points.value),
        "note": value.note,
        "formula": points.formula or None,
    }
