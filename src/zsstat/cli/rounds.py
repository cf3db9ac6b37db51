"""The command that says how the round of a period stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zsstat.cli.desk import catalogue_of, now, opened
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


def status(
    year: Year = None,
    month: Month = None,
    urge: Annotated[
        bool, typer.Option("--urge", help="写出催报文字：未报和待重报的各一份，另有一份群发")
    ] = False,
    findings: Annotated[bool, typer.Option("--findings", help="列出退回报表的问题及编号")] = False,
    details: Annotated[
        bool, typer.Option("--details", help="列出请核实、提示和未能判定的情况")
    ] = False,
    format_: Annotated[ListFormat, format_option(ListFormat)] = ListFormat.TEXT,
    output: Output = None,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """报送情况：谁报了什么、谁被退回、谁还没报、谁逾期；--urge 写出催报文字。"""
    from zsstat.cli import present, round_views
    from zsstat.pipeline.rounds import awaited_period, further_findings, open_findings, round_on
    from zsstat.pipeline.urging import reminders

    _refuse_what_cannot_be_shown(format_, output, extras=urge or findings or details)
    catalogue = catalogue_of(config)
    with opened(db, catalogue) as store:
        round_ = round_on(store, catalogue, awaited_period(store, year, month), now())
        states = [standing.state for standing in round_.standings]
        shown = round_views.Shown(
            round_,
            reminders(round_, catalogue) if urge else None,
            open_findings(store, states) if findings else None,
            tuple(further_findings(store, states)) if details else None,
        )
    if format_ is ListFormat.TEXT:
        present.pieces(round_views.status_pieces(shown, catalogue))
    else:
        report = round_views.status_report(shown, catalogue)
        present.report(report, TableFormat(format_.value), output)


def _refuse_what_cannot_be_shown(format_: ListFormat, output: Path | None, *, extras: bool) -> None:
    """Text goes to the screen; of flat tables neither reminders nor findings are a part."""
    if format_ is ListFormat.TEXT and output is not None:
        raise UsageError("--output 要同时用 --format", "例如 --format xlsx --output 报送情况.xlsx")
    if extras and format_ in (ListFormat.CSV, ListFormat.XLSX):
        raise UsageError(
            f"--urge、--findings、--details 的内容不能写成 {format_.value}",
            "请改用 --format text 或 --format json",
        )
