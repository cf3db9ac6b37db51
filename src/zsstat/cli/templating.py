"""The command for one's own templates: start one, and read one over."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zsstat.cli.desk import catalogue_of, now, opened
from zsstat.cli.options import (
    DATABASE,
    Config,
    Db,
    Month,
    RecordFormat,
    Year,
    format_option,
)
from zsstat.errors import UsageError

if TYPE_CHECKING:
    from zsstat.declarations import Catalogue
    from zsstat.pipeline.templating import Reading


class Kind(StrEnum):
    """What a template is started for."""

    BULLETIN = "bulletin"
    COUNTY = "county"
    MONTH = "month"


def template(
    action: Annotated[
        str, typer.Argument(metavar="check|new", help="check 核对一个模板；new 写出一个，从它改起")
    ],
    file: Annotated[Path, typer.Argument(metavar="文件", help="模板文件，如 我的通报.md")],
    for_: Annotated[
        Kind,
        typer.Option(
            "--for",
            metavar="bulletin|county|month",
            help="new：写哪一种，全市通报、县区通报、每月快报",
        ),
    ] = Kind.BULLETIN,
    year: Year = None,
    month: Month = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="县区", help="check：按这个县区的通报核对")
    ] = None,
    narrative: Annotated[
        Path | None, typer.Option("--narrative", metavar="文件", help="check：一并核对文稿")
    ] = None,
    format_: Annotated[RecordFormat, format_option(RecordFormat)] = RecordFormat.TEXT,
    db: Db = DATABASE,
    config: Config = None,
) -> int:
    """模板：核对自己的通报模板，一次列出全部问题并预览；或写出一个模板，从它改起。"""
    from zsstat.cli import present, templating_views

    catalogue = catalogue_of(config)
    if action == "new":
        from zsstat.pipeline.templating import new_template

        new_template(file, for_.value, catalogue)
        present.lines(templating_views.started_lines(file, county=for_ is Kind.COUNTY))
        return 0
    if action != "check":
        raise UsageError(f"没有“{action}”这个做法", "可以写 check（核对）或 new（新写一个）")
    reading = _read_over(catalogue, file, narrative, area, year, month, db)
    if format_ is RecordFormat.JSON:
        present.json(templating_views.reading_machine(reading))
    else:
        present.lines(templating_views.reading_lines(reading))
        if reading.edition is not None:
            present.edition(reading.edition)
    return 1 if reading.needs_person else 0


def _read_over(
    catalogue: Catalogue,
    file: Path,
    narrative: Path | None,
    area: str | None,
    year: int | None,
    month: int | None,
    db: Path,
) -> Reading:
    from zsstat.model import Period
    from zsstat.pipeline.ledger import settled_period
    from zsstat.pipeline.templating import check_template

    if not db.is_file():
        period = Period(year or now().year, month or 12)
        return check_template(catalogue, file, narrative, area, period, None)
    with opened(db, catalogue, quiet=True) as store:
        if year is None and month is None and store.latest_period() is None:
            period = Period(now().year, 12)
            return check_template(catalogue, file, narrative, area, period, None)
        period = settled_period(store, year, month)
        return check_template(catalogue, file, narrative, area, period, store)
