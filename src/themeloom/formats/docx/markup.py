"""The few corners of a Word document that python-docx has no names for.

Each function writes one construct of WordprocessingML (ECMA-376, part 1,
chapter 17); the names in angle brackets there are the names used here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

    from themeloom.core.office import Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: Document properties of a reference: none, so that nothing of ours travels on.
EMPTY_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)
#: How far the edges of a tinted field stand out from its text, in points.
FIELD_EDGE = 6
#: The sides of a paragraph in the order that the schema demands.
_SIDES = ("top", "left", "bottom", "right")
#: Children of a style's paragraph properties in the order that the schema demands.
_PARAGRAPH_ORDER = (
    "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl",
)  # fmt: skip
_TABLE_STYLE = """\
<w:style {ns} w:type="table" w:default="1" w:customStyle="1" w:styleId="Table">
  <w:name w:val="Table"/>
  <w:qFormat/>
  <w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr>
  <w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>
  <w:tblPr>
    <w:tblInd w:w="0" w:type="dxa"/>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="40" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>
      <w:bottom w:w="40" w:type="dxa"/><w:right w:w="140" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tblPr/>
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tcBorders>
      <w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>"""


def word(tag: str) -> str:
    """The full name of a tag of WordprocessingML."""
    return f"{{{WORD}}}{tag}"


def text_of(element: Element) -> str:
    """The text of a paragraph or a run."""
    return "".join(piece.text or "" for piece in element.iter(word("t")))


def fresh_style(document: Document, name: str) -> None:
    """Clear the paragraph style of that name, or make it, and show it in Word's gallery."""
    from docx.enum.style import WD_STYLE_TYPE

    if name not in document.styles:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = document.styles[name]
    style.quick_style = True
    element = style.element
    for tag in ("w:pPr", "w:rPr", "w:link", "w:semiHidden", "w:unhideWhenUsed"):
        for child in element.findall(_name(tag)):
            element.remove(child)


def tidy_styles(document: Document) -> None:
    """Remove the character twins of headings; call the caption style what Word calls it."""
    styles = document.styles.element
    for style in list(styles):
        identifier = style.get(_name("w:styleId"), "")
        if re.fullmatch(r"(Heading\d|Title|Subtitle)Char", identifier):
            styles.remove(style)
        if identifier == "Caption":
            style.find(_name("w:name")).set(_name("w:val"), "caption")


def set_defaults(document: Document, font: str, language: str) -> None:
    """Set the font and the language of whatever no style speaks for."""
    defaults = document.styles.element.find(_name("w:docDefaults"))
    properties = defaults.find(f"{_name('w:rPrDefault')}/{_name('w:rPr')}")
    fonts = properties.find(_name("w:rFonts"))
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(_name(attribute), font)
    properties.find(_name("w:lang")).set(_name("w:val"), language)


