"""Documents drawn at random: every kind of block within every other, each word once.

The words mean nothing and stand nowhere else: whatever a finished file says of one of them can
be counted.
"""

from __future__ import annotations

import shutil
from base64 import b64encode
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import nbformat
from helpers import PROJECTS, with_extensions
from PIL import Image

from themeloom.core.project import Project
from themeloom.notebooks.cells import Computed, with_results
from themeloom.notebooks.finding import find_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from random import Random

    from themeloom.documents.plan import Output

FORMATS = {
    "paper": ("themeloom-html", "themeloom-docx", "themeloom-typst", "themeloom-jats"),
    "deck": ("themeloom-revealjs", "themeloom-pptx", "themeloom-slides-typst"),
    "poster": ("themeloom-poster-typst", "themeloom-poster-html"),
}
#: Signs that mean something to pandoc, Typst, HTML or Lua, as a careful author writes them.
HOSTILE = (
    "---", "...", "–5", "-5", "\\<b\\>", "\\{x\\}", "\\$5", "5 %", "a\u00a0b", "&amp;", "\\#1",
    "\\@who", "\\[x\\]", "\\_u\\_", "\\*", "~", "\\~", "C\\\\D", "it's", '"said"', "'so'",
    "1\u20132", "§\u202f4", "א\u05d1ג", "كلمة", "naïve", "\\`", "//x", "/* y */", "<!-- -->", "=",
    "+1", "^", "\\^", "50 €", "ﬁ", "e\u0301", "𝒳", "\\{\\{< x >\\}\\}", "#no", "@@", "<", ">",
    "1.", "$ 5",
)  # fmt: skip
CALLOUTS = {
    "nte": "note", "tip": "tip", "wrn": "warning", "cau": "caution", "imp": "important",
}  # fmt: skip
#: A document that papers refer to.
OTHER = """---
title: Another document
format: {themeloom-html: default}
---

![Another](drawing.png){#fig-other fig-alt="A field"}

| A |
|---|
| 1 |

: Another {#tbl-other}

```{#lst-other .python lst-cap="Another"}
x = 1
```
"""
_LETTERS = "abcdefghijklmnop"
_DEEPEST = 3


