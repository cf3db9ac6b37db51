"""The register: what is entered, that it stays as it was, and that tampering shows."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli_support import environment
from tests.publish_support import BECAUSE, WHEN, YEAR, Press, hanbin, ziyang
from tests.rounds_support import Bureau, project
from tests.test_store_file import made_older
from zsstat.catalog import load_catalogue
from zsstat.errors import DecisionError
from zsstat.model import Anchors, Audience, Period
from zsstat.model.publications import DatabaseState
from zsstat.pipeline import publishing
from zsstat.pipeline.drafts import draft
from zsstat.store import Decided, open_store
from zsstat.store.publication_codec import decoded, encoded, seal_of
from zsstat.store.publications import Publications

JUNE = Period(2021, 6)


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path)


def test_a_bulletin_is_frozen_as_it_was(press: Press) -> None:
    said = press.text()
    press.publish()
    press.replace("紫阳县", ziyang(9000))
    assert press.text() != said
    assert press.must("published", 1, "--text").out == said


def test_what_comes_out_is_what_went_in(press: Press) -> None:
    press.publish()
    with open_store(press.db) as store:
        publication = store.publications.publication(1)
    assert decoded(encoded(publication), publication.seal) == publication
    assert publication.template.text == press.template.read_text(encoding="utf-8")
    assert publication.narrative is not None
    assert publication.narrative.text == press.narrative.read_text(encoding="utf-8")
    assert (publication.who, publication.reason) == ("张三", "局务会审定")
    assert "宁陕县" in publication.missing


def test_the_figures_have_the_anchors_of_the_document(press: Press) -> None:
    """Oracle: the document itself, named by Anchors in the order of its figures."""
    press.publish()
    with open_store(press.db) as store:
        document = draft(
            store, load_catalogue(None), JUNE, press.template, press.narrative
        ).document
        anchors = Anchors()
        expected = [(anchors.next(figure), figure) for figure in document.figures()]
        stored = store.publications.publication(1)
    assert [(placed.anchor, placed.figure) for placed in stored.figures()] == expected


def test_the_shipped_template_keeps_tables_and_charts_in_order(press: Press) -> None:
    press.must("publish", *WHEN, *BECAUSE)
    with open_store(press.db) as store:
        document = draft(store, load_catalogue(None), JUNE).document
        stored = store.publications.publication(1)
    assert [placed.figure for placed in stored.figures()] == list(document.figures())
    assert press.found()["broken"] == 0


def test_a_figure_has_its_cells(press: Press) -> None:
    press.publish()
    with open_store(press.db) as store:
        publication = store.publications.publication(1)
    (county,) = [f for f in publication.figures() if f.title == "紫阳县到位资金合计"]
    assert county.trace is not None
    cells = [(cell.ref.file, cell.text, cell.value) for cell in county.trace.cells()]
    assert cells == [
        ("紫阳县2021-6.xlsx", "1000", 10_000_000),
        ("紫阳县2021-6.xlsx", "300", 3_000_000),
    ]


def test_the_seal_can_be_recomputed_with_nothing_but_a_digest(press: Press) -> None:
    press.publish()
    content, seal = press.store_row("content"), press.store_row("seal")
    assert hashlib.sha256(content.encode()).hexdigest() == seal == press.found()["seal"]


def test_a_publication_can_neither_be_changed_nor_deleted(press: Press) -> None:
    press.publish()
    with closing(sqlite3.connect(press.db)) as raw:
        for statement in ("UPDATE publication SET title = 'x'", "DELETE FROM publication"):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("content = replace(content, '0.33亿元', '0.34亿元')", "内容与校验码不符"),
        ("title = '另一个标题'", "登记的内容与正文不符"),
        ("reason = '别的理由'", "登记的内容与正文不符"),
        ("file_sha256 = 'x', file = 'y'", "登记的内容与正文不符"),
    ],
)
def test_verify_tells_a_publication_that_was_tampered_with(
    press: Press, change: str, told: str
) -> None:
    press.publish()
    assert press.do("verify").status == 0
    tamper(press, f"UPDATE publication SET {change}")
    done = press.do("verify")
    assert done.status == 1
    assert told in done.out
    assert told in press.refused("published", 1)


def tamper(press: Press, *statements: str) -> None:
    """What somebody could do who has the file and a SQL tool."""
    with closing(sqlite3.connect(press.db)) as raw:
        raw.execute("DROP TRIGGER IF EXISTS publication_is_final")
        raw.execute("DROP TRIGGER IF EXISTS publication_stays")
        for statement in statements:
            raw.execute(statement)
        raw.commit()


def test_a_publication_that_was_sealed_anew_no_longer_fits_the_next(press: Press) -> None:
    press.publish()
    press.publish()
    with open_store(press.db) as store:
        forged = encoded(replace(store.publications.publication(1), title="另一个"))
    with closing(sqlite3.connect(press.db)) as raw:
        raw.execute("DROP TRIGGER publication_is_final")
        raw.execute(
            "UPDATE publication SET content = ?, seal = ?, title = '另一个' WHERE id = 1",
            (forged, seal_of(forged)),
        )
        raw.commit()
    done = press.do("verify")
    assert done.status == 1
    assert "接不上" in done.out


def test_a_publication_that_is_missing_is_told(press: Press) -> None:
    press.publish()
    press.publish()
    tamper(press, "DELETE FROM publication WHERE id = 1")
    done = press.do("verify")
    assert done.status == 1
    assert "第1号印发记录不见了" in done.out


# --- the file ---------------------------------------------------------------------------------


def test_the_file_that_went_out_is_known_again(press: Press) -> None:
    out = press.folder / "通报.txt"
    press.publish("--output", out)
    assert out.read_text(encoding="utf-8") == press.must("published", 1, "--text").out
    assert "第1号" in press.must("published", "--verify", out).out
    out.write_text(out.read_text(encoding="utf-8").replace("0.33", "0.34"), encoding="utf-8")
    done = press.do("published", 1, "--verify", out)
    assert done.status == 1
    assert "不是第1号印发的原件" in done.out


def test_where_the_file_cannot_be_written_nothing_is_entered(press: Press) -> None:
    missing = press.folder / "没有" / "通报.txt"
    assert "没有印发" in press.refused("publish", *press.words, *BECAUSE, "--output", missing)
    assert press.listed() == []


def test_a_format_that_the_name_does_not_tell_is_asked_for(press: Press) -> None:
    told = press.refused("publish", *press.words, *BECAUSE, "--output", press.folder / "通报")
    assert "--format" in told


# --- the register -----------------------------------------------------------------------------


def test_a_correction_stands_beside_what_it_corrects(press: Press) -> None:
    press.publish()
    press.replace("紫阳县", ziyang(1500))
    assert "--corrects" in press.do("publish", *press.words, *BECAUSE).err
    press.publish("--corrects", 1, "--title", "更正")
    first, _, third = press.listed()
    assert (first["broken"] > 0, third["broken"]) == (True, 0)
    assert (third["corrects"], first["corrected_by"]) == (1, "3")
    assert "没有第 9 号" in press.refused("publish", *press.words, *BECAUSE, "--corrects", 9)


def test_publishing_is_in_the_log(press: Press) -> None:
    press.publish()
    (entry,) = [entry for entry in press.log() if entry["kind"] == "publish"]
    assert (entry["who"], entry["reason"], entry["number"]) == ("张三", "局务会审定", 1)
    assert "印发　第1号通报《2021年1—6月招商通报》" in press.must("log", "--year", YEAR).out
    assert "没有编号为 1 的决定" in press.refused("revoke", 1, "--reason", "x", "--by", "y")


def test_what_the_clerk_should_know_is_said(press: Press) -> None:
    told = press.must("publish", *press.words, *BECAUSE).err
    assert "初步统计" in told
    assert "宁陕县" in told
    assert "zsstat lock --year 2021 --month 6 --reason 通报已印发" in told
    press.must("lock", *WHEN, "--reason", "通报已印发", "--by", "张三")
    assert "zsstat lock" not in press.must("publish", *press.words, *BECAUSE).err


def test_nothing_is_published_of_nothing(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    assert "找不到数据库" in bureau.refused("publish", "--year", 2021, *BECAUSE)
    bureau.accept("紫阳县", 2021, 6, project())
    assert "没有2020年" in bureau.refused("publish", "--year", 2020, *BECAUSE)
    empty = tmp_path / "空.md"
    empty.write_text("# 通报\n\n今年工作很好。\n", encoding="utf-8")
    told = bureau.refused("publish", *WHEN, "--template", empty, *BECAUSE)
    assert "没有一个来自报表的数" in told


def test_the_list_can_be_narrowed_to_a_year(press: Press) -> None:
    press.publish()
    assert "《2021年1—6月招商通报》" in press.must("published", "--year", YEAR).out
    assert "还没有印发过通报" in press.must("published", "--year", 2019).out
    assert press.must("published", "--format", "csv").out.count("\n") == 2


# --- the database -----------------------------------------------------------------------------


def test_data_that_change_while_it_is_written_stop_it(press: Press) -> None:
    catalogue = load_catalogue(None)
    decided = Decided("张三", "审定", datetime(2021, 7, 1, tzinfo=UTC))
    with open_store(press.db, catalogue_fingerprint=catalogue.fingerprint) as store:
        before = store.publications.state(JUNE)
        press.accept("宁陕县", 2021, 6, hanbin(700))
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Publications, "state", _first_then_real(before))
            with pytest.raises(DecisionError, match="数据有了变动"):
                publishing.publish(
                    store, catalogue, JUNE, publishing.Request(press.template), decided
                )
        assert store.publications.rows() == ()


def _first_then_real(before: DatabaseState) -> Callable[[Publications, Period], DatabaseState]:
    real, answers = Publications.state, [before]

    def state(self: Publications, period: Period) -> DatabaseState:
        return answers.pop() if answers else real(self, period)

    return state


def test_a_database_of_version_3_is_taken_over(press: Press) -> None:
    made_older(press.db, 3)
    press.publish()
    assert len(press.listed()) == 1
    assert press.do("verify").status == 0


DIES = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from zsstat.catalog import load_catalogue
from zsstat.model import Period
from zsstat.pipeline import publishing
from zsstat.store import Decided, open_store

publishing._writer = lambda path, content: lambda: os._exit(9)
db, template = map(Path, sys.argv[1:])
with open_store(db) as store:
    decided = Decided("张三", "审定", datetime(2021, 7, 1, tzinfo=UTC))
    request = publishing.Request(template)
    publishing.publish(store, load_catalogue(None), Period(2021, 6), request, decided)
"""


