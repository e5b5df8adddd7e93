"""What a page would fetch from the network, or from beside it, while somebody reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a browser fetches as soon as it shows an element; links are followed by readers only.
_SHOWN = frozenset({"src", "srcset", "poster", "background", "data", "xlink:href"})
_FETCHING = frozenset({"link", "image", "use"})
_NETWORK = later(r"\s*(?:https?:)?//", re.IGNORECASE)
#: A file beside the page; other addresses begin with what they are, or lead within the page.
_FILE = later(r"\s*(?!\w+:|//|#)\S")
_IN_STYLE = later(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^\s"')]+)""", re.IGNORECASE)
_IN_SCRIPT = later(r"""["'`]((?:https?:)?//[^\s"'`]*(?:cdn|\.m?js|\.css)[^\s"'`]*)""")


def _addresses(html: str) -> Iterator[str]:
    """Everything that a browser fetches when it shows some HTML."""
    from lxml import html as parser

    for element in parser.fragment_fromstring(html, create_parent="div").iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.items():
            if name in _SHOWN or (name == "href" and element.tag in _FETCHING):
                yield value
            elif name == "style":
                yield from _IN_STYLE.findall(value)
            elif name == "srcdoc" and value.strip():
                yield from _addresses(value)
        within = {"style": _IN_STYLE, "script": _IN_SCRIPT}.get(element.tag)
        if within:
            yield from within.findall(element.text or "")


def fetched(html: str) -> str:
    """The first address in the network that is fetched when some HTML is shown; or nothing."""
    found = _addresses(html) if "//" in html else iter(())
    return next((one.split()[0] for one in found if _NETWORK.match(one)), "")


def not_brought(html: str) -> tuple[str, str] | None:
    """What is said of HTML that shows what it does not hold; nothing if it holds all."""
    if address := fetched(html):
        return told(address)
    files = (one for one in _addresses(html) if _FILE.match(one)) if "<" in html else iter(())
    if name := next(files, ""):
        return (
            f"it shows the file {name[:120]}, and what is made here holds all that it shows",
            "show a picture that lies in the project, or what the file holds",
        )
    return None


def told(address: str) -> tuple[str, str]:
    """What is said of something that is fetched, and what to do."""
    return (
        f"it shows what lies at {address[:120]}, and what is made here is read without a network",
        "put the file into the project, or show a picture: of matplotlib, or of the library's own "
        "way to save one",
    )
