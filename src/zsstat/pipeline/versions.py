"""The versions of a reporter's return: which there are, and which two are compared.

Versions are those of a table, since each table of a return may be sent again by itself. A version
is the state of the table after a submission was judged: what it brought alone where it replaced
what was there, and together with that where it was added to it. So the difference between two
versions is always what the later submission changed, however the tables are spread over workbooks.
A workbook that was sent back, or was withdrawn, changed nothing; what it would have said stands in
the place of the tables that it holds, read again from its original bytes where nothing of it was
kept. Of tables that state facts a later one stands beside the earlier ones, and of each fact what
was stated last holds.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from zsstat.declarations import Catalogue, ReturnTable
from zsstat.errors import UnreadableError, UsageError
from zsstat.model import Observation, Period, Record
from zsstat.pipeline.ledger import describe
from zsstat.pipeline.parsing import Understood, parse
from zsstat.recognise import Expected
from zsstat.store import PartRow, Status, Store, SubmissionRow


@dataclass(frozen=True, slots=True)
class Version:
    """A submission and what became of it."""

    row: SubmissionRow
    withdrawn: bool = False

    @property
    def number(self) -> int:
        return self.row.id

    @property
    def stood(self) -> bool:
        """Whether it counts or counted until another one took its place."""
        return self.row.status is Status.ACCEPTED and not self.withdrawn


@dataclass(frozen=True, slots=True)
class Step:
    """A table and the two versions of it that are compared."""

    table: str
    before: Version
    after: Version


@dataclass(frozen=True, slots=True)
class Content:
    """What a version of a table holds: its rows, and its ledger lines in the order of posting."""

    records: tuple[Record, ...]
    lines: tuple[Observation, ...]


class Versions:
    """All submissions of one reporter for one period, in the order of their arrival."""

    def __init__(self, store: Store, catalogue: Catalogue, reporter: str, period: Period) -> None:
        self.reporter = reporter
        self.period = period
        self._store = store
        self._catalogue = catalogue
        self._parts = store.parts(reporter, period)
        self._kept: dict[int, Content] = {}
        self._read: dict[int, Understood] = {}

    @cached_property
    def all(self) -> tuple[Version, ...]:
        withdrawn = {part.submission for part in self._parts if part.withdrawn}
        rows = self._store.submissions(self.period.year, self.reporter)
        return tuple(Version(r, r.id in withdrawn) for r in rows if r.period == self.period)

    # --- which two ------------------------------------------------------------------------------

    def chosen(
        self, table: str | None = None, earlier: int | None = None, later: int | None = None
    ) -> tuple[Step, ...]:
        """The tables and versions to be compared, those of one table with ``table``.

        Without numbers: of each table the last version that stood and the one before it; where none
        has two, the last that stood and what was sent back before it, else after it. With one
        number the other is the last that stood, or the one before the ``later``. Raises
        :class:`UsageError` where there is nothing to compare, or no submission of that number."""
        if not self.all:
            raise UsageError(
                f"没有收到过该单位{describe(self.period)}的报表", "报送情况见 zsstat status"
            )
        if earlier is None and later is None:
            steps = self._last_steps(table) or self._steps_from_sent_back(table)
        else:
            steps = self._between(*self._asked(earlier, later), table)
        if not steps:
            more = "；用 --from 编号 --to 编号 指定" if len(self.all) > 1 else ""
            raise UsageError(
                f"{describe(self.period)}没有两个可以比较的版本", f"收到过：{self._listed()}{more}"
            )
        return steps

    def _last_steps(self, table: str | None) -> tuple[Step, ...]:
        found = []
        for name in self._tables(table):
            standing = [v for v in self.all if v.stood and name in v.row.tables]
            if len(standing) > 1:
                found.append(Step(name, standing[-2], standing[-1]))
        return tuple(found)

    def _steps_from_sent_back(self, table: str | None) -> tuple[Step, ...]:
        last = next((v for v in reversed(self.all) if v.stood), self.all[-1])
        others = [v for v in self.all if not v.stood and v.row.sha256 != last.row.sha256]
        before = [v for v in others if v.number < last.number]
        if before:
            return self._between(before[-1], last, table)
        return self._between(last, others[-1], table) if others else ()

    def _asked(self, earlier: int | None, later: int | None) -> tuple[Version, Version]:
        standing = [v for v in self.all if v.stood] or list(self.all)
        to = standing[-1] if later is None else self._numbered(later)
        if earlier is not None:
            return self._numbered(earlier), to
        before = [v for v in standing if v.number < to.number]
        if not before:
            raise UsageError(f"{to.number} 号之前没有可以比较的版本", f"收到过：{self._listed()}")
        return before[-1], to

    def _numbered(self, number: int) -> Version:
        for version in self.all:
            if version.number == number:
                return version
        raise UsageError(
            f"该单位{describe(self.period)}没有 {number} 号报表", f"收到过：{self._listed()}"
        )

    def _listed(self) -> str:
        return "、".join(f"{v.number} 号（{v.row.file}，{state_of(v)}）" for v in self.all)

    def _between(self, before: Version, after: Version, table: str | None) -> tuple[Step, ...]:
        """The tables in which two submissions differ, in the catalogue's order; of two that hold
        the same tables all of them, so that equal ones can be said to be equal."""
        both = set(self._held(before)) & set(self._held(after))
        return tuple(
            Step(name, before, after)
            for name in self._tables(table)
            if name in both or self._sources(before, name) != self._sources(after, name)
        )

    def _tables(self, table: str | None) -> Iterator[str]:
        return (name for name in self._catalogue.returns if table in (None, name))

    # --- what they hold -------------------------------------------------------------------------

    def content(self, version: Version, table: str) -> Content:
        """The table as it stood after the submission.

        Raises :class:`UnreadableError` where a workbook that was sent back cannot be read again."""
        found = [self._of(number, table) for number in self._sources(version, table)]
        return self._holding(table, found)

    def counting(self, table: str) -> Content:
        """The table as it counts today."""
        numbers = [p.submission for p in self._of_table(table) if p.superseded_by is None]
        return self._holding(table, [self._of(number, table) for number in numbers])

    def _holding(self, table: str, contents: Sequence[Content]) -> Content:
        """Parts together; of facts that several of them state, what was stated last."""
        declared = self._catalogue.returns[table]
        whole = _together(contents)
        return _last_stated(declared, whole) if declared.facts else whole

    def _sources(self, version: Version, table: str) -> tuple[int, ...]:
        """The submissions whose tables made the state after ``version``."""
        held = not version.stood and table in self._held(version)
        own = (version.number,) if held else ()
        if held and not self._catalogue.returns[table].facts:
            return own
        parts = (p for p in self._of_table(table) if p.counted_after(version.number))
        return (*(part.submission for part in parts), *own)

    def _of_table(self, table: str) -> Iterator[PartRow]:
        return (part for part in self._parts if part.table == table)

    def _held(self, version: Version) -> tuple[str, ...]:
        if version.row.tables:
            return version.row.tables
        subject = self._again(version.number).subject
        return tuple(dict.fromkeys(found.table for found in subject.tables))

    def _of(self, number: int, table: str) -> Content:
        row = self._store.submission(number)
        if row.tables:
            kept = self._stored(number)
            return _narrowed(kept.records, kept.lines, table)
        again = self._again(number)
        records = tuple(r for found in again.subject.tables for r in found.records)
        return _narrowed(records, again.observations, table)

    def _stored(self, number: int) -> Content:
        if number not in self._kept:
            records = tuple(stored.record for stored in self._store.records(number))
            self._kept[number] = Content(records, self._store.observations(number))
        return self._kept[number]

    def _again(self, number: int) -> Understood:
        """A workbook of which nothing was kept, read and posted once more."""
        if number not in self._read:
            row = self._store.submission(number)
            file, content = self._store.original(row.sha256)
            expected = Expected(self.reporter, self.period.year, self.period.month)
            parsed = parse(content, file, self._catalogue, expected)
            if isinstance(parsed, UnreadableError):
                raise parsed
            self._read[number] = parsed
        return self._read[number]


def state_of(version: Version) -> str:
    """What became of a submission, in a word."""
    if version.withdrawn:
        return "已撤回"
    if version.row.status is Status.RETURNED:
        return "退回"
    return "已被替换" if version.row.superseded else "接收"


def _narrowed(records: Iterable[Record], lines: Iterable[Observation], table: str) -> Content:
    return Content(
        tuple(record for record in records if record.table == table),
        tuple(line for line in lines if line.table == table),
    )


def _last_stated(declared: ReturnTable, content: Content) -> Content:
    records = {_fact(declared, record): record for record in content.records}
    lines = {(o.area, o.indicator, o.period, o.role): o for o in content.lines}
    return Content(tuple(records.values()), tuple(lines.values()))


def _fact(declared: ReturnTable, record: Record) -> Hashable:
    """What a record states, however often; one that does not say it all is known by its place."""
    for group in declared.identity:
        values = tuple(record.value(column) for column in group)
        if None not in values:
            return group, values
    return next((field.ref for field in record.fields.values()), record.row)


def _together(contents: Sequence[Content]) -> Content:
    return Content(
        tuple(record for content in contents for record in content.records),
        tuple(line for content in contents for line in content.lines),
    )
