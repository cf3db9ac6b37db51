"""What is withheld from the public, and that nobody can compute it from the rest."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.disclosure_support import (
    attacked,
    follows,
    found_out,
    known,
    only_known,
    says,
    secrets,
    solved,
)
from tests.figures_support import builder
from zsstat import tables
from zsstat.catalog import load_catalogue
from zsstat.declarations import Publication
from zsstat.disclosure import WITHHELD, Grounds, Guarded, Quantity, withheld
from zsstat.disclosure.spans import Numbering, Span
from zsstat.disclosure.suppression import Statement, suppressed
from zsstat.figures import FigureBuilder
from zsstat.model import (
    Chart,
    ChartKind,
    ChartMark,
    Document,
    Exhibit,
    Figure,
    Headline,
    Measure,
    Paragraph,
    Period,
    Style,
    Table,
)

AREAS = ("hanbin", "ziyang", "xunyang", "bureau")
FDI, DIRECT, OTHER = "fdi_actual", "fdi_direct", "fdi_other"
WAN = 10_000

Reported = dict[tuple[int, str], dict[str, tuple[int, int]]]
"""(year, area) → enterprise → direct and other investment in 万美元."""


def shares_of(reported: Reported) -> dict[Quantity, dict[str, int]]:
    shares: dict[Quantity, dict[str, int]] = {}
    for (year, area), enterprises in reported.items():
        for name, (direct, other) in enterprises.items():
            for code, value in ((FDI, direct + other), (DIRECT, direct), (OTHER, other)):
                for of in (area, "ankang"):
                    if value:
                        quantity = Quantity(code, of, Period(year))
                        shares.setdefault(quantity, {})[f"{area} {name}"] = value * WAN
    return shares


def made(reported: Reported) -> tuple[FigureBuilder, Grounds]:
    shares = shares_of(reported)
    sums = {q: sum(of.values()) for q, of in shares.items() if q.area != "ankang"}
    of_city = builder(
        reporters=AREAS,
        received=frozenset(AREAS),
        base_received=frozenset(AREAS),
        actual={(q.area, q.indicator): v for q, v in sums.items() if q.period.year == 2020},
        base={(q.area, q.indicator): v for q, v in sums.items() if q.period.year == 2019},
        groups={},
        base_groups={},
        province=(),
        deductions={},
    )
    return of_city, Grounds(of_city.catalogue, of_city.book, shares)


def foreign(of: FigureBuilder) -> Table:
    """The table of areas' foreign capital, then the parts, which the shipped tables do not have."""
    spec = of.catalogue.tables["county-foreign"]
    column = spec.columns[0]
    parts = tuple(replace(column, indicator=code, heading=code) for code in (DIRECT, OTHER))
    return tables.by_name(of, replace(spec, columns=(*spec.columns[:4], *parts), notes=()))


def document(of: FigureBuilder, *more: Paragraph | Headline) -> Document:
    return Document((*more, Exhibit(("表",), foreign(of))))


def cells(guarded: Guarded) -> dict[str, list[str]]:
    (exhibit,) = (b for b in guarded.document.blocks if isinstance(b, Exhibit))
    assert isinstance(exhibit.body, Table)
    return {
        str(row.cells[0]): [c.number if isinstance(c, Figure) else "" for c in row.cells[1:]]
        for row in exhibit.body.rows
    }


MANY = {"甲": (100, 10), "乙": (200, 20), "丙": (300, 30)}
PLAIN: Reported = {
    **{(2020, area): dict(MANY) for area in AREAS[:3]},
    **{(2019, area): dict(MANY) for area in AREAS[:3]},
}


def test_where_enough_enterprises_reported_nothing_is_withheld() -> None:
    of, grounds = made(PLAIN)
    plain = document(of)
    guarded = withheld(plain, grounds)
    assert [f.number for f in guarded.document.figures()] == [f.number for f in plain.figures()]
    assert guarded.told == ()
    assert guarded.exposed == ()
    assert not any("不公布" in "".join(map(str, n)) for n in _notes(guarded))


def _notes(guarded: Guarded) -> list[tuple[object, ...]]:
    return [
        note
        for block in guarded.document.blocks
        if isinstance(block, Exhibit)
        for note in block.body.notes
    ]


