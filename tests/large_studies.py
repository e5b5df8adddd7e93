"""Synthetic studies of any size that were coded, made from a seed: nobody said what is there."""

from __future__ import annotations

import csv
from random import Random
from typing import TYPE_CHECKING

from themeloom.core.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_VOCABULARY = """
waiting chairs clock door nurse window letter morning river bread garden stairs quiet paper
lamp coat bridge winter phone blue table kitchen bus rain market school teacher music stone
I you we they was were had and then because nobody somebody always never again café naïve
"""
_CODES, _BELOW_THE_TOP, _TOPS = 120, 24, 6
_CODERS = ("coder-1", "coder-2", "coder-3")
_ROLES = ("visitor", "volunteer", "nurse")
_HEAD = """study:
  title: A large synthetic study
  synthetic: true
  authors:
    - name: {given: Synthia, family: Madeup}
sources:
"""
_CODINGS = ("id", "start", "end", "code", "coder", "quote", "before", "memo")


def large_study(
    folder: Path, codings: int = 10_000, sources: int = 1_000, seed: int = 24
) -> Project:
    """A study with so many codings of so many interviews, three coders, codes on three levels.

    Each interview is open, and with a participant of its own. A theme is made of each code at
    the top, and every hundredth coding is quoted.
    """
    random = Random(seed)
    for name in ("data-raw", "coding"):
        (folder / name).mkdir(parents=True)
    codes = _codebook(folder, random)
    listed, people, quotes = "", "participants:\n", dict[str, str]()
    each, more = divmod(codings, sources)
    number = 0
    for at in range(sources):
        name, count = f"p{at + 1:04}", each + (at < more)
        turns = [_sentence(random) for _ in range(max(count, 12))]
        (folder / f"data-raw/{name}.txt").write_text(_talk(name, turns), encoding="utf-8")
        access = "kind: interview, access: open"
        listed += f"  - {{id: {name}, title: Talk {name}, {access}, file: {name}.txt}}\n"
        people += f"  - {{id: {name}, attributes: {{role: {random.choice(_ROLES)}}}}}\n"
        rows = []
        for turn in sorted(random.sample(range(len(turns)), count)):
            number += 1
            rows.append(_coding(number, name, turns, turn, random.choice(codes), random))
            if number % 100 == 1:
                theme = rows[-1][3].split("-")[0]
                quotes[theme] = quotes.get(theme, "") + _quote(number, name, turns[turn])
        _write(folder / f"coding/{name}.csv", [_CODINGS, *rows])
    store = f"{_HEAD}{listed}{people}themes:\n{''.join(map(_theme, sorted(quotes.items())))}"
    (folder / "study.yml").write_text(store, encoding="utf-8")
    return Project(folder)


def _codebook(folder: Path, random: Random) -> list[str]:
    """The codes that words are coded with, once they are written down."""
    tops = [f"t{n}" for n in range(_TOPS)]
    rows = [(top, "", f"Topic {top}", "") for top in tops]
    codes: list[str] = []
    for n in range(_CODES - _TOPS):
        above = random.choice(tops if n < _BELOW_THE_TOP else codes[:_BELOW_THE_TOP])
        codes.append(f"{above}-{n}")
        title = f"{random.choice(_VOCABULARY.split()).title()} {n}"
        rows.append((codes[-1], above, title, f"When it is of {_sentence(random)}"))
    _write(folder / "coding/codebook.csv", [("code", "parent", "title", "definition"), *rows])
    return codes


def _write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _sentence(random: Random) -> str:
    words = random.choices(_VOCABULARY.split(), k=random.randint(8, 30))
    return f"{' '.join(words)} {random.randrange(10**6)}"


def _talk(name: str, turns: Sequence[str]) -> str:
    return "".join(f"{_before(name)}{turn}\n" for turn in turns)


def _before(name: str) -> str:
    return f"Interviewer: And then?\n{name.upper()}: "


def _coding(
    number: int, name: str, turns: Sequence[str], turn: int, code: str, random: Random
) -> tuple[str, int, int, str, str, str, str, str]:
    start = len(_talk(name, turns[:turn]) + _before(name))
    memo = (
        f"A memo on {random.choice(_VOCABULARY.split())} and {random.choice(_VOCABULARY.split())}"
        * (number % 7 == 0)
    )
    end, words = start + len(turns[turn]), turns[turn]
    return f"c{number}", start, end, code, random.choice(_CODERS), words, "", memo


def _quote(number: int, name: str, words: str) -> str:
    told = f'text: "{words}", source: {name}, participant: {name}, coding: c{number}'
    return f"      - {{id: q{number}, {told}}}\n"


def _theme(one: tuple[str, str]) -> str:
    name, quotes = one
    told = f"    title: On {name}\n    statement: Made up.\n    codes: [{name}]\n"
    return f"  - id: {name}\n{told}    quotations:\n{quotes}"
