"""The golden cases of tests/data/identifiers.md, and what they cannot say."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themeloom.checking.findings import known_kinds
from themeloom.checking.identifiers import find_identifiers, masked

_GOLDEN = (Path(__file__).parents[1] / "data" / "identifiers.md").read_text(encoding="utf-8")
_CASES = re.findall(r"^- text: (.+)\n- found: (.+)$", _GOLDEN, re.MULTILINE)


def test_every_text_is_a_case() -> None:
    """A case that is written wrongly is noticed, not skipped."""
    assert _GOLDEN.count("\n- text: ") == len(_CASES)


@pytest.mark.parametrize(("text", "found"), _CASES)
def test_golden_case(text: str, found: str) -> None:
    """What a careful reader would take out is found, and nothing else."""
    hits = [known_kinds()[hit.kind].called for hit in find_identifiers(text)]
    assert ", ".join(hits) == ("" if found == "nothing" else found)


def test_what_is_public_is_let_through() -> None:
    """A declared address is no finding, nor is a handle within it; another one is."""
    public = {"team@example.net", "@team", "https://example-team.net/about"}
    text = "team@example.net @team https://www.example-team.net/about/us other@example.net"
    assert masked(text, public) == text.replace("other@example.net", "[e-mail address]")


@pytest.mark.parametrize("said", ["via Garibaldi, 12", "«ul. Kwiatowa 12»", "«rua das Flores 12»"])
def test_words_in_guillemets_are_words(said: str) -> None:
    """Marks of quotation part words, whatever language they are of."""
    assert [one.kind for one in find_identifiers(f"Abito in {said} da sempre.")] == [
        "identity-address"
    ]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("On the phone at 00:12:33.120 I said 07700 900123.", "identity-telephone"),
        ("We moved near the old mill, to 12 Ashgrove Way.", "identity-address"),
        ("[00:01:02] Number plate: AB12 CDE, 12 people saw it.", "identity-plate"),
    ],
)
def test_what_touches_words_and_numbers_tells_where_to_look(said: str, kind: str) -> None:
    """Times, numbers of lines and words such as “way” hide nothing beside them."""
    assert [one.kind for one in find_identifiers(said)] == [kind]


@given(st.text())
def test_masking_twice_changes_nothing(text: str) -> None:
    """What was masked holds nothing to mask, whatever the text."""
    once = masked(text)
    assert masked(once) == once


@given(st.text(), st.text())
def test_hits_lie_within_the_text_and_do_not_overlap(before: str, after: str) -> None:
    """Hits are spans of the text, in order, none over another."""
    text = f"{before}jo@example.net 020 7946 0958{after}"
    hits = find_identifiers(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(one.end <= two.start for one, two in pairwise(hits))
