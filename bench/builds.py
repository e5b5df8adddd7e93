"""What builds cost of the processor and of memory, beside bare pandoc and Typst.

Everything is measured in one run, in a copy of the project that is a repository of its own,
as `themeloom render` runs for a user: a new process each time. `make bench` prints the table;
read the ratios, not the seconds, when two machines are compared. With `BEFORE=FOLDER`, an
older checkout with its own `.venv`, every case runs in turns with that one.
"""

from __future__ import annotations

import os
import re
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
        seconds: of the processor, with all programs that were started; the median of the runs.
        megabytes: peak resident memory of the largest process.
    """

    seconds: float
    megabytes: float


def run(command: list[str]) -> Measured:
    """Run a command to its end and measure it."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)} failed:\n{said.decode()}")
    return Measured(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turns(prepare: Callable[[Path], None], commands: dict[Path, list[str]]) -> list[Measured]:
    """The median of several runs of a command for each project, each prepared anew."""
    found: dict[Path, list[Measured]] = {project: [] for project in commands}
    for _ in range(RUNS):
        for project, command in commands.items():
            prepare(project)
            found[project].append(run(command))
    return [
        Measured(statistics.median(one.seconds for one in runs), max(o.megabytes for o in runs))
        for runs in found.values()
    ]


def copied(checkout: Path, folder: Path) -> Path:
    """A copy of a checkout as git has it, with its changes, in a repository of its own."""
    made = (".git", ".venv", ".themeloom", "_output", ".*_cache", "__pycache__")
    shutil.copytree(checkout, folder, ignore=shutil.ignore_patterns(*made))
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "as it is")):
        who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
        subprocess.run(["git", "-C", str(folder), *who, *words], check=True)
    return folder


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


def change_a_title(project: Path) -> None:
    """Change the title of the first theme."""
    text = (project / "study.yml").read_text(encoding="utf-8")
    start = text.index("\nthemes:")
    anew = re.sub(r"(?m)^( +title: .*)$", r"\1 Anew", text[start:], count=1)
    (project / "study.yml").write_text(text[:start] + anew, encoding="utf-8")


def from_nothing(project: Path) -> None:
    """Take away all that was built and kept."""
    for folder in (".themeloom", "_output"):
        shutil.rmtree(project / folder, ignore_errors=True)


#: What is done before each run of a case, and what is rendered.
CASES: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "paper, poster and slides, from nothing": (from_nothing, DOCUMENTS),
    "everything, notebooks included, from nothing": (from_nothing, ()),
    "one sentence of the paper changed, paper.html": (
        change_a_sentence,
        ("paper", "--to", "html"),
    ),
    "a theme's title changed, paper.html": (change_a_title, ("paper", "--to", "html")),
    "one sentence of the paper changed, paper": (change_a_sentence, ("paper",)),
    "one sentence of the paper changed, everything": (change_a_sentence, ()),
    "nothing changed": (lambda _: None, ()),
}


def table() -> Iterator[str]:
    """Measure every case and tell it line by line."""
    before = os.environ.get("BEFORE", "")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        project = copied(ROOT, scratch / "study")
        pythons = {project: sys.executable}
        if before:
            python = Path(before).resolve() / ".venv" / "bin" / "python"
            pythons[copied(Path(before), scratch / "before")] = str(python)
        rows: dict[str, list[Measured]] = {}
        for case, (prepare, words) in CASES.items():
            commands = {
                one: [python, "-m", "themeloom", "--project", str(one), "render", *words]
                for one, python in pythons.items()
            }
            rows[case] = in_turns(prepare, commands)
        rows["importing pandas"] = [run([sys.executable, "-c", _TABLES])]
        bare = dict(floor(project, scratch))
        counting = seconds_to_count(project)
    total = sum(one.seconds for one in bare.values())
    yield f"{'case':<48} {'seconds':>8} {'x floor':>8} {'peak MB':>8}{' x before' * bool(before)}"
    for case, (one, *others) in rows.items():
        beside = "".join(f" {one.seconds / other.seconds:>8.2f}" for other in others)
        ratio = one.seconds / total
        yield f"{case:<48} {one.seconds:>8.2f} {ratio:>8.2f} {one.megabytes:>8.0f}{beside}"
    first = next(iter(rows.values()))[0]
    aside = first.seconds - rows["importing pandas"][0].seconds
    yield f"{'the first, importing pandas aside':<48} {aside:>8.2f} {aside / total:>8.2f}"
    share = counting / rows["everything, notebooks included, from nothing"][0].seconds
    case = f"of that, counting again what arrived ({share:.1%})"
    yield f"{case:<48} {counting:>8.2f} {counting / total:>8.2f}"
    yield f"{'floor: bare pandoc and Typst, one by one':<48} {total:>8.2f} {1:>8.2f}"
    for case, one in bare.items():
        yield f"  {case:<46} {one.seconds:>8.2f} {'':>8} {one.megabytes:>8.0f}"
