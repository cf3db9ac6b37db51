"""Disclosure control under attack: bytes of what goes out, random cities, the data package."""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli_support import SAMPLE_CONFIG, SAMPLE_RETURNS, run
from tests.disclosure_support import attacked, follows, found_out
from tests.rounds_support import Bureau, Row, project
from zsstat.catalog import load_catalogue
from zsstat.disclosure import WITHHELD, Grounds, Quantity
from zsstat.figures import FigureBuilder
from zsstat.model import Audience, Chart, ChartKind, Document, Exhibit, Period
from zsstat.pipeline.contents import Contents, places_of
from zsstat.pipeline.disclosing import grounds
from zsstat.pipeline.drafts import draft
from zsstat.pipeline.flat import builder_of
from zsstat.pipeline.public_figures import public_figures
from zsstat.store import Store, open_store

YEAR, MONTH = 2021, 3
WHEN = ("--year", YEAR, "--month", MONTH)
PERIOD = Period(YEAR, MONTH)
TABLES = """# 公开

全市平稳{{ 叙述.展望 if 叙述.展望 is 有值 }}。

{{ 表.主要指标 }}

{{ 表.各地区到位资金 }}

{{ 表.各地区新签合同项目 }}

{{ 表.按产业类别 }}

{{ 表.按来源地 }}

{{ 图.各地区省际到位资金 if 图.各地区省际到位资金 is 有值 }}

{{ 图.产业投向 if 图.产业投向 is 有值 }}

{{ 图.资金来源地 if 图.资金来源地 is 有值 }}

{{ 图.省际到位资金各月进度 if 图.省际到位资金各月进度 is 有值 }}
"""
INVESTORS = (
    "杭州云岭茶业有限公司",
    "东莞乐童玩具有限公司",
    "西安秦味食品有限公司",
    "武汉江城米业有限公司",
)
ALONE = "7319.4826"
"""万元 of the only enterprise of a county."""


def template(folder: Path, text: str = TABLES) -> Path:
    path = folder / "模板.md"
    path.write_text(text, encoding="utf-8")
    return path


def many(county: str, funds: int) -> list[Row]:
    """Projects of four enterprises."""
    return [
        project(f"{county}{who[2:4]}项目", 投资方=who, 本年到位资金=funds + 137 * number)
        for number, who in enumerate(INVESTORS)
    ]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """Three counties of four enterprises, one of a single one."""
    bureau = Bureau(tmp_path_factory.mktemp("city"))
    for month in (2, 3):
        for county, funds in (("汉滨区", 5100), ("汉阴县", 2300), ("石泉县", 1700)):
            bureau.accept(county, YEAR, month, *many(county, funds * month))
        alone = project("富硒茶饮料生产线项目", 本年到位资金=float(ALONE) if month == 3 else 100)
        bureau.accept("紫阳县", YEAR, month, alone)
    return bureau


def texts(content: bytes) -> str:
    """All that a file holds, the parts of an archive unpacked."""
    if content[:2] != b"PK":
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [
            name + archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        ]
    return "\n".join(parts)


@pytest.mark.parametrize("format_", ["txt", "md", "docx", "html"])
def test_what_goes_out_holds_nothing_that_is_withheld(
    city: Bureau, tmp_path: Path, format_: str, request: pytest.FixtureRequest
) -> None:
    if format_ == "docx":
        request.getfixturevalue("chinese_font")
    words = ("bulletin", *WHEN, "--template", template(tmp_path), "--format", format_, "--output")
    public, internal = tmp_path / f"公开.{format_}", tmp_path / f"内部.{format_}"
    city.must(*words, public, "--audience", "public")
    city.must(*words, internal)
    said, known = texts(public.read_bytes()), texts(internal.read_bytes())
    secrets = ("0.73194826", ALONE, "73194826", "0.73")
    assert any(secret in known for secret in secrets)
    if format_ in ("docx", "html"):
        assert "内部资料" in known
    hashes = (hashlib.sha256(p.read_bytes()).hexdigest()[:8] for p in city.folder.glob("*.xlsx"))
    names = ("内部资料", "xlsx", "项目台账", "项目名称", "茶饮料", "有限公司", "秦味", *hashes)
    for secret in (*secrets, *names):
        assert secret not in said, secret


def test_the_bytes_of_the_register_s_public_file_are_as_clean(city: Bureau, tmp_path: Path) -> None:
    path = tmp_path / "公开.html"
    words = (*WHEN, "--template", template(tmp_path), "--reason", "审定", "--by", "张三")
    city.must("publish", *words, "--audience", "public", "--output", path)
    said = path.read_text(encoding="utf-8")
    assert not any(secret in said for secret in ("0.73194826", ALONE, "茶饮料", "xlsx"))


