"""Invents the ledgers of 2019 and 2020 so that their sums are the figures asked for.

Everything comes from one seeded generator: names are drawn, values are drawn and then fitted to
their totals (:mod:`sample_data._fit`), so a total is exact by construction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sample_data import _names as names
from sample_data._course import build, fund, some_day
from sample_data._describe import BIG, CONTRACT, FRAMEWORK, INTENT, LEDGERS, REPORTERS, Project
from sample_data._fit import apportion, fit

YI = 100_000_000
WAN = 10_000

_WEIGHTS = dict(
    zip(LEDGERS, (16, 9, 8.5, 5, 8.5, 6, 8, 3.5, 11, 6, 14, 6, 2.5), strict=True)
)  # fmt: skip
_SOURCE_FORM = {"hanbin": "long", "xunyang": "long", "shiquan": "long", "ningshan": "province"}
_PREFIX = {
    "hanbin": "HB", "hanyin": "HY", "shiquan": "SQ", "ningshan": "NS", "ziyang": "ZY",
    "langao": "LG", "pingli": "PL", "zhenping": "ZP", "xunyang": "XY", "baihe": "BH",
    "gaoxin": "GX", "hengkou": "HK", "yinghu": "YH",
}  # fmt: skip
# These have a 合同类型 column; the others' decoys are told apart by their stage alone.
WITH_CONTRACT_TYPE = ("hanbin", "hanyin", "ziyang", "xunyang", "gaoxin", "hengkou")


@dataclass(frozen=True)
class Wanted:
    """The figures a year's ledgers must give, in 元 where they are money."""

    year: int
    contracts: int
    contract_total: int
    big: int
    big_total: int
    returnee: int
    returnee_total: int
    funds_total: int
    interprov: int


WANTED = {
    2019: Wanted(
        2019, 482, 88_436_715_200, 27, 36_257_904_000, 104, 10_541_236_700,
        77_431_208_500, 75_867_463_200,
    ),
    2020: Wanted(
        2020, 518, 95_317_284_600, 32, 44_299_643_000, 118, 12_061_743_800,
        83_500_312_600, 81_799_684_300,
    ),
}  # fmt: skip

# Signed before 2019 and still going on then: how many, how many big ones, their investments.
_OLD_COUNT, _OLD_BIG, _OLD_TOTAL, _OLD_BIG_TOTAL = 246, 30, 80_215_340_000, 41_873_000_000


@dataclass(frozen=True)
class _Named:
    """A project whose name was printed in the press, with an invented investor and amount."""

    area: str
    name: str
    investor: str
    source: tuple[str, str]
    industry: str
    total: int


_NAMED = (
    _Named("gaoxin", "安康无水港多式联运项目", "天津航桥港务供应链管理有限公司",
           ("天津", ""), "现代物流", 4_560_000_000),
    _Named("hengkou", "正安康达特种车辆及零部件生产项目", "十堰正安康达机械制造有限公司",
           ("湖北", "十堰"), "装备制造", 3_820_000_000),
    _Named("hanbin", "苏陕捷明乐科创园项目", "常州捷明乐电子科技有限公司",
           ("江苏", "常州"), "电子信息", 3_168_000_000),
    # Exactly the threshold: it counts.
    _Named("xunyang", "恒裕富硒食品产业园项目", "杭州恒裕元食品科技有限公司",
           ("浙江", "杭州"), "富硒食品", BIG),
)  # fmt: skip
_ELECTRONICS = ("安康苏陕源杰电子有限公司", "电子元器件生产项目")