def test_a_program_that_dies_while_it_publishes_leaves_nothing(press: Press) -> None:
    """It dies where the row is written and the transaction is not closed."""
    words = [sys.executable, "-c", DIES, str(press.db), str(press.template)]
    done = subprocess.run(words, env=environment(), capture_output=True, check=False)
    assert done.returncode == 9, done.stderr
    assert press.listed() == []
    assert press.do("verify").status == 0
    press.publish()
    assert [row["number"] for row in press.listed()] == [1]


def test_a_countys_own_page_is_its_own(press: Press) -> None:
    press.must("publish", *WHEN, "--area", "紫阳县", *BECAUSE)
    (row,) = press.listed()
    assert (row["area"], row["broken"]) == ("ziyang", 0)
    press.replace("紫阳县", ziyang(1500), project("瓦房店茶旅项目", 本年到位资金=300))
    assert press.found()["broken"] > 0


def test_what_went_to_the_public_is_frozen_as_the_public_saw_it(press: Press) -> None:
    """Withheld cells are no change of the data."""
    press.must("publish", *WHEN, "--audience", "public", "--consented", *BECAUSE)
    with open_store(press.db) as store:
        made = draft(store, load_catalogue(None), JUNE).edition(Audience.PUBLIC)
        stored = store.publications.publication(1)
    assert [placed.figure for placed in stored.figures()] == list(made.document.figures())
    press.accept("宁陕县", 2021, 7, hanbin(700))  # so that all figures are made again
    assert press.found()["broken"] == 0
