"""Synthetic returns for demonstrations and tests, written by ``generate.py``."""

import os

# openpyxl writes other bytes with lxml than without: Chinese as numbers of characters.
os.environ.setdefault("OPENPYXL_LXML", "False")
