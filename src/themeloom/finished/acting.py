"""What a file does, asks for or leads to besides what it says: where words are not all of it."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any

from themeloom.core.files import beside, digest
from themeloom.finished.packed import members
from themeloom.finished.reader import read_segments

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A thing that acts: what it is, and what it holds, names or leads to.
Acting = tuple[str, str]
#: What of a deck by Quarto is Quarto's own, and no other program can give.
OF_DECKS, _OTHERS, _ADDRESSES = map(frozenset, beside(__file__, "reader.toml")["acting"].values())
_ELEMENTS = OF_DECKS | _OTHERS
#: So much is told of what a style is of.
_SHOWN = 60
#: How wide columns are and which way they are set.
_PLAIN = re.compile(r"(?:\s*(?:width|text-align)\s*:\s*[\w.%]+\s*;?)*")
#: The scripts that a policy lets run are compared themselves.
_HASHES = re.compile(r"'sha256-[^']*'\s*")
_EMBEDDED = re.compile(r"data:(?:image|font)/[^\s\"')]*")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_IN_PDF = re.compile(
    rb"/(?:OpenAction|AA|JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData"
    rb"|GoToR|GoToE|AcroForm|XFA|Rendition|Movie|Sound|URI\s*\((?:\\.|[^)\\])*\))(?![A-Za-z])"
)
#: What Word does not show or only proposes, and slides that are passed over.
_HIDDEN = re.compile(r'<w:(?:vanish|specVanish|ins|del|moveFrom|moveTo)\b|<p:sld\b[^>]*\bshow="0"')
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_KIND = re.compile(r'\bType="[^"]*/([^"/]+)"')


def acting(name: str, data: bytes) -> Iterator[Acting]:
    """Each thing that acts, as often as it stands there.

    Args:
        name: the file's name.
        data: what it holds.
    """
    for one in read_segments(name, data):
        if one.kind == "part" or one.role in {"comment", "link", "name"}:
            yield one.role, one.text
    if data[:2] == b"PK":
        yield from _in_office(data)
    elif data[:4] == b"%PDF":
        for part in (data, *filter(None, map(_unpacked, _STREAM.findall(data)))):
            yield from (
                ("an entry of a PDF", one.decode("latin-1")) for one in _IN_PDF.findall(part)
            )
    elif data.lstrip()[:1] == b"<":
        yield from _in_page(data)


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def _in_office(data: bytes) -> Iterator[Acting]:
    """The kinds of an office file's parts and of what ties them together."""
    for name, content in members(data):
        yield "part", re.sub(r"\d+", "1", name)
        text = content.decode("utf-8", "replace") if name.endswith((".rels", ".xml")) else ""
        yield from (("what hides words", one.split()[0]) for one in _HIDDEN.findall(text))
        for one in _RELATION.findall(text):
            yield from (("relation", kind) for kind in _KIND.findall(one))


def _in_page(data: bytes) -> Iterator[Acting]:
    """The elements that act, the addresses and what attributes run or hide."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    for one in html.document_fromstring(data, parser=parser).iter(etree.Element):
        told = {key: _EMBEDDED.sub("…", value) for key, value in one.items()}
        if one.tag in _ELEMENTS:
            held = " ".join(f"{key}={value}" for key, value in sorted(told.items()) if key != "id")
            yield one.tag, f"{_HASHES.sub('', held)} {one.text or ''}".strip()
        elif one.tag == "svg":
            yield "drawing", digest(etree.tostring(one, with_tail=False))
        for key, value in told.items():
            if key in {"style", "hidden"}:
                # Of what shows nothing, nothing is hidden.
                if _shows(one) and (key == "hidden" or not _PLAIN.fullmatch(value)):
                    said = " ".join(one.text_content().split())[:_SHOWN]
                    yield f"{key} of an element", f"{one.tag} {value} {said}"
            elif key.startswith("on") or (_leads(key, value) and one.tag not in _ELEMENTS):
                # Quarto leads to notebooks where our pages lead to theirs.
                yield f"attribute {key}", re.sub(r"\.ipynb(?=$|#)", ".html", value)


def _leads(key: str, value: str) -> bool:
    """Whether an attribute leads out of the page."""
    return key in _ADDRESSES and not value.startswith("#")


def _shows(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether there is anything to be seen in an element."""
    return bool(
        element.text_content().strip() or next(element.iter("img", "svg"), None) is not None
    )
