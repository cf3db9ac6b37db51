"""Who sent a return and for which period, from what the workbook says.

Evidence is the value behind a label (填报单位, 报告期) anywhere outside the data, the title rows
above a header, and the title-like lines of sheets without a table (a cover). Data cells, notes,
sentences, sheet names and the file's name are no evidence. Names are matched whole, the longest
wins, and names of any year are accepted; two different senders or periods are a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from zsstat.declarations import AreaKind, Catalogue
from zsstat.model import Cell, CellKind, CellRef, Issue, Period
from zsstat.recognise.freetext import FreeLine
from zsstat.recognise.periods import (
    Mention,
    Precision,
    mention,
    months_only,
    without_periods,
)
from zsstat.recognise.words import LabelKind
from zsstat.values import normalise

SHORT_NAME = 2
"""A name of two characters (旬阳) may be part of other words: it counts at the start only."""
LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class Expected:
    """What the person who imports says about the workbook; None: nothing."""

    reporter: str | None = None
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """``value`` (an area's id, or a mention of a period) as said by ``text`` at ``ref``."""

    area: str | None
    mention: Mention | None
    text: str
    ref: CellRef


# --- areas ------------------------------------------------------------------------------------


class AreaNames:
    """The names of the city, its reporters and the province, and how sheets vary them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        words = catalogue.vocabulary
        self._prefixes = tuple(normalise(p) for p in words.office_prefixes)
        self._suffixes = tuple(
            sorted((normalise(s) for s in words.office_suffixes), key=len, reverse=True)
        )

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Normalised name → area; a reporter's name comes before a city's or the province's."""
        kinds = (AreaKind.PROVINCE, AreaKind.CITY, AreaKind.REPORTER)
        return {
            normalise(name): area.id
            for kind in kinds
            for area in self.catalogue.areas.values()
            if area.kind is kind
            for name in (*(dated.value for dated in area.names), *area.aliases)
        }

    @cached_property
    def _place_names(self) -> frozenset[str]:
        return frozenset(
            normalise(dated.value) for area in self.catalogue.areas.values() for dated in area.names
        )

    @cached_property
    def _longest_first(self) -> tuple[str, ...]:
        return tuple(sorted(self._by_name, key=lambda name: (-len(name), name)))

    def kind(self, area: str) -> AreaKind:
        return self.catalogue.areas[area].kind

    def name(self, area: str, year: int | None) -> str:
        """The name of the year; the latest where no year is known."""
        known = self.catalogue.areas[area]
        return known.name(year) if year else known.names[-1].value

    def behind_label(self, text: str) -> str | None:
        """The sender that the value of a label names: whole, with office words taken off, or at
        its start. The city is no sender."""
        name = normalise(text).split("(")[0] or normalise(text)
        found = [v for v in self._variants(name) if self._sends(self._by_name.get(v))]
        if found:
            return self._by_name[max(found, key=len)]
        return next((self._at_start(bare) for bare in self._without_prefix(name)), None)

    def _variants(self, name: str) -> set[str]:
        return {
            form for head in self._without_prefix(name) for form in self._without_suffixes(head)
        }

    def _without_prefix(self, name: str) -> Iterator[str]:
        """The name with all leading province and city names taken off, then with fewer."""
        forms = [name]
        while prefix := next((p for p in self._prefixes if forms[-1].startswith(p)), ""):
            forms.append(forms[-1].removeprefix(prefix))
        yield from reversed(forms)

    def _without_suffixes(self, name: str) -> Iterator[str]:
        yield name
        while suffix := next((s for s in self._suffixes if name.endswith(s)), ""):
            name = name.removesuffix(suffix)
            yield name

    def _sends(self, area: str | None) -> bool:
        return area is not None and self.kind(area) is not AreaKind.CITY

    def _at_start(self, name: str) -> str | None:
        found = next((n for n in self._longest_first if name.startswith(n)), "")
        if len(found) <= SHORT_NAME:
            return None
        area = self._by_name[found]
        return area if self.kind(area) is AreaKind.REPORTER else None

    def in_title(self, text: str) -> str | None:
        """The sender that a title names: a reporter before an office of the province. The mere
        name of the province says where, not who."""
        rest = without_periods(text)
        found: list[str] = []
        offices: list[str] = []
        starts = {len(rest) - len(form) for form in self._without_prefix(rest)}
        for name in self._longest_first:
            at = rest.find(name)
            if at < 0 or (len(name) <= SHORT_NAME and at not in starts):
                continue
            found.append(self._by_name[name])
            if name not in self._place_names:
                offices.append(found[-1])
            rest = rest.replace(name, "\0" * len(name))
        reporters = [a for a in found if self.kind(a) is AreaKind.REPORTER]
        provinces = [a for a in offices if self.kind(a) is AreaKind.PROVINCE]
        return next(iter(reporters or provinces), None)

    def says_whole_province(self, text: str) -> bool:
        """``全省`` and the province's own name in a title."""
        name = normalise(self.catalogue.areas[self.catalogue.province].names[-1].value)
        return any(word in normalise(text) for word in (name, "全" + name[-1]))


# --- evidence ---------------------------------------------------------------------------------


def gather(lines: Iterable[FreeLine], names: AreaNames) -> list[Evidence]:
    """All that the free text of a workbook says about sender and period."""
    found: list[Evidence] = []
    for line in lines:
        found += _from_labels(line, names)
        if line.speaks and len(line.text) <= LONGEST_LINE:
            area = names.in_title(line.text)
            said = mention(line.text, cover=line.cover)
            if area or said:
                found.append(Evidence(area, said, line.text, line.ref))
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
        text = label.value or (value.text if value else "")
        if not text:
            continue
        quoted = f"{label.label}：{text}"
        if label.kind is LabelKind.REPORTER:
            yield Evidence(names.behind_label(text), None, quoted, line.ref)
        elif label.kind is LabelKind.PERIOD:
            yield Evidence(None, _labelled_period(label.value, value), quoted, line.ref)


def _labelled_period(text: str, value: Cell | None) -> Mention | None:
    if text or value is None:
        return mention(text, labelled=True)
    if value.kind is CellKind.DATE and isinstance(value.value, datetime):
        return Mention(Period(value.value.year, value.value.month), Precision.MONTH)
    if isinstance(value.value, Decimal) and 1990 <= value.value <= 2100:
        return Mention(Period(int(value.value)), Precision.YEAR)
    return mention(value.text, labelled=True)


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
        shown = "；".join(f"“{item.text}”" for item in _first_of_each(said, lambda e: e.area))
        message = f"文件中写有不同的填报单位：{shown}"
        return None, [_issue("file.reporter_unexpected", message, said, shown)]
    wanted = expected.reporter
    if not ids:
        return (wanted, []) if wanted else (None, [_missing_reporter(evidence, hint)])
    if wanted and wanted != ids[0]:
        text = said[0].text
        mine, other = (names.name(a, year) for a in (ids[0], wanted))
        message = f"文件写的填报单位是{mine}（“{text}”），导入时指定的是{other}"
        return ids[0], [_issue("file.reporter_unexpected", message, said[:1], text, other)]
    return ids[0], []


def _missing_reporter(evidence: list[Evidence], hint: str) -> Issue:
    labelled = [e for e in evidence if e.area is None and e.mention is None]
    unknown = "、".join(f"“{e.text}”" for e in labelled)
    seen = f"；{unknown}认不出是哪个填报单位" if labelled else ""
    message = f"找不到填报单位：在封面、表题和“填报单位”一栏都没有认出县区名称{seen}{hint}"
    return _issue("file.reporter_missing", message, labelled, unknown)


def decide_period(
    evidence: list[Evidence], expected: Expected, lines: Iterable[FreeLine], *, hint: str
) -> tuple[Period | None, list[Issue]]:
    """The period, and what was wrong about it. A year alone yields to a month of that year."""
    said = _strongest([item for item in evidence if item.mention], lines)
    periods = list(dict.fromkeys(e.mention.period for e in said if e.mention))
    if len(periods) > 1:
        shown = "；".join(f"“{e.text}”" for e in _first_of_each(said, _period_of))
        message = f"文件中写有不同的报告期：{shown}"
        return None, [_issue("file.period_unexpected", message, said, shown)]
    if not periods:
        if expected.year is not None:
            return Period(expected.year, expected.month or 12), []
        message = f"找不到报告期：在封面、表题和“报告期”一栏都没有写明年份{hint}"
        return None, [_issue("file.period_missing", message, [], "")]
    period = periods[0]
    month = expected.month or period.month
    if expected.year not in (None, period.year) or month != period.month:
        wanted = Period(expected.year or period.year, month)
        message = (
            f"文件写的报告期是{_spoken(period)}（“{said[0].text}”），"
            f"导入时指定的是{_spoken(wanted)}"
        )
        return period, [
            _issue("file.period_unexpected", message, said[:1], said[0].text, _spoken(wanted))
        ]
    return period, []


def _strongest(said: list[Evidence], lines: Iterable[FreeLine]) -> list[Evidence]:
    """The mentions that decide: exact months and other years first, then weaker ones."""
    by_precision = {
        p: [e for e in said if e.mention and e.mention.precision is p] for p in Precision
    }
    months, years = by_precision[Precision.MONTH], by_precision[Precision.YEAR]
    if months:
        known = {e.mention.period.year for e in months if e.mention}
        return months + [e for e in years if e.mention and e.mention.period.year not in known]
    if years:
        return _with_month(years, lines)
    return by_precision[Precision.PRINTED] or by_precision[Precision.TARGET]


def _with_month(years: list[Evidence], lines: Iterable[FreeLine]) -> list[Evidence]:
    """``2020年`` in the title and ``1—9月`` in a line of its own or behind 报告期."""
    months = {
        month
        for line in lines
        for text in line.period_texts
        if (month := months_only(text)) is not None
    }
    if len(months) != 1:
        return years
    month = months.pop()
    return [
        Evidence(
            e.area, Mention(Period(e.mention.period.year, month), Precision.MONTH), e.text, e.ref
        )
        for e in years
        if e.mention
    ]


def _period_of(item: Evidence) -> Period | None:
    return item.mention.period if item.mention else None


def _first_of_each(said: list[Evidence], key: Callable[[Evidence], object]) -> tuple[Evidence, ...]:
    first: dict[object, Evidence] = {}
    for item in said:
        first.setdefault(key(item), item)
    return tuple(first.values())


def _issue(rule: str, message: str, said: list[Evidence], shown: str, expected: str = "") -> Issue:
    refs = tuple(dict.fromkeys(item.ref for item in said))
    return Issue(rule, message, refs, shown=shown, expected=expected)


def _spoken(period: Period) -> str:
    return f"{period.year}年" if period.month == 12 else f"{period.year}年1—{period.month}月"
