"""Faults between rows, tables, years and the province: totals, summaries, ranks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from sample_data import _province
from sample_data._describe import ReturnData, SummaryLine
from sample_data._fault_forms import WAN, YI, Form, book, continued, contracts, data, sent
from sample_data._faults_files import Files
from sample_data._sheets import lay_out_table, letters
from sample_data._write import packed

_DETAILS = ("projects", "foreign", "activities")


def _file(form: Form) -> Files:
    return {form.book.file.format(year=2020): form.content}


def totals() -> Files:
    """A SUM that ends one row too early, and a total typed with two digits swapped."""
    own = book("hanyin", "projects")
    own = replace(own, sheets=(replace(own.sheets[0], blank=None),))
    rows = (*contracts("hanyin", 4), *continued("hanyin", 1))
    form = Form.of(data("hanyin", rows), own)
    page = form.page("projects")
    total = page.row("总计")
    first = page.row(rows[0].name)
    place = page.at(total, "当年到位")
    cell = page.sheet.cells[place]
    cell.formula = f"=SUM({letters(place[1])}{first}:{letters(place[1])}{total - 2})"
    cell.value = sum(p.funds for p in rows[:-1]) // WAN
    typed = page.sheet.cells[page.at(total, "累计到位")]
    digits = str(typed.value)
    typed.value, typed.formula = Decimal(digits[1] + digits[0] + digits[2:]), None
    return _file(form)


def _said(reporter: str) -> ReturnData:
    """A few ordinary rows of every table, and the summary that they give."""
    return data(
        reporter,
        (*contracts(reporter, 3), *continued(reporter, 2)),
        (sent(reporter).enterprises or ())[:2],
        tuple(a for a in sent(reporter).activities or () if not a.joint)[:3],
    )


def _changed(said: ReturnData, change: Callable[[SummaryLine], SummaryLine]) -> ReturnData:
    return replace(said, summary=tuple(change(line) for line in said.summary))


def summary_against_itself() -> Files:
    """Only the summary: parts, subsets and averages that cannot be."""
    changes = {
        "contract_count": 20,
        "contract_total": 40 * YI,
        "funds_total": 1_250_000_000,
        "funds_new": 450_000_000,
        "funds_continued": 700_000_000,
        "funds_interprov": 1_305_000_000,
        "big_count": 3,
        "big_total": 12 * YI,
        "fdi_actual": 5_000_000,
        "fdi_direct": 4_000_000,
        "fdi_other": 500_000,
        "guest_batches": 980,
        "guest_persons": 60,
    }
    said = _changed(_said("xunyang"), lambda x: replace(x, value=changes.get(x.indicator, x.value)))
    form = Form.of(said, book("xunyang", "summary"))
    page = form.page("summary")
    page.put("返乡创业项目总投资", "指标", "营商环境指数")
    return _file(form)


def summary_against_rows() -> Files:
    """The summary was not touched again after the ledger had been corrected."""
    more = {"contract_count": 1, "contract_total": 3500 * WAN}
    said = _changed(_said("hanbin"), lambda x: replace(x, value=x.value + more.get(x.indicator, 0)))
    return _file(Form.of(said, book("hanbin", *_DETAILS, "summary")))


def last_year_differs() -> Files:
    """上年同期 was taken from a draft of last year's return."""
    less = {"funds_interprov": 5000 * WAN}
    said = _changed(
        _said("hanbin"), lambda x: replace(x, base=(x.base or 0) - less.get(x.indicator, 0))
    )
    return _file(Form.of(said, book("hanbin", "summary")))


def province() -> Files:
    """The province's table with misprints, and with a city that is in no field of the province."""
    changes: dict[tuple[str, str], dict[str, object]] = {
        ("安康", "funds_interprov"): {"value": Decimal("820.00")},
        ("汉中", "funds_interprov"): {"place": Decimal(3)},
        ("商洛", "funds_interprov"): {"completion": Decimal("99.65")},
        ("延安", "fdi_actual"): {"place": Decimal(12)},
        ("铜川", "fdi_actual"): {"area": "兴安"},
    }
    rows = [{**r, **changes.get((str(r["area"]), str(r["indicator"])), {})} for r in
            _province.rows(2020)]  # fmt: skip
    sheet = lay_out_table(_province.BOOK.sheets[0], _province.BOOK, 2020, rows)
    name = _province.BOOK.file.format(year=2020)
    return {name: packed([sheet], _province.BOOK.writer)}
