"""One function a command: its options, one pipeline call, its result shown, an exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from zsstat.cli.assessing import assess, stages
from zsstat.cli.configuring import catalog, init, inspect
from zsstat.cli.deciding import (
    adjust,
    answer,
    lock,
    log,
    resolve,
    restate,
    revoke,
    unlock,
    waive,
    withdraw,
)
from zsstat.cli.desk import catalogue_of, now, opened, rehearsed, who_decides
from zsstat.cli.drafting import bulletin
from zsstat.cli.examining import backtest, recheck, repost
from zsstat.cli.exporting import export
from zsstat.cli.findings import findings
from zsstat.cli.forming import form
from zsstat.cli.grammar import ChineseCommand
from zsstat.cli.options import (
    DATABASE,
    By,
    Config,
    Db,
    LayoutOption,
    Month,
    Output,
    Quiet,
    RecordFormat,
    StatedMonth,
    StatedReporter,
    StatedYear,
    TableFormat,
    Year,
    format_option,
)
from zsstat.cli.publishing import publish, published
from zsstat.cli.rounds import status
from zsstat.cli.templating import template
from zsstat.cli.versions import diff, history

RETURNS = Path("returns")


def prepare_output() -> None:
    """A console that cannot show a character (GBK, a pipe) shows a substitute and does not fail."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def _say_version(wanted: bool) -> None:
    if wanted:
        from zsstat import __version__

        typer.echo(f"zsstat {__version__}")
        raise typer.Exit


def _main(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="显示版本号后退出"),
    ] = False,
) -> None: ...


# --- the round of a period --------------------------------------------------------------------


def import_(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="文件或文件夹", help="默认为 returns 文件夹")
    ] = None,
    year: StatedYear = None,
    month: StatedMonth = None,
    reporter: StatedReporter = None,
    replace: Annotated[bool, typer.Option("--replace", help="更正：替换已接收的同一张表")] = False,
    add: Annotated[bool, typer.Option("--add", help="补充：与已接收的同一张表并列")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="替换或补充的理由")] = "",
    by: By = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只核对，不入库")] = False,
    details: Annotated[
        bool, typer.Option("--details", help="列出 C、D 级和未能判定的情况")
    ] = False,
    format_: Annotated[RecordFormat, format_option(RecordFormat)] = RecordFormat.TEXT,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            metavar="个数",
            min=0,
            max=60,
            help="同时读几个文件，不影响结果；不写或写 0 由程序定",
        ),
    ] = 0,
    review: Annotated[
        Path | None,
        typer.Option(
            "--review", metavar="文件夹", help="退回的报表：加批注的审核稿和退回函写到哪里"
        ),
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="日期", help="退回函里写的重报时限")
    ] = None,
    db: Db = DATABASE,
    config: Config = None,
    quiet: Quiet = False,
) -> int:
    """导入报表：识别、核对，合格的入库，不合格的列出原因退回。"""
    from zsstat.cli import present, views
    from zsstat.pipeline import files
    from zsstat.pipeline.answers import waiting_answers
    from zsstat.pipeline.returns import ImportOptions, expectation, import_returns
    from zsstat.pipeline.sendback import review_desk, send_back
    from zsstat.pipeline.workers import ahead_of, crew, jobs_for

    catalogue = catalogue_of(config)
    options = ImportOptions(
        now=now(),
        who=who_decides(by),
        expected=expectation(catalogue, reporter, year, month),
        replace=replace,
        add=add,
        reason=reason,
    )
    found = files.find_files(paths or [RETURNS])
    desk = review_desk(review, due, options.now)
    with (
        rehearsed(db, catalogue)
        if dry_run
        else opened(db, catalogue, create=True, quiet=quiet) as store,
        crew(workers := jobs_for(files.sizes(found.files), jobs)) as executor,
        present.import_progress(len(found.files), quiet=quiet) as progress,
    ):
        results = import_returns(
            store,
            catalogue,
            files.load(found.files),
            options,
            progress,
            executor,
            ahead_of(workers),
        )
        sent = send_back(desk, results, found, store, catalogue)
        waiting = waiting_answers(found, store, catalogue)
    if format_ is RecordFormat.JSON:
        present.json(views.import_machine(results))
    else:
        told = views.import_lines(results, catalogue, details=details, rehearsed=dry_run)
        present.lines(told)
        present.notes(views.passed_over(found), quiet=quiet)
    present.notes(views.waiting_lines(waiting), quiet=quiet)
    present.notes(views.sent_back_lines(sent), quiet=quiet)
    return 1 if views.needs_person(results) else 0


# --- figures ----------------------------------------------------------------------------------


