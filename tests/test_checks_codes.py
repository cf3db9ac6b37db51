"""Codes of national standards: credit codes, industries, divisions; texts that name no place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from sample_data._returns import returns
from tests.codes_support import failing, found, ledger, only, places
from tests.recognise_support import book, catalogue, sheet
from zsstat.catalog.consistency import problems
from zsstat.checks import Context, History, check
from zsstat.declarations import Sector
from zsstat.expressions import Scope
from zsstat.model import Finding, Outcome, Period
from zsstat.recognise import Expected, recognise
from zsstat.values import divisions, mask_personal

CREDIT = "cell.credit_code"
INDUSTRY = "row.industry_code_unknown"
CONTRADICTS = "row.industry_contradicts"
NO_AREA = "row.area_code_unknown"
OTHER_AREA = "row.area_code_contradicts"
SOURCE = "row.source_unrecognised"
NEW = {CREDIT, INDUSTRY, CONTRADICTS, NO_AREA, OTHER_AREA, SOURCE}
CODE_COLUMN = "统一社会信用代码"
VALID = "91350100M000100Y43"  # the example of GB 32100-2015 itself

# --- credit codes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        VALID,
        VALID.lower(),
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "91350100 M000100Y43",
        "91-350100-M000100Y4-3",
        None,
        "/",
        "",
    ],
)
def test_a_valid_code_passes_however_it_is_set_and_a_blank_is_nobodys_fault(
    written: str | None,
) -> None:
    assert failing(CREDIT, CODE_COLUMN, written) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (VALID[:-1], "有17位，应为18位"),
        (VALID + "0", "有19位，应为18位"),
        (VALID[:-1] + "7", "照前17位算，最后一位应是3，写的是7"),
        ("9135010XM000100Y43", "第8位的“X”不对"),
        ("91350100M000100Y4*", "第18位的“*”不对"),
        ("91350100V0001I0Y43", "第9位的“V”、第14位的“I”不对"),
        ("610900100012345", "是15位的原工商注册号"),
        ("12345678-9", "是9位的原组织机构代码"),
        ("M0001234X", "是9位的原组织机构代码"),
        ("912345678901234000", "像是按数字保存时丢了后三位"),
    ],
)
def test_a_wrong_code_says_what_is_wrong(written: str, said: str) -> None:
    finding = only(failing(CREDIT, CODE_COLUMN, written))
    assert said in finding.message
    assert finding.shown == written
    assert "如果是把数字写成了字母" not in finding.message
    assert places(finding) == ["F4"]
    assert finding.message.startswith("“汉阴某某产业园1期项目”：统一社会信用代码“")


@pytest.mark.parametrize(
    "mistaken", ["91350100M0001O0Y43", "9I350100M000100Y43", VALID[:9] + "OOO1OOY43"]
)
def test_letters_that_no_code_has_are_mended(mistaken: str) -> None:
    finding = only(failing(CREDIT, CODE_COLUMN, mistaken))
    assert f"应为{VALID}" in finding.message
    assert finding.expected == VALID


def test_nothing_is_offered_where_mending_the_letters_does_not_help() -> None:
    finding = only(failing(CREDIT, CODE_COLUMN, "91350100M0001O0Y47"))
    assert "应为9" not in finding.message
    assert finding.expected == "18位的统一社会信用代码"


def test_an_identity_number_in_the_column_is_masked_and_not_judged() -> None:
    assert failing(CREDIT, CODE_COLUMN, "610924199001011234") == []


def test_a_ledger_without_the_column_has_no_codes_to_check() -> None:
    assert found(CREDIT, {"备注": "无"}) == ()


@pytest.mark.parametrize("who", ["N2", "Y1", "A1"])
def test_who_registered_a_code_may_be_a_letter(who: str) -> None:
    """A village's collective has a code from the agriculture department (N)."""
    stem = who + "610921MF1234567"
    code = stem + uscc.calc_check_digit(stem)
    assert failing(CREDIT, CODE_COLUMN, code) == []
    wrong = stem + ("7" if code[-1] != "7" else "8")
    assert f"最后一位应是{code[-1]}" in only(failing(CREDIT, CODE_COLUMN, wrong)).message


