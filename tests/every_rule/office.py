"""The office that a return comes to: what it has received before, and what it makes of this one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from openpyxl import Workbook

from tests.every_rule import papers
from tests.every_rule.edits import Edit
from zsstat.catalog import load_catalogue
from zsstat.declarations import Catalogue
from zsstat.pipeline.deciding import lock
from zsstat.pipeline.files import Source
from zsstat.pipeline.judging import waive
from zsstat.pipeline.outcomes import FileResult
from zsstat.pipeline.returns import ImportOptions, Status, expectation, import_returns
from zsstat.store import Decided, Store, open_store

RECEIVED = datetime(2021, 1, 8, 9, tzinfo=UTC)
DEADLINES: Mapping[str, str] = {"2020-12": "2021-01-10"}
CLERK = "张三"
EMPTY, NOVEMBER, YEAR = "empty", "november", "year"
"""What was received before: nothing; all but the county's year 2020; that, too."""

Before: TypeAlias = Callable[[Store, Catalogue], None]
"""What happens at the office before the return comes in."""


# --- catalogues -------------------------------------------------------------------------------


@cache
def ordinary() -> Catalogue:
    """What ships, with a deadline for the year 2020."""
    return with_deadlines(DEADLINES)


@cache
def without_deadline() -> Catalogue:
    """The deadline of another period only."""
    return with_deadlines({"2020-11": "2020-12-10"})


def with_deadlines(days: Mapping[str, str]) -> Catalogue:
    shipped = load_catalogue()
    late = replace(shipped.rules["file.late"], parameters=days)
    return replace(shipped, rules={**shipped.rules, late.id: late})


def configured(**texts: str) -> Callable[[], Catalogue]:
    """What ships with the files of an overlay, by their names without the ending."""

    @cache
    def made() -> Catalogue:
        with TemporaryDirectory() as folder:
            for name, text in texts.items():
                (Path(folder) / f"{name}.toml").write_text(text, encoding="utf-8")
            return load_catalogue(Path(folder))

    return made


# --- a return on its way ----------------------------------------------------------------------


@dataclass(frozen=True)
class Arrival:
    """A return as it comes in: which one, the edits made to it, and the circumstances.

    ``base``: what has been received before (``EMPTY``, or a name of :func:`bases`); ``before``:
    what happens then. ``spoil`` changes the file's bytes; ``golden`` is a file of the sample's
    faulty returns in its place. ``reporter`` and ``year``: whose and of when the clerk says it is;
    ``replaces``: why it takes the place of what is there, blank where it does not."""

    paper: Callable[[], Workbook]
    edits: tuple[Edit, ...] = ()
    base: str = NOVEMBER
    before: tuple[Before, ...] = ()
    file: str = "报表.xlsx"
    spoil: Callable[[bytes], bytes] = lambda content: content
    golden: str = ""
    received: datetime = RECEIVED
    reporter: str | None = None
    year: int | None = None
    replaces: str = ""
    catalogue: Callable[[], Catalogue] = ordinary

    def but(self, *edits: Edit, **changed: object) -> Arrival:
        """The same return with further edits, in other circumstances."""
        return replace(self, edits=(*self.edits, *edits), **changed)  # type: ignore[arg-type]


# --- what was received before -----------------------------------------------------------------


def bases(folder: Path) -> Mapping[str, Path]:
    """Databases: the year before of everybody, 2020 of everybody else and the county's own
    months to November; the same with its year 2020."""
    made = {name: folder / f"{name}.db" for name in (NOVEMBER, YEAR)}
    with _opened(made[NOVEMBER]) as store:
        for number, name in enumerate(papers.COUNTIES):
            for year in (2019, 2020):
                if name != papers.COUNTY:
                    _received(store, papers.neighbour(name, year), f"{number}-{year}.xlsx")
        _received(store, papers.last_year(), "石泉2019.xlsx")
        _received(store, papers.november(), "石泉11月.xlsx")
        _received(store, papers.province(2019), "全省2019.xlsx")
    shutil.copy(made[NOVEMBER], made[YEAR])
    with _opened(made[YEAR]) as store:
        _received(store, papers.whole(), "石泉2020.xlsx")
    return made


def _opened(path: Path) -> Store:
    return open_store(path, create=True, catalogue_fingerprint=ordinary().fingerprint)


def _received(store: Store, book: Workbook, file: str) -> None:
    options = ImportOptions(now=RECEIVED, who=CLERK)
    source = Source(file, papers.content(book))
    (result,) = import_returns(store, ordinary(), [source], options)
    assert result.status is Status.ACCEPTED, (file, result.findings)


# --- steps ------------------------------------------------------------------------------------


def receives(arrival: Arrival, file: str) -> Before:
    def step(store: Store, catalogue: Catalogue) -> None:
        content = _content(arrival)
        import_returns(
            store, catalogue, [Source(file, content)], ImportOptions(now=RECEIVED, who=CLERK)
        )

    return step


def waives(rule: str) -> Before:
    def step(store: Store, catalogue: Catalogue) -> None:
        number = next(found.id for found in store.findings() if found.finding.rule == rule)
        waive(store, catalogue, number, "追加投资尚未备案", CLERK, RECEIVED)

    return step


def locks(year: int, month: int) -> Before:
    def step(store: Store, _: Catalogue) -> None:
        lock(store, year, month, Decided(CLERK, "已公布", RECEIVED))

    return step


# --- judging ----------------------------------------------------------------------------------


def judged(arrival: Arrival, known: Mapping[str, Path], folder: Path) -> FileResult:
    """What the import of the return gives."""
    catalogue = arrival.catalogue()
    database = folder / "zsstat.db"
    database.unlink(missing_ok=True)
    if arrival.base != EMPTY:
        shutil.copy(known[arrival.base], database)
    options = ImportOptions(
        now=arrival.received,
        who=CLERK,
        expected=expectation(catalogue, arrival.reporter, arrival.year, None),
        replace=bool(arrival.replaces),
        reason=arrival.replaces,
    )
    fingerprint = catalogue.fingerprint
    with open_store(database, create=True, catalogue_fingerprint=fingerprint) as store:
        for step in arrival.before:
            step(store, catalogue)
        source = Source(arrival.file, _content(arrival))
        (result,) = import_returns(store, catalogue, [source], options)
    return result


GOLDENS = Path(__file__).resolve().parents[2] / "sample_data" / "faulty"


def _content(arrival: Arrival) -> bytes:
    if arrival.golden:
        (path,) = (p for p in (GOLDENS / arrival.golden).iterdir() if p.suffix != ".json")
        return path.read_bytes()
    return arrival.spoil(_written(arrival.paper, arrival.edits))


@cache
def _written(paper: Callable[[], Workbook], edits: tuple[Edit, ...]) -> bytes:
    """Kept, because a workbook that is written again has another date in it."""
    book = paper()
    for edit in edits:
        edit(book)
    return papers.content(book)
