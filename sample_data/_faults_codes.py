"""Faults in codes of national standards, and places that are none."""

from __future__ import annotations

from dataclasses import replace

from sample_data._fault_forms import Form, book, contracts, data
from sample_data._faults_files import Files
from sample_data._sheets import Cell


def _file(form: Form) -> Files:
    return {form.book.file.format(year=2020): form.content}


def credit_codes() -> Files:
    """The letter O for a nought, a wrong check character, one character short, and the numbers that
    were in use before 2015: of the registration and of the organisation."""
    good, letter, wrong, short, registration, organisation = contracts("hanbin", 6)
    written = {
        good: good.credit_code or "91350100M000100Y43",
        letter: "91350100M0001O0Y43",
        wrong: "91350100M000100Y48",
        short: "91350100M000100Y4",
        registration: "990000100012345",
        organisation: "M0001234-X",
    }
    rows = tuple(replace(project, credit_code=code) for project, code in written.items())
    return _file(Form.of(data("hanbin", rows), book("hanbin", "projects")))


def industry_codes() -> Files:
    """A column of industry codes: a division that does not exist, a letter of another section, and
    a sight of nature that makes medicine."""
    good, unknown, letter, other = contracts("hanbin", 4)
    rows = (
        replace(good, industry="富硒食品"),
        replace(unknown, industry="装备制造"),
        replace(letter, industry="装备制造"),
        replace(other, industry="生态旅游"),
    )
    form = Form.of(data("hanbin", rows), book("hanbin", "projects"))
    page = form.page("projects")
    codes = {good: "C1491", unknown: "98", letter: "A35", other: "C2710"}
    page.add_column("国民经济行业代码", {page.row(p.name): Cell(code) for p, code in codes.items()})
    return _file(form)


def places() -> Files:
    """A code that does not exist, one of another city, two rows from no place, two right codes."""
    unknown, other, nowhere, again, coded, small = contracts("hanbin", 6)
    rows = (
        replace(unknown, source="449900 深圳市"),
        replace(other, source="440100 深圳市"),
        replace(nowhere, source="某某控股集团"),
        replace(again, source="某某控股集团"),
        replace(coded, source="320583"),
        replace(small, source="浙江义乌（330782）"),
    )
    return _file(Form.of(data("hanbin", rows), book("hanbin", "projects")))
