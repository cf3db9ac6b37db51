"""``zsstat catalog check``: every problem of a configuration at once, and what it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_support import SAMPLE_CONFIG, Done, run
from zsstat.catalog import load_catalogue
from zsstat.catalog.ambiguities import ambiguities
from zsstat.catalog.changes import Change, Kind, changes
from zsstat.catalog.examination import examine
from zsstat.catalog.problems import Problem
from zsstat.errors import CatalogueError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "配置"
    made.mkdir()
    return made


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        suffix = "md" if name == "bulletin" else "toml"
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    return folder


def found(folder: Path, **files: str) -> tuple[Problem, ...]:
    return examine(write(folder, **files)).problems


def check(folder: Path, **files: str) -> Done:
    return run("catalog", "check", write(folder, **files))


def squeezed(text: str) -> str:
    return "".join(text.split())


# --- what ships, and what is sound ------------------------------------------------------------


def test_what_ships_has_no_problem_and_no_change() -> None:
    examined = examine(None)
    assert (examined.problems, examined.changes) == ((), ())
    assert list(ambiguities(load_catalogue())) == []
    done = run("catalog", "check")
    assert done.status == 0
    assert "没有发现问题" in done.out


def test_a_sound_configuration_tells_what_it_changes() -> None:
    done = run("catalog", "check", SAMPLE_CONFIG)
    assert done.status == 0
    assert "没有发现问题" in done.out
    assert "改动1处" in done.out
    assert "tier" in done.out


def test_the_directory_may_come_from_the_option(folder: Path) -> None:
    write(folder, wording="rate_decimals = 1\n")
    done = run("catalog", "check", config=folder)
    assert done.status == 0
    assert "rate_decimals：2 → 1" in done.out


def test_a_missing_directory_is_refused(tmp_path: Path) -> None:
    done = run("catalog", "check", tmp_path / "没有")
    assert done.status == 2
    assert "没有" in done.err
    assert "zsstat init" in done.err


# --- each file by itself ----------------------------------------------------------------------


def test_the_problems_of_all_files_come_at_once(folder: Path) -> None:
    problems = found(
        folder,
        areas='capital = "x"\n',
        indicators='[[indicator]]\ncode = "fie_new"\nunitt = "家"\n\n'
        '[[indicator]]\ncode = "big_count"\ndecimals = "两位"\n',
        rules="[[rule]\n",
        tables='[[table]]\nid = "new"\ntitle = "新"\n',
    )
    said = [(p.file, p.key, p.line) for p in problems]
    assert ("areas.toml", "capital", 1) in said
    assert ("indicators.toml", "indicator[fie_new].unitt", 3) in said
    assert ("indicators.toml", "indicator[big_count].decimals", 7) in said
    assert ("rules.toml", "", None) in said
    assert {key for file, key, _ in said if file == "tables.toml"} == {
        "table[new].rows",
        "table[new].columns",
    }


def test_a_misspelt_key_is_answered_with_the_right_one(folder: Path) -> None:
    (problem,) = found(folder, indicators='[[indicator]]\ncode = "fie_new"\nunitt = "家"\n')
    assert problem.message == "不认识的键"
    assert problem.advice == "是不是 unit"


def test_keys_deep_inside_are_known_too(folder: Path) -> None:
    text = '[[table]]\nid = "projects"\n[[table.columns]]\nname = "备注"\nalias = ["说明事项"]\n'
    (problem,) = found(folder, returns=text)
    assert (problem.key, problem.line) == ("table[projects].columns[备注].alias", 5)
    assert problem.advice == "是不是 aliases"


def test_a_value_of_the_wrong_kind_is_quoted(folder: Path) -> None:
    (problem,) = found(folder, indicators='[[indicator]]\ncode = "fie_new"\nkind = "sum"\n')
    assert '"sum"' in problem.message
    assert "F、S、C、R" in problem.message


def test_a_file_that_is_no_toml_gives_line_and_column(folder: Path) -> None:
    (problem,) = found(folder, wording='rounding = "half_up"\nrate_decimals = 一\n')
    assert "第2行" in problem.message
    assert "引号" in problem.advice


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[tier]\nname = "第一方阵\n', "引号没有成对"),
        ('[phrases]\n增长 = "x"\n', "中文的键"),
        ("rate_decimals = 一\n", "值写得不对"),
        ("rate_decimals = 1 位\n", "多余的内容"),
        ("rate_decimals 1\n", "等号"),
        ('ordinals = ["一", "二"\n', "方括号"),
        ("rate_decimals = 1\nrate_decimals = 2\n", "前面已经写过"),
        ('[phrases]\nx = "C:\\d"\n', "反斜杠"),
        ("[tier]\ngrowth = 4\n[tier]\n", "前面已经写过"),
        ('rounding = "\\uD800"\n', "写法不对"),
    ],
)
def test_what_is_wrong_with_the_toml_is_said_in_chinese(text: str, said: str, folder: Path) -> None:
    (problem,) = found(folder, wording=text)
    assert said in problem.message
    told = problem.message.replace("TOML", "")
    assert not any(letter.isascii() and letter.isalpha() for letter in told), told


def test_an_entry_without_a_name_is_told_and_the_others_are_not_blamed(folder: Path) -> None:
    areas = '[[area]]\nid = "hanbin"\naliases = ["汉滨新城"]\n\n[[area]]\nkind = "reporter"\n'
    (problem,) = found(folder, areas=areas)
    assert "第2段 area 没有写明是哪一个" in problem.message
    assert "id" in problem.advice


def test_deadlines_that_nothing_can_meet(folder: Path) -> None:
    days = '{ "2020-13" = "2020-10-12", "2020-09" = "十月", "2020-12" = "2021-01-10" }'
    done = check(folder, rules=f'[[rule]]\nid = "file.late"\nparameters = {days}\n')
    assert done.status == 2
    told = squeezed(done.out)
    assert "有2处不对" in told
    assert "“2020-13”不是一个报告期" in told
    assert "2020-09写作“十月”，不是一个日期" in told


def test_letters_that_another_office_would_sign_are_a_note(folder: Path) -> None:
    run("init", folder, "--blank")
    assert "退回函用的还是" not in check(folder).out
    wording = (folder / "wording.toml").read_text(encoding="utf-8")
    kept = [line for line in wording.splitlines() if not line.startswith("letter_office")]
    done = check(folder, wording="\n".join(kept) + "\n")
    assert done.status == 0
    told = squeezed(done.out)
    assert "退回函用的还是自带的“安康市招商和经济合作局”" in told
    assert "写自己的letter_office与自带的目录相比" in told
    assert "退回函用的还是" not in check(SAMPLE_CONFIG).out


def test_a_template_that_was_not_examined_yet_is_said(folder: Path) -> None:
    done = check(folder, wording='[phrases]\nx = "y"\n', bulletin="{{ 没有的数 }}\n")
    assert "bulletin.md 要等这些问题改好以后才能核对" in done.out
    assert "bulletin.md 要等" not in check(folder, wording="", bulletin="{{ 没有的数 }}\n").out


def test_a_file_in_another_encoding_does_not_hide_the_others(folder: Path) -> None:
    (folder / "wording.toml").write_bytes("# 措辞".encode("gb18030"))
    problems = found(folder, areas='capital = "x"\n')
    assert {problem.file for problem in problems} == {"wording.toml", "areas.toml"}


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("indicatrs.toml", "indicators.toml"),
        ("areas.toml.txt", "请改名为 areas.toml"),
        ("bulletin.md.txt", "请改名为 bulletin.md"),
    ],
)
def test_a_file_that_would_do_nothing_is_named(folder: Path, name: str, advice: str) -> None:
    (folder / name).write_text("", encoding="utf-8")
    (problem,) = found(folder)
    assert problem.file == name
    assert advice in problem.advice
    with pytest.raises(CatalogueError, match=name):
        load_catalogue(folder)


def test_other_files_may_lie_beside(folder: Path) -> None:
    (folder / "说明.txt").write_text("", encoding="utf-8")
    (folder / "narrative.md").write_text("", encoding="utf-8")
    assert found(folder) == ()


def test_while_files_are_unsound_it_is_said_that_they_were_not_compared(folder: Path) -> None:
    done = check(folder, areas='capital = "x"\n')
    assert done.status == 2
    assert "各文件改好后请再核对一次" in done.out
    assert "areas.toml 第1行　capital" in done.out


def test_an_id_that_occurs_twice(folder: Path) -> None:
    text = 'replace = true\n[[table]]\nid = "x"\ntitle = "x"\nrows = "areas"\ncolumns = []\n'
    (problem,) = found(folder, tables=text + text.partition("\n")[2])
    assert "x 出现了两次" in problem.message


# --- together ---------------------------------------------------------------------------------

FIE_NEW = '[[indicator]]\ncode = "fie_new"\n'


@pytest.mark.parametrize(
    ("files", "key", "message", "advice"),
    [
        ({"indicators": FIE_NEW + 'unit = "亿圆"\n'},
         "indicator[fie_new].unit", "没有单位 亿圆", "亿元"),
        ({"indicators": FIE_NEW + 'post = [{ table = "foriegn", count = "设立时间" }]\n'},
         "indicator[fie_new].post.table", "没有报表 foriegn", "foreign"),
        ({"indicators": FIE_NEW + 'post = [{ table = "foreign", count = "设立日" }]\n'},
         "indicator[fie_new].post", "没有外资企业的列 设立日", "设立时间"),
        ({"indicators": '[constants]\n"大项目门槛" = "5亿圆"\n'},
         "constants.大项目门槛", "5亿圆", "5亿元"),
        ({"indicators": '[[unit]]\nid = "石"\nbase = "百亿石"\nfactor = 1\n'},
         "unit[石].base", "没有单位 百亿石", ""),
        ({"indicators": '[[unit]]\nid = "百亿元"\nbase = "亿元"\nfactor = 100\n'},
         "unit[百亿元].base", "亿元 自己又以 元 为基本单位", "请直接写 元"),
        ({"areas": '[[area]]\nid = "field-ankang"\nsame_as = "ankan"\n'},
         "area[field-ankang].same_as", "没有地区 ankan", "ankang"),
        ({"returns": '[[table]]\nid = "province"\n'
          'placements = { member = "地区", indicator = "指标", growth = "增长" }\n'},
         "table[province]", "没有列 增长", ""),
        ({"rules": '[[rule]]\nid = "row.subset_exceeds_funds"\n'
          'parameters = { optional = ["其中市内"] }\n'},
         "rule[row.subset_exceeds_funds].parameters.optional", "没有项目台账的列 其中市内",
         "其中省内"),
        ({"tables": '[[table]]\nid = "headline"\nrows = "indicator"\n'},
         "table[headline].rows", "没有这种排法 indicator", "indicators"),
        ({"tables": '[[table]]\nid = "headline"\nsort = 9\n'},
         "table[headline].sort", "9 不对", "最后一栏是 4"),
        ({"tables": '[[table]]\nid = "headline"\ntitle = "{perod}"\n'},
         "table[headline].title", "没有可以填入的项目 perod", "period"),
        ({"tables": '[[table]]\nid = "headline"\nnotes = ["{门槛}以上。"]\n'},
         "table[headline].notes", "没有可以填入的项目 门槛", "大项目门槛"),
        ({"wording": '[phrases]\ngrowth_up = "增长{numbr}%"\n'},
         "phrases.growth_up", "没有可以填入的项目 numbr", "number"),
        ({"wording": '[phrases]\ngrowth_up = "增长{number%"\n'},
         "phrases.growth_up", "大括号不配对", "成对"),
        ({"wording": '[phrases]\ngrowth_upp = "增长"\n'},
         "phrases.growth_upp", "没有这一句", "growth_up"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together(
    folder: Path, files: dict[str, str], key: str, message: str, advice: str
) -> None:
    (problem,) = found(folder, **files)
    assert problem.key == key
    assert message in problem.message
    assert advice in problem.advice
    assert problem.file == f"{next(iter(files))}.toml"
    assert problem.line is not None


@pytest.mark.parametrize(
    ("files", "key", "message"),
    [
        ({"returns": '[[table]]\nid = "projects"\n[[table.columns]]\nname = "本年到位资金"\n'
          'aliases = ["累计 到位"]\n'},
         "table[projects].columns[自签约累计到位]", "同时属于“本年到位资金”和“自签约累计到位”"),
        ({"areas": '[[area]]\nid = "ziyang"\naliases = ["汉滨"]\n'},
         "area[ziyang]", "名称“汉滨”也是 area[hanbin] 的"),
        ({"areas": '[[region]]\nid = "江苏"\naliases = ["浙江"]\n'},
         "region[浙江]", "地名“浙江”也是 region[江苏] 的"),
        ({"indicators": '[[unit]]\nid = "家"\naliases = ["项"]\n'},
         "unit[家]", "单位“项”也是 unit[个] 的写法"),
        ({"indicators": FIE_NEW + 'aliases = ["实际引进内资（省际）"]\n'},
         "indicator[fie_new]", "也是 indicator[funds_interprov] 的"),
        ({"returns": '[[table]]\nid = "projects"\n[[table.columns]]\nname = "建设性质"\n'
          'choices = { "续建" = ["新"] }\n'},
         "table[projects].columns[建设性质].choices", "“新”同时是“新建”和“续建”的写法"),
    ],
)  # fmt: skip
def test_a_name_with_two_meanings(
    folder: Path, files: dict[str, str], key: str, message: str
) -> None:
    (problem,) = found(folder, **files)
    assert problem.key == key
    assert message in problem.message
    load_catalogue(folder)  # a return says whether it matters; loading does not refuse it


def test_two_indicators_of_one_name_are_one_problem(folder: Path) -> None:
    """The bulletin's own complaint about it says the same in other words."""
    (problem,) = found(folder, indicators=FIE_NEW + 'aliases = ["在建项目"]\n')
    assert "在建项目" in problem.message


