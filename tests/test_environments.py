"""Where the package runs: the two ways to set it up, what they bring, what others read of it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from typing import Any

import environment
import installed
import pytest
import yaml
from helpers import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from themeloom import __version__
from themeloom.core.extensions import oldest_quarto
from themeloom.core.packages import purposes


def _locked(name: str) -> list[Requirement]:
    """What a lock file pins."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [Requirement(one) for one in re.findall(r"^([^\s#][^\\\n]*?) \\$", text, re.MULTILINE)]


def _conda() -> tuple[dict[str, str], list[str]]:
    """What environment.yml takes from conda-forge, with versions; what from the package index."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert read["channels"] == ["conda-forge"]
    *own, last = read["dependencies"]
    return dict(one.partition("=")[::2] for one in own), last["pip"]


def test_both_ways_install_every_package_once_and_in_the_same_version() -> None:
    """What Quarto's environment names is what the lock file pins, under the same conditions."""
    _, listed = _conda()
    *packages, own = listed
    assert own == "--editable ."
    found = Counter(map(str, map(Requirement, packages)))
    assert found == Counter(map(str, _locked("requirements.lock")))
    assert set(found.values()) == {1}
    names = {Requirement(one).name for one in packages}
    assert {"ipykernel", "jupyter-client", "nbclient", *purposes()} <= names


def test_the_environment_is_what_the_lock_file_makes_of_it() -> None:
    """If not, run: make lock."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert (ROOT / "environment.yml").read_text(encoding="utf-8") == environment.written(lock)


def test_python_and_quarto_are_ones_that_work() -> None:
    """Python as the package asks for it; Quarto as its extensions do."""
    conda, _ = _conda()
    assert conda.keys() == {"python", "quarto", "pip"}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    asked = re.search(r'^requires-python = "(.*)"$', project, re.MULTILINE)
    assert asked
    assert conda["python"] in SpecifierSet(asked[1])
    assert Version(conda["quarto"]) >= Version(oldest_quarto())


def test_notebooks_are_worked_on_with_the_same_versions() -> None:
    """JupyterLab's lock file agrees with the other wherever both name a package."""
    main = {one.name: one.specifier for one in _locked("requirements.lock") if not one.marker}
    lab = [one for one in _locked("requirements-lab.lock") if one.name in main and not one.marker]
    assert lab
    assert [one.name for one in lab if one.specifier != main[one.name]] == []


def test_what_is_installed_is_listed_with_sizes() -> None:
    """Every package that comes with ours, and no other; if not, run: make installed."""
    page = (ROOT / "docs" / "installed.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w-]+) \| ([\d.]+) \| [\w-]* \|$", page, re.MULTILINE)
    there = {name for name in installed.brought() if installed.size_of(name) is not None}
    assert {name for name, _ in rows} == there
    assert all(float(size) >= 0 for _, size in rows)


def test_only_what_the_package_uses_is_installed_with_it() -> None:
    """Each dependency is imported, or named with what it brings instead."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(
        r'^  "([\w-]+)>=[^"]+", +# (.*)$', project.partition("[project.scripts]")[0], re.MULTILINE
    )
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    imported = {"pillow": "PIL", "pyyaml": "yaml", "python-pptx": "pptx", "python-stdnum": "stdnum"}
    imported |= {"webvtt-py": "webvtt"}
    for name, why in listed:
        module = imported.get(name, name.replace("-", "_"))
        used = re.search(rf"^\s*(?:from|import) {module}\b", sources, re.MULTILINE | re.IGNORECASE)
        assert used or re.search(r"brings|web fonts|the (?:sans|serif)|runs Python", why), name
    assert len(listed) > 20


#: What a step may begin with that is none of make's.
_PLAIN = (
    "python -m venv",
    "python -m pip",
    "python -m pytest",
    "themeloom ",
    "quarto render",
    "git config ",
)


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("citation-file-format", "CITATION.cff"),
        ("github-workflows", ".github/workflows/test.yml"),
    ],
)
def test_what_others_read_is_valid(schema: str, file: str) -> None:
    """By the schema that its readers have published."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, file], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_citation_names_this_version_and_the_article_of_the_study() -> None:
    """What readers are asked to cite is the article of record, as the store has it."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    store = (ROOT / "study.yml").read_text(encoding="utf-8")
    assert read["version"] == __version__
    assert f"doi: {read['preferred-citation']['doi']}\n" in store


def test_the_workflow_runs_what_the_readme_names() -> None:
    """No command of its own: each is one of the README, of make, or of Python's own tools."""
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    jobs: dict[str, Any] = yaml.safe_load(text)["jobs"]
    runs = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for run in runs:
        target = re.fullmatch(r"make ([a-z-]+)", run)
        if target:
            assert target[1] in targets
        elif run.startswith("bash "):
            assert (ROOT / run.removeprefix("bash ")).is_file()
        else:
            plain = run.removeprefix(".venv\\Scripts\\")
            assert plain.startswith(_PLAIN), run
    systems = {job["runs-on"] for job in jobs.values()}
    assert {"ubuntu-latest", "windows-latest"} <= systems
    assert jobs["render"]["strategy"]["matrix"]["os"] == ["ubuntu-latest", "macos-latest"]


def test_git_calls_the_commands_of_make_before_a_commit() -> None:
    """The configuration of pre-commit has one hook, and it is a target that there is."""
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    hooks = [hook for repo in yaml.safe_load(text)["repos"] for hook in repo["hooks"]]
    assert [hook["entry"] for hook in hooks] == ["make before-commit"]
    assert "\nbefore-commit: " in (ROOT / "Makefile").read_text(encoding="utf-8")
