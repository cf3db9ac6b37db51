"""Putting results before a person or into a file: stdout for results, stderr for everything else.

Machine formats are UTF-8 whatever the console is, so that ``--format json > file`` is the same
everywhere.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zsstat.cli.options import DraftFormat, TableFormat
from zsstat.cli.paper import Toned, Verbatim, folded, width
from zsstat.errors import UsageError, why
from zsstat.model import Document, Edition, Level, Report, Table

if TYPE_CHECKING:
    from zsstat.pipeline.outcomes import Tally
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
    quiet: bool = False,
) -> None:
    """A report in the format asked for. Raises :class:`UsageError` for what needs a file."""
    if format_ is TableFormat.TABLE:
        from zsstat.render.terminal import show

        if output is not None:
            raise UsageError("--output 要同时用 --format", "例如 --format xlsx --output 汇总.xlsx")
        show(made, width=None if sys.stdout.isatty() else width())
        return
    if format_ is TableFormat.XLSX and output is None:
        raise UsageError("xlsx 要写入文件", "请加 --output 文件名.xlsx")
    from zsstat.render import renderer

    _write(renderer(format_.value)(made), output)
    if output is not None:
        notes([f"已写入 {output}"], quiet=quiet)


def document(made: Document) -> None:
    """A document as text on stdout."""
    from zsstat.render.text import render_txt

    sys.stdout.write(render_txt(made))


def edition(
    made: Edition, format_: DraftFormat = DraftFormat.TXT, output: Path | None = None
) -> None:
    """An edition in the format asked for. Raises :class:`UsageError` for what needs a file."""
    from zsstat.render import document_renderer

    if format_ is DraftFormat.DOCX and output is None:
        raise UsageError("docx 要写入文件", "请加 --output 文件名.docx")
    content = document_renderer(format_.value)(made)
    if output is not None:
        _write(content, output)
        notes([f"已写入 {output}"])
    elif format_ is DraftFormat.HTML:
        _write(content, None)
    else:
        sys.stdout.write(content.decode())


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
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
