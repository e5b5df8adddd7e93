"""What was replaced by a key of names is found nowhere afterwards, and codings follow."""

from __future__ import annotations

import subprocess
import zlib
from typing import TYPE_CHECKING

import pytest
from compendium import said_by

from themeloom.coding.coded import Coded
from themeloom.core.project import Project
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TALK = """\
INT: Who came to see you?
P01: My sister Olivia Quill came. Olivia brought soup, and the nurse said yes.
INT: And at St Testing?
P01: Nobody came. Olivia went home to Testbury.
"""
STORE = """\
study:
  title: A synthetic study of visits
  synthetic: true
  authors: [{name: {given: Synthia, family: Madeup}}]
sources:
  - {id: talk, title: Talk, kind: talk, access: open, file: transcripts/talk.txt}
participants:
  - {id: p01}
themes:
  - id: visits
    title: Visits
    statement: They are visited.
    codes: [visit]
    quotations:
      - id: soup
        source: talk
        participant: p01
        coding: c2
        text: Olivia brought soup
"""
KEY = (
    "name,forms,replacement\nOlivia Quill,Olivia|Quill,[sister]\nSt Testing,,[hospital]\n"
    "Testbury,,[town]\n"
)
SECRET = (b"Olivia", b"Quill", b"St Testing", b"Testbury")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A coded study whose transcript still has the names, and a key outside."""
    folder = tmp_path / "study"
    (folder / "data-raw/transcripts").mkdir(parents=True)
    (folder / "coding").mkdir()
    (folder / "data-raw/transcripts/talk.txt").write_text(TALK)
    (folder / "study.yml").write_text(STORE)
    (folder / "coding/codebook.csv").write_text(
        'code,parent,title,definition\nvisit,,Visits,"Who came, as Olivia did"\n'
    )
    rows = [
        ("c1", "My sister Olivia Quill came.", "", ""),
        ("c2", "Olivia brought soup", "", "Testbury again"),
        ("c3", "Olivia went home", "Nobody came. ", ""),
        ("c4", "the nurse said yes", "", ""),
    ]
    lines = ["id,start,end,code,coder,quote,before,memo"]
    for name, words, before, memo in rows:
        at = TALK.index(before + words) + len(before)
        lines.append(f"{name},{at},{at + len(words)},visit,coder-1,{words},{before},{memo}")
    (folder / "coding/talk.csv").write_text("\n".join(lines) + "\n")
    (tmp_path / "key.csv").write_text(KEY)
    return folder


def _import(study: Path, *more: str) -> tuple[int, str]:
    talk = study / "data-raw/transcripts/talk.txt"
    return said_by(study, "import", talk, "--names", study.parent / "key.csv", *more)


def _everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file and its name; what git has packed is read as well."""
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        yield path.name, data + path.name.encode()
        if "objects" in path.parts and path.is_file():
            try:
                yield path.name, zlib.decompress(data)
            except zlib.error:
                continue


def _git(study: Path, *words: str) -> None:
    names = ["-c", "user.name=Synthia", "-c", "user.email=s@example.org"]
    subprocess.run(["git", *names, *words], cwd=study, check=True, capture_output=True)


def test_codings_and_codebook_follow_the_names(study: Path) -> None:
    """Words, what stands before them, memos and definitions; each coding is exact afterwards."""
    code, said = _import(study)
    assert code == 1
    assert "coding/talk.csv, line 2: My sister »Olivia Quill« came. → [sister]" in said
    assert "coding/codebook.csv, line 2: Who came, as »Olivia« did → [sister]" in said
    code, said = _import(study, "--yes")
    assert code == 0, said
    coded = Coded(Project(study), read_study(Project(study))[0])
    text = (study / "data-raw/transcripts/talk.txt").read_text()
    found = {one.id: one for one in coded.of("talk")}
    assert {name: one.quote for name, one in found.items()} == {
        "c1": "My sister [sister] came.",
        "c2": "[sister] brought soup",
        "c3": "[sister] went home",
        "c4": "the nurse said yes",
    }
    for one in found.values():
        if one.id != "c4":
            assert text[one.start : one.end] == one.quote
    assert found["c2"].memo == "[town] again"
    assert said_by(study, "derive")[0] == 0
    code, said = said_by(study, "check")
    assert code == 0, said


def test_what_was_replaced_is_in_no_byte_of_the_compendium(study: Path) -> None:
    """Not in working files of a build before, nor in what git keeps of one after."""
    assert said_by(study, "derive")[0] == 0
    before = [name for name, data in _everything(study) if any(one in data for one in SECRET)]
    assert before
    assert _import(study, "--yes")[0] == 0
    assert said_by(study, "derive")[0] == 0
    said_by(study, "check")
    _git(study, "init", "-q")
    _git(study, "add", "-A", "-f")
    _git(study, "commit", "-qm", "A study without names")
    for name, data in _everything(study):
        assert not [one for one in SECRET if one in data], name
    log = (study.parent / "key-log.csv").read_text()
    for file in ("data-raw/transcripts/talk.txt", "coding/talk.csv", "coding/codebook.csv"):
        assert f"{file}," in log


def test_names_that_the_key_does_not_know_are_proposed(study: Path) -> None:
    """Introductions, titles, and capitals beside kinship and place; shown before anything is."""
    talk = study / "data-raw/transcripts/talk.txt"
    talk.write_text(
        TALK
        + "P01: My name is Karen Wilde, and Dr Patelsen saw me.\n"
        + "P01: My brother Barnaby lives in Ashfordby.\n"
    )
    said = _import(study)[1]
    lines = [line for line in said.splitlines() if "line 5" in line or "line 6" in line]
    assert len(lines) >= 4, said
