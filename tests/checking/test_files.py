"""What is found in files: bibliographies, outputs, names, tables, derived ones."""

from collections import Counter
from pathlib import Path

import pytest
from compendium import commit, git
from docx import Document
from helpers import looked_at

from themeloom.checking import freshness
from themeloom.checking.context import read_references
from themeloom.checking.identity import check_files
from themeloom.checking.run import check, check_outputs
from themeloom.core.files import files_below
from themeloom.core.project import Project
from themeloom.finished.reader import read_segments


def _outputs(project: Project) -> dict[str, bytes]:
    return {project.name(path): path.read_bytes() for path in files_below(project.output)}


def test_references(tmp_path: Path) -> None:
    """Titles and addresses of a bibliography, braces taken off; comments are no works."""
    path = tmp_path / "a.bib"
    path.write_text(
        "@comment{x, title = {no}}\n@book{one, title = {{A {B}ook} & more}, year = 2020,\n"
        ' url = "https://example.net/one"}\n'
        '@article{two,\n title="Another, one",\n doi={10.1/x}}\n',
        encoding="utf-8",
    )
    one, two = read_references(path.name, path.read_bytes())
    assert (one.key, one.titles, one.addresses) == (
        "one",
        ("A Book & more",),
        ("https://example.net/one",),
    )
    assert (two.key, two.titles, two.addresses) == ("two", ("Another, one",), ("10.1/x",))


def test_what_latex_writes_by_names_are_letters() -> None:
    """Accents, dashes and letters in the ways that programs export them, braces or not."""
    titles = {
        r"Homes{\textemdash}Regional \& other": "Homes—Regional & other",
        r"Caf{\'e} na{\"{\i}}ve \'{E}t\'e": "Café naïve Été",
        r"{\v{S}}koda \v c \c{c}a Stra{\ss}e": "Škoda č ça Straße",
        r"{\O}re and \AA{} and the \LaTeX way": "Øre and Å and the \\LaTeX way",
    }
    bib = "\n".join(f"@book{{b{at}, title = {{{one}}}}}" for at, one in enumerate(titles))
    assert [one.titles[0] for one in read_references("a.bib", bib.encode())] == [*titles.values()]


def test_who_wrote_a_citation_style_is_nobody_of_the_study() -> None:
    """Styles carry names and addresses of those who wrote them; all else in them is read."""
    style = (
        "<?xml version='1.0'?>\n<style><info><author><name>Jo Style</name>\n"
        "<email>jo@example.net</email></author></info>\n<term>al@example.org</term></style>"
    )
    said = [(one.text.strip(), one.line) for one in read_segments("a.csl", style.encode())]
    assert ("al@example.org", 4) in said
    assert not any("jo@" in text for text, _ in said)


def test_outputs_are_read_before_they_are_published(clean: Project) -> None:
    """A name that only a finished document has is found in it; old outputs can be left out."""
    stage = clean.output / "manuscript"
    stage.mkdir(parents=True)
    document = Document()
    document.add_paragraph("Write to jo@example.net & ask.")
    document.save(str(stage / "paper.docx"))
    (stage / "paper.html").write_text("<p>fine</p>", encoding="utf-8")
    found = check_outputs(looked_at(clean), _outputs(clean)).findings
    assert [(one.kind, one.file) for one in found] == [
        ("identity-email", "_output/manuscript/paper.docx")
    ]
    everything = check(looked_at(clean, derived_now=True)).findings
    assert [one.kind for one in everything] == ["identity-email"]
    assert check(looked_at(clean, outputs=False, derived_now=True)).findings == ()


def test_what_quarto_left_beside_a_document_is_said_and_not_looked_at(clean: Project) -> None:
    """Typst's own names look like anything; what is committed there is somebody's, and read."""
    [document, *_] = looked_at(clean).documents
    left = [f"{document.key}.typ", f"{document.key}_files/figure-typst/one.svg"]
    for name in left:
        (clean.root / name).parent.mkdir(exist_ok=True, parents=True)
        (clean.root / name).write_text("<p>She is 93 years old: jo@example.net</p>")
    report = check(looked_at(clean, derived_now=True))
    assert report.findings == ()
    said = [one for one in report.facts if "did not end" in one]
    assert len(said) == 1
    assert all(name in said[0] for name in left)
    git(clean.root, "init", "--quiet")
    commit(clean)
    committed = check(looked_at(clean, derived_now=True)).findings
    assert {one.file for one in committed} == {*left}