def test_one_enterprise_is_withheld_with_what_gives_it_away() -> None:
    of, grounds = made({**PLAIN, (2020, "ziyang"): {"丁": (5, 0), "戊": (7, 0)}})
    guarded = withheld(document(of), grounds)
    table = cells(guarded)
    ziyang = table["紫阳县"]
    assert ziyang[0] == "x"
    assert ziyang[1] == "660"  # three enterprises last year
    assert ziyang[2] == ziyang[3] == "x"  # growth and share would give it away
    assert table["全市"][0] == "1332"
    others = [table["汉滨区"][0], table["旬阳县"][0]]
    assert sorted(others) == ["660", "x"]  # one more, or the total would give it away
    assert table["市本级"][0] == "0"
    assert found_out(document(of), grounds)  # the document itself tells it
    assert found_out(guarded.document, grounds) == []
    assert _notes(guarded)[0] == ("x 表示为不泄露单个企业的数据而不公布的数。",)


def test_a_withheld_figure_says_nothing_but_that() -> None:
    of, grounds = made({**PLAIN, (2020, "ziyang"): {"丁": (5, 0)}})
    hidden = [f for f in withheld(document(of), grounds).document.figures() if f.note == WITHHELD]
    assert hidden
    for figure in hidden:
        assert figure.value is None
        assert (figure.number, figure.display, figure.formula) == ("x", "（保密）", "")
        assert figure.cells == ()


def test_a_formula_names_no_sum_that_is_not_printed() -> None:
    of, grounds = made({**PLAIN, (2020, "ziyang"): {"丁": (5, 0)}})
    guarded = withheld(document(of), grounds)
    growth = {f.key.area: f for f in guarded.document.figures() if f.key.measure == "growth"}
    assert growth["ankang"].value is not None
    assert growth["ankang"].formula == ""  # it is exact, and beside it something is withheld
    whole, plain = made(PLAIN)
    open_ = withheld(document(whole), plain).document.figures()
    assert all(f.formula for f in open_ if f.key.measure == "growth" and f.value is not None)
    for figure in guarded.document.figures():
        if figure.value is not None and figure.formula:
            assert not any(q in secrets(grounds) for q in grounds.about(figure))
    (lost,) = (area for area in ("hanbin", "xunyang") if growth[area].value is None)
    assert growth[lost].formula == ""


def test_the_only_other_area_is_never_left_alone() -> None:
    """A single secret among few areas: something else has to go, and it is no zero."""
    of, grounds = made(
        {
            (2020, "hanbin"): dict(MANY),
            (2020, "ziyang"): {"丁": (9, 0)},
            (2019, "hanbin"): dict(MANY),
        }
    )
    guarded = withheld(document(of), grounds)
    table = cells(guarded)
    assert table["紫阳县"][0] == "x"
    assert (table["汉滨区"][0] == "x") != (table["全市"][0] == "x")
    assert found_out(guarded.document, grounds) == []


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from((2019, 2020)), st.sampled_from(AREAS)),
        st.dictionaries(
            st.sampled_from("甲乙丙丁"),
            st.tuples(st.integers(0, 5), st.integers(0, 5)),
            max_size=4,
        ),
        max_size=8,
    )
)
def test_no_secret_and_nothing_withheld_can_be_computed(reported: Reported) -> None:
    of, grounds = made(reported)
    plain = document(of)
    guarded = withheld(plain, grounds)
    assert found_out(guarded.document, grounds) == []
    rows = attacked(guarded.document, grounds)
    for before, after in zip(plain.figures(), guarded.document.figures(), strict=False):
        equation = says(before, grounds) if after.note == WITHHELD else None
        if equation:
            (asked,) = only_known([equation], grounds)
            anyway = solved(only_known(known(grounds), grounds))  # the only area has 100 %
            assert follows(asked, anyway) or not follows(asked, rows)
    shown = [f for f in guarded.document.figures() if f.value is not None]
    assert not any(q in secrets(grounds) for figure in shown for q in grounds.about(figure))


# --- other blocks -----------------------------------------------------------------------------