@given(
    st.sampled_from(["9", "1", "N", "Y"]),
    st.text("0123456789", min_size=7, max_size=7),
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9),
    st.integers(0, 17),
    st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"),
)
def test_any_one_character_changed_is_found(
    who: str, front: str, body: str, at: int, other: str
) -> None:
    stem = who + front + body
    code = stem + uscc.calc_check_digit(stem)
    changed = code[:at] + other + code[at + 1 :]
    if mask_personal(changed) == changed:  # what may be somebody's number is not judged
        wrong = [finding.shown for finding in failing(CREDIT, CODE_COLUMN, code, changed)]
        assert wrong == ([changed] if changed != code else [])


# --- industries -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "C13",
        "c1312",
        "1312",
        1312,
        "13",
        "C",
        "C 制造业",
        "A0111",
        111,
        "1",
        "T97",
        "Ｃ１３",
        None,
        "/",
    ],
)
def test_codes_of_the_classification_pass(written: str | int | None) -> None:
    assert failing(INDUSTRY, "行业代码", written) == []


@pytest.mark.parametrize("written", ["98", "C01", "U", "9899", "00", "C45", "0000"])
def test_a_code_without_section_or_division_is_unknown(written: str) -> None:
    finding = only(failing(INDUSTRY, "国民经济行业代码", written))
    assert "没有对应的门类和大类" in finding.message
    assert (finding.shown, finding.level) == (written, "B")


@pytest.mark.parametrize("written", ["制造业", "131234", "CX13", "未定"])
def test_what_is_no_code_is_said_to_be_none(written: str) -> None:
    assert "不是行业代码" in only(failing(INDUSTRY, "行业代码", written)).message


@pytest.mark.parametrize(
    ("industry", "code", "agrees"),
    [
        ("生态旅游", "78", True),
        ("生态旅游", "C27", False),
        ("富硒食品", "C14", True),
        ("富硒食品", "L72", False),
        ("装备制造", "C3511", True),
        ("现代农业", 111, True),  # 0111 whose nought was lost
        ("现代农业", "C111", False),
        ("制造业", "13", True),
    ],
)
def test_the_declared_industry_and_the_code(industry: str, code: str | int, agrees: bool) -> None:
    findings = found(CONTRADICTS, {"产业类别": industry, "行业代码": code})
    if not agrees and code != "C111":
        finding = only(findings)
        assert places(finding) == ["G4", "F4"]
        assert finding.shown == f"{code}、{industry}"
    else:
        assert findings == ()


def test_a_contradiction_names_both_sections() -> None:
    finding = only(found(CONTRADICTS, {"产业类别": "现代物流", "行业代码": "2710"}))
    assert finding.message == (
        "“汉阴某某产业园1期项目”：行业代码“2710”属于C 制造业，产业类别却填“现代物流”"
    )
    assert finding.expected == "G 交通运输、仓储和邮政业"


def test_an_industry_that_means_no_section_is_undecided_once_for_each_text() -> None:
    rows = [{"产业类别": "其他", "行业代码": "C13"} for _ in range(3)]
    finding = only(found(CONTRADICTS, *rows), Outcome.UNDECIDED)
    assert finding.message == "产业类别“其他”看不出属于哪个门类，无法与行业代码核对"
    assert places(finding) == ["F4", "F5", "F6"]


def test_without_declared_industries_codes_are_undecided_and_without_codes_nothing_is() -> None:
    assert "“产业类别”" in only(found(CONTRADICTS, {"行业代码": "C13"}), Outcome.UNDECIDED).message
    assert found(CONTRADICTS, {"产业类别": "现代农业"}) == ()
    assert found(CONTRADICTS, {"产业类别": None, "行业代码": "C13"}) == ()
    assert found(CONTRADICTS, {"产业类别": "现代农业", "行业代码": "98"}) == ()


def test_the_offices_own_words_settle_it() -> None:
    own = catalogue().sectors["G"]
    more = {**catalogue().sectors, "G": replace(own, aliases=(*own.aliases, "通道经济"))}
    said = replace(catalogue(), sectors=more)
    row = {"产业类别": "通道经济", "行业代码": "C13"}
    only(found(CONTRADICTS, row), Outcome.UNDECIDED)
    only(found(CONTRADICTS, row, said=said))


