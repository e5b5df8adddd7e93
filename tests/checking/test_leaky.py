"""One project with one of every defect, and its clean twin."""

import json
import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from checked import read
from helpers import changed, looked_at, with_extensions

from themeloom.checking.findings import Report, known_kinds
from themeloom.checking.freshness import would_derive
from themeloom.checking.report import as_json, as_sarif, as_text
from themeloom.checking.run import check, check_outputs
from themeloom.core.files import files_below
from themeloom.core.project import Project
from themeloom.engines.reporting import Silent
from themeloom.steps.commands import render

SNAPSHOT = Path(__file__).parent / "leaky.txt"
#: Kinds that cannot stand beside another one in one project, or that are about how a whole
#: source is read; tests of their own find them.
APART = {
    "identity-names-inside",
    "participant-named",
    "disclosure-unprotected",
    "verbatim-beyond",
    "verbatim-negation",
    "verbatim-doubtful",
    "verbatim-recorded",
    "verbatim-unproved",
    "record-edited",
    "record-unsigned",
    "prose-quotation-alike",
    "prose-quotation-elsewhere",
    "prose-quotation-speaker",
    "speaker-unrecognised",
    "speaker-label-unclear",
    "speaker-unclear",
    "speaker-asks",
    "output-older",
    "consent-coded",
    "consent-exceeded",
    "coding-inexact",
    "coding-closed-words",
    "disclosure-told",
    "subtheme-without-evidence",
    "quotation-twice",
    "question-unanswered",
    "notebook-kernel",
    "words-lacking",
    # Found in tests/attacks/.
    *("identity-bank-account", "identity-card", "identity-national-number", "identity-passport"),
    *("identity-plate", "identity-address", "identity-coordinates", "identity-ip"),
    *("identity-possible", "identity-name-proposed", "identity-post", "identity-history"),
}
#: Questions whose findings have tests of their own.
OTHERS = {"Guidelines", "Arrival", "Brand", "Coding"}
#: What the leaky project is not to give away: in its transcript, its store or its files.
SECRETS = (
    "Ottoline",
    "Quibblesworth",
    "Fictitious",
    "ottoline_q",
    "example.net",
    "example-forum",
    "7946 0958",
    "943 476",
    "AB123456C",
    "GB82",
    "SW1A",
    "3 March 1961",
)


@pytest.fixture(scope="module")
def leaky(derived: Callable[[str], Project]) -> Report:
    """The report on the leaky project."""
    project = derived("leaky")
    (project.derived / "themes.csv").write_text("changed by hand\n", encoding="utf-8")
    return check(looked_at(project))


def test_each_kind_is_found_once(leaky: Report) -> None:
    """One of every defect gives one finding of every kind."""
    counts = Counter(finding.kind for finding in leaky.findings)
    expected = {kind for kind, one in known_kinds().items() if one.question not in OTHERS} - APART
    assert counts == dict.fromkeys(expected, 1)


def test_the_clean_twin_has_nothing(derived: Callable[[str], Project]) -> None:
    """The same project without the defects gives no finding of any severity."""
    assert check(looked_at(derived("leaky-clean"))).findings == ()


def test_a_participant_who_is_called_as_people_are_is_named(
    derived: Callable[[str], Project],
) -> None:
    """A pseudonym that looks like a whole name is a warning, until the study says it is none."""
    project = derived("leaky-clean")
    changed(project.study, "{id: p01, ", "{id: p01, pseudonym: Maya Testname, ")
    found = [one.kind for one in check(looked_at(project)).findings if one.kind != "derived-stale"]
    assert found == ["participant-named"]


def test_wording(leaky: Report) -> None:
    """What people read is what was agreed; THEMELOOM_RENEW=1 writes it anew."""
    said = as_text(leaky)
    if os.environ.get("THEMELOOM_RENEW"):
        SNAPSHOT.write_text(said, encoding="utf-8")
    assert said == SNAPSHOT.read_text(encoding="utf-8")


@pytest.mark.parametrize("shown", [as_text, as_json, as_sarif])
def test_no_report_gives_away_what_it_found(leaky: Report, shown: Callable[[Report], str]) -> None:
    """Neither people nor programs are shown the identifiers themselves."""
    said = shown(leaky).casefold()
    assert [secret for secret in SECRETS if secret.casefold() in said] == []


