"""What a file does, asks for or leads to besides what it says: where words are not all of it."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any

from themeloom.core.files import beside, digest
from themeloom.finished.packed import members
from themeloom.finished.reader import RELATION, read_segments

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
#: Elements that show their words in another way, or only when somebody asks.
_FOLDED = frozenset({"details", "dialog", "template", "bdo", "s", "strike", "del"})
#: What else than words decides how words are read, or what is read in their place.
_READ = frozenset(
    {
        *("aria-label", "aria-hidden", "colspan", "rowspan", "start", "reversed", "value", "dir"),
        *("title", "inert"),
    }
)
#: What hides, in a rule of a style sheet, and the classes that a rule is of, wherever they stand.
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0?\.?0*\s*(?:[;!]|$)"
    r"|clip(?:-path)?\s*:\s*(?!none|auto)|font-size\s*:\s*0|text-indent\s*:\s*-"
)
_CLASS = re.compile(r"(?:^|[,}/])\s*\w*\.([\w-]+)\s*(?=,|$)")
#: How stretches of words look in Word.
_LOOKS = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)
#: What Word does not show, only proposes, or shows in white or smaller than can be read; and slides
#: that are passed over.
_HIDDEN = re.compile(
    r'<w:(?:vanish|specVanish|ins|del|moveFrom|moveTo|color w:val="F{6}"|sz w:val="\d")(?![A-Za-z])'
    r'|<p:sld\b[^>]*\bshow="0"'
)
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
        if not name.endswith("/styles.xml"):
            # Those of code are Quarto's own there.
            yield from (("how words look", one) for one in _LOOKS.findall(text))
        for one in RELATION.findall(text):
            yield from (("relation", kind) for kind in _KIND.findall(one))


def _in_page(data: bytes) -> Iterator[Acting]:
    """The elements that act, the addresses and what attributes run or hide."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    page = html.document_fromstring(data, parser=parser)
    rules = (
        rule.rpartition("{") for one in page.iter("style") for rule in (one.text or "").split("}")
    )
    of = (selector.rpartition("{")[2] for selector, _, held in rules if _HIDES.search(held))
    hiding = {name for selector in of for name in _CLASS.findall(selector)}
    for one in page.iter(etree.Element):
        yield "element", f"{one.tag} {_said(one)}" if one.tag in _FOLDED else str(one.tag)
        if one.tag == "svg":
            yield "drawing", digest(etree.tostring(one, with_tail=False))
        yield from _in_element(one, {key: _EMBEDDED.sub("…", one.get(key)) for key in one.keys()})  # noqa: SIM118 - lxml's
        for name in hiding.intersection((one.get("class") or "").split()):
            if _shows(one):
                yield "class that hides", f"{name} {_said(one)}"


def _in_element(one: Any, told: dict[str, str]) -> Iterator[Acting]:  # noqa: ANN401 - as below
    """What an element that acts holds, and what its attributes do."""
    if one.tag in _ELEMENTS:
        held = " ".join(f"{key}={value}" for key, value in sorted(told.items()) if key != "id")
        yield one.tag, f"{_HASHES.sub('', held)} {one.text or ''}".strip()
    for key, value in told.items():
        if key in {"style", "hidden"} or (key in _READ and one.tag not in _ELEMENTS):
            # Of what shows nothing, nothing is hidden.
            if _shows(one) and not (key == "style" and _PLAIN.fullmatch(value)):
                yield f"{key} of an element", f"{one.tag} {value} {_said(one)}"
        elif key.startswith("on") or (_leads(key, value) and one.tag not in _ELEMENTS):
            # Quarto leads to notebooks where our pages lead to theirs.
            yield f"attribute {key}", re.sub(r"\.ipynb(?=$|#)", ".html", value)


def _said(element: Any) -> str:  # noqa: ANN401 - as below
    """The first words in an element, without what they were built from."""
    return " ".join(element.text_content().split()).partition("Built from ")[0][:_SHOWN]


def _leads(key: str, value: str) -> bool:
    """Whether an attribute leads out of the page."""
    return key in _ADDRESSES and not value.startswith("#")


def _shows(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether there is anything to be seen in an element."""
    return bool(
        element.text_content().strip() or next(element.iter("img", "svg"), None) is not None
    )
