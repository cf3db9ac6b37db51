"""Bulletins for the public: whole documents made from a database, attacked as a reader would."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pytest

from tests.cli_support import NARRATIVE, SAMPLE_CONFIG, SAMPLE_RETURNS, run
from tests.disclosure_support import found_out, secrets
from tests.rounds_support import Bureau, project
from zsstat.catalog import load_catalogue
from zsstat.disclosure import WITHHELD, Grounds, Quantity
from zsstat.model import Audience, Dimension, Document, Edition, Exhibit, Figure, Period, Trace
from zsstat.pipeline.disclosing import grounds
from zsstat.pipeline.drafts import Draft, draft
from zsstat.store import Store, open_store

EVERYTHING = """# 表

{{ 表.主要指标 }}

{{ 表.各地区到位资金 }}

{{ 表.各地区新签合同项目 }}

{{ 表.各地区利用外资 }}

{{ 表.按产业类别 }}

{{ 表.按来源地 }}

{{ 图.各地区省际到位资金 }}

{{ 图.产业投向 }}

{{ 图.资金来源地 }}
"""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's two years."""
    path = tmp_path_factory.mktemp("year") / "year.db"
    assert run("import", SAMPLE_RETURNS, "--quiet", db=path, config=SAMPLE_CONFIG).status in (0, 1)
    return path


class Opened:
    """A draft with what is known of who stands behind its figures."""

    def __init__(self, store: Store, template: Path | None) -> None:
        self.store = store
        self.catalogue = load_catalogue(SAMPLE_CONFIG)
        narrative = None if template else NARRATIVE
        self.draft: Draft = draft(store, self.catalogue, Period(2020), template, narrative)

    @cached_property
    def public(self) -> Edition:
        return self.draft.edition(Audience.PUBLIC)

    @cached_property
    def grounds(self) -> Grounds:
        book = self.draft.tracer.book
        return grounds(self.store, self.catalogue, book, self.draft.document)


def in_exhibits(document: Document) -> list[Figure]:
    return [f for b in document.blocks if isinstance(b, Exhibit) for f in b.figures()]


@pytest.mark.parametrize("template", [None, EVERYTHING], ids=["shipped", "all tables"])
def test_nothing_that_few_enterprises_reported_can_be_computed(
    year: Path, tmp_path: Path, template: str | None
) -> None:
    path = tmp_path / "template.md"
    path.write_text(template or "", encoding="utf-8")
    with open_store(year) as store:
        made = Opened(store, path if template else None)
        assert found_out(made.draft.document, made.grounds)
        assert found_out(made.public.document, made.grounds) == []
        assert made.draft.guarded.told == ()
        assert made.draft.guarded.exposed == ()
        hidden = [f for f in in_exhibits(made.public.document) if f.note == WITHHELD]
        shown = [f for f in in_exhibits(made.public.document) if f.value is not None]
        secret = set(secrets(made.grounds))
        assert hidden
        assert not any(secret & made.grounds.about(figure) for figure in shown)
        assert len(shown) > 5 * len(hidden)


def test_the_sums_of_the_shares_are_the_figures(year: Path) -> None:
    """Respondents are counted over the very lines that the figures are sums of."""
    with open_store(year) as store:
        made = Opened(store, None)
        builder, book = made.draft.tracer.builder, made.draft.tracer.book
        factors = {c: made.catalogue.units[i.unit].factor for c, i in made.catalogue.listed.items()}
        checked = 0
        for quantity, shares in made.grounds.shares.items():
            now = quantity.period == book.period and quantity.dimension is None
            if now and quantity.indicator in factors and not quantity.adjusted:
                value = builder.value(quantity.indicator, quantity.area).value
                assert value == sum(shares.values()) / type(value or 0)(factors[quantity.indicator])
                checked += 1
        assert checked > 200


def test_what_stays_is_as_it_was(year: Path) -> None:
    with open_store(year) as store:
        made = Opened(store, None)
        before, after = made.draft.document, made.public.document
        assert [p.parts for p in before.paragraphs] == [p.parts for p in after.paragraphs] or [
            "".join(map(str, p.parts)) for p in before.paragraphs
        ] == ["".join(map(str, p.parts)) for p in after.paragraphs]
        known = {f.key: f.number for f in in_exhibits(before)}
        for figure in in_exhibits(after):
            assert figure.number in ("x", known[figure.key])


