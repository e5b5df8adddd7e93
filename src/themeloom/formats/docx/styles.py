"""The Word styles: a reference document that pandoc copies into every .docx.

It begins as pandoc's own reference document and is dressed from the tables
below: one row for each style. Text is black, structure is in the styles
alone, and nothing is locked, so that a copy editor can work as usual. In
review mode lines are numbered and spaced double.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from themeloom.core.office import read_package, write_package
from themeloom.formats.docx import markup as wordxml

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

SERIF = "Source Serif Pro"
SANS = "Source Sans Pro"
HEAD = "Source Sans Pro Semibold"
BLACK = "000000"
QUIET = "4A5160"
FIELD = "F6F1E8"
RULE = "8A8F99"
AMBER = "A85A00"
#: How far quotations stand in from the text, in points (8 mm).
INDENT = 23
#: Language of the text, until pandoc puts in that of the document.
LANGUAGE = "en-GB"


@dataclass(frozen=True)
class Look:
    """How paragraphs of one style look.

    A field of tint has its `edges` where it ends: what is as wide above or below goes on.
    Lengths are points. Line spacing is a multiple of what the face itself asks
    for, which in ours is about a quarter more than its size.
    """

    name: str
    base: str = "Body Text"
    font: str = ""
    size: float = 0
    line: float = 0
    before: float | None = None
    after: float | None = None
    left: float = 0
    hanging: float = 0
    colour: str = ""
    italic: bool = False
    caps: bool = False
    keep: bool = False
    together: bool = False
    field: str = ""
    edges: str = ""
    rule: str = ""
    top: str = ""
    level: int = 0
    then: str = ""


# fmt: off
#: Every paragraph style that a document of ours uses, from the page's head to its foot.
LOOKS: tuple[Look, ...] = (
    Look("Normal", "", SERIF, 11, 1.14, 0, 0, colour=BLACK),
    Look("Body Text", "Normal", before=0, after=7),
    Look("First Paragraph", then="Body Text"),
    Look("Compact", before=0, after=3),
    Look("Kicker", "Normal", HEAD, 8, 1, 0, 8, colour=QUIET, caps=True, keep=True, then="Title"),
    Look("Title", "Normal", SERIF, 20, 0.92, 0, 6, keep=True, together=True, then="Subtitle"),
    Look("Subtitle", "Normal", SERIF, 13, 0.98, 0, 12, colour=QUIET, together=True, then="Author"),
    Look("Author", "Normal", SANS, 11, 1.04, 0, 4, together=True, then="Affiliation"),
    Look("Affiliation", "Normal", SANS, 9, 1.02, 0, 1, colour=QUIET, together=True),
    Look("Correspondence", "Affiliation", before=3, after=1),
    Look("Date", "Affiliation"),
    Look("Colophon", "Normal", SANS, 8.5, 1.04, 12, 0, colour=QUIET, top=RULE, together=True),
    Look("Notice", "Normal", SANS, 9.5, 1.04, 12, 4, top=AMBER, together=True),
    Look("Abstract Title", "Normal", HEAD, 9.5, 1, 12, 0, keep=True, field=FIELD,
         edges="top left right", then="Abstract"),
    Look("Abstract", "Normal", SERIF, 9.5, 1.08, 0, 3, field=FIELD, edges="left bottom right",
         then="Abstract"),
    Look("Keywords", "Normal", SANS, 9, 1.04, 8, 0, colour=QUIET, together=True),
    Look("Heading 1", "Normal", HEAD, 15, 0.95, 22, 6, keep=True, together=True, level=1),
    Look("Heading 2", "Normal", HEAD, 12.5, 0.95, 16, 4, keep=True, together=True, level=2),
    Look("Heading 3", "Normal", HEAD, 11, 1, 12, 3, keep=True, together=True, level=3),
    Look("Heading 4", "Normal", SANS, 11, 1, 10, 2, keep=True, italic=True, level=4),
    Look("Quotation", "Normal", SERIF, 11.5, 1.12, 10, 0, INDENT, rule=RULE, keep=True,
         together=True, then="Quotation Source"),
    Look("Quotation Source", "Normal", SANS, 9, 1.04, 0, 12, INDENT, colour=QUIET, rule=RULE,
         then="Body Text"),
    Look("Block Text", left=INDENT, before=6, after=8),
    Look("Theme Title", "Normal", HEAD, 11, 1, 8, 1, keep=True, then="Theme Statement"),
    Look("Theme Statement", "Normal", SERIF, 11.5, 1.1, 0, 8, together=True, then="Body Text"),
    Look("Implication", before=0, after=6, together=True),
    Look("Callout Title", "Normal", HEAD, 10, 1, 12, 0, INDENT, rule=AMBER, keep=True,
         then="Callout"),
    Look("Callout", "Normal", SERIF, 10, 1.08, 0, 4, INDENT, rule=AMBER, together=True),
    Look("Caption", "Normal", SANS, 9, 1.02, 4, 12, colour=QUIET, together=True),
    Look("Table Caption", "Caption", before=12, after=4, keep=True),
    Look("Image Caption", "Caption", before=4, after=14),
    Look("Figure", "Normal", before=12, after=2, line=1),
    Look("Captioned Figure", "Figure", keep=True),
    Look("Table Text", "Normal", SANS, 9, 1, 1.5, 1.5),
    Look("Table Heading", "Table Text", HEAD, keep=True),
    Look("Bibliography", "Normal", SERIF, 10, 1.06, 0, 4, 18, 18),
    Look("Footnote Text", "Normal", SERIF, 9, 1.02, 0, 2),
    Look("Definition Term", "Normal", HEAD, 11, 1, 6, 0, keep=True),
    Look("Definition", "Body Text", left=INDENT),
    Look("Footer", "Normal", SANS, 9, 1, colour=QUIET),
    Look("Line Number", "Normal", SANS, 8, 1, colour=QUIET),
)

# fmt: on

#: Page margins in millimetres: top, right, bottom, left.
MARGINS = (25.0, 33.0, 25.0, 33.0)
REVIEW_MARGINS = (25.0, 25.0, 25.0, 32.0)
#: What reviewers read, and write between the lines of.
_DOUBLE = frozenset(
    {"Normal", "Abstract", "Quotation", "Theme Statement", "Caption", "Bibliography", "Callout"}
)
#: Styles whose lines bear no numbers.
_UNNUMBERED = frozenset(
    {"Footer", "Footnote Text", "Table Text", "Figure", "Captioned Figure", "Kicker"}
)


def make_reference(pandocs: bytes, target: Path, *, review: bool = False) -> Path:
    """Dress pandoc's reference document and write it to `target`.

    Args:
        pandocs: pandoc's own reference.docx.
        target: where the dressed one goes.
        review: whether it is for reviewers: lines numbered, spaced double.
    """
    import docx

    document = docx.Document(BytesIO(pandocs))
    wordxml.set_defaults(document, SERIF, LANGUAGE)
    wordxml.tidy_styles(document)
    for look in LOOKS:
        wordxml.fresh_style(document, look.name)
    for look in LOOKS:
        _dress(document, for_review(look) if review else look)
    wordxml.rule_tables(document, SANS)
    wordxml.quiet_links(document)
    wordxml.plain_code(document)
    _lay_out(document, review=review)
    buffer = BytesIO()
    document.save(buffer)
    parts = read_package(buffer)
    theme = "word/theme/theme1.xml"
    parts[theme] = wordxml.name_theme_fonts(parts[theme], HEAD, SERIF)
    parts["docProps/core.xml"] = wordxml.EMPTY_CORE
    return write_package(target, parts)


def for_review(look: Look) -> Look:
    """The same style as reviewers want it: what is read is double-spaced, nothing is tinted."""
    if look.name not in _DOUBLE:
        return replace(look, field="", edges="")
    return replace(look, line=2, size=max(look.size, 11), field="", edges="")


def _dress(document: Document, look: Look) -> None:
    """Make a style of the document look as its row says."""
    from docx.shared import Pt, RGBColor

    style = document.styles[look.name]
    style.base_style = document.styles[look.base] if look.base else None
    style.next_paragraph_style = document.styles[look.then] if look.then else None
    text, paragraph = style.font, style.paragraph_format
    text.italic = look.italic or None
    text.all_caps = look.caps or None
    if look.colour:
        text.color.rgb = RGBColor.from_string(look.colour)
    wordxml.set_font(style, look.font, look.size)
    paragraph.line_spacing = look.line or None
    paragraph.space_before = None if look.before is None else Pt(look.before)
    paragraph.space_after = None if look.after is None else Pt(look.after)
    # The edges of a field stand out from its text, so that the text stands in by as much.
    inset = wordxml.FIELD_EDGE if look.field else 0
    paragraph.left_indent = Pt(look.left + inset) if look.left + inset else None
    paragraph.right_indent = Pt(inset) if inset else None
    paragraph.first_line_indent = Pt(-look.hanging) if look.hanging else None
    paragraph.keep_with_next = look.keep or None
    paragraph.keep_together = look.together or None
    paragraph.widow_control = True if look.name == "Normal" else None
    wordxml.set_rules(style, left=look.rule, top=look.top)
    wordxml.set_field(style, look.field, look.edges.split())
    wordxml.set_letter_spacing(style, 12 if look.caps else 0)
    wordxml.set_level(style, look.level)
    if look.name in _UNNUMBERED:
        wordxml.leave_unnumbered(style)


def _lay_out(document: Document, *, review: bool) -> None:
    """Set the page: A4, margins, page numbers at the foot, line numbers for reviewers."""
    from docx.shared import Mm

    section = document.sections[0]
    top, right, bottom, left = REVIEW_MARGINS if review else MARGINS
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.header_distance = section.footer_distance = Mm(12)
    footer = section.footer
    footer.is_linked_to_previous = False
    wordxml.number_pages(footer.paragraphs[0])
    if review:
        wordxml.number_lines(section)
