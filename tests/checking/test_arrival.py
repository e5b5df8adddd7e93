"""Is all of a document in its finished file, once, in order, sign for sign?"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from helpers import looked_at

from themeloom.checking.arrival import _is_made_of
from themeloom.checking.run import check_arrived
from themeloom.core.project import Project
from themeloom.finished.alike import Signs
from themeloom.finished.reader import read_segments
from themeloom.formats.make import make_output, read_again, read_of
from themeloom.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from themeloom.checking.findings import Finding
    from themeloom.documents.plan import Output

PAPER = """---
title: A synthetic paper
format: {themeloom-html: default, themeloom-docx: default}
---

# First part

The first paragraph says something about lamps of a harbour.

The second paragraph -- with a dash... and -5 degrees -- goes on.

| Lamp | Light |
|------|-------|
| One  | 17    |

: What the lamps gave

# Second part

![What a drawing shows](drawing.png){fig-alt="A grey field"}

- an item that stands in a list of things

See [the register](https://example.org/register?a=1&b=2) of all the others.[^1]

[^1]: A footnote which says where that is from.
"""
LINES = PAPER.splitlines()


def _line(words: str) -> int:
    return next(number for number, line in enumerate(LINES, 1) if words in line)


@pytest.fixture
def output(ready: Project) -> Callable[[str], tuple[Project, Output, str, bytes]]:
    """Makes the paper in a format: what it is of, its name, and its bytes."""
    from PIL import Image

    (ready.root / "manuscript" / "paper.qmd").write_text(PAPER, encoding="utf-8")
    Image.new("RGB", (60, 40), "gray").save(ready.root / "manuscript" / "drawing.png")

    def make(format_: str) -> tuple[Project, Output, str, bytes]:
        (one,) = Session(Project(ready.root)).plan(["paper"], [format_])
        make_output(ready, one, ready.root / "stage", 1_000_000_000)
        return ready, one, one.name, (ready.root / "stage" / one.name).read_bytes()

    return make


def _found(made: tuple[Project, Output, str, bytes], data: bytes) -> tuple[Finding, ...]:
    project, output, name, _ = made
    read = read_of(project, output)
    return check_arrived(looked_at(project), output, read, {name: data}).findings


def _in_word(data: bytes, old: str, new: str) -> bytes:
    """A Word document with other mark-up in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                text, count = re.subn(old, new, content.decode(), flags=re.DOTALL)
                assert count == 1, old
                content = text.encode()
            changed.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ("<p>The first.*?</p>", "", "arrival-lost", "The first"),
        ("lamps of a harbour", "lamps of harbour", "arrival-lost", "The first"),
        ("with a dash…", "with a dash...", "arrival-changed", "with a dash"),
        ("-5 degrees", "−5 degrees", "arrival-changed", "-5 degrees"),
        ("<table.*</table>", "", "arrival-lost", "| Lamp"),
        ("(<caption>.*?</caption>)", r"\1\1", "arrival-twice", ": What the lamps"),
        ("<td>17</td>", "<td></td>", "arrival-lost", "17"),
        (
            r"(<p>The first.*?</p>)\s*(<p>The second.*?</p>)",
            r"\2\1",
            "arrival-order",
            "The first",
        ),
        ("<img[^>]*>", "", "arrival-lost", "A grey field"),
        ('alt="A grey field"', 'alt="A field"', "arrival-lost", "A grey field"),
        (r"<ul>\s*<li>(an item.*?)</li>\s*</ul>", r"<p>\1</p>", "arrival-lost", "- an item"),
        (r'href="https://example.org/register[^"]*"', 'href="#x"', "arrival-lost", "the register"),
        ("A footnote which says", "A note", "arrival-lost", "A footnote"),
    ],
)
def test_what_is_missing_is_told_with_its_line(
    output: Callable[[str], tuple[Project, Output, str, bytes]],
    old: str,
    new: str,
    kind: str,
    words: str,
) -> None:
    """A page that has everything passes; without one thing, that thing is named."""
    made = output("html")
    assert _found(made, made[-1]) == ()
    text, count = re.subn(old, new, made[-1].decode(), count=1, flags=re.DOTALL)
    assert count == 1
    found = _found(made, text.encode())
    assert {(one.kind, one.line) for one in found} >= {(kind, _line(words))}
    assert all(one.file == "manuscript/paper.qmd" for one in found)
    assert all("paper.html: " in one.message for one in found)


