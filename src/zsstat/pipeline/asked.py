"""What a person means who asks where a figure comes from: a name, or a printed number."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from zsstat.declarations import Catalogue, Indicator
from zsstat.errors import UsageError
from zsstat.model import CellRef, Figure, Measure
from zsstat.pipeline.assessing import assessed_figure
from zsstat.pipeline.sources import PLACEMENTS, Tracer
from zsstat.store import SourceRow
from zsstat.values import normalise

_SEARCHED = 50
"""How many of the largest rows of an indicator are looked at for a printed number."""
_CHOICES = 8
"""So many figures that print alike are offered by name."""


def find_figure(what: str, tracer: Tracer, area: str | None, *, single: bool = False) -> Figure:
    """The figure that ``what`` means: an indicator by code or name (``省际到位资金``), what is said
    of it (``省际到位资金.同比``), an assessment or its item (``考核.开工率``), or a printed number,
    looked for in the city, where it has none such in the reporters, and last among the largest
    single rows. The name of the tier means the placements that are in it. With ``single`` the
    figures of the last month alone are meant.

    Raises :class:`UsageError` with the nearest names when it means nothing, and with what it may
    mean when that is more than one thing: only the person knows."""
    if figure := _named(what, tracer, area or tracer.catalogue.city, single=single):
        return figure
    if figure := assessed_figure(what, tracer, area):
        return figure
    for areas in [(area,)] if area else [(tracer.catalogue.city,), tracer.book.reporters]:
        found = [
            figure
            for candidate in areas
            for figure in _figures_of(tracer, candidate, single=single)
            if _means(what, figure) or _is_tier(what, figure, tracer)
        ]
        if len(found) > 1:
            raise UsageError(f"“{what}”不止一个数", _choices(found, tracer))
        if found:
            return found[0]
    if figure := None if single else _single_row(what, tracer, area):
        return figure
    raise UsageError(f"没有找到“{what}”", _suggestion(what, tracer.catalogue))


def _named(what: str, tracer: Tracer, area: str, *, single: bool) -> Figure | None:
    name, _, said = what.partition(".")
    wanted = normalise(name)
    for indicator in tracer.catalogue.indicators.values():
        names = (indicator.code, *indicator.all_names)
        if wanted in {normalise(name) for name in names}:
            return _said(indicator, said, tracer, area, single=single)
    return None


def _said(indicator: Indicator, said: str, tracer: Tracer, area: str, *, single: bool) -> Figure:
    months = tracer.months.makers(indicator.code, area)
    makers = months if single else {**tracer.makers(indicator.code, area), **months}
    names = {tracer.measure_name(measure): make for measure, make in makers.items()}
    if single:  # then the month need not be said again
        names[""] = months[Measure.SINGLE]
        names[tracer.measure_name(Measure.GROWTH)] = months[Measure.SINGLE_GROWTH]
    if said not in names:
        known = "、".join(f"{indicator.name}.{name}" for name in names if name)
        raise UsageError(f"“{indicator.name}”没有“{said}”", f"可以写：{known}")
    return names[said]()


def _figures_of(tracer: Tracer, area: str, *, single: bool) -> Iterator[Figure]:
    of = tracer.months.makers if single else tracer.makers
    for code in tracer.catalogue.listed:
        for measure, make in of(code, area).items():
            # A county's place is a bare small number: too many to be meant.
            if area == tracer.catalogue.city or measure not in PLACEMENTS:
                yield make()


def _is_tier(what: str, figure: Figure, tracer: Tracer) -> bool:
    key = figure.key
    if key.measure not in PLACEMENTS or key.area != tracer.catalogue.city:
        return False
    return tracer.builder.tier(key.indicator, key.measure) == what


def _single_row(what: str, tracer: Tracer, area: str | None) -> Figure | None:
    """A single project or other row among the largest of an indicator; the same cell counts once,
    whatever indicators it is posted to.

    Raises :class:`UsageError` naming the rows when several print the same."""
    found: dict[CellRef, tuple[Figure, SourceRow]] = {}
    for indicator in tracer.catalogue.listed.values():
        if not indicator.post:
            continue
        for row in tracer.store.largest(indicator.code, tracer.book.period, _SEARCHED):
            figure = tracer.builder.amount(
                indicator.code, row.value, ref=row.ref, record=row.record_id, area=row.area
            )
            if area in (None, row.area) and _means(what, figure):
                found.setdefault(row.ref, (figure, row))
    if len(found) > 1:
        rows = (f"{r.ref.file}〔{r.ref.sheet}〕{r.ref.cell}" for _, r in found.values())
        raise UsageError(f"“{what}”不止一个数", f"单个项目中有：{'；'.join(rows)}")
    return next((figure for figure, _ in found.values()), None)


def _choices(figures: Iterable[Figure], tracer: Tracer) -> str:
    """Each figure with the command that asks for it alone."""
    figures = list(figures)
    asked = []
    for figure in figures[:_CHOICES]:
        key = figure.key
        said = tracer.measure_name(key.measure)
        area = "" if key.area == tracer.catalogue.city else f" --area {key.area}"
        command = f"zsstat trace {key.indicator}{'.' if said else ''}{said}{area}"
        asked.append(f"{tracer.title(figure)}（{command}）")
    more = f"；等{len(figures)}个" if len(figures) > _CHOICES else ""
    return f"请写明是哪一个：{'；'.join(asked)}{more}"


def _means(what: str, figure: Figure) -> bool:
    """Whether a printed text is this figure: in full, as number and unit, or as the bare number;
    a placement also by its end (第三), an increase only in full."""
    if figure.value is None:
        return False
    wanted = normalise(what)
    if figure.key.measure in (Measure.CHANGE, Measure.BALANCE_CHANGE):
        return wanted == normalise(figure.display)
    if figure.key.measure in PLACEMENTS and wanted.startswith("第"):
        return normalise(figure.display).endswith(wanted)
    forms = (figure.display, f"{figure.number}{figure.unit}", figure.number)
    return wanted in {normalise(form) for form in forms}


def _suggestion(what: str, catalogue: Catalogue) -> str:
    names = [n for code, i in catalogue.listed.items() for n in (code, *i.all_names)]
    names += [assessment.name for assessment in catalogue.assessments.values()]
    near = difflib.get_close_matches(what, dict.fromkeys(names), n=3, cutoff=0.5)
    if near:
        return "是不是：" + "、".join(near)
    return "可以写指标名称或代码，或通报里的数（如 818亿元、7.82%）；指标见 zsstat catalog"
