"""Whether a citation style (CSL) can be used: pandoc stops at others, or asks the web for them."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from themeloom.core.errors import ThemeloomError
from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Iterator

_CSL = "http://purl.org/net/xbiblio/csl"
_ANOTHER = "download the style again, or take another: https://www.zotero.org/styles"
_USED = later(r"<(?:text|key)\b[^<>]*\bmacro\s*=\s*[\"']([^\"']+)[\"']")
_MACRO = later(
    r"<macro\b[^<>]*\bname\s*=\s*[\"']([^\"']+)[\"'][^<>]*>(.*?)(?=<macro\b|</macro>|\Z)", re.DOTALL
)
_LAYOUT = later(r"<citation\b(?:(?!</citation>).)*?<layout\b", re.DOTALL)
_PARENT = later(r"<link\b[^<>]*\brel\s*=\s*[\"']independent-parent[\"'][^<>]*>")


def check_style(name: str, data: bytes) -> Iterator[ThemeloomError]:
    """What is wrong with a style.

    Args:
        name: of its file, from the root.
        data: what is in it.
    """
    text = data.decode("utf-8", "replace")

    def error(message: str, hint: str = _ANOTHER, line: int = 1) -> ThemeloomError:
        return ThemeloomError(message, hint, file=name, line=line)

    try:
        ParserCreate().Parse(data, True)  # noqa: FBT003 - that all of it is there
    except (ExpatError, ValueError) as broken:
        line = getattr(broken, "lineno", 1)
        yield error("this citation style (CSL) is broken: it is no whole XML", line=max(line, 1))
        return
    if parent := _PARENT.search(text):
        leads = re.search(r"\bhref\s*=\s*[\"']([^\"']+)[\"']", parent[0])
        whole = f" ({leads[1]})" if leads else ""
        yield error(
            f"this citation style only names another{whole}, which would be asked of the web",
            "download that one, and name it with csl:",
            text.count("\n", 0, parent.start()) + 1,
        )
    elif _CSL not in text or not _LAYOUT.search(text):
        yield error("this is no citation style (CSL): it does not say how works are cited")
    makers = list(_MACRO.finditer(text))
    try:
        # One that goes round in a circle is followed without end.
        TopologicalSorter({one[1]: _USED.findall(one[2]) for one in makers}).prepare()
    except CycleError as circle:
        name_of = circle.args[1][0]
        at = next(one.start() for one in makers if one[1] == name_of)
        line = text.count("\n", 0, at) + 1
        yield error(f'the macro "{name_of}" of this citation style uses itself', line=line)
    made = {one[1] for one in makers}
    for use in _USED.finditer(text):
        if use[1] not in made:
            line = text.count("\n", 0, use.start()) + 1
            yield error(f'this citation style has no macro "{use[1]}"', line=line)
