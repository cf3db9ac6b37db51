"""The command that lists what was found in the returns, and where each of it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from zsstat.choices import Level
from zsstat.cli.desk import catalogue_of, opened
from zsstat.cli.options import (
    DATABASE,
    Config,
    Db,
    ListFormat,
    Month,
    Output,
    Quiet,
    TableFormat,
    Year,
    format_option,
)
from zsstat.errors import UsageError


def findings(
    year: Year = None,
    month: Month = None,
    reporter: Annotated[
        str | None, typer.Option("--reporter", metavar="单位", help="只列这个单位的")
    ] = None,
    level: Annotated[
        list[Level] | None,
        typer.Option("--level", metavar="|".join(Level), help="只列这个级别的，可写几次"),
    ] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="规则", help="只列这条规则查出的")
    ] = None,
    open_: Annotated[
        bool, typer.Option("--open", help="只列还没有办完的：待改正、待说明、待核销")
    ] = False,
    all_: Annotated[
        bool, typer.Option("--all", help="连同未能判定的、已消除的和被替换、撤回的报表的")
    ] = False,
    format_: Annotated[ListFormat, format_option(ListFormat)] = ListFormat.TEXT,
    output: Output = None,
    db: Db = DATABASE,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """问题清单：各单位报表的问题、编号和办理情况，要紧的在前，最后写明下一步办什么。"""
    from zsstat.cli import finding_views, present
    from zsstat.pipeline.findings import Asked, list_findings

    if format_ is ListFormat.TEXT and output is not None:
        raise UsageError("--output 要同时用 --format", "例如 --format xlsx --output 问题清单.xlsx")
    asked = Asked(year, month, reporter, tuple(level or ()), rule, open_, all_)
    catalogue = catalogue_of(config)
    with opened(db, catalogue, quiet=quiet) as store:
        listing = list_findings(store, catalogue, asked)
    match format_:
        case ListFormat.TEXT:
            whole = rule is not None
            present.lines(finding_views.listing_lines(listing, catalogue, whole=whole))
        case ListFormat.JSON:
            present.json(finding_views.listing_machine(listing), output)
        case _:
            report = finding_views.listing_report(listing, catalogue)
            present.report(report, TableFormat(format_.value), output, quiet=quiet)
