"""The foot of a slide: its number, what is to be said on every slide, and the colophon."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from themeloom.rendering.styles import slidelayouts as layouts
from themeloom.rendering.styles.slidexml import COLOPHON, parsed

if TYPE_CHECKING:
    from themeloom.rendering.styles.slidelayouts import Box
    from themeloom.rendering.styles.slidexml import Slide

#: Where the colophon stands on the last slide, in pixels: between the text and the thread.
_SIGNED_TOP, _SIGNED_WIDTH, _SIGNED_HEIGHT = 969, 1440, 34
_NUMBER = '<a:fld id="{{C5EF2332-01BF-834F-8236-50238282D533}}" type="slidenum">{}</a:fld>'


def number_slide(slide: Slide, number: int) -> None:
    """Put the slide's number where its layout has a place for it."""
    words = f'<a:rPr lang="en-GB"/><a:t>{number}</a:t>'
    _fill(slide, layouts.NUMBER, _NUMBER.format(words))


def flag_slide(slide: Slide, flag: str, colour: str) -> None:
    """Say on a slide what is to be said on every one: that the data are synthetic.

    Args:
        slide: where it is said.
        flag: the words; nothing is said if there are none.
        colour: their colour, as a name of the theme.
    """
    if flag:
        words = (
            f'<a:r><a:rPr lang="en-GB" cap="all" spc="{layouts.FOOTER.size * 4}"><a:solidFill>'
            f'<a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="{layouts.HEADING}"/>'
            f"</a:rPr><a:t>{escape(flag)}</a:t></a:r>"
        )
        _fill(slide, layouts.FOOTER, words)


def _fill(slide: Slide, box: Box, words: str) -> None:
    """Add one of the small boxes at the foot, with what it says."""
    if slide.layout.box(box.index) is None:
        return
    slide.shapes.append(
        parsed(
            f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{box.name}"/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{box.kind}" sz="quarter" '
            f'idx="{box.index}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
            f"<a:p>{words}</a:p></p:txBody></p:sp>"
        )
    )


def sign_slide(slide: Slide, colophon: str, *, flagged: bool = False) -> None:
    """Write small at the foot of a slide what the deck was made from.

    Args:
        slide: the last one.
        colophon: the words.
        flagged: whether something is said in their place already; they then stand above it.
    """
    words = escape(colophon)
    top = _SIGNED_TOP - (_SIGNED_HEIGHT + 4 if flagged else 0)
    x, y = layouts.LEFT * layouts.EMU, top * layouts.EMU
    slide.shapes.append(
        parsed(
            f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{COLOPHON}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
            f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
            f'<a:ext cx="{_SIGNED_WIDTH * layouts.EMU}" cy="{_SIGNED_HEIGHT * layouts.EMU}"/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
            '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
            '<a:p><a:r><a:rPr lang="en-GB" sz="1200"><a:solidFill><a:schemeClr val="tx2"/>'
            f"</a:solidFill></a:rPr><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
        )
    )