def test_a_county_page_for_the_public_withholds_its_charts(city: Bureau, tmp_path: Path) -> None:
    text = "# {{ 地区 }}\n\n工作推进。\n\n{{ 图.各地区省际到位资金 }}\n"
    words = ("bulletin", *WHEN, "--area", "紫阳县", "--template", template(tmp_path, text))
    done = city.must(*words, "--audience", "public")
    assert "0.73" not in done.out
    assert "0.73" in city.must(*words).out
    assert city.must(*words, "--audience", "internal").out == city.must(*words).out


def test_a_bar_that_is_withheld_does_not_stand_by_its_size(city: Bureau, tmp_path: Path) -> None:
    """Between two others it would be known to lie between them."""
    with open_store(city.db) as store:
        made = draft(store, load_catalogue(None), PERIOD, template(tmp_path))
        public = made.edition(Audience.PUBLIC).document
    found = 0
    for block in public.blocks:
        if isinstance(block, Exhibit) and isinstance(block.body, Chart):
            if block.body.kind is ChartKind.LINES:
                continue
            hidden = [any(f and f.note == WITHHELD for f in m.figures) for m in block.body.marks]
            assert hidden == sorted(hidden)
            found += any(hidden) and not all(hidden)
    assert found


def test_a_formula_beside_what_is_withheld_is_not_exact(city: Bureau, tmp_path: Path) -> None:
    """The page prints two decimals of every part: an exact remainder would tell more."""
    with open_store(city.db) as store:
        made = draft(store, load_catalogue(None), PERIOD, template(tmp_path))
        before = {f.key: f for f in made.document.figures()}
        after = list(made.edition(Audience.PUBLIC).document.figures())
    funds = [f for f in after if f.key.indicator == "funds_total" and f.value is not None]
    assert funds
    assert all(before[f.key].formula for f in funds)
    assert not any(f.formula for f in funds)


@pytest.mark.parametrize(("names", "told"), [(1, False), (2, True), (3, True)])
def test_projects_that_are_named_leave_no_single_one_of_a_sum(
    tmp_path: Path, names: int, told: bool
) -> None:
    """Four enterprises: the sum less three that the text names is the fourth's."""
    bureau = Bureau(tmp_path)
    bureau.accept("汉滨区", YEAR, MONTH, *many("汉滨区", 5100))
    listed = "{{ 项目.名称 }}{{ 项目.金额 }}、"
    text = (
        "# 公开\n\n到位资金{{ 到位资金 }}，其中"
        f"{{% for 项目 in 到位资金.最大({names}) %}}{listed}{{% endfor %}}。\n"
    )
    words = ("bulletin", *WHEN, "--template", template(tmp_path, text), "--audience", "public")
    done = bureau.do(*words)
    assert done.status == (1 if told else 0), done.err
    assert ("涉及的企业不到3家" in done.err) is told


# --- small random cities ----------------------------------------------------------------------

COUNTIES = ("汉滨区", "紫阳县", "汉阴县")
Money = dict[str, list[tuple[int, int, str]]]
"""County → (enterprise, 万元, industry)."""


def document_of(store: Store, folder: Path) -> tuple[Document, Document, Grounds]:
    made = draft(store, load_catalogue(None), PERIOD, template(folder))
    public = made.edition(Audience.PUBLIC).document
    found = grounds(store, load_catalogue(None), made.tracer.book, made.document)
    return made.document, public, found


