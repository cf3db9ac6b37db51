"""The options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Db = Annotated[Path, typer.Option("--db", envvar="ZSSTAT_DB", help="数据库文件", show_default=True)]
Config = Annotated[
    Path | None, typer.Option("--config", envvar="ZSSTAT_CONFIG", help="自己的配置目录")
]
Year = Annotated[
    int | None, typer.Option("--year", min=1990, max=2100, help="年份；不写则取最近一期")
]
Month = Annotated[
    int | None, typer.Option("--month", min=1, max=12, help="月份（1至该月累计）；不写为全年")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="写入文件，不写到屏幕")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度和说明")]
By = Annotated[str | None, typer.Option("--by", help="由谁决定；不写则为当前系统用户")]


class TableFormat(StrEnum):
    """How tables can be had."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    MD = "md"


class RecordFormat(StrEnum):
    """How a list of results can be had."""

    TEXT = "text"
    JSON = "json"


class DraftFormat(StrEnum):
    """How a bulletin can be had."""

    TXT = "txt"
    MD = "md"