def test_a_required_column_that_no_header_can_name(folder: Path) -> None:
    text = (
        '[[table]]\nid = "projects"\n[[table.columns]]\nname = "来源 地"\ntype = "text"\n'
        f'required = true\naliases = ["{"长" * 41}"]\n'
    )
    shared, unnamed = found(folder, returns=text)
    assert "同时属于“来源地”和“来源 地”" in shared.message
    assert unnamed.key == "table[projects].columns[来源 地]"
    assert "没有一个表头能认出它" in unnamed.message
    named = text.replace("长" * 41, "资金从哪里来")
    assert len(found(folder, returns=named)) == 1


def test_a_broken_constant_is_said_once_and_not_where_it_is_used(folder: Path) -> None:
    problems = found(folder, indicators='[constants]\n"大项目门槛" = "很多"\n')
    assert [problem.key for problem in problems] == ["constants.大项目门槛"]


def test_a_rule_that_is_switched_off_may_say_anything(folder: Path) -> None:
    text = '[[rule]]\nid = "row.fdi_identity"\ntable = "nothing"\n'
    (problem,) = found(folder, rules=text)
    assert "enabled = false" in problem.advice
    assert found(folder, rules=text + "enabled = false\n") == ()


def test_rules_and_phrases_that_the_program_asks_for_must_be_there(folder: Path) -> None:
    problems = found(folder, rules="replace = true\n", wording="replace = true\n[phrases]\n")
    said = {problem.key for problem in problems}
    assert {"rule[file.unreadable]", "phrases.growth_up"} <= said
    assert "rule[row.fdi_identity]" not in said, "only what the program notices by itself"