class Inventor:
    """Holds what must not be used twice: brands, serial numbers, names."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.brands = names.Brands(random)
        self.serial = 0
        self.counters: dict[tuple[str, int], int] = {}

    def source(self) -> tuple[str, str]:
        draw = self.random.random()
        if draw < 0.035:
            return self.random.choice(names.HOME)
        if draw < 0.048:
            return self.random.choice(names.OVERSEAS)
        return self.random.choice(names.DOMESTIC)

    def number(self, area: str, year: int) -> str:
        count = self.counters[area, year] = self.counters.get((area, year), 0) + 1
        return f"{_PREFIX[area]}-{year}-{count:03d}"

    def project(
        self,
        area: str,
        total: int,
        *,
        returnee: bool = False,
        named: _Named | None = None,
    ) -> Project:
        """A project without number, dates, stage and funds."""
        random = self.random
        industry = named.industry if named else random.choice(list(names.INDUSTRIES))
        source = named.source if named else self.source()
        if returnee and source in names.OVERSEAS:
            source = ("广东", "东莞")
        brand = self.brands.take()
        self.serial += 1
        return Project(
            number="",
            name=named.name
            if named
            else names.project_name(REPORTERS[area], brand, industry, random),
            investor=named.investor if named else names.company(source, brand, industry),
            credit_code=names.credit_code(self.serial) if random.random() < 0.85 else None,
            source=names.place(source, _SOURCE_FORM.get(area, "short")),
            capital="外资" if source in names.OVERSEAS else "内资",
            total=total,
            signed=None,
            industry=industry,
            stage="签约",
            returnee=returnee,
            contact=names.person(random),
            phone=names.phone(random),
        )


# --- sizes ------------------------------------------------------------------------------------


def _small_total(random: Random) -> int:
    """An investment as people agree on it: round, mostly below one 亿元."""
    drawn = min(random.lognormvariate(18.05, 0.85), 4.9e8)
    step = 1_000_000 if drawn < YI else 5_000_000
    return max(int(drawn) // step * step, 8_000_000)


def _sizes(random: Random, count: int, total: int, big: bool) -> list[int]:
    low, cap = (510_000_000, 2_800_000_000) if big else (5_000_000, 498_000_000)
    drawn = [
        min(int(random.lognormvariate(20.7, 0.45)) // 10_000_000 * 10_000_000, cap)
        if big
        else _small_total(random)
        for _ in range(count)
    ]
    return fit(drawn, total, [low] * count, [cap] * count, 1_000_000, random)


def _areas(random: Random, count: int, big: int) -> list[str]:
    """``count`` areas in proportion to their weights: first those of the ``big`` projects, which
    the two smallest reporters have none of, then the others in random order."""
    shares = dict(zip(LEDGERS, apportion(count, [_WEIGHTS[area] for area in LEDGERS]), strict=True))
    larger = [area for area in LEDGERS if area not in ("yinghu", "zhenping")]
    places = []
    for area, share in zip(larger, apportion(big, [_WEIGHTS[a] for a in larger]), strict=True):
        places += [area] * share
        shares[area] -= share
    others = [area for area, share in shares.items() for _ in range(share)]
    random.shuffle(others)
    return places + others


def _contracts(inventor: Inventor, wanted: Wanted) -> list[tuple[str, Project]]:
    """The year's contracts with their investments; signing dates come later."""
    random = inventor.random
    named = _NAMED if wanted.year == 2020 else ()
    places = _areas(random, wanted.contracts, wanted.big)
    for n in named:
        places.remove(n.area)
    free_big = wanted.big - len(named)
    big = _sizes(random, free_big, wanted.big_total - sum(n.total for n in named), big=True)
    returnee = _sizes(random, wanted.returnee, wanted.returnee_total, big=False)
    rest = wanted.contracts - wanted.big - wanted.returnee
    others = _sizes(
        random, rest, wanted.contract_total - wanted.big_total - wanted.returnee_total, big=False
    )
    rows = [(n.area, inventor.project(n.area, n.total, named=n)) for n in named]
    for i, total in enumerate(big + returnee + others):
        is_returnee = free_big <= i < free_big + wanted.returnee
        rows.append((places[i], inventor.project(places[i], total, returnee=is_returnee)))
    random.shuffle(rows)
    return rows


# --- decoys -----------------------------------------------------------------------------------


def _decoys(inventor: Inventor, year: int) -> list[tuple[str, Project]]:
    """Rows that count for nothing: frameworks, letters of intent, projects under negotiation."""
    random = inventor.random
    rows: list[tuple[str, Project]] = []
    for area in LEDGERS:
        for k in range(3 if area in WITH_CONTRACT_TYPE else 1):
            size = 6_000_000_000 if (area, k) == ("gaoxin", 0) else _small_total(random)
            project = inventor.project(area, size, returnee=(area, k) == ("ziyang", 0))
            rows.append((area, _decoy(random, project, year, area, k)))
    return _numbered(inventor, rows, year)


def _decoy(random: Random, project: Project, year: int, area: str, k: int) -> Project:
    if area not in WITH_CONTRACT_TYPE or k == 2:
        typed = area in WITH_CONTRACT_TYPE
        stage = "洽谈" if typed or random.random() < 0.5 else "策划"
        kind = INTENT if typed else CONTRACT
        signed = some_day(random, year) if typed else None
        return replace(project, stage=stage, contract_type=kind, signed=signed)
    kind = FRAMEWORK if k == 0 else INTENT
    return replace(
        project,
        stage="签约",
        contract_type=kind,
        signed=some_day(random, year),
        note="未签正式合同",
    )


def _decoy_later(random: Random, project: Project) -> Project:
    """A decoy in the year after: given up, or still talked about."""
    if project.signed is None and random.random() < 0.5:
        return project
    return replace(project, stage="终止", note="双方协商终止")


# --- the two years ----------------------------------------------------------------------------