def test_word_is_read_as_word_shows_it(
    output: Callable[[str], tuple[Project, Output, str, bytes]],
) -> None:
    """Its text, its tables, its notes."""
    made = output("docx")
    assert _found(made, made[-1]) == ()
    found = _found(made, _in_word(made[-1], "<w:tbl>.*</w:tbl>", ""))
    assert {one.kind for one in found} == {"arrival-lost"}
    assert {one.line for one in found} == {_line("| Lamp")}


def test_another_engines_file_is_compared_with_the_document_read_again(
    output: Callable[[str], tuple[Project, Output, str, bytes]],
) -> None:
    """Pandoc reads the document for it as it does for its own outputs."""
    project, one, _, _ = made = output("html")
    assert read_again(project, one) == read_of(project, one)
    assert _found(made, made[-1]) == ()


def test_a_pause_is_no_words(ready: Project) -> None:
    """Three dots stop a deck in the browser; in PowerPoint and in print nothing of them is left."""
    text = "---\ntitle: T\nformat: {themeloom-revealjs: default, themeloom-pptx: default}\n---\n\n"
    text += "## A slide\n\nBefore.\n\n. . .\n\nAfter.\n"
    (ready.root / "slides" / "slides.qmd").write_text(text, encoding="utf-8")
    for output in Session(Project(ready.root)).plan(["slides"]):
        make_output(ready, output, ready.root / "stage", 1_000_000_000)
        data = (ready.root / "stage" / output.name).read_bytes()
        files = {output.name: data}
        assert check_arrived(looked_at(ready), output, read_of(ready, output), files).findings == ()
        assert ". . ." not in " ".join(one.text for one in read_segments(output.name, data))


HEADS = r"""---
title: A synthetic paper
format: {themeloom-html: default, themeloom-docx: default, themeloom-typst: default}
---

# = heading

| = first head | 2\. second head |
|--------------|-----------------|
| = one cell   | \+ two cells    |
| / three: c   | == four cells   |
| =            | \-              |

: = caption

- = one item
- 1\. another item
- [= a link](https://example.org/a) **+ strong** x[^1]

::: {.callout-note title="A *title* \< B -- [with](https://example.org/b) marks"}
= said
:::

[^1]: = a note
"""


def _all_found(ready: Project, name: str, text: str) -> dict[str, tuple[Finding, ...]]:
    """What is found in each of the outputs of a document, by their names."""
    (ready.root / name).write_text(text, encoding="utf-8")
    found = {}
    for output in Session(Project(ready.root)).plan([name]):
        make_output(ready, output, ready.root / "stage", 1_000_000_000)
        files = {output.name: (ready.root / "stage" / output.name).read_bytes()}
        read = read_of(ready, output)
        found[output.name] = check_arrived(looked_at(ready), output, read, files).findings
    return found


def test_a_sign_at_the_head_of_anything_stays_a_sign(ready: Project) -> None:
    """No heading, no list comes of it: in a cell, an item, a note, a link, a caption, a callout."""
    found = _all_found(ready, "manuscript/paper.qmd", HEADS)
    assert len(found) == len(("html", "docx", "pdf"))
    assert {name: one for name, one in found.items() if one} == {}


def test_what_a_format_repeats_by_itself_is_not_there_twice(ready: Project) -> None:
    """A theme's title below an implication, an author, numbers alone; nor is a mark too few."""
    themes = "themes:\n  - {id: light, title: The light that comes from the lamps of the harbour}\n"
    words = "The light that comes from the lamps of the harbour"
    text = f"---\ntitle: T\n{themes}author: {words}\n"
    text += "format: {themeloom-revealjs: default, themeloom-pptx: default}\n---\n\n"
    text += f"## A slide\n\n{words}\n\n## Numbers\n\n123456789012345678901234567890\n\n"
    text += "## A list at once\n\n- - deep\n- flat\n\n"
    text += '## Rests\n\n::: {.implication order="1" themes="light" threads="1"}\nSo.\n:::\n'
    found = _all_found(ready, "slides/slides.qmd", text)
    assert len(found) == len(("html", "pptx"))
    assert {name: one for name, one in found.items() if one} == {}