def amounts(trace: Trace) -> list[object]:
    own: list[object] = [x for a in trace.areas for x in (a.value, a.shown, *a.cells)]
    return own + [x for operand in trace.operands for x in amounts(operand)]


def test_a_trace_for_the_public_names_areas_and_no_amount(year: Path) -> None:
    with open_store(year) as store:
        made = Opened(store, None)
        told = {f.key for f in made.public.document.figures() if f.value is not None}
        traced = [
            (figure, trace)
            for figure in made.public.document.figures()
            if (trace := made.public.trace(figure))
        ]
        assert any(trace.areas for _, trace in traced)
        for figure, trace in traced:
            assert figure.note != WITHHELD
            assert not any(amounts(trace))
            assert all(operand.figure.key in told for operand in trace.operands)


# --- who is one enterprise --------------------------------------------------------------------


def shares(bureau: Bureau, tmp_path: Path, area: str, config: Path | None = None) -> dict[str, int]:
    template = tmp_path / "t.md"
    template.write_text("{{ 表.各地区到位资金 }}\n", encoding="utf-8")
    catalogue = load_catalogue(config)
    with open_store(bureau.db) as store:
        made = draft(store, catalogue, Period(2021, 3), template)
        found = grounds(store, catalogue, made.tracer.book, made.document)
    return dict(found.shares[Quantity("funds_total", area, Period(2021, 3))])


