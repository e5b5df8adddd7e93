"""Whoever writes an identifier in another form does not get it past the checks."""

from __future__ import annotations

import ast
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from marked import lines, marked, overlapping

from themeloom.checking.findings import known_kinds
from themeloom.checking.identifiers import find_identifiers
from themeloom.checking.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.patterns import Hit

_HERE = Path(__file__).parent / "identity"
_LISTED = ("ottoline quibblesworth", "barnaby", "will", "may", "hope", "young", "zoë marrable")
NAMES = Names(plain=frozenset(_LISTED))
_SHARE = 0.9
_WORDS = 100_000
#: Packages whose documentation is prose, and has the names of their authors in few places.
_PACKAGES = ("hypothesis", "sphinx", "docutils", "nbconvert", "jinja2")


def _hits(text: str) -> list[Hit]:
    return find_identifiers(text, (), NAMES, proposing=True)


def _stops(hit: Hit) -> bool:
    """Whether a hit stops a build."""
    return hit.sure and known_kinds()[hit.kind].severity == "error"


def test_nine_in_ten_variants_are_found() -> None:
    """Of every identifier in every form nine in ten are found, and nothing beside them is."""
    missed, false, count = [], [], 0
    for line in lines(_HERE / "variants.md"):
        text, spans = marked(line)
        hits = _hits(text)
        found = [(hit.start, hit.end) for hit in hits]
        missed += [line for span in spans if not any(overlapping(span, found))]
        false += [
            line
            for hit in hits
            if _stops(hit) and not any(overlapping((hit.start, hit.end), spans))
        ]
        count += len(spans)
    assert false == []
    assert len(missed) <= (1 - _SHARE) * count, missed


@pytest.mark.parametrize("line", lines(_HERE / "clean.md"))
def test_what_looks_like_an_identifier_stops_nothing(line: str) -> None:
    """Numbers, dates and words that lead to nobody are no errors."""
    assert [hit for hit in _hits(line) if _stops(hit)] == []


def _documentation() -> Iterator[str]:
    """What installed packages say of themselves, in English prose with numbers and dates."""
    for package in _PACKAGES:
        root = Path(str(resources.files(package)))
        for path in sorted(root.rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                    yield ast.get_docstring(node) or ""


def test_clean_text_has_no_errors() -> None:
    """In a hundred thousand words of other people's prose nothing stops a build.

    What their authors say of themselves with an @ is an address, and is left out.
    """
    words, found = 0, []
    for text in _documentation():
        if words >= _WORDS:
            break
        prose = re.sub(r"\S*@\S*", " ", text)
        words += len(prose.split())
        found += [prose[hit.start : hit.end] for hit in _hits(prose) if _stops(hit)]
    assert words >= _WORDS
    assert found == []
