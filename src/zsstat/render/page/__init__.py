"""A document as one page of HTML that needs nothing but itself.

Style, script, drawings and the sources of all figures are inside; the page forbids itself to load
anything (Content-Security-Policy), and its own style and script are allowed by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from string import Template

from zsstat.model import Audience, Block, Edition, Paragraph, Style
from zsstat.render.cells import parts_text
from zsstat.render.page.blocks import Section, Writer
from zsstat.render.page.markup import Html, joined, tag, text

INTERNAL = "内部资料 · 仅供内部使用"
PRELIMINARY = "初步统计"


def page_bytes(edition: Edition) -> bytes:
    """The edition as an HTML page in UTF-8.

    Every figure is an element of the class ``figure`` whose id is its name by
    :class:`~zsstat.model.Anchors`. What a figure's dialog says is looked up with
    ``edition.trace``, once a figure; for the public it holds no value that is not printed, and
    nothing of the returns."""
    writer = Writer.of(edition)
    heading, blocks = _headed(edition)
    title = writer.title(heading.parts)
    body = writer.body(blocks)
    style, script = _shipped("page.css"), _shipped("page.js")
    page = Template(_shipped("page.html")).substitute(
        policy=_policy(style, script),
        robots=_robots(edition),
        title=text(f"{parts_text(heading.parts)} · {edition.office}"),
        style=style,
        script=script,
        masthead=_masthead(edition),
        heading=title,
        preliminary=_preliminary(edition),
        hint=_hint(edition),
        contents=_contents(writer.sections),
        body=body,
        imprint=_imprint(edition),
        sources=writer.sources.data(),
    )
    return page.encode()


def _shipped(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(said: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(said.encode()).digest()).decode()


def _headed(edition: Edition) -> tuple[Paragraph, tuple[Block, ...]]:
    """The title that the document begins with, or one made of who issues it for what period."""
    blocks = edition.document.blocks
    match blocks:
        case (Paragraph(Style.TITLE, _) as first, *_):
            return first, blocks[1:]
    return Paragraph(Style.TITLE, (f"{edition.office}　{edition.period_text}",)), blocks


# --- what stands around the document ----------------------------------------------------------


def _internal(edition: Edition) -> bool:
    return edition.audience is Audience.INTERNAL


def _robots(edition: Edition) -> Html:
    """What is not for the public is not for search engines either."""
    return tag("meta", {"name": "robots", "content": "noindex"}) if _internal(edition) else Html()


def _masthead(edition: Edition) -> Html:
    marked = tag("span", {"class": "audience"}, INTERNAL) if _internal(edition) else Html()
    return joined(
        tag("span", {"class": "office"}, edition.office),
        tag("span", {"class": "period"}, edition.period_text),
        marked,
    )


def _preliminary(edition: Edition) -> Html:
    if not edition.missing:
        return Html()
    missing = f"{'、'.join(edition.missing)}的报表尚未收齐，相关数据未包括在内。"
    return tag("p", {"class": "preliminary"}, tag("strong", None, PRELIMINARY), missing)


def _hint(edition: Edition) -> str:
    found = "算法、县区、文件、单元格和原文" if _internal(edition) else "算法和汇总范围"
    return f"点任何一个数，可以查看它的{found}。"


def _contents(sections: list[Section]) -> Html:
    if not sections:
        return Html()
    links = (tag("li", None, tag("a", {"href": f"#{s.id}"}, s.text)) for s in sections)
    return tag("nav", {"aria-label": "目录"}, tag("ol", None, *links))


def _imprint(edition: Edition) -> Html:
    where = "各数的来源见本页的电子版：打开后点任何一个数即可查看。"
    return joined(
        tag("p", None, f"{edition.office}　{edition.period_text}"),
        tag("p", {"class": "on-paper"}, where),
    )
