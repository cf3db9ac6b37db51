"""What a return says, before anybody decides how it looks.

Amounts are whole 元 or whole US dollars. A faulty variant of a return is made by replacing rows
of a :class:`ReturnData` (what is said) or of the sheets that are laid out from it (how it is said).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BUREAU = "bureau"
BIG = 500_000_000

# Ids and the names the reporters had in 2019 and 2020.
REPORTERS = {
    BUREAU: "市本级",
    "hanbin": "汉滨区",
    "hanyin": "汉阴县",
    "shiquan": "石泉县",
    "ningshan": "宁陕县",
    "ziyang": "紫阳县",
    "langao": "岚皋县",
    "pingli": "平利县",
    "zhenping": "镇坪县",
    "xunyang": "旬阳县",
    "baihe": "白河县",
    "gaoxin": "安康高新区",
    "hengkou": "恒口示范区",
    "yinghu": "瀛湖生态旅游区",
}
LEDGERS = tuple(area for area in REPORTERS if area != BUREAU)

CONTRACT = "合同"
FRAMEWORK = "框架"
INTENT = "意向"
PROMOTION = "推介活动"
SQUAD = "小分队"
LEADER = "领导外出"
GUESTS = "接待客商"
CITY_LEVEL = "市级"
COUNTY_LEVEL = "县级"


@dataclass(frozen=True, slots=True)
class Project:
    """One row of the ledger; ``funds``, ``interprov`` and ``intraprov`` are of the year."""

    number: str
    name: str
    investor: str
    credit_code: str | None
    source: str
    capital: str
    total: int
    signed: date | None
    industry: str
    stage: str
    started: date | None = None
    produced: date | None = None
    construction: str | None = None
    funds: int = 0
    interprov: int = 0
    intraprov: int = 0
    cumulative: int = 0
    returnee: bool = False
    contract_type: str = CONTRACT
    contact: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A foreign-invested enterprise, amounts in US dollars."""

    name: str
    country: str
    founded: date
    contracted: int
    actual: int
    direct: int
    other: int


@dataclass(frozen=True, slots=True)
class Activity:
    day: date
    kind: str
    level: str
    leader: str
    place: str = ""
    times: int | None = None
    batches: int | None = None
    persons: int | None = None
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """``value`` is in the base unit of the indicator."""

    indicator: str
    issuer: str
    value: int


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """What the sender says its own rows add up to; ``base`` is last year's figure."""

    indicator: str
    value: int
    base: int | None


@dataclass(frozen=True, slots=True)
class ReturnData:
    """A reporter's return for a full year. A table that is None is not sent; () is a nil return."""

    reporter: str
    year: int
    projects: tuple[Project, ...] | None
    enterprises: tuple[Enterprise, ...] | None
    activities: tuple[Activity, ...] | None
    targets: tuple[Target, ...] = ()
    summary: tuple[SummaryLine, ...] = ()


def is_contract(project: Project, year: int) -> bool:
    """Signed in the year, and neither under negotiation nor a framework nor a letter of intent."""
    return (
        project.signed is not None
        and project.signed.year == year
        and project.stage not in ("策划", "洽谈")
        and project.contract_type == CONTRACT
    )


def is_new(project: Project, year: int) -> bool:
    return project.signed is not None and project.signed.year == year


def _project_figures(projects: Iterable[Project], year: int) -> dict[str, int]:
    rows = list(projects)
    contracts = [p for p in rows if is_contract(p, year)]
    big = [p for p in contracts if p.total >= BIG]
    returnee = [p for p in contracts if p.returnee]
    return {
        "contract_count": len(contracts),
        "contract_total": sum(p.total for p in contracts),
        "active_count": sum(p.funds > 0 for p in rows),
        "funds_total": sum(p.funds for p in rows),
        "funds_new": sum(p.funds for p in rows if is_new(p, year)),
        "funds_continued": sum(p.funds for p in rows if not is_new(p, year)),
        "funds_interprov": sum(p.interprov for p in rows),
        "funds_intraprov": sum(p.intraprov for p in rows),
        "funds_cumulative": sum(p.cumulative for p in rows),
        "big_count": len(big),
        "big_total": sum(p.total for p in big),
        "return_count": len(returnee),
        "return_total": sum(p.total for p in returnee),
    }


def _foreign_figures(enterprises: Iterable[Enterprise], year: int) -> dict[str, int]:
    rows = list(enterprises)
    return {
        "fdi_actual": sum(e.actual for e in rows),
        "fdi_direct": sum(e.direct for e in rows),
        "fdi_other": sum(e.other for e in rows),
        "fdi_contract": sum(e.contracted for e in rows),
        "fie_new": sum(e.founded.year == year for e in rows),
    }


def counted(activity: Activity) -> dict[str, int]:
    """What one activity adds to which indicator."""
    times = 1 if activity.times is None else activity.times
    match activity.kind:
        case "推介活动":
            return {"promo_events": int(activity.level == CITY_LEVEL)}
        case "小分队":
            return {"squad_trips": times}
        case "领导外出":
            return {"leader_trips": times}
        case _:
            return {
                "guest_batches": activity.batches or 0,
                "guest_persons": activity.persons or 0,
            }


def _activity_figures(activities: Iterable[Activity]) -> dict[str, int]:
    figures = dict.fromkeys(
        ("promo_events", "squad_trips", "leader_trips", "guest_batches", "guest_persons"), 0
    )
    for activity in activities:
        for indicator, value in counted(activity).items():
            figures[indicator] += value
    return figures


def figures(data: ReturnData) -> dict[str, int]:
    """Every posted indicator of one return, in base units."""
    return {
        **_project_figures(data.projects or (), data.year),
        **_foreign_figures(data.enterprises or (), data.year),
        **_activity_figures(data.activities or ()),
    }


def deductions(returns: Iterable[ReturnData]) -> dict[str, int]:
    """What the city subtracts for joint activities that several reporters counted (negative)."""
    groups: dict[tuple[object, ...], list[Activity]] = defaultdict(list)
    for data in returns:
        for act in data.activities or ():
            if act.joint:
                groups[act.day, act.kind, act.place, act.leader].append(act)
    surplus: dict[str, int] = {}
    for group in groups.values():
        for repeated in group[1:]:
            for indicator, value in counted(repeated).items():
                surplus[indicator] = surplus.get(indicator, 0) - value
    return {indicator: value for indicator, value in surplus.items() if value}
