"""A workbook does not say when it was made: the same report has the same bytes."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import openpyxl
import pytest

from tests.xlsx_support import figure, statistics
from zsstat.model import Report
from zsstat.render.xlsx import xlsx_bytes


@pytest.mark.parametrize("about", [True, False], ids=["statistics", "list"])
def test_no_part_of_a_workbook_says_when_it_was_made(about: bool) -> None:
    made = statistics(("汉滨区", figure("1.25", Fraction(5, 4))))
    report = made if about else Report(made.tables)
    content = xlsx_bytes(report)
    assert content == xlsx_bytes(report)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        said = package.read("docProps/core.xml")
    assert b"created" not in said
    assert b"modified" not in said


def test_the_other_properties_stay() -> None:
    report = statistics(("汉滨区", figure("1.25", Fraction(5, 4))))
    assert report.about is not None
    properties = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(report))).properties
    assert properties.title == report.about.title
    assert properties.creator == report.about.office
    assert properties.language == "zh-CN"
