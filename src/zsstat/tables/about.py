"""What the cover of a workbook says: whose figures, of when, how complete, how they were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zsstat.declarations import Rounding
from zsstat.figures import FigureBuilder
from zsstat.model import About
from zsstat.tables import notes


def about(builder: FigureBuilder, title: str, period: str = "") -> About:
    """The cover of a report of one period; ``title`` is the phrase of its title, ``period`` how
    the period is said where that is not the book's own way (a single month)."""
    return about_all((builder,), title, period or builder.period().display)


def about_all(builders: Sequence[FigureBuilder], title: str, period: str) -> About:
    """The same for the books of several periods in one report, the latest last."""
    latest = builders[-1]
    incomplete = any(builder.book.missing for builder in builders)
    office = latest.say("letter_office")
    city = notes.area_names(latest, (latest.book.city,))
    return About(
        title=latest.say(title, period=period, city=city),
        office=office,
        period=period,
        source=latest.say("about_source", office=office),
        status=tuple(_status(builders)),
        preliminary=latest.say("about_preliminary") if incomplete else "",
        method=tuple(_method(latest)),
        contact=latest.say("letter_contact"),
    )


def _status(builders: Sequence[FigureBuilder]) -> Iterator[str]:
    """Who is counted in each period; the period is named where there are several."""
    for builder in builders:
        year = str(builder.book.period.year)
        for text in _counted(builder):
            yield builder.say("note_year", year=year, note=text) if len(builders) > 1 else text


def _counted(builder: FigureBuilder) -> Iterator[str]:
    if not builder.book.missing:
        yield builder.say("about_complete", expected=str(len(builder.book.reporters)))
    for note in notes.completeness(builder):
        yield "".join(map(str, note))


def _method(builder: FigureBuilder) -> Iterator[str]:
    even = builder.wording.rounding is Rounding.HALF_EVEN
    yield builder.say("about_method")
    yield builder.say("about_rounding_half_even" if even else "about_rounding_half_up")
