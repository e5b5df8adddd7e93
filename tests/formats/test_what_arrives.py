"""What went into a document is what the finished file says, whatever stands within what."""

from __future__ import annotations

import re
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from arriving import FORMATS, Author, computed, prepared
from helpers import LONG, looked_at

from themeloom.checking.run import check_arrived
from themeloom.core.errors import ThemeloomError, flat
from themeloom.core.project import Project
from themeloom.finished.reader import read_segments
from themeloom.formats.make import make_output, read_of
from themeloom.session import Session
from themeloom.steps.planning import referring

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.documents.plan import Output

#: How many documents are drawn in `make test-long`, and in how many groups.
MANY, GROUPS = 500, 20
SAMPLE = range(5)
FOLDERS = {"paper": "manuscript", "deck": "slides", "poster": "poster"}
KINDS = ("paper", "paper", "deck", "deck", "poster")
_WORD = re.compile(r"q[a-p]{4}")


def _seeds() -> list[range]:
    each = MANY // GROUPS
    return [range(n, n + each) for n in range(0, MANY, each)] if LONG else [SAMPLE]


def _outputs(project: Project, author: Author, text: str) -> list[Output]:
    name = f"{FOLDERS[author.kind]}/drawn.qmd"
    (project.root / name).write_text(text, encoding="utf-8")
    configuration = (project.root / "_quarto.yml").read_text(encoding="utf-8")
    shown = f"render:\n    - {name}\n    - manuscript/other.qmd\n"
    listed = re.sub(r"render:\n(?: +- .*\n)+", shown, configuration)
    (project.root / "_quarto.yml").write_text(listed, encoding="utf-8")
    session = Session(Project(project.root))
    outputs = [one for one in session.plan() if one.document.path == name]
    return referring(session, computed(outputs, author, project))


def _wrong(project: Project, author: Author, output: Output, stage: Path) -> list[str]:
    """What the product says of an output, and what it says nothing of."""
    make_output(project, output, stage, 1_000_000_000)
    files = {name: (stage / name).read_bytes() for name in output.paths}
    read = read_of(project, output)
    found = check_arrived(looked_at(project), output, read, files).findings
    name, data = next(iter(files.items()))
    said = "".join(one.text for one in read_segments(name, data) if one.role == "text")
    counts = Counter(_WORD.findall("".join(filter(str.isalnum, said))))
    spoken = author.spoken if "speaker" in output.format.leaves_out else set()
    expected = Counter(word for word in author.words if word and word not in spoken)
    often = author.heads if output.format.typeset else set()
    fine = {word: range(1, 5 if word in often else 2) for word in expected}
    counted = [f"{word} × {counts[word]}" for word in expected if counts[word] not in fine[word]]
    return [f"{output.format.name}: {one}" for one in (*map(str, found), *counted)]


@pytest.mark.parametrize("seeds", _seeds(), ids=str)
def test_what_went_in_is_what_the_file_says(seeds: range, tmp_path: Path, staged: Path) -> None:
    """Every block in every other, in each format: none lost, none twice, all in order.

    What a format cannot hold is refused with its line; that is rare.
    """
    project = prepared(tmp_path, staged)
    drawing = (project.root / "manuscript" / "drawing.png").read_bytes()
    wrong: list[str] = []
    made = Counter[str]()
    refused: list[str] = []
    for seed in seeds:
        author = Author(Random(seed), KINDS[seed % len(KINDS)], drawing)
        try:
            outputs = _outputs(project, author, author.document())
        except ThemeloomError as error:
            refused += [f"{seed}: {one}" for one in flat(error)]
            wrong += [f"{seed}: no line: {one}" for one in flat(error) if not one.line]
            continue
        for output in outputs:
            try:
                found = _wrong(project, author, output, tmp_path / "stage")
            except ThemeloomError as error:
                refused += [f"{seed}, {output.format.name}: {one}" for one in flat(error)]
                continue
            made[output.format.name] += 1
            wrong += [f"{seed}: {one}" for one in found]
    assert wrong == []
    several = {name for kind in KINDS for name in FORMATS[kind]}
    assert made.keys() == several, refused
    assert made.total() * 3 >= 2 * sum(len(FORMATS[KINDS[one % len(KINDS)]]) for one in seeds)