# --- what uses it -----------------------------------------------------------------------------


def test_the_template_is_tried_out(folder: Path) -> None:
    done = check(folder, bulletin="# 通报\n\n{{ 省际到位资今 }}。\n")
    assert done.status == 2
    assert "bulletin.md" in done.out
    assert "第3行" in done.out
    assert "省际到位资金" in done.out


def test_a_limit_that_there_is_not(folder: Path) -> None:
    done = check(folder, returns="[limits]\nbytes = 3\n")
    assert done.status == 2
    assert "bytes" in done.out
    assert "file_bytes" in done.out


def test_every_problem_has_place_value_and_advice(folder: Path) -> None:
    done = check(
        folder,
        indicators=FIE_NEW + 'unit = "户头"\npost = [{ table = "foriegn", count = "x" }]\n',
        wording='[phrases]\ngrowth_up = "增{num}%"\n',
    )
    assert done.status == 2
    assert "有3处不对" in done.out
    lines = [line.strip("　 ") for line in done.out.splitlines()]
    start = lines.index("有3处不对：") + 1
    assert lines[start : start + 3] == [
        "indicators.toml 第3行　indicator[fie_new].unit",
        "没有单位 户头",
        "办法：请核对，写法见 docs/catalog.md",
    ]
    assert "办法：是不是 foreign" in lines
    assert "办法：是不是 number" in lines


