"""The document that every bulletin starts from: the page and the styles of GB/T 9704-2012.

Built-in styles have their built-in names (Title, heading 1 …), which Word shows in Chinese and
lists in its navigation pane; the others have Chinese names. Fonts are named with others that may
stand in for them and are never in the file: they belong to their makers.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

BODY_FONT = "仿宋_GB2312"
LATIN_FONT = "Times New Roman"
SONG, HEI, KAI, TITLE_SONG = "宋体", "黑体", "楷体_GB2312", "方正小标宋简体"

_STAND_INS: Mapping[str, tuple[str, ...]] = {
    BODY_FONT: ("FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "华文仿宋"),
    KAI: ("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "华文楷体"),
    TITLE_SONG: ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "华文中宋", "STZhongsong", "宋体"),
    HEI: ("SimHei", "STHeiti", "WenQuanYi Micro Hei"),
    SONG: ("SimSun", "STSong", "Noto Serif CJK SC"),
}

# In points.
BODY_SIZE = 16
TITLE_SIZE = 22
LEADING = 28
TABLE_SIZE = 10.5
_TITLE_LEADING = 35

# In twips (20 to the point): A4, margins of 37/35/28/26 mm at top, bottom, left and right.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474
_HEADER, _FOOTER = 1134, 1417
CELL_PADDING = 57

BODY, TITLE, HEADING, SUBHEADING = "Body Text", "Title", "heading 1", "heading 2"
CAPTION, TABLE, NOTE, TABLE_NOTE = "caption", "Table", "附注", "表注"
TABLE_TEXT, UNIT_LINE, PICTURE = "表格文字", "单位行", "图片"
KEY_LABEL, KEY_FIGURE, KEY_REMARK = "要点名称", "要点数字", "要点说明"
HEADER, FOOTER = "header", "footer"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style based on Normal. ``paragraph`` holds its properties in the order of the
    schema; ``bold`` and ``colour`` are of its text; ``font`` and ``size`` are Normal's if not
    given."""

    id: str
    name: str
    paragraph: str = ""
    font: str = ""
    size: float = 0
    bold: bool = False
    colour: str = ""
    following: str = ""
    listed: bool = True
    """Whether a clerk finds it among the quick styles."""


def _spacing(line: float, *, exact: bool = True, before: float = 0, after: float = 0) -> str:
    """``line`` in points, or in lines where it is not exact."""
    rule, value = ("exact", round(line * 20)) if exact else ("auto", round(line * 240))
    return (
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"'
        f' w:line="{value}" w:lineRule="{rule}"/>'
    )


def _indent(size: float) -> str:
    """Two characters at the beginning; said in characters, so that another size keeps it."""
    return f'<w:ind w:firstLineChars="200" w:firstLine="{round(size * 40)}"/>'


_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_CENTRED = _FLUSH + '<w:jc w:val="center"/>'
_KEPT = "<w:keepNext/><w:keepLines/>"
_LINE_BELOW = (
    '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="808080"/></w:pBdr>'
    f'<w:tabs><w:tab w:val="right" w:pos="{PAGE_WIDTH - LEFT - RIGHT}"/></w:tabs>'
    '<w:snapToGrid w:val="0"/>'
)

_STYLES = (
    _Style("BodyText", BODY, _indent(BODY_SIZE)),
    _Style(
        "Title", TITLE, _KEPT + _spacing(_TITLE_LEADING, after=LEADING) + _CENTRED,
        TITLE_SONG, TITLE_SIZE, following="BodyText",
    ),
    _Style(
        "Heading1", HEADING, _KEPT + _indent(BODY_SIZE) + '<w:outlineLvl w:val="0"/>',
        HEI, BODY_SIZE, following="BodyText",
    ),
    _Style(
        "Heading2", SUBHEADING, _KEPT + _indent(BODY_SIZE) + '<w:outlineLvl w:val="1"/>',
        KAI, BODY_SIZE, following="BodyText",
    ),
    _Style(
        "Caption", CAPTION, "<w:keepLines/>" + _spacing(20, before=8, after=4) + _CENTRED, HEI, 12,
        following="BodyText",
    ),
    _Style("Note", NOTE, _spacing(22) + _indent(14), size=14),
    _Style("TableNote", TABLE_NOTE, _spacing(15) + _FLUSH + '<w:jc w:val="left"/>', SONG, 9),
    _Style(
        "TableText", TABLE_TEXT,
        _spacing(1, exact=False, before=1.5, after=1.5) + _FLUSH + '<w:jc w:val="left"/>',
        SONG, TABLE_SIZE,
    ),
    _Style("UnitLine", UNIT_LINE, _KEPT + _spacing(15) + _FLUSH + '<w:jc w:val="right"/>', SONG, 9),
    _Style("Picture", PICTURE, _KEPT + _spacing(1, exact=False, before=8) + _CENTRED),
    _Style("KeyLabel", KEY_LABEL, _KEPT + _spacing(18, before=6) + _CENTRED, HEI, 12),
    _Style(
        "KeyFigure", KEY_FIGURE, _KEPT + _spacing(36) + _CENTRED, HEI, 24, bold=True,
        colour="B00000",
    ),
    _Style("KeyRemark", KEY_REMARK, _spacing(16, after=6) + _CENTRED, SONG, 10.5),
    _Style(
        "Header", HEADER, _LINE_BELOW + _spacing(14) + _FLUSH + '<w:jc w:val="left"/>', SONG, 9,
        listed=False,
    ),
    _Style("Footer", FOOTER, _spacing(20) + _CENTRED, SONG, 14, listed=False),
)  # fmt: skip

