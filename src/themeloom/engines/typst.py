"""Sets a Typst file as PDF, and a poster as a picture too, with the Typst of its wheel."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from themeloom.core.errors import ThemeloomError
from themeloom.core.expressions import later
from themeloom.core.files import put
from themeloom.core.png import with_chunk, with_resolution
from themeloom.core.typst import compiler_of, one_of
from themeloom.documents.keys import as_list
from themeloom.finished.pdf import page_sizes
from themeloom.look.tokens import LOOK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: How wide the picture of a poster is, in pixels.
PICTURE_WIDTH = 2400
#: Points to the inch.
_POINTS = 72.0
#: Pixels to the inch of a drawing in print.
_FINE = 300.0
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>
</Iptc4xmpCore:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>
"""
#: Warnings that mean the reader would get something else than was meant.
_GRAVE = later(r"unknown font family|no font could be found|did not converge", re.IGNORECASE)


#: Asks a document: evaluates Typst code in it, or gives what it tells under a label, as JSON.
Ask: TypeAlias = "Callable[[str], str]"


class Judge:
    """Judges what is set, before and after; whoever finds nothing wrong says nothing."""

    def before(self, ask: Ask) -> None:
        """Raise what does not fit; `ask` gives what the document tells under a label."""

    def after(self, pdf: bytes, picture: bytes, ask: Ask) -> None:
        """Raise what cannot be read; `ask` evaluates Typst code in the document."""

    def described(self) -> tuple[str, str]:
        """The title, and what the picture shows, if that is to be said."""
        return "", ""


#: Whoever judges nothing.
NOBODY = Judge()


class Typesetting(msgspec.Struct, frozen=True):
    """One run of Typst.

    Args:
        source: the `.typ` file.
        pdf: the PDF to write.
        picture: the PNG of the first page to write, if there is to be one.
        root: the project's folder, from which paths that start with `/` are taken.
        fonts: the folder of the typefaces; no others are used.
        metadata: where `pdf-standard` may stand.
        document: the document, as the user names it.
        epoch: the time, in seconds since 1970, that the PDF carries.
        judge: judges it, before and after it is set.
    """

    source: Path
    pdf: Path
    picture: Path | None
    root: Path
    fonts: Path
    metadata: Mapping[str, object]
    document: str
    epoch: int
    judge: Judge = NOBODY


def typeset(job: Typesetting) -> tuple[str, ...]:
    """Write the PDF, and the picture where one is asked for.

    Returns:
        The warnings that a person should see.

    Raises:
        ThemeloomError: what Typst refused, or warned of so gravely that it must not pass.
    """
    import typst

    try:
        # Tells the poster's template that somebody else judges whether it fits.
        compiler = compiler_of(job.source, job.root, [job.fonts], themeloom="built-in")
        job.judge.before(lambda label: _asked(compiler, label))
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=_standards(job.metadata), timestamp=job.epoch
        )
        picture = _picture(compiler, one_of(pdf)) if job.picture else b""
        job.judge.after(one_of(pdf), picture, compiler.eval)
        job.pdf.write_bytes(one_of(pdf))
        if job.picture:
            told = "" if job.metadata.get("blind") else str(job.metadata.get("colophon") or "")
            job.picture.write_bytes(described(picture, told, *job.judge.described()))
    except typst.TypstError as error:
        raise _refused(error, job.root, job.document) from None
    except ValueError as error:
        # The wheel itself checks the names of PDF standards.
        message = str(error).splitlines()[0]
        raise ThemeloomError(
            f"Typst cannot make this PDF: {message}",
            "correct pdf-standard: it may be ua-1, a-2b, a-3b, 1.7 or 2.0, for instance",
            file=job.document,
        ) from None
    return _weighed(warnings, job)


def drawn(
    source: Path, *, root: Path, fonts: Path, document: str, caution: float
) -> tuple[bytes, Ask]:
    """Set slides for another program to place the same: their PDF, and whom to ask about them.

    Args:
        source: the `.typ` file.
        root: the project's folder.
        fonts: the folder of the typefaces; no others are used.
        document: the document, as the user names it.
        caution: how much wider the other program may set the same words.

    Raises:
        ThemeloomError: what Typst refused.
    """
    import typst

    compiler = compiler_of(source, root, [fonts], caution=str(caution))
    try:
        return one_of(compiler.compile(format="pdf")), compiler.eval
    except typst.TypstError as error:
        raise _refused(error, root, document) from None


