"""Files of every kind that somebody may leave in a study, each with a name somewhere in it."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import tarfile
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pikepdf
import xlsxwriter
from docx import Document
from PIL import Image, PngImagePlugin
from pptx import Presentation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: On the list of real names.
NAME = "Ottoline Quibblesworth"
MAIL = "ottoline@example.net"
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description>'
    f"<dc:creator><rdf:Seq><rdf:li>{NAME}</rdf:li></rdf:Seq></dc:creator>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
).encode()


def zipped(**files: bytes) -> bytes:
    """An archive of files; a double underscore in a name is a slash, a single one a dot."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return held.getvalue()


def _tar(data: bytes) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        entry = tarfile.TarInfo("notes/one.txt")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return held.getvalue()


def _database(*, as_blob: bool = False) -> bytes:
    said = f"I am {NAME}"
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE source (id INTEGER, fulltext)")
        row = said.encode() if as_blob else said
        connection.execute("INSERT INTO source VALUES (1, ?)", (row,))
        connection.commit()
        return connection.serialize()


def _sheet(
    *, said: bool = False, head: bool = False, note: bool = False, tab: bool = False
) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet(NAME if tab else "Sheet")
        sheet.write_row(0, 0, ["id", "nhs number" if head else "said"])
        sheet.write_row(1, 0, [1, NAME if said else "9434765919" if head else "nothing"])
        if note:
            sheet.write_comment(1, 1, f"Ask {NAME}", {"author": "A"})
    return held.getvalue()


def _word(change: Callable[[Document], None]) -> bytes:
    document = Document()
    document.core_properties.author = ""
    document.add_paragraph("Nothing here.")
    change(document)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _with_part(name: str, text: str) -> bytes:
    """A Word file with one part more."""
    held = io.BytesIO(_word(lambda _: None))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(name, text)
    return held.getvalue()


def _slides() -> bytes:
    deck = Presentation()
    deck.core_properties.author = ""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.notes_slide.notes_text_frame.text = f"Thank {NAME}"
    held = io.BytesIO()
    deck.save(held)
    return held.getvalue()


def _alternative(document: Document) -> None:
    picture = io.BytesIO(_picture("png"))
    shape = document.add_picture(picture)
    shape._inline.docPr.set("descr", f"A portrait of {NAME}")  # noqa: SLF001 - there is no other way


def _picture(kind: str, **saved: object) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (8, 8)).save(held, kind, **saved)
    return held.getvalue()


def _exif(tag: int) -> bytes:
    exif = Image.Exif()
    exif[tag] = NAME
    return _picture("jpeg", exif=exif)


def _png_text() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Description", f"Taken by {NAME}")
    return _picture("png", pnginfo=told)


def _pdf(*, note: bool = False, attached: bool = False, told: bool = False) -> bytes:
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        if note:
            page.Annots = pdf.make_indirect(
                pikepdf.Array(
                    [
                        pikepdf.Dictionary(
                            Type=pikepdf.Name.Annot,
                            Subtype=pikepdf.Name.Text,
                            Rect=[0, 0, 10, 10],
                            Contents=f"Ask {NAME}",
                        )
                    ]
                )
            )
        if attached:
            pdf.attachments["notes.txt"] = f"I am {NAME}".encode()
        if told:
            with pdf.open_metadata() as metadata:
                metadata["dc:creator"] = [NAME]
        pdf.save(held)
    return held.getvalue()


def _mail(*, attached: bool) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Interview"
    message["From"] = "team@example.org" if attached else f"{NAME} <{MAIL}>"
    message.set_content("See what is attached.")
    if attached:
        message.add_attachment(f"I am {NAME}".encode(), "text", "plain", filename="n.txt")
    return message.as_bytes()


