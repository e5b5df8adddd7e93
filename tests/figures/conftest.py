"""Tables for the figures: those of the real study, and synthetic ones that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Tables = dict[str, list[dict[str, Any]]]

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


def _table(rows: Iterable[tuple[object, ...]], columns: str) -> list[dict[str, Any]]:
    return [dict(zip(columns.split(), row, strict=True)) for row in rows]


def _sources() -> list[dict[str, Any]]:
    rows: list[tuple[object, ...]] = [
        ("presentation", "Conference presentation", "presentation", "open", None, None)
    ]
    rows += [(name, title, kind, "withheld", n, said) for name, title, kind, n, said in _WITHHELD]
    return _table(rows, "id title kind access units stated")


@pytest.fixture
def flagship() -> Tables:
    """The tables of the study that this repository holds."""
    steps = [(1, "analysis", "Thematic analysis"), (2, "workshop", "Workshop")]
    themes = ((*one, order) for order, one in enumerate(_THEMES, 1))
    quotations = ((*one, len(one[-1].split())) for one in _QUOTATIONS)
    implications = ((*one, order) for order, one in enumerate(_IMPLICATIONS, 1))
    return {
        "sources": _sources(),
        "steps": _table(steps, "order id title"),
        "themes": _table(themes, "id title order"),
        "quotations": _table(quotations, "id theme text words"),
        "implications": _table(implications, "id themes text order"),
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
        "sources": _table(
            (
                (
                    *(f"s{n}", f"Synthetic transcript {n + 1}"),
                    *("interview" if n % 3 else "focus group", access[n % 3], None, None),
                )
                for n in range(sources)
            ),
            "id title kind access units stated",
        ),
        "steps": _table(
            ((n, f"Synthetic step of the analysis {n}") for n in range(1, steps + 1)),
            "order title",
        ),
        "themes": _table(
            ((f"t{n}", f"{title} {n + 1}", n + 1) for n in range(themes)), "id title order"
        ),
        "quotations": _table(
            (
                (f"q{n}", f"t{n * n % themes}", f"{said} {n + 1}", len(said.split()) + 1)
                for n in range(quotations)
            ),
            "id theme text words",
        ),
        "implications": _table(
            (
                (f"i{n}", n + 1, f"{text} {n + 1}", _rests_on(n, themes))
                for n in range(implications)
            ),
            "id order text themes",
        ),
    }


def _rests_on(implication: int, themes: int) -> str:
    there = (m for m in range(themes) if (implication + m) % 3 == 0 or m == implication)
    return ";".join(f"t{m}" for m in there)


@pytest.fixture
def synthetic() -> Callable[..., Tables]:
    """A maker of synthetic tables."""
    return synthetic_tables
