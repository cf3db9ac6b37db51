"""The commands that look back: what changed between two versions, and the history of a project."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from zsstat.cli.desk import catalogue_of, opened
from zsstat.cli.options import (
    DATABASE,
    Config,
    Db,
    ListFormat,
    Month,
    Output,
    TableFormat,
    Year,
    format_option,
)
from zsstat.errors import UsageError

SEVERAL = 1
"""The exit status where a person must say which of several is meant."""


class HistoryFormat(StrEnum):
    """How a history can be had."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def diff(
    reporter: Annotated[str, typer.Argument(metavar="单位", help="填报单位的名称或代码")],
    year: Year = None,
    month: Month = None,
    table: Annotated[
        str | None, typer.Option("--table", metavar="表", help="只比较这一张表，写名称或代码")
    ] = None,
    earlier: Annotated[
        int | None,
        typer.Option("--from", metavar="编号", help="前一版是哪一号报表；不写为再前一次接收的"),
    ] = None,
    later: Annotated[
        int | None,
        typer.Option("--to", metavar="编号", help="后一版是哪一号报表；不写为最后一次接收的"),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="只是写法不同的也列出，成批的改动逐行列出")
    ] = False,
    format_: Annotated[ListFormat, format_option(ListFormat)] = ListFormat.TEXT,
    output: Output = None,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """比较：一个单位先后报来的两个版本改了哪些单元格、哪些指标，全市的数随之变多少。"""
    from zsstat.cli import present
    from zsstat.pipeline.comparing import compare

    text = format_ is ListFormat.TEXT
    if text and output is not None:
        raise UsageError("--output 要同时用 --format", "例如 --format xlsx --output 比较.xlsx")
    catalogue = catalogue_of(config)
    with opened(db, catalogue) as store:
        found = compare(
            store, catalogue, reporter, year, month, table=table, earlier=earlier, later=later
        )
    if text:
        from zsstat.cli.version_views import difference_pieces

        present.pieces(difference_pieces(found, catalogue, everything=all_))
    else:
        from zsstat.cli.version_machine import difference_report

        report = difference_report(found, catalogue)
        present.report(report, TableFormat(format_.value), output)


def history(
    name: Annotated[
        list[str],
        typer.Argument(metavar="项目", help="名称、编号或投资方，写一部分也可以；几个词要都对得上"),
    ],
    reporter: Annotated[
        str | None, typer.Option("--reporter", metavar="单位", help="只看这个填报单位的")
    ] = None,
    format_: Annotated[HistoryFormat, format_option(HistoryFormat)] = HistoryFormat.TEXT,
    db: Db = DATABASE,
    config: Config = None,
) -> int:
    """历程：一个项目历次报表的阶段和金额，改名、金额变动、阶段倒退、消失和跨单位出现。"""
    from zsstat.cli import history_views, present
    from zsstat.pipeline.lifelines import find_lifelines

    catalogue = catalogue_of(config)
    with opened(db, catalogue) as store:
        found = find_lifelines(store, catalogue, " ".join(name), reporter)
    if format_ is HistoryFormat.TEXT:
        present.pieces(history_views.history_pieces(found, catalogue))
        return SEVERAL if len(found) > 1 else 0
    report = history_views.history_report(found, catalogue)
    present.report(report, TableFormat(format_.value))
    return 0
