"""A false claim is never proved, and a true one always is, wherever it lies."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
from compendia import as_read, copy_of
from compendium import commit, git
from false_claims import FALSE
from further_claims import FURTHER, FURTHER_HERE
from helpers import LONG
from hidden_claims import HERE, HIDDEN
from odd_places import ENVIRONMENT, TRUE

from themeloom.engines.reporting import Silent
from themeloom.verify import verify
from themeloom.verify.report_text import sentence, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.verify.findings import Difference, Verdict


def _some(names: Iterable[str], count: int) -> list[str]:
    """All of them in the long run; else a few, the same every time."""
    return [*names] if LONG else random.Random(count).sample([*names], count)


EVERY = FALSE | HIDDEN | FURTHER


@pytest.mark.parametrize("name", _some(EVERY, 3))
def test_a_false_claim_is_never_proved(name: str, true_study: Project, tmp_path: Path) -> None:
    """However consistently it was committed, hashed and recorded."""
    project = copy_of(true_study, tmp_path / "author")
    EVERY[name](project)
    if name not in HERE | FURTHER_HERE:
        if git(project.root, "status", "--porcelain"):
            commit(project)
        project = as_read(project, tmp_path / "reviewer")
    verdict = verify(project, None, Silent())
    said = sentence(verdict)
    assert not verdict.equal, said
    assert verdict.failure or any(_differing(verdict)) or _doubted(verdict), said
    assert " not what " in said or "cannot be rebuilt" in said, said
    assert len(list(told(verdict))) < 45, "it fits a screen"


def _doubted(verdict: Verdict) -> bool:
    return bool(verdict.unproved or verdict.unsteady or verdict.lacking or verdict.foreign)


def _differing(verdict: Verdict) -> Iterator[Difference]:
    """What differs, but for the commit that outputs name: this is another one here."""
    for group in verdict.groups:
        for one in group.differing:
            for difference in one.differences:
                said = f"{difference.there} {difference.rebuilt}"
                if not re.search(r"\b[0-9a-f]{10,40}\b|uncommitted|changes;|^byte", said):
                    yield difference


_TRUE = (
    r"All 60 derived files and [56] outputs are byte for byte what data-raw/ and study\.yml give "
    r"with commit [0-9a-f]{12} of 2026-03-01\."
)


@pytest.mark.parametrize("name", _some(TRUE, 2))
def test_a_true_claim_is_proved_wherever_it_lies(
    name: str, true_study: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence is the same, but for the commit where it has to be another."""
    project = TRUE[name](copy_of(true_study, tmp_path / "author"), tmp_path / "there")
    for variable, value in ENVIRONMENT.get(name, {}).items():
        if value is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            of_a_place = variable in {"TMPDIR", "GIT_CONFIG_GLOBAL"}
            monkeypatch.setenv(variable, str(tmp_path / value) if of_a_place else value)
    if name == "a temporary folder of its own":
        (tmp_path / "there" / "notes").mkdir()
        monkeypatch.setattr("tempfile.tempdir", None)
    verdict = verify(project, None, Silent())
    lines = "\n".join(told(verdict))
    assert verdict.equal, lines
    assert re.fullmatch(_TRUE, sentence(verdict)), lines
    assert len(lines.splitlines()) < 20, "it fits a screen"
