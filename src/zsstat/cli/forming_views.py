"""The forms that were written: for whom, with what filled in, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from zsstat.model import Align, Heading, Period, Table, TableRow
from zsstat.pipeline.forming import MadeForm
from zsstat.pipeline.ledger import describe
from zsstat.values.dates import day_in_words

_HEADINGS = (
    Heading("文件", Align.LEFT),
    Heading("接续的行", Align.RIGHT),
    Heading("取自", Align.LEFT, keep=False),
    Heading("目标", Align.RIGHT),
    Heading("上年数", Align.RIGHT),
)


def pieces(directory: Path, made: Sequence[MadeForm]) -> Iterator[str | Table]:
    """A line, a table of the forms, the files that were renamed, the next step."""
    said = made[0].form.said
    yield f"已写入 {directory}：{said}的表样{len(made)}份"
    yield Table(f"{said}表样，已填好的行和数", _HEADINGS, tuple(map(_row, made)))
    yield from (f"原来的 {m.path.name} 改名为 {m.kept.name}" for m in made if m.kept)
    without = [m.form.name for m in made if m.asks_for_bases and not m.bases]
    if without:
        whose = "各单位都是" if len(without) == len(made) > 1 else "、".join(without)
        yield f"没有上年同期的已接收报表，上年数留空：{whose}"
    if due := made[0].form.due:
        yield f"报送截止日：{day_in_words(due)}"
    yield "下一步：把表样发给各填报单位；填好的收进 returns 文件夹，运行 zsstat import"


def _row(made: MadeForm) -> TableRow:
    sources = "、".join(describe(period) for period in made.sources)
    return TableRow(
        (
            made.path.name,
            str(made.continuing),
            sources or "—",
            str(made.targets),
            str(made.bases),
        )
    )


def machine(period: Period, directory: Path, made: Sequence[MadeForm]) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "year": period.year,
        "month": period.month,
        "directory": str(directory),
        "forms": [_machine(form) for form in made],
    }


def _machine(made: MadeForm) -> dict[str, Any]:
    form = made.form
    return {
        "reporter": form.area.id,
        "reporter_name": form.name,
        "file": str(made.path),
        "kept": str(made.kept) if made.kept else None,
        "due": form.due.isoformat() if form.due else None,
        "continuing": made.continuing,
        "targets": made.targets,
        "bases": made.bases,
        "tables": [
            {
                "table": table.declared.id,
                "rows": len(table.rows),
                "source": None
                if table.source is None
                else {"year": table.source.year, "month": table.source.month},
            }
            for table in form.tables
        ],
    }
