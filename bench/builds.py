"""How long builds take and how much memory they need, beside bare pandoc and Typst.

Everything is measured in one run, in a copy of the project, as `themeloom render` runs
for a user: a new process each time. `make bench` prints the table; read the ratios, not
the seconds, when two machines are compared.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from arrival import seconds_to_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3
#: What the floor and the first row build.
DOCUMENTS = ("paper", "poster", "slides")
#: What pandoc calls the formats of the work folders.
WRITERS = {
    "html": "html5",
    "docx": "docx",
    "jats": "jats",
    "revealjs": "revealjs",
    "pptx": "pptx",
    "pdf": "typst",
    "poster-html": "html5",
    "poster-pdf": "typst",
    "slides-pdf": "typst",
}
_TYPESET = """
import sys, typst
source, target, root, fonts = sys.argv[1:]
typst.compile(source, output=target, root=root, font_paths=[fonts], ignore_system_fonts=True)
"""
_TABLES = "import pandas"


@dataclass(frozen=True)
class Measured:
    """What one case took.

    Args:
        seconds: wall clock, the median of the runs.
        megabytes: peak resident memory of the largest process.
    """

    seconds: float
    megabytes: float


def run(command: list[str]) -> Measured:
    """Run a command to its end and measure it."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)} failed:\n{said.decode()}")
    return Measured(took, usage.ru_maxrss / 1024)


def repeated(prepare: Callable[[], None], command: list[str], runs: int = RUNS) -> Measured:
    """The median of several runs, each prepared anew."""
    found = []
    for _ in range(runs):
        prepare()
        found.append(run(command))
    return Measured(
        statistics.median(one.seconds for one in found), max(one.megabytes for one in found)
    )


def copied(folder: Path) -> Path:
    """A copy of the project as git has it, with its changes."""
    target = folder / "study"
    made = (".git", ".venv", ".themeloom", "_output", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*made))
    return target


def floor(project: Path, scratch: Path) -> Iterator[tuple[str, Measured]]:
    """Bare pandoc for paper, poster and slides in every format, and bare Typst for every PDF."""
    spec = find_spec("pypandoc")
    pandoc = Path((spec.origin if spec else None) or "").parent / "files" / "pandoc"
    for work in sorted((project / ".themeloom" / "tree" / ".themeloom" / "work").glob("*/*/*")):
        writer = WRITERS.get(work.name)
        if writer is None or work.parent.name not in DOCUMENTS:
            continue
        name = f"{work.parent.name} {work.name}"
        target = scratch / f"{work.parent.name}-{work.name}.{writer}"
        source = str(work / "document.md")
        command = [str(pandoc), source, "--standalone", "--to", writer, "--output", str(target)]
        yield f"pandoc {name}", run(command)
        if writer == "typst":
            typ = work / f"{work.parent.name}.typ"
            fonts = str(project / ".themeloom" / "tree" / ".themeloom" / "fonts")
            pdf = str(scratch / f"{target.stem}.pdf")
            yield (
                f"typst {name}",
                run([sys.executable, "-c", _TYPESET, str(typ), pdf, str(project), fonts]),
            )


def change_a_sentence(project: Path) -> None:
    """Change one sentence of the paper's introduction."""
    path = next((project / "manuscript").glob("*introduction*.qmd"))
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\nOne more sentence at {time.time_ns()}.\n", encoding="utf-8")


def table() -> Iterator[str]:
    """Measure every case and tell it line by line."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        project = copied(scratch)
        render = [sys.executable, "-m", "themeloom", "--project", str(project), "render"]
        documents = [*render, *DOCUMENTS]

        def nothing() -> None:
            for folder in (".themeloom", "_output"):
                shutil.rmtree(project / folder, ignore_errors=True)

        def a_sentence() -> None:
            change_a_sentence(project)

        rows = {
            "paper, poster and slides, from nothing": repeated(nothing, documents),
            "everything, notebooks included, from nothing": repeated(nothing, render),
            "one sentence of the paper changed, paper": repeated(a_sentence, [*render, "paper"]),
            "one sentence of the paper changed, everything": repeated(a_sentence, render),
            "nothing changed": repeated(lambda: None, render),
            "importing pandas": run([sys.executable, "-c", _TABLES]),
        }
        bare = dict(floor(project, scratch))
        counting = seconds_to_count(project)
    total = sum(one.seconds for one in bare.values())
    yield f"{'case':<48} {'seconds':>8} {'x floor':>8} {'peak MB':>8}"
    for case, one in rows.items():
        ratio = one.seconds / total
        yield f"{case:<48} {one.seconds:>8.2f} {ratio:>8.2f} {one.megabytes:>8.0f}"
    first = next(iter(rows.values()))
    aside = first.seconds - rows["importing pandas"].seconds
    yield f"{'the first, importing pandas aside':<48} {aside:>8.2f} {aside / total:>8.2f}"
    share = counting / rows["everything, notebooks included, from nothing"].seconds
    case = f"of that, counting again what arrived ({share:.1%})"
    yield f"{case:<48} {counting:>8.2f} {counting / total:>8.2f}"
    yield f"{'floor: bare pandoc and Typst, one by one':<48} {total:>8.2f} {1:>8.2f}"
    for case, one in bare.items():
        yield f"  {case:<46} {one.seconds:>8.2f} {'':>8} {one.megabytes:>8.0f}"
