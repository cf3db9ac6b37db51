"""``zsstat form``: the blank returns of a period, filled in as far as the store knows, as files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zsstat.declarations import Area, AreaKind, Catalogue, ReturnTable
from zsstat.errors import UsageError
from zsstat.forms import Earlier, Form, Known, form_bytes, form_tables, plan_form
from zsstat.model import Period
from zsstat.pipeline.ledger import Sums, actual_sums, area_id, describe, received_reporters
from zsstat.pipeline.placing import put
from zsstat.store import Store

_ENDING = ".报表.xlsx"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_SENDERS = (AreaKind.REPORTER, AreaKind.PROVINCE)


@dataclass(frozen=True, slots=True)
class MadeForm:
    """A form as it was written; ``kept`` is the new name of the file that had its name before."""

    form: Form
    path: Path
    kept: Path | None = None

    @property
    def continuing(self) -> int:
        """So many things go on from the return before."""
        return sum(table.continuing for table in self.form.tables)

    @property
    def sources(self) -> tuple[Period, ...]:
        """The periods whose returns the rows that go on were taken from."""
        found = (t.source for t in self.form.tables if t.declared.tracking and t.source)
        return tuple(dict.fromkeys(found))

    @property
    def targets(self) -> int:
        """So many targets of the year are filled in."""
        return sum(
            table.filled(table.declared.targets.value)
            for table in self.form.tables
            if table.declared.targets
        )

    @property
    def bases(self) -> int:
        """So many figures of the year before are filled in."""
        return sum(
            table.filled(column.name) for table in self.form.tables for column in table.bases
        )

    @property
    def asks_for_bases(self) -> bool:
        return any(table.bases for table in self.form.tables)


def make_forms(
    period: Period,
    reporters: Iterable[str],
    directory: Path,
    catalogue: Catalogue,
    store: Store | None,
    *,
    force: bool = False,
) -> tuple[MadeForm, ...]:
    """Writes a form for each of ``reporters`` (ids or names; none: all of the year) and says what
    it holds. Without a store nothing is filled in.

    Raises :class:`UsageError` for a name that is no sender, where nothing is to be filled in, and
    where a file is there already; then nothing is written. With ``force`` such a file is kept
    beside the new one."""
    areas = _asked(reporters, period, catalogue)
    said = describe(period)
    paths = {area.id: directory / _file_name(area, period, said) for area in areas}
    if not force:
        _refuse_existing(paths.values())
    library = _Library(store, catalogue, period)
    made = [
        MadeForm(plan_form(area, period, said, catalogue, library.known(area)), paths[area.id])
        for area in areas
    ]
    return tuple(_written(form, catalogue) for form in made)


def _written(made: MadeForm, catalogue: Catalogue) -> MadeForm:
    try:
        kept = put(made.path, form_bytes(made.form, catalogue))
    except UsageError as error:
        hint = "请关闭正在使用它的程序，或用 --output 换一个文件夹"
        raise UsageError(error.message, hint) from error
    return MadeForm(made.form, made.path, kept)


def _asked(names: Iterable[str], period: Period, catalogue: Catalogue) -> tuple[Area, ...]:
    ids = tuple(dict.fromkeys(area_id(catalogue, name) for name in names))
    areas = tuple(catalogue.areas[id_] for id_ in ids) or catalogue.reporters(period.year)
    for area in areas:
        if area.kind not in _SENDERS:
            raise UsageError(
                f"{area.name(period.year)}不是填报单位，没有报表要填", "请写县区的名称或代码"
            )
        if not area.exists_in(period.year):
            raise UsageError(
                f"{area.name(period.year)}在{period.year}年不是填报单位", "请核对年份和单位"
            )
    areas = tuple(area for area in areas if form_tables(area, catalogue))
    if not areas:
        raise UsageError(
            "目录里没有要按行填报的报表，没有写表样",
            "交叉表（layout 为 matrix）没有表样；请核对 returns.toml",
        )
    return areas


def _file_name(area: Area, period: Period, said: str) -> str:
    said = said.replace("—", "-")  # every console can say it
    return _FORBIDDEN.sub("_", f"{area.name(period.year)}{said}") + _ENDING


def _refuse_existing(paths: Iterable[Path]) -> None:
    existing = [path for path in paths if path.exists()]
    if existing:
        others = f"等{len(existing)}个文件" if len(existing) > 1 else ""
        raise UsageError(
            f"已经有 {existing[0]}{others}，没有写入任何文件",
            "可能已经填了数：请用 --output 换一个文件夹；确要重写请加 --force，原文件改名保留",
        )


class _Library:
    """What the store knows of the senders; each table of each period is read once for all."""

    def __init__(self, store: Store | None, catalogue: Catalogue, period: Period) -> None:
        self._store = store
        self._catalogue = catalogue
        self._period = period
        self._periods = sorted(store.periods(), reverse=True) if store else []
        self._read: dict[tuple[str, Period], dict[str, Earlier]] = {}
        self._sums, self._received = self._base()

    def known(self, area: Area) -> Known:
        rows = {
            table.id: earlier
            for table in form_tables(area, self._catalogue)
            if table.tracking or table.targets
            if (earlier := next(self._accepted(table, area), None))
        }
        base = None
        if area.id in self._received:
            base = {code: value for (of, code), value in self._sums.items() if of == area.id}
        return Known(rows, base)

    def _base(self) -> tuple[Sums, frozenset[str]]:
        if self._store is None:
            return {}, frozenset()
        before = self._period.previous_year
        return (
            actual_sums(self._store, self._catalogue, before),
            received_reporters(self._store, self._catalogue, before),
        )

    def _accepted(self, table: ReturnTable, area: Area) -> Iterator[Earlier]:
        """The sender's accepted tables of this kind that a form may begin with, the best first."""
        for period in self._candidates(table):
            found = self._rows(table.id, period).get(area.id)
            if found:
                yield found

    def _candidates(self, table: ReturnTable) -> Iterator[Period]:
        """Earlier periods, the latest first. A target of the year may have been sent for any of its
        months: those go before the targets of the year before."""
        if table.targets:
            yield from (p for p in self._periods if p.year == self._period.year)
            yield from (p for p in self._periods if p.year < self._period.year)
        else:
            yield from (p for p in self._periods if p < self._period)

    def _rows(self, table: str, period: Period) -> dict[str, Earlier]:
        """The accepted rows by sender; a nil return has none and is one all the same."""
        known = self._read.get((table, period))
        if known is None and self._store is not None:
            senders = {of for of, what in self._store.received_tables(period) if what == table}
            stored = self._store.table_records(table, period)
            known = {
                sender: Earlier(period, tuple(r.record for r in stored if r.reporter == sender))
                for sender in sorted(senders)
            }
            self._read[table, period] = known
        return known or {}
