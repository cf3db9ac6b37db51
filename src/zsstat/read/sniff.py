"""What a file really is, told by its bytes: the name's ending is often wrong.

Workbooks that cannot be read, and files that are none, are refused with one sentence that says what
the file is and what to do.
"""

from __future__ import annotations

from typing import Literal

from zsstat.errors import UnreadableError
from zsstat.read.package import Package
from zsstat.read.refusals import damaged, encrypted, not_workbook
from zsstat.read.sniff_markup import markup_kind

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_LOCK_FILE_BYTES = (165, 171)
_LONGEST_USER_NAME = 54
_HEAD = 4096

_BIFF = tuple(
    bytes.fromhex(start) for start in ["09080800", "09081000", "09040600", "09020600", "09000400"]
)
# Only marks that no text begins with: "BM" of a bitmap may well be a table's first heading.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "这是 PDF 文件，不是工作簿"),
    (b"\x89PNG", "这是图片（PNG），不是工作簿"),
    (b"\xff\xd8\xff", "这是图片（JPEG），不是工作簿"),
    (b"GIF8", "这是图片（GIF），不是工作簿"),
    (b"II*\0", "这是图片（TIFF），不是工作簿"),
    (b"MM\0*", "这是图片（TIFF），不是工作簿"),
    (b"Rar!", "这是 RAR 压缩包，不是工作簿"),
    (b"7z\xbc\xaf", "这是 7z 压缩包，不是工作簿"),
    (b"\x1f\x8b", "这是 gzip 压缩包，不是工作簿"),
    (b"{\\rtf", "这是 RTF 文档，不是工作簿"),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"
_SEND_TABLE = "请报送原始的 Excel 报表（.xlsx），不要报送打印稿、扫描件、照片或文档。"
_UNPACK = "请先解压，把其中的 .xlsx 报表文件单独报送。"
_CLOSE_FILE = "这是 Excel 打开文件时产生的临时文件，不含数据：请关闭 Excel，报送原文件。"


Kind = Literal["zip", "compound", "biff", "html", "mhtml", "spreadsheetml", "text"]


def sniff(data: bytes, file: str) -> Kind:
    """``zip`` for a package to be looked into with :func:`check_package`, ``compound`` for a
    compound file (.xls, .et, encrypted files), ``biff`` for an .xls without one, ``html``,
    ``mhtml`` and ``spreadsheetml`` for marked-up text, ``text`` for what may be delimited text.
    Raises UnreadableError for everything else."""
    if not data:
        raise not_workbook("文件是空的（0 字节）", "请检查文件是否保存、传输完整后重新报送。")
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(_OLE):
        return "compound"
    if _is_lock_file(data, file):
        raise not_workbook("这是 Excel 的锁定文件（~$ 开头），不是工作簿", _CLOSE_FILE)
    if data.startswith(_BIFF):
        return "biff"
    for magic, message in _MAGIC:
        if data.startswith(magic):
            archive = "压缩包" in message
            raise not_workbook(message, _UNPACK if archive else _SEND_TABLE)
    return markup_kind(data) or "text"


def check_package(package: Package) -> Literal["xlsx", "xlsb", "ods"]:
    """Which kind of workbook the zip file is. Raises UnreadableError when it is none."""
    names = package.names
    folders = {name.partition("/")[0] for name in names if "/" in name}
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" in names and names & {"content.xml", "encrypted-package"}:
        _check_open_document(package)
        return "ods"
    if "word" in folders:
        raise not_workbook("这是 Word 文档，不是工作簿", _SEND_TABLE)
    if "ppt" in folders:
        raise not_workbook("这是 PowerPoint 演示文稿，不是工作簿", _SEND_TABLE)
    if "[content_types].xml" not in names and "_rels/.rels" not in names:
        raise not_workbook("这是普通压缩包，不是工作簿", _UNPACK)
    return "xlsx"


def _check_open_document(package: Package) -> None:
    if not package.part("mimetype").startswith(_OPEN_DOCUMENT):
        raise not_workbook("这是 OpenDocument 文件，但不是电子表格（.ods）", _SEND_TABLE)
    manifest = package.frame(_MANIFEST) if _MANIFEST in package else b""
    if "encrypted-package" in package.names or b"encryption-data" in manifest:
        raise encrypted("设有打开密码的工作簿")


def other_compound(data: bytes, *, whole: bool) -> UnreadableError:
    """Why a compound file is refused whose directory names no workbook or (not ``whole``) cannot be
    read.

    The names in the directory stand in UTF-16.
    """

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return encrypted("设有打开密码的工作簿")
    if holds("WordDocument"):
        return not_workbook("这是旧版 Word 文档，不是工作簿", _SEND_TABLE)
    if holds("PowerPoint Document"):
        return not_workbook("这是旧版 PowerPoint 演示文稿，不是工作簿", _SEND_TABLE)
    if not whole or holds("Workbook") or holds("Book"):
        return damaged("这是旧版 Excel、WPS 表格或其他 Office 文件，找不到其中的工作簿")
    return not_workbook("这是旧版 Office 复合文件，其中没有可读取的工作簿")


def _is_lock_file(data: bytes, file: str) -> bool:
    """A byte with the length of the user's name, the name, and blanks up to a fixed size."""
    base = file.replace("\\", "/").rpartition("/")[2]
    shaped = len(data) in _LOCK_FILE_BYTES and 0 < data[0] <= _LONGEST_USER_NAME
    padded = shaped and set(data[1 + data[0] : 55]) <= {0, 0x20}
    return padded or (base.startswith("~$") and len(data) <= _HEAD)
