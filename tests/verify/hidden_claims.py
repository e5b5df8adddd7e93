"""Further false claims: where git, the machine or a notebook has a say that nobody sees."""

from __future__ import annotations

import json
import shutil
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from compendium import commit, git
from false_claims import Edit, both, by_quarto, rehashed
from small import notebook, rendered

from themeloom.core.extensions import NAMES, brought
from themeloom.core.files import digest_of
from themeloom.core.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[Project], None]

_THEMES, _PAGE = "data-derived/themes.csv", "_output/manuscript/paper.html"
_LIE = Edit(_THEMES, "Waiting is work", "Waiting is rest")


def anew(project: Project) -> None:
    """Commit, build, and once more if building changed what is committed."""
    commit(project)
    rendered(project)
    if git(project.root, "status", "--porcelain"):
        commit(project)
        rendered(project)


def with_code(*cells: str) -> Change:
    """A further notebook, run and committed."""

    def change(project: Project) -> None:
        text = notebook(*(one.replace("BESIDE", str(project.root.parent)) for one in cells))
        (project.root.parent / "numbers.txt").write_text("100", encoding="utf-8")
        (project.root / "analysis" / "more.ipynb").write_text(text, encoding="utf-8")
        anew(project)

    return change


def saved(project: Project) -> None:
    """What is saved in a notebook is no result of it."""
    path = project.root / "analysis" / "words.ipynb"
    data = json.loads(path.read_text(encoding="utf-8"))
    told = {"output_type": "stream", "name": "stdout", "text": ["100 words\n"]}
    data["cells"][1] |= {"outputs": [told], "execution_count": 1}
    path.write_text(json.dumps(data), encoding="utf-8")
    anew(project)


def own_extensions(project: Project) -> None:
    """What writes numbers into documents is another."""
    for name in NAMES:
        shutil.copytree(brought() / name, project.extensions / name, dirs_exist_ok=True)
    lua = project.extensions / "themeloom" / "shortcodes" / "reading.lua"
    lua.write_text(f"{lua.read_text('utf-8')}\n-- and more\n", encoding="utf-8")
    anew(project)


def filtered(name: str, honest: str, lie: str, ignored: str = "/_output/\n") -> Change:
    """A filter of git's shows a file otherwise, and turns it into what was committed."""

    def change(project: Project) -> None:
        (project.root / ".gitignore").write_text(f"{ignored}/.themeloom/\n", encoding="utf-8")
        with (project.root / ".gitattributes").open("a", encoding="utf-8") as file:
            file.write(f"{name} filter=lie\n")
        anew(project)
        commit(project)
        git(project.root, "config", "filter.lie.clean", f"sed 's/{lie}/{honest}/'")
        git(project.root, "config", "filter.lie.smudge", f"sed 's/{honest}/{lie}/'")
        (project.root / name).unlink()
        git(project.root, "checkout", name)
        assert not git(project.root, "status", "--porcelain")
        assert lie in (project.root / name).read_text("utf-8")

    return change


def unseen(mark: str) -> Change:
    """Git is told not to look at a file."""

    def change(project: Project) -> None:
        git(project.root, "update-index", mark, _THEMES)
        _LIE(project)
        git(project.root, "checkout", "data-derived/provenance.json")

    return change


def excluded(project: Project) -> None:
    """A notebook reads a file that no commit is to hold, by a setting that no clone has."""
    (project.root / ".git" / "info" / "exclude").write_text("analysis/numbers.txt\n", "utf-8")
    (project.root / "analysis" / "numbers.txt").write_text("100\n", encoding="utf-8")
    with_code("print(open('numbers.txt').read())")(project)


def embedded(project: Project) -> None:
    """A notebook reads a file of a repository within, which nothing says where to fetch."""
    inner = Project(project.root / "analysis" / "lib")
    inner.root.mkdir()
    (inner.root / "numbers.txt").write_text("100\n", encoding="utf-8")
    git(inner.root, "init", "--quiet")
    commit(inner)
    with_code("print(open('lib/numbers.txt').read())")(project)


def in_the_objects(*names: str) -> Change:
    """The repository's own files say that the commit holds something else."""

    def change(project: Project) -> None:
        for name in names:
            blob = git(project.root, "rev-parse", f"HEAD:{name}")
            path = project.root / ".git" / "objects" / blob[:2] / blob[2:]
            data = (
                (project.root / name).read_bytes().replace(b"Waiting is work", b"Waiting is rest")
            )
            path.chmod(0o644)
            path.write_bytes(zlib.compress(b"blob %d\0" % len(data) + data))

    return change


def told(name: str, change: Callable[[dict[str, dict[str, object]]], object]) -> Change:
    """A record says something else, and nothing else is changed."""

    def edit(project: Project) -> None:
        path = project.root / name / "provenance.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        change(data)
        path.write_text(json.dumps(data), encoding="utf-8")

    return edit


def gone_unsaid(project: Project) -> None:
    """An output is gone, the record tells of none, and of another what is not so."""
    name = "_output/manuscript/paper.docx"
    (project.root / name).unlink()

    def change(data: dict[str, dict[str, object]]) -> None:
        for kind, members in data.items():
            data[kind] = {key: one for key, one in members.items() if name not in f"{key} {one}"}
        data["entity"][f"file:{_PAGE}"] = {"themeloom:note": "checked twice"}

    told("_output", change)(project)


