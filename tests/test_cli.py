"""The command line as its users meet it: help, mistakes, statuses, consoles, pipes, widths."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.cli_support import (
    NARRATIVE,
    ROOT,
    SAMPLE,
    SAMPLE_CONFIG,
    SAMPLE_RETURNS,
    Done,
    environment,
    run,
    spawn,
)
from zsstat import __version__
from zsstat.cli.paper import folded
from zsstat.pipeline import reports

COMMANDS = (
    "form", "import", "inspect", "status", "findings", "diff",
    "answer", "waive", "resolve", "adjust", "restate", "withdraw", "lock", "unlock", "revoke",
    "log",
    "summary", "rank", "assess", "stages", "bulletin", "publish", "published", "trace", "history",
    "export",
    "init", "catalog", "template", "backtest", "repost", "recheck", "verify", "backup",
)  # fmt: skip
ZHENPING = SAMPLE_RETURNS / "2020" / "镇坪县2020年招商引资情况.xlsx"
LANGAO = SAMPLE_RETURNS / "2020" / "岚皋2020.xlsx"

ALLOWED_ENGLISH = {
    "zsstat", "returns", "help", "status", "findings", "text", "json", "table", "csv", "xlsx",
    "md", "txt", "docx", "html", "parquet", "forms", "A", "B", "C", "D", "county", "industry",
    "source", "stage", "size", "db", "ZSSTAT_DB", "ZSSTAT_CONFIG", "config", "check", "indicator",
    "rule", "return", "new", "month", "internal", "public", "statistical", "official",
    "Frictionless", "Data", "Package", *COMMANDS,
}  # fmt: skip


def width(text: str) -> int:
    """Columns of a line on a Chinese terminal, where ambiguous characters are wide."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def refused(done: Done, *said: str) -> None:
    """Status 2, nothing on stdout, one sentence and one hint on stderr that say all of ``said``."""
    assert done.status == 2, done
    assert done.out == ""
    error, hint = done.err.splitlines()
    assert error.startswith("错误：")
    assert hint.startswith("提示：")
    for text in said:
        assert text in done.err


# --- help -------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese_and_fits(command: str) -> None:
    words = [command] if command else []
    done = run(*words, "--help")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"用法：{' '.join(['zsstat', *words])} [选项]")
    for word in re.findall(r"(?<![-\w])[A-Za-z_]+", re.sub(r"-{1,2}[a-z-]+", "", done.out)):
        assert word in ALLOWED_ENGLISH, word
    assert "…" not in re.sub(r"[]目]…", "", done.out), "nothing is cut short"
    assert all(width(line) <= 80 for line in done.out.splitlines())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_and_argument_is_explained(command: str) -> None:
    _, _, lists = run(command, "--help").out.partition("\n\n")
    entries = re.findall(r"^  (\S.*)\n?((?: {4,}\S.*\n)*)", lists, re.MULTILINE)
    assert entries
    for first, rest in entries:
        explanation = " ".join([first, *rest.split()])
        assert re.search(r" {2,}.*[\u4e00-\u9fff]", explanation) or rest.strip(), explanation


def test_every_command_is_listed_with_its_first_sentence() -> None:
    listed = run("--help").out.partition("命令（收报表）：")[2]
    assert tuple(re.findall(r"^  (\w+) +\S*[\u4e00-\u9fff]", listed, re.MULTILINE)) == COMMANDS


def test_no_command_at_all_shows_the_help() -> None:
    assert run().out == run("--help").out
    assert run().status == 0


def test_the_version() -> None:
    assert run("--version") == Done(0, f"zsstat {__version__}\n", "")


