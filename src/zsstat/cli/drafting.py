"""The command that writes the bulletin."""

from __future__ import annotations

from typing import Annotated

import typer

from zsstat.choices import Audience
from zsstat.cli.desk import catalogue_of, opened
from zsstat.cli.options import (
    DATABASE,
    AudienceOption,
    Config,
    Db,
    DraftFormat,
    Month,
    NarrativeFile,
    Output,
    OwnArea,
    ReferenceDoc,
    TemplateFile,
    Year,
    format_option,
)
from zsstat.errors import UsageError


def bulletin(
    year: Year = None,
    month: Month = None,
    template: TemplateFile = None,
    narrative: NarrativeFile = None,
    area: OwnArea = None,
    format_: Annotated[DraftFormat, format_option(DraftFormat)] = DraftFormat.TXT,
    explain: Annotated[bool, typer.Option("--explain", help="列出每个数的算法和单元格")] = False,
    audience: AudienceOption = Audience.INTERNAL,
    reference: ReferenceDoc = None,
    output: Output = None,
    db: Db = DATABASE,
    config: Config = None,
) -> int:
    """通报：按模板写出初稿，每个数都来自报表。"""
    from zsstat.cli import present
    from zsstat.cli.disclosure_views import revealing_lines
    from zsstat.pipeline.drafts import draft
    from zsstat.pipeline.ledger import settled_period

    if explain and audience is Audience.PUBLIC:
        raise UsageError(
            "--explain 列出单元格，只供内部核对", "请去掉 --explain 或 --audience public"
        )
    catalogue = catalogue_of(config)
    with opened(db, catalogue) as store:
        period = settled_period(store, year, month)
        made = draft(store, catalogue, period, template, narrative, area)
        edition = made.explained() if explain else made.edition(audience)
        present.edition(edition, format_, output, reference)
        if audience is Audience.INTERNAL:
            return 0
        revealing = tuple(revealing_lines(made.guarded, catalogue))
    present.notes(revealing)
    return 1 if revealing else 0
