"""The register under attack: other areas, the province's table, files, old databases, mistakes."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli_support import SAMPLE_CONFIG, SAMPLE_RETURNS, run
from tests.publish_support import BECAUSE, WHEN, YEAR, Press, hanbin, ziyang
from tests.rounds_support import Bureau, project
from tests.test_store_file import made_older
from zsstat import open as open_database
from zsstat.catalog import load_catalogue
from zsstat.errors import ZsstatError
from zsstat.model import Chart, ChartKind, Exhibit, Figure, Period
from zsstat.pipeline.drafts import draft
from zsstat.store import open_store


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path)


def changed(found: dict[str, Any]) -> dict[str, str | None]:
    """Sentence → what stands there now, of what does not hold any more."""
    broken = ("differs", "gone", "unlisted")
    rows = [row for row in found["rows"] if row["verdict"] in broken]
    return {row["sentence"]: row["printed_now"] for row in rows}


# --- a reporter's own page --------------------------------------------------------------------


def test_a_countys_own_page_is_judged_as_that_countys(press: Press) -> None:
    press.must("publish", *WHEN, "--area", "紫阳县", *BECAUSE)
    press.must("publish", *WHEN, "--area", "汉滨区", *BECAUSE)
    assert [row["area"] for row in press.listed()] == ["ziyang", "hanbin"]
    assert press.store_row("title") == "紫阳县2021年1—6月招商引资工作情况"
    press.replace("紫阳县", ziyang(1500), project("瓦房店茶旅项目", 本年到位资金=300))
    body = {s: now for s, now in changed(press.found(1)).items() if s.startswith("到位资金")}
    assert body == {"到位资金0.13亿元，其中省际到位资金0.13亿元。": "0.18亿元"}
    others = changed(press.found(2))
    assert others
    assert all("全市" in said or "紫阳县" in said for said in others), others


def test_what_only_a_countys_template_knows_is_made_again_for_that_county(press: Press) -> None:
    """The largest projects of a county are found by writing its page again."""
    press.template.write_text(
        "# {{ 地区 }}\n\n"
        "{% for 项目 in 到位资金合计.最大(1) %}{{ 项目.名称 }}到位{{ 项目.金额 }}。{% endfor %}\n",
        encoding="utf-8",
    )
    words = (*WHEN, "--template", press.template, "--area", "紫阳县")
    press.must("publish", *words, *BECAUSE)
    press.replace("汉滨区", hanbin(9000))
    assert press.found()["rows"] == []
    larger = project("瓦房店茶旅项目", 本年到位资金=1400)
    press.replace("紫阳县", ziyang(), larger)
    assert {row["verdict"] for row in press.found()["rows"]} == {"unlisted"}


# --- the province's table ---------------------------------------------------------------------

PLACES = """# 位次

增速位列：{{ 省际到位资金.增速位次 }}。
共{{ 省际到位资金.增速排位总数 }}。
较上年：{{ 省际到位资金.位次变化 }}。
外资：{{ 实际利用外资.增速位次 }}。
到位资金{{ 到位资金 }}。
"""
TABLE = SAMPLE_RETURNS / "2020" / "全省招商引资位次表2020年.xlsx"
INTERPROV = "实际引进内资(省际)"


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's two years, with a bulletin about places published."""
    folder = tmp_path_factory.mktemp("province")
    path, template = folder / "year.db", folder / "places.md"
    assert run("import", SAMPLE_RETURNS, "--quiet", db=path, config=SAMPLE_CONFIG).status in (0, 1)
    template.write_text(PLACES, encoding="utf-8")
    words = ("publish", "--year", 2020, "--template", template, *BECAUSE)
    done = run(*words, db=path, config=SAMPLE_CONFIG)
    assert done.status == 0, done.err
    return path


def told(db: Path) -> dict[str, str | None]:
    asked = ("published", 1, "--format", "json")
    return changed(json.loads(run(*asked, db=db, config=SAMPLE_CONFIG).out))


def replaced(two_years: Path, folder: Path, change: Callable[[Any], None]) -> dict[str, str | None]:
    """What does not hold any more when the province sends its table again."""
    db = folder / "copy.db"
    shutil.copy(two_years, db)
    book = openpyxl.load_workbook(TABLE)
    change(book.active)
    path = folder / "全省招商引资位次表2020年更正.xlsx"
    book.save(path)
    words = ("import", path, "--replace", "--reason", "省里更正", "--by", "李四")
    done = run(*words, db=db, config=SAMPLE_CONFIG)
    assert "接收1件" in done.out, done.out
    return told(db)


