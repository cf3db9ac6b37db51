"""The bulletin as a Word document, in the official layout or in that of a clerk's own document."""

from zsstat.render.docx.document import docx_bytes
from zsstat.render.docx.marks import read_anchors

__all__ = ["docx_bytes", "read_anchors"]
