"""Workbooks that a clerk can send on and print. No text in them ever becomes a formula.

Statistics (reports that say what they are ``about``) come in one of two layouts, in which every
cell holds the exact number and shows the printed one; lists for people come as plain sheets.
"""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.xml.constants import ARC_CORE, DCTERMS_NS
from openpyxl.xml.functions import tostring

from zsstat.model import Layout, Report
from zsstat.render.xlsx.names import sheet_name
from zsstat.render.xlsx.numbers import MOST_DIGITS
from zsstat.render.xlsx.official import add_official
from zsstat.render.xlsx.plain import add_plain
from zsstat.render.xlsx.statistical import add_statistical
from zsstat.render.zipped import undated

__all__ = ["MOST_DIGITS", "sheet_name", "xlsx_bytes"]


def xlsx_bytes(report: Report) -> bytes:
    """The report's tables as a workbook, each on a sheet of its own. The same report has the same
    bytes: the workbook does not say when it was made."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "zsstat"
    if report.about is None or not report.tables:
        add_plain(workbook, report.tables)
    else:
        workbook.properties.title = report.about.title
        workbook.properties.creator = report.about.office or "zsstat"
        workbook.properties.description = report.about.source
        workbook.properties.language = "zh-CN"
        add = add_official if report.layout is Layout.OFFICIAL else add_statistical
        add(workbook, report.tables, report.about)
    return _saved(workbook)


def _saved(workbook: Workbook) -> bytes:
    raw = io.BytesIO()
    workbook.save(raw)
    core = workbook.properties.to_tree()
    for moment in core.findall(f"{{{DCTERMS_NS}}}*"):
        core.remove(moment)
    return undated(raw.getvalue(), {ARC_CORE: tostring(core)})
