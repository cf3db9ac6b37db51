"""A template of one's own: started from one that ships, and read over whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zsstat import catalog
from zsstat.bulletin import Proof, Scribe, indicator_names, parse_narrative, proofread
from zsstat.bulletin.material import Material
from zsstat.catalog import COUNTY_TEMPLATE, TEMPLATE
from zsstat.compute import Book
from zsstat.declarations import Catalogue
from zsstat.errors import UsageError, why
from zsstat.figures import FigureBuilder
from zsstat.model import Edition, Period
from zsstat.pipeline.drafts import material_for, reporter_of, written_in
from zsstat.pipeline.ledger import area_ids, load_book
from zsstat.store import Store

KINDS = ("bulletin", "county", "month")
"""What a template can be started for: the bulletin, a reporter's page, a short monthly one."""

_MONTH = Path(catalog.__file__).parent / "starter" / "templates" / "month.md"


@dataclass(frozen=True)
class Reading:
    """A template as it was read over. ``narrative`` are the sections that the clerk wrote (None:
    no narrative was given); ``edition`` is what the template makes of the period, None without
    data or while something is wrong."""

    name: str
    proof: Proof
    period: str
    narrative: tuple[str, ...] | None
    edition: Edition | None
    has_data: bool

    @property
    def needs_person(self) -> bool:
        return bool(self.proof.flaws or (self.has_data and self.proof.gaps))


def new_template(path: Path, kind: str, catalogue: Catalogue) -> None:
    """Writes the template to start from: the catalogue's for the city or for a reporter, or a short
    one for a month.

    Raises :class:`UsageError` when the file is there already or cannot be written."""
    texts = {"bulletin": TEMPLATE, "county": COUNTY_TEMPLATE}
    try:
        text = catalogue.templates[texts[kind]] if kind in texts else _MONTH.read_text("utf-8")
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"已经有 {path}，没有写入", "请换一个文件名，或先把它移走") from error
    except OSError as error:
        raise UsageError(f"写不进 {path}：{why(error)}", "请换一个位置") from error


def check_template(
    catalogue: Catalogue,
    template: Path,
    narrative: Path | None,
    area: str | None,
    period: Period,
    store: Store | None,
) -> Reading:
    """Reads a template over for a period; without a ``store`` as if nothing had been received.

    Raises :class:`UsageError` for a file that cannot be read or an area that does not report,
    :class:`~zsstat.errors.TemplateError` for a narrative that cannot be read."""
    written = written_in(template)
    story = None
    if narrative is not None:
        text = written_in(narrative)
        story = parse_narrative(text.text, text.name)
    about = reporter_of(catalogue, period, area) if area else None
    if store is None:
        builder = FigureBuilder(catalogue, _empty_book(catalogue, period))
        material = Material(narrative=story, area=about)
    else:
        builder = FigureBuilder(catalogue, load_book(store, catalogue, period))
        material = material_for(store, builder, story, about)
    scribe = Scribe(builder, material, indicator_names(catalogue))
    proof = proofread(written.text, written.name, scribe)
    period_text = builder.period().display
    made = proof.document if store is not None else None
    return Reading(
        name=template.name,
        proof=proof,
        period=period_text,
        narrative=tuple(story.sections) if story else None,
        edition=Edition(made, period, period_text, builder.say("letter_office")) if made else None,
        has_data=store is not None,
    )


def _empty_book(catalogue: Catalogue, period: Period) -> Book:
    return Book(
        period=period,
        city=catalogue.city,
        reporters=area_ids(catalogue.reporters(period.year)),
        actual={},
        members=area_ids(catalogue.members(period.year)),
    )
