"""Charts as Vega-Lite specifications: what is drawn where, in which colour.

The look is that of a statistical yearbook: no grid, no numbers on axes, each mark with its own
printed figure beside it. So every digit in a picture is a figure's, and nothing else rounds.

A position comes from a figure's printed number, handed on as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from zsstat.model import Chart, ChartKind, ChartMark, Figure
from zsstat.render.cells import cell_number
from zsstat.render.labels import FONT_SIZE, clean, said, width, wrapped

if TYPE_CHECKING:
    import altair

INK = "#1f2328"
"""The colour of text and of the line at zero."""
OWN = "#d0314a"
"""Chinese red, for what is ours."""
OTHER = "#6e87a0"
NOW = "#3f7cac"
BEFORE = "#8a8f98"
"""Each of these stands out from white and from a dark page (3 : 1 and more), and they differ in
lightness, in outline or in weight as well as in hue: in grey print and for the colour-blind."""

WIDTH = 640
"""Pixels of a picture at its own size."""
_SMALL = 12
_HEADER = 30
"""What stands above the marks: the series and the unit."""
_FOOT = 6
_GAP = 6
_LINE = 17
_BAR_STEP = 28
_PAIR_STEP = 42
_LINES_HEIGHT = 240
_MONTH_SIDE = 34
_MONTHS_ROOM = 44
"""Below the lowest point: its figure and the names of the months."""
_NAMES_ROOM = 36
"""Above the highest point: its figure and the name of a line that ends early."""
_NAME_DX = 26
_SIDES: Mapping[bool, Mapping[str, Any]] = {
    True: {"baseline": "bottom", "dy": -7},
    False: {"baseline": "top", "dy": 8},
}

Row = Mapping[str, object]
Spec = dict[str, Any]

_GAPS = "break-paths-show-path-domains"
"""There is no line over a month without a figure."""
_ZERO = ({"value": "0"},)
_SERIES: tuple[Spec, Spec] = (
    {"fill": NOW},
    {"fill": BEFORE, "fillOpacity": 0.25, "stroke": BEFORE, "strokeWidth": 1},
)
"""Of two series the second is last year: an outline, so that grey print tells them apart."""
_PATH: tuple[Spec, Spec] = (
    {"stroke": NOW, "strokeWidth": 2.5},
    {"stroke": BEFORE, "strokeWidth": 1.5, "strokeDash": [5, 3]},
)
_DOTS: tuple[Spec, Spec] = ({"fill": NOW}, {"fill": BEFORE, "fillOpacity": 0, "stroke": BEFORE})


@dataclass(frozen=True, slots=True)
class Look:
    """By what a picture is drawn: the font, the background, and what makes a text stand out, for
    not every font has a bold face."""

    family: str
    background: str
    strong: Mapping[str, Any]


def specification(chart: Chart, look: Look) -> Spec:
    """The chart as a Vega-Lite specification, complete but for fonts."""
    plot = _lines(chart, look) if chart.kind is ChartKind.LINES else _bars(chart, look)
    layers = [*plot.layers, *_header(chart, plot)]
    return _layered(layers, plot, look)


def texts(chart: Chart) -> str:
    """Every character that a picture of the chart has to draw."""
    labels = "".join(mark.label for mark in chart.marks)
    figures = "".join(said(figure) for mark in chart.marks for figure in mark.figures)
    return clean("".join((labels, figures, *chart.series, _unit(chart))))


class _Plot(NamedTuple):
    """Layers on a field of this size; ``left`` and ``right`` is what stands beside it."""

    layers: Sequence[altair.Chart]
    width: int
    height: int
    left: int
    right: int


def _layered(layers: Sequence[altair.Chart], plot: _Plot, look: Look) -> Spec:
    import altair

    whole = altair.layer(*layers).properties(
        width=plot.width,
        height=plot.height,
        padding={"left": plot.left, "right": plot.right, "top": _HEADER, "bottom": _FOOT},
        autosize=altair.AutoSizeParams(type="none"),
    )
    drawn = (
        whole.configure(font=look.family, background=look.background, aria=False)
        .configure_view(stroke=None)
        .configure_text(fontSize=FONT_SIZE, color=INK, font=look.family)
    )
    found: Spec = drawn.to_dict(validate=False)
    return found


# --- bars, one a figure -----------------------------------------------------------------------


def _bars(chart: Chart, look: Look) -> _Plot:
    """Bars to the right of a line at zero, or to the left of it where a figure is negative."""
    labels = [wrapped(mark.label) for mark in chart.marks]
    gutter = round(max((width(line) for lines in labels for line in lines), default=0)) + 2 * _GAP
    lines = max((len(lines) for lines in labels), default=1)
    step = max(_PAIR_STEP if len(chart.series) > 1 else _BAR_STEP, lines * _LINE + _GAP)
    plot = _Plot((), WIDTH - gutter - _GAP, step * max(len(labels), 1), gutter, _GAP)
    scale = _Bars(chart, look, plot)
    return plot._replace(layers=tuple(scale.layers(labels)))


class _Bars:
    """The layers of a chart of bars, all on the same two scales."""

    def __init__(self, chart: Chart, look: Look, plot: _Plot) -> None:
        self._chart, self._look = chart, look
        figures = [figure for mark in chart.marks for figure in mark.figures]
        numbers = [number for figure in figures if (number := cell_number(figure)) is not None]
        room = round(max((width(said(f)) for f in figures), default=0)) + 2 * _GAP
        below = any(number < 0 for number in numbers)
        self._range = (room if below else 0, plot.width - room)
        self._flat = not any(numbers)

    def layers(self, labels: Sequence[Sequence[str]]) -> Iterator[altair.Chart]:
        """Bars first, then the line on which they stand, then the texts."""
        for series in range(len(self._chart.series)):
            for own in (False, True):
                rows = [row for row in self._rows(series, own) if row["value"] is not None]
                if rows:
                    yield self._bar(rows, series, own)
        yield self._zero()
        for series in range(len(self._chart.series)):
            for own in (False, True):
                yield from self._numbers([*self._rows(series, own)], own)
        for kind in dict.fromkeys((m.own, len(lines)) for m, lines in self._labelled(labels)):
            rows = [
                {"place": place, "label": list(lines)}
                for place, (mark, lines) in enumerate(self._labelled(labels))
                if (mark.own, len(lines)) == kind
            ]
            yield self._names(rows, *kind)

    def _labelled(
        self, labels: Sequence[Sequence[str]]
    ) -> Iterator[tuple[ChartMark, Sequence[str]]]:
        return zip(self._chart.marks, labels, strict=True)

    def _rows(self, series: int, own: bool) -> Iterator[Row]:
        for place, mark in enumerate(self._chart.marks):
            if mark.own is own and series < len(mark.figures):
                yield {"place": place, "series": series, **_drawn(mark.figures[series])}

    def _bar(self, rows: Sequence[Row], series: int, own: bool) -> altair.Chart:
        return _layer("bar", rows, self._at(grouped=True), **self._fill(series, own))

    def _fill(self, series: int, own: bool) -> Spec:
        if len(self._chart.series) > 1 and not (own and series == 0):
            return _SERIES[min(series, 1)]
        return {"fill": OWN if own else OTHER}

    def _zero(self) -> altair.Chart:
        return _layer("rule", _ZERO, {"x": self._x()}, color=INK, opacity=0.5)

    def _numbers(self, rows: Sequence[Row], own: bool) -> Iterator[altair.Chart]:
        """The figures beyond the ends of their bars."""
        for below, align, dx in ((False, "left", _GAP - 1), (True, "right", 1 - _GAP)):
            here = [{**row, "value": row["value"] or "0"} for row in rows if row["below"] is below]
            if here:
                at = {"text": "said:N", **self._at(grouped=True)}
                side = {"align": align, "dx": dx, **self._emphasis(own)}
                yield _layer("text", here, at, baseline="middle", fontSize=_SMALL, **side)

    def _names(self, rows: Sequence[Row], own: bool, lines: int) -> altair.Chart:
        """The labels that have so many lines, each as a whole beside the middle of its bars."""
        import altair

        at = {"text": "label:N", "x": altair.value(-_GAP), **self._at(grouped=False)}
        stands: Spec = {"align": "right", "baseline": "middle", "lineHeight": _LINE}
        stands["dy"] = -(lines - 1) * _LINE / 2
        return _layer("text", rows, at, **stands, **self._emphasis(own))

    def _emphasis(self, own: bool) -> Spec:
        return {"color": OWN, **_coloured(self._look.strong, OWN)} if own else {}

    def _at(self, *, grouped: bool) -> Spec:
        import altair

        places = [*range(len(self._chart.marks))]
        scale = altair.Scale(domain=places, paddingInner=0.34, paddingOuter=0.17)
        found: Spec = {"y": altair.Y("place:O", axis=None, scale=scale)}
        if grouped:
            found["x"] = self._x()
            if len(self._chart.series) > 1:
                series = altair.Scale(domain=[*range(len(self._chart.series))], paddingInner=0.08)
                found["yOffset"] = altair.YOffset("series:O", scale=series)
        return found

    def _x(self) -> altair.X:
        import altair

        domain: Spec = {"domain": [0, 1]} if self._flat else {}
        scale = altair.Scale(zero=True, nice=False, range=[*self._range], **domain)
        return altair.X("value:Q", axis=None, scale=scale, stack=None)


# --- lines over months ------------------------------------------------------------------------


def _lines(chart: Chart, look: Look) -> _Plot:
    """This year's line and last year's, each named at its end; no line over what is missing."""
    ends = round(max((width(name) for name in chart.series), default=0)) + 2 * _GAP
    plot = _Plot((), WIDTH - ends - _GAP, _LINES_HEIGHT, _GAP, ends)
    return plot._replace(layers=tuple(_line_layers(chart, look, plot)))


def _line_layers(chart: Chart, look: Look, plot: _Plot) -> Iterator[altair.Chart]:
    """The line at zero, last year's line, this year's over it, and the months."""
    import altair

    at = _line_scales(chart, plot)
    yield _layer("rule", _ZERO, {"y": at["y"]}, color=INK, opacity=0.5)
    for series in reversed(range(len(chart.series))):
        rows = [_point(chart, place, series) for place in range(len(chart.marks))]
        known = [row for row in rows if row["value"] is not None]
        if known:
            yield _layer("line", rows, at, invalid=_GAPS, **_PATH[min(series, 1)])
            yield _layer("point", known, at, opacity=1, size=34, **_DOTS[min(series, 1)])
            yield from _points_said(known, at)
            yield _named(known[-1], chart, series, at, look)
    months = [{"place": place, "said": clean(mark.label)} for place, mark in enumerate(chart.marks)]
    below = {"x": at["x"], "y": altair.value(plot.height - _LINE), "text": "said:N"}
    yield _layer("text", months, below, baseline="top", fontSize=_SMALL)


def _points_said(known: Sequence[Row], at: Spec) -> Iterator[altair.Chart]:
    """The figures above the points of the higher line and below those of the other: so the two
    never meet."""
    for above, side in _SIDES.items():
        rows = [row for row in known if row["above"] is above]
        if rows:
            yield _layer("text", rows, {"text": "said:N", **at}, fontSize=_SMALL, **side)


def _named(last: Row, chart: Chart, series: int, at: Spec, look: Look) -> altair.Chart:
    """A line's name at its end: beside it, on the side of its figure; where it ends before the
    months do, in line with the figure and farther out."""
    side = dict(_SIDES[bool(last["above"])])
    if last["place"] == len(chart.marks) - 1:
        side |= {"align": "left", "dx": _NAME_DX, "dy": side["dy"] + (9 if last["above"] else -9)}
    else:
        side["dy"] += -_LINE if last["above"] else _LINE
    strong = {} if series else _coloured(look.strong, INK)
    row = {**last, "said": clean(chart.series[series])}
    return _layer("text", [row], {"text": "said:N", **at}, fontSize=_SMALL, **side, **strong)


def _point(chart: Chart, place: int, series: int) -> Row:
    figures = chart.marks[place].figures
    figure = figures[series] if series < len(figures) else None
    return {"place": place, "above": _above(chart.marks[place], series), **_drawn(figure)}


def _above(mark: ChartMark, series: int) -> bool:
    """Whether a point's figure stands above it: the greater one's does, of equals the first's."""
    numbers = [cell_number(figure) for figure in mark.figures]
    mine = numbers[series] if series < len(numbers) else None
    others = [n for i, n in enumerate(numbers) if i != series and n is not None]
    if mine is None or not others:
        return True
    return mine > max(others) or (mine == max(others) and series == 0)


