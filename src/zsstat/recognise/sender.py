"""Who sent a return and for which period, from what the workbook says.

Evidence is the value behind a label (填报单位, 报告期) anywhere outside the data, the title rows
above a header, and the title-like lines of sheets without a table (a cover). Data cells, notes,
sentences, sheet names and the file's name are no evidence. Names are matched whole, the longest
wins, and names of any year are accepted; two different senders or periods are a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zsstat.declarations import AreaKind
from zsstat.model import Cell, CellKind, CellRef, Issue, Period
from zsstat.recognise.areanames import AreaNames
from zsstat.recognise.freetext import LONGEST_LINE, FreeLine, in_chinese
from zsstat.recognise.periods import (
    Mention,
    Precision,
    any_mention,
    months_only,
)
from zsstat.recognise.words import LabelKind
from zsstat.values import divisions

__all__ = [
    "MISSING",
    "AreaNames",
    "Evidence",
    "Expected",
    "decide_period",
    "decide_reporter",
    "gather",
    "offered_period",
    "offered_reporter",
]

REPORTER_MISSING = "file.reporter_missing"
PERIOD_MISSING = "file.period_missing"
MISSING = frozenset({REPORTER_MISSING, PERIOD_MISSING})
"""What is not asked of a workbook that is no return."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the person who imports says about the workbook; None: nothing."""

    reporter: str | None = None
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """``value`` (an area's id, or a mention of a period) as said by ``text`` at ``ref``. ``city``:
    the text names the city, which is the sum of its reporters and sends nothing. ``code``: the
    GB/T 2260 code that stands beside the area's name."""

    area: str | None
    mention: Mention | None
    text: str
    ref: CellRef
    city: bool = False
    code: str = ""

    @property
    def dated(self) -> bool:
        """Whether the text says clearly what the period is."""
        return self.mention is not None and self.mention.precision is not Precision.UNCLEAR


# --- evidence ---------------------------------------------------------------------------------


def gather(lines: Iterable[FreeLine], names: AreaNames) -> list[Evidence]:
    """All that the free text of a workbook says about sender and period."""
    found: list[Evidence] = []
    for line in lines:
        found += _from_labels(line, names)
        if line.speaks and len(line.text) <= LONGEST_LINE:
            area = names.in_title(line.text)
            said = any_mention(line.text, cover=line.cover)
            city = area is None and names.in_words(line.text)
            if area or said or city:
                found.append(Evidence(area, said, line.text, line.ref, city))
    return _without_lists(found, lines)


def _without_lists(found: list[Evidence], lines: Iterable[FreeLine]) -> list[Evidence]:
    """A cover or instruction sheet whose unlabelled lines name several reporters lists them; it
    does not say who sends."""
    covers = {line.ref for line in lines if line.cover and line.speaks}
    named: dict[str, set[str]] = {}
    for item in found:
        if item.area and item.ref in covers:
            named.setdefault(item.ref.sheet, set()).add(item.area)
    lists = {sheet for sheet, areas in named.items() if len(areas) > 1}
    return [
        Evidence(None, item.mention, item.text, item.ref)
        if item.ref in covers and item.ref.sheet in lists
        else item
        for item in found
    ]


def _from_labels(line: FreeLine, names: AreaNames) -> Iterator[Evidence]:
    for label, value in line.values:
        text = in_chinese(label.value or (value.text if value else ""))
        if not text:
            continue
        quoted = f"{label.label}：{text}"
        if label.kind is LabelKind.REPORTER:
            name, code = divisions.split_code(text)
            area = names.behind_label(name) if name else names.of_code(code)
            city = area is None and names.in_words(name)
            yield Evidence(area, None, quoted, line.ref, city, code)
        elif label.kind is LabelKind.PERIOD:
            yield Evidence(None, _labelled_period(label.value, value), quoted, line.ref)


def _labelled_period(text: str, value: Cell | None) -> Mention | None:
    if text or value is None:
        return any_mention(text, labelled=True)
    if value.kind is CellKind.DATE and isinstance(value.value, datetime):
        return Mention(Period(value.value.year, value.value.month), Precision.MONTH)
    if isinstance(value.value, Decimal) and 1990 <= value.value <= 2100:
        return Mention(Period(int(value.value)), Precision.YEAR)
    return any_mention(value.text, labelled=True)


