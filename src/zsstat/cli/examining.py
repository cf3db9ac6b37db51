"""The commands that look again at what was accepted, because something else has changed."""

from __future__ import annotations

from typing import Annotated

import typer

from zsstat.cli.desk import catalogue_of, now, opened, rehearsed, who_decides
from zsstat.cli.options import (
    DATABASE,
    By,
    Config,
    Db,
    Month,
    Quiet,
    RecordFormat,
    Year,
    format_option,
)


def recheck(
    year: Year = None,
    month: Month = None,
    format_: Annotated[RecordFormat, format_option(RecordFormat)] = RecordFormat.TEXT,
    db: Db = DATABASE,
    config: Config = None,
    quiet: Quiet = False,
) -> int:
    """复核：把一期已接收的报表再与以往、与其他单位核对一遍，已接收的仍然有效。"""
    from zsstat.cli import examination_views, present
    from zsstat.pipeline.ledger import settled_period
    from zsstat.pipeline.whole_period import recheck as look_again

    catalogue = catalogue_of(config)
    with opened(db, catalogue, quiet=quiet) as store:
        period = settled_period(store, year, month)
        changes = look_again(store, catalogue, period, now(), "复核")
    if format_ is RecordFormat.JSON:
        present.json(examination_views.recheck_machine(changes, period))
    else:
        present.lines(examination_views.recheck_lines(changes, period))
    return 1 if any(change.opened for change in changes) else 0


def repost(
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么重新统计")],
    by: By = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看哪些数会变，不入库")] = False,
    format_: Annotated[RecordFormat, format_option(RecordFormat)] = RecordFormat.TEXT,
    db: Db = DATABASE,
    config: Config = None,
    quiet: Quiet = False,
) -> int:
    """重新统计：目录（指标、门槛等）变动后，按已存的记录重算各期的数，列出变动的数。"""
    from zsstat.cli import examination_views, present
    from zsstat.pipeline import reposting
    from zsstat.store import Decided

    catalogue = catalogue_of(config)
    decided = Decided(who_decides(by), reason, now())
    with rehearsed(db, catalogue) if dry_run else opened(db, catalogue, quiet=quiet) as store:
        done = reposting.repost(store, catalogue, decided)
    if format_ is RecordFormat.JSON:
        present.json(examination_views.repost_machine(done, catalogue))
    else:
        present.lines(examination_views.repost_lines(done, catalogue, rehearsed=dry_run))
    return 1 if done.locked else 0


def backtest(
    rule: Annotated[str, typer.Argument(metavar="规则", help="规则编号，见 zsstat catalog")],
    format_: Annotated[RecordFormat, format_option(RecordFormat)] = RecordFormat.TEXT,
    db: Db = DATABASE,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """回测：一条规则（可以只写在自己的配置里）启用之前，先看它对已接收的报表会指出什么。"""
    from zsstat.cli import examination_views, present
    from zsstat.pipeline.backtesting import backtest as run

    catalogue = catalogue_of(config)
    with opened(db, catalogue, quiet=quiet) as store:
        done = run(store, catalogue, rule)
    if format_ is RecordFormat.JSON:
        present.json(examination_views.backtest_machine(done))
    else:
        present.lines(examination_views.backtest_lines(done, catalogue))