# --- mistakes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sumary"], ["没有命令 sumary", "是不是 summary"]),
        (["summary", "--yaer", "2020"], ["没有选项 --yaer", "--year"]),
        (["summary", "--year", "MMXX"], ["--year 的值不对", "应为整数"]),
        (["summary", "--year", "1066"], ["--year 的值不对", "不能小于1990"]),
        (["summary", "--month", "13"], ["--month 的值不对", "不能大于12"]),
        (["summary", "--format", "pdf"], ["--format 的值不对", "pdf", "xlsx"]),
        (["summary", "--year"], ["--year"]),
        (["summary", "2020"], ["多出的参数", "2020"]),
        (["trace"], ["缺少参数 指标或数"]),
        (["lock", "--year", "2020"], ["缺少选项 --reason"]),
    ],
)
def test_a_wrong_command_line(words: list[str], said: list[str]) -> None:
    refused(run(*words), *said, "--help")


@pytest.mark.parametrize("words", [["summary"], ["status"], ["trace", "818亿元"], ["verify"]])
def test_a_missing_database(words: list[str], elsewhere: Path) -> None:
    refused(run(*words), "找不到数据库 zsstat.db", "zsstat import")
    assert not list(elsewhere.iterdir()), "a question must not create a database"


def test_a_missing_path(elsewhere: Path) -> None:
    refused(run("import", "没有的文件夹", db=elsewhere / "x.db"), "找不到 没有的文件夹")
    assert not (elsewhere / "x.db").exists()


def test_what_is_no_database(elsewhere: Path) -> None:
    path = elsewhere / "x.db"
    path.write_text("不是数据库", encoding="utf-8")
    refused(run("summary", db=path), "不是 zsstat 的数据库")


@pytest.mark.parametrize("flag", ["--replace", "--add"])
def test_replacing_needs_a_reason(flag: str, tmp_path: Path) -> None:
    refused(run("import", flag, ZHENPING, db=tmp_path / "x.db"), "--reason")


def test_replacing_or_adding_not_both(tmp_path: Path) -> None:
    done = run("import", "--replace", "--add", "--reason", "x", ZHENPING, db=tmp_path / "x.db")
    refused(done, "--replace", "--add")


def test_a_month_needs_a_year(tmp_path: Path) -> None:
    refused(run("import", "--month", 9, ZHENPING, db=tmp_path / "x.db"), "--year")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["trace", "funds_interprv"], ["没有找到“funds_interprv”", "funds_interprov"]),
        (["trace", "省际到位资"], ["没有找到", "省际到位资金"]),
        (["trace", "省际到位资金.同"], ["没有“同”", "同比"]),
        (["trace", "818亿元", "--area", "紫阳镇"], ["没有地区“紫阳镇”", "紫阳县"]),
        (["trace", "第三"], ["不止一个数", "zsstat trace funds_interprov.增速位次"]),
        (["summary", "--by", "province"], ["不能按 province 分组", "industry"]),
        (["summary", "--year", "2015"], ["没有2015年", "2020年"]),
        (["summary", "--format", "xlsx"], ["xlsx 要写入文件", "--output"]),
        (["summary", "--output", "x.txt"], ["--format"]),
        (["bulletin", "--template", "没有.md"], ["没有.md", "没有这个文件"]),
        (["waive", "99999", "--reason", "x"], ["99999"]),
    ],
)
def test_what_cannot_be_done(words: list[str], said: list[str], sample_db: Path) -> None:
    refused(run(*words, db=sample_db, config=SAMPLE_CONFIG), *said)


def test_an_unknown_page_of_the_catalogue() -> None:
    refused(run("catalog", "funds_totl"), "funds_totl", "funds_total")