def _line_scales(chart: Chart, plot: _Plot) -> Spec:
    import altair

    places = [*range(len(chart.marks))]
    x = altair.Scale(domain=places, range=[_MONTH_SIDE, plot.width - _MONTH_SIDE], type="point")
    numbers = [cell_number(figure) for mark in chart.marks for figure in mark.figures]
    flat: Spec = {} if any(numbers) else {"domain": [0, 1]}
    y = altair.Scale(zero=True, nice=False, range=[plot.height - _MONTHS_ROOM, _NAMES_ROOM], **flat)
    return {
        "x": altair.X("place:O", axis=None, scale=x),
        "y": altair.Y("value:Q", axis=None, scale=y),
    }


# --- what they share --------------------------------------------------------------------------


def _header(chart: Chart, plot: _Plot) -> Iterator[altair.Chart]:
    """Above the marks: what the bars are, at the left; the unit, at the right, as in yearbooks."""
    top, x = 8 - _HEADER, -plot.left + _GAP
    for series, name in enumerate(chart.series if chart.kind is not ChartKind.LINES else ()):
        if len(chart.series) > 1:
            at = _fixed(x + 6, top + 6)
            yield _layer("square", _ZERO, at, size=110, opacity=1, **_SERIES[min(series, 1)])
            x += 18
        yield _text(name, x, top, align="left")
        x += round(width(name)) + 3 * _GAP
    if chart.unit:
        yield _text(_unit(chart), plot.width + plot.right - _GAP, top, align="right")


