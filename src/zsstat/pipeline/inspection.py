"""One file looked at and nothing stored: how it was understood, and what was noticed in reading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zsstat.checks import stamp
from zsstat.declarations import Catalogue
from zsstat.errors import UnreadableError, UsageError
from zsstat.model import CellRef, Finding, Issue, Understanding
from zsstat.pipeline.files import load, readable_name
from zsstat.pipeline.parsing import reading_limits
from zsstat.post import post
from zsstat.read import read_workbook
from zsstat.recognise import Expected, understand


@dataclass(frozen=True, slots=True)
class Inspection:
    """What became of one file; ``understanding`` is None where it could not be read, which then is
    the one finding."""

    file: str
    sha256: str
    understanding: Understanding | None
    findings: tuple[Finding, ...]


def inspect_file(path: Path, catalogue: Catalogue, expected: Expected) -> Inspection:
    """Reads, recognises and posts ``path``; the findings are those of reading, which need neither
    the store nor another file.

    Raises :class:`UsageError` for what is no file or cannot be opened."""
    if path.is_dir():
        raise UsageError(f"{path} 是文件夹", "inspect 一次看一个文件，请写出文件名")
    if not path.exists():
        raise UsageError(f"找不到 {path}", "请核对文件的名称")
    (source,) = load([(readable_name(path.name), path)])
    try:
        workbook = read_workbook(source.content, source.file, reading_limits(catalogue))
    except UnreadableError as refusal:
        whole = CellRef(source.sha256, source.file, "", "")
        issue = Issue(refusal.rule, refusal.message, cells=(whole,), action=refusal.hint)
        findings = stamp([issue], catalogue.rules, reporter=None, period=None)
        return Inspection(source.file, source.sha256, None, findings)
    understanding = understand(workbook, catalogue, expected)
    subject = understanding.subject
    _, unposted = post(subject, catalogue)
    findings = stamp(
        (*subject.issues, *unposted),
        catalogue.rules,
        reporter=subject.reporter,
        period=subject.period,
    )
    return Inspection(source.file, source.sha256, understanding, findings)
