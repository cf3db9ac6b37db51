"""Publishing: a bulletin goes out, what it said is kept, and later it is asked whether it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zsstat import __version__
from zsstat.declarations import Catalogue
from zsstat.disclosure import Guarded
from zsstat.errors import DecisionError, StoreError, UsageError, why
from zsstat.model import Audience, Document, Edition, Paragraph, Period, Style
from zsstat.model.publications import Output, Publication, PublicationRow
from zsstat.pipeline.agreement import Agreement, judged
from zsstat.pipeline.drafts import draft
from zsstat.pipeline.freezing import frozen, untraced
from zsstat.pipeline.placing import write_whole
from zsstat.pipeline.remaking import Remaker
from zsstat.render import document_renderer
from zsstat.render.text import render_txt
from zsstat.store import Decided, Store, SubmissionRow
from zsstat.store.decisions import refuse_unprintable

GAP = "【缺："
"""What stands in a bulletin where a value is missing that its template did not ask for."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be published. ``title`` None is the document's own; ``corrects`` the number of
    the publication that this one corrects; ``output`` where the document goes, in ``format``;
    ``area`` the name of the reporter whose own page it is. ``consented``: the enterprises that a
    public document shows singly have agreed to it."""

    template: Path | None = None
    narrative: Path | None = None
    audience: Audience = Audience.INTERNAL
    title: str | None = None
    corrects: int | None = None
    output: Path | None = None
    format: str = "docx"
    area: str | None = None
    consented: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What was entered, and what somebody should know about it; ``locked`` says whether nothing of
    its period can change any more."""

    publication: Publication
    notes: tuple[str, ...]
    locked: bool


def publish(
    store: Store, catalogue: Catalogue, period: Period, request: Request, decided: Decided
) -> Published:
    """Compose the bulletin of a period, freeze it and enter it in the register, all or nothing.

    The books are read without keeping others from writing; where they changed meanwhile nothing is
    entered. Raises :class:`DecisionError` for that and where there is no figure to publish,
    for a public one whose sentences show single enterprises without their consent,
    :class:`UsageError` for a bulletin without a title and for a file that cannot be written."""
    refuse_unprintable(request.title or "", request.output.name if request.output else "")
    state = store.publications.state(period)
    made = draft(store, catalogue, period, request.template, request.narrative, request.area)
    edition = made.edition(request.audience)
    _refuse_empty(edition.document)
    if request.audience is Audience.PUBLIC and not request.consented:
        _refuse_revealing(made.guarded, catalogue.publication.least_respondents)
    _refuse_original(store, request.output)
    content = document_renderer(request.format)(edition) if request.output else b""
    publication = Publication(
        period=period,
        period_text=edition.period_text,
        title=_title(edition.document) if request.title is None else _asked_title(request.title),
        office=edition.office,
        audience=request.audience,
        who=decided.who,
        reason=decided.reason,
        at=decided.at,
        program=__version__,
        catalogue=catalogue.fingerprint,
        template=made.template,
        state=state,
        text=render_txt(edition.document),
        passages=frozen(edition.document, Remaker(store, catalogue, period)),
        area=made.area,
        narrative=made.narrative,
        missing=edition.missing,
        corrects=request.corrects,
        output=_output(request, content),
    )
    notes = tuple(_notes(store, publication, edition))
    entered = store.publications.enter(publication, _writer(request.output, content))
    return Published(entered, notes, store.office.locked(period) is not None)


def _refuse_original(store: Store, path: Path | None) -> None:
    """The register holds of a file no more than its checksum: overwritten, an original is lost."""
    if path is None or not path.is_file():
        return
    try:
        before = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} 打不开：{why(error)}，没有印发", "请换一个文件名") from error
    for row in store.publications.sent_as(hashlib.sha256(before).hexdigest()):
        raise DecisionError(
            f"{path} 是第{row.number}号印发的原件，不能覆盖，没有印发", "请换一个文件名"
        )


def _refuse_empty(document: Document) -> None:
    if all(untraced(figure) or figure.value is None for figure in document.figures()):
        raise DecisionError("通报里没有一个来自报表的数，没有印发", "请核对 --year、--month 和模板")


def _refuse_revealing(guarded: Guarded, least: int) -> None:
    """What has gone out to the public cannot be taken back."""
    found = len(guarded.told) + len(guarded.exposed)
    if found:
        said = f"，如“{guarded.told[0].sentence}”" if guarded.told else ""
        raise DecisionError(
            f"正文有{found}个数涉及的企业不到{least}家或可推算出来{said}，公开会泄露单个企业的数据，"
            "没有印发",
            "用 zsstat bulletin --audience public 逐句查看，改模板或文稿；"
            "有关企业已同意公开的，加 --consented",
        )


