"""A small city for the bulletin's tests: three reporters, two years, a provincial field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from zsstat.bulletin import Item, Material, compose, parse_narrative
from zsstat.catalog import load_catalogue
from zsstat.compute import Book, ProvinceLine
from zsstat.declarations import Tier
from zsstat.errors import TemplateError
from zsstat.figures import FigureBuilder
from zsstat.model import CellRef, Document, Paragraph, Period, Style

YI = 10**8
FIRST_TIER = Tier("第一方阵", growth=4, completion=4)
REPORTERS = ("bureau", "hanbin", "ziyang")
NARRATIVE = """# 文稿

## 大事记

2月8日，全市率先开工；签约率达99.5%。

率团赴长三角招商。

## 展望

坚定“44520”基本方略。
"""


def cell(name: str, file: str = "汉滨区2020.xlsx", sheet: str = "项目台账") -> CellRef:
    return CellRef(file.encode().hex(), file, sheet, name)


_SUMS = {
    "contract_count": (518, 480),
    "contract_total": (95_317_000_000, 90_000_000_000),
    "funds_total": (83_500_400_000, 80_000_000_000),
    "funds_interprov": (81_800_100_000, 75_867_000_000),
    "fdi_actual": (60_760_000, 48_298_887),
    "fie_new": (13, 10),
    "big_count": (32, 30),
    "big_total": (44_300_000_000, 40_000_000_000),
    "return_count": (118, 100),
    "return_total": (12_062_000_000, 11_000_000_000),
    "promo_events": (7, 8),
    "squad_trips": (17, 15),
    "leader_trips": (233, 200),
    "guest_batches": (840, 800),
    "guest_persons": (13_812, 12_000),
}


def _lines(
    indicator: str, growth: str, completion: str, rivals: Mapping[str, str]
) -> list[ProvinceLine]:
    """Our line and the rivals'; by completion the field is the first two rivals and we."""
    own = ProvinceLine(
        "m_ankang",
        indicator,
        growth=Decimal(growth),
        completion=Decimal(completion),
        cells={"growth": cell("D9", "全省.xlsx", "位次")},
    )
    completions = (Decimal(99), Decimal(98), None)
    others = [
        ProvinceLine(member, indicator, growth=Decimal(printed), completion=completed)
        for (member, printed), completed in zip(rivals.items(), completions, strict=True)
    ]
    return [own, *others]


def _province(domestic: str, completion: str) -> tuple[ProvinceLine, ...]:
    rivals = {"m_xian": "9", "m_baoji": "8", "m_hanzhong": "1"}
    return (
        *_lines("funds_interprov", domestic, completion, rivals),
        *_lines("fdi_actual", "25.8", "98.5", rivals | {"m_xian": "30"}),
    )


def book(**changes: object) -> Book:
    """The city of 2020; ``changes`` replace fields of the book."""
    sums = {("hanbin", name): now - now // 3 for name, (now, _) in _SUMS.items()}
    sums |= {("ziyang", name): now // 3 for name, (now, _) in _SUMS.items()}
    base = {("hanbin", name): before for name, (_, before) in _SUMS.items()}
    full = Book(
        period=Period(2020),
        city="ankang",
        reporters=REPORTERS,
        actual=sums,
        base=base,
        targets={("ankang", "funds_interprov"): 800 * YI},
        received=frozenset(REPORTERS),
        base_received=frozenset(REPORTERS),
        province=_province("7.82", "98.5"),
        previous_province=_province("9.5", "97"),
        own_member="m_ankang",
    )
    return replace(full, **changes)  # type: ignore[arg-type]


def builder(subject: Book | None = None, *, tier: Tier | None = None) -> FigureBuilder:
    catalogue = load_catalogue()
    catalogue = replace(catalogue, wording=replace(catalogue.wording, tier=tier))
    return FigureBuilder(catalogue, subject or book())


def material(build: FigureBuilder, *, narrative: str | None = NARRATIVE) -> Material:
    def largest(indicator: str, count: int) -> tuple[Item, ...]:
        names = ("安康无水港5号多式联运项目", "特种车辆生产项目", "乐科创园3期")
        rows = tuple(
            Item(
                build.quote(name, cell(f"B{5 + n}"), record=n),
                build.amount(indicator, (30 - n) * YI, ref=cell(f"F{5 + n}"), record=n),
                "汉滨区",
            )
            for n, name in enumerate(names)
        )
        return rows[:count] if indicator == "big_total" else ()

    def places(indicator: str) -> tuple[tuple[str, CellRef], ...]:
        if indicator == "promo_events":
            return (("西安、天津", cell("E4")), ("上海", cell("E5")), ("西安", cell("E6")))
        return (("东莞", cell("E9")), ("2号码头", cell("E8"))) if indicator == "squad_trips" else ()

    story = parse_narrative(narrative, "2020.md") if narrative else None
    return Material(largest=largest, places=places, narrative=story)


def composed(template: str, subject: Book | None = None, *, tier: Tier | None = None) -> Document:
    """What a template makes of the small city, without a narrative."""
    build = builder(subject, tier=tier)
    return compose(template, "试.md", build, material(build, narrative=None))


def words(paragraph: Paragraph) -> str:
    return "".join(map(str, paragraph.parts))


def said(template: str, subject: Book | None = None, *, tier: Tier | None = None) -> str:
    """The text of the body that a template makes, paragraphs on lines."""
    document = composed(template, subject, tier=tier)
    return "\n".join(words(p) for p in document.paragraphs if p.style is Style.BODY)


def draft(**changes: object) -> Document:
    build = builder(book(**changes), tier=FIRST_TIER)
    return compose(build.catalogue.template, "bulletin.md", build, material(build))


def lines(document: Document) -> list[str]:
    return [words(paragraph) for paragraph in document.paragraphs]


def refusal(template: str) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        composed(template)
    return caught.value
