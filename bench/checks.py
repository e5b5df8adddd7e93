"""How long the checks take, and what memory, beside reading and normalising the same bytes.

A study is made up: sources of 50,000 characters with turns, and ten quotations to a
source, of which some are edited, a few are near and a few are nowhere. `make bench`
prints the table; each row is measured in a process of its own.

    python bench/checks.py            # 200 sources and 2,000 quotations, and a tenth of it
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from themeloom.core.project import Project

FULL = 200
_LENGTH = 50_000
_QUOTATIONS = 10
_VOCABULARY = (
    "the a we they I you it that this was were is are have had do did not never always about "
    "after  again all and any because before but by could day door every first for from get "
    "go good hard  help here home how if in into just know last like little look long made "
    "make me more most my  need new now of off on one only or other our out over own people "
    "place really room said same  see she should so some still take talk than their them then "
    "there thing think time to told  trust two up us very wait walk want way week well what "
    "when where which who why will with work  worker would year street kitchen morning number "
    "waited clinic nurse appointment resilience "
)
_WORDS = _VOCABULARY.split()


@dataclass(frozen=True)
class Measured:
    """Seconds of the processor and the largest memory of a process, in megabytes."""

    seconds: float
    megabytes: float


def bench_checks(sizes: tuple[int, ...] = (FULL, FULL // 10)) -> str:
    """A table: for each size the floor, the checks, and how many times the floor they are."""
    lines = [
        "| sources | quotations | step | seconds | memory (MB) | times the floor |",
        "| ---: | ---: | --- | ---: | ---: | ---: |",
    ]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            make_study(Path(folder), size)
            floor = _measured("floor", folder)
            for step in ("floor", "verbatim", "all"):
                done = floor if step == "floor" else _measured(step, folder)
                lines.append(
                    f"| {size} | {size * _QUOTATIONS} | {step} | {done.seconds:.2f} | "
                    f"{done.megabytes:.0f} | {done.seconds / floor.seconds:.1f} |"
                )
    return "\n".join(lines) + "\n"


def make_study(folder: Path, size: int) -> None:
    """Write a made-up study of so many sources; the same one every time."""
    chance = random.Random(2021)  # noqa: S311 - a bench, not a secret
    raw = folder / "data-raw"
    raw.mkdir(parents=True)
    sources, quotations = [], []
    for number in range(size):
        text = _transcript(chance)
        (raw / f"synthetic-{number}.txt").write_text(text, encoding="utf-8")
        sources.append(
            {
                "id": f"s{number}",
                "title": f"Synthetic {number}",
                "kind": "transcript",
                "access": "open",
                "file": f"synthetic-{number}.txt",
            }
        )
        quotations += [_quotation(chance, text, number, n) for n in range(_QUOTATIONS)]
    study = {
        "study": {
            "title": "Synthetic",
            "synthetic": True,
            "authors": [{"name": {"given": "Synthia", "family": "Madeup"}}],
        },
        "sources": sources,
        "themes": [
            {"id": f"t{n}", "title": f"Theme {n}", "statement": "-", "quotations": quotations[n::8]}
            for n in range(8)
        ],
    }
    # JSON is YAML.
    (folder / "study.yml").write_text(json.dumps(study, indent=1), encoding="utf-8")


def _transcript(chance: random.Random) -> str:
    turns: list[str] = []
    length = 0
    while length < _LENGTH:
        words = chance.choices(_WORDS, k=chance.randint(20, 120))
        label = "Interviewer" if len(turns) % 2 == 0 else "P01"
        turns.append(f"{label}: {' '.join(words)} – I don’t know.")
        length += len(turns[-1]) + 1
    return "\n".join(turns)[:_LENGTH]


def _quotation(chance: random.Random, text: str, source: int, number: int) -> dict[str, str]:
    turns = [turn for turn in text.split("\n")[:-1] if turn.startswith("P01: ")]
    words = chance.choice(turns).removeprefix("P01: ").split()[: chance.randint(8, 40)]
    if number in {0, 1, 2}:
        words[3:5] = ["…"]
    elif number == 3 and source % 5 == 0:
        words[4] = "helicopters"
    elif number == 4 and source % 20 == 0:
        words = ["Zebras", "graze", "quietly", "beyond", "mountains"]
    return {
        "id": f"q{source}-{number}",
        "text": " ".join(words),
        "source": f"s{source}",
        "participant": "P01",
    }


def _measured(step: str, folder: str) -> Measured:
    done = subprocess.run(
        [sys.executable, __file__, step, folder], capture_output=True, text=True, check=True
    )
    seconds, megabytes = done.stdout.split()
    return Measured(float(seconds), float(megabytes))


def _run(step: str, folder: Path) -> None:
    """One step in this process; prints seconds and megabytes."""
    from themeloom.checking.context import Context
    from themeloom.checking.run import check, check_store
    from themeloom.core.text import normalise

    started = time.process_time()
    if step == "floor":
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("data-raw/*"))]
        for text in texts:
            normalise(text)
    else:
        context = Context(Project(folder), derived_now=True)
        (check_store if step == "verbatim" else check)(context)
    seconds = time.process_time() - started
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _run(sys.argv[1], Path(sys.argv[2]))
    else:
        print(bench_checks(), end="")
