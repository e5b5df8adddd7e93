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


_ELSEWHERE = """---
title: A memo that no one renders
author:
  - name: Synthia Madeup
    email: synthia@made-up.example.org
    affiliation:
      name: Made-up Institute
      address: 12 Madeup Lane
---

{body}
"""


def test_so_may_those_of_documents_that_nobody_renders(tmp_path: Path) -> None:
    """Authors and their institutions are theirs to name; what stands in the text is not."""
    project = copied("explorer-synthetic", tmp_path)
    memo = project.root / "manuscript" / "memo.qmd"
    memo.write_text(_ELSEWHERE.format(body="Text."), encoding="utf-8")
    told = themeloom(project, "check").stdout
    assert "manuscript/memo.qmd" not in told
    memo.write_text(_ELSEWHERE.format(body="Write to bo@made-up.example.org."), encoding="utf-8")
    told = themeloom(project, "check").stdout
    assert "manuscript/memo.qmd (1 error)" in told
    assert "an e-mail address stands here" in told
