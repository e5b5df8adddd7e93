"""What a page would fetch from the network while somebody reads it, who may have none."""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: What a browser fetches as soon as it shows an element; links are followed by readers only.
_FETCHED = {
    "link": {"href"},
    "object": {"data"},
    "image": {"href", "xlink:href"},
    "use": {"href", "xlink:href"},
}
_SOURCES = frozenset({"src", "srcset", "poster", "background"})
_ADDRESS = re.compile(r"\s*((?:https?:)?//\S+)", re.IGNORECASE)
#: A file beside the page; other addresses begin with what they are, or lead within the page.
_FILE = re.compile(r"\s*((?!\w+:|//|#)\S.*)")
_IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^\s"')]+)""", re.IGNORECASE)
_IN_SCRIPT = re.compile(r"""["'`]((?:https?:)?//[^\s"'`]*(?:cdn|\.m?js|\.css)[^\s"'`]*)""")


class _Reader(HTMLParser):
    """Finds the addresses of what is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.files: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at what an element shows."""
        self._within = tag
        for name, value in attrs:
            if name in _SOURCES | _FETCHED.get(tag, set()):
                if found := _ADDRESS.match(value or ""):
                    self.found.append(found[1])
                if found := _FILE.match(value or ""):
                    self.files.append(found[1])
            elif name == "style":
                self.found += _IN_STYLE.findall(value or "")
            elif name == "srcdoc" and (address := fetched(value or "")):
                self.found.append(address)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the base's own
        """Leave an element."""
        self._within = ""

    def handle_data(self, data: str) -> None:
        """Look into styles and scripts."""
        patterns = {"style": _IN_STYLE, "script": _IN_SCRIPT}
        if self._within in patterns:
            self.found += patterns[self._within].findall(data)


def fetched(html: str) -> str:
    """The first address that a browser fetches when it shows some HTML; or nothing."""
    if "//" not in html:
        return ""
    found = _read(html).found
    return found[0] if found else ""


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def not_brought(html: str) -> tuple[str, str] | None:
    """What is said of HTML that shows what it does not hold; nothing if it holds all."""
    if address := fetched(html):
        return told(address)
    if files := _read(html).files:
        return (
            f"it shows the file {files[0][:120]}, and what is made here holds all that it shows",
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
