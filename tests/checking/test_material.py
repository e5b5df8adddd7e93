"""What is read of files: visible text and properties, whatever their kind."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from PIL import Image, PngImagePlugin
from pptx import Presentation
from pypdf import PdfWriter

from themeloom.checking import freshness
from themeloom.checking.context import make_context, read_references
from themeloom.checking.run import check, check_outputs
from themeloom.core.project import Project
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
    assert [(piece.line, piece.text) for piece in read_segments("a.html", data)] == [
        (1, "one"),
        (3, "two"),
    ]


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


def test_references(tmp_path: Path) -> None:
    """Titles and addresses of a bibliography, braces taken off; comments are no works."""
    path = tmp_path / "a.bib"
    path.write_text(
        "@comment{x, title = {no}}\n@book{one, title = {{A {B}ook} & more}, year = 2020,\n"
        ' url = "https://example.net/one"}\n'
        '@article{two,\n title="Another, one",\n doi={10.1/x}}\n',
        encoding="utf-8",
    )
    one, two = read_references(path)
    assert (one.key, one.titles, one.addresses) == (
        "one",
        ("A Book & more",),
        ("https://example.net/one",),
    )
    assert (two.key, two.titles, two.addresses) == ("two", ("Another, one",), ("10.1/x",))


def test_outputs_are_read_before_they_are_published(clean: Project) -> None:
    """A name that only a finished document has is found in it; old outputs can be left out."""
    stage = clean.output / "manuscript"
    stage.mkdir(parents=True)
    (stage / "paper.docx").write_bytes(_docx())
    (stage / "paper.html").write_text("<p>fine</p>", encoding="utf-8")
    found = check_outputs(clean, clean.output).findings
    assert [(one.kind, one.file) for one in found] == [
        ("identity-email", "_output/manuscript/paper.docx")
    ]
    everything = check(make_context(clean, derived_now=True)).findings
    assert [one.kind for one in everything] == ["identity-email"]
    assert check(make_context(clean, outputs=False, derived_now=True)).findings == ()


def test_a_named_file(clean: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose name gives somebody away is reported without giving the name."""
    names = tmp_path / "names.txt"
    names.write_text("Barnaby\n", encoding="utf-8")
    monkeypatch.setenv("THEMELOOM_NAMES", str(names))
    (clean.root / "manuscript" / "letter-barnaby.md").write_text("SYNTHETIC\n", encoding="utf-8")
    found = check(make_context(clean, derived_now=True)).findings
    assert [(one.kind, one.file) for one in found] == [
        ("identity-name", "manuscript/letter-[name].md")
    ]


def test_ages_in_tables(clean: Project) -> None:
    """In a column that is called age a bare number is an age."""
    (clean.raw / "README-people.csv").write_text("id,age\n1,42\n2,93\n", encoding="utf-8")
    found = check(make_context(clean, derived_now=True)).findings
    assert [(one.kind, one.line) for one in found] == [("identity-age", 3)]


def test_derived_files_that_are_missing_or_of_nothing(
    clean: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing, changed, or derived from nothing that is there, is named."""
    expected = {clean.derived / name: name.encode() for name in ("a.csv", "b.csv", "c.csv")}
    monkeypatch.setattr(freshness, "would_derive", lambda _: expected)
    clean.derived.mkdir()
    (clean.derived / "a.csv").write_bytes(b"a.csv")
    (clean.derived / "b.csv").write_bytes(b"changed")
    (clean.derived / "d.csv").write_bytes(b"left over")
    (clean.derived / "provenance.json").write_bytes(b"{}")
    found = [one.message for one in freshness.check_derived(make_context(clean))]
    assert found == [
        "data-derived/b.csv is not what would be derived now",
        "data-derived/c.csv is missing",
        "data-derived/d.csv is derived from nothing that is in data-raw/ or study.yml",
    ]
