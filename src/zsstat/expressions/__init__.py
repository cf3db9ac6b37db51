"""The catalogue's small language for conditions and values, documented in docs/catalog.md.

Parsed with ``ast`` and compiled to closures; nothing is ever handed to ``eval``. A value that is
missing is unknown, and an unknown operand makes the result unknown unless it cannot matter
(Kleene's three-valued logic).
"""

from zsstat.expressions.compiler import compile_expression
from zsstat.expressions.environment import PERIOD_NAMES, period_environment, row_environment
from zsstat.expressions.functions import FUNCTIONS, NOT_STATED
from zsstat.expressions.nodes import Comparison, Expression
from zsstat.expressions.scope import Scope
from zsstat.expressions.values import Environment, Value

__all__ = [
    "FUNCTIONS",
    "NOT_STATED",
    "PERIOD_NAMES",
    "Comparison",
    "Environment",
    "Expression",
    "Scope",
    "Value",
    "compile_expression",
    "period_environment",
    "row_environment",
]
