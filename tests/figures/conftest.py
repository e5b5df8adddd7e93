"""Tables for the figures: those of the real study, and synthetic ones that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

Tables = dict[str, pd.DataFrame]

_WITHHELD = [
    ("interviews", "Interviews with APSWs", "in-depth interviews", 5,
     "Five peer led in-depth interviews with APSWs"),
    ("survey", "Survey of health professionals", "survey", None,
     "a survey of health professionals"),
    ("service-user-interviews", "Interviews with service users", "interviews", None,
     "interviews with service users"),
    ("job-descriptions", "Job descriptions", "documentary evidence", None,
     "documentary evidence in the form of job descriptions"),
    ("observational-notes", "Observational notes", "notes", None, "observational notes"),
    ("blog", "Blog from the field", "blog", None, "a blog from the field"),
]  # fmt: skip
_THEMES = [
    ("integration", "Transition to Integration"),
    ("peerness", "Retaining ‘Peerness’"),
    ("resilience", "Practising Critical Resilience"),
]
_QUOTATIONS = [
    ("trusted", "integration",
     "Some of us peers have no or very little education and a career seems a million miles away."
     " Being trusted with the responsibility for others is massive. It helps us to develop key"
     " skills to move on with our lives."),
    ("origins", "peerness", "I don’t forget where I came from"),
    ("self-belief", "resilience",
     "I would say, self-belief. I wouldn’t have thought I would have been able to handle sometimes"
     " pressure and sometimes stress as well and responsibility"),
]  # fmt: skip
_IMPLICATIONS = [
    ("worth", "integration",
     "The advocacy and support enacted by the APSWs offer purpose and meaning alongside"
     " integration into a new social group. This is buffered by the supportive context of the"
     " programme and facilitates a motivating sense of worth."),
    ("platform", "integration;resilience",
     "A platform for enactment of critical resilience as they transition to their advanced role,"
     " in the healthcare provider team."),
    ("guidance", "integration;peerness;resilience",
     "Policy guidance for the structured career development of APSWs"),
]  # fmt: skip


def _sources() -> pd.DataFrame:
    rows: list[tuple[object, ...]] = [
        ("presentation", "Conference presentation", "presentation", "open", None, None)
    ]
    rows += [(name, title, kind, "withheld", n, said) for name, title, kind, n, said in _WITHHELD]
    frame = pd.DataFrame(rows, columns=["id", "title", "kind", "access", "units", "stated"])
    return frame.astype({"units": "Int64"})


@pytest.fixture
def flagship() -> Tables:
    """The tables of the study that this repository holds."""
    steps = pd.DataFrame(
        {
            "order": [1, 2],
            "id": ["analysis", "workshop"],
            "title": ["Thematic analysis", "Workshop"],
        }
    )
    themes = pd.DataFrame(_THEMES, columns=["id", "title"])
    quotations = pd.DataFrame(_QUOTATIONS, columns=["id", "theme", "text"])
    implications = pd.DataFrame(_IMPLICATIONS, columns=["id", "themes", "text"])
    return {
        "sources": _sources(),
        "steps": steps,
        "themes": themes.assign(order=range(1, 4)),
        "quotations": quotations.assign(words=[len(text.split()) for text in quotations["text"]]),
        "implications": implications.assign(order=range(1, 4)),
    }


def synthetic_tables(
    *,
    sources: int = 6,
    steps: int = 2,
    themes: int = 3,
    quotations: int = 3,
    implications: int = 3,
    wordy: bool = False,
) -> Tables:
    """Make tables of a study that does not exist, with so many of each."""
    title = "Synthetic theme with a title that goes on for long" if wordy else "Synthetic theme"
    said = "These synthetic words were spoken by nobody at all" + " and go on" * (9 if wordy else 1)
    text = "A synthetic implication that follows from nothing" + ", at length" * (9 if wordy else 0)
    access = ("open", "restricted", "withheld")
    return {
        "sources": pd.DataFrame({
            "id": [f"s{n}" for n in range(sources)],
            "title": [f"Synthetic transcript {n + 1}" for n in range(sources)],
            "kind": ["interview" if n % 3 else "focus group" for n in range(sources)],
            "access": [access[n % 3] for n in range(sources)],
            "units": [None] * sources,
            "stated": [None] * sources,
        }),
        "steps": pd.DataFrame({
            "order": range(1, steps + 1),
            "title": [f"Synthetic step of the analysis {n + 1}" for n in range(steps)],
        }),
        "themes": pd.DataFrame({
            "id": [f"t{n}" for n in range(themes)],
            "title": [f"{title} {n + 1}" for n in range(themes)],
            "order": range(1, themes + 1),
        }),
        "quotations": pd.DataFrame({
            "id": [f"q{n}" for n in range(quotations)],
            "theme": [f"t{n * n % themes}" for n in range(quotations)],
            "text": [f"{said} {n + 1}" for n in range(quotations)],
            "words": [len(said.split()) + 1] * quotations,
        }),
        "implications": pd.DataFrame({
            "id": [f"i{n}" for n in range(implications)],
            "order": range(1, implications + 1),
            "text": [f"{text} {n + 1}" for n in range(implications)],
            "themes": [";".join(f"t{m}" for m in range(themes) if (n + m) % 3 == 0 or m == n)
                       for n in range(implications)],
        }),
    }  # fmt: skip


@pytest.fixture
def synthetic() -> Callable[..., Tables]:
    """A maker of synthetic tables."""
    return synthetic_tables
