"""What singles a participant out, and gives back what a derived table hides."""

from checked import read
from helpers import changed

from themeloom.checking.run import check
from themeloom.core.project import Project
from themeloom.deriving.participants import participant_rows


def test_the_table_of_participants(clean: Project) -> None:
    """Each attribute with its counts, then the crossed pairs; small ones hidden."""
    crossed = "settings:\n  disclosure: {crossed: [[role, tenure]]}\n"
    changed(clean.study, "settings:\n", crossed)
    rows = list(participant_rows(read(clean).study))
    assert ("role", "worker", "", "", "5") in rows
    assert ("role", "worker", "tenure", "newcomer", "*") in rows


def test_attributes_are_joined_across_outputs(clean: Project) -> None:
    """Role beside the quotation and tenure in the prose single out whom neither does alone."""
    changed(
        clean.study,
        "{role: worker, tenure: newcomer}}\n  - {id: p02",
        "{role: worker}}\n  - {id: p02",
    )
    paper = clean.root / "manuscript" / "synthetic-paper.qmd"
    assert check(read(clean)).findings == ()
    changed(paper, "# Participants\n", "P02 is a newcomer there.\n\n# Participants\n")
    found = check(read(clean)).findings
    assert [finding.kind for finding in found] == ["disclosure-singled-out"]
    assert "“p02” (role, tenure) fits 1 of 10" in found[0].message


def test_k_is_the_studys_choice(clean: Project) -> None:
    """Five workers are too few for a study that wants six."""
    changed(clean.study, "settings:\n", "settings:\n  disclosure: {anonymity: 6}\n")
    kinds = [finding.kind for finding in check(read(clean)).findings]
    assert kinds == ["disclosure-singled-out"] * 5


def test_a_typed_table_gives_back_what_the_derived_one_hides(clean: Project) -> None:
    """Five volunteers are hidden because there are two cooks; a table by hand shows the five."""
    cooks = "".join(
        f"  - {{id: c{n}, attributes: {{role: cook, tenure: newcomer}}}}\n" for n in (1, 2)
    )
    changed(clean.study, "participants:\n  - {id: p01", f"participants:\n{cooks}  - {{id: p01")
    found = [one for one in check(read(clean)).findings if one.kind == "disclosure-recoverable"]
    assert [one.line for one in found] == [20]
    assert "gives back how many are “volunteer”" in found[0].message
    paper = clean.root / "manuscript" / "synthetic-paper.qmd"
    changed(paper, "| Participants |\n", "| newcomer | long-standing |\n")
    changed(paper, "-------------:|\n", "--:|--:|\n")
    changed(paper, "| worker    | 5            |", "| worker    | 0 | 5 |")
    changed(paper, "| volunteer | 5            |", "| volunteer | 0 | 5 |")
    found = [one for one in check(read(clean)).findings if one.kind == "disclosure-recoverable"]
    assert 20 in [one.line for one in found]
