"""The command line: what it says, and its exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import changed, copied

from themeloom.cli import main
from themeloom.core.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small synthetic study."""
    return copied("store-synthetic", tmp_path)


def _run(project: Project, *words: str) -> int:
    return main(["--project", str(project.root), *words])


def test_derive_lists_what_changed_and_then_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first run writes; the second says that all is up to date."""
    assert _run(project, "derive") == 0
    said = capsys.readouterr().out
    assert "data-derived/quotations.csv" in said
    assert _run(project, "derive") == 0
    assert capsys.readouterr().out == "data-derived/ is up to date\n"


def test_a_changed_word_of_a_quotation_stops_the_build(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names file and line, what the source says instead, and the difference."""
    assert _run(project, "derive") == 0
    before = {path: path.read_bytes() for path in project.derived.rglob("*") if path.is_file()}
    capsys.readouterr()
    changed(project.study, "the clock … and", "the door for an hour and")
    assert _run(project, "derive") == 1
    assert capsys.readouterr().err == (
        "error: study.yml:27: the quotation “clock” is not word for word in "
        "data-raw/synthetic-talk.txt (line 4 is nearest, 93 % alike)\n"
        "  source says: I watched the clock for an hour and then the door.\n"
        "  difference:  I watched the [-door-] {+clock+} for an hour and then the door.\n"
        "  hint: copy the words of the source, or mark what you left out with … "
        "and what you put in with [brackets]\n"
    )
    assert before == {p: p.read_bytes() for p in project.derived.rglob("*") if p.is_file()}


def test_units_must_be_stated(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A number that its own passage does not state stops the build."""
    changed(project.study, "units: 4", "units: 5")
    assert _run(project, "derive") == 1
    assert "says neither “five” nor 5: “four diaries”" in capsys.readouterr().err


def test_no_study_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Outside of a study, the message says where a study would be."""
    assert main(["--project", str(tmp_path), "derive"]) == 1
    assert capsys.readouterr().err == (
        f"error: no study.yml in {tmp_path} or above it\n"
        "  hint: change to the folder of a study, or name it with --project FOLDER\n"
    )


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong words end with code 2 and a remedy."""
    with pytest.raises(SystemExit) as ended:
        main(["rendr"])
    assert ended.value.code == 2
    assert 'hint: did you mean "render"?' in capsys.readouterr().err


def test_doctor_answers_where_there_is_no_study(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is installed is said even outside of a study."""
    assert main(["--project", str(tmp_path), "doctor"]) == 0
    said = capsys.readouterr().out
    assert "pypandoc-binary" in said
    assert "no study.yml" in said


def test_our_own_defect_is_told_from_a_mistake(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw ends with code 3 and a report to paste."""

    def broken(_: object) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr("themeloom.steps.commands.derive", broken)
    assert _run(project, "derive") == 3
    said = capsys.readouterr().err
    assert "this is a defect of themeloom, not of your study" in said
    assert "nobody foresaw this" in said


def test_module_and_program_are_the_same() -> None:
    """`python -m themeloom --version` answers as `themeloom --version` does."""
    done = subprocess.run(
        [sys.executable, "-m", "themeloom", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("themeloom ")


def test_words_that_figures_cannot_show_are_warned_of(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """The warning comes each time until it is mended, also when nothing is left to derive."""
    changed(project.study, "title: Chairs", "title: 等待")
    for _ in range(2):
        assert _run(project, "derive") == 0
        said = capsys.readouterr().err
        assert said.startswith("warning: the figures cannot show the title of the theme")
        assert "no font here has the Han script" in said
        assert said.count("warning: ") == 1


@pytest.mark.parametrize(
    ("names", "code", "said"),
    [
        ({"PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "1", "MPLBACKEND": "Agg"}, 0, ""),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, 0, ""),
        ({"PYTHONOPTIMIZE": "2"}, 1, "error: Python runs without docstrings"),
    ],
    ids=["heeds nothing", "a locale without Unicode", "or says so"],
)
def test_settings_of_python_change_nothing(
    project: Project, names: dict[str, str], code: int, said: str
) -> None:
    """Warnings of libraries are no failures; where a setting would change files, it is refused."""
    root = project.root.rename(project.root.with_name("zwölf"))
    command = [sys.executable, "-m", "themeloom", "--project", str(root), "derive"]
    done = subprocess.run(
        command, env={**os.environ, **names}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr[: len(said)]) == (code, said)