# --- changes ----------------------------------------------------------------------------------


def test_changes_name_ids_and_keys(folder: Path) -> None:
    write(
        folder,
        areas='[[area]]\nid = "yinghu"\nenabled = false\n'
        '[[area]]\nid = "new"\nkind = "reporter"\nnames = [{ value = "新区" }]\n',
        indicators='[constants]\n"大项目门槛" = "3亿元"\n'
        '[[indicator]]\ncode = "funds_total"\ndecimals = 4\naliases = ["到账资金"]\n',
        returns='[vocabulary]\nblank_marks = ["暂无"]\n[[table]]\nid = "projects"\n'
        '[[table.columns]]\nname = "备注"\nrequired = true\n'
        '[[table.columns]]\nname = "片区"\ntype = "text"\n',
        rules='[[rule]]\nid = "file.late"\nenabled = false\n',
        wording='[phrases]\ngrowth_up = "增{number}%"\n',
        bulletin="# 通报\n",
    )
    assert examine(folder).changes == (
        Change("areas.toml", Kind.ADDED, "area", "new"),
        Change("areas.toml", Kind.REMOVED, "area", "yinghu"),
        Change("indicators.toml", Kind.CHANGED, "constants", "大项目门槛", ("5亿元 → 3亿元",)),
        Change(
            "indicators.toml",
            Kind.CHANGED,
            "indicator",
            "funds_total",
            ("decimals 2 → 4", "aliases +到账资金"),
        ),
        Change(
            "returns.toml",
            Kind.CHANGED,
            "table",
            "projects",
            ("columns[备注] required false → true", "columns[片区] 新增"),
        ),
        Change("returns.toml", Kind.CHANGED, "vocabulary", "blank_marks", ("+暂无",)),
        Change("rules.toml", Kind.REMOVED, "rule", "file.late"),
        Change(
            "wording.toml",
            Kind.CHANGED,
            "phrases",
            "growth_up",
            ("同比增长{number}% → 增{number}%",),
        ),
        Change("bulletin.md", Kind.CHANGED, "", "通报模板"),
    )


