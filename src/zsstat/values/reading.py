"""``read_value``: a cell and its column → a reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from zsstat.declarations import Catalogue, Column, ColumnType, Indicator, IndicatorKind, Unit
from zsstat.model import Cell, CellKind
from zsstat.values import dates, divisions
from zsstat.values.labels import label_name, look_up
from zsstat.values.names import Lexicon, lexicon, normalise, one_line
from zsstat.values.personal import mask_personal
from zsstat.values.problems import Problem, Reading, converted, quoted, unreadable
from zsstat.values.quantity_reading import read_quantity
from zsstat.values.rates import read_rate

_HIDDEN_PERSONAL = "（已隐去）"
_YEAR = re.compile(r"(\d{4})(?:年(?:度|末|底)?)?")
_DATE_EXPECTED = "日期，如 2020年5月6日"


@dataclass(frozen=True, slots=True)
class _Task:
    """One cell to be read, with everything that may bear on it. The cell is not blank."""

    cell: Cell
    column: Column
    unit: Unit | None
    catalogue: Catalogue
    words: Lexicon
    epoch_1904: bool
    indicator: Indicator | None

    @property
    def text(self) -> str:
        return self.cell.text


def read_value(
    cell: Cell | None,
    column: Column,
    unit: Unit | None,
    catalogue: Catalogue,
    *,
    epoch_1904: bool = False,
    indicator: Indicator | None = None,
) -> Reading:
    """The exact value of a cell as its column wants it, with conversions and problems.

    ``unit`` is what header, unit row or the row's unit cell settled, or None. ``indicator`` is
    the row's indicator for a ``measure`` column; without it such a cell has no meaning and reads
    as missing. A blank cell and a blank mark (``/``, ``无``) are missing values, never zero. What
    is ambiguous is read literally and said; what cannot be understood has no value.
    """
    if cell is None or (cell.value is None and cell.kind is not CellKind.UNCACHED):
        return Reading()
    if cell.kind is CellKind.ERROR:
        return unreadable(
            "file.error_cell", f"“{column.name}”的单元格是错误值{quoted(cell.text)}", "数值或文字"
        )
    if cell.kind is CellKind.UNCACHED:
        return unreadable(
            "file.uncached", f"“{column.name}”的公式{quoted(cell.text)}没有计算结果", "计算结果"
        )
    task = _Task(cell, column, unit, catalogue, lexicon(catalogue), epoch_1904, indicator)
    form = normalise(cell.text) if isinstance(cell.value, str) else cell.text
    if not form:
        return Reading()
    if form in task.words.blank_marks and not _means_something(form, task):
        return _blank_mark(task)
    return _READERS[column.type](task)


def written(cell: Cell | None, column: Column) -> str:
    """The cell's text as it may be kept and printed: personal numbers masked, a personal column's
    content left out altogether."""
    if cell is None or not cell.text:
        return ""
    if column.type is ColumnType.PERSONAL:
        return _HIDDEN_PERSONAL
    return mask_personal(cell.text)


def _means_something(form: str, task: _Task) -> bool:
    """Whether a blank mark is an answer here: 无 says no in a yes/no column."""
    match task.column.type:
        case ColumnType.FLAG:
            return form in task.words.yes or form in task.words.no
        case ColumnType.CHOICE:
            return form in _choices(task.column)
    return False


def _blank_mark(task: _Task) -> Reading:
    message = f"“{task.column.name}”填{quoted(task.text)}，按未填报处理，没有当作零"
    return Reading(
        conversions=("blank_mark",), problems=(Problem("cell.blank_mark", message, "留空"),)
    )


# --- texts ------------------------------------------------------------------------------------


def _read_text(task: _Task) -> Reading:
    text = one_line(task.text)
    masked = mask_personal(text)
    if masked == text:
        return Reading(text)
    return Reading(masked, conversions=("masked",), problems=(_personal(task),))


def _read_personal(task: _Task) -> Reading:
    return Reading(conversions=("masked",), problems=(_personal(task),))


def _personal(task: _Task) -> Problem:
    return Problem(
        "cell.personal", f"“{task.column.name}”填有个人电话或证件号码，已隐去", "不填个人信息"
    )


# --- dates ------------------------------------------------------------------------------------


def _read_date(task: _Task) -> Reading:
    found = _parse_date(task)
    if found is None:
        return unreadable(
            "cell.not_date",
            f"“{task.column.name}”填{quoted(task.text)}，"
            f"不是{dates.EARLIEST_YEAR}—{dates.LATEST_YEAR}年间的有效日期",
            _DATE_EXPECTED,
        )
    problems: tuple[Problem, ...] = ()
    if found.doubt:
        message = f"“{task.column.name}”填{quoted(task.text)}，{found.doubt}；暂按{found.date}统计"
        problems = (Problem("cell.ambiguous_date", message, _DATE_EXPECTED),)
    elif found.conversions:
        problems = (converted(task.column.name, str(found.date)),)
    return Reading(found.date, conversions=found.conversions, problems=problems)


def _parse_date(task: _Task) -> dates.DateReading | None:
    match task.cell.value:
        case datetime() as moment:
            return dates.from_moment(moment, task.cell.number_format)
        case Decimal() as number:
            return dates.from_number(number, epoch_1904=task.epoch_1904)
        case str() as text:
            return dates.from_text(text, epoch_1904=task.epoch_1904)
    return None


def _read_year(task: _Task) -> Reading:
    """2020, 2020年, 2020年度: a whole number."""
    found = _YEAR.fullmatch(normalise(task.text))
    if found and dates.EARLIEST_YEAR <= int(found[1]) <= dates.LATEST_YEAR:
        return Reading(int(found[1]))
    message = f"“{task.column.name}”填{quoted(task.text)}，不是年份"
    return unreadable("cell.not_date", message, "年份，如 2020")


# --- choices ----------------------------------------------------------------------------------


def _read_flag(task: _Task) -> Reading:
    if isinstance(task.cell.value, bool):
        return Reading(task.cell.value)
    form = normalise(task.text)
    if form in task.words.yes:
        return Reading(value=True)
    if form in task.words.no:
        return Reading(value=False)
    return _not_in_list(task, task.catalogue.vocabulary.yes[:1] + task.catalogue.vocabulary.no[:1])


def _read_choice(task: _Task) -> Reading:
    chosen = _choices(task.column).get(normalise(task.text))
    if chosen is None:
        return _not_in_list(task, tuple(task.column.choices))
    return Reading(chosen)


def _choices(column: Column) -> Mapping[str, str]:
    """Normalised word → canonical value; a canonical value is never taken for a synonym."""
    synonyms = {
        normalise(word): choice for choice, words in column.choices.items() for word in words
    }
    return {**synonyms, **{normalise(choice): choice for choice in column.choices}}


def _not_in_list(task: _Task, allowed: tuple[str, ...]) -> Reading:
    expected = "、".join(allowed)
    message = f"“{task.column.name}”填{quoted(task.text)}，应当填：{expected}"
    return unreadable("cell.not_in_list", message, expected)


# --- names of the catalogue -------------------------------------------------------------------


def _read_indicator(task: _Task) -> Reading:
    codes = look_up(label_name(task.text, task.catalogue), task.words.indicators)
    if len(codes) != 1:
        message = f"指标名称{quoted(task.text)}不在报表的指标目录里，该行不参加统计"
        return unreadable("cell.unknown_indicator", message, "报表规定的指标名称")
    return Reading(codes[0])


def _read_area(task: _Task) -> Reading:
    areas = _areas_called(task.text, task)
    if len(areas) != 1:
        message = f"地区名称{quoted(task.text)}不在地区目录里，该行不参加位次计算"
        return unreadable("cell.unknown_area", message, "参加排名的市（区）名称")
    return Reading(areas[0])


def _areas_called(text: str, task: _Task) -> tuple[str, ...]:
    """The areas of this name, of the name beside a GB/T 2260 code, or of a code's own names."""
    if areas := look_up(label_name(text, task.catalogue), task.words.areas):
        return areas
    name, code = divisions.split_code(text)
    names = [name] if name else [d.name for d in divisions.divisions(code)]
    found = (look_up(label_name(each, task.catalogue), task.words.areas) for each in names if code)
    return tuple(dict.fromkeys(area for areas in found for area in areas))


