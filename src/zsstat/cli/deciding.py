"""The commands by which the office decides: each says who, when and why, and stands in the log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zsstat.cli.desk import catalogue_of, now, opened, who_decides
from zsstat.cli.options import DATABASE, By, Config, Db, Month, RecordFormat, Year, format_option

if TYPE_CHECKING:
    from zsstat.store import Decided


Reason = Annotated[str, typer.Option("--reason", metavar="理由", help="为什么这样决定")]
OfYear = Annotated[int, typer.Option("--year", metavar="年份", min=1990, max=2100, help="哪一年")]
OneOrAll = Annotated[
    int | None,
    typer.Option("--month", metavar="月份", min=1, max=12, help="哪一期；不写为全年各期"),
]
Number = Annotated[int, typer.Argument(metavar="编号", help="问题编号，见 zsstat findings")]


def _decided(by: str | None, reason: str) -> Decided:
    from zsstat.store import Decided

    return Decided(who_decides(by), reason, now())


# --- findings ---------------------------------------------------------------------------------


def waive(
    finding: Number,
    reason: Annotated[
        str,
        typer.Option("--reason", metavar="理由", help="接受的理由；不写则采用填报单位的说明"),
    ] = "",
    by: By = None,
    db: Db = DATABASE,
    config: Config = None,
) -> int:
    """核销：接受对一条 B 级或 C 级问题的说明；退回的报表立即重新核对。"""
    from zsstat.cli import present, views
    from zsstat.pipeline import judging

    catalogue = catalogue_of(config)
    with opened(db, catalogue) as store:
        waived = judging.waive(store, catalogue, finding, reason, who_decides(by), now())
    if waived.result is None:
        present.lines([f"已核销问题 {finding}：{waived.finding.finding.message}"])
        return 0
    present.lines(views.import_lines([waived.result], catalogue, details=False))
    return 1 if views.needs_person([waived.result]) else 0


def answer(
    finding: Number,
    text: Annotated[str, typer.Argument(metavar="说明", help="填报单位怎么说")],
    by: By = None,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """说明：把填报单位对一条 B 级或 C 级问题的说明记下来（审核稿里写的在导入时自动记下）。"""
    from zsstat.cli import present
    from zsstat.pipeline.judging import answer_by_clerk

    catalogue = catalogue_of(config)
    with opened(db, catalogue) as store:
        stored = store.finding(finding)
        answer_by_clerk(store, stored, _decided(by, text))
    present.lines([f"已记下对问题 {finding} 的说明：{stored.finding.message}"])


# --- the books --------------------------------------------------------------------------------


def adjust(
    indicator: Annotated[str, typer.Argument(metavar="指标", help="指标的名称或代码")],
    amount: Annotated[str, typer.Argument(metavar="数额", help="如 -1200万元、3个")],
    year: OfYear,
    reason: Reason,
    month: Month = None,
    area: Annotated[
        str | None,
        typer.Option("--area", metavar="地区", help="调整哪个县区的数；不写为市级调整"),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option("--cell", metavar="文件!工作表!单元格", help="依据的单元格，可写多次"),
    ] = None,
    by: By = None,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """调整：记一笔市局自己的数（重复计算的扣除、县区间划转），在表里单列，年内以后各月照计。"""
    from zsstat.cli import present
    from zsstat.model import Period
    from zsstat.pipeline import deciding
    from zsstat.pipeline.ledger import indicator_named

    catalogue = catalogue_of(config)
    found = indicator_named(catalogue, indicator)
    period = Period(year, month or 12)
    with opened(db, catalogue) as store:
        cells = deciding.cells_named(store, found, period, about or ())
        decided = _decided(by, reason)
        entered = deciding.adjust(store, catalogue, found, amount, period, area, cells, decided)
    present.lines([_entered(entered.number, entered.subject)])


def resolve(
    finding: Number,
    reason: Reason,
    to: Annotated[
        str | None, typer.Option("--to", metavar="单位", help="全部归这一家，其余不计")
    ] = None,
    share: Annotated[
        list[str] | None,
        typer.Option("--share", metavar="单位=比例", help="按比例分，各写一次，合计100"),
    ] = None,
    both: Annotated[bool, typer.Option("--both", help="确为不同项目，各自计入")] = False,
    by: By = None,
    db: Db = DATABASE,
    config: Config = None,
) -> int:
    """认定：两家报了同一个项目时算谁的，从这一期起一直有效；退回的报表立即重新核对。"""
    from zsstat.cli import present, views
    from zsstat.pipeline import resolving
    from zsstat.pipeline.judging import judge_again

    catalogue = catalogue_of(config)
    shares = resolving.shares_named(catalogue, to, share or (), both=both)
    with opened(db, catalogue) as store:
        stored = store.finding(finding)
        decided = _decided(by, reason)
        entered = resolving.resolve(store, catalogue, stored, shares, decided)
        present.lines([_entered(entered.number, entered.subject)])
        result = judge_again(store, catalogue, stored, decided.who, decided.at)
    if result is None:
        return 0
    present.lines(views.import_lines([result], catalogue, details=False))
    return 1 if views.needs_person([result]) else 0


def restate(
    what: Annotated[
        str, typer.Argument(metavar="指标或文件", help="指标的名称；或一份修订数表（.xlsx 等）")
    ],
    amount: Annotated[
        str | None, typer.Argument(metavar="数额", help="核定后的数，如 758.7亿元；文件不用写")
    ] = None,
    *,
    year: OfYear,
    source: Annotated[str, typer.Option("--source", metavar="出处", help="由谁何时核定、公布")],
    reason: Reason,
    month: Month = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="地区", help="哪个县区；不写为全市")
    ] = None,
    by: By = None,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """修订数：录入上级核定的上年数，同比从此按它计算，原来上报的数仍可查到。"""
    from zsstat.cli import present
    from zsstat.model import Period
    from zsstat.pipeline import deciding, restating
    from zsstat.pipeline.ledger import indicator_named

    catalogue = catalogue_of(config)
    period = Period(year, month or 12)
    with opened(db, catalogue) as store:
        decided = _decided(by, reason)
        if amount is None:
            path = Path(what)
            entered = restating.restate_from(store, catalogue, path, period, source, decided)
        else:
            found = indicator_named(catalogue, what)
            entered = deciding.restate(
                store, catalogue, found, amount, period, area, source, decided
            )
    present.lines([_entered(entered.number, entered.subject)])


# --- locks and withdrawals --------------------------------------------------------------------


def lock(
    year: OfYear,
    reason: Reason,
    month: OneOrAll = None,
    by: By = None,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """锁定：公布以后，这一期（不写月份为全年各期）的数不再变动，直到解锁。"""
    from zsstat.cli import present
    from zsstat.pipeline import deciding

    with opened(db, catalogue_of(config)) as store:
        entered = deciding.lock(store, year, month, _decided(by, reason))
    present.lines([_entered(entered.number, entered.subject)])


def unlock(
    year: OfYear,
    reason: Reason,
    month: OneOrAll = None,
    by: By = None,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """解锁：已锁定的一期可以改动，理由记入日志。"""
    from zsstat.cli import present
    from zsstat.pipeline import deciding

    with opened(db, catalogue_of(config)) as store:
        entered = deciding.unlock(store, year, month, _decided(by, reason))
    present.lines([_entered(entered.number, entered.subject)])


def withdraw(
    what: Annotated[
        str,
        typer.Argument(metavar="报表编号或单位", help="填报单位名称；有几份报表的写编号"),
    ],
    reason: Reason,
    year: Year = None,
    month: Month = None,
    by: By = None,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """撤回：报错了单位或报告期的报表不再计入，它替换掉的报表恢复计入。"""
    from zsstat.cli import present, views
    from zsstat.model import Period
    from zsstat.pipeline import deciding
    from zsstat.pipeline.rechecking import rechecked_without

    catalogue = catalogue_of(config)
    period = None if year is None else Period(year, month or 12)
    with opened(db, catalogue) as store:
        row = deciding.accepted_of(store, catalogue, what, period)
        decided = _decided(by, reason)
        with rechecked_without(store, catalogue, row, decided.at) as changes:
            entered = deciding.withdraw(store, catalogue, row, decided)
    present.lines([_entered(entered.number, entered.subject)])
    present.lines(views.affected_lines(changes))


# --- taking back, telling ---------------------------------------------------------------------


def revoke(
    number: Annotated[int, typer.Argument(metavar="决定编号", help="编号见 zsstat log")],
    reason: Reason,
    by: By = None,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """撤销：收回一项调整、重复项目的认定或修订数。"""
    from zsstat.cli import present
    from zsstat.pipeline import deciding

    with opened(db, catalogue_of(config)) as store:
        entered = deciding.revoke(store, number, _decided(by, reason))
    present.lines([_entered(entered.number, entered.subject)])


def log(
    year: Year = None,
    reporter: Annotated[
        str | None, typer.Option("--reporter", metavar="单位", help="只列这个单位的")
    ] = None,
    format_: Annotated[RecordFormat, format_option(RecordFormat)] = RecordFormat.TEXT,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """日志：谁在什么时候为什么作了什么决定。"""
    from zsstat.cli import decision_views, present
    from zsstat.pipeline.ledger import area_id

    catalogue = catalogue_of(config)
    with opened(db, catalogue) as store:
        entries = store.office.log(year, area_id(catalogue, reporter) if reporter else None)
    if format_ is RecordFormat.JSON:
        present.json(decision_views.log_machine(entries))
    else:
        present.lines(decision_views.log_lines(entries, catalogue))


def _entered(number: int, subject: str) -> str:
    return f"第{number}号决定：{subject}"
