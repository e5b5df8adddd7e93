"""How codebook and themes came to be, told from real repositories and from a study's record."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from coded_studies import CODEBOOK, CODINGS, coded_study
from helpers import changed

from themeloom.cli import main
from themeloom.coding.trail import trail

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project


def _git(study: Project, *words: str, day: str = "2026-01-02") -> None:
    identity = {
        name: value
        for who in ("AUTHOR", "COMMITTER")
        for name, value in (
            (f"GIT_{who}_NAME", "Secret Coder"),
            (f"GIT_{who}_EMAIL", "secret@coder.example"),
            (f"GIT_{who}_DATE", f"{day}T12:00:00"),
        )
    }
    subprocess.run(
        ["git", *words],
        cwd=study.root,
        env={**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull},
        check=True,
        capture_output=True,
    )


def _commit(study: Project, message: str, day: str) -> None:
    _git(study, "add", "-A", day=day)
    _git(study, "commit", "--quiet", "-m", message, day=day)


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """A study whose codebook is split, merged, moved and retitled in four commits."""
    study = coded_study(tmp_path / "s")
    (study.coding / "p01.csv").unlink()
    study.codebook.write_text("code,parent,title,definition\ntime,,Time,\n", encoding="utf-8")
    changed(study.study, ", coding: c1", "")
    _git(study, "init", "--quiet")
    _commit(study, "First reading", "2026-01-02")
    study.codebook.write_text(CODEBOOK, encoding="utf-8")
    (study.coding / "p01.csv").write_text(CODINGS.replace("waiting,", "time,"), encoding="utf-8")
    study.codebook.write_text(CODEBOOK.replace("waiting,time,Waiting", "w,,W"), encoding="utf-8")
    _commit(study, "Second reading\n\nPeople came up in each talk.", "2026-01-05")
    study.codebook.write_text(CODEBOOK, encoding="utf-8")
    (study.coding / "p01.csv").write_text(CODINGS, encoding="utf-8")
    _commit(study, "Waiting is more than time", "2026-01-09")
    changed(study.codebook, "people,,People,\n", "others,waiting,Others,\n")
    changed(study.coding / "p01.csv", "c2,64,67,people", "c2,64,67,others")
    changed(study.coding / "p01.csv", "c3,97,125,people", "c3,97,125,others")
    changed(study.study, "codes: [time]", "codes: [time, others]")
    changed(study.study, "statement: They wait.", "statement: They wait for others.")
    _commit(study, "Others, for short", "2026-01-20")
    return study


def test_each_commit_says_what_happened_and_why(study: Project) -> None:
    """Codes that enter, leave, are split, merged, moved; themes and what they are made of."""
    told = [(one.date, one.why.splitlines()[0], one.events) for one in trail(study)]
    assert told == [
        (
            "2026-01-02",
            "First reading",
            ("the code time entered", "the theme waiting entered, made of time"),
        ),
        ("2026-01-05", "Second reading", ("the code w entered", "the code people entered")),
        (
            "2026-01-09",
            "Waiting is more than time",
            ("the code waiting was split from time (1 coding), below time", "the code w left"),
        ),
        (
            "2026-01-20",
            "Others, for short",
            (
                "the code people became others (2 codings)",
                "the theme waiting is stated as “They wait for others.”, no longer “They wait.”",
                "the theme waiting is also made of others",
            ),
        ),
    ]


def test_what_is_not_committed_comes_last(study: Project) -> None:
    """A move in the codebook that lies there is told as not committed yet."""
    changed(study.codebook, "waiting,time,Waiting", "waiting,,Waiting")
    last = trail(study)[-1]
    assert (last.date, last.events) == (
        "",
        ("the code waiting moved from below time to the top",),
    )


def test_a_codebook_that_could_not_be_read_is_passed_over(study: Project) -> None:
    """What was mended in the next commit is told against the last sound one."""
    sound = study.codebook.read_text(encoding="utf-8")
    study.codebook.write_text("nothing\n", encoding="utf-8")
    _commit(study, "Broken", "2026-02-01")
    study.codebook.write_text(f"{sound}more,,More,\n", encoding="utf-8")
    _commit(study, "Mended", "2026-02-02")
    assert [(one.why, one.events) for one in trail(study)][4:] == [
        ("Mended", ("the code more entered",))
    ]


def test_without_git_the_studys_own_record_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sorted by day; where there is neither, it is said what to do."""
    study = coded_study(tmp_path / "s")
    assert main(["--project", str(study.root), "trail"]) == 1
    assert "keep a record in coding/trail.yml" in capsys.readouterr().err
    record = study.coding / "trail.yml"
    record.write_text(
        "- {date: 2026-03-02, what: fear was split, why: two kinds of it}\n"
        "- {date: 2026-03-01, what: fear entered}\n",
        encoding="utf-8",
    )
    assert main(["--project", str(study.root), "trail"]) == 0
    assert capsys.readouterr().out == (
        "2026-03-01\n  fear entered\n2026-03-02\n  | two kinds of it\n  fear was split\n"
    )
    record.write_text("- {day: 2026-03-02, what: fear}\n", encoding="utf-8")
    assert main(["--project", str(study.root), "trail"]) == 1
    assert "entry 1 of coding/trail.yml is not one" in capsys.readouterr().err


def test_a_reviewer_reads_it_as_a_page(
    study: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With day, commit and message; who committed stands nowhere, and mark-up is words."""
    changed(study.codebook, "Whenever time", "Whenever <script>alert(1)</script> time")
    page = tmp_path / "trail.html"
    assert main(["--project", str(study.root), "trail", "--page", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "Not committed yet" in text
    assert "People came up in each talk." in text
    assert "was split from time (1 coding)" in text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script" not in text
    main(["--project", str(study.root), "trail"])
    assert "Secret Coder" not in text + capsys.readouterr().out


def test_splits_and_merges_are_told_by_where_codings_went(study: Project) -> None:
    """Two codes into one that was there is a merger; one into two new ones a split."""
    changed(study.codebook, "others,waiting,Others,\n", "peers,,Peers,\nstaff,,Staff,\n")
    changed(study.coding / "p01.csv", "c2,64,67,others", "c2,64,67,peers")
    changed(study.coding / "p01.csv", "c3,97,125,others", "c3,97,125,staff")
    assert set(trail(study)[-1].events) >= {
        "the code peers was split from others (1 coding)",
        "the code staff was split from others (1 coding)",
        "the code others was split into staff (1 coding), peers (1 coding)",
    }
    _commit(study, "Split", "2026-03-01")
    changed(study.codebook, "staff,,Staff,\n", "")
    changed(study.coding / "p01.csv", "c3,97,125,staff", "c3,97,125,peers")
    assert trail(study)[-1].events == ("the code staff was merged into peers (1 coding)",)
    # What another tool exports anew has another id; it stands where it stood.
    changed(study.coding / "p01.csv", "c3,97,125", "c9,97,125")
    assert trail(study)[-1].events == ("the code staff was merged into peers (1 coding)",)
