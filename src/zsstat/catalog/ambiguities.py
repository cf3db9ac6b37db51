"""Names of the catalogue that mean two things, and columns that no header can name.

Such a catalogue works until a return uses the name; then the return goes back for a fault that is
not its sender's. So these are found before, by ``zsstat catalog check``, and not on loading.
Names are compared as headers are: normalised, whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zsstat.catalog.problems import Problem
from zsstat.declarations import Catalogue, Column, ReturnTable
from zsstat.recognise.words import LONGEST_NAME
from zsstat.values import normalise

_REMOVE = "请从其中一个去掉这个名称"


def ambiguities(catalogue: Catalogue) -> Iterator[Problem]:
    """Every ambiguous or unusable name, in the order of the files."""
    yield from _areas(catalogue)
    yield from _regions(catalogue)
    yield from _units(catalogue)
    yield from _indicators(catalogue)
    for table in catalogue.returns.values():
        yield from _columns(table)


def _areas(catalogue: Catalogue) -> Iterator[Problem]:
    """Areas of one kind; a member of the field may well be called as our own city is."""
    kinds = dict.fromkeys(area.kind for area in catalogue.areas.values())
    for kind in kinds:
        named = {a.id: a.all_names for a in catalogue.areas.values() if a.kind is kind}
        for name, (first, second, *_) in _shared(named).items():
            yield Problem(
                "areas.toml",
                f"area[{second}]",
                f"名称“{name}”也是 area[{first}] 的，报表写“{name}”就分不清是哪一个",
                _REMOVE,
            )


def _regions(catalogue: Catalogue) -> Iterator[Problem]:
    named = {region.id: (region.id, *region.aliases) for region in catalogue.regions.values()}
    for name, (first, second, *_) in _shared(named).items():
        yield Problem(
            "areas.toml",
            f"region[{second}]",
            f"地名“{name}”也是 region[{first}] 的，投资来源地写“{name}”就分不清算在哪里",
            _REMOVE,
        )


def _units(catalogue: Catalogue) -> Iterator[Problem]:
    named = {unit.id: (unit.id, *unit.aliases) for unit in catalogue.units.values()}
    for name, (first, second, *_) in _shared(named).items():
        yield Problem(
            "indicators.toml",
            f"unit[{second}]",
            f"单位“{name}”也是 unit[{first}] 的写法，金额会按其中一个计算",
            _REMOVE,
        )


def _indicators(catalogue: Catalogue) -> Iterator[Problem]:
    named = {code: i.all_names for code, i in catalogue.listed.items()}
    for name, (first, second, *_) in _shared(named).items():
        yield Problem(
            "indicators.toml",
            f"indicator[{second}]",
            f"名称“{name}”也是 indicator[{first}] 的，报表和通报写“{name}”就分不清是哪一个",
            "请为其中一个换名，或从 aliases 里去掉",
        )


# --- columns ----------------------------------------------------------------------------------


def _columns(table: ReturnTable) -> Iterator[Problem]:
    named = {column.name: (column.name, *column.aliases) for column in table.columns}
    shared = _shared(named)
    for name, (first, second, *_) in shared.items():
        yield Problem(
            "returns.toml",
            f"table[{table.id}].columns[{second}]",
            f"列名“{name}”同时属于“{first}”和“{second}”，表头写“{name}”的报表会被退回",
            _REMOVE,
        )
    taken = {normalise(name) for name in shared}
    for column in table.columns:
        yield from _choices(table, column)
        if column.required and not any(_can_be_named(n, taken) for n in named[column.name]):
            yield Problem(
                "returns.toml",
                f"table[{table.id}].columns[{column.name}]",
                "这一列必填，却没有一个表头能认出它：它的名称不是与别的列重复，"
                f"就是空的或超过{LONGEST_NAME}个字",
                "请在 aliases 里加一个报表表头的写法",
            )


def _can_be_named(name: str, taken: Iterable[str]) -> bool:
    plain = normalise(name)
    return bool(plain) and len(name) <= LONGEST_NAME and plain not in taken


def _choices(table: ReturnTable, column: Column) -> Iterator[Problem]:
    named = {choice: (choice, *synonyms) for choice, synonyms in column.choices.items()}
    for name, (first, second, *_) in _shared(named).items():
        yield Problem(
            "returns.toml",
            f"table[{table.id}].columns[{column.name}].choices",
            f"“{name}”同时是“{first}”和“{second}”的写法",
            _REMOVE,
        )


def _shared(named: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Name as first written → the owners that have it, where there are several."""
    owners: dict[str, dict[str, None]] = {}
    spelt: dict[str, str] = {}
    for owner, names in named.items():
        for name in names:
            plain = normalise(name)
            spelt.setdefault(plain, name)
            owners.setdefault(plain, {})[owner] = None
    return {spelt[plain]: tuple(o) for plain, o in owners.items() if len(o) > 1}
