"""The commands of the register: a bulletin goes out, and what went out is asked for again."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zsstat.choices import Audience
from zsstat.cli.deciding import Reason
from zsstat.cli.desk import catalogue_of, now, opened, who_decides
from zsstat.cli.options import (
    DATABASE,
    AudienceOption,
    By,
    Config,
    Db,
    DraftFormat,
    Month,
    NarrativeFile,
    Output,
    OwnArea,
    TableFormat,
    TemplateFile,
    Year,
    format_option,
)
from zsstat.cli.paper import Verbatim
from zsstat.errors import UsageError


class RegisterFormat(StrEnum):
    """How the register can be had."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def publish(
    reason: Reason,
    year: Year = None,
    month: Month = None,
    template: TemplateFile = None,
    narrative: NarrativeFile = None,
    area: OwnArea = None,
    audience: AudienceOption = Audience.INTERNAL,
    title: Annotated[
        str | None, typer.Option("--title", metavar="标题", help="登记的标题；不写则取通报的标题")
    ] = None,
    corrects: Annotated[
        int | None, typer.Option("--corrects", metavar="编号", help="这一份更正的是第几号印发")
    ] = None,
    format_: Annotated[
        DraftFormat | None,
        typer.Option(
            "--format", metavar="|".join(DraftFormat), help="文件的格式；不写则看文件名的后缀"
        ),
    ] = None,
    output: Output = None,
    consented: Annotated[
        bool, typer.Option("--consented", help="公开的正文里涉及的单个企业都已同意公开")
    ] = False,
    by: By = None,
    db: Db = DATABASE,
    config: Config = None,
) -> None:
    """印发：写出通报并登记，文字、每个数和来源、当时的数据从此不变，以后可以核对。"""
    from zsstat.cli import present, publication_views
    from zsstat.pipeline import publishing
    from zsstat.pipeline.ledger import settled_period
    from zsstat.store import Decided

    catalogue = catalogue_of(config)
    request = publishing.Request(
        template,
        narrative,
        audience,
        title,
        corrects,
        output,
        _format(format_, output).value,
        area,
        consented,
    )
    with opened(db, catalogue) as store:
        period = settled_period(store, year, month)
        decided = Decided(who_decides(by), reason, now())
        made = publishing.publish(store, catalogue, period, request, decided)
    present.lines(publication_views.published_lines(made, output))
    present.notes(publication_views.note_lines(made))


def _format(asked: DraftFormat | None, output: Path | None) -> DraftFormat:
    """The format asked for, else the one that the file's name ends in."""
    if asked is not None:
        if output is None:
            raise UsageError("--format 要同时用 --output", "例如 --output 通报.docx")
        return asked
    if output is None:
        return DraftFormat.TXT
    ending = output.suffix.lower().removeprefix(".")
    if ending not in set(DraftFormat):
        raise UsageError(
            f"从文件名 {output.name} 看不出格式", f"请加 --format {'|'.join(DraftFormat)}"
        )
    return DraftFormat(ending)


def published(
    number: Annotated[
        int | None, typer.Argument(metavar="编号", help="第几号印发；不写则列出全部")
    ] = None,
    year: Year = None,
    text: Annotated[bool, typer.Option("--text", help="印出当时的全文")] = False,
    verify: Annotated[
        Path | None,
        typer.Option("--verify", metavar="文件", help="这个文件是不是印发的原件"),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="列出全部变动的单元格")] = False,
    format_: Annotated[RegisterFormat, format_option(RegisterFormat)] = RegisterFormat.TEXT,
    db: Db = DATABASE,
    config: Config = None,
) -> int:
    """已印发：印发过什么；数据后来有变动时，哪些句子里的数已与数据不符、因何而变。"""
    from zsstat.cli import present, publication_machine, publication_views
    from zsstat.pipeline import publishing

    _refuse_clash(number, year, text=text, verify=verify)
    catalogue = catalogue_of(config)
    plain = format_ is RegisterFormat.TEXT
    with opened(db, catalogue) as store:
        if verify is not None:
            rows = publishing.recognised(store, verify, number)
            present.lines(publication_views.recognised_lines(rows, verify, number))
            return 0 if rows else 1
        if number is None:
            listed = publishing.published(store, catalogue, year)
            if plain:
                present.lines(publication_views.register_lines(listed, catalogue))
            else:
                report = publication_machine.register_report(listed)
                present.report(report, TableFormat(format_.value))
            return 1 if any(one.broken or one.problem for one in listed) else 0
        if text:
            frozen = store.publications.publication(number).text
            present.lines(map(Verbatim, frozen.splitlines()))
            return 0
        found = publishing.details(store, catalogue, number)
    if plain:
        present.lines(publication_views.detail_lines(found, catalogue, everything=all_))
    else:
        report = publication_machine.detail_report(found)
        present.report(report, TableFormat(format_.value))
    return 1 if found.agreement.broken else 0


def _refuse_clash(number: int | None, year: int | None, *, text: bool, verify: Path | None) -> None:
    if number is None and text:
        raise UsageError("--text 要写明是第几号印发", "例如 zsstat published 1 --text")
    if number is not None and year is not None:
        raise UsageError("写了编号就不用写 --year", "去掉其中一个")
    if text and verify is not None:
        raise UsageError("--text 和 --verify 不能同用", "去掉其中一个")
