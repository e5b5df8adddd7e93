"""Posters for tests: clearly synthetic documents of any length, set by the built-in renderer."""

from __future__ import annotations

import atexit
import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from helpers import copied, render, with_extensions
from helpers import planned as plan
from typst_looks import lorem

from themeloom.engines.reporting import Silent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.core.project import Project

EPOCH = 1_700_000_000
DOI = "10.5555/synthetic.1"


def voice(thread: int, words: str) -> str:
    """A quotation that nobody said."""
    return (
        f"::: {{.quotation .thread-{thread}}}\n“{words}”\n\n"
        "[synthetic speaker]{.attribution}\n:::\n"
    )


def column(thread: int, statement: str, more: str) -> str:
    """The column of a made-up theme."""
    return (
        f'::: {{.theme-column thread="{thread}"}}\n::: {{.theme .thread-{thread}}}\n'
        f"[Synthetic theme {thread}]{{.theme-title}}\n\n[{statement}]{{.theme-statement}}\n"
        f":::\n\n{more}\n:::\n"
    )


def body(themes: int = 3, spoken: int = 30, said: int = 25, more: int = 20) -> str:
    """A whole poster; the numbers are counts of words."""
    threads = range(1, themes + 1)
    voices = "\n".join(voice(thread, lorem(spoken)) for thread in threads)
    columns = "\n".join(column(thread, lorem(said), lorem(more)) for thread in threads)
    implied = "\n".join(
        f'{n}. [{lorem(25)}]{{.implication threads="{n} {n % 3 + 1}"}}' for n in (1, 2, 3)
    )
    return (
        f"::: {{.message}}\n{lorem(14)}.\n:::\n\n::: {{.voices}}\n{voices}:::\n\n"
        f":::: {{.theme-columns}}\n{columns}::::\n\n"
        f"::: {{.method}}\n## How it was done\n\n{lorem(120)}\n:::\n\n"
        "::: {.implications-band}\n## Implications\n\n"
        f"::: {{.implications}}\n{implied}\n:::\n:::\n\n"
        "::: {.foot}\n::: {.contact}\nsynthetic@example.org\n:::\n\n"
        "::: {.thanks}\nNobody is thanked.\n:::\n:::\n"
    )


def made(
    folder: Path,
    text: str,
    to: str = "typst",
    files: Mapping[str, str] | None = None,
    **settings: Any,  # noqa: ANN401 - whatever front matter may hold
) -> Path:
    """Render a poster and give the folder of what came of it.

    Args:
        folder: a temporary one.
        text: the document below its front matter.
        to: the base format, `typst` or `html`.
        files: further files of the project, by their paths from its root.
        settings: keys of its front matter; those of the metadata file can be replaced too.

    Raises:
        ThemeloomError: what is wrong with the poster.
    """
    project = prepared(folder, text, to, settings)
    for name, content in (files or {}).items():
        (project.root / name).write_text(content, encoding="utf-8")
    render(project, plan(project, ["poster"]), Silent(), epoch=EPOCH, workers=1)
    return project.output / "poster"


def prepared(folder: Path, text: str, to: str, settings: Mapping[str, Any]) -> Project:
    """A project with one poster, ready to be rendered."""
    project = with_extensions(copied("tiny-synthetic", folder))
    front = {
        "title": "A made-up study for a test",
        "subtitle": "Nothing here was said by anyone",
        "format": {f"themeloom-poster-{to}": "default"},
        **settings,
    }
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
    (project.root / "poster" / "poster.qmd").write_text(f"---\n{lines}---\n\n{text}", "utf-8")
    # The address at the foot of a poster is one that people are to write to.
    with (project.root / "study.yml").open("a", encoding="utf-8") as store:
        store.write("settings:\n  identity: {public: [synthetic@example.org]}\n")
    shutil.copytree(staged(), project.state)
    shutil.copytree(staged(), project.state / "tree" / ".themeloom")
    return project


@cache
def staged() -> Path:
    """Typefaces and the code to scan, made once."""
    from themeloom.formats.assets import stage

    project = with_extensions(copied("tiny-synthetic", Path(mkdtemp())))
    atexit.register(shutil.rmtree, project.root.parent)
    stage(project, {"article": {"doi": DOI}})
    return project.state
