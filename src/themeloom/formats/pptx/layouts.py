"""The slide layouts of the reference presentation: their names, their boxes, their measures.

All lengths are pixels of a slide that is 1920 wide and 1080 high, as in the deck's style sheet
and in the slides as PDF; a point of type is two pixels. pandoc looks layouts up by name and boxes
by number, so both are its own. Four layouts are ours (Figure, Quotation, Statement, Closing);
`finish_pptx` gives them to the slides that are such.
"""

from __future__ import annotations

from themeloom.look.tokens import LOOK

WIDTH = 1920
#: English metric units in a pixel: 914,400 to the inch, 144 pixels to the inch.
EMU = 6350
#: Hundredths of a point in a pixel.
HUNDREDTHS = 50
#: Typefaces: the theme's own for text, and the sans's semibold for headings.
TEXT, HEADING = "+mn-lt", LOOK.faces["heading"]
LEFT = LOOK.sizes["margin"]
ACROSS = WIDTH - 2 * LEFT
#: Where what stands on a slide ends, above colophon and number.
FOOT = 900
#: Where the thread runs, and how heavy it is.
THREAD_TOP, THREAD_HEIGHT = 1030, LOOK.sizes["thread"]
#: How large text is at each level of a list, beside the first.
SHARES = (1.0, 0.9, 0.85, 0.8, 0.8)

#: The layouts by their names, as far as slides on them are set in their own way.
TITLE_SLIDE, CONTENT, SECTION, TWO = (
    "Title Slide", "Title and Content", "Section Header", "Two Content",
)  # fmt: skip
FIGURE, CLOSING = "Figure", "Closing"
QUOTATION, STATEMENT = "Quotation", "Statement"
#: What pandoc's text boxes below pictures and tables are called.
CAPTION = "Caption"
#: The numbers of boxes: of a second column, of a figure's picture, of the label above the title.
SECOND_BOX, PICTURE_BOX, KICKER_BOX, FOOTER_BOX, NUMBER_BOX = 2, 14, 13, 11, 12
