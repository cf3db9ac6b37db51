"""Putting results before a person or into a file: stdout for results, stderr for everything else.

Machine formats are UTF-8 whatever the console is, so that ``--format json > file`` is the same
everywhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zsstat.cli.options import DraftFormat, TableFormat
from zsstat.cli.paper import Toned, Verbatim, folded, width
from zsstat.errors import UsageError, why
from zsstat.model import Document, Edition, Layout, Level, Report, Table
from zsstat.pipeline.placing import write_whole

if TYPE_CHECKING:
    from zsstat.pipeline.outcomes import Tally
    from zsstat.render.terminal import Colours
    from zsstat.store import Store


def lines(texts: Iterable[str]) -> None:
    """Lines on stdout, folded to the width of the terminal with their indent kept; findings are
    coloured by their level where stdout is a terminal that has colours and NO_COLOR is not set."""
    columns = width()
    for text in texts:
        told = "\n".join([text] if isinstance(text, Verbatim) else folded(text, columns))
        if isinstance(text, Toned) and sys.stdout.isatty():
            _coloured(told, _COLOURS[text.level])
        else:
            print(told)  # noqa: T201


_COLOURS = {Level.A: "bold red", Level.B: "yellow", Level.C: "cyan", Level.D: "default"}
"""The level stands in the line, too: colour only helps the eye."""


def _coloured(text: str, style: str) -> None:
    from rich.text import Text  # only a terminal needs it

    from zsstat.render.terminal import make_console

    make_console().print(Text(text, style=style), crop=False, soft_wrap=True)


def notes(texts: Iterable[str], *, quiet: bool = False) -> None:
    """Remarks beside the result, on stderr."""
    if not quiet:
        for text in texts:
            print(text, file=sys.stderr)  # noqa: T201


def store_notes(store: Store, *, writing: bool, quiet: bool = False) -> None:
    """What the user should know about the database before trusting its answers.

    The journal matters to writers alone: a copy that is only read may well be without WAL."""
    if writing and store.journal_mode != "wal":
        notes(
            [f"说明：该位置不支持 WAL，数据库改用 {store.journal_mode} 日志，不影响数据安全"],
            quiet=quiet,
        )
    if store.catalogue_differs:
        notes(
            [
                (
                    "说明：数据库是用另一套目录（指标、报表等配置）建立的，"
                    "请核对 --config 是否写对；目录确有改动的，用 zsstat repost 重新统计"
                )
            ],
            quiet=quiet,
        )


def json(data: Mapping[str, Any], output: Path | None = None) -> None:
    """Plain values as UTF-8 JSON."""
    report(Report((), data), TableFormat.JSON, output)


def tables(made: Iterable[Table]) -> None:
    """Tables on the terminal."""
    report(Report(tuple(made)))


def pieces(made: Iterable[str | Table]) -> None:
    """Lines and tables in their order, on stdout."""
    for piece in made:
        if isinstance(piece, str):
            lines([piece])
        else:
            tables([piece])


def report(
    made: Report,
    format_: TableFormat = TableFormat.TABLE,
    output: Path | None = None,
    *,
    layout: Layout | None = None,
    quiet: bool = False,
) -> None:
    """A report in the format asked for. Raises :class:`UsageError` for what needs a file, and for
    a layout of what has none."""
    if layout is not None:
        if format_ is not TableFormat.XLSX:
            raise UsageError("--layout 是 xlsx 的版式", "请同时写 --format xlsx，或去掉 --layout")
        made = replace(made, layout=layout)
    if format_ is TableFormat.TABLE:
        from zsstat.render.terminal import show

        if output is not None:
            raise UsageError("--output 要同时用 --format", "例如 --format xlsx --output 汇总.xlsx")
        show(made, width=None if sys.stdout.isatty() else width(), colours=_colours())
        return
    if format_ in (TableFormat.XLSX, TableFormat.PARQUET) and output is None:
        raise UsageError(f"{format_} 要写入文件", f"请加 --output 文件名.{format_}")
    from zsstat.render import renderer

    _write(renderer(format_.value)(made), output)
    if output is not None:
        notes([f"已写入 {output}"], quiet=quiet)


def _colours() -> Colours:
    """How rates of growth are coloured on a terminal: ZSSTAT_COLOUR, else as in China.

    Raises :class:`UsageError` for a value that there is none of."""
    from zsstat.render.terminal import Colours

    asked = os.environ.get("ZSSTAT_COLOUR") or Colours.CN
    if asked not in set(Colours):
        raise UsageError(
            f"环境变量 ZSSTAT_COLOUR 的值不对：{asked}",
            "可以写 cn（涨红跌绿）、intl（涨绿跌红）或 none（不用颜色）",
        )
    return Colours(asked)


def document(made: Document) -> None:
    """A document as text on stdout."""
    from zsstat.render.text import render_txt

    sys.stdout.write(render_txt(made))


def edition(
    made: Edition,
    format_: DraftFormat = DraftFormat.TXT,
    output: Path | None = None,
    reference: Path | None = None,
) -> None:
    """An edition in the format asked for; a docx in the styles of ``reference``. Raises
    :class:`UsageError` for what needs a file and for a reference that cannot be used."""
    from zsstat.render import document_renderer

    if format_ is DraftFormat.DOCX and output is None:
        raise UsageError("docx 要写入文件", "请加 --output 文件名.docx")
    if reference is None:
        content = document_renderer(format_.value)(made)
    else:
        content = _in_styles_of(reference, made, format_)
    if output is not None:
        _write(content, output)
        notes([f"已写入 {output}"])
    elif format_ is DraftFormat.HTML:
        _write(content, None)
    else:
        sys.stdout.write(content.decode())


def _in_styles_of(reference: Path, made: Edition, format_: DraftFormat) -> bytes:
    if format_ is not DraftFormat.DOCX:
        raise UsageError("--reference-doc 只用于 docx", "请加 --format docx，或去掉该选项")
    from zsstat.render.docx import docx_bytes

    try:
        model = reference.read_bytes()
    except OSError as error:
        raise UsageError(f"参考文档 {reference} 打不开：{why(error)}", "请核对文件名") from error
    return docx_bytes(made, model)


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        write_whole(output, content)
    except OSError as error:
        raise UsageError(
            f"写不进 {output}：{why(error)}", "请关闭正在使用它的程序，或换一个位置"
        ) from error


_FEW_FILES = 2
"""What is done in fewer files is done before a bar could be read."""
BAR_WIDTH = 16
"""In columns: at 80 of them the words beside it are whole."""


@contextmanager
def import_progress(files: int, *, quiet: bool) -> Iterator[Callable[[Tally], None]]:
    """A bar on a terminal, nothing in a pipe; told how far the import of ``files`` files is."""
    if quiet or files < _FEW_FILES or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from zsstat.cli.views import progress_line
    from zsstat.pipeline.outcomes import Tally

    columns = (BarColumn(bar_width=BAR_WIDTH), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(progress_line(Tally(), files), total=2 * files)
        yield lambda tally: bar.update(
            task,
            completed=tally.read + tally.judged,
            description=progress_line(tally, files),
        )