def test_large_figures_marks_and_what_is_said_of_them_are_withheld() -> None:
    of, grounds = made({**PLAIN, (2020, "ziyang"): {"丁": (5, 0)}})
    secret, plain = of.value(FDI, "ziyang"), of.value(FDI, "hanbin")
    chart = Chart(
        "c", ChartKind.BARS, "万美元", ("2020年",),
        (ChartMark("紫阳县", (secret,)), ChartMark("汉滨区", (plain,))),
        said=("紫阳县最少，为", secret),
    )  # fmt: skip
    alone = replace(chart, marks=(ChartMark("紫阳县", (secret,)),))
    blocks = (
        Headline("紫阳外资", secret),
        Headline("全市外资", of.value(FDI), (of.growth(FDI), of.growth(FDI, "ziyang"))),
        Exhibit(("图",), chart),
        Exhibit(("图",), alone),
    )
    made_public = withheld(Document(blocks), grounds).document.blocks
    headline, shown = made_public
    assert isinstance(headline, Headline)
    assert [f.key.area for f in headline.figures()] == ["ankang", "ankang"]
    assert isinstance(shown, Exhibit)
    assert isinstance(shown.body, Chart)
    assert [f.number if f else "" for m in shown.body.marks for f in m.figures] == ["660", "x"]
    assert shown.body.said == ()
    assert "不公布" in str(shown.body.notes[0][0])


def test_sentences_stay_and_what_they_tell_is_told() -> None:
    of, grounds = made({**PLAIN, (2020, "ziyang"): {"丁": (5, 0)}})
    secret = of.value(FDI, "ziyang")
    text = Paragraph(Style.BODY, ("全市平稳。其中紫阳县", secret, "，较少。其他县增长。"))
    guarded = withheld(document(of, text), grounds)
    (told,) = guarded.told
    assert told.sentence == "其中紫阳县5万美元，较少"
    assert told.figure.display == "5万美元"
    assert "".join(map(str, guarded.document.paragraphs[0].parts)) == "".join(map(str, text.parts))
    assert cells(guarded)["紫阳县"][0] == "x"


def test_what_sentences_give_away_by_sums_is_told() -> None:
    of, grounds = made(
        {
            (2020, "hanbin"): dict(MANY),
            (2020, "ziyang"): {"丁": (9, 0)},
            (2019, "hanbin"): dict(MANY),
            (2019, "ziyang"): dict(MANY),
        }
    )
    said = ("全市", of.value(FDI), "，其中汉滨区", of.value(FDI, "hanbin"), "。")
    guarded = withheld(document(of, Paragraph(Style.BODY, said)), grounds)
    assert guarded.told == ()
    assert Quantity(FDI, "ziyang", Period(2020)) in guarded.exposed


def test_a_project_that_the_template_names_stays() -> None:
    of, grounds = made({**PLAIN, (2020, "ziyang"): {"丁": (5, 0)}})
    project = of.amount(FDI, 5 * WAN, record=3, area="ziyang")
    guarded = withheld(Document((Paragraph(Style.BODY, ("最大的是", project)),)), grounds)
    assert guarded.told == ()
    assert [f.display for f in guarded.document.figures()] == ["5万美元"]


# --- which sums are secret --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "shares", "secret"),
    [
        (Publication(), [], False),
        (Publication(), [1], True),
        (Publication(), [1, 1], True),
        (Publication(), [1, 1, 1], False),
        (Publication(least_respondents=4), [1, 1, 1], True),
        (Publication(percent=Decimal(80)), [80, 10, 10], False),
        (Publication(percent=Decimal(80)), [81, 10, 9], True),
        (Publication(percent=Decimal(80)), [-81, 10, 9], True),
        (Publication(percent=Decimal(80), largest=2), [50, 31, 19], True),
    ],
)
def test_who_stands_behind_a_sum_decides(
    rule: Publication, shares: list[int], secret: bool
) -> None:
    assert rule.reveals(shares) is secret


def test_the_shipped_catalogue_names_columns_and_indicators_that_there_are() -> None:
    catalogue = load_catalogue()
    for table, columns in catalogue.publication.respondents.items():
        assert all(catalogue.returns[table].column(name) for name in columns)
    for whole, parts in catalogue.publication.sums.items():
        assert {whole, *parts} <= catalogue.indicators.keys()


# --- what a figure lets a reader know ---------------------------------------------------------

