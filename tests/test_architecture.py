"""The rules of ARCHITECTURE.md that a program can check."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import ROOT

PACKAGE = ROOT / "src" / "themeloom"

#: The reading order: a module imports only from those above it, and from its own room.
ORDER = (
    "errors",
    "model",
    "project",
    "fingerprint",
    "text",
    "quoting",
    "pdf",
    "reading",
    "deriving",
    "figures",
    "weaving",
    "written",
    "documents",
    "published",
    "guidelines",
    "checking",
    "rendering",
    "notebooks",
    "provenance",
    "derivation",
    "trace",
    "explorer",
    "unchanged",
    "build",
    "verify",
    "doctor",
    "cli",
)
HEAVY = (
    "pandas",
    "matplotlib",
    "typst",
    "docx",
    "pptx",
    "numpy",
    "nbclient",
    "fontTools",
    "jupyter",
)

MODULES = sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported(path: Path) -> Iterator[str]:
    """The dotted names a module imports, wherever in it, those for types only as well."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_import_only_from_above(path: Path) -> None:
    """The package reads from raw data to rendered page, in one direction."""
    room = _room(path)
    if room in {"__init__", "__main__"}:
        return
    assert room in ORDER, f"{room} has no place in the reading order"
    for name in _imported(path):
        parts = name.split(".")
        if parts[0] == "themeloom" and len(parts) > 1:
            assert ORDER.index(parts[1]) <= ORDER.index(room), f"{room} imports {parts[1]}"


def test_checks_do_not_import_each_other() -> None:
    """Each question is answered in a module of its own."""
    shared = {
        "context",
        "findings",
        "identifiers",
        "kinds",
        "material",
        "names",
        "numbered",
    }
    for path in (PACKAGE / "checking").glob("*.py"):
        if path.stem in {"__init__", "run", "report", "documentation", *shared}:
            continue
        for name in _imported(path):
            parts = name.split(".")
            if parts[:2] == ["themeloom", "checking"] and len(parts) > 2:
                assert parts[2] in shared, f"checking.{path.stem} imports checking.{parts[2]}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_prints(path: Path) -> None:
    """A notebook that calls the package is not talked to."""
    if _room(path) == "cli":
        return
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not calls


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_programs_are_started_in_few_places(path: Path) -> None:
    """Pandoc, Quarto, kernels and git are started in three rooms and nowhere else."""
    if _room(path) in {"rendering", "provenance"} or path.stem == "kernel":
        return
    assert "subprocess" not in set(_imported(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_are_short(path: Path) -> None:
    """A module past 400 lines is telling us something."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_command_line_answers_at_once() -> None:
    """Help, and a build in which nothing changed, load none of the heavy libraries."""
    code = (
        "import sys, themeloom.cli, themeloom.steps.build, themeloom.documents, themeloom.figures;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_registry_is_named() -> None:
    """Lock files carry hashes and no addresses."""
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
