"""One document, every medium: the same figures in the same places, and those of the article."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from lxml import html

from tests.cli_support import NARRATIVE, SAMPLE_CONFIG, run
from tests.docx_support import expected
from tests.test_main_job import PLACES, PRINTED
from zsstat.declarations import Catalogue
from zsstat.model import (
    Anchors,
    Chart,
    Document,
    Edition,
    Exhibit,
    Figure,
    Period,
    Table,
)
from zsstat.pipeline.drafts import draft
from zsstat.render import DOCUMENTS, document_renderer
from zsstat.render.cells import cell_text
from zsstat.render.docx import read_anchors
from zsstat.store import Store

ARTICLE = (
    *PRINTED.values(),
    *(f"同比增长{rate}%" for rate, _ in PLACES.values()),
    *(f"增速位列全省第{'一二三'[place - 1]}" for _, place in PLACES.values()),
)
"""Every figure that the article of 2020 prints, in its words."""


@pytest.fixture(params=DOCUMENTS)
def medium(request: pytest.FixtureRequest) -> str:
    """Each form; the Word document alone holds pictures of its charts, which need a font."""
    if request.param == "docx":
        request.getfixturevalue("chinese_font")
    return str(request.param)


@pytest.fixture
def edition(sample_store: Store, sample_catalogue: Catalogue) -> Edition:
    made = draft(sample_store, sample_catalogue, Period(2020), narrative=NARRATIVE)
    return made.edition()


def printed(document: Document) -> Iterator[str]:
    """What a reader sees of each figure, in order: a bare number in tables and beside marks."""
    for block in document.blocks:
        if not isinstance(block, Exhibit):
            yield from (figure.display for figure in block.figures())
            continue
        before = sum(isinstance(part, Figure) for part in block.caption)
        bare = range(before, before + _numbers(block.body))
        for place, figure in enumerate(block.figures()):
            yield cell_text(figure) if place in bare else figure.display


def _numbers(body: Table | Chart) -> int:
    """How many figures stand in cells or beside marks."""
    if isinstance(body, Table):
        return sum(isinstance(cell, Figure) for row in body.rows for cell in row.cells)
    return sum(figure is not None for mark in body.marks for figure in mark.figures)


def test_the_document_has_everything(edition: Edition) -> None:
    bodies = [block.body for block in edition.document.blocks if isinstance(block, Exhibit)]
    assert sum(isinstance(body, Chart) for body in bodies) >= 5
    assert sum(isinstance(body, Table) for body in bodies) >= 5
    assert len(list(edition.document.figures())) > 500


@pytest.mark.parametrize("medium", ["txt", "md"])
def test_text_has_every_figure_in_its_order(edition: Edition, medium: str) -> None:
    text = document_renderer(medium)(edition).decode()
    place = 0
    for said in printed(edition.document):
        found = text.find(said, place)
        assert found >= 0, (said, text[place : place + 80])
        place = found + len(said)


def test_the_page_has_every_figure_under_its_name(edition: Edition) -> None:
    page = html.fromstring(document_renderer("html")(edition))
    anchors = Anchors()
    names = [anchors.next(figure) for figure in edition.document.figures()]
    shown = {
        name: element.text_content() for name in names for element in page.cssselect(f"#{name}")
    }
    assert shown == dict(zip(names, printed(edition.document), strict=True))


@pytest.mark.usefixtures("chinese_font")
def test_the_word_document_has_every_figure_under_the_name_of_the_page(edition: Edition) -> None:
    marked = read_anchors(document_renderer("docx")(edition))
    assert marked == expected(edition.document)
    assert len(marked) > 450


def test_every_figure_of_the_article_is_in_every_form(edition: Edition, medium: str) -> None:
    content = document_renderer(medium)(edition)
    match medium:
        case "docx":
            text = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
        case "html":
            text = html.fromstring(content).text_content()
        case _:
            text = content.decode()
    assert [figure for figure in ARTICLE if figure not in text] == []


def test_the_command_writes_what_the_renderer_makes(
    edition: Edition, medium: str, sample_db: Path, tmp_path: Path
) -> None:
    target = tmp_path / f"通报.{medium}"
    done = run(
        "bulletin", "--year", 2020, "--narrative", NARRATIVE, "--format", medium, "-o", target,
        db=sample_db, config=SAMPLE_CONFIG,
    )  # fmt: skip
    assert done.status == 0
    assert target.read_bytes() == document_renderer(medium)(edition)
