"""What the instruction sheet of a form says, from the catalogue and the rules: texts, no layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

from zsstat.checks.manual import LEVELS
from zsstat.declarations import Catalogue, ColumnType, Layout, ReturnTable, Rule
from zsstat.forms.content import Form, FormColumn, FormTable
from zsstat.model import Level
from zsstat.recognise.guides import HEADINGS
from zsstat.values.dates import day_in_words

CHECKED = ("要求", "级别", "填对的例子", "填错的例子", "为什么")
"""The heading row over the rules of each table."""
INLINE = 255
"""Excel takes a list of choices of so many characters in a cell's validation; longer ones stand on
the instruction sheet."""
_NUMERALS = "一二三四五六七八九十"
_GENERAL = ("cell", "row", "table", "within", "history")
"""The groups of rules that are about what is filled in, in whatever table."""
_MATRICES_ONLY = "area_totals"
_SIGNED = ("审核人", "填表人", "联系电话", "填报日期")
_MANY = 12
"""So many choices are named in the list of columns; of more it is said where they stand."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading, 一、 and so on."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or two across the page."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A heading row and rows of as many texts."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """The words of a list that is too long for a validation, one below the other."""

    names: tuple[str, ...]


Piece: TypeAlias = Chapter | Line | Grid | Choices


def title(form: Form) -> str:
    return f"{form.name}{form.said}报表填报说明"


def signature_labels(catalogue: Catalogue) -> tuple[str, ...]:
    """Who signs and when, as far as the catalogue knows the words; else its own first ones."""
    known = catalogue.vocabulary.signature_labels
    return tuple(label for label in _SIGNED if label in known) or known[: len(_SIGNED)]


def guidance(form: Form, catalogue: Catalogue) -> Iterator[Piece]:
    """All of the sheet below its title, from top to bottom."""
    numbers = (_numeral(number) for number in count())
    yield Chapter(f"{next(numbers)}、报什么，什么时候报")
    yield from map(Line, _what_and_when(form, catalogue))
    yield Chapter(f"{next(numbers)}、怎样填")
    yield from (Line(f"{n}．{text}") for n, text in enumerate(_how(form), start=1))
    for table in form.tables:
        yield Chapter(f"{next(numbers)}、{table.declared.name}")
        yield from _about(table, form, catalogue)
    yield Chapter(f"{next(numbers)}、各表都要核对的内容")
    yield _checked(_general_rules(form, catalogue))
    for names, columns in long_choices(form).items():
        yield Chapter(f"{next(numbers)}、“{'”“'.join(columns)}”可以填的内容")
        yield Choices(names)


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)


def long_choices(form: Form) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The lists that no validation holds → the columns that are filled in from them."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for table in form.tables:
        for column in table.columns:
            if column.choices and not fits_inline(column.choices):
                found.setdefault(column.choices, {})[column.name] = None
    return {names: tuple(columns) for names, columns in found.items()}


def fits_inline(choices: Iterable[str]) -> bool:
    """Whether a validation can hold the choices itself: short, and no comma or quote in a word."""
    joined = ",".join(choices)
    words = tuple(choices)
    return len(joined) <= INLINE and not any("," in word or '"' in word for word in words)


# --- what, when and how -----------------------------------------------------------------------


def _what_and_when(form: Form, catalogue: Catalogue) -> Iterator[str]:
    names = "、".join(table.declared.name for table in form.tables)
    last = form.period.last_day
    yield (
        f"本表样由{form.name}填报{form.said}的数：{names}。"
        "没有内容的表留空，作为没有发生；不要删去表头。"
    )
    yield f"金额、数量都是1月1日至{day_in_words(last)}的累计数，另有说明的除外。"
    if form.due:
        yield f"请于{day_in_words(form.due)}以前（含当日）报送；过期收到的记为迟报。"
    signed = "、".join(signature_labels(catalogue))
    first = form.tables[0].declared.name
    yield f"填好后在“{first}”表头上方填写{signed}，另存为 .xlsx 报送，不要改成别的格式。"