def _unit(chart: Chart) -> str:
    return f"单位：{chart.unit}"


def _text(words: str, x: int, y: int, *, align: str) -> altair.Chart:
    at = {"text": "said:N", **_fixed(x, y)}
    style = {"align": align, "baseline": "top", "fontSize": _SMALL}
    return _layer("text", [{"said": clean(words)}], at, **style)


def _fixed(x: int, y: int) -> Spec:
    """A place that no value decides."""
    import altair

    return {"x": altair.value(x), "y": altair.value(y)}


def _layer(kind: str, rows: Sequence[Row], at: Spec, **style: Any) -> altair.Chart:
    """Marks of one kind and style. The values of the rows are decimals written out; what draws them
    reads them as numbers."""
    import altair

    parsed = altair.JsonDataFormat(type="json", parse={"value": "number"})
    mark: Any = {"type": kind, **style}
    chart = altair.Chart(altair.InlineData(values=[*rows], format=parsed), mark=mark)
    layer: altair.Chart = chart.encode(**at)
    return layer


def _drawn(figure: Figure | None) -> Spec:
    """A figure as a row: its printed number as it is drawn, and what stands beside it."""
    number = cell_number(figure)
    value = None if number is None else format(number, "f")
    return {"value": value, "said": clean(said(figure)), "below": number is not None and number < 0}


def _coloured(strong: Mapping[str, Any], colour: str) -> Spec:
    return {**strong, "stroke": colour} if "strokeWidth" in strong else dict(strong)
