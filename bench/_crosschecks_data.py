"""A nation's returns for the benchmark of the checks across reporters and periods.

As many reporters as wanted send the same number of projects for December of last year and of this
year: invented, the same every time, saved straight into the store, since writing and reading that
many workbooks is another benchmark. One project in five has an investor that others have, too: how
often one occurs falls with its rank (Zipf), as with companies that build in hundreds of counties.
One in a thousand is sent by two reporters; as many vanish, cost more than last year, or fall.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from random import Random

from stdnum.cn import uscc

from zsstat.catalog import load_catalogue
from zsstat.declarations import Area, AreaKind, Catalogue, DatedName
from zsstat.model import (
    CellRef,
    Field,
    FieldValue,
    Observation,
    PartialDate,
    Period,
    RecognisedTable,
    Record,
    TableColumn,
)
from zsstat.pipeline.following import follow
from zsstat.store import Status, Store, Submission, open_store
from zsstat.tracking import tracker

VERSION = 2
"""Changes with what is saved, so that old databases are not taken for new ones."""

LAST, NOW = Period(2020), Period(2021)
RARE = 1000
"""One project in that many is sent by two reporters, and as many vanish, grow or fall."""
CONTINUED = 7
"""Of ten projects so many go on from last year."""
EXPONENT = 0.6
"""How fast investors get rarer: among 3,000 reporters the most frequent has some 700 projects."""
ROAMING = 5
"""One project in that many is of an investor that builds elsewhere, too; others are at home."""
WAN = 10_000
TABLE, SHEET = "projects", "项目台账"
FUNDS = ("funds_total", "本年到位资金"), ("funds_interprov", "其中省际")
COLUMNS = (
    "项目编号", "项目名称", "投资方", "统一社会信用代码", "总投资", "签约时间", "阶段",
    "本年到位资金", "其中省际", "自签约累计到位",
)  # fmt: skip

_WORDS = "安康平利宁陕汉阴石泉紫阳岚皋镇坪旬白河华盛鼎新远大金泰永丰瑞祥天成宏图嘉禾明德信"
_TRADES = (
    "富硒茶加工", "毛绒玩具生产", "石英砂利用", "农机装备制造", "康养小镇开发", "中药材种植",
    "冷链物流园", "光伏发电", "装配式建材", "污水处理", "现代农业示范园", "数据中心",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Project:
    """One project as it stands this year; amounts in 元."""

    code: str
    name: str
    party: str
    credit: str
    total: int
    signed: PartialDate
    funds: int
    before: int


def catalogue(reporters: int) -> Catalogue:
    """The catalogue that ships with as many reporters as wanted in the place of its own."""
    shipped = load_catalogue(None)
    others = {a.id: a for a in shipped.areas.values() if a.kind is not AreaKind.REPORTER}
    made = {area.id: area for area in map(_area, range(reporters))}
    mark = f"{shipped.fingerprint}-{reporters}"
    return replace(shipped, areas={**others, **made}, fingerprint=mark)


def _area(number: int) -> Area:
    return Area(f"r{number:04}", AreaKind.REPORTER, (DatedName(f"第{number:04}县"),))


def database(reporters: int, projects: int) -> Path:
    """The database of both years, made when there is none yet and kept between runs."""
    kept = Path(tempfile.gettempdir()) / f"zsstat-crosschecks-{os.name}-{VERSION}"
    kept.mkdir(exist_ok=True)
    path = kept / f"{reporters}x{projects}.db"
    if not path.exists():
        unfinished = path.with_suffix(".tmp")
        for left in kept.glob(f"{unfinished.name}*"):
            left.unlink()
        _fill(unfinished, reporters, projects)
        unfinished.replace(path)
    return path


def _fill(path: Path, reporters: int, projects: int) -> None:
    declared = catalogue(reporters)
    investors = _Investors(reporters * projects // ROAMING // 3)
    with open_store(path, create=True, catalogue_fingerprint=declared.fingerprint) as store:
        follow(store, declared)
        shared: list[_Project] = []
        for number in range(reporters):
            random = Random(number)  # noqa: S311 - the same data every time is what is wanted
            own = [_project(number, n, random, investors) for n in range(projects)]
            taken = [shared.pop() for _ in range(min(len(shared), 1))]
            shared += [p for p in own if random.randrange(RARE) == 0]
            with store.together():
                for period in (LAST, NOW):
                    rows = _rows([*own, *taken], period, Random(number))  # noqa: S311
                    _save(store, declared, f"r{number:04}", period, rows)


# --- projects ---------------------------------------------------------------------------------


class _Investors:
    """Companies, drawn by rank: the n-th is 1 ÷ n^EXPONENT as frequent as the first. Those at home
    have numbers of their own."""

    def __init__(self, count: int) -> None:
        self._weights = list(accumulate((rank + 1) ** -EXPONENT for rank in range(count)))

    def draw(self, random: Random, own: int) -> int:
        if random.randrange(ROAMING):
            return len(self._weights) + own
        return bisect(self._weights, random.random() * self._weights[-1])


def _project(reporter: int, number: int, random: Random, investors: _Investors) -> _Project:
    investor = investors.draw(random, reporter * 1000 + number)
    total = random.randrange(1_000, 90_000) * WAN
    new = number % 10 >= CONTINUED
    year = NOW.year if new else LAST.year - number % 2
    trade = _TRADES[random.randrange(len(_TRADES))]
    return _Project(
        code=f"P{reporter:04}-{number:04}",
        name=f"{_word(reporter, 2)}{_word(random.randrange(80_000), 3)}{trade}项目",
        party=f"{_word(investor, 5)}实业有限公司",
        credit=_credit(investor),
        total=total,
        signed=PartialDate(year, 1 + number % 12),
        funds=total * random.randrange(5, 30) // 100,
        before=0 if new else total * random.randrange(5, 30) // 100,
    )


def _word(number: int, length: int) -> str:
    """Characters that differ from number to number, between neighbours in more than one place."""
    size = len(_WORDS)
    scattered = number * 1_000_003 % size**length
    return "".join(_WORDS[scattered // size**place % size] for place in range(length))


def _credit(investor: int) -> str:
    body = f"91610900MA{investor:07d}"
    return body + uscc.calc_check_digit(body)


def _rows(projects: list[_Project], period: Period, random: Random) -> Iterator[list[FieldValue]]:
    """What is sent for a period: of last year what goes on, of this year nearly all."""
    for project in projects:
        event = random.randrange(RARE)
        if period == LAST:
            if project.before:
                yield _row(project, project.total, project.before, project.before)
        elif event == 0 and project.before:
            continue  # it vanished
        else:
            total = project.total + (WAN if event == 1 else 0)
            funds = project.funds - (project.before if event == 2 else 0)
            yield _row(project, total, max(funds, 0), max(project.before + funds, 0))


def _row(project: _Project, total: int, funds: int, cumulative: int) -> list[FieldValue]:
    return [
        project.code, project.name, project.party, project.credit, total, project.signed, "开工",
        funds, funds, cumulative,
    ]  # fmt: skip


# --- returns ----------------------------------------------------------------------------------


def _save(
    store: Store,
    declared: Catalogue,
    reporter: str,
    period: Period,
    rows: Iterator[list[FieldValue]],
) -> None:
    content = f"{reporter} {period.year}".encode()
    file = f"{reporter}-{period.year}.xlsx"
    sha256 = hashlib.sha256(content).hexdigest()
    home = CellRef(sha256, file, SHEET, "")
    records = tuple(_record(number, row, home) for number, row in enumerate(rows, start=4))
    lines = tuple(line for record in records for line in _lines(record, reporter, period))
    store.save(
        Submission(
            file=file,
            sha256=sha256,
            content=content,
            reporter=reporter,
            period=period,
            status=Status.ACCEPTED,
            tables=(_table(records, home, period),),
            observations=lines,
            findings=(),
            replaced_tables=frozenset(),
            received_at=datetime(period.year + 1, 1, 5, tzinfo=UTC),
            who="bench",
            reason="",
            catalogue_fingerprint=declared.fingerprint,
            track=tracker(declared, reporter, period),
        )
    )


def _record(row: int, values: list[FieldValue], home: CellRef) -> Record:
    fields = {
        name: Field(value, str(value), replace(home, cell=f"{letter}{row}"), _unit(value))
        for letter, name, value in zip("ABCDEFGHIJ", COLUMNS, values, strict=True)
    }
    return Record(TABLE, SHEET, row, fields)


def _unit(value: FieldValue) -> str | None:
    return "元" if isinstance(value, int) else None


def _lines(record: Record, reporter: str, period: Period) -> Iterator[Observation]:
    for indicator, column in FUNDS:
        field = record.fields[column]
        if isinstance(field.value, int):
            yield Observation(
                reporter, indicator, period, field.value, field.ref, TABLE, SHEET, record.row
            )


def _table(records: tuple[Record, ...], home: CellRef, period: Period) -> RecognisedTable:
    columns = {
        name: TableColumn(name, number, name, replace(home, cell=f"{letter}3"))
        for number, (letter, name) in enumerate(zip("ABCDEFGHIJ", COLUMNS, strict=True), start=1)
    }
    return RecognisedTable(
        TABLE, SHEET, f"{period.year}年{SHEET}", (3,), columns, (), records, (), period
    )