def hidden() -> Iterator[tuple[str, bytes]]:
    """The name of each file, and its bytes."""
    said = f"I am {NAME}".encode()
    inner = zipped(notes_txt=said)
    yield from {
        "a.txt": said,
        "utf-16.txt": said.decode().encode("utf-16"),
        "western.txt": f"Zoë Marrable and {NAME}".encode("cp1252"),
        "a.log": said,
        "noending": said,
        "a.unknown": said,
        "a.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v " + NAME.encode() + b">Hello\n",
        "a.json": json.dumps({"name": "Zo\u00eb Marrable"}).encode(),
        "a.rtf": rb"{\rtf1 I am Ottoline {\b Quibb}lesworth.}",
        "a.zip": inner,
        "nested.zip": zipped(inner_zip=zipped(more_zip=inner)),
        "named.zip": zipped(**{"Ottoline Quibblesworth_txt": b"x"}),
        "a.tar.gz": _tar(said),
        "a.gz": gzip.compress(said),
        "a.bin": inner,
        "a.sqlite": _database(),
        "a.qda": _database(as_blob=True),
        "a.qdpx": zipped(
            project_qde=f'<Project name="x"><Users><User name="{NAME}"/></Users></Project>'.encode()
        ),
        "a.xlsx": _sheet(said=True),
        "heads.xlsx": _sheet(head=True),
        "notes.xlsx": _sheet(note=True),
        "tab.xlsx": _sheet(tab=True),
        "a.eml": _mail(attached=False),
        "attached.eml": _mail(attached=True),
        "a.mbox": b"From x@example.org Mon Jan  1 10:00:00 2024\nSubject: y\n\n" + said + b"\n",
        "a.doc": b"\xd0\xcf\x11\xe0" + bytes(40) + said + bytes(40),
        "a.msg": b"\xd0\xcf\x11\xe0" + bytes(40) + said.decode().encode("utf-16-le") + bytes(9),
        "a.mp3": b"ID3\x03\0\0\0\0\0\x20TPE1\0\0\0\x20\0\0\0" + NAME.encode() + bytes(range(256)),
        "a.docx": _word(lambda document: document.add_paragraph(NAME) and None),
        "head.docx": _word(
            lambda document: setattr(document.sections[0].header.paragraphs[0], "text", NAME)
        ),
        "alternative.docx": _word(_alternative),
        "people.docx": _with_part(
            "word/people.xml", f'<w15:people><w15:person w15:author="{NAME}"/></w15:people>'
        ),
        "remarks.docx": _with_part(
            "word/comments.xml",
            f'<w:comments xmlns:w="w"><w:comment w:author="{NAME}"><w:t>x</w:t></w:comment>'
            "</w:comments>",
        ),
        "custom.docx": _with_part("customXml/item9.xml", f"<a>{NAME}</a>"),
        "embedded.docx": _with_part("word/embeddings/notes.txt", said.decode()),
        "notes.pptx": _slides(),
        "artist.jpg": _exif(0x013B),
        "description.jpg": _exif(0x010E),
        "remark.jpg": _picture("jpeg", comment=f"by {NAME}"),
        "xmp.jpg": _picture("jpeg", xmp=_XMP),
        "remark.gif": _picture("gif", comment=f"by {NAME}".encode()),
        "text.png": _png_text(),
        "a.svg": f"<svg><!-- drawn for {NAME} --></svg>".encode(),
        "title.svg": f"<svg><title>{NAME}</title></svg>".encode(),
        "docname.svg": f'<svg sodipodi:docname="{NAME}.svg"></svg>'.encode(),
        "a.html": f'<p>x</p><script type="application/json">["{NAME}"]</script>'.encode(),
        "remark.html": f"<p>x</p><!-- {NAME} -->".encode(),
        "data.html": f'<p data-name="{NAME}">x</p>'.encode(),
        "ages.tsv": b"id\tage\n1\t93\n",
        "heads.csv": b"id;nhs_no\n1;9434765919\n",
        "alternative.html": f'<img alt="{NAME}">'.encode(),
        "a.gpx": f'<gpx><metadata><author name="{NAME}"/></metadata></gpx>'.encode(),
        "note.pdf": _pdf(note=True),
        "attached.pdf": _pdf(attached=True),
        "told.pdf": _pdf(told=True),
        "Ottoline_Quibblesworth.txt": b"x",
        "OttolineQuibblesworth.md": b"x",
        "call 020 7946 0958.txt": b"x",
        f"{MAIL}.txt": b"x",
    }.items()