def test_a_catalogue_has_not_changed_against_itself() -> None:
    shipped = load_catalogue()
    assert changes(shipped, shipped) == ()


def test_many_that_go_are_listed_in_one_line(folder: Path) -> None:
    done = check(folder, tables="replace = true\n")
    assert "去掉table13个：headline、county-contracts" in squeezed(done.out)


# --- pages of the catalogue -------------------------------------------------------------------


def test_a_page_by_its_kind() -> None:
    assert "按时报送" in run("catalog", "rule", "file.late").out
    assert "funds_total" in run("catalog", "indicator", "到位资金").out
    assert "项目台账" in run("catalog", "return", "projects").out
    assert run("catalog", "rule", "file.late").out == run("catalog", "file.late").out


@pytest.mark.parametrize("kind", ["indicator", "rule", "return"])
def test_a_kind_alone_lists_its_own(kind: str) -> None:
    listed = run("catalog", kind)
    assert listed.status == 0
    others = {"indicator": "funds_total", "rule": "file.late", "return": "projects"}
    for other, code in others.items():
        assert (code in listed.out) == (other == kind)


def test_a_page_of_another_kind_is_not_found() -> None:
    done = run("catalog", "rule", "funds_total")
    assert done.status == 2
    assert "目录里没有规则“funds_total”" in done.err


def test_a_word_too_many_is_refused() -> None:
    done = run("catalog", "funds_total", "file.late")
    assert done.status == 2
    assert "file.late" in done.err
    assert "check" in done.err
