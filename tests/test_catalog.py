"""The catalogue: what ships, what an overlay does to it, what is refused, what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zsstat.catalog import FILES, load_catalogue
from zsstat.catalog.consistency import problems
from zsstat.catalog.memo import cache_directory, recall, remember
from zsstat.catalog.overlay import merge
from zsstat.declarations import AreaKind, Catalogue, IndicatorKind, Posting, Ratio
from zsstat.errors import CatalogueError

Overlay = Callable[..., Catalogue]


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    """Loads the catalogue with files laid over it, each time from a folder of its own."""
    numbers = count()

    def load(**files: str) -> Catalogue:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        for name, text in files.items():
            suffix = "md" if name == "bulletin" else "toml"
            (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
        return load_catalogue(folder)

    return load


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


def refusal(overlay: Overlay, **files: str) -> str:
    with pytest.raises(CatalogueError) as refused:
        overlay(**files)
    assert refused.value.hint
    return refused.value.message


# --- what ships -------------------------------------------------------------------------------

REPORTERS = {
    "bureau": ("市本级", "610900"),
    "hanbin": ("汉滨区", "610902"),
    "hanyin": ("汉阴县", "610921"),
    "shiquan": ("石泉县", "610922"),
    "ningshan": ("宁陕县", "610923"),
    "ziyang": ("紫阳县", "610924"),
    "langao": ("岚皋县", "610925"),
    "pingli": ("平利县", "610926"),
    "zhenping": ("镇坪县", "610927"),
    "xunyang": ("旬阳县", "610928"),
    "baihe": ("白河县", "610929"),
    "gaoxin": ("安康高新区", None),
    "hengkou": ("恒口示范区", None),
    "yinghu": ("瀛湖生态旅游区", None),
}
FIELD = [
    "西安", "铜川", "宝鸡", "咸阳", "渭南", "延安", "汉中", "榆林", "安康", "商洛", "杨凌示范区",
]  # fmt: skip
INDICATORS = {
    "contract_count": ("个", "C"), "contract_total": ("亿元", "F"),
    "active_count": ("个", "C"), "funds_total": ("亿元", "F"),
    "funds_new": ("亿元", "F"), "funds_continued": ("亿元", "F"),
    "funds_interprov": ("亿元", "F"), "funds_intraprov": ("亿元", "F"),
    "funds_cumulative": ("亿元", "S"), "fdi_actual": ("万美元", "F"),
    "fdi_direct": ("万美元", "F"), "fdi_other": ("万美元", "F"),
    "fdi_contract": ("万美元", "F"), "fie_new": ("家", "C"),
    "big_count": ("个", "C"), "big_total": ("亿元", "F"),
    "return_count": ("个", "C"), "return_total": ("亿元", "F"),
    "promo_events": ("场", "C"), "squad_trips": ("次", "C"),
    "leader_trips": ("次", "C"), "guest_batches": ("批次", "C"),
    "guest_persons": ("万人次", "C"), "funds_rate": ("%", "R"),
    "start_rate": ("%", "R"),
}  # fmt: skip
REQUIRED = {
    "项目台账": {"项目名称", "总投资", "签约时间", "本年到位资金", "其中省际"},
    "外资企业": {"企业名称", "设立时间", "实际利用外资"},
    "招商活动": {"日期", "类型"},
    "目标任务": {"指标", "年度目标"},
    "汇总表": {"指标", "本年累计"},
    "全省位次": {"地区", "指标"},
    "修订数表": {"指标", "修订数"},
}


def test_the_reporters_of_2020(shipped: Catalogue) -> None:
    found = {
        area.id: (
            area.name(2020),
            next((c.value for c in area.codes if c.value != "610981"), None),
        )
        for area in shipped.reporters(2020)
    }
    assert found == REPORTERS
    assert shipped.areas[shipped.city].kind is AreaKind.CITY


def test_a_renamed_reporter_keeps_its_id(shipped: Catalogue) -> None:
    xunyang = shipped.areas["xunyang"]
    assert (xunyang.name(2020), xunyang.name(2022)) == ("旬阳县", "旬阳市")
    assert [code.value for code in xunyang.codes] == ["610928", "610981"]


def test_the_provincial_field_of_2020(shipped: Catalogue) -> None:
    members = shipped.members(2020)
    assert [area.name(2020) for area in members] == FIELD
    assert [area.name(2020) for area in members if area.same_as == shipped.city] == ["安康"]


def test_every_indicator_of_the_field(shipped: Catalogue) -> None:
    found = {i.code: (i.unit, i.kind.value) for i in shipped.indicators.values() if not i.hidden}
    assert found == INDICATORS
    ranked = {i.code for i in shipped.indicators.values() if i.ranked}
    assert ranked == {"funds_interprov", "fdi_actual"}
    for indicator in shipped.indicators.values():
        assert bool(indicator.ratio) == (indicator.kind is IndicatorKind.RATE)
        assert bool(indicator.post) != bool(indicator.ratio)


def test_the_tables_and_what_they_require(shipped: Catalogue) -> None:
    found = {
        table.name: {column.name for column in table.columns if column.required}
        for table in shipped.returns.values()
    }
    assert found == REQUIRED
    province = shipped.returns["province"]
    assert set(province.one_of) == {"同比", "完成比例", "本年累计"}
    assert {"合同类型", "项目编号", "统一社会信用代码", "自签约累计到位", "是否返乡创业"} <= {
        column.name for column in shipped.returns["projects"].columns
    }


@pytest.mark.parametrize(
    ("table", "column", "alias"),
    [
        ("projects", "投资方", "投资主体"), ("projects", "来源地", "投资方所在地"),
        ("projects", "总投资", "合同金额"), ("projects", "签约时间", "签订时间"),
        ("projects", "本年到位资金", "当年到位"), ("projects", "其中省际", "省外资金"),
        ("projects", "自签约累计到位", "累计到位"), ("projects", "阶段", "项目进展"),
    ],
)  # fmt: skip
def test_what_counties_write_instead(
    table: str, column: str, alias: str, shipped: Catalogue
) -> None:
    (found,) = [c for c in shipped.returns[table].columns if c.name == column]
    assert alias in found.aliases


def test_what_ships_is_consistent(shipped: Catalogue) -> None:
    assert list(problems(shipped)) == []


# --- laid over it -----------------------------------------------------------------------------


def test_a_known_entry_is_merged_by_its_id(overlay: Overlay, shipped: Catalogue) -> None:
    text = '[[indicator]]\ncode = "funds_total"\ndecimals = 4\naliases = ["到账资金"]\n'
    changed = overlay(indicators=text).indicators["funds_total"]
    before = shipped.indicators["funds_total"]
    assert changed == replace(before, decimals=4, aliases=(*before.aliases, "到账资金"))
    assert "funds_new" in shipped.indicators


def test_a_new_entry_comes_last(overlay: Overlay) -> None:
    text = (
        '[[indicator]]\ncode = "terminated"\nname = "终止项目"\nunit = "个"\nkind = "C"\n'
        'decimals = 0\npost = [{ table = "projects", count = "阶段", when = \'阶段 == "终止"\' }]\n'
    )
    catalogue = overlay(indicators=text)
    assert list(catalogue.indicators)[-1] == "terminated"
    assert len(catalogue.indicators) == len(load_catalogue().indicators) + 1


def test_an_entry_is_switched_off(overlay: Overlay, shipped: Catalogue) -> None:
    text = '[[area]]\nid = "yinghu"\nenabled = false\n'
    catalogue = overlay(areas=text)
    assert "yinghu" not in catalogue.areas
    assert len(catalogue.reporters(2020)) == 13
    rules = overlay(rules='[[rule]]\nid = "file.late"\nenabled = false\n').rules
    assert not rules["file.late"].enabled, "a rule stays known, and off"
    assert set(rules) == set(shipped.rules)


def test_a_column_of_a_table_is_merged_too(overlay: Overlay, shipped: Catalogue) -> None:
    text = '[[table]]\nid = "projects"\n[[table.columns]]\nname = "备注"\naliases = ["说明事项"]\n'
    changed = overlay(returns=text).returns["projects"]
    before = shipped.returns["projects"]
    assert [c.name for c in changed.columns] == [c.name for c in before.columns]
    (note,) = [c for c in changed.columns if c.name == "备注"]
    assert note.aliases[-1] == "说明事项"


def test_replace_starts_a_file_from_nothing(overlay: Overlay) -> None:
    text = 'replace = true\n[[table]]\nid = "x"\ntitle = "x"\n'
    message = refusal(overlay, tables=text)
    assert "tables.toml" in message
    assert merge({"a": 1, "b": [1]}, {"replace": True, "c": 2}, "x") == {"c": 2}


def test_the_template_is_replaced_whole(overlay: Overlay) -> None:
    assert overlay(bulletin="# 我们的通报\n").template == "# 我们的通报\n"


def test_a_byte_order_mark_is_no_key(tmp_path: Path) -> None:
    text = '[[indicator]]\ncode = "funds_total"\ndecimals = 3\n'
    (tmp_path / "indicators.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_catalogue(tmp_path).indicators["funds_total"].decimals == 3


# --- merging ----------------------------------------------------------------------------------

words = st.lists(st.sampled_from("甲乙丙丁戊"), max_size=4)


@given(words, words)
def test_aliases_grow_without_repeating(base: list[str], more: list[str]) -> None:
    merged = merge(
        {"indicator": [{"code": "x", "aliases": base}]},
        {"indicator": [{"code": "x", "aliases": more}]},
        "x",
    )
    grown = merged["indicator"][0]["aliases"]
    assert grown[: len(base)] == base
    assert set(grown) == {*base, *more}
    assert not set(grown[len(base) :]) & set(base)
    assert merge({"a": {"order": base}}, {"a": {"order": more}}, "x")["a"]["order"] == more


@given(st.dictionaries(st.sampled_from("abc"), st.integers() | words))
def test_an_empty_overlay_changes_nothing(base: dict[str, object]) -> None:
    assert merge(base, {}, "x") == base


def test_merging_leaves_the_base_alone() -> None:
    base = {"indicator": [{"code": "x", "aliases": ["甲"], "unit": {"a": 1}}]}
    merge(base, {"indicator": [{"code": "x", "aliases": ["乙"], "unit": {"a": 2}}]}, "x")
    assert base == {"indicator": [{"code": "x", "aliases": ["甲"], "unit": {"a": 1}}]}


# --- refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("indicators", '[[indicator]]\ncode = "fie_new"\nunitt = "家"\n',
         ["indicator[fie_new].unitt", "不认识的键"]),
        ("indicators", '[[indicator]]\ncode = "fie_new"\ndecimals = "两位"\n',
         ["indicator[fie_new].decimals", '"两位"', "应为整数"]),
        ("indicators", '[[indicator]]\ncode = "fie_new"\nkind = "sum"\n',
         ["indicator[fie_new].kind", '"sum"', "F、S、C、R"]),
        ("indicators", '[[indicator]]\ncode = "new"\nname = "新"\n',
         ["indicator[new].unit", "缺少"]),
        ("areas", 'capital = "x"\n', ["capital", "不认识的键"]),
        ("rules", '[[rule]]\nid = "file.late"\n[[rule]]\nid = "file.late"\n', ["出现了两次"]),
        ("rules", 'replace = "yes"\n', ["replace"]),
        ("wording", "= 1\n", ["TOML"]),
    ],
)  # fmt: skip
def test_a_wrong_key_is_named_with_its_file(
    name: str, text: str, said: list[str], overlay: Overlay
) -> None:
    message = refusal(overlay, **{name: text})
    assert f"{name}.toml" in message
    for part in said:
        assert part in message


def test_an_unknown_file_is_refused(overlay: Overlay) -> None:
    message = refusal(overlay, indicatrs="")
    assert "indicatrs.toml" in message


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="找不到配置目录"):
        load_catalogue(tmp_path / "没有")


def test_a_file_that_is_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / "wording.toml").write_bytes("# 措辞".encode("gb18030"))
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(tmp_path)
    assert "wording.toml" in refused.value.message
    assert "UTF-8" in refused.value.hint


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"areas": 'city = "hanbin"\n'}, "areas.toml 的 city：没有 kind 为 city 的地区 hanbin"),
        ({"indicators": '[[unit]]\nid = "亿元"\nfactor = 0\n'}, "unit[亿元].factor"),
        ({"indicators": '[[unit]]\nid = "亿元"\nbase = "两"\n'}, "unit[亿元].base：没有单位 两"),
        ({"indicators": '[definitions]\n"新签合同" = "签约时间 >"\n'}, "definitions.新签合同"),
        ({"indicators": '[[indicator]]\ncode = "fie_new"\nunit = "户"\n'},
         "indicator[fie_new].unit：没有单位 户"),
        ({"indicators": '[[indicator]]\ncode = "fie_new"\npost = [{ table = "x", count = "y" }]\n'},
         "indicator[fie_new].post.table：没有报表 x"),
        ({"indicators": '[[indicator]]\ncode = "fie_new"\n'
          'post = [{ table = "foreign", count = "外商" }]\n'}, "没有外资企业的列 外商"),
        ({"indicators": '[[indicator]]\ncode = "fie_new"\n'
          'post = [{ table = "foreign", count = "企业名称", value = "实际利用外资" }]\n'},
         "count 和 value"),
        ({"indicators": '[[indicator]]\ncode = "fie_new"\n'
          'post = [{ table = "foreign", count = "企业名称", when = "成立 > 0" }]\n'},
         "没有名称 成立"),
        ({"returns": '[[table]]\nid = "projects"\nlabel = "名称"\n'},
         "returns.toml 的 table[projects]：没有列 名称"),
        ({"rules": '[[rule]]\nid = "file.late"\ncheck = "guess"\n'},
         "rule[file.late].check：没有核对方法 guess"),
        ({"rules": '[[rule]]\nid = "file.late"\ntable = "nothing"\n'},
         "rule[file.late].table：没有报表 nothing"),
        ({"tables": '[[table]]\nid = "headline"\nindicators = ["fie_old"]\n'},
         "table[headline]：没有指标 fie_old"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named(
    files: dict[str, str], said: str, overlay: Overlay
) -> None:
    message = refusal(overlay, **files)
    assert "处不一致" in message
    assert said in message


def test_every_problem_is_counted(shipped: Catalogue) -> None:
    fie_new = shipped.indicators["fie_new"]
    broken = replace(
        shipped,
        indicators={
            **shipped.indicators,
            "fie_new": replace(
                fie_new, unit="户", ratio=Ratio("a", "b"), post=(Posting("x", count="y"),)
            ),
        },
    )
    found = [problem for problem in problems(broken) if "fie_new" in str(problem)]
    assert len(found) == 4


# --- remembered -------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZSSTAT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_remembered_is_equal(cache: Path, shipped: Catalogue) -> None:
    assert recall("x") is None
    remember("x", shipped)
    assert recall("x") == shipped
    assert recall("y") is None
    assert cache_directory() == cache


def test_an_overlay_is_known_by_what_it_says(cache: Path, tmp_path: Path) -> None:
    texts = {"a": 3, "b": 4, "c": 3}
    made = {}
    for name, decimals in texts.items():
        (tmp_path / name).mkdir()
        text = f'[[indicator]]\ncode = "funds_total"\ndecimals = {decimals}\n'
        (tmp_path / name / "indicators.toml").write_text(text, encoding="utf-8")
        made[name] = load_catalogue(tmp_path / name)
    assert len(list(cache.iterdir())) == 2
    assert {n: c.indicators["funds_total"].decimals for n, c in made.items()} == texts
    assert made["a"] == made["c"]
    assert made["a"].fingerprint == made["c"].fingerprint != made["b"].fingerprint


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[:40],
        lambda content: content[: len(content) // 2],
        lambda content: content[:5000] + bytes([content[5000] ^ 1]) + content[5001:],
        lambda _: b"not a pickle" * 100,
    ],
)
def test_a_damaged_entry_is_made_anew(
    damage: Callable[[bytes], bytes], cache: Path, shipped: Catalogue
) -> None:
    remember("x", shipped)
    (entry,) = cache.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))
    assert recall("x") is None
    remember("x", shipped)
    assert recall("x") == shipped


def test_old_entries_go(cache: Path, shipped: Catalogue) -> None:
    for number in range(12):
        remember(str(number), shipped)
    assert len(list(cache.iterdir())) == 8
    assert recall("11") == shipped


def test_a_cache_that_cannot_be_written_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: Catalogue
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("ZSSTAT_CACHE_DIR", str(blocked / "cache"))
    remember("x", shipped)
    assert recall("x") is None


def test_every_file_is_part_of_the_package() -> None:
    folder = Path(__file__).resolve().parent.parent / "src" / "zsstat" / "catalog"
    assert {p.name for p in folder.iterdir() if p.suffix in (".toml", ".md")} == set(FILES)