def swapped(project: Project) -> None:
    """Another figure is in the Word file, which the record says that Quarto made."""
    path = project.output / "manuscript" / "paper.docx"
    before, other = digest_of(path), (project.figures / "method.png").read_bytes()
    with zipfile.ZipFile(path) as archive:
        parts = [(one, archive.read(one)) for one in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in parts:
            archive.writestr(one, other if "/media/" in one.filename else data)
    rehashed(project, before, digest_of(path))


def twin(name: str, other: str) -> Change:
    """A file whose name is another in its letters only."""

    def change(project: Project) -> None:
        data = (project.root / name).read_bytes()
        (project.root / other).write_bytes(data.replace(b"Waiting is work", b"Waiting is rest"))

    return change


def led_elsewhere(project: Project) -> None:
    """The folder of derived files is a link."""
    project.derived.rename(project.root / "other")
    project.derived.symlink_to("other")
    _LIE(project)


def other_figure(project: Project) -> None:
    """A figure lies under the name of another."""
    path = project.figures / "method.png"
    before = digest_of(path)
    shutil.copyfile(project.figures / "evidence-map.png", path)
    rehashed(project, before, digest_of(path))


def of_a_cell(project: Project) -> None:
    """What a cell of a document gave is not what it gives."""
    paper = project.root / "manuscript" / "paper.qmd"
    cell = "```{python}\n#| echo: false\nprint('counted', 42)\n```\n"
    paper.write_text(paper.read_text("utf-8").replace("We counted again.", cell), "utf-8")
    anew(project)
    Edit(_PAGE, "counted 42", "counted 99")(project)


_KEPT = "Path(os.environ['MPLCONFIGDIR'], 'seen')"
_REMEMBERING = f"import os\nfrom pathlib import Path\nprint({_KEPT}.exists())\n{_KEPT}.touch()"


def remembered(project: Project) -> None:
    """A notebook keeps something where libraries keep what they need, and reads it next time."""
    with_code(_REMEMBERING)(project)
    with_code(f"{_REMEMBERING}\n")(project)


HIDDEN: dict[str, Change] = {
    "a result that is saved only": saved,
    "a file beside the study that a library opens": with_code(
        "from lxml import etree\n"
        "read = etree.parse('BESIDE/numbers.txt', etree.HTMLParser())\n"
        "print(read.getroot().findtext('.//p'))"
    ),
    "a file beside the study": with_code("print(open('BESIDE/numbers.txt').read())"),
    "what the network says": with_code(
        "import socket\ntry:\n    socket.getaddrinfo('numbers.invalid', 80)\nexcept OSError:\n"
        "    print(100)"
    ),
    "the time": with_code("import time\nprint(time.time_ns())"),
    "chance": with_code("import random\nprint(random.SystemRandom().random())"),
    "another open_study": with_code(
        "import themeloom.notebook as face\nface.open_study = lambda: {'interviews': 100}\n"
        "from themeloom.notebook import open_study\nprint(open_study()['interviews'])"
    ),
    "another property of a study": with_code(
        "from themeloom.notebook import OpenStudy, open_study\n"
        "OpenStudy.values = property(lambda self: {'interviews': 100})\n"
        "print(open_study().values['interviews'])"
    ),
    "what a notebook remembers": remembered,
    "extensions of its own": own_extensions,
    "a derived file through a filter": filtered(_THEMES, "Waiting is work", "Waiting is rest"),
    "a committed output through a filter": filtered(_PAGE, "were cold", "were warm", ignored=""),
    "a file taken for unchanged": unseen("--assume-unchanged"),
    "a file not looked at": unseen("--skip-worktree"),
    "a file that is excluded": excluded,
    "a repository within": embedded,
    "an object of the repository": in_the_objects(_THEMES),
    "several objects of the repository": in_the_objects(_THEMES, "study.yml"),
    "a part that no record has": told(
        "data-derived", lambda data: data.update(claims={"a": "100 people"})
    ),
    "a tool that took no part": told(
        "data-derived", lambda data: data["agent"].update({"tool:nvivo": {"prov:label": "NVivo"}})
    ),
    "a record of outputs": told(
        "_output", lambda data: data["activity"].update({"step:checking": {"prov:label": "by us"}})
    ),
    "an output that is gone unsaid": gone_unsaid,
    "another picture by Quarto": both(swapped, by_quarto(lambda _: None)),
    "another figure": other_figure,
    "an output in other letters": twin(_PAGE, "_output/manuscript/Paper.html"),
    "a derived file in other letters": twin(_THEMES, "data-derived/Themes.csv"),
    "derived files that are led elsewhere": led_elsewhere,
    "what a cell of a document gave": of_a_cell,
    "a number that is typed": Edit(
        "manuscript/paper.qmd", "We counted again", "We asked fifty participants"
    ),
}
#: Those that only its author's folder has.
HERE = frozenset(
    {
        *("a file beside the study", "a derived file through a filter", "a file that is excluded"),
        *("a committed output through a filter", "a file taken for unchanged"),
        *("a file not looked at", "a repository within", "an object of the repository"),
        "several objects of the repository",
    }
)
