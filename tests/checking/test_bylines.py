from __future__ import annotations

from typing import TYPE_CHECKING

from compendium import themeloom
from helpers import changed, copied

if TYPE_CHECKING:
    from pathlib import Path

_FRONT = """---
author:
  - name: Synthia Madeup
    email: synthia@made-up.example.org
  - name: {given: Bo, family: Invented}
    corresponding: "12 Madeup Lane, bo@made-up.example.org"
"""


def test_authors_may_say_how_to_reach_them(tmp_path: Path) -> None:
    """An address that front matter gives for an author is public; any other is told as before."""
    project = copied("explorer-synthetic", tmp_path)
    paper = project.root / "manuscript" / "paper.qmd"
    text = paper.read_text(encoding="utf-8")
    paper.write_text(text.replace("---\n", _FRONT, 1), encoding="utf-8")
    told = themeloom(project, "check").stdout
    assert "word for word" in told
    assert "e-mail address" not in told
    changed(paper, _FRONT, f"{_FRONT}description: somebody@made-up.example.org\n")
    assert "an e-mail address stands here" in themeloom(project, "check").stdout
