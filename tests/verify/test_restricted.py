"""A study whose restricted source is not at hand."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from helpers import changed, copied

from themeloom.core.errors import ThemeloomError
from themeloom.engines.reporting import Silent
from themeloom.steps.attesting import attest_sources
from themeloom.steps.commands import check, derive
from themeloom.verify import verify
from themeloom.verify.report_text import sentence

if TYPE_CHECKING:
    from pathlib import Path


def test_what_rests_on_a_restricted_source_is_kept_and_told(tmp_path: Path) -> None:
    """Its places stay as its holder derived them; the verdict says that they were not proved."""
    project = copied("store-synthetic", tmp_path)
    source = project.raw / "synthetic-talk.txt"
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    text = project.study.read_text(encoding="utf-8")
    project.study.write_text(
        text.replace(
            "access: open\n    file: synthetic-talk.txt",
            f"access: restricted\n    file: synthetic-talk.txt\n    sha256: {digest}",
        ),
        encoding="utf-8",
    )
    derive(project)
    attest_sources(project)
    there = (project.derived / "quotations.csv").read_bytes()
    source.unlink()

    verdict = verify(project, None, Silent())
    (unread, _) = sorted(verdict.unread, key=lambda one: one.access)
    assert verdict.equal, verdict
    assert (unread.id, unread.sha256) == ("talk", digest)
    assert unread.rests == ("sources.csv, row id diaries", "quotations.csv, row id clock")
    assert "what rests on 1 source that cannot be read here was not rebuilt" in sentence(verdict)

    derive(project)
    assert (project.derived / "quotations.csv").read_bytes() == there
    kinds = {finding.kind for finding in check(project).findings}
    assert "verbatim-recorded" in kinds
    assert "verbatim-unverifiable" not in kinds
    changed(project.study, "I watched the clock …", "I saw the clock …")
    with pytest.raises(ThemeloomError, match="which cannot be read here"):
        derive(project)
