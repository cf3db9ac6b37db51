"""Synthetic returns for demonstrations and tests, written by ``generate.py``."""
