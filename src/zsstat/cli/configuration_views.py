"""A configuration as people see it: what is wrong with it, what it changes, what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from zsstat.catalog.changes import Change, Kind
from zsstat.catalog.examination import Examination
from zsstat.catalog.problems import Problem

_KINDS = {Kind.ADDED: "新增", Kind.CHANGED: "改动", Kind.REMOVED: "去掉"}


def examination_lines(examined: Examination) -> Iterator[str]:
    """The problems with file, line, entry, key and what to do; then the changes."""
    if examined.directory is None:
        yield "核对自带的目录（没有写配置目录）"
    else:
        yield f"核对配置 {examined.directory}：{'、'.join(examined.files) or '没有一个配置文件'}"
    yield from _problem_lines(examined.problems)
    yield from (f"说明：{note}" for note in examined.notes)
    if examined.catalogue is None:
        yield "各文件改好后请再核对一次：文件之间是否一致、改动了什么，现在还看不出来"
    elif examined.directory is not None:
        yield from _change_lines(examined.changes)


def _problem_lines(problems: tuple[Problem, ...]) -> Iterator[str]:
    if not problems:
        yield "没有发现问题"
        return
    yield f"有{len(problems)}处不对："
    for problem in problems:
        line = f"第{problem.line}行" if problem.line else ""
        place = "　".join(filter(None, (f"{problem.file} {line}".strip(), problem.key)))
        yield place or "各文件"
        yield f"　　{problem.message}"
        yield f"　　办法：{problem.advice or '请核对，写法见 docs/catalog.md'}"


def _change_lines(changes: Iterable[Change]) -> Iterator[str]:
    changes = tuple(changes)
    if not changes:
        yield "与自带的目录相比，没有改动"
        return
    counts = ((word, sum(c.kind is kind for c in changes)) for kind, word in _KINDS.items())
    yield f"与自带的目录相比：{'、'.join(f'{word}{number}处' for word, number in counts if number)}"
    for file, of_file in groupby(changes, key=lambda change: change.file):
        yield f"　{file}"
        for (kind, group), members in groupby(of_file, key=lambda c: (c.kind, c.group)):
            yield from _group_lines(kind, group, tuple(members))


def _group_lines(kind: Kind, group: str, members: tuple[Change, ...]) -> Iterator[str]:
    """Entries that came or went in one line, those that changed one by one."""
    if kind is not Kind.CHANGED and len(members) > 1:
        names = "、".join(member.id for member in members)
        yield f"　　{_KINDS[kind]}　{group} {len(members)}个：{names}"
        return
    for change in members:
        keys = f"：{'；'.join(change.keys)}" if change.keys else ""
        yield f"　　{_KINDS[kind]}　{change.entry}{keys}"


def started_lines(directory: Path, files: Iterable[str], *, blank: bool) -> Iterator[str]:
    """What ``zsstat init`` wrote and what comes next."""
    yield f"已写入 {directory}：{'、'.join(files)}"
    if blank:
        yield "下一步：用记事本打开各文件，把示例的地区、指标和报表换成自己的"
    else:
        yield "下一步：用记事本打开要改的文件，去掉示例行行首的 # 再改；用不着的文件可以删去"
    yield f"　　　　改好后核对：zsstat catalog check {directory}"
    yield f"　　　　使用时加上：--config {directory}"
