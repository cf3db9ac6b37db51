"""The assessment of the reporters: its league tables, and what a point of it comes from."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from zsstat.declarations import Assessment, Catalogue
from zsstat.errors import UsageError
from zsstat.figures import FigureBuilder
from zsstat.figures.scores import Scores, leagues
from zsstat.model import Figure, Measure, Period, Report, Trace
from zsstat.pipeline.ledger import load_book
from zsstat.store import Store
from zsstat.tables.assessment import assessment_report
from zsstat.values import normalise

if TYPE_CHECKING:
    from zsstat.pipeline.sources import Tracer


def assess(store: Store, catalogue: Catalogue, period: Period, name: str | None) -> Report:
    """The league of the assessment called ``name``; of all that are declared where none is named.

    Raises :class:`UsageError` where there is none."""
    chosen = tuple(catalogue.assessments.values())
    if name is not None:
        chosen = (_called(catalogue, name),)
    if not chosen:
        raise UsageError(
            "目录里没有考核办法",
            "请在配置的 tables.toml 里写 [[assessment]]，写法见 docs/catalog.md",
        )
    return assessment_report(FigureBuilder(catalogue, load_book(store, catalogue, period)), chosen)


def _called(catalogue: Catalogue, name: str) -> Assessment:
    found = _meant(catalogue, name)
    if found is None:
        names = [a.name for a in catalogue.assessments.values()]
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.3)
        raise UsageError(f"没有考核“{name}”", f"可以写的是：{'、'.join(near or names) or '（无）'}")
    return found


def _meant(catalogue: Catalogue, name: str) -> Assessment | None:
    wanted = normalise(name)
    return next(
        (a for a in catalogue.assessments.values() if wanted in (normalise(a.name), a.id)), None
    )


# --- where points come from -------------------------------------------------------------------


def assessed_figure(what: str, tracer: Tracer, area: str | None) -> Figure | None:
    """The figure that ``考核`` (an area's total), ``考核.开工率`` (its points for an item) or
    ``考核.位次`` means; None where ``what`` names no assessment.

    Raises :class:`UsageError` without an area, for one that is not assessed and for an item that
    there is not."""
    name, _, said = what.partition(".")
    assessment = _meant(tracer.catalogue, name)
    if assessment is None:
        return None
    if area is None or area == tracer.catalogue.city:
        raise UsageError(
            f"“{assessment.name}”是各单位分开计分的，要写明是哪一个单位",
            f"请加 --area，例如 zsstat trace {what} --area {_example(tracer, assessment)}",
        )
    scores = _league_of(tracer, assessment, area)
    if not said:
        return scores.score(area)
    if said == tracer.measure_name(Measure.SCORE_RANK):
        return scores.place(area)
    return scores.points(area, scores.item_of(said))


def _example(tracer: Tracer, assessment: Assessment) -> str:
    """The name of one who is assessed, or what stands for it where nobody is."""
    areas = (area for scores in leagues(tracer.builder, assessment) for area in scores.areas)
    first = next(areas, None)
    return tracer.catalogue.area_name(first, tracer.book.period) if first else "单位"


def assessed_title(tracer: Tracer, figure: Figure) -> str:
    """汉滨区考核·开工率得分."""
    key = figure.key
    assessment = tracer.catalogue.assessments[key.assessment]
    area = tracer.catalogue.area_name(key.area, tracer.book.period)
    item = f"·{key.item}" if key.item else ""
    return f"{area}{assessment.name}{item}{tracer.measure_name(key.measure)}"


def assessed_trace(tracer: Tracer, figure: Figure) -> Trace:
    """A total leads to its points, points to the value with its cells and to the values that it is
    compared with, a place to all totals of its league."""
    key = figure.key
    assessment = tracer.catalogue.assessments[key.assessment]
    scores = _league_of(tracer, assessment, key.area)
    match key.measure:
        case Measure.SCORE_RANK:
            operands = tuple(_alone(tracer, scores.score(area)) for area in scores.ordered)
        case Measure.SCORE:
            points = (scores.points(key.area, item) for item in assessment.items)
            operands = tuple(tracer.trace(figure) for figure in points)
        case _:
            item = scores.item_of(key.item)
            others = scores.compared(key.area, item)
            own = tracer.trace(scores.value(key.area, item))
            operands = (own, *(_alone(tracer, other) for other in others))
    return _made(tracer, figure, operands)


def _alone(tracer: Tracer, figure: Figure) -> Trace:
    """A figure that another is compared with: what it is and how it came about, without cells."""
    return _made(tracer, figure, ())


def _made(tracer: Tracer, figure: Figure, operands: tuple[Trace, ...]) -> Trace:
    phrases = tracer.catalogue.wording.phrases
    reason = phrases.get(figure.note, figure.note) if figure.note else ""
    return Trace(figure, tracer.title(figure), figure.unit, operands=operands, reason=reason)


def _league_of(tracer: Tracer, assessment: Assessment, area: str) -> Scores:
    """The league that an area is in. Raises :class:`UsageError` where it is in none."""
    made = leagues(tracer.builder, assessment)
    found = next((scores for scores in made if area in scores.areas), None)
    if found is None:
        known = [tracer.catalogue.area_name(a, tracer.book.period) for s in made for a in s.areas]
        name = tracer.catalogue.area_name(area, tracer.book.period)
        raise UsageError(f"{name}不参加“{assessment.name}”", f"参加的是：{'、'.join(known)}")
    return found
