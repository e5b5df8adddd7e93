"""What is read of files: visible text and properties, whatever their kind."""

import io
import zipfile

import pytest
from docx import Document
from PIL import Image, PngImagePlugin
from pptx import Presentation
from pypdf import PdfWriter

from themeloom.finished.properties import read_properties
from themeloom.finished.reader import read_segments


def _docx() -> bytes:
    document = Document()
    document.add_paragraph("Write to jo@example.net & ask.")
    document.core_properties.author = "Synthia Madeup"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pptx() -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "Ask Synthia"
    slide.notes_slide.notes_text_frame.text = "a note on the slide"
    deck.core_properties.last_modified_by = "Synthia Madeup"
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _png() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Synthia Madeup")
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=texts)
    return out.getvalue()


def _pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "Synthia Madeup"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _svg() -> bytes:
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg"><metadata><rdf:RDF><cc:Work><dc:creator>'
        b"<cc:Agent><dc:title>Synthia Madeup</dc:title></cc:Agent></dc:creator></cc:Work>"
        b"</rdf:RDF></metadata><text>seen</text></svg>"
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", _docx()),
        ("a.pptx", _pptx()),
        ("a.png", _png()),
        ("a.pdf", _pdf()),
        ("a.svg", _svg()),
    ],
    ids=["docx", "pptx", "png", "pdf", "svg"],
)
def test_properties_that_name_a_person(name: str, data: bytes) -> None:
    """Every kind of file says who made it, if it was told."""
    people = [one.value for one in read_properties(name, data) if one.person]
    assert "Synthia Madeup" in people


TEXTS = {
    "docx": ("a.docx", _docx(), "Write to jo@example.net & ask."),
    "pptx notes": ("a.pptx", _pptx(), "a note on the slide"),
    "html link": ("a.html", b'<a href="mailto:jo@example.net">write</a>', "jo@example.net"),
    "html comment": ("a.html", b"<!-- by Synthia --><p>one</p>", "by Synthia"),
    "svg": ("a.svg", _svg(), "seen"),
    "transcript": ("a.vtt", b"WEBVTT\n\n<v P01>Yes", "Yes"),
}


@pytest.mark.parametrize(("name", "data", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_text_that_a_reader_sees(name: str, data: bytes, text: str) -> None:
    """Texts are read, whatever they are wrapped in."""
    assert any(text in piece.text for piece in read_segments(name, data))


def test_code_is_not_text() -> None:
    """An address in the code of a library that a page carries is nobody's of the study."""
    data = b"<p>one</p>\n<script>jo@example.net</script><style>@media x{}</style>\n<p>two</p>"
    read = [piece for piece in read_segments("a.html", data) if piece.role != "unread"]
    assert [(piece.line, piece.text) for piece in read] == [
        (1, "one"),
        (3, "two"),
    ]


def test_what_a_page_lets_run_is_not_text() -> None:
    """Scripts are named there by hashes between quotation marks, which nobody said."""
    policy = '<meta http-equiv="Content-Security-Policy" content="script-src \'sha256-a/b+c/d=\'">'
    data = f'<head>{policy}<meta name="description" content="One."></head><p>two</p>'.encode()
    assert [piece.text for piece in read_segments("a.html", data)] == ["One.", "two"]


def test_archives_are_unpacked() -> None:
    """A file within an archive is read as if it lay there."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("inner/a.docx", _docx())
    (piece,) = (p for p in read_segments("a.zip", out.getvalue()) if "jo@example.net" in p.text)
    assert piece.inside == "inner/a.docx word/document.xml"


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.png", "a.zip", "a.html", "a.unknown", "a"])
def test_broken_files_are_no_reason_to_stop(name: str) -> None:
    """A file that is not what its name says is read as far as it goes."""
    data = b"%PDF-1.7 \x89PNG PK\x03\x04 \xff\xfe nothing of the kind"
    read_segments(name, data)
    assert read_properties(name, data) == []


def test_letters_that_are_shapes_say_nothing_and_hide_nothing() -> None:
    """What stands between and behind hundreds of them is read, and what other ones say."""
    shape = f'<use xlink:href="#g{"0A" * 16}" x="1.5" y="0" fill="#4a5160" fill-rule="nonzero"/>'
    kept = f'<symbol id="g{"0A" * 16}" overflow="visible"><path d="M 0 0h 1.5Z "/></symbol>'
    told = shape.replace("<use", '<use aria-label="Synthia Madeup"')
    drawing = (
        f"<svg><g>{shape * 9}<text>one{shape * 3}two</text>\n{told}{shape}</g>"
        f"<defs>{kept * 4}<title>three</title></defs></svg>"
    )
    found = [(one.text, one.line) for one in read_segments("a.svg", drawing.encode())]
    assert found == [("one", 1), ("two", 1), ("Synthia Madeup", 2), ("three", 2)]