def in_pixels(drawing: Path, source: Path, *, root: Path, fonts: Path, document: str) -> bytes:
    """A drawing (SVG) as a PNG of its natural size, fine enough for print.

    Args:
        drawing: the file, below the root.
        source: the `.typ` file to write, below the root.
        root: the project's folder.
        fonts: the folder of the typefaces for words in it.
        document: the document that shows it, as the user names it.

    Raises:
        ThemeloomError: what Typst refused.
    """
    import typst

    name = drawing.relative_to(root).as_posix()
    path = f"/{name}".replace("\\", "\\\\").replace('"', '\\"')
    page = "#set page(width: auto, height: auto, margin: 0pt, fill: none)"
    put(source, f'{page}\n#image("{path}")\n'.encode())
    try:
        compiler = compiler_of(source, root, [fonts])
        width, _ = page_sizes(one_of(compiler.compile(format="pdf")))[0]
        fine = min(_FINE, max(_POINTS, _POINTS * PICTURE_WIDTH / width))
        picture = one_of(compiler.compile(format="png", ppi=fine))
    except typst.TypstError as error:
        raise ThemeloomError(
            f"the drawing {name} cannot be read: {error.message}",
            "; ".join(error.hints) or "put the same as PNG beside it, with the same name",
            file=document,
        ) from None
    return with_resolution(picture, fine)


def page_in_pixels(text: str, *, root: Path, fonts: Path) -> bytes:
    """The first page of a Typst text as a PNG, of 144 pixels to the inch.

    Raises:
        ThemeloomError: what Typst refused.
    """
    import typst

    try:
        compiler = compiler_of(text.encode(), root, [fonts])
        return one_of(compiler.compile(format="png", ppi=2 * _POINTS))
    except typst.TypstError as error:
        raise ThemeloomError(str(error.message), "; ".join(error.hints)) from None


def _asked(compiler: Any, label: str) -> str:  # noqa: ANN401 - its type is not at hand
    """What a document tells under a label; whatever keeps it from being set is Typst's error."""
    try:
        return str(compiler.query(label, field="value"))
    except RuntimeError:
        # Asked for a label, the wheel gives Typst's message without place or hint.
        compiler.compile(format="pdf")
        raise


def _standards(metadata: Mapping[str, object]) -> Any:  # noqa: ANN401 - the wheel checks the names
    """The PDF standards that metadata asks for, as the wheel names them."""
    return [str(one).lower() for one in as_list(metadata.get("pdf-standard"))]


def _picture(compiler: Any, pdf: bytes) -> bytes:  # noqa: ANN401 - its type is not at hand
    """The first page as a PNG of the width that every poster gets, whatever its paper."""
    width, _ = page_sizes(pdf)[0]
    return one_of(compiler.compile(format="png", ppi=_POINTS * PICTURE_WIDTH / width))


def described(picture: bytes, told: str, title: str, shown: str) -> bytes:
    """A PNG that says what it was made from and, if it has a title, what it shows.

    The words for whoever cannot see it are an XMP property of the IPTC standard, which is
    where programs look for the alternative text of a picture.
    """
    words = _XMP.format(*(escape(one, quote=False) for one in (title, shown)))
    chunks = {"Description": told, "XML:com.adobe.xmp": words if title else "", "Title": title}
    for key, text in chunks.items():
        said = key.encode() + b"\0\0\0\0\0" + text.encode()
        picture = with_chunk(picture, b"iTXt", said) if text else picture
    return picture


def _refused(error: Any, root: Path, document: str) -> ThemeloomError:  # noqa: ANN401 - as above
    """One message of what Typst said, with what can be told of the place."""
    place = _place(error.diagnostic, root)
    message = f"Typst cannot set this document: {error.message}" + (place and f", at {place}")
    return ThemeloomError(message, "; ".join(error.hints), file=document)


def _place(diagnostic: str, root: Path) -> str:
    """The file and line within Typst's own diagnostic, from the project's root."""
    found = re.search(r"(?:┌─|-->)\s*(?P<file>[^\s:]+):(?P<line>\d+)", diagnostic or "")
    if not found:
        return ""
    # Typst names the file from the folder that we were started in.
    path = Path(found["file"]).resolve()
    if not path.is_relative_to(root):
        return ""
    return f"{path.relative_to(root).as_posix()}:{found['line']}"


def _weighed(warnings: list[Any], job: Typesetting) -> tuple[str, ...]:
    for warning in warnings:
        if _GRAVE.search(warning.message):
            raise ThemeloomError(
                f"Typst warns: {warning.message}",
                "; ".join(warning.hints)
                or f"use a typeface of the project: {LOOK.faces['serif']} or {LOOK.faces['sans']}",
                file=job.document,
            )
    return tuple(dict.fromkeys(f"Typst warns: {warning.message}" for warning in warnings))
