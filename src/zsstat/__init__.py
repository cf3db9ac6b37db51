"""zsstat: exact, traceable investment-promotion statistics from counties' Excel returns."""

__version__ = "0.1.0"
