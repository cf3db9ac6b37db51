"""The Python API: a database opened to be read. See docs/api.md.

Figures come as pandas frames whose columns are all object columns: whole numbers are ``int``,
amounts and rates :class:`~decimal.Decimal`, missing values ``None``. So nothing is ever rounded to
a float unless the caller asks for it (``frame["value"].astype(float)``).
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, SupportsIndex

from zsstat.catalog import load_catalogue
from zsstat.errors import UsageError
from zsstat.model import Audience, Edition, Period, Trace
from zsstat.pipeline.flat import FIGURES, OBSERVATIONS, builder_of, figure_rows, observation_rows
from zsstat.pipeline.ledger import area_id, settled_period
from zsstat.render.resources import Column
from zsstat.store import open_store

if TYPE_CHECKING:
    import pandas as pd

    from zsstat.compute import Book
    from zsstat.pipeline.flat import Row

TEXTS = ("txt", "md")
"""The formats in which a bulletin is a text."""
LAST_YEAR, LAST_MONTH = 9999, 12


class Database:
    """A database that is open for reading; use it as a context manager. Made by
    :func:`zsstat.open`.

    A period is a year and a month: January to that month, the whole year where none is given."""

    def __init__(self, db: str | PathLike[str], config: str | PathLike[str] | None = None) -> None:
        self._catalogue = load_catalogue(None if config is None else Path(config))
        self._store = open_store(
            Path(db), catalogue_fingerprint=self._catalogue.fingerprint, read_only=True
        )

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file. A trace of an edition can be looked up no more then."""
        self._store.close()

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods for which anything counts, in order."""
        return self._store.periods()

    @property
    def catalogue_differs(self) -> bool:
        """Whether the configuration is another one than that by which the database was filled:
        then its figures may not be what it is asked for."""
        return self._store.catalogue_differs

    def summary(self, year: int | None = None, month: int | None = None) -> pd.DataFrame:
        """The figures of a period (none given: the latest), a row for each area (the city first)
        and indicator: the columns of ``figures.csv`` of ``zsstat export``.

        ``value``, ``base``, ``base_reported``, ``adjustment`` and ``target`` are exact in ``unit``;
        ``*_percent`` are in percent, rounded as configured. ``attrs`` say ``year``, ``month``,
        ``preliminary`` and the ``missing`` reporters. Raises :class:`~zsstat.ZsstatError` for a
        period without data."""
        builder = builder_of(self._store, self._catalogue, self._period(year, month))
        return _frame(FIGURES, list(figure_rows(builder)), builder.book)

    def facts(self, year: int | None = None, month: int | None = None) -> pd.DataFrame:
        """The ledger lines of a period with their cells, a row for each: the columns of
        ``observations.csv``. ``value`` is in whole base units (``unit``).

        Those with ``counts`` are summands of their area's figures; what the office adjusted and
        what the city deducts for joint activities is not among them."""
        book = builder_of(self._store, self._catalogue, self._period(year, month)).book
        return _frame(
            OBSERVATIONS, list(observation_rows(self._store, self._catalogue, book)), book
        )

    def trace(
        self,
        what: str,
        year: int | None = None,
        month: int | None = None,
        area: str | None = None,
        *,
        single: bool = False,
    ) -> Trace:
        """Where a figure comes from, asked for as of ``zsstat trace``: an indicator by name or
        code, what is said of it (``省际到位资金.同比``), or a printed number (``818亿元``).

        Raises :class:`~zsstat.ZsstatError` with the nearest names for what there is not."""
        from zsstat.pipeline.asked import find_figure
        from zsstat.pipeline.sources import tracer_for

        tracer = tracer_for(self._store, self._catalogue, self._period(year, month))
        of = area_id(self._catalogue, area) if area else None
        return tracer.trace(find_figure(what, tracer, of, single=single))

    def bulletin(
        self,
        year: int | None = None,
        month: int | None = None,
        *,
        template: str | PathLike[str] | None = None,
        narrative: str | PathLike[str] | None = None,
        area: str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> Edition:
        """The bulletin of a period as it goes out, of ``area`` a reporter's own page: its document,
        its figures with their values, and ``trace(figure)`` as long as the database is open."""
        from zsstat.pipeline.drafts import draft

        made = draft(
            self._store,
            self._catalogue,
            self._period(year, month),
            None if template is None else Path(template),
            None if narrative is None else Path(narrative),
            area,
        )
        return made.edition(_audience(audience))

    def _period(self, year: int | None, month: int | None) -> Period:
        """Raises :class:`UsageError` for what is no year or no month."""
        return settled_period(
            self._store,
            None if year is None else _whole(year, "年份", LAST_YEAR),
            None if month is None else _whole(month, "月份", LAST_MONTH),
        )


def text(edition: Edition, format_: str = "txt") -> str:
    """An edition as plain text or Markdown (``md``).

    Raises :class:`~zsstat.ZsstatError` for a format that is no text."""
    from zsstat.render import document_renderer

    if format_ not in TEXTS:
        raise UsageError(f"不是文本格式：{format_}", f"可用的格式：{'、'.join(TEXTS)}")
    return document_renderer(format_)(edition).decode()


def _frame(columns: Sequence[Column], rows: list[Row], book: Book) -> pd.DataFrame:
    from zsstat.frames import frame  # pandas, half a second

    made = frame([column.name for column in columns], rows)
    made.attrs = {
        "year": book.period.year,
        "month": book.period.month,
        "preliminary": bool(book.missing),
        "missing": list(book.missing),
    }
    return made


def _whole(number: SupportsIndex, what: str, last: int) -> int:
    """A whole number from 1 on, of whatever kind (numpy has its own); neither 2020.0 nor ``True``,
    which would go into the frames as they are."""
    whole = None if isinstance(number, bool) else _index(number)
    if whole is None or not 1 <= whole <= last:
        raise UsageError(f"{what}不对：{number!r}", f"请写 1 到 {last} 的整数")
    return whole


def _index(number: SupportsIndex) -> int | None:
    try:
        return index(number)
    except TypeError:  # a float, say: the caller tells
        return None


def _audience(name: str) -> Audience:
    try:
        return Audience(name)
    except ValueError as error:
        raise UsageError(f"没有这种读者：{name}", f"可以是：{'、'.join(Audience)}") from error