# --- decisions --------------------------------------------------------------------------------


def decide_reporter(
    evidence: list[Evidence],
    expected: Expected,
    names: AreaNames,
    *,
    year: int | None,
    hint: str,
) -> tuple[str | None, list[Issue]]:
    """The sender's id, and what was wrong about it. Names are those of ``year``."""
    said = [item for item in evidence if item.area]
    reporters = [e for e in said if e.area and names.kind(e.area) is AreaKind.REPORTER]
    said = reporters or said
    ids = list(dict.fromkeys(item.area for item in said if item.area))
    if len(ids) > 1:
        shown = _named(_first_of_each(said, lambda e: e.area))
        message = f"文件中写有不同的填报单位：{shown}"
        return None, [_issue("file.reporter_unexpected", message, said, shown)]
    wanted = expected.reporter
    if not ids:
        if wanted:
            return wanted, []
        return None, [_missing_reporter(evidence, names.own_of_city(year), hint)]
    if wanted and wanted != ids[0]:
        text = said[0].text
        mine, other = (names.name(a, year) for a in (ids[0], wanted))
        message = f"文件写的填报单位是{mine}（“{text}”），导入时指定的是{other}"
        return ids[0], [_issue("file.reporter_unexpected", message, said[:1], text, other)]
    return ids[0], []


def offered_reporter(name: str) -> str:
    """What the file's name says about the sender, and how the person who imports confirms it."""
    return f"；文件名里写的是{name}，文件名不作为依据：确认无误请加 --reporter {name}"


def offered_period(period: Period) -> str:
    month = "" if period.month == 12 else f" --month {period.month}"
    return (
        f"；文件名里写的是{period.in_words}，文件名不作为依据：确认无误请加 "
        f"--year {period.year}{month}"
    )


def _missing_reporter(evidence: list[Evidence], own: str, hint: str) -> Issue:
    if city := [e for e in evidence if e.city]:
        text = city[0].text
        itself = f"；{own}自己的报表请写“{own}”" if own else ""
        message = (
            f"找不到填报单位：写的是“{text}”，全市是各填报单位之和，本身不是填报单位，"
            f"请写明是哪个县区{itself}{hint}"
        )
        return _issue(REPORTER_MISSING, message, city, text)
    labelled = [e for e in evidence if e.area is None and e.mention is None]
    unknown = "、".join(f"“{e.text}”" for e in labelled)
    seen = f"；{unknown}认不出是哪个填报单位" if labelled else ""
    message = f"找不到填报单位：在封面、表题和“填报单位”一栏都没有认出县区名称{seen}{hint}"
    return _issue(REPORTER_MISSING, message, labelled, unknown)


def decide_period(
    evidence: list[Evidence], expected: Expected, lines: Iterable[FreeLine], *, hint: str
) -> tuple[Period | None, list[Issue]]:
    """The period, and what was wrong about it. A year alone yields to a month of that year."""
    lines = tuple(lines)
    dated = [item for item in evidence if item.mention]
    said = _strongest(dated, lines, expected.month)
    if said and all(e.mention and e.mention.precision is Precision.UNCLEAR for e in said):
        return None, [_unclear_period(said)]
    whole = _whole_years_elsewhere(said, dated, lines)
    if whole and expected.month is None:
        shown = _named((whole[0], said[0]))
        message = f"分不清报的是全年还是其中几个月：{shown}；确认是其中几个月的，导入时请加 --month"
        return None, [_issue("file.period_unexpected", message, [*whole, *said], shown)]
    periods = list(dict.fromkeys(e.mention.period for e in said if e.mention))
    if len(periods) > 1:
        shown = _named(_first_of_each(said, _period_of))
        message = f"文件中写有不同的报告期：{shown}"
        return None, [_issue("file.period_unexpected", message, said, shown)]
    if not periods:
        if expected.year is not None:
            return Period(expected.year, expected.month or 12), []
        message = f"找不到报告期：在封面、表题和“报告期”一栏都没有写明年份{hint}"
        return None, [_issue(PERIOD_MISSING, message, [], "")]
    period = periods[0]
    month = expected.month or period.month
    if expected.year not in (None, period.year) or month != period.month:
        wanted = Period(expected.year or period.year, month)
        message = (
            f"文件写的报告期是{period.in_words}（“{said[0].text}”），"
            f"导入时指定的是{wanted.in_words}"
        )
        return period, [
            _issue("file.period_unexpected", message, said[:1], said[0].text, wanted.in_words)
        ]
    return period, []


