"""Golden cases of messages: a title, a document, and what is said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n\n"
    r"``````qmd\n(?P<source>.*?)\n?``````\n\n"
    r"```text\n(?P<said>.*?)\n?```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Case:
    """One case.

    Args:
        title: what it is about; the name of the test.
        source: the document, `case.qmd`.
        said: the whole message, or nothing where the document is fine.
    """

    title: str
    source: str
    said: str


def cases(name: str) -> list[Case]:
    """The cases of a Markdown file beside this one."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    found = [Case(match["title"], match["source"], match["said"]) for match in _CASE.finditer(text)]
    assert len(found) == text.count("\n``````qmd\n"), (
        f"a case of {name} is not written as the others are"
    )
    return found
