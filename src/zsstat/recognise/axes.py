"""What the headings and row labels of a matrix say: which area, indicator, year, and what of it.

``实际到位内资（亿元） > 其中：省外资金 > 完成值`` says an indicator, a unit and a column;
``2020年`` a year; ``旬阳`` an area. A label may say several things at once (``2020年R&D经费``) or
one of them over several cells. Policies:

- The lowest part that means anything must belong to the indicator's name: an unknown sub-heading
  never falls back to the meaning of the heading above it.
- Of two parts that say the same kind of thing the lowest counts.
- Latin lines beside Chinese ones are translations and say nothing, unless the catalogue has the
  name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from zsstat.declarations import AreaKind, ColumnType, Indicator, ReturnTable, Unit
from zsstat.model import Cell, Period
from zsstat.recognise.periods import (
    Precision,
    arabic_years,
    mention,
    months_only,
    without_periods,
)
from zsstat.recognise.words import Words, filled
from zsstat.values import (
    lexicon,
    look_up,
    normalise,
    split_unit,
    without_footnotes,
    without_numbering,
)

VALUES = (ColumnType.MEASURE, ColumnType.RATE, ColumnType.COUNT)
EARLIEST, LATEST = 1949, 2100
ROOM_AROUND = 40
"""Numbering, a unit, a footnote mark and an English name may stand beside a name."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_LATIN_TAIL = re.compile(r"(?<=[\u3400-\u9fff)）])\s*[\s(（]\s*[A-Za-z][A-Za-z0-9\s,.&'’()/%:;-]*$")
_FOOTNOTE = re.compile(r"(?:[①-⑳⑴-⒇*＊※★]|\[\d{1,2}\]|(?<=[\u3400-\u9fff])\s*\d{1,2}\))+$")
_YEAR = re.compile(r"(?P<year>\d{4})(?:年(?:度|末|底)?)?")
_MONTHS = re.compile(r"\d{1,2}月?[-~至到]\d{1,2}月(?:份)?|\d{1,2}月(?:份)?(?=当月|本月)")


@dataclass(frozen=True, slots=True)
class Spot:
    """What a row or a column says about the values in it. ``cells`` are the cells that say so, by
    kind (``area``, ``indicator``, ``period``, ``column``); ``unknown`` is what was not understood.
    """

    area: str | None = None
    indicator: str | None = None
    period: Period | None = None
    month: int | None = None
    """The month up to which it is, where the year stands elsewhere: 1—9月."""
    column: str | None = None
    units: tuple[Unit, ...] = ()
    unknown: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def is_key(self) -> bool:
        """Whether it says whose, what or of when its values are."""
        return not (self.area is None and self.indicator is None and self.period is None)

    @property
    def dated(self) -> Spot:
        """With the months put to the year: 2020年 > 1—9月."""
        if self.month is None or self.period is None:
            return self
        return replace(self, period=Period(self.period.year, self.month))

    @property
    def says_anything(self) -> bool:
        return self.is_key or self.month is not None or self.column is not None

    def with_defaults(self, other: Spot) -> Spot:
        """What this one says, and of the other what this one leaves open; own units come first."""
        return Spot(
            self.area or other.area,
            self.indicator or other.indicator,
            self.period or other.period,
            self.month or other.month,
            self.column or other.column,
            self.units + other.units,
            self.unknown,
            {**other.cells, **self.cells},
        )


class Axes:
    """The names that may stand along the sides of one table's matrix."""

    def __init__(self, table: ReturnTable, words: Words) -> None:
        self.table = table
        self.words = words
        self.catalogue = words.catalogue
        self.lexicon = lexicon(words.catalogue)
        self._known: dict[object, Spot] = {}

    @cached_property
    def areas(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the areas that the table can be about: the field's for placements, else ours."""
        kinds = (AreaKind.CITY, AreaKind.REPORTER, AreaKind.GROUP)
        if self.table.placements:
            kinds = (AreaKind.MEMBER, AreaKind.CITY, AreaKind.PROVINCE)
        names: dict[str, tuple[str, ...]] = {}
        for kind in reversed(kinds):
            for area in self.catalogue.areas.values():
                if area.kind is kind:
                    for name in area.all_names:
                        names[normalise(name)] = (area.id,)
        return names

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """Names of the value columns: 本年累计, 上年同期, 同比."""
        return {
            self.words.plain(name): column.name
            for column in self.table.columns
            if column.type in VALUES
            for name in (column.name, *column.aliases)
        }

    @cached_property
    def stub_heads(self) -> frozenset[str]:
        """What stands over the row labels: 地区, 指标; and over the columns beside them."""
        return self.words.ordinals | {
            self.words.plain(name)
            for column in self.table.columns
            if column.type not in VALUES
            for name in (column.name, *column.aliases)
        }

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """Any name of an area or an indicator, or a year, anywhere in a text."""
        names = sorted({*self.areas, *self.lexicon.indicators}, key=len, reverse=True)
        return re.compile("|".join((r"[12]\d{3}", *map(re.escape, names))))

    @cached_property
    def _longest(self) -> int:
        names = (*self.areas, *self.lexicon.indicators)
        return max(map(len, names), default=0) + ROOM_AROUND

    def may_be_key(self, cell: Cell) -> bool:
        """Cheap test before a label is read: most texts of a sheet contain no name at all."""
        value = cell.value
        if isinstance(value, Decimal):
            return EARLIEST <= value <= LATEST
        if not isinstance(value, str) or len(value) > self._longest:
            return False
        return self._names.search(normalise(value)) is not None

    def name(self, cell: Cell) -> str:
        """The name that a heading gives by itself."""
        return self._plain(cell.text)[0]

    def is_group(self, cell: Cell) -> bool:
        """Whether the label is a word for a group of areas: 市辖区, 关中地区."""
        name = self.name(cell)
        return name in self._groups or name.removesuffix("地区") in self._groups

    @cached_property
    def _groups(self) -> frozenset[str]:
        return frozenset(map(normalise, self.catalogue.vocabulary.group_labels))

    def of_cell(self, cell: Cell | None) -> Spot:
        """What one cell says by itself."""
        if cell is None or not filled(cell):
            return Spot()
        known = self._known.get(cell.value)
        if known is None:
            known = self._known[cell.value] = self.read((cell,))
        return replace(known, cells=dict.fromkeys(known.cells, cell))

    def read(self, parts: Sequence[Cell]) -> Spot:
        """What the cells of a heading say together, from the top to the lowest."""
        spot = Spot()
        names: list[tuple[str, Cell]] = []
        for cell in parts:
            spot, name = self._take(spot, cell)
            if name:
                names.append((name, cell))
        return self._named(spot, names)

    def _take(self, spot: Spot, cell: Cell) -> tuple[Spot, str]:
        """The spot with the period, unit, area and column that a cell says, and what is left."""
        year = _bare_year(cell)
        if year is not None:
            return _set(spot, cell, period=Period(year)), ""
        name, unit = self._plain(cell.text)
        if unit is not None:
            spot = replace(spot, units=(unit, *spot.units))
        if not name or name in self.stub_heads or self.words.total_kind(name, exact=True):
            return spot, ""
        if found := self._area(name):
            return _set(spot, cell, area=found), ""
        if look_up(name, self.lexicon.indicators):
            return spot, name
        if said := mention(name, labelled=True):
            spot, name = _set(spot, cell, period=said.period), without_periods(name)
        elif (month := months_only(name)) is not None:
            name = _MONTHS.sub("", arabic_years(name))
            spot = _set(spot, cell, month=month)
        column = self.columns.get(name)
        if column is not None:
            return _set(spot, cell, column=column), ""
        return spot, name

    def _plain(self, text: str) -> tuple[str, Unit | None]:
        """The name of a heading less its unit, footnote marks and translation."""
        text = _FOOTNOTE.sub("", without_footnotes(text.strip()))
        name, unit = self._own(text)
        if name in self.words.columns or look_up(name, self.lexicon.indicators):
            return name, unit
        if _HAN.search(text):
            bare = _LATIN_TAIL.sub("", text)
            return self._own(bare) if bare != text and unit is None else (name, unit)
        return ("", unit) if _LETTERS.search(name) and unit is None else (name, unit)

    def _own(self, text: str) -> tuple[str, Unit | None]:
        name, unit = split_unit(text, self.catalogue)
        if unit is None and (alone := self.lexicon.units.get(name.strip("()"))):
            return "", alone
        return self.words.plain(name), unit

    def _area(self, name: str) -> str | None:
        found = look_up(name, self.areas)
        return found[0] if len(found) == 1 else None

    def _named(self, spot: Spot, names: list[tuple[str, Cell]]) -> Spot:
        """The spot with the indicator that the names say together, or what was not understood."""
        significant = [pair for pair in names if pair[0] not in self.words.value_words]
        if not significant:
            return spot
        lowest = significant[-1][1]
        written = [name for name, _ in significant]
        plain = [without_numbering(name) for name in written]
        for name in (*_joined(written), *_joined(plain)):
            codes = look_up(name, self.lexicon.indicators)
            if len(codes) == 1:
                return _set(spot, lowest, indicator=codes[0])
        return replace(spot, unknown=" > ".join(name for name, _ in significant))

    def in_title(self, titles: Iterable[Cell]) -> Spot:
        """What the lines above a matrix say about all of it, the nearest first: the longest
        indicator that is named (none where two are), and the year."""
        spot = Spot()
        for cell in reversed(tuple(titles)):
            text = normalise(cell.text)
            said = mention(cell.text) if spot.period is None else None
            if said and said.precision is not Precision.PRINTED:
                spot = _set(spot, cell, period=said.period)
            named = self._indicators_in(text)
            if len(named) == 1 and spot.indicator is None:
                spot = _set(spot, cell, indicator=named.pop())
        return spot

    def _indicators_in(self, text: str) -> set[str]:
        found: set[str] = set()
        for name in sorted(self.lexicon.indicators, key=len, reverse=True):
            if name in text:
                found.update(self.lexicon.indicators[name])
                text = text.replace(name, "\0")
        return found

    def indicator(self, spot: Spot) -> Indicator | None:
        return self.catalogue.indicators.get(spot.indicator or "")


def _bare_year(cell: Cell) -> int | None:
    """2020 as a number, ``2020``, ``2020年``, ``2020年末``."""
    value = cell.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and _is_year(int(value)) else None
    if not isinstance(value, str):
        return None
    found = _YEAR.fullmatch(arabic_years(_LATIN_TAIL.sub("", value.strip())))
    return int(found["year"]) if found and _is_year(int(found["year"])) else None


def _is_year(number: int) -> bool:
    return EARLIEST <= number <= LATEST


def _joined(names: Sequence[str]) -> Iterator[str]:
    """The ways to read the names of a path as one that end in the lowest: the longest first; the
    parent may stand behind (本年 > 到位资金, 到位资金 > 省际)."""
    for start in range(len(names)):
        yield "".join(names[start:])
        if start < len(names) - 1:
            yield names[-1] + "".join(names[start:-1])
    for above in reversed(names[:-1]):
        yield above + names[-1]
        yield names[-1] + above


def _set(spot: Spot, cell: Cell, **said: object) -> Spot:
    """The spot with something more said; what was said higher up gives way."""
    return replace(spot, cells={**spot.cells, **dict.fromkeys(said, cell)}, **said)  # type: ignore[arg-type]
