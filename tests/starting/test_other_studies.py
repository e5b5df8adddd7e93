"""Studies of other shapes than interviews: each renders, and says what was checked."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import lxml.html
import pytest
from compendium import themeloom

from themeloom.core.project import Project
from themeloom.starting import Start, begin

if TYPE_CHECKING:
    from pathlib import Path

_PAPER = """---
format:
  themeloom-html: default
  themeloom-docx: default
  themeloom-jats: default
---

# Results

CITED
{{< table sources >}}
"""


@dataclass(frozen=True)
class Shape:
    """A made study.

    Args:
        store: what stands in study.yml below its head.
        texts: its sources below data-raw/.
        cited: what the paper cites.
        shown: words that the paper shows.
        told: words of `themeloom check`, or of the paper, that say what was checked.
    """

    store: str
    texts: dict[str, str]
    cited: str
    shown: tuple[str, ...]
    told: tuple[str, ...]


_THEME = """themes:
  - id: together
    title: Together
    statement: Something was done together.
    quotations:
"""
SHAPES = {
    "focus groups": Shape(
        """sources:
  - {id: fg1, title: Group 1, kind: focus group, access: open, file: fg1.txt, group: Focus groups}
  - {id: fg2, title: Group 2, kind: focus group, access: open, file: fg2.txt, group: Focus groups}
participants:
  - {id: a1, label: Anna, pseudonym: Ane, attributes: {role: nurse}}
  - {id: b1, label: Bert, pseudonym: Bo, attributes: {role: nurse}}
  - {id: c1, label: Cato, pseudonym: Cy, attributes: {role: nurse}}
settings: {quotations: {attribution: "{pseudonym}, {role}"}}
"""
        + _THEME
        + """      - {id: carry, text: We carried each other., source: fg1, participant: a1}
      - {id: share, text: We shared the chairs., source: fg2, participant: c1}
""",
        {
            "fg1.txt": "Mod: How was it?\nAnna: We carried each other.\nBert: Some of us did.\n",
            "fg2.txt": "Mod: And here?\nCato: We shared the chairs.\n",
        },
        "{{< quote carry >}}\n\n{{< quote share >}}\n\n{{< value focus-groups >}} groups.\n",
        ("We carried each other.", "Ane, nurse", "Cy, nurse", "two groups", "Focus groups"),
        ("Who speaks in the source was checked for 2 of 2 quotations with a participant.",),
    ),
    "documents only": Shape(
        """sources:
  - {id: plan, title: The plan, kind: policy document, access: open, file: plan.txt}
"""
        + _THEME
        + """      - id: duty
        text: Staff shall greet everybody.
        source: plan
        attribution: The plan
""",
        {"plan.txt": "1. General\n\nStaff shall greet everybody. Nobody waits alone.\n"},
        "{{< quote duty >}}\n",
        ("Staff shall greet everybody.", "The plan"),
        (
            "1 of 1 passage of the store verified in their sources: 1 word for word",
            "1 quotation without a participant",
        ),
    ),
    "nothing may leave": Shape(
        """sources:
  - {id: p01, title: Interview, kind: interview, access: restricted, file: secret/p01.txt}
participants:
  - {id: p01, attributes: {role: nurse}}
"""
        + _THEME
        + """      - {id: wait, text: I waited there., source: p01, participant: p01}
""",
        {"secret/p01.txt": "INT: Where?\nP01: I waited there.\n"},
        "{{< quote wait >}}\n",
        ("I waited there.", "Verified only where the source is kept", "on request"),
        ("Not read, because not at hand: 1 restricted of 1 source",),
    ),
    "translated": Shape(
        """sources:
  - {id: p01, title: Interview, kind: interview, access: open, file: p01.txt}
participants:
  - {id: p01, attributes: {role: nurse}}
settings: {quotations: {wording: both}}
"""
        + _THEME
        + """      - id: hours
        text: Czekałam trzy godziny.
        language: pl
        source: p01
        participant: p01
        translation: {text: I waited three hours., by: A. Author}
""",
        {"p01.txt": "INT: Jak było?\nP01: Czekałam trzy godziny.\n"},
        "{{< quote hours >}}\n",
        ("I waited three hours.", "Czekałam trzy godziny.", "translated by A. Author"),
        ("1 quotation is translated, by A. Author",),
    ),
}


def _made(folder: Path, shape: Shape) -> Project:
    begin(folder, Start("A synthetic study", ["Ada Author"]))
    store = folder / "study.yml"
    head = store.read_text(encoding="utf-8").partition("# Bring your transcripts")[0]
    head = head.replace("study:\n", "study:\n  synthetic: true\n", 1)
    store.write_text(head + shape.store, encoding="utf-8")
    for name, text in shape.texts.items():
        path = folder / "data-raw" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    paper = _PAPER.replace("CITED", shape.cited)
    (folder / "manuscript/paper.qmd").write_text(paper, encoding="utf-8")
    return Project(folder)


@pytest.mark.parametrize("name", SHAPES)
def test_it_renders_and_says_what_was_checked(tmp_path: Path, name: str) -> None:
    """Focus groups, documents, a secure environment, two languages."""
    shape = SHAPES[name]
    project = _made(tmp_path, shape)
    secret = project.raw / "secret"
    if secret.is_dir():  # looked up where it is kept, and never taken out of there
        attested = themeloom(project, "attest")
        assert attested.returncode == 0, attested.stderr
        shutil.rmtree(secret)
    done = themeloom(project, "render", "paper")
    assert done.returncode == 0, done.stdout + done.stderr
    page = lxml.html.parse(str(project.output / "manuscript/paper.html")).getroot()
    seen = re.sub(r"\s+", " ", page.find("body").text_content())
    for words in shape.shown:
        assert words in seen, (words, seen)
    checked = themeloom(project, "check")
    assert checked.returncode == 0, checked.stdout
    for words in shape.told:
        assert words in checked.stdout, checked.stdout


def test_words_of_another_in_the_group_are_refused(tmp_path: Path) -> None:
    """What Bert says is not Anna's."""
    shape = SHAPES["focus groups"]
    project = _made(tmp_path, shape)
    text = project.study.read_text(encoding="utf-8")
    project.study.write_text(text.replace("We carried each other.", "Some of us did."))
    done = themeloom(project, "render", "paper")
    assert done.returncode == 1
    assert "Some of us did." in done.stderr or "carry" in done.stderr