def test_a_wrong_name_in_a_template(sample_db: Path, tmp_path: Path) -> None:
    template = tmp_path / "通报.md"
    template.write_text("# 题\n\n全市{{ 省际到位资今 }}。\n", encoding="utf-8")
    done = run("bulletin", "--template", template, db=sample_db, config=SAMPLE_CONFIG)
    refused(done, "通报.md", "第3行", "省际到位资今", "省际到位资金")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("indicatrs.toml", "", ["indicatrs.toml", "indicators.toml"]),
        ("wording.toml", 'unknwon = "x"\n', ["wording.toml", "unknwon"]),
        ("rules.toml", "[[rule]\n", ["rules.toml", "TOML"]),
        (
            "indicators.toml",
            '[[indicator]]\ncode = "funds_total"\nunitt = "万元"\n',
            ["indicators.toml", "indicator[funds_total].unitt"],
        ),
    ],
)
def test_a_wrong_configuration_names_file_and_key(
    name: str, text: str, said: list[str], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    refused(run("catalog", config=tmp_path), *said)


def test_a_file_that_cannot_be_written(sample_db: Path, tmp_path: Path) -> None:
    target = tmp_path / "没有" / "x.csv"
    done = run("summary", "--format", "csv", "--output", target, db=sample_db, config=SAMPLE_CONFIG)
    refused(done, str(target), "没有这个文件或文件夹")


def test_a_bug_says_that_it_is_one(
    sample_db: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("一个缺陷")

    monkeypatch.setattr(reports, "summary", broken)
    monkeypatch.setenv("ZSSTAT_LOG_DIR", str(tmp_path))
    done = run("summary", db=sample_db, config=SAMPLE_CONFIG)
    log = tmp_path / "zsstat-error.log"
    assert done.status == 70
    assert done.out == ""
    assert "缺陷" in done.err
    assert str(log) in done.err
    assert "Traceback" not in done.err
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "ZeroDivisionError: 一个缺陷" in written

    monkeypatch.setenv("ZSSTAT_LOG_DIR", str(log))
    unlogged = run("summary", db=sample_db, config=SAMPLE_CONFIG)
    assert unlogged.status == 70
    assert "ZeroDivisionError" in unlogged.err, "a bug that cannot be logged is shown"


def test_an_interrupt_is_no_bug(sample_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reports, "summary", interrupted)
    done = run("summary", db=sample_db, config=SAMPLE_CONFIG)
    assert done.status == 130
    assert "已中断" in done.err


# --- results and remarks ----------------------------------------------------------------------


@pytest.fixture
def other_office(tmp_path: Path) -> Path:
    """A configuration by which the sample was not posted: that is worth a remark."""
    folder = tmp_path / "config"
    folder.mkdir()
    text = '[constants]\n"大项目门槛" = "10亿元"\n'
    (folder / "indicators.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ["summary", "--format", "json"],
        ["rank", "--format", "json"],
        ["trace", "13家", "--format", "json"],
    ],
)
def test_nothing_but_the_result_is_on_stdout(
    words: list[str], sample_db: Path, other_office: Path
) -> None:
    env = {"ZSSTAT_DB": str(sample_db), "ZSSTAT_CONFIG": str(other_office)}
    done = spawn(*words, env=env)
    assert done.status == 0
    assert json.loads(done.out)
    assert done.err.startswith("说明：")


def test_quiet_keeps_remarks_to_itself(sample_db: Path, other_office: Path) -> None:
    assert run("summary", db=sample_db, config=other_office).err.startswith("说明：")
    assert run("summary", "-q", db=sample_db, config=other_office).err == ""


def test_a_rehearsal_does_not_send_anybody_to_what_was_not_stored(tmp_path: Path) -> None:
    wrong = SAMPLE / "faulty" / "41-more-than-the-whole"
    told = run("import", wrong, "--dry-run", db=tmp_path / "x.db").out
    assert "正式导入（不加 --dry-run）后，编号和办理命令见" in told
    told = run("import", wrong, db=tmp_path / "x.db").out
    assert "不加 --dry-run" not in told
    assert "编号和办理命令见：\n　　　　zsstat findings --year 2020\n" in told


def test_import_as_json_parses_and_returns_are_status_1(tmp_path: Path) -> None:
    wrong = tmp_path / "不是.xlsx"
    wrong.write_text("不是", encoding="utf-8")
    done = run("import", ZHENPING, wrong, "--format", "json", db=tmp_path / "x.db")
    assert done.status == 1
    assert done.err == ""
    accepted, refusal = done.json["files"]
    assert (accepted["status"], accepted["reporter"]) == ("accepted", "zhenping")
    assert (accepted["year"], accepted["month"], accepted["records"]) == (2020, 12, 62)
    assert (refusal["status"], refusal["reporter"], refusal["year"]) == ("refused", None, None)
    (finding,) = refusal["findings"]
    assert finding["rule"] == "file.not_workbook"
    assert finding["level"] == "A"
    assert {"rule", "level", "sheet", "cells", "message", "shown", "expected", "difference",
            "action"} <= set(finding)  # fmt: skip


def test_the_environment_names_database_and_configuration(sample_db: Path) -> None:
    env = {"ZSSTAT_DB": str(sample_db), "ZSSTAT_CONFIG": str(SAMPLE_CONFIG)}
    done = spawn("summary", "--format", "csv", env=env)
    assert done.status == 0
    assert done.err == ""
    assert "818亿元" in done.out


def test_a_workbook_for_sending_on(sample_db: Path, tmp_path: Path) -> None:
    target = tmp_path / "汇总.xlsx"
    words = ("summary", "--format", "xlsx", "--output", target)
    done = run(*words, db=sample_db, config=SAMPLE_CONFIG)
    assert (done.status, done.out) == (0, "")
    assert done.err == f"已写入 {target}\n"
    book = openpyxl.load_workbook(target)
    values = [cell.value for sheet in book for row in sheet for cell in row]
    assert 817.996843 in values, "the exact number, under a format that prints 818"
    assert run(*words, "-q", db=sample_db, config=SAMPLE_CONFIG).err == ""


def test_a_backup_is_a_database(sample_db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "备份.db"
    assert run("backup", copy, db=sample_db, config=SAMPLE_CONFIG).status == 0
    ask = ("summary", "--format", "json")
    assert run(*ask, db=copy, config=SAMPLE_CONFIG) == run(*ask, db=sample_db, config=SAMPLE_CONFIG)
    refused(run("backup", copy, db=sample_db, config=SAMPLE_CONFIG), "已经存在")


def test_the_sample_verifies(sample_db: Path) -> None:
    done = run("verify", db=sample_db, config=SAMPLE_CONFIG)
    assert done.status == 0
    assert done.out.splitlines()[-1] == "数据库完好，每一条统计记录都与原件一致"


# --- consoles and pipes -----------------------------------------------------------------------


def test_a_gbk_console(sample_db: Path) -> None:
    env = {
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "gbk",
        "ZSSTAT_DB": str(sample_db),
        "ZSSTAT_CONFIG": str(SAMPLE_CONFIG),
    }
    done = spawn("summary", env=env, encoding="gbk")
    assert (done.status, done.err) == (0, "")
    assert "实际引进内资(省际)" in done.out
    assert "?" not in done.out
    draft = spawn("bulletin", "--narrative", NARRATIVE, env=env, encoding="gbk")
    assert draft.status == 0
    assert "818亿元" in draft.out
    assert spawn("summary", "--yaer", env=env, encoding="gbk").err.startswith("错误：没有选项")
    machine = spawn("summary", "--format", "json", env=env, encoding="utf-8")
    assert machine.json["year"] == 2020, "machine formats are UTF-8 on every console"


def test_a_console_that_knows_no_chinese_fails_nobody(sample_db: Path) -> None:
    env = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "ZSSTAT_DB": str(sample_db)}
    done = spawn("status", env=env, encoding="ascii")
    assert done.status == 0


@pytest.mark.parametrize("words", [["status"], ["trace", "funds_interprov", "--all"]])
def test_a_reader_that_goes_away(words: list[str], sample_db: Path) -> None:
    env = environment({"ZSSTAT_DB": str(sample_db), "ZSSTAT_CONFIG": str(SAMPLE_CONFIG)})
    process = subprocess.Popen(
        [sys.executable, "-m", "zsstat", *words],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    assert err == ""


def test_a_system_that_knows_no_user_asks_for_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    done = run("import", LANGAO, "--db", tmp_path / "x.db")
    assert (done.status, done.out) == (2, "")
    assert "--by" in done.err
    assert run("import", LANGAO, "--by", "张三", "--db", tmp_path / "x.db").status == 0


def test_no_progress_bar_in_a_pipe(tmp_path: Path) -> None:
    done = spawn("import", ZHENPING, LANGAO, "--db", tmp_path / "x.db")
    assert (done.status, done.err) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize(("flags", "bar"), [([], True), (["-q"], False)])
def test_a_progress_bar_on_a_terminal(flags: list[str], bar: bool, tmp_path: Path) -> None:
    import pty

    main, side = pty.openpty()
    words = ["import", ZHENPING, LANGAO, "--db", tmp_path / "x.db", *flags]
    done = subprocess.run(
        [sys.executable, "-m", "zsstat", *map(str, words)],
        env=environment({"TERM": "xterm"}),
        stdout=subprocess.PIPE,
        stderr=side,
        check=False,
        timeout=60,
    )
    os.write(side, b"end")
    os.close(side)
    with io.FileIO(main) as terminal:
        seen = terminal.read(65536).decode()
    assert done.returncode == 0
    assert done.stdout.decode().startswith("接收")
    assert ("导入" in seen) is bar


# --- what it looks like -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A return with a part larger than its whole and a number that is none."""
    folder = tmp_path_factory.mktemp("faulty")
    book = openpyxl.load_workbook(ZHENPING)
    book["项目台账"]["L10"] = "99999999万元"
    book["项目台账"]["L11"] = "若干"
    book.save(folder / ZHENPING.name)
    return folder


def looks(text: str) -> str:
    """Without the blanks at the ends of lines, which nobody sees, without the numbers of findings,
    which change with every new rule, and without the days of today's import."""
    lines = (line.rstrip() for line in text.splitlines())
    counted = re.sub(r"\d+条", "n条", "\n".join(lines))
    return re.sub(
        r"(?<=  )\d{4}-\d\d-\d\d|(?<=（)\d+年\d+月\d+日(?=）$)", "某日", counted, flags=re.MULTILINE
    )


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("command", ["summary", "rank", "status", "import", "trace"])
def test_the_terminal(
    command: str,
    columns: int,
    sample_db: Path,
    faulty: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snapshot: SnapshotAssertion,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    db = tmp_path / "x.db" if command == "import" else sample_db
    given: dict[str, list[object]] = {"import": [faulty], "trace": ["squad_trips"]}
    words = given.get(command, [])
    done = run(command, *words, db=db, config=SAMPLE_CONFIG)
    assert "…" not in done.out, "no figure and no name is cut short"
    too_wide = [line for line in done.out.splitlines() if width(line.rstrip()) > columns]
    assert not too_wide
    assert looks(done.out) == snapshot


@pytest.mark.parametrize("columns", [40, 60])
def test_a_narrow_terminal_cuts_no_figure(
    columns: int, sample_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("summary", db=sample_db, config=SAMPLE_CONFIG).out
    for figure in ("953.17", "120.62", "817.99", "818", "6076", "1.38"):
        found = re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", out)
        assert (found is not None) == (figure != "817.99"), figure


def test_folding_keeps_the_indent_and_every_character() -> None:
    text = "　　　　位置：工作表“项目台账” F3、F4、F5、F6、F7、F8、F9、F10、F11、F12"
    lines = folded(text, 40)
    assert len(lines) > 1
    assert all(width(line) <= 40 for line in lines)
    assert lines[0].startswith("　　　　位")
    assert all(line.startswith("　　　　　") for line in lines[1:])
    squeezed = re.sub(r"\s", "", text)
    assert re.sub(r"\s", "", "".join(lines)) == squeezed
    assert folded("", 40) == [""]


def test_the_command_is_the_module() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("zsstat"), "--version"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.decode().strip() == spawn("--version").out.strip()
