"""The types that everything else is made of: cells, records, observations, findings, figures.

All are immutable. Nothing here reads a file, a clock or a database, and nothing here knows an
indicator, an area or a column by name: those are declared in the catalogue
(:mod:`zsstat.declarations`).
"""

from zsstat.model.figures import (
    Align,
    Document,
    Figure,
    FigureKey,
    Heading,
    Measure,
    Paragraph,
    Part,
    Parts,
    Report,
    Style,
    Table,
    TableRow,
)
from zsstat.model.findings import Finding, Issue, Level, Outcome
from zsstat.model.grid import (
    MERGED_PLACES,
    Cell,
    CellKind,
    CellRows,
    CellValue,
    Grid,
    Range,
    Workbook,
)
from zsstat.model.ledger import Dimension, Observation, Role
from zsstat.model.places import CellRef, Period, cell_name, column_letters
from zsstat.model.returns import (
    Claim,
    Field,
    FieldValue,
    PartialDate,
    RecognisedTable,
    Record,
    Return,
    TableColumn,
)

__all__ = [
    "MERGED_PLACES",
    "Align",
    "Cell",
    "CellKind",
    "CellRef",
    "CellRows",
    "CellValue",
    "Claim",
    "Dimension",
    "Document",
    "Field",
    "FieldValue",
    "Figure",
    "FigureKey",
    "Finding",
    "Grid",
    "Heading",
    "Issue",
    "Level",
    "Measure",
    "Observation",
    "Outcome",
    "Paragraph",
    "Part",
    "PartialDate",
    "Parts",
    "Period",
    "Range",
    "RecognisedTable",
    "Record",
    "Report",
    "Return",
    "Role",
    "Style",
    "Table",
    "TableColumn",
    "TableRow",
    "Workbook",
    "cell_name",
    "column_letters",
]
