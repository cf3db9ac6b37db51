"""Exporting: a data package of some periods, put into a folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from zsstat.declarations import Catalogue
from zsstat.errors import UsageError, why
from zsstat.model import Audience, Period
from zsstat.pipeline.ledger import describe, settled_period
from zsstat.pipeline.overtime import parsed_years
from zsstat.pipeline.packaging import package
from zsstat.render.packages import DESCRIPTOR, LEFT_TO_THE_OFFICE, OURS, package_files
from zsstat.store import Store


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the rows of each table by its title; ``removed`` are files of a former
    package in the same folder that this one does not have, ``missing`` the periods asked for that
    nothing was received for, ``preliminary`` those in which a reporter is missing."""

    folder: Path
    rows: Mapping[str, int]
    removed: tuple[str, ...]
    missing: tuple[str, ...]
    preliminary: tuple[str, ...]


def export(
    store: Store,
    catalogue: Catalogue,
    periods: tuple[tuple[Period, ...], tuple[Period, ...]],
    folder: Path,
    format_: str,
    audience: Audience = Audience.INTERNAL,
    *,
    force: bool = False,
) -> Exported:
    """Writes the package of ``periods`` (those that there are, those that are missing) into a
    folder that is new, empty or holds a package of ours; into any other one with ``force`` alone.

    What a person wrote into the descriptor of a former package (licences, contributors) stays. The
    descriptor is written last: a folder without one holds no package. Raises :class:`UsageError`
    where the folder is somebody else's or the system refuses."""
    former = _former(folder, force=force)
    found, missing = periods
    made = package(store, catalogue, found, audience)
    kept = {key: former[key] for key in LEFT_TO_THE_OFFICE if key in former}
    files = package_files(made, format_, kept)
    outdated = tuple(sorted(_files_of(former) - set(files)))
    _write(folder, files, outdated)
    by_name = {resource.name: resource for resource in made.resources}
    return Exported(
        folder,
        {resource.title: len(resource.rows) for resource in made.resources},
        outdated,
        tuple(map(describe, missing)),
        tuple(describe(Period(row[0], row[1])) for row in _preliminary(by_name["periods"])),
    )


def asked_periods(
    store: Store, year: int | None, month: int | None, years: str | None
) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """The periods asked for that there are, and those of them that there are not.

    Raises :class:`UsageError` where there is none, and for ``years`` beside ``year``."""
    if years is None:
        return (settled_period(store, year, month),), ()
    if year is not None:
        raise UsageError("--years 和 --year 不能同时用", "要导出的年份都写在 --years 里")
    known = frozenset(store.periods())
    asked = tuple(Period(one, month or 12) for one in parsed_years(years))
    found = tuple(period for period in asked if period in known)
    if not found:
        raise UsageError(
            f"没有{years}的已接收报表",
            f"已有的报告期：{'、'.join(map(describe, sorted(known))) or '（无）'}",
        )
    return found, tuple(period for period in asked if period not in known)


def _preliminary(resource: Any) -> Iterable[tuple[int, int]]:
    names = [column.name for column in resource.columns]
    at = names.index("preliminary")
    return ((row[0], row[1]) for row in resource.rows if row[at])


# --- the folder -------------------------------------------------------------------------------


def _former(folder: Path, *, force: bool) -> Mapping[str, Any]:
    """The descriptor of the package of ours that is there; empty where there is none."""
    try:
        if not folder.exists() or not any(folder.iterdir()):
            return {}
        descriptor = _descriptor(folder / DESCRIPTOR)
    except OSError as error:
        raise UsageError(f"文件夹 {folder} 打不开：{why(error)}", "请换一个文件夹") from error
    if OURS in descriptor:
        return descriptor
    if not force:
        raise UsageError(
            f"文件夹 {folder} 里已有别的文件，不会往里写",
            "请换一个新的或空的文件夹；确实要写在这里的，加 --force，同名的文件会被覆盖",
        )
    return {}


def _descriptor(path: Path) -> Mapping[str, Any]:
    """What a descriptor says; nothing where it is none."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _files_of(descriptor: Mapping[str, Any]) -> set[str]:
    """The files of a former package; only plain names, for nothing outside the folder is ours."""
    resources = descriptor.get("resources")
    paths = [
        resource.get("path")
        for resource in (resources if isinstance(resources, list) else [])
        if isinstance(resource, dict)
    ]
    return {path for path in paths if isinstance(path, str) and path == Path(path).name}


def _write(folder: Path, files: Mapping[str, bytes], outdated: Iterable[str]) -> None:
    """All files are written beside their places before the first is put into its own. The former
    descriptor goes then and the new one comes last: what was left half done is known as none."""
    making = {name: folder / f".zsstat-{uuid4().hex}.tmp" for name in files}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            making[name].write_bytes(content)
        for name in (DESCRIPTOR, *outdated):
            (folder / name).unlink(missing_ok=True)
        for name, path in making.items():
            path.replace(folder / name)
    except OSError as error:
        for path in making.values():
            with suppress(OSError):  # it may not be there, nor may its folder
                path.unlink()
        raise UsageError(
            f"写不进文件夹 {folder}：{why(error)}", "请关闭正在使用它的程序，或换一个文件夹"
        ) from error
