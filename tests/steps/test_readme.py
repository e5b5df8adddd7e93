"""Every command of the README does what stands beside it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT
from small import small_study

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from themeloom.core.project import Project

README = (ROOT / "README.md").read_text(encoding="utf-8")
SCRIPTS = Path(sys.executable).parent


def _commands() -> list[str]:
    """The lines of the README's blocks of commands, without remarks."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = "\n".join(blocks).splitlines()
    return list(dict.fromkeys(line.partition("#")[0].strip() for line in lines if line))


def _in_table() -> list[str]:
    """The commands of the table, each in its barest form."""
    told = re.findall(r"^\| `themeloom ([^`]+)` \|", README, re.MULTILINE)
    return [one.partition(" ")[0] for one in told]


@pytest.fixture
def house(small: Project) -> Path:
    """A small study with what make needs: the Makefile, a lock file, an environment set up."""
    root = small.root
    for name in ("Makefile", "requirements.lock", "pyproject.toml", "requirements-lab.lock"):
        shutil.copy(ROOT / name, root / name)
    programs = root / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "themeloom"):
        (programs / name).write_text(f'#!/bin/sh\nexec "{SCRIPTS / name}" "$@"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    (root / ".venv" / ".ready").touch()
    return root


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """A small synthetic study."""
    return small_study(tmp_path)


def _run(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment: Mapping[str, str] = {**os.environ, **more}
    words = shlex.split(command)
    return subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def _renders(house: Path) -> None:
    done = _run("make render", house)
    assert done.returncode == 0, done.stderr
    assert (house / "_output" / "manuscript" / "paper.html").is_file()


def _verifies(house: Path) -> None:
    """What it does is looked at in `tests/verify/`; here, that make calls it."""
    # make called by make says which folder it enters as well.
    assert ".venv/bin/themeloom verify\n" in _run("make -n verify", house).stdout


def _tests(house: Path) -> None:
    (house / "tests").mkdir()
    (house / "tests" / "test_one.py").write_text("def test_one(): assert True\n", encoding="utf-8")
    done = _run("make test", house, PYTEST_ADDOPTS="-n0 -p no:cacheprovider")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout or "[100%]" in done.stdout


def _sets_up(house: Path) -> None:
    """The lock file's packages are the ones that are here: nothing has to be fetched."""
    python = str(SCRIPTS / "python")
    done = _run(
        f"{python} -m pip install --dry-run --require-hashes -r {ROOT / 'requirements.lock'}",
        house,
        PIP_NO_INDEX="1",
        PIP_CONFIG_FILE=os.devnull,
    )
    assert done.returncode == 0, done.stderr
    assert "Would install" not in done.stdout
    made = _run(f"{python} -m venv --without-pip another", house)
    assert made.returncode == 0, made.stderr
    assert _run("another/bin/python -c 'import sys'", house).returncode == 0


def _renders_another(house: Path) -> None:
    done = _run(f'"{SCRIPTS / "themeloom"}" --project "{house}" render paper', house.parent)
    assert done.returncode == 0, done.stderr
    assert (house / "_output" / "manuscript" / "paper.docx").is_file()


def _examines(house: Path) -> None:
    done = _run(f'"{SCRIPTS / "themeloom"}" doctor', house)
    assert done.returncode == 0, done.stdout
    assert "_extensions/" in done.stdout


def _elsewhere(test: str) -> Callable[[Path], None]:
    """Run, or read back, by another test."""
    file, name = test.split("::")

    def exists(_: Path) -> None:
        assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")

    return exists


_BUILT = (
    "steps/test_installed.py::test_a_study_without_our_sources_is_built_by_the_installed_package"
)
_CONDA = "test_environments.py::test_both_ways_install_every_package_once_and_in_the_same_version"
_QUARTO = "steps/test_quarto_itself.py::test_quarto_itself_makes_what_the_built_in_renderer_makes"
#: How each command is run.
HOW: dict[str, Callable[[Path], None]] = {
    "make render": _renders,
    "make verify": _verifies,
    "make test": _tests,
    "conda env create -f environment.yml": _elsewhere(_CONDA),
    "conda activate themeloom": _elsewhere(_CONDA),
    "quarto render": _elsewhere(_QUARTO),
    "python -m venv .venv": _sets_up,
    r".venv\Scripts\activate": _sets_up,
    "pip install --require-hashes -r requirements.lock": _sets_up,
    "pip install --no-deps --no-build-isolation --editable .": _elsewhere(_BUILT),
    "themeloom render": _renders,
    "python -m pip install .": _elsewhere(_BUILT),
    "themeloom --project FOLDER render": _renders_another,
    "themeloom doctor": _examines,
}


def test_no_command_is_left_out() -> None:
    """Whoever writes one into the README says here how it is run."""
    assert set(_commands()) == HOW.keys()


@pytest.mark.skipif(sys.platform == "win32", reason="make and its shell are not there")
@pytest.mark.parametrize("how", list(dict.fromkeys(HOW.values())), ids=lambda how: how.__name__)
def test_each_command_does_what_it_says(how: Callable[[Path], None], house: Path) -> None:
    """In a small study, with the packages of this environment."""
    how(house)


def test_every_command_of_the_table_is_one_that_there_is() -> None:
    """And every one that there is stands in the table."""
    done = _run(f'"{SCRIPTS / "themeloom"}" --help', ROOT)
    there = set(re.findall(r"^    ([a-z-]+)  ", done.stdout, re.MULTILINE))
    assert set(_in_table()) == there


def test_targets_of_make_that_are_named_are_there() -> None:
    """In the README and in what it says to contributors."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`make ([a-z-]+)`", told)) <= targets


def test_pictures_are_small_and_described() -> None:
    """A reader without pictures is told what they show; none weighs more than 60 kB."""
    shown = re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]+)"', README)
    assert len(shown) == 3
    for name, words in shown:
        assert words
        assert (ROOT / name).stat().st_size < 60_000
