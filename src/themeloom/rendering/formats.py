"""The formats that documents may ask for, and what each of them is called where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.documents.places import Place, place_of
from themeloom.errors import ThemeloomError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Format:
    """A format of the built-in renderer.

    Args:
        name: as front matter names it, after Quarto.
        key: as the renderer's own parts name it.
        base: the format of Quarto's that it is based on.
        extension: the folder below `_extensions` that holds its templates and styles.
        suffixes: of the files it makes, the main one first.
        weight: how long it takes beside others, as long as nothing was measured.
    """

    name: str
    key: str
    base: str
    extension: str
    suffixes: tuple[str, ...]
    weight: float

    @property
    def typeset(self) -> bool:
        """Whether Typst sets it."""
        return self.base == "typst"

    @property
    def is_poster(self) -> bool:
        """Whether it shows the parts of a poster, and nothing else."""
        return self.extension == "themeloom-poster"


def _row(
    name: str, key: str, weight: float, *suffixes: str, extension: str = "themeloom"
) -> Format:
    base = name.removeprefix(f"{extension}-")
    return Format(name, key, base, extension, suffixes, weight)


_ROWS = (
    _row("themeloom-html", "html", 0.7, "html"),
    _row("html", "html", 0.7, "html"),
    _row("docx", "docx", 0.6, "docx"),
    _row("themeloom-docx", "docx", 0.6, "docx"),
    _row("themeloom-typst", "pdf", 1.2, "pdf"),
    _row("typst", "pdf", 1.2, "pdf"),
    _row("themeloom-jats", "jats", 0.4, "xml"),
    _row("jats", "jats", 0.4, "xml"),
    _row("jats_publishing", "jats", 0.4, "xml"),
    _row("themeloom-revealjs", "revealjs", 0.9, "html"),
    _row("revealjs", "revealjs", 0.9, "html"),
    _row("pptx", "pptx", 0.5, "pptx"),
    _row("themeloom-pptx", "pptx", 0.5, "pptx"),
    _row("themeloom-poster-typst", "poster-pdf", 2.0, "pdf", "png", extension="themeloom-poster"),
    _row("themeloom-poster-html", "poster-html", 0.8, "html", extension="themeloom-poster"),
    _row("themeloom-slides-typst", "slides-pdf", 1.2, "pdf", extension="themeloom-slides"),
)
FORMATS = {row.name: row for row in _ROWS}

#: Formats of Quarto's that the built-in renderer does not make, and what comes closest.
_OTHERS = {
    "pdf": "themeloom-typst makes a PDF without LaTeX",
    "latex": "themeloom-typst makes a PDF without LaTeX",
    "beamer": "themeloom-slides-typst makes slides as a PDF",
    "odt": "docx opens in LibreOffice as well",
    "rtf": "docx opens in every word processor",
    **dict.fromkeys(("slidy", "slideous", "s5", "dzslides"), "themeloom-revealjs makes web slides"),
    **dict.fromkeys(("html4", "html5", "dashboard", "email"), "themeloom-html makes a web page"),
    **dict.fromkeys(
        (
            *("epub", "epub2", "epub3", "gfm", "markdown", "md", "commonmark", "commonmark_x"),
            *("ipynb", "context", "docbook", "docbook4", "docbook5", "asciidoc", "asciidoctor"),
            *("confluence-html", "confluence-publish", "hugo", "hugo-md", "docusaurus-md", "rst"),
            *("jats_archiving", "jats_articleauthoring", "man", "mediawiki", "dokuwiki", "org"),
            *("textile", "texinfo", "tei", "plain", "native", "json", "opendocument", "fb2"),
            *("icml", "jira", "ms", "muse", "opml", "xwiki", "zimwiki", "haddock", "markua"),
        ),
        "",
    ),
}


def format_named(name: str, top: Place) -> Format:
    """The format of that name.

    Raises:
        ThemeloomError: if Quarto has it and the built-in renderer has not, or nobody has.
    """
    if name in FORMATS:
        return FORMATS[name]
    place = place_of(name, top)
    base = name.rsplit("-", 1)[-1]
    if name in _OTHERS:
        closest = _OTHERS[name]
        raise ThemeloomError(
            f'the built-in renderer does not make the format "{name}"',
            (f"{closest}; or " if closest else "") + "render with Quarto: quarto render",
            file=place.file,
            line=place.line,
        )
    suggestion = did_you_mean(name, FORMATS)
    extension = name.rsplit("-", 1)[0]
    if base in FORMATS | _OTHERS.keys() and not extension.startswith("themeloom") and base != name:
        suggestion += f'; formats of other extensions ("{extension}") need Quarto: quarto render'
    raise ThemeloomError(
        f'there is no format "{name}"', suggestion, file=place.file, line=place.line
    )


def formats_of(metadata: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """The formats that metadata asks for by name, each with its own options."""
    asked = metadata.get("format")
    if isinstance(asked, str):
        return {asked: {}}
    if not isinstance(asked, dict):
        return {}
    return {
        name: options if isinstance(options, dict) else {}
        for name, options in asked.items()
        if options is not None and options is not False
    }