def _old_projects(inventor: Inventor) -> list[tuple[str, Project]]:
    """Signed from 2016 to 2018 and going on at the beginning of 2019."""
    random = inventor.random
    sizes = _sizes(random, _OLD_BIG, _OLD_BIG_TOTAL, big=True)
    sizes += _sizes(random, _OLD_COUNT - _OLD_BIG, _OLD_TOTAL - _OLD_BIG_TOTAL, big=False)
    places = _areas(random, _OLD_COUNT, _OLD_BIG)
    rows = []
    for area, total in zip(places, sizes, strict=True):
        signed = some_day(random, random.choice((2016, 2017, 2017, 2018, 2018, 2018)))
        project = inventor.project(area, total, returnee=random.random() < 0.15)
        started = signed + timedelta(days=random.randrange(40, 200))
        received = int(total * random.uniform(0.12, 0.45)) // WAN * WAN
        rows.append(
            (
                area,
                replace(
                    project,
                    signed=signed,
                    cumulative=received,
                    started=started if started < date(2018, 12, 20) else None,
                ),
            )
        )
    return _numbered(inventor, rows, 2018)


def _sign(
    inventor: Inventor, rows: list[tuple[str, Project]], year: int
) -> list[tuple[str, Project]]:
    signed = [(a, replace(p, signed=some_day(inventor.random, year))) for a, p in rows]
    return _numbered(inventor, signed, year)


def _numbered(
    inventor: Inventor, rows: list[tuple[str, Project]], year: int
) -> list[tuple[str, Project]]:
    """Project numbers in the order of signing; what is unsigned comes last."""
    rows = sorted(rows, key=lambda row: row[1].signed or date.max)
    return [
        (a, replace(p, number=inventor.number(a, p.signed.year if p.signed else year)))
        for a, p in rows
    ]


def _constructed(rows: list[tuple[str, Project]], year: int) -> list[tuple[str, Project]]:
    """建设性质 by the year of signing; unsigned rows have none."""
    marked = []
    for area, project in rows:
        kind = None
        if project.signed is not None:
            kind = "新建" if project.signed.year == year else "续建"
        marked.append((area, replace(project, construction=kind)))
    return marked


def _electronics(rows: list[tuple[str, Project]]) -> list[tuple[str, Project]]:
    """Gives the investor that the article pictures its project: a middle-sized one in gaoxin."""
    investor, name = _ELECTRONICS
    for i, (area, project) in enumerate(rows):
        fits = area == "gaoxin" and project.capital == "内资" and not project.returnee
        if fits and YI < project.total < BIG and not project.source.startswith("陕西"):
            renamed = replace(
                project, name=name, investor=investor, industry="电子信息", source="江苏扬州"
            )
            return [*rows[:i], (area, renamed), *rows[i + 1 :]]
    raise ValueError("no project fits the electronics company")


def _by_area(rows: list[tuple[str, Project]]) -> dict[str, tuple[Project, ...]]:
    """Per area, contracts of the year first, in the order of their numbers."""
    return {
        area: tuple(
            sorted(
                (p for a, p in rows if a == area),
                key=lambda p: (p.construction == "续建", p.construction is None, p.number),
            )
        )
        for area in LEDGERS
    }


def ledgers(random: Random) -> dict[int, dict[str, tuple[Project, ...]]]:
    """Year → reporter → the rows of its ledger."""
    inventor = Inventor(random)
    old = [(area, build(random, p, 2019, finish=0.95)) for area, p in _old_projects(inventor)]
    signed = _sign(inventor, _contracts(inventor, WANTED[2019]), 2019)
    new = [(area, build(random, p, 2019, finish=0.9)) for area, p in signed]
    decoys = _decoys(inventor, 2019)
    first = _funded(random, new + old, 2019, None)
    last_year = {a: sum(p.interprov for b, p in first if a == b) for a in LEDGERS}

    going_on = [(a, p) for a, p in first if p.stage not in ("投产", "终止")]
    continued = [
        (area, _carry_on(random, replace(p, funds=0, interprov=0, intraprov=0)))
        for area, p in going_on
    ]
    signed = _sign(inventor, _electronics(_contracts(inventor, WANTED[2020])), 2020)
    new = [(area, build(random, p, 2020, finish=0.75)) for area, p in signed]
    second = _funded(random, new + continued, 2020, last_year)
    second += [(area, _decoy_later(random, p)) for area, p in decoys]
    second += _decoys(inventor, 2020)
    return {
        2019: _by_area(_constructed(first + decoys, 2019)),
        2020: _by_area(_constructed(second, 2020)),
    }


def _funded(
    random: Random, rows: list[tuple[str, Project]], year: int, last_year: dict[str, int] | None
) -> list[tuple[str, Project]]:
    return fund(random, rows, WANTED[year].funds_total, WANTED[year].interprov, last_year)


def _carry_on(random: Random, project: Project) -> Project:
    """The second year of a project; one in thirty is given up."""
    if project.started is None and random.random() < 0.1:
        return replace(project, stage="终止", note="投资方资金安排调整，项目终止")
    return build(random, project, 2020, finish=0.6)