def test_the_shipped_sections_are_those_of_the_standard() -> None:
    sectors = catalogue().sectors
    assert "".join(sectors) == "ABCDEFGHIJKLMNOPQRST"
    numbers: list[int] = []
    for sector in sectors.values():
        for written in sector.divisions:
            first, _, last = written.partition("-")
            numbers += range(int(first), int(last or first) + 1)
    assert numbers == list(range(1, 98))


@pytest.mark.parametrize("written", ["1-5", "13-", "43-13", "C13", ""])
def test_a_division_that_is_none_is_refused_when_the_catalogue_is_loaded(written: str) -> None:
    odd = replace(catalogue(), sectors={"C": Sector("C", "制造业", (written,))})
    (problem,) = problems(odd)
    assert problem.key == "sector[C].divisions"


# --- divisions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["440300 深圳", "深圳（440300）", "440300", "广东深圳", "安康高新区", "610921、610922", None],
)
def test_codes_that_exist_pass(written: str | None) -> None:
    assert failing(NO_AREA, "来源地", written) == []


@pytest.mark.parametrize(
    ("written", "year", "said"),
    [
        ("449900 深圳", 2020, "449900不是行政区划代码"),
        ("990000", 2020, "990000不是行政区划代码"),
        ("610928 旬阳", 2023, "610928是旬阳县的代码，用到2021年"),
        ("610981 旬阳", 2019, "610981是旬阳市的代码，2021年起才用"),
        ("612401", 2020, "612401是安康市的代码，用到"),
    ],
)
def test_a_code_that_does_not_exist_in_the_year_is_said(written: str, year: int, said: str) -> None:
    finding = only(failing(NO_AREA, "来源地", written, year=year))
    assert said in finding.message
    assert finding.expected == f"{year}年有的行政区划代码"


def test_a_code_holds_in_the_years_of_its_name() -> None:
    assert failing(NO_AREA, "来源地", "610928 旬阳", year=2020) == []
    assert failing(NO_AREA, "来源地", "610981 旬阳", year=2022) == []


@pytest.mark.parametrize(
    "written",
    [
        "440300 深圳",
        "440300 广东省深圳市",
        "440305 广东深圳南山区",
        "440305 深圳",
        "440300 深圳南山区",
        "深圳市(代码：440300)",
        "610921 汉阴县",
        "610921 安康",
        "610981 旬阳县",
        "610928 旬阳市",
        "610902 安康高新区",
        "440300 某某园区",
        "440300 深圳、320500 苏州",
        "440300、320500 苏州",
        "320500",
        "810000 香港",
        "449900 深圳",
    ],
)
def test_a_code_and_a_name_of_one_place_agree(written: str) -> None:
    assert failing(OTHER_AREA, "来源地", written) == []


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("440100 深圳", "440100是广州市"),
        ("440300 江苏", "440300是深圳市"),
        ("610921 紫阳县", "610921是汉阴县"),
        ("610921 安康紫阳", "610921是汉阴县"),
        ("深圳福田区（440305）", "440305是南山区"),
        ("440300 香港", "440300是深圳市"),
        ("440300 新加坡", "440300是深圳市"),
        ("440300 深圳、320500 杭州", "320500是苏州市"),
    ],
)
def test_a_code_of_another_place_contradicts_the_name(written: str, own: str) -> None:
    finding = only(failing(OTHER_AREA, "来源地", written))
    assert own in finding.message
    assert finding.shown == written


def test_columns_of_countries_are_looked_at_too_and_ledgers_without_places_are_not() -> None:
    assert found(NO_AREA, {"备注": "449900"}) == ()
    assert found(OTHER_AREA, {"备注": "440100 深圳"}) == ()


@given(st.sampled_from(sorted(divisions._by_code())))
def test_every_code_agrees_with_its_own_name_and_its_provinces(code: str) -> None:
    for division in divisions.divisions(code):
        assert failing(OTHER_AREA, "来源地", f"{code} {division.name}") == []
    province = divisions.divisions(divisions.province_code(code))[-1].name
    assert failing(OTHER_AREA, "来源地", f"{code} {province}") == []


