"""The register of publications as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from zsstat.cli.publication_views import difference_text
from zsstat.model import Report, TracedCell
from zsstat.model.publications import CountingPart, PublishedFigure
from zsstat.pipeline.agreement import CellChange, JudgedFigure, JudgedPassage, Verdict
from zsstat.pipeline.freezing import untraced
from zsstat.pipeline.publishing import Details, Listed


def register_report(listed: Iterable[Listed]) -> Report:
    """The list; a row a publication."""
    return Report((), {"rows": [_listed(one) for one in listed]})


def _listed(one: Listed) -> dict[str, Any]:
    row = one.row
    return {
        "number": row.number,
        "year": row.period.year,
        "month": row.period.month,
        "area": row.area,
        "title": row.title,
        "audience": row.audience.value,
        "at": row.at.isoformat(),
        "who": row.who,
        "reason": row.reason,
        "corrects": row.corrects,
        "corrected_by": "、".join(map(str, one.corrected_by)) or None,
        "figures": row.figures,
        "broken": None if one.problem else one.broken,
        "problem": one.problem or None,
        "file": row.file,
        "seal": row.seal,
    }


def detail_report(found: Details) -> Report:
    """One publication; ``rows`` are the figures that changed, one a row, for csv."""
    agreement = found.agreement
    of = agreement.publication
    changed = [(p, f) for p in agreement.passages for f in p.figures]
    verdicts = {figure.published.anchor: figure.verdict for _, figure in changed}
    data = {
        "number": of.number,
        "year": of.period.year,
        "month": of.period.month,
        "area": of.area,
        "title": of.title,
        "office": of.office,
        "audience": of.audience.value,
        "at": of.at.isoformat(),
        "who": of.who,
        "reason": of.reason,
        "corrects": of.corrects,
        "corrected_by": list(found.corrected_by),
        "program": of.program,
        "catalogue": of.catalogue,
        "template": of.template.name,
        "narrative": of.narrative.name if of.narrative else None,
        "missing": list(of.missing),
        "file": of.output.file if of.output else None,
        "file_sha256": of.output.sha256 if of.output else None,
        "seal": of.seal,
        "previous": of.previous,
        "judged": agreement.judged,
        "broken": agreement.broken,
        "rows": [_changed(passage, figure) for passage, figure in changed],
        "cells": [_change(f.published.anchor, c) for _, f in changed for c in f.changes],
        "figures": [_figure(figure, verdicts) for figure in of.figures()],
        "since": {
            "catalogue": agreement.catalogue,
            "program": agreement.program,
            "gone": [_part(part) for part in agreement.state.gone],
            "come": [_part(part) for part in agreement.state.come],
            "revoked": [decision.number for decision in agreement.state.revoked],
            "decided": [decision.number for decision in agreement.state.decided],
        },
    }
    return Report((), data)


def _figure(published: PublishedFigure, verdicts: dict[str, Verdict]) -> dict[str, Any]:
    verdict = Verdict.OWN if untraced(published.figure) else Verdict.AGREES
    return {
        "anchor": published.anchor,
        "printed": published.printed,
        "title": published.title,
        "value": _exact(published.figure.value),
        "unit": published.figure.unit,
        "formula": published.figure.formula,
        "verdict": verdicts.get(published.anchor, verdict).value,
    }


def _changed(passage: JudgedPassage, judged: JudgedFigure) -> dict[str, Any]:
    published, now = judged.published, judged.now
    return {
        "anchor": published.anchor,
        "verdict": judged.verdict.value,
        "context": passage.context,
        "sentence": passage.passage.text.strip(),
        "title": published.title,
        "printed": published.printed,
        "printed_now": judged.printed or None,
        "value": _exact(published.figure.value),
        "value_now": _exact(now.value) if now else None,
        "unit": published.figure.unit,
        "difference": difference_text(published, now.value if now else None) or None,
        "reason": judged.reason or None,
        "cells": len(judged.changes),
    }


def _change(anchor: str, change: CellChange) -> dict[str, Any]:
    before, after = _cell(change.before), _cell(change.after)
    return {"anchor": anchor, "area": change.area, "before": before, "after": after}


def _cell(cell: TracedCell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {
        "file": cell.ref.file,
        "sha256": cell.ref.sha256,
        "sheet": cell.ref.sheet,
        "cell": cell.ref.cell,
        "text": cell.text,
        "value": str(cell.value),
        "label": cell.label,
    }


def _part(part: CountingPart) -> dict[str, Any]:
    return {
        "submission": part.submission,
        "table": part.table,
        "reporter": part.reporter,
        "year": part.period.year,
        "month": part.period.month,
        "file": part.file,
        "sha256": part.sha256,
    }


def _exact(value: Fraction | None) -> str | None:
    """An exact value as a fraction: 818, 15721/200."""
    return None if value is None else str(value)
