"""A small book of four reporters and a provincial field, for tests of figures, tables, media."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from zsstat.catalog import load_catalogue
from zsstat.compute import Book, ProvinceLine
from zsstat.declarations import Catalogue
from zsstat.figures import FigureBuilder
from zsstat.model import CellRef, Dimension, Measure, Period

YI = 10**8
FUNDS = "funds_interprov"
FDI = "fdi_actual"
REPORTERS = ("bureau", "hanbin", "ziyang", "xunyang")
MEMBERS = ("field-xian", "field-tongchuan", "field-baoji", "field-ankang")
GROWTH = Measure.GROWTH_RANK
COMPLETION = Measure.COMPLETION_RANK

ACTUAL = {
    ("hanbin", FUNDS): 50_000_123_456,
    ("ziyang", FUNDS): 31_799_000_000,
    ("xunyang", FUNDS): 500_000_000,
    ("hanbin", FDI): 40_000_000,
    ("ziyang", FDI): 20_760_000,
    ("hanbin", "promo_events"): 4,
    ("ziyang", "promo_events"): 5,
    ("ziyang", "rate_funds"): 291,
    ("ziyang", "rate_investment"): 292,
    ("hanbin", "contract_count"): 2,
}
BASE = {
    ("hanbin", FUNDS): 45_000_000_000,
    ("ziyang", FUNDS): 30_866_000_000,
    ("hanbin", FDI): 48_300_000,
}


def line(member: str, indicator: str, growth: str | None, completion: str | None) -> ProvinceLine:
    return ProvinceLine(
        member,
        indicator,
        growth=None if growth is None else Decimal(growth),
        completion=None if completion is None else Decimal(completion),
        cells={"growth": ref("D4"), "completion": ref("F4")},
    )


def ref(cell: str) -> CellRef:
    return CellRef("ab" * 32, "全省.xlsx", "位次", cell)


PROVINCE = (
    line("field-xian", FUNDS, "9.1", "104"),
    line("field-tongchuan", FUNDS, "8", "101"),
    line("field-baoji", FUNDS, "3.5", "99.5"),
    replace(line("field-ankang", FUNDS, "8.47", "102.25"), value=823 * YI, printed_rank=2),
)


def book(**changes: Any) -> Book:
    """The book, with what a test wants different."""
    plain = Book(
        period=Period(2020),
        city="ankang",
        reporters=REPORTERS,
        actual=ACTUAL,
        base=BASE,
        targets={("ankang", FUNDS): 800 * YI, ("hanbin", FUNDS): 500 * YI},
        received=frozenset(REPORTERS),
        base_received=frozenset(REPORTERS),
        province=PROVINCE,
        own_member="field-ankang",
        members=MEMBERS,
        previous_members=MEMBERS,
        groups={
            (FUNDS, Dimension.INDUSTRY, "装备制造"): 60 * YI,
            (FUNDS, Dimension.INDUSTRY, "=富硒|食品"): 200 * YI,
        },
        base_groups={(FUNDS, Dimension.INDUSTRY, "装备制造"): 50 * YI},
    )
    return replace(plain, **changes)


def builder(catalogue: Catalogue | None = None, **changes: Any) -> FigureBuilder:
    return FigureBuilder(catalogue or load_catalogue(), book(**changes))


def city_builder(indicator: str, current: int, base: int, **wording: Any) -> FigureBuilder:
    """One reporter is the whole city; ``wording`` changes the catalogue's."""
    catalogue = load_catalogue()
    catalogue = replace(catalogue, wording=replace(catalogue.wording, **wording))
    return builder(
        catalogue,
        reporters=("hanbin",),
        actual={("hanbin", indicator): current},
        base={("hanbin", indicator): base},
    )
