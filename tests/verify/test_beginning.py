"""What a rebuild begins from: what is committed, and nothing else in silence."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from compendia import copy_of
from compendium import commit, git
from helpers import changed, copied
from small import notebook, rendered

import themeloom
from themeloom.core.files import digest_of
from themeloom.engines.reporting import Silent
from themeloom.steps.commands import derive
from themeloom.verify import is_another_package, verify
from themeloom.verify.report_text import sentence, told

if TYPE_CHECKING:
    from themeloom.core.project import Project
    from themeloom.verify.findings import Verdict


_FILE = "file: synthetic-talk.txt"
_CHANCE = """#| label: tbl-words
#| tbl-cap: A synthetic number
import random
import pandas as pd
pd.DataFrame({"a": [random.random()]})"""


def _verified(project: Project) -> Verdict:
    return verify(project, None, Silent())


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A study without documents, committed with all that is derived."""
    project = copied("explorer-synthetic", tmp_path_factory.mktemp("once"))
    for name in ("_quarto.yml", "manuscript", "slides"):
        path = project.root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (project.root / ".gitignore").write_text("/.themeloom/\n", encoding="utf-8")
    git(project.root, "init", "--quiet", "--initial-branch=main")
    derive(project)
    commit(project)
    return project


@pytest.fixture
def derived(once: Project, tmp_path: Path) -> Project:
    """A copy of it, to be changed."""
    return copy_of(once, tmp_path / "study")


def test_a_package_that_lies_in_the_study_is_told_where_it_is_another(derived: Project) -> None:
    """Only where it does not hold what the one that rebuilds holds."""
    own = derived.root / "src" / "themeloom"
    shutil.copytree(Path(themeloom.__file__).parent, own)
    commit(derived)
    assert not is_another_package(derived)
    assert not any("src/" in note for note in _verified(derived).notes)
    (own / "trace.py").write_text("# another\n", encoding="utf-8")
    assert is_another_package(derived)


def test_what_is_only_here_has_no_part_in_it(derived: Project) -> None:
    """A changed source is set aside and told; the commit is true all the same."""
    changed(derived.study, "Waiting is work", "Waiting is rest")
    verdict = _verified(derived)
    assert verdict.equal
    assert verdict.aside == ("study.yml",)
    derive(derived)
    verdict = _verified(derived)
    assert not verdict.equal
    assert verdict.uncommitted == ("study.yml",)
    assert "; 1 uncommitted file took part in what lies here" in sentence(verdict)


def test_a_source_that_a_clone_lacks_is_named(derived: Project) -> None:
    """With its line in the store; with a recorded hash it may stay outside."""
    named = "data-raw/synthetic-talk.txt"
    git(derived.root, "rm", "--quiet", "--cached", named)
    (derived.root / ".gitignore").write_text(f"/.themeloom/\n/{named}\n", encoding="utf-8")
    commit(derived)
    verdict = _verified(derived)
    assert verdict.failure.startswith(f"study.yml:7: {named} is in no commit, so a clone lacks it")
    assert sentence(verdict).endswith(" cannot be rebuilt.")
    digest = digest_of(derived.root / named)
    changed(
        derived.study, "file: synthetic-talk.txt", f"file: synthetic-talk.txt, sha256: {digest}"
    )
    derive(derived)
    commit(derived)
    verdict = _verified(derived)
    assert verdict.equal, list(told(verdict))
    assert verdict.outside == (named,)
    changed(derived.root / named, "radiator", "clock")
    assert "is not the file that the store records" in _verified(derived).failure


def test_raw_data_that_were_rewritten_are_told(derived: Project) -> None:
    """What is in the data now may be borne out by them; a reader hears that it was not always."""
    raw = derived.raw / "synthetic-talk.txt"
    before = digest_of(raw)
    changed(
        derived.study, "file: synthetic-talk.txt", f"file: synthetic-talk.txt, sha256: {before}"
    )
    derive(derived)
    commit(derived)
    changed(raw, "radiator", "clock")
    changed(derived.study, before, digest_of(raw))
    derive(derived)
    commit(derived)
    verdict = _verified(derived)
    assert verdict.equal
    expected = ("data-raw/synthetic-talk.txt", "the recorded hash of the source talk")
    assert verdict.rewritten == expected
    assert "recorded hashes changed after they were first committed" in sentence(verdict)


def test_without_version_control_the_record_of_the_last_build_counts(derived: Project) -> None:
    """What was changed since is told."""
    shutil.rmtree(derived.root / ".git")
    verdict = _verified(derived)
    assert verdict.equal, list(told(verdict))
    assert " give with files under no version control" in sentence(verdict)
    changed(derived.study, "Waiting is work", "Waiting is rest")
    verdict = _verified(derived)
    assert not verdict.equal
    assert "Changed since the last build: study.yml" in told(verdict)


def test_a_file_that_git_keeps_elsewhere_comes_in_if_it_is_the_one(derived: Project) -> None:
    """What is committed of it is where it is kept; another file is none of this commit."""
    talk = derived.raw / "synthetic-talk.txt"
    words = talk.read_bytes()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest_of(talk)}\nsize 9\n"
    talk.write_text(pointer, encoding="utf-8")
    commit(derived)
    talk.write_bytes(words)
    assert _verified(derived).equal
    talk.write_bytes(words + b"More.\n")
    assert "data-raw/synthetic-talk.txt is in no commit" in _verified(derived).failure


def test_chance_is_told_once_and_hides_no_change(true_study: Project, tmp_path: Path) -> None:
    """What follows from it is not told; a word that somebody changed beside it is."""
    project = copy_of(true_study, tmp_path / "study")
    (project.root / "analysis/words.ipynb").write_text(notebook(_CHANCE), encoding="utf-8")
    (project.root / "analysis/counted.txt").unlink()
    commit(project)
    rendered(project)
    commit(project)
    rendered(project)
    page = project.output / "manuscript" / "paper.html"
    changed(page, "were cold", "were warm")
    verdict = _verified(project)
    assert not verdict.equal
    assert verdict.unsteady == ("analysis/words.ipynb",)
    assert "Differs from itself (chance or clock): analysis/words.ipynb" in told(verdict)
    assert "; analysis/words.ipynb differs from itself (chance or clock), and " in sentence(verdict)
    (one,) = [file for group in verdict.groups for file in group.differing]
    assert one.name == "manuscript/paper.html"
    assert any("warm" in difference.there for difference in one.differences)
