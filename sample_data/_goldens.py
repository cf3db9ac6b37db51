"""Judges the faulty returns with the program itself, for ``generate.py --goldens``.

What is written here is only a proposal: every golden is read over before it is committed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sample_data._faults import (
    BOTH_YEARS,
    CASES,
    CONFIG,
    DESCRIPTION,
    EMPTY,
    GOLDEN,
    LAST_YEAR,
    RECEIVED,
)
from zsstat.catalog import load_catalogue
from zsstat.cli.views import import_machine
from zsstat.declarations import Catalogue
from zsstat.pipeline.deciding import lock
from zsstat.pipeline.files import Source, find_files, load
from zsstat.pipeline.judging import waive
from zsstat.pipeline.returns import ImportOptions, expectation, import_returns
from zsstat.store import Decided, Store, open_store

YEARS = {EMPTY: "", LAST_YEAR: "2019", BOTH_YEARS: "2020"}
"""State of a database → the year whose clean returns it holds beside those of the state before."""


def make_bases(sample: Path, folder: Path) -> Mapping[str, Path]:
    """A database for every state that a case starts from; each goes on from the one before."""
    catalogue = load_catalogue()
    options = ImportOptions(now=datetime.fromisoformat(RECEIVED), who="样例")
    made: dict[str, Path] = {}
    for base, year in YEARS.items():
        database = folder / f"{base}.db"
        if made:
            shutil.copy(list(made.values())[-1], database)
        files = find_files([sample / "returns" / year]).files if year else ()
        fingerprint = catalogue.fingerprint
        with open_store(database, create=True, catalogue_fingerprint=fingerprint) as store:
            import_returns(store, catalogue, load(files), options)
        made[base] = database
    return made


def judge(folder: Path, database: Path) -> dict[str, Any]:
    """What the import of a case's files into ``database`` says, as a machine reads it."""
    case: Mapping[str, Any] = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    config = folder / CONFIG
    catalogue = load_catalogue(config if config.is_dir() else None)
    said: Mapping[str, Any] = case["options"]
    options = ImportOptions(
        now=datetime.fromisoformat(case["received"]),
        who="样例",
        expected=expectation(catalogue, said.get("reporter"), said.get("year"), said.get("month")),
        replace=said.get("replace", False),
        reason=said.get("reason", ""),
    )
    first = case.get("first", [])
    before = [step["import"] for step in first if "import" in step]
    sources = [
        Source(path.name, path.read_bytes())
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name not in (DESCRIPTION, GOLDEN, *before)
    ]
    with open_store(database, create=True, catalogue_fingerprint=catalogue.fingerprint) as store:
        for step in first:
            _happen(step, folder, store, catalogue)
        return import_machine(import_returns(store, catalogue, sources, options))


def _happen(step: Mapping[str, Any], folder: Path, store: Store, catalogue: Catalogue) -> None:
    """What comes before the import: a file, a waiver, a lock."""
    at = datetime.fromisoformat(RECEIVED)
    match step:
        case {"import": name}:
            source = Source(name, (folder / name).read_bytes())
            import_returns(store, catalogue, [source], ImportOptions(now=at, who="样例"))
        case {"waive": rule}:
            number = next(f.id for f in store.findings() if f.finding.rule == rule)
            waive(store, catalogue, number, "追加投资尚未备案", "样例", at)
        case {"lock": year}:
            lock(store, year, None, Decided("样例", "已公布", at))
        case _:
            raise ValueError(f"nothing that can happen: {step}")


def write_goldens(sample: Path) -> list[Path]:
    """Writes ``expected.json`` of every case under ``sample/faulty``."""
    written = []
    with tempfile.TemporaryDirectory() as scratch:
        bases = make_bases(sample, Path(scratch))
        for case in CASES:
            database = Path(scratch) / f"{case.slug}.db"
            shutil.copy(bases[case.base], database)
            folder = sample / "faulty" / case.slug
            text = json.dumps(judge(folder, database), ensure_ascii=False, indent=1) + "\n"
            (folder / GOLDEN).write_text(text, encoding="utf-8", newline="\n")
            written.append(folder / GOLDEN)
    return written