def _how(form: Form) -> Iterator[str]:
    yield (
        "只在可以填写的格子里填。表题、表头和本说明已经锁定（没有密码），"
        "请不要改列名、增减列或合并单元格；可以筛选、调整列宽、插入行。"
    )
    yield "列名带 * 的必填。单位写在列名里，格子里只填数字，不写单位，也不写“约”“左右”。"
    yield "没有发生的填 0；不知道或不适用的留空。空着的格子当作没有填报，不当作 0。"
    yield "有下拉列表的从列表中选。日期填到日；只知道月份的写成“2021年3月”的形式。"
    for table in form.tables:
        yield from _about_filled_in(table)
    yield "行不够时接着往下填。表中不用写合计；写了的，须等于各行之和。"
    yield "不要填报个人的手机号码和证件号码，统计用不着。"


def _about_filled_in(table: FormTable) -> Iterator[str]:
    """What is to be done with the rows that are there already."""
    name, tracking = table.declared.name, table.declared.tracking
    if tracking and table.rows and table.source:
        wanted = "、".join(c.name for c in table.columns if c.wanted and c.compulsory)
        yield (
            f"“{name}”已经填好的{len(table.rows)}行，取自{table.source.year}年{table.source.month}月"
            f"已接收的报表中没有结束的各行，请逐行核对并补填黄色的格子（{wanted}等）；"
            "已经变化的请改过来。上次报的累计数，选中格子就能看到。"
        )
        if tracking.stage and tracking.ended:
            yield (
                f"“{name}”中不再推进的，请把“{tracking.stage}”改为“{tracking.ended[0]}”，不要删行。"
            )
    elif table.rows and not table.declared.targets:
        yield f"“{name}”的各行请按行填写黄色的格子；上年的数取自已接收的报表，有修订的请说明依据。"


# --- tables -----------------------------------------------------------------------------------


def _about(table: FormTable, form: Form, catalogue: Catalogue) -> Iterator[Piece]:
    yield Grid(HEADINGS, tuple(_column(column, table) for column in table.columns))
    rules = tuple(rule for rule in _in_force(form, catalogue) if rule.table == table.declared.id)
    if rules:
        yield _checked(rules)


def _column(column: FormColumn, table: FormTable) -> tuple[str, ...]:
    unit = column.unit.id if column.unit else _unit_elsewhere(column, table)
    return (
        column.name,
        "必填" if column.compulsory else "选填",
        unit or "—",
        column.hint,
        _choices(column) or "—",
    )


def _unit_elsewhere(column: FormColumn, table: FormTable) -> str:
    if column.column.type is ColumnType.RATE:
        return "%"
    return table.units if column.column.type is ColumnType.MEASURE else ""


def _choices(column: FormColumn) -> str:
    if len(column.choices) > _MANY or not fits_inline(column.choices):
        return f"共{len(column.choices)}个，见列表"
    return "、".join(column.choices)


# --- rules ------------------------------------------------------------------------------------


def _in_force(form: Form, catalogue: Catalogue) -> Iterator[Rule]:
    """What would send a return of the form's year back."""
    for rule in catalogue.rules.values():
        if rule.enabled and rule.level in (Level.A, Level.B) and rule.holds_in(form.period.year):
            yield rule


def _general_rules(form: Form, catalogue: Catalogue) -> Iterator[Rule]:
    tables: tuple[ReturnTable, ...] = tuple(table.declared for table in form.tables)
    matrices = any(table.layout is Layout.MATRIX for table in tables)
    for rule in _in_force(form, catalogue):
        about = rule.id.partition(".")[0]
        if rule.table is None and about in _GENERAL and (matrices or rule.check != _MATRICES_ONLY):
            yield rule


def _checked(rules: Iterable[Rule]) -> Grid:
    return Grid(
        CHECKED,
        tuple(
            (rule.title, _level(rule.level), rule.passes, rule.fails, rule.why or rule.action)
            for rule in rules
        ),
    )


def _level(level: Level) -> str:
    """强制性, 准强制性."""
    return LEVELS[level].partition("：")[0]
