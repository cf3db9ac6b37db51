"""The options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from zsstat.choices import Audience, Layout

DATABASE = Path("zsstat.db")
"""The database unless told otherwise."""


class TableFormat(StrEnum):
    """How tables can be had."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    MD = "md"
    HTML = "html"
    PARQUET = "parquet"


class RecordFormat(StrEnum):
    """How a list of results can be had."""

    TEXT = "text"
    JSON = "json"


class ListFormat(StrEnum):
    """How a list for people can be had, which is also a table for machines."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class DraftFormat(StrEnum):
    """How a bulletin can be had."""

    TXT = "txt"
    MD = "md"
    DOCX = "docx"
    HTML = "html"


Db = Annotated[
    Path,
    typer.Option("--db", metavar="文件", envvar="ZSSTAT_DB", help="数据库文件", show_default=True),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="目录", envvar="ZSSTAT_CONFIG", help="自己的配置目录"),
]
Year = Annotated[
    int | None,
    typer.Option("--year", metavar="年份", min=1990, max=2100, help="哪一年；不写则取最近一期"),
]
Month = Annotated[
    int | None,
    typer.Option("--month", metavar="月份", min=1, max=12, help="1至该月累计；不写为全年"),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="文件", help="写入文件，不写到屏幕")
]
LayoutOption = Annotated[
    Layout | None,
    typer.Option(
        "--layout",
        metavar="|".join(Layout),
        help="xlsx 的版式：statistical 带封面、目录、附注（默认），official 机关印发的表样",
    ),
]
ReferenceDoc = Annotated[
    Path | None,
    typer.Option("--reference-doc", metavar="文件", help="照这份 docx 的样式、页面和页眉页脚排版"),
]
TemplateFile = Annotated[Path | None, typer.Option("--template", metavar="文件", help="自己的模板")]
NarrativeFile = Annotated[
    Path | None,
    typer.Option("--narrative", metavar="文件", help="文稿：大事记、展望等自己写的部分"),
]
OwnArea = Annotated[
    str | None,
    typer.Option("--area", metavar="县区", help="写一个填报单位自己的通报；不写为全市"),
]
AudienceOption = Annotated[
    Audience,
    typer.Option(
        "--audience",
        metavar="|".join(Audience),
        help="给谁看：internal 内部；public 公开，会泄露单个企业的数不印",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度和说明")]
By = Annotated[
    str | None, typer.Option("--by", metavar="姓名", help="由谁决定；不写则为当前系统用户")
]


def format_option(formats: type[StrEnum]) -> Any:
    """``--format`` with its choices."""
    return typer.Option("--format", metavar="|".join(formats), help="输出格式", show_default=True)


# What a return should say itself; what is given is compared with what it says.
StatedYear = Annotated[
    int | None, typer.Option("--year", metavar="年份", help="报表里没写年份时用；写了则核对")
]
StatedMonth = Annotated[
    int | None,
    typer.Option("--month", metavar="月份", min=1, max=12, help="报表里没写月份时用；写了则核对"),
]
StatedReporter = Annotated[
    str | None,
    typer.Option("--reporter", metavar="单位", help="报表里没写填报单位时用；写了则核对"),
]