# --- sources that name no place ---------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "江苏昆山",
        "昆山",
        "昆山市",
        "宁强县",
        "日本",
        "中国香港",
        "本省",
        "320583",
        "西安、江苏",
        None,
        "/",
    ],
)
def test_places_are_recognised(written: str | None) -> None:
    assert failing(SOURCE, "来源地", written) == []


def test_a_text_that_names_no_place_is_asked_about_once() -> None:
    finding = only(failing(SOURCE, "来源地", "某某集团", "江苏", "某某集团"))
    assert finding.message == ("来源地“某某集团”认不出是哪个省或国家，按来源地分组时单独成为一组")
    assert (places(finding), finding.level) == (["F4", "F6"], "C")


@pytest.mark.parametrize("written", ["鼓楼区", "中山路", "外省", "长安"])
def test_a_name_that_could_be_anywhere_is_none(written: str) -> None:
    only(failing(SOURCE, "来源地", written))


def test_a_piece_that_is_no_place_makes_it_several_and_is_said() -> None:
    finding = only(failing(SOURCE, "来源地", "江苏、某某集团"))
    assert "“某某集团”认不出" in finding.message
    assert "归入多地" in finding.message


def test_a_place_of_the_standard_counts_for_its_province() -> None:
    find = Scope.of(catalogue()).gazetteer.find
    for text, region in (("昆山市", "江苏"), ("440300", "广东"), ("320583 某地", None)):
        assert [r.id for r in find(text).regions] == ([region] if region else [])


def test_a_ledger_without_sources_is_not_asked() -> None:
    assert found(SOURCE, {"备注": "某某集团"}) == ()
    assert ledger({"备注": "x"}).reporter == "hanyin"


@given(st.text(max_size=24), st.text("0123456789-年、,（）ABC深圳江苏", max_size=20))
def test_whatever_is_written_is_judged(anything: str, likely: str) -> None:
    columns = (CODE_COLUMN, "来源地", "行业代码", "产业类别")
    subject = ledger(
        dict.fromkeys(columns, anything), dict.fromkeys(columns, likely), dict.fromkeys(columns)
    )
    context = Context(subject, Period(2020), (), catalogue(), History(), date(2021, 1, 8))
    judged = [f for f in check(context) if f.rule in NEW]
    assert all(place[1:] != "6" for finding in judged for place in places(finding))
    assert len(judged) <= 2 * len(NEW)


# --- areas of the catalogue -------------------------------------------------------------------


def province(*members: str) -> list[Finding]:
    """The findings on the province's table with these members, about their names and codes."""
    rows = [["全省2020年招商引资位次表"], ["地区", "指标", "本年累计（亿元）", "同比（%）"]]
    rows += [[member, "省际到位资金", "800", "7"] for member in members]
    subject = recognise(book(sheet(rows)), catalogue(), Expected("shaanxi", 2020, 12))
    context = Context(subject, Period(2020), (), catalogue(), History(), date(2021, 1, 8))
    about = {"cell.unknown_area", NO_AREA, OTHER_AREA}
    return [finding for finding in check(context) if finding.rule in about]


def test_areas_may_bear_their_codes() -> None:
    assert province("610900 安康", "610100西安市", "宝鸡（610300）", "610200") == []


def test_an_area_with_the_code_of_another_is_asked_about() -> None:
    finding = only(province("610900 安康", "610900 汉中"))
    assert (finding.rule, places(finding)) == (OTHER_AREA, ["A4"])
    assert "610900是安康市" in finding.message


def test_a_code_of_no_area_names_none() -> None:
    assert {f.rule for f in province("449900", "安康")} == {"cell.unknown_area", NO_AREA}
    assert [f.rule for f in province("440300", "安康")] == ["cell.unknown_area"]


def test_the_samples_credit_codes_are_valid() -> None:
    codes = [
        project.credit_code
        for year in returns().values()
        for data in year.values()
        for project in data.projects or ()
        if project.credit_code
    ]
    assert len(codes) > 500
    assert [code for code in codes if not uscc.is_valid(code)] == []