def set_font(style: ParagraphStyle, font: str, size: float) -> None:
    """Set a style's font and its size in points, for Latin and for complex scripts."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    if font:
        style.font.name = font
        style.element.rPr.rFonts.set(_name("w:cs"), font)
    if size:
        style.font.size = Pt(size)
        twin = OxmlElement("w:szCs")
        twin.set(_name("w:val"), str(round(size * 2)))
        style.element.rPr.find(_name("w:sz")).addnext(twin)


def set_rules(style: ParagraphStyle, *, left: str = "", top: str = "") -> None:
    """Draw rules at the left of a paragraph or above it, given as colours."""
    edges = {"top": (top, 18, 6), "left": (left, 12, 10)}
    _set_borders(style, {side: edge for side, edge in edges.items() if edge[0]})


def set_field(style: ParagraphStyle, colour: str, sides: Sequence[str]) -> None:
    """Put a tint behind a paragraph, and round it where the field ends."""
    from docx.oxml import OxmlElement

    if not colour:
        return
    _set_borders(style, {side: (colour, 4, FIELD_EDGE) for side in _SIDES if side in sides})
    shade = OxmlElement("w:shd")
    for key, value in {"val": "clear", "color": "auto", "fill": colour}.items():
        shade.set(_name(f"w:{key}"), value)
    _insert(style.element.get_or_add_pPr(), shade)


def _set_borders(style: ParagraphStyle, edges: Mapping[str, tuple[str, int, int]]) -> None:
    """Draw edges: colour, width in eighths of a point, distance from the text in points."""
    from docx.oxml import OxmlElement

    if not edges:
        return
    borders = OxmlElement("w:pBdr")
    for side, (colour, width, space) in edges.items():
        edge = OxmlElement(f"w:{side}")
        for key, value in {"val": "single", "sz": width, "space": space, "color": colour}.items():
            edge.set(_name(f"w:{key}"), str(value))
        borders.append(edge)
    _insert(style.element.get_or_add_pPr(), borders)


def set_letter_spacing(style: ParagraphStyle, twentieths: int) -> None:
    """Open the letters of a style by that many twentieths of a point."""
    from docx.oxml import OxmlElement

    if not twentieths:
        return
    spacing = OxmlElement("w:spacing")
    spacing.set(_name("w:val"), str(twentieths))
    properties = style.element.get_or_add_rPr()
    size = properties.find(_name("w:sz"))
    if size is None:
        properties.append(spacing)
    else:
        size.addprevious(spacing)


def leave_unnumbered(style: ParagraphStyle) -> None:
    """Leave a style's lines out when lines are numbered."""
    from docx.oxml import OxmlElement

    _insert(style.element.get_or_add_pPr(), OxmlElement("w:suppressLineNumbers"))


def set_level(style: ParagraphStyle, level: int) -> None:
    """Tell Word that a style is a heading of that level, for its navigation pane."""
    from docx.oxml import OxmlElement

    if level:
        outline = OxmlElement("w:outlineLvl")
        outline.set(_name("w:val"), str(level - 1))
        _insert(style.element.get_or_add_pPr(), outline)


def rule_tables(document: Document, font: str) -> None:
    """Give pandoc's table style three rules and none that stands upright."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    styles = document.styles.element
    for style in list(styles):
        if style.get(_name("w:styleId")) == "Table":
            styles.remove(style)
    styles.append(parse_xml(_TABLE_STYLE.format(ns=nsdecls("w"), font=font)))


def quiet_links(document: Document) -> None:
    """Set links in the colour of the text that they stand in, underlined by nothing."""
    style = document.styles["Hyperlink"]
    for colour in style.element.rPr.findall(_name("w:color")):
        style.element.rPr.remove(colour)


def plain_code(document: Document) -> None:
    """Let code take the size of the text that it stands in."""
    style = document.styles["Verbatim Char"]
    style.font.size = None
    for twin in style.element.rPr.findall(_name("w:szCs")):
        style.element.rPr.remove(twin)


def number_pages(paragraph: Paragraph) -> None:
    """Write the page number at the right of a paragraph."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph._p.append(  # noqa: SLF001 - python-docx has no public way to add a field
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )


def number_lines(section: Section) -> None:
    """Number every line, through the whole document."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    lines = parse_xml(
        f'<w:lnNumType {nsdecls("w")} w:countBy="1" w:distance="280" w:restart="continuous"/>'
    )
    margins = section._sectPr.find(_name("w:pgMar"))  # noqa: SLF001 - as above
    margins.addnext(lines)


def name_theme_fonts(theme: bytes, major: str, minor: str) -> bytes:
    """Name the fonts that a theme stands for, so that Word's menus offer ours first."""
    text = theme.decode()
    for kind, font in (("major", major), ("minor", minor)):
        text = re.sub(
            rf'(<a:{kind}Font>\s*<a:latin typeface=")[^"]*"[^>]*>', rf'\g<1>{font}"/>', text
        )
    return text.encode()


def _insert(properties: Element, child: Element) -> None:
    """Insert a child where the schema wants it among a paragraph's properties."""
    local = child.tag.rpartition("}")[2]
    later = _PARAGRAPH_ORDER[_PARAGRAPH_ORDER.index(local) + 1 :]
    for sibling in properties:
        if sibling.tag.rpartition("}")[2] in later:
            sibling.addprevious(child)
            return
    properties.append(child)


def _name(tag: str) -> str:
    """The full name of a tag like `w:p`."""
    from docx.oxml.ns import qn

    return str(qn(tag))
