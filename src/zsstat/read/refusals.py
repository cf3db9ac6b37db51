"""The sentences with which a file is refused: what is wrong, and what the sender can do."""

from __future__ import annotations

from zsstat.errors import UnreadableError

SAVE_AGAIN = "请用 Excel 或 WPS 打开该文件，另存为“Excel 工作簿（*.xlsx）”后重新报送。"
CHECK_FILE = "请确认文件在 Excel 或 WPS 中能正常打开，另存为 .xlsx 后重新报送。"
CUT_DOWN = "请删除多余的行、列、工作表或图片，只保留报表内容，另存为 .xlsx 后重新报送。"


def damaged(what: str) -> UnreadableError:
    """The file is a workbook, but its inside contradicts itself."""
    return UnreadableError(f"文件已损坏（{what}）", CHECK_FILE, "file.unreadable")


def too_large(what: str) -> UnreadableError:
    return UnreadableError(f"文件过大（{what}）", CUT_DOWN, "file.too_large")


def too_costly(what: str) -> UnreadableError:
    """Reading the file takes more than its size explains."""
    message = f"读取该文件所需的{what}超过限度，文件可能已损坏或过大"
    return UnreadableError(message, CUT_DOWN, "file.too_large")


def unsafe(what: str) -> UnreadableError:
    """The file is built in a way that no office program writes: it may be an attack."""
    return UnreadableError(f"文件结构异常，为安全起见不予读取（{what}）", SAVE_AGAIN, "file.unsafe")


def encrypted(what: str) -> UnreadableError:
    hint = "请在 Excel 或 WPS 中取消打开密码，保存后重新报送。"
    return UnreadableError(f"文件已加密，没有密码不能读取（{what}）", hint, "file.encrypted")


def not_workbook(what: str, hint: str = SAVE_AGAIN) -> UnreadableError:
    return UnreadableError(what, hint, "file.not_workbook")
