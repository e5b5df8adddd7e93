"""The rules of ARCHITECTURE.md that a program can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest
from helpers import HERE, ROOT

from themeloom.documents.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    Nodes = Sequence[ast.AST]

PACKAGE = ROOT / "src" / "themeloom"
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

#: The reading order: a module imports only from rooms above its own, and from its own.
ORDER = (
    "core",
    "look",
    "study",
    "coding",
    "deriving",
    "documents",
    "session",
    "typefaces",
    "figures",
    "weaving",
    "finished",
    "engines",
    "formats",
    "guidelines",
    "checking",
    "notebooks",
    "trace",
    "pages",
    "steps",
    "starting",
    "importers",
    "verify",
    "notebook",
    "doctor",
    "cli",
)
#: What stands before the rooms: the version, and `python -m themeloom`.
DOORS = {"", "__main__"}
HEAVY = (
    "IPython",
    "PIL",
    "charset_normalizer",
    "docx",
    "fontTools",
    "jinja2",
    "jupyter",
    "jupyter_client",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "pptx",
    "pypdfium2",
    "rapidfuzz",
    "segno",
    "typst",
    "webvtt",
)
#: What checks look at together, and what lists and tells them.
_SHARED_BY_CHECKS = (
    *("context", "findings", "identifiers", "names", "naming", "numbers", "patterns", "personal"),
    *("kinds_of_people", "numerals", "readable", "referring", "written_at", "spoken", "words"),
    *("cells", "claim", "claims", "clean", "converted", "in_files", "markup", "nearly", "public"),
    "unmarked",
)
_AROUND_CHECKS = ("checking", "checking.documentation", "checking.report", "checking.run")
FOLDERS = re.compile(r"/?(?:data-raw|data-derived|_output|\.themeloom)(?:/\S*)?")


@cache
def _modules() -> dict[str, Path]:
    """Each module by its dotted name within the package; the package itself is ``."""
    named = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        named[".".join(part for part in parts if part != "__init__")] = path
    return named


@cache
def _nodes(module: str) -> tuple[ast.AST, ...]:
    """Everything that a module is made of."""
    return tuple(ast.walk(ast.parse(_modules()[module].read_text(encoding="utf-8"))))


def _room(module: str) -> str:
    return module.partition(".")[0]


def _imports(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The dotted names that are imported, with what is taken from each."""
    for one in nodes:
        if isinstance(one, ast.Import):
            yield from (alias.name for alias in one.names)
        elif isinstance(one, ast.ImportFrom) and one.module:
            yield from (f"{one.module}.{alias.name}" for alias in one.names)


def _of_ours(names: Iterable[str]) -> Iterator[str]:
    """The modules of the package among what is imported."""
    for name in names:
        if name.partition(".")[0] == "themeloom":
            inner = name.partition(".")[2]
            yield inner if inner in _modules() else inner.rpartition(".")[0]


def _loaded(module: str) -> set[str]:
    """The modules of the package that another loads, early or late; not those of types alone."""
    found = list(_of_ours(_imports(_nodes(module))))
    typed = [
        name
        for node in _nodes(module)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for name in _of_ours(_imports(ast.walk(node)))
    ]
    for name in typed:
        found.remove(name)
    return set(found) - {module}


@pytest.mark.parametrize("module", sorted(_modules().keys() - DOORS))
def test_modules_import_only_from_above(module: str) -> None:
    """The package reads from raw data to rendered page, in one direction."""
    room = _room(module)
    assert room in ORDER, f"{room} has no place in the reading order"
    for name in _of_ours(_imports(_nodes(module))):
        if name:
            assert ORDER.index(_room(name)) <= ORDER.index(room), f"{module} imports {name}"


def test_no_modules_load_each_other_in_a_circle() -> None:
    """A module can be understood with those that it loads, and these without it."""
    graph = {module: _loaded(module) for module in _modules()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" ← ".join(error.args[1]))


def test_checks_do_not_import_each_other() -> None:
    """Each question is answered in a module of its own, from what the room shares."""
    checks = {
        name for name in _modules() if _room(name) == "checking" and name not in _AROUND_CHECKS
    }
    shared = {f"checking.{name}" for name in _SHARED_BY_CHECKS}
    for module in checks - shared:
        assert not (_loaded(module) & checks) - shared, module


