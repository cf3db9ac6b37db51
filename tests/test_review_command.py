"""``zsstat import --review``: what is written where, and what is never written to."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.cli_support import SAMPLE, Done, run
from tests.review_support import SHEET, comment, fill, opened, parts_of
from zsstat.cli import commands
from zsstat.model import Level
from zsstat.review.sheet import FILLS

NOW = datetime(2021, 1, 12, 9, 0).astimezone()
HEAD = [
    *("项目名称", "来源地", "总投资(亿元)", "签约时间", "阶段"),
    *("本年到位资金(万元)", "其中省际(万元)", "产业类别"),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "now", lambda: NOW)


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    folder = tmp_path / "returns"
    folder.mkdir()
    return folder


def send(
    path: Path, *, total: object = "待定", who: str = "紫阳县", period: str = "2020年"
) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet.append([f"{who}{period}招商引资项目台账"])
    sheet.append(HEAD)
    sheet.append(
        ["富硒食品加工项目", "浙江", total, "2020年3月5日", "开工", 5000, 5000, "富硒食品"]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


@pytest.fixture
def do(tmp_path: Path) -> Callable[..., Done]:
    return lambda *words: run("import", *words, db=tmp_path / "zsstat.db")


def tree(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_what_goes_back_has_a_review_and_two_letters(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    source = send(returns / "紫阳.xlsx")
    send(returns / "汉滨.xlsx", total=9, who="汉滨区")
    back = tmp_path / "退回" / "一月"
    before = source.read_bytes()
    done = do(returns, "--review", back, "--due", "2021-01-20")
    assert done.status == 1
    assert tree(back) == {"紫阳.审核.xlsx", "紫阳.退回函.txt", "紫阳.退回函.docx"}
    assert f"已写入 {back}：紫阳.审核.xlsx、紫阳.退回函.txt、紫阳.退回函.docx" in done.err
    assert source.read_bytes() == before
    data = (back / "紫阳.审核.xlsx").read_bytes()
    assert fill(data, "C3") == FILLS[Level.A]
    assert "看不出是多少" in comment(data, "C3")
    letter = (back / "紫阳.退回函.txt").read_bytes()
    assert letter.startswith(b"\xef\xbb\xbf")
    text = letter.decode("utf-8-sig")
    assert "紫阳县：\r\n" in text
    assert "请于2021年1月20日前" in text
    assert "2021年1月12日" in text
    assert "--" not in text


def test_a_file_that_cannot_be_read_gets_the_list_and_the_letter(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    (returns / "坏了.xlsx").write_bytes(b"%PDF-1.4 ...")
    done = do(returns, "--review", tmp_path / "b")
    assert opened((tmp_path / "b" / "坏了.审核.xlsx").read_bytes()).sheetnames == [SHEET]
    text = (tmp_path / "b" / "坏了.退回函.txt").read_text("utf-8-sig")
    assert "填报单位（不详）" in text
    assert "PDF" in text
    assert "只有审核意见表，没有原表：文件未能读取" in done.err


def test_other_formats_say_why_there_is_no_copy(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    rows: list[list[object]] = [
        ["紫阳县2020年招商引资项目台账"],
        [*HEAD],
        ["某项目", "浙江", "待定", "2020年3月", "", 1, 1],
    ]
    text = "\n".join(",".join(f"{cell}" for cell in row) for row in rows)
    (returns / "紫阳.csv").write_text(text, encoding="utf-8")
    done = do(returns, "--review", tmp_path / "b")
    assert opened((tmp_path / "b" / "紫阳.审核.xlsx").read_bytes()).sheetnames == [SHEET]
    assert "这种格式的文件不能加批注" in done.err


def test_a_package_of_another_format_is_called_so(tmp_path: Path, do: Callable[..., Done]) -> None:
    done = do(SAMPLE / "faulty" / "30-open-document", "--review", tmp_path / "b", "--dry-run")
    assert "没有原表：这种格式的文件不能加批注" in done.err
    assert "Content_Types" not in done.err


def test_a_dry_run_writes_them_too_and_stores_nothing(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    send(returns / "紫阳.xlsx")
    do(returns, "--review", tmp_path / "b", "--dry-run")
    assert "紫阳.审核.xlsx" in tree(tmp_path / "b")
    assert not (tmp_path / "zsstat.db").exists()


def test_names_in_sub_folders_do_not_collide(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    send(returns / "a" / "报表.xlsx", total="甲")
    send(returns / "b" / "报表.xlsx", total="乙")
    other = send(tmp_path / "c" / "报表.xlsx", total="丙")
    send(returns / "报表.xlsx", total="丁")
    (returns / "报表.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    back = tmp_path / "back"
    do(returns, other, "--review", back)
    names = {name for name in tree(back) if name.endswith(".xlsx")}
    assert names == {
        "a/报表.审核.xlsx",
        "b/报表.审核.xlsx",
        "报表.审核.xlsx",
        "报表 (2).审核.xlsx",
        "报表 (3).审核.xlsx",
    }


@pytest.mark.skipif(os.name == "nt", reason="making a link needs a privilege there")
def test_the_folder_of_the_returns_itself_by_a_link(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    source = send(returns / "紫阳.xlsx")
    before = source.read_bytes()
    link = tmp_path / "link"
    link.symlink_to(returns)
    do(returns, "--review", link)
    assert source.read_bytes() == before
    assert "紫阳.审核.xlsx" in tree(returns)


def test_a_senders_file_that_is_called_like_a_review_is_not_written_over(
    returns: Path, do: Callable[..., Done]
) -> None:
    source = send(returns / "紫阳.xlsx")
    theirs = send(returns / "紫阳.审核.xlsx", total="改过")
    before = theirs.read_bytes()
    do(source, theirs, "--review", returns)
    assert theirs.read_bytes() == before
    assert {"紫阳 (2).审核.xlsx", "紫阳.审核.审核.xlsx"} <= tree(returns)


def test_reviews_are_no_returns_the_next_time(returns: Path, do: Callable[..., Done]) -> None:
    send(returns / "紫阳.xlsx")
    do(returns, "--review", returns)
    done = do(returns, "--format", "json")
    assert [entry["file"] for entry in done.json["files"]] == ["紫阳.xlsx"]
    told = do(returns).err
    assert "文件夹里的审核稿没有读：紫阳.审核.xlsx；" in told
    assert "退回函" not in told


def test_a_review_that_was_corrected_and_sent_back_is_read_by_its_name(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    send(returns / "宁陕县2020年报表.xlsx", who="", period="")
    back = tmp_path / "b"
    do(returns, "--review", back)
    copy = back / "宁陕县2020年报表.审核.xlsx"
    (entry,) = do(copy, "--format", "json").json["files"]
    assert (entry["reporter"], entry["year"]) == (None, None)  # our own words are no evidence
    book = opened(copy.read_bytes())
    book["台账"]["A1"] = "宁陕县2020年招商引资项目台账"
    book["台账"]["C3"] = 9
    book.save(copy)
    (entry,) = do(copy, "--format", "json").json["files"]
    assert (entry["status"], entry["reporter"]) == ("accepted", "ningshan")


def test_an_earlier_review_that_said_something_else_is_kept(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    back = tmp_path / "b"
    send(returns / "紫阳.xlsx", total="待定")
    do(returns, "--review", back)
    send(returns / "紫阳.xlsx", total="不清楚")
    done = do(returns, "--review", back)
    assert "不清楚" in (back / "紫阳.退回函.txt").read_text("utf-8-sig")
    assert "待定" in (back / "紫阳 (旧1).退回函.txt").read_text("utf-8-sig")
    assert "改名保留：紫阳 (旧1).审核.xlsx、" in done.err
    assert len(tree(back)) == 6


def test_the_same_review_again_leaves_nothing_behind(
    returns: Path, tmp_path: Path, do: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    back = tmp_path / "b"
    send(returns / "紫阳.xlsx")
    do(returns, "--review", back)
    monkeypatch.setattr(commands, "now", lambda: NOW.replace(hour=16))
    done = do(returns, "--review", back)
    assert "改名保留" not in done.err
    assert len(tree(back)) == 3


def test_what_a_county_wrote_into_its_review_is_never_lost(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    back = tmp_path / "b"
    send(returns / "紫阳.xlsx")
    do(returns, "--review", back)
    review = back / "紫阳.审核.xlsx"
    for number, said in enumerate(("总投资以合同为准", "合同附后"), start=1):
        book = opened(review.read_bytes())
        book[SHEET]["J10"] = said
        book.save(review)
        assert do(returns, "--review", back).status == 1
        kept = (back / f"紫阳 (旧{number}).审核.xlsx").read_bytes()
        assert opened(kept)[SHEET]["J10"].value == said
        assert opened(review.read_bytes())[SHEET]["J10"].value != said
    assert "审核稿没有读" in do(back, "--dry-run").err


def test_very_long_names_are_shortened(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    send(returns / f"{'长' * 80}.xlsx")
    assert do(returns, "--review", tmp_path / "b").status == 1
    assert f"{'长' * 63}.审核.xlsx" in tree(tmp_path / "b")


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--due", "2021-01-20"), "--due 要和 --review 一起用"),
        (("--review", "b", "--due", "下周"), "不是一个日期"),
        (("--review", "b", "--due", "2021年2月"), "不是一个日期"),
        (("--review", "b", "--due", "2021-01-11"), "已经过去了"),
    ],
)
def test_deadlines_that_make_no_sense(
    words: tuple[str, ...],
    said: str,
    returns: Path,
    tmp_path: Path,
    do: Callable[..., Done],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    send(returns / "紫阳.xlsx")
    done = do(returns, *words)
    assert done.status == 2
    assert said in done.err
    assert not (tmp_path / "zsstat.db").exists()


def test_a_folder_that_is_none_is_said_before_anything_is_stored(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    send(returns / "紫阳.xlsx")
    for name, said in (("f", "不是文件夹"), ("f/g", "写不进")):
        (tmp_path / "f").write_text("x", encoding="utf-8")
        done = do(returns, "--review", tmp_path / name)
        assert done.status == 2
        assert said in done.err
        assert not (tmp_path / "zsstat.db").exists()


def test_a_review_that_cannot_be_put_in_its_place(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    send(returns / "紫阳.xlsx")
    (tmp_path / "b" / "紫阳.审核.xlsx" / "x").mkdir(parents=True)
    done = do(returns, "--review", tmp_path / "b")
    assert done.status == 2
    assert "紫阳.审核.xlsx" in done.err
    assert not [name for name in tree(tmp_path / "b") if name.endswith(".tmp")]


# --- deadlines --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("configured", "said"),
    [("2021-01-15", "请于2021年1月15日前"), ("2021-01-10", "请尽快"), ("", "请尽快")],
)
def test_the_configured_deadline_counts_while_it_lies_ahead(
    configured: str, said: str, returns: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.mkdir()
    days = f'parameters = {{ "2020-12" = "{configured}" }}' if configured else ""
    (config / "rules.toml").write_text(f'[[rule]]\nid = "file.late"\n{days}\n', encoding="utf-8")
    send(returns / "紫阳.xlsx")
    run("import", returns, "--review", tmp_path / "b", db=tmp_path / "x.db", config=config)
    assert said in (tmp_path / "b" / "紫阳.退回函.txt").read_text("utf-8-sig")


def test_another_office_signs_with_its_own_name(tmp_path: Path) -> None:
    config = tmp_path / "配置"
    run("init", config, "--blank")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["东城县2026年出口台账"])
    sheet.append(["企业名称", "本年出口额（万元）"])
    sheet.append(["甲公司", "待定"])
    book.save(tmp_path / "东城.xlsx")
    back = tmp_path / "b"
    run("import", tmp_path / "东城.xlsx", "--review", back, db=tmp_path / "x.db", config=config)
    text = (back / "东城.退回函.txt").read_text("utf-8-sig")
    assert "关于退回2026年出口报表的函" in text
    assert "示例市商务局" in text
    assert "招商" not in text


def test_no_command_of_the_office_is_told_to_a_sender(
    returns: Path, tmp_path: Path, do: Callable[..., Done]
) -> None:
    send(returns / "紫阳.xlsx", total=9)
    assert do(returns).status == 0
    send(returns / "紫阳.xlsx", total=8)
    do(returns, "--review", tmp_path / "b")
    text = (tmp_path / "b" / "紫阳.退回函.txt").read_text("utf-8-sig")
    assert "请书面说明这次报的是更正" in text
    assert "--" not in text
    sheets = parts_of((tmp_path / "b" / "紫阳.审核.xlsx").read_bytes())
    assert b"--replace" not in sheets["xl/worksheets/sheet2.xml"]


def test_quiet_says_nothing(returns: Path, tmp_path: Path, do: Callable[..., Done]) -> None:
    send(returns / "紫阳.xlsx")
    assert do(returns, "--review", tmp_path / "b", "--quiet").err == ""
