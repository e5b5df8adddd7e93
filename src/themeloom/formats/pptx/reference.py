"""The PowerPoint styles: a reference presentation that pandoc copies into every .pptx.

It begins as pandoc's own, loses its sample slides, and gets our theme, our
master and the layouts of `slidelayouts`. Everything is real: people who edit
the deck find named layouts, placeholders and theme colours, not text boxes.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from themeloom.core.office import read_package, write_package
from themeloom.formats.pptx import layouts as slidelayouts
from themeloom.formats.pptx.layouts import (
    EMU,
    HEIGHT,
    LAYOUTS,
    THREAD_HEIGHT,
    THREAD_TOP,
    WIDTH,
    Box,
    Layout,
)

if TYPE_CHECKING:
    from pathlib import Path

INK, QUIET, GROUND, FIELD, RULE, LINK = "1B1F2A", "4A5160", "FAF7F2", "F6F1E8", "D9D3C7", "1F4F96"
THREADS = ("0B6B6B", "A85A00", "74398A", "2458A6", "4E6F1E", "A8323E")
VOICE, TEXT = "Source Serif Pro", "Source Sans Pro"
#: How far text stands in at each level of a list, in pixels, and how large it is beside the first.
LEVELS = ((44, 1.0), (88, 0.9), (132, 0.85), (176, 0.8), (220, 0.8))
#: The room above an item of a list, in pixels: at the first level, and further in.
ITEM, INNER_ITEM = 28, 12

_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
    '<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_BODY = (
    '<a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">{fit}</a:bodyPr>'
)


#: What tells screen readers to pass over a shape.
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>'
    "</a:extLst>"
)
_RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


def make_reference(pandocs: bytes, target: Path) -> Path:
    """Dress pandoc's reference presentation and write it to `target`.

    Args:
        pandocs: pandoc's own reference.pptx.
        target: where the dressed one goes.
    """
    parts = read_package(BytesIO(_without_slides(pandocs)))
    parts["ppt/theme/theme1.xml"] = _theme(parts["ppt/theme/theme1.xml"].decode()).encode()
    master = "ppt/slideMasters/slideMaster1.xml"
    parts[master] = _master(parts[master].decode()).encode()
    for number, layout in enumerate(LAYOUTS, start=1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = layout_xml(layout).encode()
    presentation = parts["ppt/presentation.xml"].decode()
    parts["ppt/presentation.xml"] = _resize(presentation).encode()
    return write_package(target, parts)


def _without_slides(pandocs: bytes) -> bytes:
    """Drop the sample slides; parts that nothing refers to any more go with them."""
    import pptx

    deck = pptx.Presentation(BytesIO(pandocs))
    listed = deck.slides._sldIdLst  # noqa: SLF001 - python-pptx has no public way to drop a slide
    for slide in list(listed):
        deck.part.drop_rel(slide.rId)
        listed.remove(slide)
    deck.core_properties.title = ""
    deck.core_properties.author = ""
    buffer = BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _resize(presentation: str) -> str:
    """Make the slide 13⅓ inches wide, as PowerPoint's own wide slides are."""
    size = f'<p:sldSz cx="{WIDTH * EMU}" cy="{HEIGHT * EMU}"/>'
    sized = re.sub(r"<p:sldSz [^>]*/>", size, presentation)
    return re.sub(r"<p:extLst>.*?</p:extLst>", "", sized, flags=re.DOTALL)


def _theme(theme: str) -> str:
    """Put our colours and typefaces into the theme."""
    named = {
        "dk1": INK, "lt1": GROUND, "dk2": QUIET, "lt2": FIELD,
        "hlink": LINK, "folHlink": THREADS[2],
        **{f"accent{number}": colour for number, colour in enumerate(THREADS, start=1)},
    }  # fmt: skip
    order = ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
    colours = "".join(f'<a:{key}><a:srgbClr val="{named[key]}"/></a:{key}>' for key in order)
    scheme = f'<a:clrScheme name="Themeloom">{colours}</a:clrScheme>'
    theme = re.sub(r"<a:clrScheme.*?</a:clrScheme>", scheme, theme, flags=re.DOTALL)
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{face}"/><a:ea typeface=""/><a:cs typeface=""/>'
        f"</a:{kind}Font>"
        for kind, face in (("major", VOICE), ("minor", TEXT))
    )
    scheme = f'<a:fontScheme name="Themeloom">{fonts}</a:fontScheme>'
    theme = re.sub(r"<a:fontScheme.*?</a:fontScheme>", scheme, theme, flags=re.DOTALL)
    return re.sub(r'(<a:theme [^>]*name=")[^"]*"', r'\g<1>Themeloom"', theme, count=1)


