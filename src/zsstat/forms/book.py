"""A form as a workbook: the instructions first, then a sheet a table."""

from __future__ import annotations

import io

from openpyxl import Workbook

from zsstat.declarations import Catalogue
from zsstat.forms.content import Form
from zsstat.forms.guidance import guidance, title
from zsstat.forms.guide_sheet import NAME, fill_guide
from zsstat.forms.paper import add_styles
from zsstat.forms.sheet import fill_table
from zsstat.render.xlsx import sheet_name


def form_bytes(form: Form, catalogue: Catalogue) -> bytes:
    """The workbook: no formula, no macro, no password, no hidden sheet."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "zsstat"
    workbook.properties.title = title(form)
    add_styles(workbook)
    names = {NAME}
    lists = fill_guide(workbook.create_sheet(NAME), title(form), guidance(form, catalogue))
    for number, table in enumerate(form.tables):
        name = sheet_name(table.declared.name, names)
        names.add(name)
        sheet = workbook.create_sheet(name)
        fill_table(sheet, table, form, catalogue, lists, signed=number == 0)
    workbook.active = 1 if form.tables else 0
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()
