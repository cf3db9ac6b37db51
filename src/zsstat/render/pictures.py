"""Charts as pictures: SVG for pages, PNG for documents.

Both are drawn from the same specification (:mod:`zsstat.render.plots`) without a browser. In an SVG
text stays text: whoever shows it draws it in a font of its own. A PNG is drawn here, so a font is
looked for first that has every character of it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from zsstat.model import Chart
from zsstat.render import fonts
from zsstat.render.plots import INK, Look, specification, texts

STACK = (
    "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC',"
    "'WenQuanYi Micro Hei',sans-serif"
)
"""The fonts an SVG asks for where its page says nothing."""

_TAG = re.compile(r"<[^<>]+>")
_FAMILY = re.compile(r'font-family="[^"]*"')
_ROOT = re.compile(r"<svg\b")


def svg(chart: Chart) -> str:
    """The chart as an ``<svg>`` element, to be put into a page as it is.

    It is transparent, its text and axis have the colour of the text around it (``currentColor``)
    and its marks colours that stand out from white and from dark. It has no ids, so that it may
    stand twice in a page; ``data-chart`` has the chart's id. The page says in words what it shows:
    for who cannot see it, it is one image without a name (``aria-hidden``)."""
    import vl_convert

    look = Look(STACK, "transparent", {"fontWeight": "bold"})
    drawn = vl_convert.vegalite_to_svg(specification(chart, look))
    return _TAG.sub(lambda tag: _dressed(tag.group(), chart), drawn)


def png(chart: Chart, scale: float = 2.0) -> bytes:
    """The chart on white; ``scale`` 2 gives twice its pixels, for print.

    Raises :class:`~zsstat.errors.FontError` where no font has all its characters."""
    import vl_convert

    font = fonts.for_text(texts(chart))
    _register(font.folder)
    look = Look(font.family, "white", {"strokeWidth": 0.6})
    return vl_convert.vegalite_to_png(specification(chart, look), scale=scale)


@cache
def _register(folder: Path) -> None:
    import vl_convert

    vl_convert.register_font_directory(str(folder))


def _dressed(tag: str, chart: Chart) -> str:
    """A tag of the drawn SVG with the colours and fonts of the page."""
    tag = tag.replace(f'"{INK}"', '"currentColor"')
    tag = _FAMILY.sub(f'font-family="{STACK}"', tag)
    return _ROOT.sub(f'<svg data-chart="{chart.id}" aria-hidden="true"', tag, count=1)