def test_words_behind_the_references_are_where_they_belong(ready: Project) -> None:
    """An article puts its references last; an appendix that was written behind them is no loss."""
    text = "---\ntitle: T\nformat: {themeloom-html: default, themeloom-jats: default}\n---\n\n"
    text += "# Text\n\nThe first words of it.\n\n# References\n\n::: {#refs}\n:::\n\n"
    text += "Words that stand behind the references of the paper.\n"
    found = _all_found(ready, "manuscript/paper.qmd", text)
    assert {name: one for name, one in found.items() if one} == {}


APART = r"""---
title: A synthetic paper
format:
  themeloom-html: default
  themeloom-docx: default
  themeloom-typst: default
  themeloom-jats: default
---

# One

| a | b |
|---|---|
| 1 | 2 |

: Abstract

$$ x = 1 $$ {#eq-one}

Write to <a@example.org>, as @eq-one says.

# In between {.appendix}

Words of the appendix.[^1]

| c | d |
|---|---|
| 1 | 2 |

: A table of the appendix

[^1]: Its note.

# Two

Words after it.[^2]

| e | f |
|---|---|
| 1 | 2 |

: Synthetic data

[^2]: A note with a table.

    | g | h |
    |---|---|
    | 1 | 2 |

# References

::: {#refs}
:::
"""


def test_what_stands_apart_is_in_the_order_of_where_it_stands(ready: Project) -> None:
    """Appendices with their tables and notes, tables in notes; captions that say a usual word."""
    found = _all_found(ready, "manuscript/paper.qmd", APART)
    assert len(found) == len(("html", "docx", "pdf", "xml"))
    assert {name: one for name, one in found.items() if one} == {}


@pytest.mark.parametrize("language", ["ar", "he-IL"])
def test_words_of_another_script_in_lines_from_right_to_left(ready: Project, language: str) -> None:
    """Such words stand in a PDF in another order: they are counted, and a lost one is told."""
    words = "كلمات مصطنعة من كاتب لم يكن" if language == "ar" else "מילים סינתטיות של סופר שלא היה"
    formats = "format: {themeloom-typst: default}"
    front = f"---\ntitle: {words}\nlang: {language}\n{formats}\n---\n\n"
    table = "| A | B |\n|---|---|\n| one | p01 (well-known) |\n\n: Lamps, and so what is known so\n"
    text = f"{front}{words}.\n\n{table}"

    def made(said: str) -> tuple[Project, Output, str, bytes]:
        (ready.root / "manuscript" / "paper.qmd").write_text(said, encoding="utf-8")
        (output,) = Session(Project(ready.root)).plan(["paper"], ["themeloom-typst"])
        make_output(ready, output, ready.root / "stage", 1_000_000_000)
        return ready, output, output.name, (ready.root / "stage" / output.name).read_bytes()

    whole = made(text)
    assert not _found(whole, whole[3])
    longer = made(text.replace("Lamps,", "Lamps of harbours,"))
    assert {one.kind for one in _found(longer, whole[3])} == {"arrival-lost"}


def test_titles_side_by_side_are_what_they_are_though_they_end_in_numbers() -> None:
    """An implication is said to rest on them as often as there are tables and lists of it."""
    titles = [Signs.of(one).letters.strip("0123456789") for one in ("Waiting in rooms 2", "Asking")]
    assert _is_made_of(Signs.of("Asking; Waiting in rooms 2").letters.strip("0123456789"), titles)
    assert _is_made_of(Signs.of("Waiting in rooms 2; Asking").letters, titles)
    assert not _is_made_of(Signs.of("Asking; Waiting in halls 2").letters, titles)
