"""Puts the returns of both years together and proves that they say what was asked for."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from random import Random

from sample_data import _events, _foreign, _invent
from sample_data._describe import (
    BUREAU,
    REPORTERS,
    ReturnData,
    SummaryLine,
    Target,
    deductions,
    figures,
)

YEARS = (2019, 2020)
SEED = 610900
YI = 100_000_000

# Issued by the province for the city: 元 and US dollars.
CITY_TARGETS = {
    2019: {"funds_interprov": 720 * YI, "fdi_actual": 46_000_000},
    2020: {"funds_interprov": 780 * YI, "fdi_actual": 56_000_000},
}

_COUNTY_SUMMARY = (
    "contract_count",
    "contract_total",
    "funds_total",
    "funds_new",
    "funds_continued",
    "funds_interprov",
    "big_count",
    "big_total",
    "return_count",
    "return_total",
)
_FOREIGN_SUMMARY = ("fdi_actual", "fdi_direct", "fdi_other", "fie_new")
_GUEST_SUMMARY = ("guest_batches", "guest_persons")
_BUREAU_SUMMARY = ("promo_events", "squad_trips", "leader_trips", *_GUEST_SUMMARY)
_SPLIT = ("yinghu",)  # sends its activities in a file of their own
_TARGETED = {"funds_interprov": 10_000_000, "fdi_actual": 100_000, "contract_count": 1}


def _targets(random: Random, area: str, year: int, values: dict[str, int]) -> tuple[Target, ...]:
    """The city's task for a county, or the province's for the city."""
    if area == BUREAU:
        return tuple(Target(code, "省", value) for code, value in CITY_TARGETS[year].items())
    drawn = []
    for code, step in _TARGETED.items():
        value = int(values[code] / random.uniform(0.96, 1.12)) // step * step
        if value:
            drawn.append(Target(code, "市", value))
    return tuple(drawn)


def _summary(
    data: ReturnData, values: dict[str, int], base: dict[str, int] | None
) -> tuple[SummaryLine, ...]:
    """The sender's own sums. What another file of the sender holds is left out."""
    codes: tuple[str, ...] = _BUREAU_SUMMARY if data.reporter == BUREAU else _COUNTY_SUMMARY
    if data.enterprises is not None:
        codes += _FOREIGN_SUMMARY
    if data.reporter not in (BUREAU, *_SPLIT):
        codes += _GUEST_SUMMARY
    return tuple(SummaryLine(c, values[c], base[c] if base else None) for c in codes)


def returns() -> dict[int, dict[str, ReturnData]]:
    """Year → reporter → its return. The same every time."""
    random = Random(SEED)  # noqa: S311 - invented figures, no secrets
    ledgers = _invent.ledgers(random)
    enterprises = _foreign.enterprises(random)
    people = _events.leaders(random)
    made: dict[int, dict[str, ReturnData]] = {}
    for year in YEARS:
        activities = _events.activities(random, year, people)
        made[year] = {}
        for area in REPORTERS:
            bare = ReturnData(
                area,
                year,
                ledgers[year].get(area),
                enterprises[year].get(area),
                activities[area],
            )
            values = figures(bare)
            base = figures(made[year - 1][area]) if year - 1 in made else None
            made[year][area] = ReturnData(
                area,
                year,
                bare.projects,
                bare.enterprises,
                bare.activities,
                _targets(random, area, year, values),
                _summary(bare, values, base),
            )
    prove(made)
    return made


def city_figures(areas: dict[str, ReturnData]) -> dict[str, int]:
    """Sum of the reporters less what joint activities were counted too often."""
    total: dict[str, int] = {}
    for data in areas.values():
        for code, value in figures(data).items():
            total[code] = total.get(code, 0) + value
    for code, value in deductions(areas.values()).items():
        total[code] += value
    return total


def printed(value: int, unit: int, decimals: int) -> str:
    """``value`` in a unit of ``unit`` base units, half up, padded zeros trimmed."""
    exact = Decimal(value) / unit
    text = str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".") if "." in text else text


def growth(value: int, base: int) -> str:
    return printed((value - base) * 10**20 // base, 10**18, 2)


PRINTED_2020 = {
    "contract_count": (1, 0, "518"),
    "contract_total": (YI, 2, "953.17"),
    "funds_total": (YI, 2, "835"),
    "funds_interprov": (YI, 2, "818"),
    "fdi_actual": (10_000, 0, "6076"),
    "fie_new": (1, 0, "13"),
    "big_count": (1, 0, "32"),
    "big_total": (YI, 2, "443"),
    "return_count": (1, 0, "118"),
    "return_total": (YI, 2, "120.62"),
    "promo_events": (1, 0, "7"),
    "squad_trips": (1, 0, "17"),
    "leader_trips": (1, 0, "233"),
    "guest_batches": (1, 0, "840"),
    "guest_persons": (10_000, 2, "1.38"),
}
"""Indicator → base units of the printed unit, decimals, the number as the article printed it."""


def prove(made: dict[int, dict[str, ReturnData]]) -> None:
    """Raises ValueError unless the figures of 2020 round to what was printed."""
    last, this = city_figures(made[2019]), city_figures(made[2020])
    shown = {c: printed(this[c], unit, places) for c, (unit, places, _) in PRINTED_2020.items()}
    shown |= {f"{c} growth": growth(this[c], last[c]) for c in ("funds_interprov", "fdi_actual")}
    wanted = {c: text for c, (_, _, text) in PRINTED_2020.items()}
    wanted |= {"funds_interprov growth": "7.82", "fdi_actual growth": "25.8"}
    wrong = {c: (shown[c], wanted[c]) for c in wanted if shown[c] != wanted[c]}
    if wrong:
        raise ValueError(f"not the printed figures: {wrong}")