def test_projects_of_one_investor_are_one_enterprise(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.accept(
        "紫阳县", 2021, 3,
        project("富硒茶饮料生产线项目"),
        project("富硒茶饮料包装项目", 投资方="杭州云岭茶业 有限公司", 本年到位资金=500),
        project("毛绒玩具加工项目", 投资方="东莞乐童玩具有限公司", 本年到位资金=300),
        project("生态养殖示范项目", 投资方="西安秦味食品有限公司", 本年到位资金=0),
    )  # fmt: skip
    found = shares(bureau, tmp_path, "ziyang")
    assert sorted(found.values()) == [300_0000, 1500_0000]
    assert found == shares(bureau, tmp_path, "ankang")


def test_an_investor_in_two_counties_is_one_for_the_city(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.accept("紫阳县", 2021, 3, project("富硒茶饮料生产线项目"))
    bureau.accept("汉阴县", 2021, 3, project("富硒米加工项目", 本年到位资金=200))
    assert list(shares(bureau, tmp_path, "ankang").values()) == [1200_0000]


def test_one_that_has_a_code_here_and_only_its_name_there_is_one_enterprise(
    tmp_path: Path,
) -> None:
    """Known by the first column that is filled; what another row names beside that is the same."""
    bureau = Bureau(tmp_path)
    bureau.accept(
        "紫阳县", 2021, 3,
        project("富硒茶饮料生产线项目", 项目编号="ZY-2021-001"),
        project("富硒茶饮料包装项目", 本年到位资金=500),
    )  # fmt: skip
    config = tmp_path / "config"
    config.mkdir()
    columns = '["项目编号", "投资方", "项目名称"]'
    text = f"[publication]\nrespondents = {{ projects = {columns} }}\n"
    (config / "tables.toml").write_text(text, encoding="utf-8")
    assert list(shares(bureau, tmp_path, "ziyang", config).values()) == [1500_0000]


def test_rows_that_name_nobody_are_one_enterprise_each_by_its_project(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    rows = [project(name, 投资方=None) for name in ("富硒茶饮料生产线项目", "毛绒玩具加工项目")]
    bureau.accept("紫阳县", 2021, 3, *rows)
    assert len(shares(bureau, tmp_path, "ziyang")) == 2


def test_an_entry_of_the_office_is_as_secret_as_one_enterprise(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    names = ("杭州云岭茶业有限公司", "东莞乐童玩具有限公司", "西安秦味食品有限公司")
    rows = [project(f"第{n}号富硒食品项目", 投资方=n) for n in names]
    for county in ("紫阳县", "汉阴县", "石泉县"):
        bureau.accept(county, 2021, 3, *rows)
    bureau.must(
        "adjust", "到位资金", "200万元", "--year", 2021, "--month", 3, "--area", "紫阳县",
        "--reason", "核实后补记一笔", "--by", "张三",
    )  # fmt: skip
    template = tmp_path / "t.md"
    template.write_text("{{ 表.各地区到位资金 }}\n", encoding="utf-8")
    asked = ("--year", 2021, "--month", 3, "--template", template)
    whole = bureau.must("bulletin", *asked).out
    public = bureau.must("bulletin", *asked, "--audience", "public").out
    entry = next(line for line in whole.splitlines() if "其中：调整" in line)
    assert "0.02" in entry
    hidden = next(line for line in public.splitlines() if "其中：调整" in line)
    assert "0.02" not in hidden
    assert "x" in hidden.split()


# --- the command ------------------------------------------------------------------------------


def test_the_command_withholds_and_says_so(year: Path) -> None:
    asked = ("bulletin", "--year", 2020, "--narrative", NARRATIVE, "--audience", "public")
    done = run(*asked, db=year, config=SAMPLE_CONFIG)
    assert (done.status, done.err) == (0, "")
    assert "内部" not in done.out
    assert "x 表示为不泄露单个企业的数据而不公布的数。" in done.out
    assert "安康无水港多式联运项目（45.6亿元）" in done.out
    internal = run(*asked[:-2], db=year, config=SAMPLE_CONFIG)
    assert "不公布" not in internal.out
    same = run(*asked[:-1], "internal", db=year, config=SAMPLE_CONFIG)
    assert same.out == internal.out


def test_a_sentence_about_few_enterprises_is_named_and_ends_with_1(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.accept("紫阳县", 2021, 3, project("富硒茶饮料生产线项目"))
    template = tmp_path / "t.md"
    template.write_text("全市平稳。到位资金{{ 到位资金 }}，持续到位。\n", encoding="utf-8")
    asked = ("bulletin", "--year", 2021, "--month", 3, "--template", template)
    done = bureau.do(*asked, "--audience", "public")
    assert done.status == 1
    assert "到位资金0.1亿元，持续到位。" in done.out
    assert "涉及的企业不到3家" in done.err
    assert "0.1亿元：到位资金0.1亿元，持续到位" in done.err
    assert bureau.must(*asked).err == ""


def test_the_list_of_cells_is_not_for_the_public(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.accept("紫阳县", 2021, 3, project("富硒茶饮料生产线项目"))
    told = bureau.refused("bulletin", "--audience", "public", "--explain")
    assert "--explain" in told


def test_the_threshold_is_configuration(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.accept("紫阳县", 2021, 3, project("富硒茶饮料生产线项目"))
    config = tmp_path / "config"
    config.mkdir()
    text = "[publication]\nleast_respondents = 1\n"
    (config / "tables.toml").write_text(text, encoding="utf-8")
    template = tmp_path / "t.md"
    template.write_text("到位资金{{ 到位资金 }}。\n\n{{ 表.主要指标 }}\n", encoding="utf-8")
    asked = (
        "bulletin",
        "--year",
        2021,
        "--month",
        3,
        "--template",
        template,
        "--audience",
        "public",
    )
    assert bureau.do(*asked).status == 1
    assert run(*asked, db=bureau.db, config=config).status == 0


def test_dimensions_are_counted_by_member(year: Path, tmp_path: Path) -> None:
    template = tmp_path / "t.md"
    template.write_text("{{ 表.按产业类别 }}\n", encoding="utf-8")
    with open_store(year) as store:
        made = Opened(store, template)
        members = {q.member for q in made.grounds.shares if q.dimension is Dimension.INDUSTRY}
        assert "装备制造" in members
        whole = made.grounds.shares[Quantity("funds_total", "ankang", Period(2020))]
        parts = [
            sum(of.values())
            for q, of in made.grounds.shares.items()
            if q.indicator == "funds_total" and q.member and q.period == Period(2020)
        ]
        assert sum(parts) == sum(whole.values())