money = st.dictionaries(
    st.sampled_from(COUNTIES),
    st.lists(
        st.tuples(
            st.integers(0, 3), st.integers(0, 900), st.sampled_from(("富硒食品", "装备制造"))
        ),
        min_size=1,
        max_size=5,
    ),
    min_size=1,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(money)
def test_a_reader_of_a_whole_document_finds_out_nothing(reported: Money) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bureau = Bureau(folder)
        for county, rows in reported.items():
            bureau.accept(county, YEAR, MONTH, *_projects(county, rows))
        with open_store(bureau.db) as store:
            before, after, known = document_of(store, folder)
            table = public_figures(Contents(store, load_catalogue(None), (_builder(store),)))
        _same_shares(reported, known)
        assert found_out(after, known) == []
        rows_ = attacked(after, known)
        hidden = {f.key for f in after.figures() if f.note == WITHHELD}
        values = {f.key: f for f in before.figures() if f.key in hidden and f.value}
        for figure in values.values():
            for quantity in known.about(figure):
                if known.sensitive(quantity):
                    assert not follows({quantity: Fraction(1)}, rows_)
        places = places_of(table.columns)
        alone = Quantity("funds_total", "ankang", PERIOD)
        if known.sensitive(alone):
            (row,) = [r for r in table.rows if r[places["indicator"]] == "funds_total"]
            assert row[places["value"]] is None
            assert "value" in str(row[places["withheld"]])


def _builder(store: Store) -> FigureBuilder:
    return builder_of(store, load_catalogue(None), PERIOD)


def _projects(county: str, rows: Sequence[tuple[int, int, str]]) -> Iterator[Row]:
    for number, (who, funds, industry) in enumerate(rows):
        yield project(
            f"{county}第{number}号{INVESTORS[who][2:4]}项目",
            投资方=INVESTORS[who],
            本年到位资金=funds,
            产业类别=industry,
        )


def _same_shares(reported: Money, known: Grounds) -> None:
    """What the store is asked for is what was reported."""
    whole: dict[int, int] = {}
    for rows in reported.values():
        for who, funds, _ in rows:
            whole[who] = whole.get(who, 0) + funds * 10_000
    found = known.shares.get(Quantity("funds_total", "ankang", PERIOD), {})
    assert sorted(found.values()) == sorted(value for value in whole.values() if value)


# --- the data package -------------------------------------------------------------------------


def package(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "figures.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["area"] == "ankang"]
    return {row["indicator"]: row for row in rows}


def test_the_public_package_withholds_what_rests_on_one_enterprise(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.accept("紫阳县", YEAR, MONTH, project(本年到位资金=float(ALONE)))
    bureau.must("export", tmp_path / "公开", *WHEN, "--audience", "public")
    row = package(tmp_path / "公开")["funds_total"]
    assert row["value"] == ""
    assert "value" in row["withheld"].split()
    said = "\n".join(texts(path.read_bytes()) for path in (tmp_path / "公开").iterdir())
    assert "7319" not in said
    assert "0.73" not in said
    bureau.must("export", tmp_path / "内部", *WHEN)
    assert package(tmp_path / "内部")["funds_total"]["value"] == "0.73194826"
    bureau.must("export", tmp_path / "pq", *WHEN, "--audience", "public", "--format", "parquet")
    import pandas as pd

    frame = pd.read_parquet(tmp_path / "pq" / "figures.parquet")
    (value,) = frame.loc[frame["indicator"] == "funds_total", "value"]
    assert value is None


def test_what_enough_enterprises_reported_stays(city: Bureau, tmp_path: Path) -> None:
    city.must("export", tmp_path / "公开", *WHEN, "--audience", "public")
    row = package(tmp_path / "公开")["funds_total"]
    assert row["value"] == city.row(YEAR, MONTH, "funds_total", "ankang")["value"]
    assert row["withheld"] == ""


def test_last_years_single_enterprise_is_withheld_in_both_years(tmp_path: Path) -> None:
    """As the value of its own year, as the base of the next, and growth would give it away."""
    bureau = Bureau(tmp_path)
    began = {"签约时间": "2020-01-15", "开工时间": "2020-01-20"}
    bureau.accept("紫阳县", YEAR - 1, 12, project(本年到位资金=float(ALONE), **began))
    began |= {"建设性质": "续建"}
    idle = project(本年到位资金=0, 自签约累计到位=float(ALONE), **began)
    bureau.accept("紫阳县", YEAR, 12, idle, *many("紫阳县", 900))
    bureau.must("export", tmp_path / "x", "--years", f"{YEAR - 1}-{YEAR}", "--audience", "public")
    with (tmp_path / "x" / "figures.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["indicator"] == "funds_total"]
    found = {row["year"]: row for row in rows}
    assert found[str(YEAR - 1)]["value"] == ""
    assert found[str(YEAR)]["value"] != ""
    assert found[str(YEAR)]["base"] == found[str(YEAR)]["growth_percent"] == ""
    assert "base" in found[str(YEAR)]["withheld"].split()


def test_the_samples_package_is_valid_and_whole(tmp_path: Path) -> None:
    db = tmp_path / "year.db"
    assert run("import", SAMPLE_RETURNS, "--quiet", db=db, config=SAMPLE_CONFIG).status in (0, 1)
    words = ("export", tmp_path / "x", "--years", "2019-2020", "--audience", "public")
    assert run(*words, db=db, config=SAMPLE_CONFIG).status == 0
    import frictionless

    report = frictionless.validate(str(tmp_path / "x" / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
