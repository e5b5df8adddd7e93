"""How long it takes to read what was coded, and what memory, beside a bare read of the same files.

A study is made up: sources of 20,000 characters, ten codings each, of two coders. Reading is
what a step does that needs all codings: the files in columns, the texts, and each coding looked
up in its source. The floor reads the bytes of the same files. `make bench` prints the table.

    python bench/codings.py           # 10,000 codings over 1,000 sources, and ten times that
"""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FULL = 10_000
_LENGTH = 20_000
_CODINGS = 10
_CODES, _TOP = 120, 10
_WORDS = [
    "the",
    "a",
    "we",
    "they",
    "waited",
    "clinic",
    "nurse",
    "trusted",
    "again",
    "because",
    "before",
    "people",
    "place",
    "day",
    "help",
]


def bench_codings(sizes: tuple[int, ...] = (FULL // 10, FULL)) -> str:
    """A table: for each size the floor and the reading, in seconds and megabytes."""
    lines = [
        "| sources | codings | step | seconds | memory (MB) | times the floor |",
        "| ---: | ---: | --- | ---: | ---: | ---: |",
    ]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            make_coded(Path(folder), size)
            floor = _measured("floor", folder)
            for step in ("floor", "codings", "looked up"):
                seconds, memory = floor if step == "floor" else _measured(step, folder)
                lines.append(
                    f"| {size} | {size * _CODINGS} | {step} | {seconds:.2f} | {memory:.0f} | "
                    f"{seconds / floor[0]:.1f} |"
                )
    return "\n".join(lines) + "\n"


def make_coded(folder: Path, size: int) -> None:
    """Write a made-up study of so many coded sources; the same one every time."""
    chance = random.Random(2021)  # noqa: S311 - a bench, not a secret
    for name in ("data-raw", "coding"):
        (folder / name).mkdir()
    book = [
        ["code", "parent"],
        *([f"code-{n}", f"code-{n // 10}" if n > 9 else ""] for n in range(_CODES)),
    ]
    _write(folder / "coding/codebook.csv", book)
    sources = []
    for number in range(size):
        text = " ".join(chance.choices(_WORDS, k=_LENGTH // 6))[:_LENGTH]
        name = f"s{number}"
        (folder / f"data-raw/{name}.txt").write_text(text)
        rows: list[list[object]] = [
            ["id", "start", "end", "code", "coder", "quote", "before", "memo"]
        ]
        for start in sorted(chance.sample(range(len(text) - 200), _CODINGS)):
            end = start + chance.randint(40, 160)
            code = f"code-{chance.randrange(_CODES)}"
            coder = f"coder-{chance.randint(1, 2)}"
            rows.append([f"{name}-{start}", start, end, code, coder, text[start:end], "", ""])
        _write(folder / f"coding/{name}.csv", rows)
        told = {"id": name, "title": name, "kind": "t", "access": "open", "file": f"{name}.txt"}
        sources.append(told)
    about = {"title": "Synthetic", "authors": [{"name": {"given": "Synthia", "family": "Madeup"}}]}
    # JSON is YAML.
    study = {"study": {**about, "synthetic": True}, "sources": sources}
    (folder / "study.yml").write_text(json.dumps(study, indent=1))


def _write(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _measured(step: str, folder: str) -> tuple[float, float]:
    """Seconds of the processor and the largest memory, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, step, folder], capture_output=True, text=True, check=True
    )
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def _run(step: str, folder: Path) -> None:
    """One step in this process; prints seconds and megabytes."""
    from themeloom.coding.anchoring import anchored
    from themeloom.coding.coded import Coded
    from themeloom.core.project import Project
    from themeloom.study.sources import read_corpus
    from themeloom.study.store import read_study

    project = Project(folder)
    study, located = read_study(project) if step != "floor" else (None, None)
    started = time.process_time()
    if study is None or located is None:
        for name in ("coding", "data-raw"):
            for path in sorted((folder / name).iterdir()):
                path.read_bytes()
    else:
        coded = Coded(project, study)
        each = list(coded.each())
        if step == "looked up":
            texts = read_corpus(project, study, located).texts
            exact = [anchored(one, texts[it.source].text).is_exact for it in each for one in it]
            if not all(exact) or coded.codebook.levels == 0:
                raise RuntimeError("what was made up is not read as it was made")
    seconds = time.process_time() - started
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _run(sys.argv[1], Path(sys.argv[2]))
    else:
        print(bench_codings(), end="")