def test_messages_are_masked_as_well(clean: Project) -> None:
    """An identifier inside a quotation does not get out through the message about it."""
    text = "Write to ottoline.q@example.net about all of it."
    changed(clean.study, "text: We made a rota of who brings the tea.", f"text: {text}")
    report = check(read(clean))
    assert "verbatim-absent" in {finding.kind for finding in report.findings}
    assert "example.net" not in as_text(report) + as_json(report) + as_sarif(report)


def test_a_list_of_names_inside_the_project(
    clean: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of real names must not lie where it is published."""
    path = clean.root / "manuscript" / "synthetic-names.txt"
    path.write_text("Barnaby Fictitious\n", encoding="utf-8")
    monkeypatch.setenv("THEMELOOM_NAMES", str(path))
    kinds = [finding.kind for finding in check(read(clean)).findings]
    assert sorted(kinds) == ["identity-name", "identity-names-inside"]


def test_small_counts_shown_by_choice(clean: Project) -> None:
    """Switching suppression off where there are small counts is a finding of its own."""
    changed(clean.study, "{role: volunteer, tenure: long-standing}}\n\n", "{role: driver}}\n\n")
    changed(clean.study, "settings:\n", "settings:\n  disclosure: {small_cells: none}\n")
    kinds = {finding.kind for finding in check(read(clean)).findings}
    assert kinds == {"disclosure-unprotected"}


def test_restricted_text_goes_nowhere(clean: Project) -> None:
    """The text of a restricted source is in no derived file and in no report."""
    canary = "canary that sang in the register"
    register = clean.raw / "synthetic-register.txt"
    register.write_text(f"SYNTHETIC. Eleven people signed, {canary}.\n", encoding="utf-8")
    changed(clean.study, f"    sha256: {'a' * 64}\n", "")
    changed(
        clean.study,
        "        text: they are the ones who bring blankets\n        source: second\n",
        "        text: Eleven people signed, canary\n        source: register\n",
    )
    changed(clean.study, "Eleven people signed, canary", "Twelve people signed, canary")
    context = looked_at(clean, derived_now=True)
    report = check(context)
    assert "verbatim-near" in {finding.kind for finding in report.findings}
    for said in (as_text(report), as_json(report), as_sarif(report)):
        assert canary not in said
    for path, data in would_derive(context).items():
        assert not list(_holding(canary.encode(), path.name, data))


def test_nothing_of_a_restricted_source_is_published(clean: Project) -> None:
    """No byte of a restricted source is in any derived file or output, archives unpacked."""
    canaries = (b"canary that sang in the register", b"Cassandra Songbird")
    register = clean.raw / "synthetic-register.txt"
    register.write_bytes(b"SYNTHETIC. " + b", by ".join(canaries) + b".\n")
    changed(clean.study, f"    sha256: {'a' * 64}\n", "")
    render(with_extensions(clean), [], [], "builtin", Silent())
    made = [*files_below(clean.derived), *files_below(clean.output)]
    assert {path.suffix for path in made} >= {".csv", ".md", ".svg", ".png", ".html", ".docx"}
    for path in made:
        for canary in canaries:
            assert list(_holding(canary, path.name, path.read_bytes())) == []
    outputs = {clean.name(path): path.read_bytes() for path in files_below(clean.output)}
    assert check_outputs(looked_at(clean), outputs).findings == ()


def _holding(canary: bytes, name: str, data: bytes) -> Iterator[str]:
    """The files, within archives too, that hold some bytes."""
    if canary in data:
        yield name
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from _holding(canary, f"{name}/{member}", archive.read(member))


def test_json_and_sarif_say_the_same(leaky: Report) -> None:
    """Programs get every finding, with its kind, its place and its severity."""
    plain = json.loads(as_json(leaky))
    run = json.loads(as_sarif(leaky))["runs"][0]
    assert len(plain["findings"]) == len(run["results"]) == len(leaky.findings)
    rules = run["tool"]["driver"]["rules"]
    for ours, theirs in zip(plain["findings"], run["results"], strict=True):
        assert rules[theirs["ruleIndex"]]["id"] == theirs["ruleId"] == ours["kind"]
        assert theirs["level"] == ours["severity"]
        place = theirs["locations"][0]["physicalLocation"]
        assert place["region"]["startLine"] == ours["line"] >= 1
        assert not place["artifactLocation"]["uri"].startswith("/")
