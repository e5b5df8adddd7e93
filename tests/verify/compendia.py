"""A small synthetic compendium whose every claim is true, and what a reviewer has of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from compendium import commit, git
from small import PAPER, notebook, rendered, small_study

from themeloom.core.files import digest_of
from themeloom.core.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Change = Callable[[Project], None]

_NOTEBOOK = """#| label: tbl-words
#| tbl-cap: How many words were said
import pandas as pd
from pathlib import Path
words = Path("../data-raw/synthetic-talk.txt").read_text(encoding="utf-8").split()
Path("counted.txt").write_text(f"{len(words)} words\\n", encoding="utf-8")
pd.DataFrame({"words": [len(words)]})"""
_ARCHIVAL = "node: $Format:%H$\nnode-date: $Format:%cI$\ntree: $Format:%T$\n"
_CLAIM = "\n\nWe counted again.\n\n{{< notebook words tbl-words >}}\n"


def study(folder: Path) -> Project:
    """A study that is committed and rendered, and whose every claim is true."""
    project = small_study(folder)
    shutil.rmtree(project.root / "poster")
    texts = {
        "manuscript/paper.qmd": PAPER.replace("# Sample", f"# Sample{_CLAIM}"),
        "_quarto.yml": (project.root / "_quarto.yml")
        .read_text("utf-8")
        .replace(", poster/poster.qmd", ""),
        "analysis/words.ipynb": notebook(_NOTEBOOK, "print(len(words), 'words')"),
        ".gitignore": "/_output/\n/.themeloom/\n",
        ".gitattributes": ".git_archival.txt export-subst\n",
        ".git_archival.txt": _ARCHIVAL,
    }
    for name, text in texts.items():
        (project.root / name).write_text(text, encoding="utf-8")
    store = project.study.read_text(encoding="utf-8").replace("restricted", "open")
    for name, end in (("talk", "}"), ("register", "\n")):
        file = f"file: synthetic-{name}.txt"
        digest = digest_of(project.raw / f"synthetic-{name}.txt")
        more = ", " if end == "}" else "\n    "
        store = store.replace(f"{file}{end}", f"{file}{more}sha256: {digest}{end}")
    project.study.write_text(store, encoding="utf-8")
    git(project.root, "init", "--quiet", "--initial-branch=main")
    commit(project)
    rendered(project)  # derives, and lets notebooks write what is theirs
    commit(project)
    return rendered(project)


def copy_of(project: Project, folder: Path) -> Project:
    """The study in another place, with all that was made."""
    shutil.copytree(project.root, folder, symlinks=True)
    return Project(folder.resolve())


def as_read(project: Project, folder: Path) -> Project:
    """What a reviewer has: a clone, and the outputs."""
    git(project.root, "clone", "--quiet", "--no-hardlinks", str(project.root), str(folder))
    if project.output.is_dir() and not (folder / project.output.name).exists():
        shutil.copytree(project.output, folder / project.output.name)
    return Project(folder.resolve())