def _asked_title(title: str) -> str:
    """On one line. Raises :class:`UsageError` where nothing is left."""
    words = title.split()
    if not words:
        raise UsageError("--title 是空的", "请写上标题，或不写 --title，用通报自己的标题")
    return " ".join(words)


def _title(document: Document) -> str:
    titles = (b for b in document.blocks if isinstance(b, Paragraph) and b.style is Style.TITLE)
    for block in titles:
        return "".join(map(str, block.parts))
    raise UsageError("通报没有标题", "请加 --title，或在模板里写一行“# 标题”")


def _output(request: Request, content: bytes) -> Output | None:
    if request.output is None:
        return None
    return Output(request.format, request.output.name, hashlib.sha256(content).hexdigest())


def _writer(path: Path | None, content: bytes) -> Callable[[], None]:
    def write() -> None:
        if path is None:
            return
        try:
            write_whole(path, content)
        except OSError as error:
            raise UsageError(
                f"写不进 {path}：{why(error)}，没有印发", "请关闭正在使用它的程序，或换一个位置"
            ) from error

    return write


def _notes(store: Store, publication: Publication, edition: Edition) -> Iterator[str]:
    period = publication.period
    if edition.missing:
        yield f"{'、'.join(edition.missing)}的报表还没有收到，印发的是初步统计数"
    if store.office.locked(period) is None:
        yield f"{period.in_words}还没有锁定，以后收到的报表会改变已印发的数"
    if gaps := publication.text.count(GAP):
        yield f"通报里还有{gaps}处没有填上的空（{GAP}…】）"
    rows = store.publications.rows(period.year)
    about = (period, publication.area)
    others = [row.number for row in rows if (row.period, row.area) == about]
    if others and publication.corrects is None:
        listed = "、".join(f"第{number}号" for number in others)
        yield f"同一期已印发过{listed}，都保留；这一份若是更正，应写 --corrects"


# --- the register -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A publication in the list: how many of its figures no longer agree; ``problem`` says why it
    cannot be read, and then nothing is known of its figures."""

    row: PublicationRow
    broken: int = 0
    problem: str = ""
    corrected_by: tuple[int, ...] = ()


def published(store: Store, catalogue: Catalogue, year: int | None = None) -> tuple[Listed, ...]:
    """Every publication, or those about one year, in the order of publishing."""
    rows = store.publications.rows(year)
    corrections = _corrections(store)
    states: dict[Period, str] = {}

    def listed(row: PublicationRow) -> Listed:
        by = corrections.get(row.number, ())
        if problem := store.publications.problem(row.number):
            return Listed(row, problem=problem, corrected_by=by)
        if row.period not in states:
            states[row.period] = store.publications.state(row.period).digest
        now = (states[row.period], catalogue.fingerprint, __version__)
        if (row.state, row.catalogue, row.program) == now:
            return Listed(row, corrected_by=by)
        try:
            publication = store.publications.publication(row.number)
        except StoreError as error:
            return Listed(row, problem=error.message, corrected_by=by)
        found = judged(store, catalogue, publication, __version__)
        return Listed(row, found.broken, corrected_by=by)

    return tuple(map(listed, rows))


def _corrections(store: Store) -> Mapping[int, tuple[int, ...]]:
    """Publication → those that correct it."""
    found: dict[int, tuple[int, ...]] = {}
    for row in store.publications.rows():
        if row.corrects is not None:
            found[row.corrects] = (*found.get(row.corrects, ()), row.number)
    return found


@dataclass(frozen=True, slots=True)
class Details:
    """A publication against the data of today, and the workbooks that came or went since."""

    agreement: Agreement
    corrected_by: tuple[int, ...]
    submissions: Mapping[int, SubmissionRow]


def details(store: Store, catalogue: Catalogue, number: int) -> Details:
    """One publication. Raises :class:`DecisionError` when there is none of that number, and
    :class:`StoreError` when it was tampered with."""
    publication = store.publications.publication(number)
    found = judged(store, catalogue, publication, __version__)
    moved = {part.submission for part in (*found.state.gone, *found.state.come)}
    submissions = {each: store.submission(each) for each in sorted(moved)}
    return Details(found, _corrections(store).get(number, ()), submissions)


def recognised(store: Store, path: Path, number: int | None) -> tuple[PublicationRow, ...]:
    """The publications that went out as this very file; of one number where one is given.

    Raises :class:`UsageError` for a file that cannot be read and :class:`StoreError` where the
    record that knows it was tampered with."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"文件 {path} 打不开：{why(error)}", "请核对文件名") from error
    if number is not None:
        store.publications.row(number)
    found = store.publications.sent_as(hashlib.sha256(content).hexdigest())
    rows = tuple(row for row in found if number in (None, row.number))
    for row in rows:
        if problem := store.publications.problem(row.number):
            raise StoreError(problem, "请改用最近的备份，用 zsstat verify 核验")
    return rows
