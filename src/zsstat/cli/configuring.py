"""The commands for one's own configuration: start one, see what there is, check it, and see how
a file was understood by it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zsstat.cli.desk import catalogue_of, now
from zsstat.cli.options import (
    Config,
    RecordFormat,
    StatedMonth,
    StatedReporter,
    StatedYear,
    format_option,
)
from zsstat.errors import UsageError

CONFIGURATION = Path("zsstat-config")
"""Where ``zsstat init`` writes unless told otherwise: ASCII, so that any console can say it."""
PROBLEMS = 2
"""The exit status for a configuration that cannot be used as it is."""


def init(
    directory: Annotated[Path, typer.Argument(metavar="目录", help="写到哪里")] = CONFIGURATION,
    blank: Annotated[
        bool,
        typer.Option(
            "--blank", help="另起一套：不用自带的地区、指标、报表和通报，从一个小例子改起"
        ),
    ] = False,
) -> None:
    """新建配置：写出一套带说明的配置文件，不覆盖已有的文件。"""
    from zsstat.cli import configuration_views, present
    from zsstat.pipeline.starter import start_configuration

    files = start_configuration(directory, blank=blank)
    present.lines(configuration_views.started_lines(directory, files, blank=blank))


def inspect(
    file: Annotated[Path, typer.Argument(metavar="文件", help="一份报表")],
    year: StatedYear = None,
    month: StatedMonth = None,
    reporter: StatedReporter = None,
    format_: Annotated[RecordFormat, format_option(RecordFormat)] = RecordFormat.TEXT,
    config: Config = None,
) -> int:
    """看懂：一份报表是怎样读的，认出了哪些表、列和单位，哪些没有用到、为什么；不入库。"""
    from zsstat.cli import present
    from zsstat.pipeline.inspection import inspect_file
    from zsstat.pipeline.returns import expectation

    catalogue = catalogue_of(config)
    inspection = inspect_file(file, catalogue, expectation(catalogue, reporter, year, month))
    if format_ is RecordFormat.JSON:
        from zsstat.cli.inspection_machine import inspection_machine

        present.json(inspection_machine(inspection))
    else:
        from zsstat.cli.inspection_views import inspection_pieces

        present.pieces(inspection_pieces(inspection, catalogue))
    return 0 if inspection.understanding else 1


def catalog(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="代码",
            help="指标、规则或报表的代码或名称；indicator、rule、return 只看这一类，"
            "后面可以再写代码；check 核对配置，后面可以再写配置目录",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="名称", help="indicator、rule、return 后面的代码，或 check 后面的目录"
        ),
    ] = None,
    config: Config = None,
) -> int:
    """目录：有哪些指标、报表、规则和地区；写代码则详细说明；catalog check 核对自己的配置。"""
    if what == "check":
        return _check(Path(name) if name else config)
    _show(what, name, config)
    return 0


def _check(directory: Path | None) -> int:
    from zsstat.cli import configuration_views, present
    from zsstat.pipeline.configuration import check_configuration

    examined = check_configuration(directory, now().year)
    present.lines(configuration_views.examination_lines(examined))
    return PROBLEMS if examined.problems else 0


def _show(what: str | None, name: str | None, config: Path | None) -> None:
    from zsstat.cli import catalog_views, present

    catalogue = catalogue_of(config)
    if name is not None and what not in catalog_views.KINDS:
        kinds = "、".join((*catalog_views.KINDS, "check"))
        raise UsageError(f"多出的参数：{name}", f"两个参数时，前一个是 {kinds} 之一")
    if what is None:
        present.tables(catalog_views.overview(catalogue))
    elif name is not None:
        present.document(catalog_views.page(catalogue, name, what))
    elif what in catalog_views.KINDS:
        present.tables([catalog_views.overview_of(catalogue, what)])
    else:
        present.document(catalog_views.page(catalogue, what))
