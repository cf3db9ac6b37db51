"""Charts of given numbers, for tests of what draws them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zsstat.model import Chart, ChartKind, ChartMark, Figure, FigureKey, Measure

Numbers = Sequence[str | None]


def figure(number: str | None, unit: str = "亿元") -> Figure | None:
    """A figure that prints as this number; None of None."""
    if number is None:
        return None
    key = FigureKey(Measure.VALUE, "funds_total", "ankang")
    return Figure(key, Fraction(number), unit, 2, number, number + unit, "")


def chart(
    kind: ChartKind,
    *marks: tuple[str, Numbers],
    own: str | None = None,
    unit: str = "亿元",
    series: tuple[str, ...] = ("2020年", "2019年"),
) -> Chart:
    """A chart of labelled numbers; the mark labelled ``own`` is ours."""
    width = max((len(numbers) for _, numbers in marks), default=1)
    made = tuple(
        ChartMark(label, tuple(figure(n, unit) for n in numbers), own=label == own)
        for label, numbers in marks
    )
    return Chart("field-test", kind, unit, series[:width], made)


def bars(*marks: tuple[str, str | None], own: str | None = None) -> Chart:
    """One bar a mark."""
    return chart(ChartKind.BARS, *((label, (n,)) for label, n in marks), own=own)
