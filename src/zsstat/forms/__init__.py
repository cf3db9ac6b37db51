"""Blank returns made from the catalogue: what is asked for, filled in as far as it is known.

``plan`` says what a form asks and ``prefill`` what it knows already, ``guidance`` what the
instruction sheet says; ``book`` makes the workbook with ``sheet``, ``guide_sheet``, ``validation``
and ``paper``. No table, column or indicator is named here: all of it is the catalogue's.
"""

from zsstat.forms.book import form_bytes
from zsstat.forms.content import Earlier, Form, FormTable, Known
from zsstat.forms.plan import form_tables, plan_form

__all__ = ["Earlier", "Form", "FormTable", "Known", "form_bytes", "form_tables", "plan_form"]
