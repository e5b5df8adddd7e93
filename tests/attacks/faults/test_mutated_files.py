"""Files of a study that are no longer what they were: each ends with a message, in bounds."""

import random
import sys
import time
from pathlib import Path

import pytest
from helpers import LONG, copied, with_extensions
from mutating import mutated

from themeloom.checking.run import check_project
from themeloom.cli import main
from themeloom.core.errors import Exit, ThemeloomError
from themeloom.core.project import Project
from themeloom.session import Session

#: How many files are broken, and in how many parts: each tells how it ended.
MANY, PARTS = (5000, 100) if LONG else (60, 1)
#: Endings of the files that people write.
_WRITTEN = {".yml", ".qmd", ".bib", ".txt", ".ipynb", ".json"}
_PAPER = """---
title: A synthetic paper
format: {themeloom-html: default, docx: default}
bibliography: references.bib
---

Before: {{< quote chairs >}} says what is known [@example2020].

# Sample

{{< quote clock >}}
"""
_BESIDE = {
    "_quarto.yml": "project:\n  output-dir: _output\n  render: [manuscript/paper.qmd]\n"
    "filters: [themeloom]\n",
    "manuscript/paper.qmd": _PAPER,
    "manuscript/references.bib": "@article{example2020,\n  author = {Example, Ada},\n"
    "  title = {On invented lamps},\n  year = {2020}\n}\n",
    "analysis/words.ipynb": '{"cells": [{"cell_type": "code", "id": "a", "metadata": {},\n'
    '"source": "print(1)", "execution_count": null, "outputs": []}],\n'
    '"metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n',
}


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """A small synthetic study with a document, a bibliography and a notebook."""
    project = with_extensions(copied("explorer-synthetic", tmp_path))
    for name, text in _BESIDE.items():
        path = project.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return project


def looked_at(study: Project) -> None:
    """Everything that is read of a study, checked and planned; nothing is drawn."""
    session = Session.begin(study)
    session.plan()
    check_project(session, outputs=False, derived_now=True)


@pytest.mark.parametrize("part", range(PARTS))
def test_mutated_files(study: Project, part: int) -> None:
    """Of thousands of broken files none is a defect of ours, none takes seconds or a gigabyte."""
    chance = random.Random(5075 + part)
    before = _most_memory()
    files = sorted(
        path
        for path in study.root.rglob("*")
        if path.suffix in _WRITTEN and not {"_extensions", ".themeloom"} & set(path.parts)
    )
    whole = {path: path.read_text(encoding="utf-8") for path in files}
    for number in range(MANY // PARTS):
        path = chance.choice(files)
        data = mutated(chance, whole[path])
        path.write_bytes(data)
        begun = time.process_time()
        try:
            looked_at(study)
        except ThemeloomError:
            pass
        except Exception as error:
            raise AssertionError((number, path.name, data)) from error
        assert time.process_time() - begun < 10, (number, path.name, data)
        path.write_text(whole[path], encoding="utf-8")
    assert _most_memory() - before < 1 << 20


def _most_memory() -> int:
    """The most memory that this process has had, in KiB; other tests were in it before."""
    if sys.platform != "linux":
        return 0
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    most = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(most.split()[1])


BOMBS = {
    "aliases of aliases": "a: &a [x, x]\n"
    + "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}' if n else '*a'] * 9)}]\n" for n in range(12)),
    "a value that contains itself": "a: &a [*a]\n",
    "brackets in brackets": "a: " + "[" * 100_000,
    "a long number": "a: " + "9" * 100_000,
    "a long key": "a" * 200_000 + ": b\n",
    "merged for ever": "a: &a {<<: *a}\n",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_bombs(study: Project, bomb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """YAML that is small on the disk and endless in memory ends with one message."""
    study.study.write_text(study.study.read_text(encoding="utf-8") + bomb, encoding="utf-8")
    begun = time.process_time()
    assert main(["--project", str(study.root), "check"]) == Exit.FINDINGS
    assert time.process_time() - begun < 5
    said = capsys.readouterr().err
    assert said.startswith("error: study.yml:")
    assert "Traceback" not in said


def test_a_source_of_very_many_names(study: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """The first hundred are told one by one and the others counted, in a moment."""
    lines = "\n".join(f"Name{number}: A chair was cold." for number in range(5000))
    talk = study.raw / "synthetic-talk.txt"
    talk.write_text(f"{talk.read_text('utf-8')}{lines}\n", encoding="utf-8")
    begun = time.process_time()
    main(["--project", str(study.root), "check"])
    assert time.process_time() - begun < 5
    assert "(as 4900 other labels below it)" in capsys.readouterr().out