def _read_unit(task: _Task) -> Reading:
    form = normalise(task.text)
    unit = task.words.units.get(form) or task.words.units.get(form.strip("()"))
    if unit is None:
        message = f"看不懂“{task.column.name}”填的{quoted(task.text)}"
        return unreadable("file.unit_unknown", message, "、".join(task.words.unit_by_id))
    return Reading(unit.id)


# --- numbers ----------------------------------------------------------------------------------


def _read_amount(task: _Task) -> Reading:
    return read_quantity(task.cell, task.column, task.unit, task.words, base=_base(task))


def _read_count(task: _Task) -> Reading:
    return read_quantity(
        task.cell, task.column, task.unit, task.words, base=_base(task), whole=True
    )


def _base(task: _Task) -> str | None:
    return task.column.base


def _read_measure(task: _Task) -> Reading:
    """As the row's indicator wants it. A count takes no notice of a unit that is about money: a
    unit row stands above amounts and counts alike."""
    indicator = task.indicator
    if indicator is None:
        return Reading()
    if indicator.kind is IndicatorKind.RATE and indicator.code not in task.catalogue.stated:
        return _read_rate(task)  # computed here: what is written is only compared
    base = task.catalogue.base_unit(indicator.code)
    whole = indicator.kind is IndicatorKind.COUNT
    unit = task.unit
    if whole and unit is not None and unit.base != base:
        unit = None
    return read_quantity(task.cell, task.column, unit, task.words, base=base, whole=whole)


def _read_rate(task: _Task) -> Reading:
    return read_rate(task.cell, task.column)


_Reader: TypeAlias = Callable[[_Task], Reading]
_READERS: Mapping[ColumnType, _Reader] = {
    ColumnType.TEXT: _read_text,
    ColumnType.PLACE: _read_text,
    ColumnType.PERSONAL: _read_personal,
    ColumnType.DATE: _read_date,
    ColumnType.YEAR: _read_year,
    ColumnType.FLAG: _read_flag,
    ColumnType.CHOICE: _read_choice,
    ColumnType.INDICATOR: _read_indicator,
    ColumnType.AREA: _read_area,
    ColumnType.UNIT: _read_unit,
    ColumnType.AMOUNT: _read_amount,
    ColumnType.COUNT: _read_count,
    ColumnType.MEASURE: _read_measure,
    ColumnType.RATE: _read_rate,
}
