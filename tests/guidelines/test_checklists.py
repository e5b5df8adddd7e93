import re
from pathlib import Path

import pytest
from helpers import ROOT, changed, copied, looked_at

from themeloom.checking.context import Context
from themeloom.checking.findings import Finding
from themeloom.checking.guidelines import check_guidelines
from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.finished.library import Published
from themeloom.finished.segments import Segment
from themeloom.guidelines.checklist import Checklist, Entry, Status, checklists
from themeloom.guidelines.known import GUIDELINES
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


def test_further_guidelines_come_along() -> None:
    """ENTREQ has 21, GRIPP2’s short form five, JARS–Qual 17; each tells the paper it is of."""
    for key, last, title in (
        ("entreq", "21", "Synthesis output"),
        ("gripp2-sf", "5", "Reflections/critical perspective"),
        ("jars-qual", "17", "Discussion"),
    ):
        guideline = GUIDELINES[key]
        assert [item.id for item in guideline.items] == [str(n) for n in range(1, int(last) + 1)]
        assert guideline.items[-1].title == title
        assert guideline.doi.startswith("10.")


_OWN = """name: Ours
title: What our board asks
items:
  Before:
    "1": What was planned
  After: {"2a": What came of it, "2b": What did not}
"""


def _own(project: Project, text: str = _OWN, name: str = "ours.yml") -> None:
    folder = project.root / "guidelines"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_a_study_brings_a_guideline_of_its_own(project: Project) -> None:
    """A file of items under headings; texts mark answers by the file's name."""
    _own(project)
    paper = project.root / "manuscript/paper.qmd"
    text = paper.read_text(encoding="utf-8")
    paper.write_text(text + '\n[We planned it.]{ours="1"} [Nothing.]{ours="2B" stated="no"}\n')
    checklist = _checklists(project)["ours"]
    assert [(one.item.id, one.item.domain) for one in checklist.entries] == [
        ("1", "Before"),
        ("2a", "After"),
        ("2b", "After"),
    ]
    assert [one.status for one in checklist.entries] == [
        Status.ANSWERED,
        Status.UNANSWERED,
        Status.NOT_STATED,
    ]
    assert checklist.entries[2].gap == "Not stated in the source"
    assert any("2a" in one.message for one in _found(project))


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (_OWN.replace("title:", "titel:"), "ours.yml", 'did you mean "title"'),
        ("name: Ours\nitems: {}\n", "ours.yml", "there is no item"),
        ("name: Ours\n", "ours.yml", "this is no guideline"),
        (_OWN, "coreq.yml", "comes along"),
        (_OWN, "Our own.yml", "can mark nothing"),
        (_OWN.replace('"2b"', "1"), "ours.yml", "the item 1 is there twice"),
    ],
)
def test_a_mistake_in_a_guideline_of_ones_own_is_told(
    project: Project, text: str, name: str, message: str
) -> None:
    """With its file, and what may stand there."""
    _own(project, text, name)
    with pytest.raises(ThemeloomError, match=re.escape(message)) as told:
        _found(project)
    assert f"guidelines/{name}" in str(told.value)


@pytest.mark.skipif(not FIELD.is_file(), reason="needs ../shared/field.md")
def test_titles_are_those_of_the_field() -> None:
    """Numbers, titles and citations are facts, and are the ones on record."""
    text = FIELD.read_text(encoding="utf-8").replace("'", "’")
    for guideline in (GUIDELINES["coreq"], GUIDELINES["srqr"]):
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