def summary(
    year: Year = None,
    month: Month = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="分类",
            help="county 县区、industry 产业、source 来源地、stage 阶段、size 规模；"
            "county 可与另一个合用",
        ),
    ] = None,
    single: Annotated[
        bool,
        typer.Option("--single", help="当月数：本月累计减上月累计，附同比和环比；只写年份为12月"),
    ] = False,
    years: Annotated[
        str | None,
        typer.Option(
            "--years", metavar="年份", help="几年并列，如 2016-2020 或 2018,2020；可加 --month"
        ),
    ] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator",
            metavar="指标",
            help="与 --years 同用：分县区列出哪个指标，可写几次；不写则取参加排位的",
        ),
    ] = None,
    format_: Annotated[TableFormat, format_option(TableFormat)] = TableFormat.TABLE,
    layout: LayoutOption = None,
    output: Output = None,
    db: Db = DATABASE,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """汇总表：全市主要指标、上年同期、同比和位次，以及分县区、分类、当月、分年度的表。"""
    from zsstat.cli import present
    from zsstat.pipeline.overtime import Asked, summary_of

    drawn = format_ is not TableFormat.XLSX
    asked = Asked(year, month, by or (), single, years, indicator or (), drawn)
    catalogue = catalogue_of(config)
    with opened(db, catalogue, quiet=quiet) as store:
        report = summary_of(store, catalogue, asked)
    present.report(report, format_, output, layout=layout, quiet=quiet)


def rank(
    year: Year = None,
    month: Month = None,
    format_: Annotated[TableFormat, format_option(TableFormat)] = TableFormat.TABLE,
    layout: LayoutOption = None,
    output: Output = None,
    db: Db = DATABASE,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """位次：全市在全省的增速和完成比例位次，各县区排名。"""
    from zsstat.cli import present
    from zsstat.pipeline import reports
    from zsstat.pipeline.ledger import settled_period

    catalogue = catalogue_of(config)
    with opened(db, catalogue, quiet=quiet) as store:
        report = reports.ranks(store, catalogue, settled_period(store, year, month))
    present.report(report, format_, output, layout=layout, quiet=quiet)


def trace(
    what: Annotated[
        str, typer.Argument(metavar="指标或数", help="如 818亿元、省际到位资金、省际到位资金.同比")
    ],
    year: Year = None,
    month: Month = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="地区", help="地区名称或代码；不写为全市")
    ] = None,
    single: Annotated[
        bool, typer.Option("--single", help="查当月数，如 summary --single 印出的")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="列出全部单元格")] = False,
    format_: Annotated[RecordFormat, format_option(RecordFormat)] = RecordFormat.TEXT,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """追溯：从一个数查到县区、文件、工作表、单元格和原文。"""
    from zsstat.cli import present, views
    from zsstat.pipeline.asked import find_figure
    from zsstat.pipeline.ledger import area_id, settled_period
    from zsstat.pipeline.sources import machine_trace, tracer_for

    catalogue = catalogue_of(config)
    with opened(db, catalogue) as store:
        tracer = tracer_for(store, catalogue, settled_period(store, year, month))
        of = area_id(catalogue, area) if area else None
        figure = find_figure(what, tracer, of, single=single)
        traced = tracer.trace(figure)
    if format_ is RecordFormat.JSON:
        present.json(machine_trace(traced))
    else:
        present.lines(views.trace_lines(traced, everything=all_))


# --- the house --------------------------------------------------------------------------------


def backup(
    target: Annotated[Path, typer.Argument(metavar="目标文件", help="备份写到哪里")],
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """备份：在不停用的情况下复制整个数据库。"""
    from zsstat.cli import present
    from zsstat.pipeline.upkeep import back_up

    with opened(db, catalogue_of(config)) as store:
        back_up(store, target)
    present.lines([f"已备份到 {target}"])


def verify(
    db: Db = DATABASE,
    config: Config = None,
) -> int:
    """核验：数据库是否完好，每条统计记录与原件是否一致。"""
    from zsstat.cli import present, views
    from zsstat.pipeline.upkeep import verify as examine

    catalogue = catalogue_of(config)
    with opened(db, catalogue) as store:
        verification = examine(store, catalogue)
    present.lines(views.verification_lines(verification))
    return 1 if verification.problems else 0


Command: TypeAlias = Callable[..., int | None]

GROUPS: dict[str, dict[str, Command]] = {
    "收报表": {
        "form": form,
        "import": import_,
        "inspect": inspect,
        "status": status,
        "findings": findings,
        "diff": diff,
    },
    "作决定": {
        "answer": answer,
        "waive": waive,
        "resolve": resolve,
        "adjust": adjust,
        "restate": restate,
        "withdraw": withdraw,
        "lock": lock,
        "unlock": unlock,
        "revoke": revoke,
        "log": log,
    },
    "看数": {
        "summary": summary,
        "rank": rank,
        "assess": assess,
        "stages": stages,
        "bulletin": bulletin,
        "publish": publish,
        "published": published,
        "trace": trace,
        "history": history,
        "export": export,
    },
    "目录和数据库": {
        "init": init,
        "catalog": catalog,
        "template": template,
        "backtest": backtest,
        "repost": repost,
        "recheck": recheck,
        "verify": verify,
        "backup": backup,
    },
}
"""Every command under what it is for, in the order in which a round of returns uses them."""
COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}


def register(app: typer.Typer, asked: str = "") -> None:
    """Adds the commands to the app; the one asked for alone where there is such a command, since
    typer takes every command that it is given apart before it runs one."""
    app.callback()(_main)
    for group, commands in GROUPS.items():
        for name, function in commands.items():
            if asked not in COMMANDS or name == asked:
                app.command(name, cls=ChineseCommand, rich_help_panel=group)(function)
