"""Patterns and sets made of the catalogue's words, for telling rows apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zsstat.declarations import ColumnType, ReturnTable
from zsstat.values import normalise


def containing(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or "$^")


def beginning_with(labels: Iterable[str]) -> re.Pattern[str]:
    """Matches a label alone or set off from what follows; 例外 does not begin with 例."""
    longest = "|".join(re.escape(normalise(x)) for x in sorted(labels, key=len, reverse=True))
    return (
        re.compile(rf"\(?(?:{longest})\d{{0,2}}(?:$|[:;,.、)\-])") if longest else re.compile(r"$^")
    )


def classes_of(table: ReturnTable) -> frozenset[str]:
    """The words by which rows are classed; a line that is called so is a group and no row."""
    words = {
        word
        for column in table.columns
        if column.type is ColumnType.CHOICE
        for choice, synonyms in column.choices.items()
        for word in (choice, f"{choice}项目", *synonyms)
    }
    return frozenset(map(normalise, words))
