"""A configuration examined: everything that is wrong with it at once, and what it changes.

Loading stops at the first file that cannot be used. Here every file is checked by itself, and when
all of them are sound, what they say of each other: what loading would refuse
(:mod:`zsstat.catalog.consistency`), names that mean two things (:mod:`zsstat.catalog.ambiguities`),
and what the program looks up in the catalogue by name and would miss.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zsstat.catalog import load_catalogue
from zsstat.catalog.ambiguities import ambiguities
from zsstat.catalog.assembly import assembled, shaped
from zsstat.catalog.assessments import without_idle_assessments
from zsstat.catalog.changes import Change, changes
from zsstat.catalog.consistency import (
    NAMES,
    problems,
    unknown_fields,
    without_idle_rules,
)
from zsstat.catalog.problems import Problem, nearest
from zsstat.catalog.sources import FILES, TOML_FILES, Sources, overlay_text, strangers
from zsstat.checks import READING
from zsstat.declarations import Catalogue
from zsstat.errors import CatalogueError, UsageError

_ENTRY = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Examination:
    """``files``: the user's files that were found. ``catalogue`` is None where the files are not
    sound each by itself; then ``changes`` is empty and ``problems`` says nothing about how they fit
    together. ``notes`` is what need not be mended."""

    directory: Path | None
    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...] = ()
    catalogue: Catalogue | None = None
    notes: tuple[str, ...] = ()


def examine(directory: Path | None) -> Examination:
    """All that is wrong with the configuration in ``directory`` (None: with what ships), and what
    it changes. The bulletin's template and limits are examined by those who use them.

    Raises :class:`UsageError` when there is no such directory."""
    if directory is not None and not directory.is_dir():
        raise UsageError(f"找不到配置目录 {directory}", "请核对目录名，或用 zsstat init 新建一个")
    found = list(_strange_files(directory))
    sources, unreadable = _sources(directory)
    found += unreadable
    parts: dict[str, Any] = {}
    for name in TOML_FILES:
        parts[name], wrong = _part(sources, name)
        found += wrong
    files = tuple(sources.overlay)
    if any(parts[name] is None for name in TOML_FILES):
        return Examination(directory, files, _placed(found, sources))
    try:
        catalogue = assembled(parts, sources)
    except CatalogueError as error:
        found.append(Problem("", "", error.message, error.hint))
        return Examination(directory, files, _placed(found, sources))
    shipped = load_catalogue()
    catalogue = without_idle_rules(catalogue, shipped.rules.values())
    catalogue = without_idle_assessments(catalogue, shipped.assessments.values())
    found += _together(catalogue, shipped)
    made = changes(shipped, catalogue)
    return Examination(directory, files, _placed(found, sources), made, catalogue)


# --- each file by itself ----------------------------------------------------------------------


def _strange_files(directory: Path | None) -> Iterator[Problem]:
    for name in strangers(directory) if directory else ():
        meant = next((known for known in FILES if name.lower().startswith(known)), "")
        advice = f"请改名为 {meant}" if meant else nearest(name, TOML_FILES)
        yield Problem(name, "", "不是配置文件的名称，不会被读取", advice or "请移出配置目录")


def _sources(directory: Path | None) -> tuple[Sources, list[Problem]]:
    """The texts that can be read, and those that cannot."""
    own = Sources.read(None)
    overlay: dict[str, str] = {}
    wrong: list[Problem] = []
    for name in FILES if directory else ():
        try:
            text = overlay_text(directory / name) if directory else None
        except CatalogueError as error:
            wrong.append(Problem(name, "", "不是 UTF-8 编码的文本，无法读取", error.hint))
            continue
        if text is not None:
            overlay[name] = text
    return Sources(directory, own.own, overlay), wrong


def _part(sources: Sources, name: str) -> tuple[Any, tuple[Problem, ...]]:
    try:
        data = sources.merged(name)
    except CatalogueError as error:
        said = error.message.removeprefix(f"配置文件 {sources.where(name)} ")
        return None, (Problem(name, "", said, error.hint),)
    return shaped(data, name)


# --- together ---------------------------------------------------------------------------------


def _together(catalogue: Catalogue, shipped: Catalogue) -> Iterator[Problem]:
    doubts = list(ambiguities(catalogue))
    said = any(problem.key.startswith("indicator[") for problem in doubts)
    broken: set[str] = set()
    for problem in problems(catalogue):
        if problem.message in broken or (said and problem.key == NAMES):
            continue  # the same, where a broken constant is used or in other words
        if problem.key.startswith(("constants.", "definitions.")):
            broken.add(problem.message)
        yield problem
    yield from doubts
    yield from _looked_up(catalogue, shipped)


def _looked_up(catalogue: Catalogue, shipped: Catalogue) -> Iterator[Problem]:
    """Rules and phrases that the program itself asks for, and phrases that nobody asks for."""
    for rule in shipped.rules.values():
        if rule.check == READING and rule.id not in catalogue.rules:
            yield Problem(
                "rules.toml",
                f"rule[{rule.id}]",
                f"缺少这条规则（{rule.title}），程序发现这种情况时就无法说明",
                "不要在 rules.toml 里写 replace = true；不用的规则写 enabled = false",
            )
    known = shipped.wording.phrases
    for phrase, text in catalogue.wording.phrases.items():
        key = f"phrases.{phrase}"
        if phrase not in known:
            yield Problem("wording.toml", key, "没有这一句，写了也不会用到", nearest(phrase, known))
        elif text != known[phrase]:
            yield from unknown_fields(text, _fields(known[phrase]), "wording.toml", key)
    for phrase in known:
        if phrase not in catalogue.wording.phrases:
            yield Problem(
                "wording.toml",
                f"phrases.{phrase}",
                f"缺少这一句（自带的是“{known[phrase]}”）",
                "去掉 replace = true，或把这一句补上",
            )


def _fields(phrase: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in string.Formatter().parse(phrase) if name)


# --- where it stands --------------------------------------------------------------------------


def _placed(found: Iterable[Problem], sources: Sources) -> tuple[Problem, ...]:
    """The problems with the line of the user's file in which entry and key stand, each once."""
    ordered = sorted(dict.fromkeys(found), key=_file_order)
    return tuple(p._replace(line=_line(sources.overlay.get(p.file, ""), p.key)) for p in ordered)


def _file_order(problem: Problem) -> int:
    return FILES.index(problem.file) if problem.file in FILES else -1


def _line(text: str, key: str) -> int | None:
    """The line of ``indicator[fie_new].unit`` in a file; where the key is written inside another
    one, the line of that; else of the entry; None where the entry is not there."""
    lines = text.splitlines()
    start = entry = None
    for name in _ENTRY.findall(key):
        named = rf"""\s*(?:id|code|name)\s*=\s*["']{re.escape(name)}["']"""
        found = _matching(lines, named, 0 if start is None else start)
        if found is not None:
            start = entry = found
        elif not name.isdigit():
            return _counted(entry)
    if start is None and "[" in key:
        return None
    end = next((n for n, x in enumerate(lines) if n > (start or 0) and x.startswith("[[")), None)
    own = lines[: end if start is not None else None]
    for part in reversed(_ENTRY.sub("", key).split(".")):
        found = _matching(own, rf"""\s*["']?{re.escape(part)}["']?\s*=""", start or 0)
        if part and found is not None:
            return _counted(found)
    return _counted(entry)


def _matching(lines: list[str], pattern: str, start: int) -> int | None:
    return next((n for n in range(start, len(lines)) if re.match(pattern, lines[n])), None)


def _counted(index: int | None) -> int | None:
    return None if index is None else index + 1
