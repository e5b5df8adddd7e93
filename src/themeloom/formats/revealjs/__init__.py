"""Web decks: reveal.js, which a deck brings along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.packages import folder_of_package
from themeloom.formats.base import Maker
from themeloom.formats.web import close_deck, close_quartos

if TYPE_CHECKING:
    from themeloom.engines.pandoc import Job

#: What a deck takes of reveal.js, from where the package sphinx-revealjs has it.
_TAKEN = ("dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def _prepare(job: Job) -> None:
    """Put reveal.js beside the document, without the notes that make a browser ask for more."""
    reveal = folder_of_package("sphinx_revealjs", "sphinx-revealjs") / "_static" / "revealjs"
    for name in _TAKEN:
        target = job.work / "reveal" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (reveal / name).read_text(encoding="utf-8")
        target.write_text(_SOURCE_MAP.sub("", text), encoding="utf-8", newline="\n")


MAKERS = {"revealjs": Maker(prepare=_prepare, finish=close_deck, after_quarto=close_quartos)}
