import re
from pathlib import Path

import pytest
from helpers import ROOT, changed, copied, looked_at

from themeloom.checking.context import Context
from themeloom.checking.findings import Finding
from themeloom.checking.guidelines import check_guidelines
from themeloom.core.project import Project
from themeloom.finished.library import Published
from themeloom.finished.segments import Segment
from themeloom.guidelines.checklist import GUIDELINES, Checklist, Entry, Status, checklists
from themeloom.pages.explorer_data import pdfs_of

FIELD = ROOT.parent / "shared" / "field.md"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the synthetic project, ready to be changed."""
    return copied("explorer-synthetic", tmp_path)


def _read(project: Project) -> Context:
    return looked_at(project, outputs=False)


def _checklists(project: Project, *books: Published) -> dict[str, Checklist]:
    context = _read(project)
    made = checklists(context, context.values, pdfs_of(books))
    return {checklist.guideline.key: checklist for checklist in made}


def _entry(project: Project, key: str, item: str) -> Entry:
    return next(one for one in _checklists(project)[key].entries if one.item.id == item)


def _found(project: Project) -> list[Finding]:
    return list(check_guidelines(_read(project)))


def test_numbers_of_items() -> None:
    """COREQ has 32 items in three domains, SRQR has 21."""
    coreq, srqr = GUIDELINES["coreq"], GUIDELINES["srqr"]
    assert [item.id for item in coreq.items] == [str(number) for number in range(1, 33)]
    assert len({item.domain for item in coreq.items}) == 3
    assert [item.id for item in srqr.items] == [f"S{number}" for number in range(1, 22)]


@pytest.mark.skipif(not FIELD.is_file(), reason="needs ../shared/field.md")
def test_titles_are_those_of_the_field() -> None:
    """Numbers, titles and citations are facts, and are the ones on record."""
    text = FIELD.read_text(encoding="utf-8").replace("'", "’")
    for guideline in GUIDELINES.values():
        assert guideline.doi in text
        assert guideline.citation.rstrip(".").split(". ", 1)[1] in text
        for item in guideline.items:
            assert re.search(rf"\b{item.id} {re.escape(item.title)}[;.]", text), item


def test_answers_come_from_spans_headings_and_divs(project: Project) -> None:
    """An answer names its section, its words and its line."""
    answer = _entry(project, "coreq", "12").answers[0]
    assert answer.section
    assert answer.section.name == "1.1 Sample"
    assert answer.text.startswith("We talked to four people")
    assert (answer.place.file, answer.place.line) == ("manuscript/paper.qmd", 15)
    assert _entry(project, "coreq", "10").status is Status.ANSWERED
    assert _entry(project, "coreq", "17").status is Status.ANSWERED


def test_a_gap_that_is_stated_is_no_answer_and_no_finding(project: Project) -> None:
    """`stated="no"` on a mark, or a remark in the settings, says why there is no answer."""
    assert _entry(project, "coreq", "2").gap == "Not stated in the source"
    assert _entry(project, "srqr", "S21").gap == "No funder is named"
    kinds = [one.message for one in _found(project)]
    assert not [said for said in kinds if "COREQ 2 " in said or "S21" in said]


def test_the_store_answers_what_it_can(project: Project) -> None:
    """Facts come from the store; those that are no answer leave the item open."""
    assert _entry(project, "coreq", "31").status is Status.ANSWERED
    facts = {
        fact.text for item in ("12", "16", "20") for fact in _entry(project, "coreq", item).facts
    }
    assert facts == {
        "2 participants.",
        "Synthetic diaries: 4.",
        "Recorded of participants: role.",
        "Synthetic register are among the sources (restricted).",
    }
    assert _entry(project, "coreq", "29").status is Status.UNANSWERED
    assert _entry(project, "coreq", "30").status is Status.ANSWERED
    assert _entry(project, "srqr", "S2").facts[0].text == "At the head of paper."
    assert not any(fact.answers for fact in _entry(project, "coreq", "27").facts)


def test_every_unanswered_item_is_a_warning(project: Project) -> None:
    """One finding for each, at the document that answers most, with what to write."""
    found = [one for one in _found(project) if one.message.startswith("COREQ")]
    assert [one.severity for one in found] == ["warning"] * len(found)
    assert "COREQ 4 (Gender) has no answer" in [one.message for one in found]
    gender = next(one for one in found if "Gender" in one.message)
    assert (gender.file, gender.line) == ("manuscript/paper.qmd", 1)
    assert '{coreq="4"}' in gender.hint
    assert "settings: guidelines: {coreq: {4: {stated: why}}}" in gender.hint


def test_a_guideline_that_is_not_followed_asks_for_nothing(project: Project) -> None:
    """Without a mark and without a setting there is no checklist to fill."""
    paper = project.root / "manuscript" / "paper.qmd"
    text = re.sub(r"coreq=(\"[^\"]*\"|\d+)", "", paper.read_text(encoding="utf-8"))
    paper.write_text(text, encoding="utf-8")
    assert not [one for one in _found(project) if one.message.startswith("COREQ")]


def test_an_item_that_does_not_exist(project: Project) -> None:
    """A mistyped number is an error, where it stands."""
    changed(project.root / "manuscript" / "paper.qmd", "{coreq=17}", "{coreq=71}")
    wrong = [one for one in _found(project) if one.kind == "guideline-unknown-item"]
    assert [(one.message, one.hint) for one in wrong] == [
        ('COREQ has no item "71"', "its items are 1 to 32")
    ]
    assert (wrong[0].file, wrong[0].line) == ("manuscript/paper.qmd", 18)


def test_a_guideline_and_an_item_of_the_settings_that_do_not_exist(project: Project) -> None:
    """The settings are looked through as well; near names are suggested."""
    changed(
        project.study, "    srqr:\n", "    coreg: {}\n    srqr:\n      S99: {stated: nothing}\n"
    )
    wrong = [one for one in _found(project) if one.kind == "guideline-unknown-item"]
    assert [one.message for one in wrong] == [
        'there is no reporting guideline "coreg"',
        'SRQR has no item "S99"',
    ]
    assert 'did you mean "coreq"?' in wrong[0].hint
    assert wrong[1].line == wrong[0].line + 2


def test_a_remark_beside_an_answer_is_a_contradiction(project: Project) -> None:
    """A checklist cannot send a reader to an answer and deny that there is one."""
    changed(project.study, "      S21:", "      12: {stated: not stated}\n      S21:")
    wrong = [one for one in _found(project) if one.kind == "guideline-contradiction"]
    assert [one.message for one in wrong] == [
        "SRQR S12 (Units of study) is said to be “not stated”, "
        "but manuscript/paper.qmd:15 is marked as its answer"
    ]


def test_pages_come_from_the_pdf() -> None:
    """The words are looked for from their section on; without them the section's page counts."""
    pages = [
        Segment("page", text, f"page {n}")
        for n, text in enumerate(
            (
                "Contents: 1.1 Sample. We talked to four people",
                "1.1 Sample",
                "We talked to four peo-\nple",
            ),
            1,
        )
    ]
    pdf = Published("_output/manuscript/paper.pdf", tuple(pages), (("1.1 Sample", 2),))
    project = Project(ROOT / "tests" / "projects" / "explorer-synthetic")
    entries = {entry.item.id: entry for entry in _checklists(project, pdf)["coreq"].entries}
    assert [entries[item].answers[0].page for item in ("10", "12", "2")] == [2, 3, 2]


@pytest.mark.parametrize("key", ["coreq", "srqr"])
def test_the_flagship_leaves_no_item_open(key: str) -> None:
    """Every item is answered, or said to be not stated in the source; none is made up."""
    checklist = _checklists(Project(ROOT))[key]
    assert checklist.followed
    assert [entry.item.id for entry in checklist.entries if entry.status is Status.UNANSWERED] == []
    gaps = {entry.gap for entry in checklist.entries if entry.status is Status.NOT_STATED}
    assert gaps == {"Not stated in the source"}
