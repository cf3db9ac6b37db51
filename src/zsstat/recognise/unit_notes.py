"""Units that a remark names: 注：本表单位为万元 below a table in another unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zsstat.declarations import Catalogue, Unit
from zsstat.model import Issue, RecognisedTable
from zsstat.recognise.freetext import FreeLine
from zsstat.recognise.words import LabelKind
from zsstat.values import find_units, normalise

_NAMED = re.compile(
    r"单位(?:均|都)?[为是:](?P<after>[^,，;；。、()]+)|以(?P<before>[^,，;；。、()]+?)为单位"
)


def contradicted_units(
    lines: Iterable[FreeLine], tables: Iterable[RecognisedTable], catalogue: Catalogue
) -> Iterator[Issue]:
    """file.unit_clash: a remark names a unit in which nothing was read, though values of its kind
    were. Which columns it means is for whoever sent it to say."""
    used = {
        unit
        for table in tables
        for record in table.records
        for field in record.fields.values()
        if field.value is not None and (unit := catalogue.units.get(field.unit or ""))
    }
    for line in lines:
        text = _remark(line)
        for unit in _named(text, catalogue):
            kin = "、".join(sorted(u.id for u in used if u.base == unit.base))
            if kin and unit not in used:
                message = f"“{text}”写明{unit.id}，表里的数是按{kin}读的，暂按{kin}计算"
                yield Issue("file.unit_clash", message, (line.ref,), text, kin)


def _remark(line: FreeLine) -> str:
    """What the line says, less the word 注 before it; a line that is nothing but 单位：万元 is no
    remark."""
    labels = [label for label, _ in line.values]
    if not any(label.kind is LabelKind.NOTE for label in labels):
        return line.text.strip()
    said = (
        label.value if label.kind is LabelKind.NOTE else f"{label.label}:{label.value}"
        for label in labels
    )
    return "".join((line.text, *said)).strip()


def _named(text: str, catalogue: Catalogue) -> Iterator[Unit]:
    """The units that the text states as such; 投资5亿元以上 states none."""
    for found in _NAMED.finditer(normalise(text)):
        yield from find_units(found["after"] or found["before"], catalogue)[:1]
