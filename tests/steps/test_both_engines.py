"""Both engines stop on the same defects, with the same message: one table of them.

The built-in renderer is run on each; Quarto itself too, where it is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from steps.small import small_study

from themeloom.engines.quarto import find_quarto

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAPER, SLIDES, POSTER, STORE = (
    "manuscript/paper.qmd",
    "slides/slides.qmd",
    "poster/poster.qmd",
    "study.yml",
)
DOCUMENTS = {
    PAPER: """---
title: A synthetic paper
format:
  themeloom-html: default
  themeloom-docx: default
  themeloom-typst: default
bibliography: references.bib
---

Before: {{< quote chairs >}} says what is known [@example2020].

![A synthetic picture](a-picture.png){fig-alt="a" width=20%}

# Sample

{{< quote clock >}}

# References

::: {#refs}
:::
""",
    SLIDES: """---
title: Synthetic slides
format:
  themeloom-slides-typst: default
  themeloom-pptx: default
---

## One

Words.
""",
    POSTER: """---
title: A synthetic poster
format:
  themeloom-poster-typst:
    poster-size: a1
    max-empty: 100%
---

::: {.message}
Waiting is work.
:::

::: {.voices}
{{< quote full >}}
:::
""",
}
_HEAD = "# Sample"
_PICTURE = '![A](a-picture.png){#fig-a fig-alt="a" width=20%}\n\n'
_COLUMNS = "".join(f"| {number}23456789 " for number in range(40)) + "|\n"


class Defect(NamedTuple):
    """A mistake: where it is made, what is written instead of what, what both engines say."""

    file: str
    old: str
    new: str
    said: str


DEFECTS = {
    "an unknown quotation": Defect(
        PAPER, "quote clock", "quote clok", r'paper\.qmd:16: there is no quotation "clok"'
    ),
    "an option that there is not": Defect(
        PAPER, _HEAD, f"{{{{< value sources form=roman >}}}}.\n\n{_HEAD}", "form=roman is nothing"
    ),
    "an unknown shortcode": Defect(
        PAPER, _HEAD, f"{{{{< qoute clock >}}}}\n\n{_HEAD}", 'there is no shortcode "qoute"'
    ),
    "a shortcode that never closes": Defect(
        PAPER, _HEAD, f"{{{{< quote clock\n\n{_HEAD}", "does not close"
    ),
    "a block in a line": Defect(
        PAPER, "{{< quote clock >}}", "{{< table quotations >}} and", "shares its line with text"
    ),
    "a missing picture": Defect(PAPER, "a-picture", "b-picture", "there is no picture b-picture"),
    "an unknown citation": Defect(PAPER, "@example2020", "@exampel2020", "cites no reference"),
    "a reference to nothing": Defect(
        PAPER, _HEAD, f"See @fig-none.\n\n{_HEAD}", "@fig-none points"
    ),
    "a day that there is not": Defect(
        PAPER, "bibliography:", "date: 2026-02-30\nbibliography:", r"qmd:7: there is no such date"
    ),
    "a day that moves": Defect(
        PAPER, "bibliography:", "date: today\nbibliography:", "would be another day"
    ),
    "a label that stands twice": Defect(
        PAPER, _HEAD, f"{_PICTURE * 2}{_HEAD}", 'the label "fig-a" stands twice'
    ),
    "a picture on the network": Defect(
        PAPER, _HEAD, f"![A](https://example.org/a.png)\n\n{_HEAD}", "lies on the network"
    ),
    "raw LaTeX": Defect(PAPER, _HEAD, f"A \\textbf{{lost}} word.\n\n{_HEAD}", "is LaTeX, of which"),
    "a link to no document": Defect(
        PAPER, _HEAD, f"[There](nowhere.qmd).\n\n{_HEAD}", "leads to no document"
    ),
    "a footnote without its mark": Defect(
        PAPER, _HEAD, f"[^a]: Nobody sees this.\n\n{_HEAD}", r"the footnote \[\^a\] is written"
    ),
    "words that nobody said": Defect(
        PAPER,
        _HEAD,
        f"She said “I never had such a thing in all my life before”.\n\n{_HEAD}",
        "are in no source",
    ),
    "an unknown key": Defect(
        PAPER, "bibliography:", "biblografy: x\nbibliography:", "is not a key"
    ),
    "an unknown format": Defect(PAPER, "themeloom-docx", "themeloom-dox", "there is no format"),
    "a formula that cannot be set": Defect(PAPER, _HEAD, f"$\\nosuch{{x}}$\n\n{_HEAD}", "formula"),
    "widths of other columns": Defect(
        PAPER,
        _HEAD,
        f'| a |\n|---|\n| 1 |\n\n: C {{#tbl-c tbl-colwidths="[20,30]"}}\n\n{_HEAD}',
        "does not fit a table of 1 columns",
    ),
    "an address in the prose": Defect(
        PAPER, _HEAD, f"Ask jane.doe@hospital.nhs.uk.\n\n{_HEAD}", "an e-mail address stands here"
    ),
    "a store that cannot be read": Defect(STORE, "themes:", "themes: ]", r"study\.yml:\d+: YAML"),
    "a table too wide for its page": Defect(
        PAPER,
        f"{_HEAD}\n",
        f"{_HEAD}\n\n{_COLUMNS}{'|---' * 40}|\n{_COLUMNS}\n",
        r"paper\.qmd:16: paper\.pdf, page 1: .* printed over one another",
    ),
    "a picture over words": Defect(
        PAPER,
        f"{_HEAD}\n",
        f"{_HEAD}\n\n:::: {{.columns}}\n::: {{.column width=10%}}\n"
        "![](a-picture.png){fig-alt=x width=9cm}\n:::\n::: {.column width=90%}\n"
        "Words beside it that stand there in a line of some length.\n:::\n::::\n",
        "a picture lies over words",
    ),
    "code beyond the edge": Defect(
        PAPER, _HEAD, f"```\n{'x' * 120}\n```\n\n{_HEAD}", r"paper\.qmd:14: .* runs off the page"
    ),
    "a slide that is too full": Defect(
        SLIDES,
        "Words.",
        "\n\n".join(["- " + "word " * 30] * 30),
        r"slides\.qmd:8: slides\.pdf: slide 2",
    ),
    "a picture that PowerPoint has no place for": Defect(
        SLIDES,
        "Words.",
        "Words.[^1]\n\n[^1]: ![](/manuscript/a-picture.png)",
        r"slides\.qmd:10: slides\.pptx: the picture",
    ),
    "words outside the parts of a poster": Defect(
        POSTER, "::: {.voices}", "Stray words.\n\n::: {.voices}", r"poster\.qmd:13: \"Stray words"
    ),
    "type too small on a poster": Defect(
        POSTER,
        "    poster-size: a1",
        "    poster-size: a1\n    min-type: 200",
        r"type of \S+ pt, the",
    ),
}

#: Those that the built-in renderer tells in one go; each other one is made alone.
_TOGETHER = (
    ("an unknown shortcode", "a shortcode that never closes", "an unknown key"),
    ("an unknown format", "words outside the parts of a poster"),
    ("a reference to nothing", "a label that stands twice", "a link to no document"),
    ("words that nobody said", "an address in the prose"),
    ("a missing picture", "a picture on the network"),
    ("a footnote without its mark", "a formula that cannot be set"),
    ("code beyond the edge", "raw LaTeX", "a picture over words"),
    ("a table too wide for its page", "a slide that is too full", "type too small on a poster"),
)
_ALONE = tuple((name,) for name in DEFECTS if name not in {*chain(*_TOGETHER)})


def study(folder: Path, *defects: Defect) -> Path:
    """The study's folder, with mistakes in it."""
    root = small_study(folder).root
    shutil.rmtree(root / "analysis")
    for name, text in DOCUMENTS.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    settings = root / "_quarto.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        re.sub(r"(?m)^  render: .*", f"  render: [{PAPER}, {SLIDES}, {POSTER}]", text)
    )
    for defect in defects:
        path = root / defect.file
        before = path.read_text(encoding="utf-8")
        assert defect.old in before
        path.write_text(before.replace(defect.old, defect.new, 1), encoding="utf-8")
    return root