@dataclass(frozen=True)
class Only:
    """Something that is done in few places.

    Args:
        done: what it is.
        seen: whether a module does it.
        where: the rooms and modules that are there for it.
        but: further modules that do it, each with the reason.
    """

    done: str
    seen: Callable[[Nodes], bool]
    where: tuple[str, ...]
    but: dict[str, str] = field(default_factory=dict)

    def does(self, module: str) -> bool:
        """Whether a module does it outside of the places that are there for it."""
        home = any(module == place or module.startswith(f"{place}.") for place in self.where)
        return not home and self.seen(_nodes(module))


def _importing(*names: str) -> Callable[[Nodes], bool]:
    """Whether a module imports one of these, or something of it."""
    return lambda nodes: any(
        found == name or found.startswith(f"{name}.") for found in _imports(nodes) for name in names
    )


def _naming(*names: str) -> Callable[[Nodes], bool]:
    """Whether a module uses one of these attributes of a name, written as `name.attribute`."""
    return lambda nodes: any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and f"{node.value.id}.{node.attr}" in names
        for node in nodes
    )


def _prints(nodes: Nodes) -> bool:
    calls = (node.func for node in nodes if isinstance(node, ast.Call))
    printing = any(isinstance(called, ast.Name) and called.id == "print" for called in calls)
    return printing or _naming("sys.stdout", "sys.stderr")(nodes)


def _writes(nodes: Nodes) -> bool:
    """Whether a module opens a file to write into it, or writes one at once."""
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            mode = [
                word.value
                for word in [*node.args, *(keyword.value for keyword in node.keywords)]
                if isinstance(word, ast.Constant) and isinstance(word.value, str)
            ]
            opened = node.func.attr in {"open", "fdopen"} and any(
                re.fullmatch(r"[wax]\+?b?", one) for one in mode
            )
            if opened or node.func.attr in {"write_text", "write_bytes", "mkstemp"}:
                return True
    return False


def _names_folders(nodes: Nodes) -> bool:
    texts = (node.value for node in nodes if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and FOLDERS.fullmatch(text) for text in texts)


def _names_a_format(nodes: Nodes) -> bool:
    # "html" and "pdf" are also what Typst makes, and endings of files that anyone makes.
    keys = {one.key for one in FORMATS.values()} - {"html", "pdf"}
    return any(isinstance(node, ast.Constant) and node.value in keys for node in nodes)


ONLY = (
    Only(
        "names a format",
        _names_a_format,
        ("formats",),
        {
            "finished.held": "endings of files that anyone makes",
            "importers.coded.comments": "endings of files that other tools make",
            "importers.coded.kinds": "endings of files that other tools make",
            "importers.kinds": "endings of files that other tools make",
            "importers.office": "endings of files that other tools make",
            "pages.checklists": "what the front matter of a checklist asks for",
            "verify.compare": "endings of files that anyone makes",
        },
    ),
    Only(
        "prints",
        _prints,
        ("cli",),
        {
            "look.__main__": "a command of developers",
            "notebooks.kernel_setup": "measures what cells print, inside their kernel",
        },
    ),
    Only(
        "starts programs",
        _importing("subprocess", "multiprocessing", "os.system"),
        ("core",),
        {
            "notebooks.forking": "the process that kernels are forked from",
            "notebooks.kernel": "names the stream of nobody; kernels are Jupyter's to start",
        },
    ),
    Only(
        "starts kernels",
        _importing("jupyter_client", "nbclient"),
        ("notebooks.kernel", "notebooks.forking"),
    ),
    Only(
        "writes files",
        _writes,
        ("core.files", "core.office", "core.written"),
        {
            "engines.pandoc_input": "working files, for pandoc",
            "engines.typst": "what Typst made, on the stage",
            "formats.revealjs": "working files, for pandoc",
            "notebooks.page": "a working file, for pandoc",
            "notebooks.seen": "a working file, from inside the kernel",
            "steps.publishing": "the lock of a build",
        },
    ),
    Only(
        "hashes contents",
        _importing("hashlib"),
        ("core.files",),
        {
            "checking.names": "names with a salt, so that a list of them can be committed",
            "core.git": "contents as git calls them, to tell which of them a commit holds",
            "formats.web": "scripts and styles, for the page's own security policy",
            "typefaces.embedding": "the key with which Word's typefaces are packed",
        },
    ),
    Only(
        "opens finished files",
        _importing("html.parser", "zipfile", "pypdfium2", "lxml.html"),
        ("finished",),
        {
            "core.office": "rewrites the office files that we make",
            "importers.coded.container": "other tools' projects, read part by part",
            "importers.coded.hypertext": "pages within other tools' databases",
            "notebooks.offline": "what a cell shows, before it is in a file",
            "notebooks.html_results": "what a cell gave, which is no finished file yet",
            "verify.outputs": "the archive that a reader was given",
        },
    ),
    Only(
        "parses YAML",
        _naming(*(f"yaml.{name}" for name in ("safe_load", "load", "parse", "compose", "scan"))),
        ("study", "documents"),
        {
            "verify.cells": "the files that we wrote, to be compared",
        },
    ),
    Only(
        "opens fonts",
        _importing("fontTools.ttLib", "fontTools.subset", "PIL.ImageFont"),
        ("typefaces",),
    ),
    Only(
        "knows the names of folders",
        _names_folders,
        ("core.project",),
        {
            "core.released": "what is made in a folder after it was unpacked",
            "core.version": "tells evidence among what goes in by its name",
            "documents.formats": "styles and typefaces as documents name them",
            "doctor": "as a person reads them",
            "engines.sheets": "styles and typefaces of a project that it knows by its root alone",
            "notebooks.weave": "a figure's address in the fragment that shows it",
            "weaving.fragments": "a figure's address in the fragment that shows it",
            "weaving.metadata": "the address of the code to scan, for Quarto",
        },
    ),
)


