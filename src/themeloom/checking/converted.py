"""Texts in other mark-up than Markdown: pandoc knows what their readers see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.processes import answer
from themeloom.engines.pandoc import program

if TYPE_CHECKING:
    from themeloom.checking.markup import Locate
    from themeloom.documents.places import Place

#: How many seconds pandoc has; what takes longer is read as it is written.
_SECONDS = 5.0
#: Its tables stand between bars, or in lines.
_MARKDOWN = "markdown-simple_tables-multiline_tables"
#: By so many words a place of the original is found.
_WORDS = 4
_WORD = re.compile(r"\w+")


def as_markdown(text: str, form: str) -> str | None:
    """What a text says, in Markdown; nothing if pandoc cannot read it.

    Args:
        text: as it is written.
        form: pandoc's name for its mark-up. What it includes of other files is left alone.
    """
    command = [str(program()), "--sandbox", f"--from={form}", f"--to={_MARKDOWN}", "--wrap=none"]
    return answer(command, _SECONDS, text.encode("utf-8", "replace").decode())


def located_in(original: str, markdown: str, locate: Locate) -> Locate:
    """Gives the place of an offset of the Markdown in the text that it was made of."""

    def place(at: int) -> Place:
        words = [re.escape(one[0]) for one in _WORD.finditer(markdown, at, at + 200)][:_WORDS]
        found = re.search(r"\W+".join(words), original) if words else None
        return locate(found.start() if found else 0)

    return place
