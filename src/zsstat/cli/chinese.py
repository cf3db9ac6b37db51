"""Chinese for what typer itself says: headings of the help, and mistakes in the command line."""

from __future__ import annotations

import gettext

_WORDS = {
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "Error": "错误",
    "Aborted.": "已中止。",
    "Aborted!": "已中止！",
    "(deprecated) ": "（已停用）",
    "[default: {}]": "[默认：{}]",
    "[env var: {}]": "[环境变量：{}]",
    "[required]": "[必填]",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "required": "必填",
    "(dynamic)": "（自动）",
}


def speak_chinese() -> None:
    """Answers typer's requests for a translation; call before typer is imported.

    typer binds ``gettext.gettext`` on import and has no other way to be given words. What is not
    in the table is left to the translation that was in force."""
    before = gettext.gettext

    def translated(message: str) -> str:
        return _WORDS.get(message) or before(message)

    gettext.gettext = translated
