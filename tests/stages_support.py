"""Projects for the tests of stages, without a workbook: single ones, and a database of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tests.store_support import make_record, make_submission, make_table
from zsstat.catalog import load_catalogue
from zsstat.model import CellRef, Entity, FieldValue, Period
from zsstat.store import open_store

YI = 10**8
EARLIER, LATER = Period(2019), Period(2020)


class Project(NamedTuple):
    """A row of the table of projects: name, stage, total in 亿元, code, party."""

    name: str
    stage: str | None
    total: int | None = 1
    code: str | None = None
    party: str | None = "甲公司"


def entity(
    name: str,
    stage: str | None = "签约",
    *,
    reporter: str = "hanbin",
    code: str | None = None,
    party: str | None = "甲公司",
    total: int | None = 1,
    row: int = 1,
) -> Entity:
    """A project as it is followed."""
    return Entity(
        table="projects",
        reporter=reporter,
        period=LATER,
        row=row,
        home=CellRef("ab" * 32, "台账.xlsx", "项目", ""),
        label=name,
        name=name,
        code=code,
        party=party,
        stage=stage,
        total=total,
    )


def database(
    path: Path, *returns: tuple[str, Period, Sequence[Project]], table: str = "projects"
) -> Path:
    """A database with a table of projects for each reporter and period."""
    catalogue = load_catalogue()
    with open_store(path, create=True, catalogue_fingerprint=catalogue.fingerprint) as store:
        for reporter, period, projects in returns:
            plain = make_submission(reporter=reporter, period=period, amounts=())
            records = [
                make_record(plain.sha256, plain.file, row, values(project), table)
                for row, project in enumerate(projects, start=4)
            ]
            tables = (make_table(records, table),)
            store.save(replace(plain, tables=tables, observations=()))
    return path


def values(project: Project) -> dict[str, FieldValue]:
    """The cells of a row by the shipped names of their columns."""
    return {
        "项目编号": project.code,
        "项目名称": project.name,
        "投资方": project.party,
        "总投资": None if project.total is None else project.total * YI,
        "阶段": project.stage,
    }


def labels(entities: Iterable[Entity]) -> list[str]:
    return [e.label for e in entities]