@pytest.mark.parametrize("only", ONLY, ids=lambda only: only.done)
def test_is_done_in_few_places_only(only: Only) -> None:
    """Each "only" of ARCHITECTURE.md, as far as the code says it; exceptions have a reason."""
    found = {module for module in _modules() if only.does(module)}
    assert sorted(found - only.but.keys()) == []


@pytest.mark.parametrize("only", ONLY, ids=lambda only: only.done)
def test_exceptions_are_still_needed(only: Only) -> None:
    """What is excepted from a rule does what the rule is about."""
    known = only.but.keys() & _modules().keys()
    assert sorted(only.but.keys() - {module for module in known if only.does(module)}) == []


def test_typst_takes_no_typeface_of_the_machine() -> None:
    """Whoever sets something with Typst tells it not to look there."""
    calls = [
        call
        for module in _modules()
        for call in _nodes(module)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"typst.Compiler", "typst.compile"}
    ]
    assert calls
    for call in calls:
        told = {word.arg: ast.unparse(word.value) for word in call.keywords}
        assert told.get("ignore_system_fonts") == "True", ast.unparse(call)


@pytest.mark.parametrize("module", sorted(_modules()))
def test_modules_are_short(module: str) -> None:
    """A module past 400 lines is telling us something."""
    assert len(_modules()[module].read_text(encoding="utf-8").splitlines()) <= 400


def test_no_room_is_larger_than_a_fifth_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that holds more than that is several."""
    monkeypatch.syspath_prepend(ROOT / "bench")
    from size import sizes

    rooms = {room: lines for room, (_, lines) in sizes(PACKAGE).items()}
    most = sum(rooms.values()) / 5
    assert {room: lines for room, lines in rooms.items() if lines > most} == {}


def test_the_command_line_answers_at_once() -> None:
    """Help, and a build in which nothing changed, load none of the heavy libraries."""
    code = (
        "import sys, themeloom.cli, themeloom.steps.build, themeloom.documents, themeloom.figures;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_room_is_in_the_table() -> None:
    """ARCHITECTURE.md has one line for each room, in the order in which they can be read."""
    rows = re.findall(r"^\| `(\w+)[/.`]", ARCHITECTURE, re.MULTILINE)
    assert tuple(rows) == ORDER
    assert {_room(module) for module in _modules()} - DOORS == set(ORDER)


def test_every_place_that_the_architecture_names_exists() -> None:
    """A path in backticks is one of this repository, or of the package."""
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|toml|yml))`", ARCHITECTURE)
    made = ("_output/", ".themeloom/", "document.md")
    missing = [
        name
        for name in named
        if not name.startswith(made) and not any((at / name).exists() for at in (ROOT, PACKAGE))
    ]
    assert named
    assert missing == []


def test_tests_lie_in_the_rooms_that_they_test() -> None:
    """A folder of tests has the name of a room, or says what it holds besides."""
    others = {"attacks", "data", "projects", "flagship", "linting"}
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and any(path.rglob("*.*"))}
    assert folders - others - {"__pycache__"} <= set(ORDER)


def test_names_of_test_modules_are_unique() -> None:
    """Pytest knows a module by its base name; helpers and tests must not hide one another."""
    places = defaultdict(list)
    for path in HERE.rglob("*.py"):
        if "projects" not in path.relative_to(HERE).parts and path.name != "conftest.py":
            places[path.name].append(path.relative_to(HERE).as_posix())
    assert [found for found in places.values() if len(found) > 1] == []


def test_no_registry_is_named() -> None:
    """Lock files carry hashes and no addresses."""
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
