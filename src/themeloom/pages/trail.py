"""The audit trail as a page: how codebook and themes came to be, for a reviewer to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.pages.explorer import told_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.coding.trail import Entry
    from themeloom.pages.explorer_data import Styles
    from themeloom.study.model import Study


def trail_page(study: Study, entries: Sequence[Entry], colophon: str, typefaces: Styles) -> bytes:
    """The page.

    Args:
        study: the store.
        entries: what became of codes and themes, the first of it first.
        colophon: which version this is, in one line.
        typefaces: the style sheets that bring the typefaces; empty if they are not staged.
    """
    return told_page("trail.html", study, colophon, typefaces, entries=entries, script="")
