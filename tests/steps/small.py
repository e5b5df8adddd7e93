"""A small synthetic study with all that a build can have: texts, a notebook, cells, documents."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from base64 import b64decode
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import copied, with_extensions

from themeloom.core.files import digest

if TYPE_CHECKING:
    from themeloom.core.project import Project

PAPER = """---
title: A synthetic paper
format: {themeloom-html: default, docx: default}
bibliography: references.bib
---

Before: {{< quote chairs >}} says what is known [@example2020].

![A synthetic picture](a-picture.png)

# Sample

{{< quote clock >}}

# References

::: {#refs}
:::
"""
POSTER = """---
title: A synthetic poster
format: {themeloom-poster-html: default}
---

::: {.message}
Waiting is work.
:::

::: {.voices}
{{< quote full >}}
:::
"""
CONFIGURATION = """project:
  output-dir: _output
  pre-render: themeloom derive
  post-render: themeloom finish
  render: [manuscript/paper.qmd, poster/poster.qmd]
filters: [themeloom]
"""
REFERENCES = """@article{example2020,
  author = {Example, Ada},
  title = {On invented lamps},
  journal = {Journal of Synthetic Results},
  year = {2020}
}
"""
#: A picture of one pixel.
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QD"
    "wADhgGAWjR9awAAAABJRU5ErkJggg=="
)
NOTEBOOK = """from pathlib import Path
words = Path("../data-raw/synthetic-talk.txt").read_text(encoding="utf-8").split()
Path("counted.txt").write_text(f"{len(words)} words\\n", encoding="utf-8")
print(len(words), "words")"""
#: The folders and files in which everything is of one build.
MADE = ("data-derived", "_output", "study.schema.json", "analysis/counted.txt")


def small_study(folder: Path) -> Project:
    """Write the study."""
    project = with_extensions(copied("explorer-synthetic", folder))
    shutil.rmtree(project.root / "slides")
    texts = {
        "manuscript/paper.qmd": PAPER,
        "manuscript/references.bib": REFERENCES,
        "poster/poster.qmd": POSTER,
        "_quarto.yml": CONFIGURATION,
        "analysis/words.ipynb": notebook(NOTEBOOK),
    }
    for name, text in texts.items():
        path = project.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    # Checklists are six more files, of which no test here needs to know.
    store = project.study.read_text(encoding="utf-8")
    project.study.write_text(store[: store.index("settings:")], encoding="utf-8")
    (project.root / "manuscript" / "a-picture.png").write_bytes(b64decode(PICTURE))
    return project


def notebook(*cells: str) -> str:
    """A notebook of code cells."""
    made = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {},
            "source": source,
            "execution_count": None,
            "outputs": [],
        }
        for number, source in enumerate(cells)
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def command(project: Project, *words: str) -> list[str]:
    """The command line on a study."""
    return [sys.executable, "-m", "themeloom", "--project", str(project.root), *words]


def run(project: Project, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command as anybody would."""
    return subprocess.run(
        command(project, *words),
        capture_output=True,
        encoding="utf-8",
        env=environment(**variables),
        cwd="/",
        check=False,
        timeout=300,
    )


def begun(project: Project, *words: str) -> subprocess.Popen[str]:
    """Begin a command; what it says can be read when it has ended."""
    return subprocess.Popen(
        command(project, *words),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(),
        cwd="/",
    )


def environment(**variables: str) -> dict[str, str]:
    """The environment of a command."""
    return {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, **variables}


def rendered(project: Project, *words: str) -> Project:
    """Render, and see that it went well."""
    done = run(project, "render", *words)
    assert done.returncode == 0, done.stderr
    return project


def holds_lock(process: subprocess.Popen[str], project: Project) -> bool:
    """Whether a command has begun to read the study; where that cannot be seen, after a moment."""
    if sys.platform != "linux":
        time.sleep(1)
        return True
    lock = str(project.state / "lock")
    with suppress(OSError):
        opened = Path(f"/proc/{process.pid}/fd").iterdir()
        return any(str(one.readlink()) == lock for one in opened)
    return False


def made(project: Project) -> dict[str, str]:
    """The hash of every derived file and every output, and of what the notebook wrote."""
    found: dict[str, str] = {}
    for name in MADE:
        place = project.root / name
        paths = [place] if place.is_file() else place.rglob("*")
        found |= {
            path.relative_to(project.root).as_posix(): digest(path.read_bytes())
            for path in paths
            if path.is_file()
        }
    return dict(sorted(found.items()))