def printed(name: str, rate: float) -> Callable[[Any], None]:
    """The table with another rate of growth of a city, and the places that follow."""

    def change(sheet: Any) -> None:
        rows = [row for row in sheet.iter_rows() if row[1].value == INTERPROV]
        next(row for row in rows if row[0].value == name)[4].value = rate
        for row in rows:
            row[7].value = 1 + sum(other[4].value > row[4].value for other in rows)

    return change


def without(name: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        found = [row for row in sheet.iter_rows() if row[0].value == name]
        number = next(row[0].row for row in found if row[1].value == INTERPROV)
        sheet.delete_rows(number)

    return change


def test_a_rate_that_changes_no_place_of_ours_breaks_no_sentence(
    two_years: Path, tmp_path: Path
) -> None:
    assert replaced(two_years, tmp_path, printed("商洛", 7.5)) == {}


def test_a_city_that_goes_past_us_breaks_the_place_and_its_change(
    two_years: Path, tmp_path: Path
) -> None:
    assert replaced(two_years, tmp_path, printed("西安", 8.0)) == {
        "增速位列：增速位列全省第三。": "增速位列全省第四",
        "较上年：较上年前进2位。": "较上年前进1位",
    }


def test_a_field_that_lost_a_city_breaks_its_size_and_the_change(
    two_years: Path, tmp_path: Path
) -> None:
    """The place itself still stands, with the word that it is provisional; places of fields of
    different cities are not compared."""
    assert replaced(two_years, tmp_path, without("杨凌示范区")) == {
        "共11个。": "10个",
        "较上年：较上年前进2位。": None,
    }


def test_a_base_that_is_restated_breaks_what_is_compared_with_it(
    two_years: Path, tmp_path: Path
) -> None:
    db, template = tmp_path / "copy.db", tmp_path / "growth.md"
    shutil.copy(two_years, db)
    template.write_text(
        "# 增速\n\n到位{{ 省际到位资金 }}。{{ 省际到位资金.同比 }}。"
        "外资{{ 实际利用外资.同比 }}。\n",
        encoding="utf-8",
    )
    words = ("publish", "--year", 2020, "--template", template, *BECAUSE)
    assert run(*words, db=db, config=SAMPLE_CONFIG).status == 0
    restated = (
        "restate", "省际到位资金", "700亿元", "--year", 2019, "--source", "省统计局公报",
        "--reason", "省里核定", "--by", "李四",
    )  # fmt: skip
    assert run(*restated, db=db, config=SAMPLE_CONFIG).status == 0
    asked = ("published", 2, "--format", "json")
    found = json.loads(run(*asked, db=db, config=SAMPLE_CONFIG).out)
    assert changed(found) == {"同比增长7.82%。": "同比增长16.86%"}
    assert len(found["since"]["decided"]) == 1


def test_a_decision_that_takes_the_place_of_many_cells_is_named_before_them(
    sample_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("ZSSTAT_CONFIG", str(SAMPLE_CONFIG))
    db = tmp_path / "x.db"
    db.write_bytes(sample_db.read_bytes())
    why = ("--by", "张三", "--reason", "审定")
    assert run("publish", "--year", 2020, *why, db=db).status == 0
    restated = ("实际引进内资(省际)", "760亿元", "--year", 2019, "--source", "省局核定")
    assert run("restate", *restated, *why, db=db).status == 0
    lines = run("published", 1, db=db).out.splitlines()
    at = next(n for n, line in enumerate(lines) if line.endswith("“省局核定”"))
    assert lines[at].strip().startswith("全市　修订数，第1号决定 张三：新增")
    assert lines[at - 1].strip().startswith("同比增长7.82%")
    assert "不再计入汉滨区、" in lines[at + 1]
    assert "等13个单位的673处单元格，用 --all 列出全部" in lines[at + 1]
    told = run("published", 1, "--all", db=db).out
    assert sum("：去掉 " in line for line in told.splitlines()) == 673


# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["docx", "html", "md", "txt"])
def test_a_file_is_known_again_and_an_edited_one_is_not(press: Press, ending: str) -> None:
    path = press.folder / f"通报.{ending}"
    press.publish("--output", path)
    assert "就是第1号印发的原件" in press.must("published", "--verify", path).out
    renamed = path.rename(press.folder / "别的名字")
    press.must("published", 1, "--verify", renamed)
    if ending == "docx":
        import docx

        opened = docx.Document(str(renamed))
        opened.paragraphs[-1].add_run("。")
        opened.save(str(renamed))
    else:
        renamed.write_bytes(renamed.read_bytes() + b"\n")
    assert press.do("published", "--verify", renamed).status == 1


def test_an_original_is_never_overwritten(press: Press) -> None:
    path = press.folder / "通报.docx"
    press.publish("--output", path)
    before = path.read_bytes()
    told = press.refused("publish", *press.words, *BECAUSE, "--corrects", 1, "--output", path)
    assert "是第1号印发的原件，不能覆盖，没有印发" in told
    assert path.read_bytes() == before
    assert [row["number"] for row in press.listed()] == [1]
    path.write_bytes(before + b" ")  # not the original any more: a draft like others
    press.publish("--corrects", 1, "--output", path)
    assert "第2号" in press.must("published", "--verify", path).out


def test_two_publications_have_two_numbers_and_each_its_own_file(press: Press) -> None:
    first, second = press.folder / "一.docx", press.folder / "二.html"
    press.publish("--output", first)
    press.publish("--output", second, "--corrects", 1)
    assert press.do("published", 2, "--verify", first).status == 1
    assert "第2号" in press.must("published", "--verify", second).out
    one, two = press.listed()
    assert (one["corrected_by"], two["corrects"]) == ("2", 1)
    assert "第99号" in press.refused("publish", *press.words, *BECAUSE, "--corrects", 99).replace(
        " ", ""
    )


# --- the public -------------------------------------------------------------------------------


def test_what_shows_one_enterprise_is_not_published_without_its_consent(press: Press) -> None:
    path = press.folder / "公开.html"
    words = (*WHEN, "--area", "紫阳县", "--audience", "public", "--output", path, *BECAUSE)
    said = press.refused("publish", *words)
    assert "没有印发" in said
    assert "--consented" in said
    assert not path.exists()
    assert press.listed() == []
    press.must("publish", *words, "--consented")
    assert press.listed()[0]["area"] == "ziyang"
    assert press.must("published", 1, "--verify", path).status == 0


# --- old and damaged databases ----------------------------------------------------------------

READERS: tuple[tuple[object, ...], ...] = (
    ("summary", *WHEN), ("rank", *WHEN), ("status", *WHEN), ("log",), ("verify",), ("published",),
    ("bulletin", *WHEN), ("trace", "到位资金", *WHEN), ("submissions",), ("findings", *WHEN),
    ("stages", *WHEN), ("diff", "紫阳县", *WHEN),
)  # fmt: skip


@pytest.mark.parametrize("words", READERS, ids=[str(words[0]) for words in READERS])
def test_every_command_opens_a_database_of_version_3(
    press: Press, words: tuple[object, ...]
) -> None:
    now = press.do(*words)
    made_older(press.db, 3)
    then = press.do(*words)
    assert then.status in (0, 1, 2)
    assert (then.status, then.out) == (now.status, now.out)


def test_an_old_database_that_is_opened_to_be_read_is_refused_in_words(press: Press) -> None:
    made_older(press.db, 3)
    before = press.db.read_bytes()
    with pytest.raises(ZsstatError) as refused:
        open_database(press.db)
    assert "zsstat" in refused.value.message + refused.value.hint
    assert press.db.read_bytes() == before


@pytest.mark.parametrize("column", ["title", "who", "reason", "content", "file_sha256", "seal"])
def test_verify_names_the_record_that_was_changed(press: Press, column: str) -> None:
    press.publish("--output", press.folder / "通报.docx")
    tampered(press, column, f"replace({column}, substr({column}, 1, 1), 'x')")
    done = press.do("verify")
    assert done.status != 0
    assert "第1号印发记录" in done.out + done.err
    assert press.do("published").status == 1


def test_a_forged_checksum_makes_no_file_an_original(press: Press) -> None:
    press.publish("--output", press.folder / "通报.txt")
    forged = press.folder / "假.txt"
    forged.write_text("假的", encoding="utf-8")
    digest = hashlib.sha256(forged.read_bytes()).hexdigest()
    tampered(press, "file_sha256", f"'{digest}'")
    assert "改动过" in press.refused("published", "--verify", forged)


def tampered(press: Press, column: str, value: str) -> None:
    """Somebody who can write SQL gets past the triggers."""
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'publication'"
    with closing(sqlite3.connect(press.db)) as raw:
        for (name,) in raw.execute(triggers).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(f"UPDATE publication SET {column} = {value}")
        raw.commit()


# --- figures of other months ------------------------------------------------------------------


def monthly(folder: Path) -> Bureau:
    bureau = Bureau(folder)
    for month, funds in ((1, 100), (2, 250), (3, 400)):
        bureau.accept("紫阳县", YEAR, month, project(本年到位资金=funds))
        bureau.accept("汉滨区", YEAR, month, hanbin(funds * 2))
    template = folder / "各月.md"
    template.write_text(
        "# 各月\n\n到位{{ 省际到位资金 }}。\n\n"
        "{{ 图.省际到位资金各月进度 }}\n\n{{ 图.产业投向 }}\n",
        encoding="utf-8",
    )
    return bureau


def test_a_figure_of_another_month_comes_from_that_months_cells(tmp_path: Path) -> None:
    bureau = monthly(tmp_path)
    with open_store(bureau.db) as store:
        made = draft(store, load_catalogue(None), Period(YEAR, 3), tmp_path / "各月.md")
        lines = of_kind(made.document.blocks, ChartKind.LINES)
        known = [figure for figure in lines if figure.value is not None]
        assert len({figure.key.period for figure in known}) == 3
        for figure in known:
            trace = made.edition().trace(figure)
            assert trace is not None
            assert figure.key.period is not None
            ending = f"{YEAR}-{figure.key.period.month}.xlsx"
            files = {cell.ref.file for cell in trace.cells()}
            assert files == {f"紫阳县{ending}", f"汉滨区{ending}"}
            whole = sum(int(cell.value) for cell in trace.cells())
            assert figure.value == Fraction(whole, 10**8)
        explained = {each.figure: each for each in made.explanations()}
        assert all(explained[figure].sources for figure in known)


def of_kind(blocks: Any, kind: ChartKind) -> list[Figure]:
    charts = [b.body for b in blocks if isinstance(b, Exhibit) and isinstance(b.body, Chart)]
    return [f for c in charts if c.kind is kind for mark in c.marks for f in mark.figures if f]


def test_the_page_shows_the_cells_of_each_month(tmp_path: Path) -> None:
    bureau = monthly(tmp_path)
    path = tmp_path / "各月.html"
    words = ("bulletin", "--year", YEAR, "--month", 3, "--template", tmp_path / "各月.md")
    bureau.must(*words, "--format", "html", "--output", path)
    page = path.read_text(encoding="utf-8")
    (found,) = re.findall(r'id="sources">(.*?)</script>', page, re.DOTALL)
    data = json.loads(found)
    shown = {}
    for trace in data["traces"]:
        cells = [c for area in trace.get("areas", ()) for c in data["areas"][area][2]]
        files = {data["files"][data["sheets"][data["cells"][c][0]][0]][0] for c in cells}
        shown[trace["shown"]] = sorted(files)
    assert shown["0.03亿元"] == ["汉滨区2021-1.xlsx", "紫阳县2021-1.xlsx"]
    assert shown["0.08亿元"] == ["汉滨区2021-2.xlsx", "紫阳县2021-2.xlsx"]
    assert shown["0.12亿元"] == ["汉滨区2021-3.xlsx", "紫阳县2021-3.xlsx"]


# --- mistakes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--title", "   "), "--title 是空的"),
        (("--title", "甲\x1b[31m"), "控制字符"),
        (("--title", "甲\ud800"), "控制字符"),
        (("--output", "不存在/通报.docx"), "没有印发"),
        (("--output", "\udcff.docx"), "控制字符"),
        (("--output", "通报.pdf"), "看不出格式"),
        (("--corrects", 10**30), "范围"),
    ],
)
def test_mistakes_are_told_and_nothing_is_entered(
    press: Press, monkeypatch: pytest.MonkeyPatch, words: tuple[object, ...], said: str
) -> None:
    monkeypatch.chdir(press.folder)
    assert said in press.refused("publish", *press.words, *BECAUSE, *words)
    assert press.listed() == []


def test_a_title_stands_on_one_line(press: Press) -> None:
    press.publish("--title", "  关于上半年\n招商引资的通报 ")
    assert press.store_row("title") == "关于上半年 招商引资的通报"


def test_a_folder_below_a_file_is_refused(press: Press) -> None:
    below = press.template / "数据包"
    assert "写不进文件夹" in press.refused("export", below, *WHEN)