STYLE_NAMES = (*(style.name for style in _STYLES), TABLE)
"""Every style that a bulletin is written with, by its name in the file."""

_TABLE_STYLE = f"""
<w:style w:type="table" w:customStyle="1" w:styleId="ThreeLines"><w:name w:val="{TABLE}"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="000000"/>
<w:bottom w:val="single" w:sz="12" w:space="0" w:color="000000"/></w:tblBorders></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders></w:tcPr>
</w:tblStylePr></w:style>"""
"""Three lines: above and below the table, and below its header."""


def base_document() -> bytes:
    """An empty document of A4 with our styles, fonts and settings, and no header or footer."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, text in _parts():
            package.writestr(name, text)
    return content.getvalue()


def _parts() -> Iterator[tuple[str, str]]:
    yield "[Content_Types].xml", _content_types()
    kinds = (
        (f"{_R}/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    )
    yield "_rels/.rels", _relationships(kinds)
    yield (
        "docProps/core.xml",
        (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
        ),
    )
    yield "word/document.xml", _document()
    yield (
        "word/_rels/document.xml.rels",
        _relationships(
            (f"{_R}/{kind}", f"{kind}.xml") for kind in ("styles", "settings", "fontTable")
        ),
    )
    yield "word/styles.xml", _styles()
    yield "word/settings.xml", _settings()
    yield "word/fontTable.xml", _fonts()


def _content_types() -> str:
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings"}
    word = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for part, kind in (kinds | {"fontTable": "fontTable"}).items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{word}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def _relationships(kinds: Iterator[tuple[str, str]] | tuple[tuple[str, str], ...]) -> str:
    said = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def _document() -> str:
    return (
        f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body><w:sectPr>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}"'
        f' w:header="{_HEADER}" w:footer="{_FOOTER}" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _fonts_of(font: str) -> str:
    return (
        f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{font}"'
        f' w:cs="{LATIN_FONT}"/>'
    )


def _sized(size: float) -> str:
    halves = round(size * 2)
    return f'<w:sz w:val="{halves}"/><w:szCs w:val="{halves}"/>'


def _style(style: _Style) -> str:
    custom = "" if style.name.isascii() else ' w:customStyle="1"'
    look = "".join(
        (
            _fonts_of(style.font) if style.font else "",
            "<w:b/>" if style.bold else "",
            f'<w:color w:val="{style.colour}"/>' if style.colour else "",
            _sized(style.size) if style.size else "",
        )
    )
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.id}">'
        f"<w:name w:val={quoteattr(style.name)}/>"
        f'<w:basedOn w:val="Normal"/>{following}{"<w:qFormat/>" if style.listed else ""}'
        f"<w:pPr>{style.paragraph}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def _styles() -> str:
    # Numbers may break over lines by Chinese rules, so what is not Chinese is said to be English.
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts_of(BODY_FONT)}{_sized(BODY_SIZE)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/><w:pPr><w:widowControl/>{_spacing(LEADING)}"
        f'<w:jc w:val="both"/></w:pPr><w:rPr>{_fonts_of(BODY_FONT)}{_sized(BODY_SIZE)}</w:rPr>'
        "</w:style>"
    )
    character = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    cells = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        f'<w:left w:w="{CELL_PADDING}" w:type="dxa"/><w:right w:w="{CELL_PADDING}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
    ours = "".join(map(_style, _STYLES))
    return (
        f'{_HEAD}<w:styles xmlns:w="{_W}">{defaults}{normal}{character}{cells}{ours}'
        f"{_TABLE_STYLE}</w:styles>"
    )


def _settings() -> str:
    return (
        f'{_HEAD}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _fonts() -> str:
    said = "".join(
        f'<w:font w:name={quoteattr(name)}><w:altName w:val="{escape(",".join(others))}"/>'
        '<w:charset w:val="86"/></w:font>'
        for name, others in _STAND_INS.items()
    )
    return f'{_HEAD}<w:fonts xmlns:w="{_W}">{said}</w:fonts>'
