"""The pictures that a Markdown text may show, by their paths."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PICTURE = later(
    r"""\]\((?:<(?P<wrapped>[^<>\n]+)>|(?P<link>[^()\s<>]+))[^()]*\)
    | ^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?:<(?P<defined>[^<>\n]+)>|(?P<target>[^\s<>]+))
    | (?:src|data)=["'](?P<source>[^"']+)["']""",
    re.VERBOSE | re.MULTILINE,
)


def named_pictures(text: str, folder: str, there: Callable[[str], bool]) -> Iterator[str]:
    """What is linked or shown in a text, by paths from the project's root.

    Args:
        text: Markdown, with HTML in it.
        folder: where paths start that do not start with `/`.
        there: whether a file lies at a path; a name may be written as it is, or as in an
            address (`%20`).
    """
    for match in _PICTURE.finditer(text):
        link = next(filter(None, match.groups()))
        if "://" not in link and not link.startswith(("#", "mailto:", "data:")):
            path = posixpath.join("" if link.startswith("/") else folder, link.lstrip("/"))
            yield posixpath.normpath(path if there(path) else unquote(path))
