"""The workbook's styles, extended: existing ones keep their numbers, new ones are put behind."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from zsstat.review.parts import UnpatchableError, space_of

MOST_STYLES = 64_000
"""Excel takes no more cell formats in one workbook."""

_ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"),
    *("dxfs", "tableStyles", "colors", "extLst"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of our own sheet looks; ``fill`` and ``colour`` are ARGB, sizes in points. One
    that is not ``locked`` can be typed into although the sheet is protected."""

    font: str = "宋体"
    size: str = "10.5"
    bold: bool = False
    colour: str = ""
    underline: bool = False
    fill: str = ""
    boxed: bool = True
    horizontal: str = "left"
    vertical: str = "center"
    locked: bool = True

    @property
    def indented(self) -> bool:
        """Text in a box keeps away from the line at its left."""
        return self.boxed and self.horizontal == "left"


class Styles:
    """A styles part as a tree. Asking twice for the same style gives the same number."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._namespace = space_of(root)
        if root.tag != f"{self._namespace}styleSheet":
            raise UnpatchableError("样式表有误")
        self._known: dict[object, int] = {}
        self._xfs = self._section(
            "cellXfs", "<xf numFmtId='0' fontId='0' fillId='0' borderId='0'/>"
        )

    @property
    def root(self) -> etree._Element:
        return self._root

    @property
    def count(self) -> int:
        """How many styles a cell can have."""
        return len(_entries(self._xfs))

    def filled(self, style: int, fill: str) -> int:
        """The style of a cell with another background and everything else as it is."""
        key = (style, fill)
        if key not in self._known:
            known = _entries(self._xfs)
            made = deepcopy(known[style] if style < len(known) else known[0])
            made.set("fillId", str(self._fill(fill)))
            made.set("applyFill", "1")
            self._known[key] = self._added(made)
        return self._known[key]

    def look(self, look: Look) -> int:
        """The style of a cell of our own: text, wrapped."""
        if look not in self._known:
            attributes = {
                "numFmtId": "49",
                "fontId": str(self._font(look)),
                "fillId": str(self._fill(look.fill) if look.fill else 0),
                "borderId": str(self._box() if look.boxed else self._no_border()),
                **({"xfId": "0"} if self._found("cellStyleXfs") is not None else {}),
                "applyNumberFormat": "1",
                "applyFont": "1",
                "applyFill": "1",
                "applyBorder": "1",
                "applyAlignment": "1",
            }
            made = self._element("xf", attributes)
            alignment = {"horizontal": look.horizontal, "vertical": look.vertical, "wrapText": "1"}
            if look.indented:
                alignment["indent"] = "1"
            made.append(self._element("alignment", alignment))
            if not look.locked:
                made.set("applyProtection", "1")
                made.append(self._element("protection", {"locked": "0"}))
            self._known[look] = self._added(made)
        return self._known[look]

    def _added(self, xf: etree._Element) -> int:
        if self.count >= MOST_STYLES:
            raise UnpatchableError(f"单元格样式已达 {MOST_STYLES} 种")
        return self._append(self._xfs, xf)

    def _append(self, section: etree._Element, made: etree._Element) -> int:
        section.append(made)
        number = len(_entries(section))
        section.set("count", str(number))
        return number - 1

    def _fill(self, argb: str) -> int:
        """The first two fills are reserved: none, and grey."""
        if ("fill", argb) not in self._known:
            none = "<fill><patternFill patternType='none'/></fill>"
            grey = "<fill><patternFill patternType='gray125'/></fill>"
            fills = self._section("fills", none, grey)
            pattern = self._element("patternFill", {"patternType": "solid"})
            pattern.append(self._element("fgColor", {"rgb": argb}))
            pattern.append(self._element("bgColor", {"indexed": "64"}))
            made = self._element("fill", {})
            made.append(pattern)
            self._known["fill", argb] = self._append(fills, made)
        return self._known["fill", argb]

    def _font(self, look: Look) -> int:
        fonts = self._section("fonts", "<font><sz val='11'/><name val='宋体'/></font>")
        made = self._element("font", {})
        if look.bold:
            made.append(self._element("b", {}))
        if look.underline:
            made.append(self._element("u", {}))
        made.append(self._element("sz", {"val": look.size}))
        made.append(self._element("color", {"rgb": look.colour or "FF000000"}))
        made.append(self._element("name", {"val": look.font}))
        made.append(self._element("charset", {"val": "134"}))
        return self._append(fonts, made)

    def _box(self) -> int:
        return self._border("<{0} style='thin'><color rgb='FF808080'/></{0}>", "box")

    def _no_border(self) -> int:
        return self._border("<{0}/>", "none")

    def _border(self, side: str, name: str) -> int:
        if ("border", name) not in self._known:
            borders = self._section("borders", "<border><left/><right/><top/><bottom/></border>")
            sides = "".join(side.format(s) for s in ("left", "right", "top", "bottom"))
            made = self._parsed(f"<border>{sides}<diagonal/></border>")
            self._known["border", name] = self._append(borders, made)
        return self._known["border", name]

    def _section(self, name: str, *least: str) -> etree._Element:
        """A section, made in its place where there is none, with at least these entries."""
        section = self._found(name)
        if section is None:
            section = self._element(name, {})
            after = _ORDER[_ORDER.index(name) + 1 :]
            later = [e for e in _entries(self._root) if _local(e) in after]
            self._root.insert(self._root.index(later[0]) if later else len(self._root), section)
        for entry in least[len(_entries(section)) :]:
            self._append(section, self._parsed(entry))
        return section

    def _found(self, name: str) -> etree._Element | None:
        return self._root.find(f"{self._namespace}{name}")

    def _element(self, name: str, attributes: dict[str, str]) -> etree._Element:
        return etree.Element(f"{self._namespace}{name}", attributes, nsmap=self._root.nsmap)

    def _parsed(self, text: str) -> etree._Element:
        """A piece of XML in the namespace and with the prefix of this part."""
        return self._adopted(etree.fromstring(text))

    def _adopted(self, plain: etree._Element) -> etree._Element:
        made = self._element(str(plain.tag), {str(k): str(v) for k, v in plain.attrib.items()})
        made.extend([self._adopted(child) for child in plain])
        return made


def _entries(section: etree._Element) -> list[etree._Element]:
    """The elements of a section, without comments."""
    return [entry for entry in section if isinstance(entry.tag, str)]


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
