"""What the catalogue declares, as frozen records: areas, indicators, returns, rules, wording.

The TOML files are checked against these classes by :mod:`zsstat.catalog` (pydantic reads the
annotations; an unknown key is refused because of ``__pydantic_config__``). Code elsewhere takes
these records as they are and never asks where they came from. Names of areas, indicators and
columns are data: no module may contain one. Each file of the catalogue has its module;
:class:`Catalogue` is all of it together.
"""

from zsstat.declarations.areas import Area, AreaKind, DatedName, Region
from zsstat.declarations.catalogue import Catalogue
from zsstat.declarations.entries import STRICT, Expression, in_years
from zsstat.declarations.indicators import Indicator, IndicatorKind, Posting, Ratio, Unit
from zsstat.declarations.returns import (
    Column,
    ColumnPeriod,
    ColumnType,
    Crossing,
    FactPosting,
    Joint,
    Layout,
    PlacementColumns,
    RestatedPosting,
    ReturnTable,
    TargetPosting,
    Tracking,
    Vocabulary,
)
from zsstat.declarations.rules import Rule, Sector, Tolerance
from zsstat.declarations.tables import (
    Assessment,
    AssessmentGroup,
    AssessmentItem,
    ChartOf,
    ChartSpec,
    PointsBy,
    Publication,
    TableColumnSpec,
    TableSpec,
    WithoutValue,
)
from zsstat.declarations.wording import Rounding, Tier, Wording

__all__ = [
    "STRICT",
    "Area",
    "AreaKind",
    "Assessment",
    "AssessmentGroup",
    "AssessmentItem",
    "Catalogue",
    "ChartOf",
    "ChartSpec",
    "Column",
    "ColumnPeriod",
    "ColumnType",
    "Crossing",
    "DatedName",
    "Expression",
    "FactPosting",
    "Indicator",
    "IndicatorKind",
    "Joint",
    "Layout",
    "PlacementColumns",
    "PointsBy",
    "Posting",
    "Publication",
    "Ratio",
    "Region",
    "RestatedPosting",
    "ReturnTable",
    "Rounding",
    "Rule",
    "Sector",
    "TableColumnSpec",
    "TableSpec",
    "TargetPosting",
    "Tier",
    "Tolerance",
    "Tracking",
    "Unit",
    "Vocabulary",
    "WithoutValue",
    "Wording",
    "in_years",
]
