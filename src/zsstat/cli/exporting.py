"""The command that writes a data package."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zsstat.choices import Audience
from zsstat.cli.desk import catalogue_of, opened
from zsstat.cli.options import DATABASE, Config, Db, Month, Quiet, Year, format_option


class PackageFormat(StrEnum):
    """In what the tables of a data package are."""

    CSV = "csv"
    PARQUET = "parquet"


def export(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪里")],
    year: Year = None,
    month: Month = None,
    years: Annotated[
        str | None,
        typer.Option(
            "--years", metavar="年份", help="几年一起，如 2016-2020 或 2018,2020；可加 --month"
        ),
    ] = None,
    format_: Annotated[PackageFormat, format_option(PackageFormat)] = PackageFormat.CSV,
    audience: Annotated[
        Audience,
        typer.Option(
            "--audience",
            metavar="|".join(Audience),
            help="internal 内部：连同台账和文件；public 公开：只有全市的数",
        ),
    ] = Audience.INTERNAL,
    force: Annotated[
        bool, typer.Option("--force", help="文件夹里已有别的文件时也写入；同名的文件会被覆盖")
    ] = False,
    db: Db = DATABASE,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """导出：把各项指标、台账和出处写成数据包（Frictionless Data Package），供别的程序使用。"""
    from zsstat.cli import present
    from zsstat.pipeline.exporting import asked_periods
    from zsstat.pipeline.exporting import export as write

    catalogue = catalogue_of(config)
    with opened(db, catalogue, quiet=quiet) as store:
        periods = asked_periods(store, year, month, years)
        done = write(store, catalogue, periods, folder, format_.value, audience, force=force)
    present.lines([f"已写入 {done.folder}：", *(f"  {n}　{c}行" for n, c in done.rows.items())])
    notes = [f"说明：没有{period}的已接收报表，未导出" for period in done.missing]
    notes += [f"说明：{period}还有单位未报送，是初步统计数" for period in done.preliminary]
    notes += [f"说明：已删去上次导出的 {name}" for name in done.removed]
    present.notes(notes, quiet=quiet)