@dataclass
class Author:
    """Writes a document of a kind, and remembers each word that it used.

    Args:
        random: what it draws from.
        kind: `paper`, `deck` or `poster`.
        drawing: a picture that cells give.
    """

    random: Random
    kind: str
    drawing: bytes
    words: list[str] = field(default_factory=list)
    spoken: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    pictures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    outputs: list[list[dict[str, Any]]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def word(self) -> str:
        """A word that stands nowhere else; none is a part of another."""
        number, letters = len(self.words), ""
        for _ in range(4):
            number, digit = divmod(number, len(_LETTERS))
            letters += _LETTERS[digit]
        self.words.append(f"q{letters}")
        return self.words[-1]

    def label(self, kind: str) -> str:
        """A label for a figure, a table or the like."""
        self.labels.append(f"{kind}-{len(self.labels)}")
        return self.labels[-1]

    def reference(self) -> str:
        """What refers to something above, in a paper to another document as well."""
        others = ("fig-other", "tbl-other", "lst-other") if self.kind == "paper" else ()
        labels = [*self.labels, *others]
        return f"{self.word()} @{self.random.choice(labels)}" if labels else self.word()

    # Words.

    def line(self, length: int = 5, *, plain: bool = False) -> str:
        """Some words within a paragraph."""
        count = self.random.randint(1, length)
        return " ".join(self.word() if plain else self.inline() for _ in range(count))

    def inline(self) -> str:
        """A word as it may stand in a line."""
        return self.random.choice(
            (
                *(self.word,) * 6,
                lambda: f"*{self.word()}*",
                lambda: f"**{self.word()} {self.word()}**",
                lambda: f"`{self.word()}`",
                lambda: f'"{self.word()}"',
                lambda: f"~~{self.word()}~~",
                lambda: f"x^{self.word()}^" if self.kind != "poster" else self.word(),
                lambda: f"[{self.word()}]{{.mark}}",
                lambda: f"[{self.word()}]{{.smallcaps}}",
                lambda: f"[{self.word()}](https://example.org/a?b=c&d=e_f)",
                lambda: f"{self.word()} $x_1^2$",
                lambda: f"{self.word()}{self.note()}",
                lambda: f"{self.word()} {self.random.choice(HOSTILE)} {self.word()}",
                lambda: f"{self.word()}\\\n{self.word()}",
                lambda: f"{self.reference()} {self.word()}",
                lambda: f"{{{{< value talks >}}}} {self.word()}",
                lambda: f"{self.word()} {{{{< var place >}}}}",
            )
        )()

    def note(self) -> str:
        """A footnote, which is written at the end."""
        if self.notes or self.kind == "deck" or self.random.random() < 0.5:
            return ""
        self.notes.append("")  # no note within a note
        label = f"n{len(self.words)}"
        self.notes[:] = [f"[^{label}]: {self.line(4, plain=True)}"]
        return f"[^{label}]"

    # Blocks.

    def block(self, depth: int = 0) -> list[str]:
        """The lines of a block, which may hold others."""
        leaves = self.leaves()
        holders = self.holders() if depth < _DEEPEST else ()
        chosen = self.random.choice((*leaves, *holders))
        return chosen() if chosen in leaves else chosen(depth + 1)

    def leaves(self) -> Sequence[Callable[[], list[str]]]:
        """Blocks that hold no others."""
        common = (self.paragraph, self.paragraph, self.table, self.picture, self.code, self.verse)
        evidence = (self.evidence, self.evidence, self.evidence)
        return (*common, *evidence, self.cell, self.formula)

    def holders(self) -> Sequence[Callable[[int], list[str]]]:
        """Blocks that hold others."""
        common = (self.bullets, self.numbers, self.quotation, self.div, self.callout, self.terms)
        others = (self.columns, self.page_grid, self.statement, self.tabs)
        return (*common, *others, self.grid, self.floating, self.parts, self.shown)

    def blocks(self, depth: int, most: int = 2) -> list[str]:
        """One block or several, blank lines between them."""
        lines = self.block(depth)
        for _ in range(self.random.randint(0, most - 1)):
            lines += ["", *self.block(depth)]
        return lines

    def paragraph(self) -> list[str]:
        """Words."""
        return [self.line()]

    def table(self) -> list[str]:
        """A pipe table, with or without a caption and a label."""
        columns = self.random.randint(1, 3)
        row = partial(self._row, columns)
        lines = [
            self._head(columns),
            f"|{'---|' * columns}",
            *(row() for _ in range(self.random.randint(1, 3))),
        ]
        if self.random.random() < 0.6:
            label = f" {{#{self.label('tbl')}}}" if self.random.random() < 0.7 else ""
            lines += ["", f": {self.line(3, plain=True)}{label}"]
        return lines

    def _head(self, columns: int) -> str:
        """The head of a table, which stands again where the table goes on on the next page."""
        before = len(self.words)
        row = self._row(columns)
        self.heads |= set(self.words[before:])
        return row

    def _row(self, columns: int) -> str:
        cells = (self.word() if self.random.random() < 0.9 else "" for _ in range(columns))
        return f"| {' | '.join(cells)} |"

    def picture(self) -> list[str]:
        """A picture in a paragraph of its own."""
        alternative = f"shows {self.word()}"
        self.words[-1] = ""
        self.pictures.append(alternative)
        caption = self.line(3, plain=True)
        label = f"#{self.label('fig')} " if self.random.random() < 0.5 else ""
        size = self.random.choice(("", " width=20%", " width=3cm"))
        return [f'![{caption}](drawing.png){{{label}fig-alt="{alternative}"{size}}}']

    def code(self) -> list[str]:
        """Code, set as it is, some with a label and a caption."""
        told = "python"
        if self.random.random() < 0.4:
            told = f'{{#{self.label("lst")} .python lst-cap="{self.line(3, plain=True)}"}}'
        return [f"```{told}", f'{self.word()} = {{"a": 1}}  # <b> -- ... $x$', self.word(), "```"]

    def formula(self) -> list[str]:
        """A formula as LaTeX writes it, without dollars."""
        return [self.word(), "", "\\begin{align}", "x_1 &= y \\\\", "z &= 2", "\\end{align}"]

    def verse(self) -> list[str]:
        """Lines that end where they end."""
        return [f"| {self.line(2, plain=True)}", f"| {self.line(2, plain=True)}"]

    def evidence(self) -> list[str]:
        """A shortcode in a paragraph of its own."""
        # A line that does not break is too wide for the column of a poster.
        hostile = "lantern" if self.kind == "poster" else "hostile"
        return [
            self.random.choice(
                (
                    "{{< quote lantern >}}", f"{{{{< quote {hostile} >}}}}", "{{< quote river >}}",
                    "{{< theme light >}}", "{{< theme water >}}", "{{< implication lamps >}}",
                    "{{< implications >}}", "{{< table lights >}}", "{{< table shelves >}}",
                    "{{< figure map >}}", "{{< notebook lights fig-glow >}}",
                    "{{< passage scene >}}", "{{< point first >}}", "{{< study contact >}}",
                )
            )
        ]  # fmt: skip

    def cell(self) -> list[str]:
        """A cell that has run: it printed, or gave a table, a picture, a text, a formula."""
        options = ["echo: false"]
        draw = self.random.choice((self._printed, self._said, self._written, self._framed))
        if self.random.random() < 0.3:
            alternative = f"shows {self.word()}"
            self.words[-1] = ""
            self.pictures.append(alternative)
            options += [f"label: {self.label('fig')}", f"fig-cap: {self.line(3, plain=True)}"]
            options += [f"fig-alt: {alternative}"]
            draw = partial(_result, "image/png", b64encode(self.drawing).decode())
        self.outputs.append([draw()])
        return ["```{python}", *(f"#| {one}" for one in options), "1", "```"]

    def _printed(self) -> dict[str, Any]:
        text = f"{self.word()} -- <b> $x$\n{self.word()}\n"
        return {"output_type": "stream", "name": "stdout", "text": text}

    def _said(self) -> dict[str, Any]:
        return _result("text/plain", f"'{self.word()} ...'")

    def _written(self) -> dict[str, Any]:
        return _result("text/markdown", f"*{self.word()}* and {self.word()}")

    def _framed(self) -> dict[str, Any]:
        rows = (self._head(2), "|---|---|", self._row(2))
        return _result("text/markdown", "\n".join(rows))

    # Blocks that hold others.

    def bullets(self, depth: int) -> list[str]:
        """A list."""
        return self._items(depth, lambda _: "-   ")

    def numbers(self, depth: int) -> list[str]:
        """A list with numbers."""
        return self._items(depth, lambda number: f"{number}.  ")

    def _items(self, depth: int, mark: Callable[[int], str]) -> list[str]:
        lines: list[str] = []
        for number in range(1, self.random.randint(1, 3) + 1):
            inside = [self.line(3)]
            if self.random.random() < 0.6:
                inside += ["", *self.blocks(depth, 1)]
            lines += [*_indented(inside, mark(number), "    "), ""]
        return lines[:-1]

    def quotation(self, depth: int) -> list[str]:
        """A block that is set in; no cell stands there."""
        written = len(self.words), len(self.outputs), list(self.notes), len(self.labels)
        lines = self.blocks(depth)
        if any("{python}" in line for line in lines):
            self.notes = written[2]
            del self.words[written[0] :], self.outputs[written[1] :], self.labels[written[3] :]
            lines = self.paragraph()
        return [f"> {line}" for line in lines]

    def div(self, depth: int) -> list[str]:
        """A div of one's own, or one that a deck shows step by step."""
        name = self.random.choice(("mine", "fragment", "incremental", "landscape"))
        if name == "landscape" and (self.kind != "paper" or depth > 1):
            name = "mine"
        return _fenced(f"{{.{name}}}", self.blocks(depth))

    def callout(self, depth: int) -> list[str]:
        """A callout with a title, some with a label."""
        short = self.random.choice([*CALLOUTS])
        label = f"#{self.label(short)} " if self.random.random() < 0.4 else ""
        title = self.line(2, plain=True)
        told = f'{{{label}.callout-{CALLOUTS[short]} title="{title}"}}'
        return _fenced(told, self.blocks(depth))

    def terms(self, depth: int) -> list[str]:
        """What words mean."""
        return [self.line(2, plain=True), "", *_indented(self.blocks(depth, 1), ":   ", "    ")]

    def columns(self, depth: int) -> list[str]:
        """Two columns side by side."""
        left, right = (_fenced('{.column width="50%"}', self.blocks(depth, 1)) for _ in range(2))
        return _fenced("{.columns}", [*left, "", *right])

    def page_grid(self, depth: int) -> list[str]:
        """Parts of a row, and what is a row of its own."""
        left, right = (_fenced(f"{{.g-col-{part}}}", self.blocks(depth, 1)) for part in (4, 8))
        return _fenced("{.grid}", [*left, "", *right, "", *self.paragraph()])

    def statement(self, depth: int) -> list[str]:
        """A theorem and its like, which have a number, or a proof, which has none."""
        kind = self.random.choice(("thm", "def", "exm", "proof", "remark"))
        if kind in {"proof", "remark"}:
            return _fenced(f"{{.{kind}}}", self.blocks(depth))
        name = f' name="{self.line(2, plain=True)}"' if self.random.random() < 0.5 else ""
        told = f"#{self.label(kind)}{name}"
        return _fenced(f"{{{told}}}", self.blocks(depth))

    def tabs(self, depth: int) -> list[str]:
        """Tabs, each with its name."""
        lines: list[str] = []
        for _ in range(2):
            lines += [f"### {self.line(2, plain=True)}", "", *self.blocks(depth, 1), ""]
        return _fenced("{.panel-tabset}", lines[:-1])

    def grid(self, _: int) -> list[str]:
        """A table whose cells hold paragraphs and lists."""
        return [
            "+-----------------------------+-----------------------------+",
            f"| {self.word():28}| {self.word():28}|",
            "+=============================+=============================+",
            f"| {self.word():28}| -   {self.word():24}|",
            f"| {'':28}| -   {self.word():24}|",
            f"| {self.word():28}| {'':28}|",
            "+-----------------------------+-----------------------------+",
        ]

    def floating(self, _: int) -> list[str]:
        """A figure or a table in a div with its label."""
        if self.random.random() < 0.5:
            labelled = len(self.labels)
            inside, kind = [self.picture()[0].replace("#fig-", "data-x=")], "fig"
            del self.labels[labelled:]
        else:
            inside, kind = [self._head(2), "|---|---|", self._row(2)], "tbl"
        caption = self.line(3, plain=True)
        return _fenced(f"{{#{self.label(kind)}}}", [*inside, "", caption])

    def parts(self, _: int) -> list[str]:
        """A figure with parts."""
        pictures = [[*self.picture(), ""] for _ in range(2)]
        inside = [line for one in pictures for line in one]
        label = self.label("fig")
        return _fenced(f"{{#{label} layout-ncol=2}}", [*inside, self.line(3, plain=True)])

    def shown(self, depth: int) -> list[str]:
        """What only some formats show; here, all of the kind."""
        return _fenced('{.content-hidden when-format="latex"}', self.blocks(depth))

    # Documents.

    def document(self) -> str:
        """The whole document."""
        body = {"paper": self._paper, "deck": self._deck, "poster": self._poster}[self.kind]()
        options = (
            "\n    poster-size: a2\n    min-type: 8\n    max-empty: 90%"
            if self.kind == "poster"
            else " default"
        )
        asked = "\n".join(f"  {name}:{options}" for name in FORMATS[self.kind])
        front = f"---\ntitle: Drawn at random\nformat:\n{asked}\n---\n"
        notes = [] if self.notes == [""] else self.notes
        return "\n".join([front, *body, "", *notes, ""])

    def _paper(self) -> list[str]:
        lines: list[str] = []
        for _ in range(self.random.randint(2, 3)):
            lines += [f"# {self.line(2, plain=True)}", "", *self.blocks(0, 3), ""]
        return lines

    def _deck(self) -> list[str]:
        lines: list[str] = []
        for _ in range(self.random.randint(2, 4)):
            lines += [f"## {self.line(2, plain=True)}", "", *self.blocks(1, 1), ""]
            if self.random.random() < 0.3:
                before = len(self.words)
                lines += [*_fenced("{.notes}", [self.line(4, plain=True)]), ""]
                self.spoken |= set(self.words[before:])
        return lines

    def _poster(self) -> list[str]:
        columns: list[str] = []
        for thread, theme in enumerate(("light", "water"), 1):
            inside = [f"{{{{< theme {theme} >}}}}", "", *self.blocks(2, 3), "", *self._filling()]
            columns += [*_fenced(f'{{.theme-column thread="{thread}"}}', inside), ""]
        band = [f"## {self.word()}", "", *self.blocks(2, 2), "", *self._filling()]
        foot = [self.line(3), "", *([] if self.notes == [""] else self.notes)]
        self.notes = []
        return [
            *_fenced("{.message}", [self.line(8, plain=True)]),
            "",
            *_fenced("{.voices}", ["{{< quote lantern >}}"]),
            "",
            *_fenced("{.theme-columns}", columns),
            "",
            *_fenced("{.implications-band}", band),
            "",
            *_fenced("{.foot}", _fenced("{.contact}", foot)),
        ]

    def _filling(self) -> list[str]:
        """Words enough for a poster that is not empty."""
        return [" ".join(self.word() for _ in range(130))]


def _result(kind: str, content: str) -> dict[str, Any]:
    return {"output_type": "execute_result", "metadata": {}, "data": {kind: content}}


def _indented(lines: Sequence[str], first: str, others: str) -> list[str]:
    return [f"{others if at else first}{line}" if line else "" for at, line in enumerate(lines)]


def _fenced(attributes: str, lines: Sequence[str]) -> list[str]:
    deepest = max((len(line) - len(line.lstrip(":")) for line in lines), default=0)
    colons = ":" * max(deepest + 1, 3)
    return [f"{colons} {attributes}", *lines, colons]


def prepared(folder: Path, staged: Path) -> Project:
    """A project with evidence of every kind, typefaces and styles, and a picture."""
    shutil.copytree(PROJECTS / "tiny-synthetic", folder / "study")
    project = with_extensions(Project(folder / "study"))
    shutil.copytree(
        PROJECTS / "lua-synthetic" / "data-derived", project.derived, dirs_exist_ok=True
    )
    shutil.copytree(staged, project.state)
    for kind in ("manuscript", "slides", "poster"):
        Image.new("RGB", (60, 40), "gray").save(project.root / kind / "drawing.png")
    (project.root / "manuscript" / "other.qmd").write_text(OTHER, encoding="utf-8")
    return project


def computed(outputs: Sequence[Output], author: Author, project: Project) -> list[Output]:
    """The outputs with what the cells of their document gave."""
    document = outputs[0].document
    cells = find_cells(document)
    if not cells:
        return list(outputs)

    def keep(content: bytes, suffix: str) -> str:
        path = project.state / f"cell.{suffix}"
        path.write_bytes(content)
        return f"/{project.name(path)}"

    nodes = [[nbformat.from_dict(one) for one in some] for some in author.outputs]
    return with_results(outputs, {document.path: Computed(document, cells, nodes)}, keep)
