"""A data package of one or several periods: which tables it has, and for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from zsstat import __version__
from zsstat.declarations import Catalogue
from zsstat.model import Audience, Period
from zsstat.pipeline import contents, provenance
from zsstat.pipeline.contents import Contents, places_of
from zsstat.pipeline.flat import builder_of
from zsstat.pipeline.public_figures import public_figures
from zsstat.render.resources import Package, Resource
from zsstat.store import Store

Maker = Callable[[Contents], Resource]

_PUBLIC: tuple[Maker, ...] = (
    contents.areas,
    contents.indicators,
    contents.periods,
)
_INTERNAL: tuple[Maker, ...] = (
    *_PUBLIC,
    contents.figures,
    provenance.observations,
    provenance.deductions,
    provenance.adjustments,
    provenance.restatements,
    provenance.files,
    provenance.findings,
)


def package(
    store: Store, catalogue: Catalogue, periods: Iterable[Period], audience: Audience
) -> Package:
    """The package of some periods, in their order.

    For the public it holds the city's figures alone, with the areas, indicators and periods that
    they need: what a county reported can be what a single enterprise reported. Where the city's own
    figure would show that, it is withheld as in a bulletin. Inside the office it
    holds all figures, the ledger lines behind them with their cells, the deductions, adjustments
    and restated figures that make them up, the files and the findings."""
    of = Contents(store, catalogue, tuple(builder_of(store, catalogue, p) for p in periods))
    if audience is Audience.PUBLIC:
        made = (_of_the_city(make(of), catalogue.city) for make in _PUBLIC)
        resources = (*made, public_figures(of))
    else:
        resources = tuple(make(of) for make in _INTERNAL)
    first, last = of.books[0].period, of.last
    received = [row.received_at for row in of.submissions]
    return Package(
        name=_name(first, last),
        title=f"{_span(first, last)}{catalogue.area_name(catalogue.city, last)}统计数据",
        description=_described(of, audience),
        created=max(received).isoformat() if received else None,
        sources=_sources(of),
        resources=resources,
        made_by={
            "version": __version__,
            "catalogue": catalogue.fingerprint,
            "audience": audience.value,
        },
    )


def _name(first: Period, last: Period) -> str:
    years = f"{first.year}" if first.year == last.year else f"{first.year}-{last.year}"
    return f"zsstat-{years}" + ("" if last.month == 12 else f"-{last.month:02}")


def _span(first: Period, last: Period) -> str:
    return last.in_words if first == last else f"{first.year}—{last.in_words}"


def _described(of: Contents, audience: Audience) -> str:
    parts = ["figures 是各项指标的数，精确到基本单位。"]
    if audience is Audience.INTERNAL:
        parts.append(
            "observations 是每个数的组成：counts 为 true 的各行，加上 adjustments，"
            "全市再加上 deductions，等于 figures 里的 value 乘以 indicators 里的 factor；"
            "上年同期有修订的，见 restatements。内部资料，不对外公开。"
        )
        parts.append("csv 里可能被表格软件当作公式的文字前加了一个撇号（'），去掉即为原文。")
    else:
        parts.append(
            "只有全市的数；会泄露单个企业的数没有公布，figures 的 withheld 列写明哪几列因此为空。"
        )
    if any(book.missing for book in of.books):
        parts.append("有单位尚未报送，为初步统计数，见 periods。")
    return "".join(parts)


def _sources(of: Contents) -> tuple[str, ...]:
    """Who reported."""
    senders = dict.fromkeys(area for book in of.books for area in book.reporters)
    received = frozenset(area for book in of.books for area in book.received)
    names = (of.catalogue.area_name(area, of.last) for area in senders if area in received)
    return tuple(f"{name}报表" for name in names)


def _of_the_city(resource: Resource, city: str) -> Resource:
    """The same without what is said of other areas."""
    places = places_of(resource.columns)
    rows = resource.rows
    if "area" in places:
        rows = [row for row in rows if row[places["area"]] == city]
    return replace(resource, rows=rows)