def run(folder: Path, *command: str) -> tuple[int, str]:
    """The exit code of a command, and all that it says, without colours."""
    beside = Path(sys.executable).parent
    environment: Mapping[str, str] = {
        **os.environ,
        "PATH": os.pathsep.join([str(beside), os.environ["PATH"]]),
        "QUARTO_PYTHON": sys.executable,
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def stops(folder: Path, defects: Sequence[Defect], *command: str) -> None:
    """See that a command says what is wrong, in words of ours, and makes nothing of it."""
    code, said = run(folder, *command)
    assert code == 1, said
    for defect in defects:
        assert re.search(rf"^error: .*{defect.said}", said, re.MULTILINE), said
    assert "stack traceback" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("names", _TOGETHER + _ALONE, ids=" + ".join)
def test_the_built_in_renderer_stops(names: Sequence[str], tmp_path: Path) -> None:
    """With the messages of the table."""
    defects = [DEFECTS[name] for name in names]
    folder = study(tmp_path, *defects)
    stops(folder, defects, sys.executable, "-m", "themeloom", "render")
    assert not [path for path in (folder / "_output").rglob("*") if path.is_file()]


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
@pytest.mark.parametrize("name", DEFECTS)
def test_quarto_itself_stops(name: str, tmp_path: Path) -> None:
    """With the same message; what is wrong lies nowhere among the outputs."""
    folder, defect = study(tmp_path, DEFECTS[name]), DEFECTS[name]
    stops(folder, [defect], str(find_quarto()), "render")
    refused = folder / ".themeloom" / "refused"
    for path in filter(Path.is_file, refused.rglob("*")):
        assert not (folder / path.relative_to(refused)).exists()


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
def test_quarto_itself_makes_all_that_the_built_in_renderer_makes(tmp_path: Path) -> None:
    """The poster's picture, explorer, index and record too; a paper that cannot be read is aside.

    The last good one is in its place then.
    """
    folder = study(tmp_path)
    assert run(folder, sys.executable, "-m", "themeloom", "render")[0] == 0
    output = folder / "_output"
    builtin = {path.relative_to(output) for path in output.rglob("*") if path.is_file()}
    shutil.rmtree(output)
    code, said = run(folder, str(find_quarto()), "render")
    assert code == 0, said
    assert builtin <= {path.relative_to(output) for path in output.rglob("*")}
    paper = output / "manuscript" / "paper.pdf"
    before = paper.read_bytes()
    path = folder / PAPER
    path.write_text(
        path.read_text("utf-8").replace(_HEAD, f"```\n{'x' * 120}\n```\n\n{_HEAD}"), "utf-8"
    )
    code, said = run(folder, str(find_quarto()), "render")
    assert code == 1
    assert "_output/manuscript/paper.pdf is set aside as .themeloom/refused/" in said
    assert paper.read_bytes() == before
    code, said = run(folder, str(find_quarto()), "render", PAPER, "--to", "html")
    assert code == 1
    assert "error: paper.qmd: --to html is Quarto's own format" in said
