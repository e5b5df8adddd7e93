"""What drawing a figure gives: the picture and the words that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Drawing:
    """A figure with its words.

    Args:
        id: the name by which documents cite it.
        caption: what it is, for its caption; plain text, no words of the study in it.
        alt: what it shows, for those who do not see it; plain text that repeats
            words of the study, so whoever puts it into Markdown must escape it.
        figure: the picture.
        warnings: what the person who builds the study should know of it, each worded
            as errors are: a sentence, and a hint on a line of its own.
    """

    id: str
    caption: str
    alt: str
    figure: Figure
    warnings: tuple[str, ...] = ()
