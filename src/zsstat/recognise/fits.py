"""Which table of the catalogue a header is: the columns that its headings name.

The longest name of a heading decides. Two headings of one column stay an ambiguity, unless one of
them has a longer name that the catalogue declares for something else (外资到位资金 beside
内资到位资金, where only 到位资金 is a column of the table). A heading that is a period and nothing
else (2020年1—12月) is the column that the catalogue declares for the return's own period, or for
that of the year before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zsstat.declarations import Column, ColumnPeriod, ColumnType, ReturnTable
from zsstat.recognise.headings import Heading, own_names
from zsstat.recognise.words import Words
from zsstat.recognise.yearheads import Headed, heading_period, period_and_rest
from zsstat.values import lexicon, normalise

FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a header fits a table. ``found`` lists more than one heading where a column is
    named twice; ``ambiguous`` headings fit more than one column; ``mixed`` are columns headed by a
    word that is a unit in some rows and an organisation in others; ``periods`` are the periods that
    head columns."""

    table: ReturnTable
    found: Mapping[str, tuple[Heading, ...]]
    ambiguous: tuple[tuple[Heading, tuple[str, ...]], ...]
    missing: tuple[str, ...]
    required: int
    mixed: tuple[Heading, ...] = ()
    periods: Mapping[str, Headed] = field(default_factory=dict)

    @property
    def is_header(self) -> bool:
        named = self.required - len(self.missing)
        return len(self.found) >= FEWEST_COLUMNS and 2 * named >= self.required

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Complete before incomplete, then by the number of headings understood."""
        return (not self.missing, len(self.found) + len(self.ambiguous), -len(self.missing))

    @property
    def repeated(self) -> int:
        """How many headings name a column that another one names already."""
        return sum(len(headings) - 1 for headings in self.found.values())

    @property
    def names_rows(self) -> bool:
        """Whether it has the column by which rows are called: without it a table is half a one."""
        return self.table.label in self.found

    @property
    def used(self) -> frozenset[int]:
        """The sheet columns of the headings that were understood."""
        return frozenset(h.column for headings in self.found.values() for h in headings) | {
            heading.column for heading, _ in self.ambiguous
        }


@dataclass(frozen=True, slots=True)
class Header:
    """Header rows ``first``–``last`` with their headings and the fits, best first."""

    first: int
    last: int
    headings: tuple[Heading, ...]
    fits: tuple[Fit, ...]

    @property
    def best(self) -> tuple[Fit, ...]:
        """The fits that nothing tells apart: one, or the candidates of an ambiguity."""
        return tuple(fit for fit in self.fits if fit.rank == self.fits[0].rank)


def fits_of(headings: Sequence[Heading], words: Words) -> tuple[Fit, ...]:
    """The tables whose header these headings may be, best first."""
    fits = (fit_table(headings, table, words) for table in words.tables)
    return tuple(sorted((f for f in fits if f.is_header), key=lambda f: f.rank, reverse=True))


def fit_table(headings: Iterable[Heading], table: ReturnTable, words: Words) -> Fit:
    """Which columns of ``table`` the headings name, and which required ones they do not."""
    found: dict[str, tuple[Heading, ...]] = {}
    ambiguous: list[tuple[Heading, tuple[str, ...]]] = []
    unnamed: list[Heading] = []
    for heading in headings:
        columns = _columns_named(heading, table, words)
        if len(columns) == 1:
            found[columns[0]] = (*found.get(columns[0], ()), heading)
        elif columns:
            ambiguous.append((heading, columns))
        else:
            unnamed.append(heading)
    for name, several in found.items():
        found[name] = _without_other_meanings(several, table, words)
    periods = _headed_by_periods(unnamed, table, words, found)
    periods |= _named_with_periods(unnamed, table, found)
    named = {*found, *(name for _, columns in ambiguous for name in columns)}
    required = [column.name for column in table.columns if column.required]
    missing = [name for name in required if name not in named]
    if table.one_of and not named.intersection(table.one_of):
        missing.append("或".join(table.one_of))
    return Fit(
        table,
        found,
        tuple(ambiguous),
        tuple(missing),
        len(required) + bool(table.one_of),
        periods=periods,
    )


def _columns_named(heading: Heading, table: ReturnTable, words: Words) -> tuple[str, ...]:
    """The columns that the longest matching name of the heading means in ``table``."""
    matched: dict[str, None] = {}
    length = 0
    for name in heading.names:
        columns = words.columns.get(name, {}).get(table.id, ())
        if columns and len(name) >= length:
            length = len(name)
            matched.update(dict.fromkeys(columns))
    return tuple(matched)


def _without_other_meanings(
    several: tuple[Heading, ...], table: ReturnTable, words: Words
) -> tuple[Heading, ...]:
    """The headings of one column less those whose longer name is declared for something else."""
    if len(several) == 1:
        return several
    own = tuple(h for h in several if not _means_something_else(h, table, words))
    return own or several


def _means_something_else(heading: Heading, table: ReturnTable, words: Words) -> bool:
    matched = next(n for n in heading.names if table.id in words.columns.get(n, {}))
    indicators = lexicon(words.catalogue).indicators
    return any(
        len(name) > len(matched) and (name in words.columns or name in indicators)
        for name in heading.names
    )


def _headed_by_periods(
    unnamed: Sequence[Heading],
    table: ReturnTable,
    words: Words,
    found: dict[str, tuple[Heading, ...]],
) -> dict[str, Headed]:
    """Gives the table's columns for a period, where no heading names them, the headings that are
    periods: the latest is the return's own, the same period of the year before is its base. Whether
    the return is of that period is asked when its period is known."""
    open_columns = {
        column.period: column.name
        for column in table.columns
        if column.period and column.type is ColumnType.MEASURE and column.name not in found
    }
    dated = _dated(unnamed, words) if open_columns else {}
    if not dated:
        return {}
    periods: dict[str, Headed] = {}
    latest = max(dated, key=lambda said: said.key)
    current = open_columns.get(ColumnPeriod.CURRENT)
    if current is not None:
        found[current], periods[current] = dated[latest], latest
        earlier = [said for said in dated if said.is_base_of(latest)]
    else:
        earlier = [latest] if len(dated) == 1 else []
    base = open_columns.get(ColumnPeriod.BASE)
    if base is not None and earlier:
        found[base], periods[base] = dated[earlier[0]], earlier[0]
    return periods


def _named_with_periods(
    unnamed: Sequence[Heading], table: ReturnTable, found: dict[str, tuple[Heading, ...]]
) -> dict[str, Headed]:
    """Gives columns of the return's own period the headings that say it in place of 本年
    (2020年到位资金); of several years the latest. A heading that fits two columns fits none."""
    columns = [c for c in table.columns if c.period is ColumnPeriod.CURRENT and c.name not in found]
    latest: dict[str, tuple[Headed, Heading]] = {}
    for heading in unnamed if columns else ():
        for said, rest in map(period_and_rest, heading.names):
            if said is None or not rest:  # as nearly all
                continue
            meant = [column.name for column in columns if _ends(column, rest)]
            if len(meant) != 1:
                continue
            known = latest.get(meant[0])
            if known is None or said.key > known[0].key:
                latest[meant[0]] = (said, heading)
    found.update({name: (heading,) for name, (_, heading) in latest.items()})
    return {name: said for name, (said, _) in latest.items()}


def _ends(column: Column, rest: str) -> bool:
    """Whether one of the column's names is ``rest`` behind a word for the period."""
    names = (normalise(name) for name in (column.name, *column.aliases))
    return any(name.endswith(rest) and 2 * len(rest) >= len(name) for name in names)


def _dated(headings: Iterable[Heading], words: Words) -> dict[Headed, tuple[Heading, ...]]:
    """The headings that are a period and nothing else, by what they say."""
    dated: dict[Headed, tuple[Heading, ...]] = {}
    for heading in headings:
        cells = (*heading.carried, *heading.parts)
        said = heading_period([own_names(cell.text, words).bare for cell in cells], words)
        if said is not None:
            dated[said] = (*dated.get(said, ()), heading)
    return dated
