"""The package as people get it: built, installed where nothing else is, and used on a study."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from helpers import ROOT
from small import small_study

from themeloom import __version__
from themeloom.core.extensions import NAMES

SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def _built(source: Path, folder: Path, kind: str) -> Path:
    """Build one distribution with the build tools that are installed; nothing is fetched."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (made,) = folder.glob("*.tar.gz" if kind == "sdist" else "*.whl")
    return made


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sdist of this repository, and the wheel that is built from what it holds."""
    folder = tmp_path_factory.mktemp("dist")
    sdist = _built(ROOT, folder / "sdist", "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return sdist, _built(folder / f"themeloom-{__version__}", folder / "wheel", "wheel")


@pytest.fixture(scope="module")
def installed(distributions: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel and, beside it, what the wheel needs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    programs = folder / SCRIPTS
    python = str(programs / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    offline = ["--no-deps", "--no-index", "--disable-pip-version-check", str(distributions[1])]
    subprocess.run([*pip, *offline], check=True)
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(
        subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    )
    # A line of a .pth is a folder to look in; the .pth files in there are not followed, so the
    # package of this repository is not found.
    (packages / "needs.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return programs


def test_the_wheel_has_all_that_a_study_needs(distributions: tuple[Path, Path]) -> None:
    """Every file of the package and of its extensions, also those whose names begin with a dot."""
    with zipfile.ZipFile(distributions[1]) as archive:
        there = {name for name in archive.namelist() if ".dist-info/" not in name}
    listed = ["git", "ls-files", "-z", "src/themeloom", "_extensions"]
    found = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    wanted = {
        name.removeprefix("src/") if name.startswith("src/") else f"themeloom/{name}"
        for name in found.split("\0")
        if name and (ROOT / name).is_file()
    }
    assert wanted <= there


def test_no_material_of_a_study_leaves_with_the_package(distributions: tuple[Path, Path]) -> None:
    """What would be published on an index is the package: no raw data, no store, no documents."""
    with tarfile.open(distributions[0]) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert not tops & {"data-raw", "data-derived", "study.yml", "manuscript", "tests"}
    assert {"src", "_extensions", "README.md", "LICENSE", "CITATION.cff"} <= tops


def test_a_study_without_our_sources_is_built_by_the_installed_package(
    installed: Path, tmp_path: Path
) -> None:
    """Paper and poster come of a folder with nothing but the study; nothing is put into it."""
    project = small_study(tmp_path)
    shutil.rmtree(project.extensions)
    run = [str(installed / "themeloom"), "--project", str(project.root), "render"]
    environment = {name: one for name, one in os.environ.items() if name != "PYTHONPATH"}
    # Jupyter's own files lie beside the packages, not in them.
    environment["JUPYTER_PATH"] = str(Path(sysconfig.get_path("data"), "share", "jupyter"))
    done = subprocess.run(
        run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for name in ("manuscript/paper.html", "manuscript/paper.docx", "poster/poster.html"):
        assert (project.output / name).stat().st_size > 10_000, name
    assert not project.extensions.exists()
    where = [str(installed / "python"), "-c", "import themeloom; print(themeloom.__file__)"]
    asked = subprocess.run(where, env=environment, check=True, capture_output=True, text=True)
    assert Path(asked.stdout.strip()).is_relative_to(installed.parent)


def test_quarto_is_led_to_the_installed_extensions(installed: Path, tmp_path: Path) -> None:
    """`doctor` names the folder that `quarto add` takes; all three extensions lie in it."""
    asked = subprocess.run(
        [str(installed / "themeloom"), "doctor"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    folder = next(
        Path(line.split('"')[1]) for line in asked.stdout.splitlines() if "quarto add" in line
    )
    assert folder.is_relative_to(installed.parent)
    assert all((folder / "_extensions" / name / "_extension.yml").is_file() for name in NAMES)
