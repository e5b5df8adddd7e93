"""One false claim each, for a study whose every claim is true.

It is as consistent as somebody can make it who wants to be believed: what is claimed is
committed, its hash stands in the records, and what follows from it was built from it.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from small import rendered

from themeloom.core.files import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from themeloom.core.project import Project

    Change = Callable[[Project], None]


@dataclass(frozen=True)
class Edit:
    """A file that is not what was made, and whose hash is recorded all the same.

    Args:
        name: the file, from the root.
        old: a pattern that is found in it first.
        new: what stands there instead.
    """

    name: str
    old: str
    new: str

    def __call__(self, project: Project) -> None:
        """Make it."""
        path = project.root / self.name
        before = digest_of(path)
        if path.suffix == ".docx":
            _edit_office(path, self.old, self.new)
        else:
            text = path.read_text(encoding="utf-8")
            edited = re.sub(self.old, self.new, text, count=1)
            assert edited != text, f"{self.old} is not in {self.name}"
            path.write_text(edited, encoding="utf-8")
        rehashed(project, before, digest_of(path))


def _edit_office(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = [(one, archive.read(one)) for one in archive.infolist()]
    edited = 0
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in parts:
            text, told = data, one.filename in {"word/document.xml", "docProps/core.xml"}
            if told and not edited:
                text, edited = re.subn(old.encode(), new.encode(), data, count=1)
            archive.writestr(one, text)
    assert edited, f"{old} is not in {path.name}"


def rehashed(project: Project, before: str, after: str) -> None:
    """Let both records tell of a file as it is now."""
    for record in (project.record, project.output_record):
        text = record.read_text(encoding="utf-8")
        text = text.replace(before, after).replace(f"@{before[:16]}", f"@{after[:16]}")
        record.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Built:
    """Outputs and derived files built from a source that was another then.

    Args:
        edit: what was another.
        also: a further edit of the same kind.
    """

    edit: Edit
    also: Edit | None = None

    def __call__(self, project: Project) -> None:
        """Build, then let only the sources be as they were."""
        edits = [one for one in (self.edit, self.also) if one]
        paths = {project.root / one.name for one in edits} | {project.study}
        true = {path: path.read_bytes() for path in paths}
        for one in edits:
            one(project)
            path = project.root / one.name
            if path.parent == project.raw:
                was = true[project.study].decode()
                then = re.search(rf"{path.name}, sha256: (\w+)", was)
                assert then
                project.study.write_text(was.replace(then[1], digest_of(path)), encoding="utf-8")
        rendered(project)
        for path, data in true.items():
            before = digest_of(path)
            path.write_bytes(data)
            rehashed(project, before, digest_of(path))


def pixel(project: Project) -> None:
    """One pixel of a figure is another."""
    from PIL import Image

    path = project.figures / "method.png"
    before = digest_of(path)
    with Image.open(path) as image:
        image.load()
        image.putpixel((9, 9), (1, 2, 3, 255)[: len(image.getbands())])
        image.save(path)
    rehashed(project, before, digest_of(path))


def invented(name: str, text: str) -> Change:
    """A file that nothing gives, which the record tells of."""

    def change(project: Project) -> None:
        path = project.root / name
        path.write_text(text, encoding="utf-8")
        in_output = name.startswith("_output/")
        record = project.output_record if in_output else project.record
        data = json.loads(record.read_text(encoding="utf-8"))
        data["entity"][f"file:{name}"] = {"themeloom:sha256": digest_of(path)}
        record.write_text(json.dumps(data), encoding="utf-8")

    return change


def gone(name: str) -> Change:
    """A file that is not there any more."""
    return lambda project: (project.root / name).unlink()


def led_away(name: str) -> Change:
    """A link to something else stands where a file was made."""

    def change(project: Project) -> None:
        path = project.root / name
        other = project.root / "analysis" / f"other{path.suffix}"
        text = path.read_text(encoding="utf-8")
        other.write_text(text.replace("Waiting is work", "Waiting is rest"), encoding="utf-8")
        path.unlink()
        path.symlink_to(f"../analysis/{other.name}")

    return change


def by_quarto(edit: Change) -> Change:
    """A change in an output which the record says that Quarto made."""

    def change(project: Project) -> None:
        edit(project)
        text = project.output_record.read_text(encoding="utf-8")
        text = text.replace('"themeloom:engine": "builtin"', '"themeloom:engine": "quarto"')
        assert "quarto" in text
        project.output_record.write_text(text, encoding="utf-8")

    return change


def unrecorded(edit: Change) -> Change:
    """A change in an output, and no record at all."""

    def change(project: Project) -> None:
        edit(project)
        project.output_record.unlink()

    return change


def committed_too(*, outputs: bool = False, state: bool = False) -> Callable[[Change], Change]:
    """A change with what is not to be committed in the commit as well."""

    def of(edit: Change) -> Change:
        def change(project: Project) -> None:
            edit(project)
            ignored = ["/_output/"] * (not outputs) + ["/.themeloom/"] * (not state)
            (project.root / ".gitignore").write_text("\n".join(ignored) + "\n", encoding="utf-8")

        return change

    return of


def attributed(edit: Change, line: str) -> Change:
    """A change in a file that git is told to treat in another way."""

    def change(project: Project) -> None:
        edit(project)
        with (project.root / ".gitattributes").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    return change


def both(*edits: Change) -> Change:
    """Several changes."""

    def change(project: Project) -> None:
        for one in edits:
            one(project)

    return change


_D, _E, _O = "data-derived", "data-derived/evidence", "_output"
_REST = ("Waiting is work", "Waiting is rest")
_THEMES = Edit(f"{_D}/themes.csv", *_REST)
_WORD = Edit(f"{_O}/manuscript/paper.docx", "And the chairs were cold", "And the chairs were warm")
_PAGE = Edit(f"{_O}/manuscript/paper.html", "the chairs were cold", "the chairs were warm")
_SHOWN = Edit(f"{_O}/analysis/words.html", r">(\d+)<", ">100<")
_TALK = "data-raw/synthetic-talk.txt"
_LONGER = Edit(_TALK, "Nobody came", "Nobody at all ever came")

FALSE: dict[str, Callable[[Project], None]] = {
    "a cell of themes": _THEMES,
    "a count of quotations": Edit(f"{_D}/quotations.csv", r",(\d+),", ",99,"),
    "where a quotation is from": Edit(f"{_D}/quotations.csv", "waiting,talk", "waiting,register"),
    "a cell of sources": Edit(f"{_D}/sources.csv", "diaries", "letters"),
    "a cell of participants": Edit(f"{_D}/participants.csv", "visitor", "nurse"),
    "an implication": Edit(f"{_D}/implications.csv", "sooner", "later"),
    "a row of the map": Edit(f"{_D}/evidence_map.csv", r"\n[^\n]+\n$", "\n"),
    "a further earlier study": Edit(f"{_D}/earlier_studies.csv", r"\n$", "\nx,y,z\n"),
    "a value": Edit(f"{_D}/values.yml", r": (\d+)\n", ": 77\n"),
    "an author": Edit(f"{_D}/metadata.yml", "Madeup", "Madedown"),
    "a line of the dictionary": Edit(f"{_D}/README.md", r"\n$", "\nAll was checked twice.\n"),
    "words of a quotation": Edit(f"{_E}/quote-clock.md", "watched", "wound"),
    "a whole quotation": Edit(f"{_E}/quote-chairs.md", "cold", "warm"),
    "a number in a text": Edit(f"{_E}/value-quotations.md", r"\d+|five", "77"),
    "a theme as printed": Edit(f"{_E}/theme-waiting.md", *_REST),
    "a table as printed": Edit(f"{_E}/table-quotations.md", r"\d+", "77"),
    "implications as printed": Edit(f"{_E}/implications.md", "sooner", "later"),
    "a result of a notebook": Edit(f"{_E}/notebook-words-tbl-words.md", r"\d\d+", "100"),
    "a shape of a figure": Edit(f"{_D}/figures/evidence-map.svg", r'd="M (\d+)', r'd="M 1\1'),
    "a pixel of a figure": pixel,
    "the schema": Edit("study.schema.json", "transcript", "telegram"),
    "where a derived file is from": Edit(f"{_D}/provenance.json", "synthetic-register", "nothing"),
    "an invented quotation": invented(f"{_E}/quote-fake.md", "“All was well.”\n"),
    "an invented result": invented(f"{_E}/notebook-words-tbl-fake.md", "| 100 |\n"),
    "an invented table": invented(f"{_D}/wellbeing.csv", "id,value\na,100\n"),
    "a derived file that is gone": gone(f"{_E}/value-themes.md"),
    "a derived file that leads elsewhere": led_away(f"{_D}/themes.csv"),
    "a word of the Word file": _WORD,
    "the title of the Word file": Edit(
        f"{_O}/manuscript/paper.docx", "synthetic paper", "true paper"
    ),
    "a word of the web page": _PAGE,
    "a number of the web page": Edit(f"{_O}/manuscript/paper.html", r">(\d\d+)<", ">100<"),
    "a number of a notebook's page": _SHOWN,
    "what a notebook printed": Edit(f"{_O}/analysis/words.html", r"\d+ words", "100 words"),
    "a word of the explorer": Edit(f"{_O}/evidence/index.html", "were cold", "were warm"),
    "a word of the index": Edit(f"{_O}/index.html", "synthetic study", "true study"),
    "a word of a Word file by Quarto": by_quarto(_WORD),
    "a word of a web page by Quarto": by_quarto(_PAGE),
    "a notebook's page beside Quarto's": by_quarto(_SHOWN),
    "a Word file without a record": unrecorded(_WORD),
    "a web page without a record": unrecorded(_PAGE),
    "an output that is gone": gone(f"{_O}/manuscript/paper.docx"),
    "an invented output": invented(f"{_O}/manuscript/paper-final.html", "<p>All was well.</p>"),
    "a committed output": committed_too(outputs=True)(_WORD),
    "built from other raw data": Built(_LONGER),
    "built from other words of somebody": Built(
        Edit(_TALK, "were cold", "were warm"), Edit("study.yml", "were cold", "were warm")
    ),
    "built from another theme": Built(Edit("study.yml", *_REST)),
    "built from another participant": Built(Edit("study.yml", "role: visitor", "role: nurse")),
    "built from another implication": Built(Edit("study.yml", "sooner</em>", "later</em>")),
    "built from another notebook": Built(Edit("analysis/words.ipynb", r"len\(words\)\]", "100]")),
    "built from other prose": Built(
        Edit("manuscript/paper.qmd", "We counted again", "We counted a hundred times")
    ),
    "built elsewhere, and all of it committed": committed_too(outputs=True, state=True)(
        Built(_LONGER)
    ),
    "what a notebook wrote": Edit("analysis/counted.txt", r"\d+", "100"),
    "what a notebook wrote and printed": both(
        Edit("analysis/counted.txt", r"\d+", "100"),
        Edit(f"{_O}/analysis/words.html", r"\d+ words", "100 words"),
    ),
    "a quotation that nobody said": Edit("study.yml", "And the chairs were", "And the beds were"),
    "a passage that nobody wrote": Edit("study.yml", "text: four diaries", "text: five diaries"),
    "somebody else's words": Edit("study.yml", r"(cold\.\n.*\n.*)p01", r"\g<1>p02"),
    "raw data that are not those recorded": Edit(_TALK, "radiator", "clock"),
    "raw data that are gone": gone("data-raw/synthetic-register.txt"),
    "a file that archives leave out": attributed(_THEMES, f"{_D}/themes.csv export-ignore"),
    "a file with other line ends": attributed(_THEMES, "*.csv text eol=crlf"),
    "a file that is taken for binary": attributed(
        Edit(f"{_E}/quote-full.md", "was full", "was empty"), "*.md binary -diff"
    ),
}