def _master(master: str) -> str:
    """Put our boxes, the thread's groundline and our text styles on the master."""
    body = slidelayouts.CONTENT.boxes[1]
    boxes = (
        slidelayouts.CONTENT.boxes[0],
        Box("body", 1, "Text", *_place(body), body.size, bullets=True, line=body.line),
        *slidelayouts.FOOT,
    )
    shapes = [_shape(box, number) for number, box in enumerate(boxes, start=2)]
    tree = (
        f"<p:cSld><p:bg><p:bgPr>{_fill('bg1')}<a:effectLst/></p:bgPr></p:bg>"
        f"<p:spTree>{_GROUP}{_groundline()}{''.join(shapes)}</p:spTree></p:cSld>"
    )
    master = re.sub(r"<p:cSld>.*?</p:cSld>", lambda _: tree, master, flags=re.DOTALL)
    styles = f"<p:txStyles><p:titleStyle>{_level(1, slidelayouts.CONTENT.boxes[0])}</p:titleStyle>"
    styles += f"<p:bodyStyle>{_list_levels(body.size, line=body.line)}</p:bodyStyle>"
    return re.sub(r"<p:txStyles>.*?</p:bodyStyle>", lambda _: styles, master, flags=re.DOTALL)


def _place(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.width, box.height


def layout_xml(layout: Layout) -> str:
    """Write one layout."""
    shapes = "".join(_shape(box, number) for number, box in enumerate(layout.boxes, start=2))
    kind = "" if layout.kind == "cust" else f' type="{layout.kind}"'
    return (
        f'{_HEAD}<p:sldLayout {_NAMESPACES}{kind} preserve="1"><p:cSld name="{layout.name}">'
        f"<p:spTree>{_GROUP}{shapes}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _shape(box: Box, number: int) -> str:
    """Write one placeholder, with its place and the look of its text."""
    kind = "" if box.kind == "obj" else f' type="{box.kind}"'
    index = f' idx="{box.index}"' if box.index else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{box.name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{kind}{index}/></p:nvPr>'
        f"</p:nvSpPr><p:spPr>{_transform(box)}{_RECTANGLE}</p:spPr><p:txBody>"
        f"{_BODY.format(anchor=box.anchor, fit='<a:normAutofit/>')}"
        f"<a:lstStyle>{_levels(box)}</a:lstStyle>{_sample(box)}</p:txBody></p:sp>"
    )


def _transform(box: Box) -> str:
    return (
        f'<a:xfrm><a:off x="{box.x * EMU}" y="{box.y * EMU}"/>'
        f'<a:ext cx="{box.width * EMU}" cy="{box.height * EMU}"/></a:xfrm>'
    )


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


def _line(percent: int) -> str:
    return f'<a:lnSpc><a:spcPct val="{percent * 1000}"/></a:lnSpc>'


def _levels(box: Box) -> str:
    """The look of a box's text, level by level where it holds lists."""
    if box.bullets:
        return _list_levels(box.size, line=box.line)
    return _level(1, box)


def _level(level: int, box: Box) -> str:
    """The look of plain text in a box."""
    return (
        f'<a:lvl{level}pPr marL="0" indent="0" algn="{box.align}">{_line(box.line)}'
        f'<a:spcBef><a:spcPts val="{box.before * 50}"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{box.size * 50}" b="0"{_tracked(box)} kern="1200">{_fill(box.colour)}'
        f'<a:latin typeface="{box.font}"/></a:defRPr></a:lvl{level}pPr>'
    )


def _tracked(box: Box) -> str:
    """Capitals, spaced by eight hundredths of their size, for a label that has them."""
    return f' cap="all" spc="{box.size * 4}"' if box.capitals else ""


def _list_levels(size: int, *, line: int) -> str:
    """The look of lists: a dash for each item, smaller and further in at each level."""
    levels = []
    for number, (indent, smaller) in enumerate(LEVELS, start=1):
        points = round(size * smaller) * 50
        above = (ITEM if number == 1 else INNER_ITEM) * 50
        levels.append(
            f'<a:lvl{number}pPr marL="{indent * EMU}" indent="-{LEVELS[0][0] * EMU}" algn="l">'
            f'{_line(line)}<a:spcBef><a:spcPts val="{above}"/></a:spcBef>'
            f'<a:buClr><a:schemeClr val="tx2"/></a:buClr><a:buFont typeface="{TEXT}"/>'
            f'<a:buChar char="–"/><a:defRPr sz="{points}" kern="1200">{_fill("tx1")}'
            f'<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{number}pPr>'
        )
    return "".join(levels)


def _sample(box: Box) -> str:
    """What a box shows while it is empty: its name, or the field that it holds."""
    if box.kind == "sldNum":
        return (
            '<a:p><a:fld id="{C5EF2332-01BF-834F-8236-50238282D533}" type="slidenum">'
            '<a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld></a:p>'
        )
    if box.kind in {"dt", "ftr"}:
        return '<a:p><a:endParaRPr lang="en-GB"/></a:p>'
    return f'<a:p><a:r><a:rPr lang="en-GB"/><a:t>{escape(box.name)}</a:t></a:r></a:p>'


def _groundline() -> str:
    """The hairline along the lower edge on which the thread runs."""
    line = Box("", 0, "Groundline", 0, THREAD_TOP + THREAD_HEIGHT // 2 - 1, WIDTH, 2)
    return rectangle(line, 90, f'<a:srgbClr val="{RULE}"/>')


def rectangle(box: Box, number: int, colour: str) -> str:
    """Write a plain filled rectangle that screen readers pass over."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{box.name}" descr="">'
        f'{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{_transform(box)}{_RECTANGLE}<a:solidFill>{colour}</a:solidFill>"
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>"
        '<a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
    )