ZIYANG, BEFORE = Quantity(FDI, "ziyang", Period(2020)), Quantity(FDI, "ziyang", Period(2019))
CITY, CITY_BEFORE = (replace(quantity, area="ankang") for quantity in (ZIYANG, BEFORE))


def test_each_measure_is_an_equation_of_the_sums_behind_it() -> None:
    of, grounds = made({**PLAIN, (2020, "ziyang"): {"丁": (5, 0), "戊": (7, 0), "己": (9, 0)}})
    one, grown, share = Fraction(1), Fraction(21, 660), Fraction(21, 1341)
    assert grounds.forms(of.value(FDI, "ziyang")) == ({ZIYANG: one},)
    assert grounds.forms(of.base(FDI, "ziyang")) == ({BEFORE: one},)
    assert grounds.forms(of.change(FDI, "ziyang")) == ({ZIYANG: one, BEFORE: -one},)
    assert grounds.forms(of.growth(FDI, "ziyang")) == ({ZIYANG: one, BEFORE: -grown},)
    assert grounds.forms(of.share(FDI, "ziyang")) == ({ZIYANG: one, CITY: -share},)


def test_the_rate_that_the_province_printed_is_known_of_growth_and_of_completion() -> None:
    of, grounds = made(PLAIN)
    own = of.book.own_member
    assert own
    quoted = of.printed(FDI, Measure.GROWTH_RANK, own, Decimal(25))
    assert grounds.printed(quoted)
    one = Fraction(1)
    assert grounds.forms(quoted) == ({CITY: one}, {CITY: one, CITY_BEFORE: -Fraction(5, 4)})
    other = replace(quoted, key=replace(quoted.key, area="m_xian"))
    assert grounds.forms(other) == ()


def test_parts_are_known_to_add_up_only_where_they_do() -> None:
    _, grounds = made(PLAIN)
    parts = {replace(ZIYANG, indicator=code): Fraction(-1) for code in (DIRECT, OTHER)}
    assert {ZIYANG: Fraction(1)} | parts in list(grounds.relations())
    blank = {q: of for q, of in grounds.shares.items() if q != replace(ZIYANG, indicator=OTHER)}
    left = list(replace(grounds, shares=blank).relations())
    assert left
    assert not any(ZIYANG in form and replace(ZIYANG, indicator=DIRECT) in form for form in left)


# --- the algebra ------------------------------------------------------------------------------

FORMS = st.lists(
    st.dictionaries(st.sampled_from("abcde"), st.integers(-3, 3).map(Fraction), max_size=4),
    max_size=6,
)


@given(FORMS, st.dictionaries(st.sampled_from("abcde"), st.integers(-3, 3).map(Fraction)))
def test_a_span_holds_what_follows_over_the_fractions(
    forms: list[dict[str, Fraction]], asked: dict[str, Fraction]
) -> None:
    numbers: Numbering[str] = Numbering()
    span: Span[int] = Span()
    for number, form in enumerate(forms):
        span.add(numbers.row(form), number)
    rows = solved(forms)
    assert span.holds(numbers.row(asked)) == follows(asked, rows)
    used = span.combination(numbers.row(asked))
    if used is not None:
        assert follows(asked, solved(forms[number] for number in used))


@settings(max_examples=150, deadline=None)
@given(FORMS, FORMS, st.sets(st.sampled_from("abcde"), max_size=2))
def test_nothing_is_withheld_for_nothing(
    told: list[dict[str, Fraction]], everybody: list[dict[str, Fraction]], secret: set[str]
) -> None:
    statements = [
        Statement(n, (form,), frozenset(v for v, c in form.items() if c), (False, abs(n)))
        for n, form in enumerate(told)
    ]
    found = suppressed(statements, everybody, secret.__contains__)
    shown = [n for n in range(len(told)) if n not in found.primary | found.secondary]
    rows = solved([*everybody, *(told[n] for n in shown)])
    for variable in secret - found.exposed:
        assert not follows({variable: Fraction(1)}, rows)
    for number in found.secondary:
        assert not follows(told[number], rows)
    protected = [told[n] for n in found.primary] + [{v: Fraction(1)} for v in secret]
    lost = solved(everybody)
    for number in found.secondary:  # each of them would give something away
        more = solved([*everybody, *(told[n] for n in (*shown, number))])
        assert any(follows(p, more) and not follows(p, lost) for p in protected)