def test_a_finding_is_known_by_the_words_that_are_about_to_be_published(clean: Project) -> None:
    """Not by those of the output that lies there, which is another one or was changed since."""
    page = clean.output / "paper.html"
    page.parent.mkdir(exist_ok=True)
    made = {clean.name(page): b"<p>Write to jo@example.net & ask.</p>"}
    marks = []
    for before in ("<p>One.</p>", "<p>Two.</p>"):
        page.write_text(before, encoding="utf-8")
        context = looked_at(clean)
        page.write_text("<p>Three, and longer.</p>", encoding="utf-8")
        marks += [one.words for one in check_outputs(context, made).findings]
    assert len(marks) == 2
    assert len(set(marks)) == 1


def test_a_named_file(clean: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose name gives somebody away is reported without giving the name."""
    names = tmp_path / "names.txt"
    names.write_text("Barnaby\n", encoding="utf-8")
    monkeypatch.setenv("THEMELOOM_NAMES", str(names))
    (clean.root / "manuscript" / "letter-barnaby.md").write_text("SYNTHETIC\n", encoding="utf-8")
    found = check(looked_at(clean, derived_now=True)).findings
    assert [(one.kind, one.file) for one in found] == [
        ("identity-name", "manuscript/letter-[name].md")
    ]


def test_ages_in_tables(clean: Project) -> None:
    """In a column that is called age a bare number is an age."""
    (clean.raw / "README-people.csv").write_text("id,age\n1,42\n2,93\n", encoding="utf-8")
    found = check(looked_at(clean, derived_now=True)).findings
    assert [(one.kind, one.line) for one in found] == [("identity-age", 3)]


def test_derived_files_that_are_missing_or_of_nothing(
    clean: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing, changed, or derived from nothing that is there, is named."""
    expected = {clean.derived / name: name.encode() for name in ("a.csv", "b.csv", "c.csv")}
    monkeypatch.setattr(freshness, "would_derive", lambda _: expected)
    clean.derived.mkdir()
    (clean.derived / "a.csv").write_bytes(b"a.csv")
    (clean.derived / "b.csv").write_bytes(b"changed")
    (clean.derived / "d.csv").write_bytes(b"left over")
    (clean.derived / "provenance.json").write_bytes(b"{}")
    found = [one.message for one in freshness.check_derived(looked_at(clean))]
    assert found == [
        "data-derived/b.csv is not what would be derived now",
        "data-derived/c.csv is missing",
        "data-derived/d.csv is derived from nothing that is in data-raw/ or study.yml",
    ]


def test_a_name_is_told_again_once_the_text_that_told_it_is_gone(
    clean: Project, tmp_path: Path
) -> None:
    """What is remembered as clean named nobody; that a text above had named them is no matter."""
    both = ["<p>We met Mrs Hollis at the gate.</p>", "<p>Later Mrs Hollis walked home.</p>"]
    context = looked_at(clean)
    for paragraphs in (both, both[1:]):
        files = {"manuscript/a.html": "\n".join(paragraphs).encode()}
        found = list(check_files(context, files, tmp_path))
        assert [one.kind for one in found] == ["identity-name-proposed"]


def test_of_very_many_findings_some_are_told_and_that_there_are_more(clean: Project) -> None:
    """One error among thousands of warnings in a file is told nevertheless."""
    lines = [f"<p>Write to @handle{at}</p>" for at in range(2500)]
    page = "\n".join([*lines, "<p>Or to jo@example.net</p>"]).encode()
    found = check_outputs(looked_at(clean), {"_output/a.html": page}).findings
    kinds = Counter(one.kind for one in found)
    assert kinds == {"identity-handle": 2000, "identity-email": 1}
    assert sum("is not told" in one.hint for one in found) == 1
