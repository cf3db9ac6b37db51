"""The commands for the assessment of the reporters and for how far projects have come."""

from __future__ import annotations

from typing import Annotated

import typer

from zsstat.cli.desk import catalogue_of, opened
from zsstat.cli.options import (
    DATABASE,
    Config,
    Db,
    LayoutOption,
    Month,
    Output,
    Quiet,
    TableFormat,
    Year,
    format_option,
)


def assess(
    name: Annotated[
        str | None, typer.Argument(metavar="考核", help="哪一项考核；不写则列出全部")
    ] = None,
    year: Year = None,
    month: Month = None,
    format_: Annotated[TableFormat, format_option(TableFormat)] = TableFormat.TABLE,
    layout: LayoutOption = None,
    output: Output = None,
    db: Db = DATABASE,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """考核：按目录里的办法给各单位计分、排名，每一分都可以用 trace 追溯。"""
    from zsstat.cli import present
    from zsstat.pipeline.assessing import assess as league
    from zsstat.pipeline.ledger import settled_period

    catalogue = catalogue_of(config)
    with opened(db, catalogue, quiet=quiet) as store:
        report = league(store, catalogue, settled_period(store, year, month), name)
    present.report(report, format_, output, layout=layout, quiet=quiet)


def stages(
    year: Year = None,
    month: Month = None,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="上期", help="与哪一期比较，如 2019 或 2020-3"),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="分类", help="county：按地区列出")
    ] = None,
    format_: Annotated[TableFormat, format_option(TableFormat)] = TableFormat.TABLE,
    layout: LayoutOption = None,
    output: Output = None,
    db: Db = DATABASE,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """项目阶段：各阶段的项目个数和总投资；与上期比较时列出阶段变化和转化率。"""
    from zsstat.cli import present
    from zsstat.pipeline.ledger import settled_period
    from zsstat.pipeline.stages import stages as funnel

    catalogue = catalogue_of(config)
    with opened(db, catalogue, quiet=quiet) as store:
        period = settled_period(store, year, month)
        report = funnel(store, catalogue, period, since, by)
    present.report(report, format_, output, layout=layout, quiet=quiet)
