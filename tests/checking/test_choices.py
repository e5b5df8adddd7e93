"""Lowering and silencing kinds of findings, with a reason."""

import json

import pytest
from checked import read
from helpers import changed

from themeloom.checking.findings import Severity
from themeloom.checking.report import as_json, as_sarif, as_text
from themeloom.checking.run import check
from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project

REASON = "The twin has no second worker who speaks of tea."


def _choose(project: Project, choice: str) -> None:
    changed(project.study, "settings:\n", f"settings:\n  checks:\n    {choice}\n")
    changed(project.study, "    sha256: " + "a" * 64 + "\n", "")


def test_a_lowered_kind_is_shown_with_its_reason(clean: Project) -> None:
    """The finding stays, less severe, and the report says why."""
    _choose(clean, f"raw-unrecorded: {{severity: note, reason: {REASON}}}")
    report = check(read(clean))
    assert [finding.severity for finding in report.findings] == [Severity.NOTE]
    assert REASON in as_text(report)


def test_a_silenced_kind_is_counted(clean: Project) -> None:
    """The finding is gone; how many there were, and why, is not."""
    _choose(clean, f"raw-unrecorded: {{severity: off, reason: {REASON}}}")
    report = check(read(clean))
    assert report.findings == ()
    assert f"raw-unrecorded: not shown (found: 1)\n    reason: {REASON}" in as_text(report)
    assert json.loads(as_json(report))["lowered"][0]["reason"] == REASON
    override = json.loads(as_sarif(report))["runs"][0]["invocations"][0]
    assert override["ruleConfigurationOverrides"][0]["configuration"] == {"enabled": False}


MISTAKES = {
    "unknown kind": (
        f"raw-unrecorder: {{severity: note, reason: {REASON}}}",
        'there is no kind of finding "raw-unrecorder"\n  hint: did you mean "raw-unrecorded"?',
    ),
    "no reason": ("raw-unrecorded: {severity: note}", 'needs the key "reason"'),
    "empty reason": ('raw-unrecorded: {severity: note, reason: " "}', "reason"),
    "not lower": (f"raw-unrecorded: {{severity: error, reason: {REASON}}}", "error"),
    "unknown key": (
        f"raw-unrecorded: {{severity: note, reason: {REASON}, reasons: x}}",
        'a choice has no key "reasons"\n  hint: did you mean "reason"?',
    ),
}


@pytest.mark.parametrize(("choice", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes(clean: Project, choice: str, said: str) -> None:
    """A choice that does not say what and why is refused."""
    _choose(clean, choice)
    with pytest.raises(ThemeloomError) as raised:
        check(read(clean))
    assert said in str(raised.value)
    assert "study.yml:" in str(raised.value)


@pytest.mark.parametrize("kind", ["verbatim-near", "prose-quotation-absent", "identity-email"])
def test_words_and_identifiers_are_not_lowered_as_a_whole(clean: Project, kind: str) -> None:
    """Whoever could silence these could publish anything: only single findings are accepted."""
    _choose(clean, f"{kind}: {{severity: note, reason: {REASON}}}")
    with pytest.raises(ThemeloomError, match="cannot be lowered as a whole") as raised:
        check(read(clean))
    assert f"accepted: - {{kind: {kind}" in raised.value.hint


def test_a_single_finding_is_accepted_until_its_words_change(clean: Project) -> None:
    """By its place and the hash of its words; reason and name stay in the report."""
    said = "text: We made a rota of who brings the tea."
    changed(clean.study, said, "text: We made a rota of who brings the coffee.")
    (found,) = check(read(clean)).errors_found
    told = json.loads(as_json(check(read(clean))))["findings"]
    assert found.words in {one["words"] for one in told}
    entry = f"kind: {found.kind}, file: study.yml, words: '{found.words}', reason: {REASON}, by: A"
    changed(clean.study, "settings:\n", f"settings:\n  accepted:\n    - {{{entry}}}\n")
    report = check(read(clean))
    assert report.errors == []
    assert any(f"reason: {REASON} (A)" in one for one in report.accepted)
    assert REASON in as_text(report)
    changed(clean.study, "brings the coffee.", "brings the gin.")
    report = check(read(clean))
    assert [one.kind for one in report.errors_found] == [found.kind]
    assert "not found: the words were changed" in report.accepted[0]


def test_an_acceptance_is_of_one_finding(clean: Project) -> None:
    """The same false words at a second place are an error, and need an entry of their own."""
    notes = clean.root / "NOTES.md"
    said = "One said: “They shouted at me until I agreed to everything.”"
    notes.write_text(f"{said}\n", encoding="utf-8")
    (found,) = check(read(clean)).errors_found
    entry = (
        f"{{kind: {found.kind}, file: NOTES.md, words: '{found.words}', reason: {REASON}, by: A}}"
    )
    changed(clean.study, "settings:\n", f"settings:\n  accepted:\n    - {entry}\n")
    assert check(read(clean)).errors == []
    notes.write_text(f"{said}\n\nAgain.\n\n{said}\n", encoding="utf-8")
    report = check(read(clean))
    assert [(one.kind, one.line) for one in report.errors_found] == [(found.kind, 5)]
    changed(clean.study, "  accepted:\n", f"  accepted:\n    - {entry}\n")
    report = check(read(clean))
    assert report.errors == []
    assert len([one for one in report.accepted if "found: 1" in one]) == len("ab")
