"""The command that writes blank returns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zsstat.cli.desk import catalogue_of, opened
from zsstat.cli.options import DATABASE, Config, Db, Month, RecordFormat, format_option

FORMS = Path("forms")
"""Where forms are written unless told otherwise."""


def form(
    year: Annotated[
        int, typer.Option("--year", metavar="年份", min=1990, max=2100, help="填报哪一年的数")
    ],
    month: Month = None,
    reporters: Annotated[
        list[str] | None,
        typer.Option(
            "--reporter", metavar="单位", help="只做这个填报单位的，可以写几次；不写则为全部"
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="文件夹", help="写到哪里", show_default=True)
    ] = FORMS,
    force: Annotated[
        bool, typer.Option("--force", help="已有同名文件也重写；原文件改名保留")
    ] = False,
    format_: Annotated[RecordFormat, format_option(RecordFormat)] = RecordFormat.TEXT,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """表样：给各填报单位做空白报表，续建项目、上年同期和目标任务已经填好，填完即可导入。"""
    from zsstat.cli import forming_views, present
    from zsstat.model import Period
    from zsstat.pipeline.forming import make_forms

    catalogue = catalogue_of(config)
    period = Period(year, month or 12)
    asked = (period, reporters or (), output, catalogue)
    if db.exists():
        with opened(db, catalogue) as store:
            made = make_forms(*asked, store, force=force)
    else:
        present.notes([f"说明：没有数据库 {db}，表样里没有预填任何数"])
        made = make_forms(*asked, None, force=force)
    if format_ is RecordFormat.JSON:
        present.json(forming_views.machine(period, output, made))
    else:
        present.pieces(forming_views.pieces(output, made))