def _unclear_period(said: list[Evidence]) -> Issue:
    shown = _named(said)
    message = (
        f"看不出报的是几月：{shown}；请写成“1—9月”这样的形式，"
        f"或者确认后导入时加 --month，全年的加 --month 12"
    )
    return _issue(PERIOD_MISSING, message, said, shown)


def _strongest(
    said: list[Evidence], lines: Sequence[FreeLine], confirmed: int | None
) -> list[Evidence]:
    """The mentions that decide: exact months and other years first, then weaker ones. The month
    that the person who imports has ``confirmed`` is that of a mention that is unclear."""
    by_precision = {
        p: [e for e in said if e.mention and e.mention.precision is p] for p in Precision
    }
    unclear, years = by_precision[Precision.UNCLEAR], by_precision[Precision.YEAR]
    months = by_precision[Precision.MONTH] or _with_month([*unclear, *years], lines)
    if confirmed and not months:
        months = _of_month(unclear, confirmed)
    if strong := months or unclear:
        known = {e.mention.period.year for e in strong if e.mention}
        return strong + [e for e in years if e.mention and e.mention.period.year not in known]
    return years or by_precision[Precision.PRINTED] or by_precision[Precision.TARGET]


def _whole_years_elsewhere(
    said: list[Evidence], dated: list[Evidence], lines: Iterable[FreeLine]
) -> list[Evidence]:
    """2020年度 over the table of one sheet where another one says 1—9月. A form for the year that
    is filled in every month says the month on the same sheet, or says the year on a cover."""
    months = [e for e in said if e.mention and e.mention.precision is Precision.MONTH]
    if not months or all(e.mention.period.month == 12 for e in months if e.mention):
        return []
    covers = {line.ref for line in lines if line.cover}
    told = {e.ref.sheet for e in months if e.ref not in covers}
    return [
        e
        for e in dated
        if e.mention and e.mention.whole and e.ref not in covers and told - {e.ref.sheet}
        if e.ref.sheet not in told
    ]


def _with_month(years: list[Evidence], lines: Iterable[FreeLine]) -> list[Evidence]:
    """``2020年`` in the title and ``1—9月`` in a line of its own or behind 报告期; different months
    are quoted where they stand."""
    said = {
        month: Evidence(None, None, text, line.ref)
        for line in lines
        for text in line.period_texts
        if (month := months_only(text)) is not None
    }
    if len(said) == 1:
        return _of_month(years, next(iter(said)))
    return [found for month, line in said.items() for found in _of_month(years[:1], month, line)]


def _of_month(years: list[Evidence], month: int, line: Evidence | None = None) -> list[Evidence]:
    """The mentions of years as those of a month, which the ``line`` says."""
    return [
        Evidence(
            e.area,
            Mention(Period(e.mention.period.year, month), Precision.MONTH),
            line.text if line else e.text,
            line.ref if line else e.ref,
        )
        for e in years
        if e.mention
    ]


def _period_of(item: Evidence) -> Period | None:
    return item.mention.period if item.mention else None


def _named(items: Sequence[Evidence]) -> str:
    """What was said, and on which sheet where it was said on several."""
    apart = len({item.ref.sheet for item in items}) > 1
    return "；".join(
        f"工作表“{item.ref.sheet}”写“{item.text}”" if apart else f"“{item.text}”" for item in items
    )


def _first_of_each(said: list[Evidence], key: Callable[[Evidence], object]) -> tuple[Evidence, ...]:
    first: dict[object, Evidence] = {}
    for item in said:
        first.setdefault(key(item), item)
    return tuple(first.values())


def _issue(rule: str, message: str, said: list[Evidence], shown: str, expected: str = "") -> Issue:
    refs = tuple(dict.fromkeys(item.ref for item in said))
    return Issue(rule, message, refs, shown=shown, expected=expected)
