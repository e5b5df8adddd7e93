"""A quotation beyond what its participant consented to stops the build."""

import pytest
from checked import read
from helpers import changed

from themeloom.checking.consent import check_consent
from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.guidelines.facts import facts

_FIRST = "{id: p01, attributes"
CONSENTS = {
    "all of it": ("{quote: true, verbatim: true, public: true, until: 2999-12-31}", False),
    "no quotation": ("{quote: false}", True),
    "not word for word": ("{quote: true, verbatim: false}", True),
    "not in public": ("{public: no}", True),
    "until a day that is over": ('{until: "2020-12-31"}', True),
    "a day without quotation marks": ("{until: 2020-12-31}", True),
}


@pytest.mark.parametrize(("consent", "exceeded"), CONSENTS.values(), ids=CONSENTS.keys())
def test_consent_in_the_store(clean: Project, consent: str, *, exceeded: bool) -> None:
    """Every limit is heeded, and the message names the participant's id and nothing else."""
    changed(clean.study, _FIRST, f"{{id: p01, consent: {consent}, attributes")
    found = list(check_consent(read(clean)))
    assert bool(found) is exceeded
    for one in found:
        assert one.severity == "error"
        assert one.message == "this quotation goes beyond what “p01” consented to"


def test_consent_in_a_table(clean: Project) -> None:
    """A table of participants in the raw data says the same, by id or by label."""
    table = clean.raw / "README-people.csv"
    table.write_text("Participant,Quote,Until\nP01,no,\np02,yes,2999-01-01\n", encoding="utf-8")
    found = list(check_consent(read(clean)))
    assert {one.message for one in found} == {"this quotation goes beyond what “p01” consented to"}


@pytest.mark.parametrize("part", [";", "\t"])
def test_a_table_as_spreadsheets_save_it(clean: Project, part: str) -> None:
    """Excel begins with a byte order mark, and parts columns by semicolons in half of Europe."""
    rows = f"\ufeffParticipant{part}Quote\r\np01{part}no\r\n"
    (clean.raw / "README-people.csv").write_text(rows, encoding="utf-8", newline="")
    assert list(check_consent(read(clean)))


def test_what_allows_less_counts(clean: Project) -> None:
    """Where store and table differ, nobody's words are used who refused in one of them."""
    changed(clean.study, _FIRST, "{id: p01, consent: {quote: true}, attributes")
    (clean.raw / "README-people.csv").write_text("id,quote\np01,no\n", encoding="utf-8")
    assert list(check_consent(read(clean)))


def test_a_table_that_says_neither_yes_nor_no(clean: Project) -> None:
    """What cannot be understood is no consent, and is told with its line."""
    (clean.raw / "README-people.csv").write_text("id,quote\np01,perhaps\n", encoding="utf-8")
    with pytest.raises(ThemeloomError, match=r"neither yes nor no") as told:
        list(check_consent(read(clean)))
    assert told.value.line == 2


def test_checklists_say_whether_consent_was_recorded(clean: Project) -> None:
    """Without it, the checklist says that it was not recorded; with some, of how many not."""
    said = [one.text for one in facts("srqr", "S9", read(clean))]
    assert said == ["Consent was not recorded."]
    changed(clean.study, _FIRST, "{id: p01, consent: {quote: true}, attributes")
    said = [one.text for one in facts("coreq", "29", read(clean))]
    assert said[-1].startswith("Consent was not recorded for ")
