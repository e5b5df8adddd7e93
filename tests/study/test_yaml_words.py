"""Words in YAML: what was typed is what is read, or there is a message with line and remedy."""

import json
from pathlib import Path

import pytest
from helpers import changed, copied

from themeloom.cli import main
from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.documents.document import read_document
from themeloom.notebooks.options import read_options
from themeloom.study.located import parse
from themeloom.study.store import read_study

#: What is typed as a statement, and what the message names.
TYPED = {
    "a number of a bed": ("She left bed #4 empty for me.", "“#4 empty for me.” for a comment"),
    "a comment after words": ("Waiting is work.  # why?", "“# why?” for a comment"),
    "a comment in place of words": ("#MeToo came up", "“#MeToo came up” for a comment"),
    "a letter put in": ("[S]he left", "[ in “[S]he left”"),
    "only brackets": ("[They]", "YAML takes [ for the beginning of a list"),
    "braces": ("{She} left", "{ in “{She} left”"),
    "an apostrophe": ("'Cos they knew.", "' in “'Cos they knew.”"),
    "a word in quotation marks": ('"Never" she said', '" in “"Never" she said”'),
    "a backslash": ('"on \\ward"', "\\ in “"),
    "a colon": ("He said: never again", ": in “He said: never again”"),
    "an at sign": ("@home we wait", "@ in “@home we wait”"),
    "a backtick": ("`tick", "` in “`tick”"),
    "emphasis": ("*nobody* came", "* in “*nobody* came”"),
    "no": ("No", "reads No as true or false"),
    "a time": ("12:30", "reads 12:30 as a number"),
    "a day": ("2026-01-01", "reads 2026-01-01 as a date"),
    "a day there is not": ("2026-02-30", "reads 2026-02-30 as a date"),
    "a tilde": ("~", "reads ~ as nothing"),
    "an underscore": ("1_000", "reads 1_000 as a number"),
    "an ampersand": ("&amp they left", "& in “&amp they left”"),
    "an exclamation mark": ("!x they left", "! in “!x they left”"),
    "a percent sign": ("%x of them", "% in “%x of them”"),
    "a dash": ("- never", "- in “- never”"),
    "a question mark": ("? never", "? in “? never”"),
    "a bar": ("| never", "| in “| never”"),
    "an angle": ("> never", "> in “> never”"),
    "an equals sign": ("=", "reads = as a sign"),
    "nothing": ("", "YAML reads nothing"),
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small synthetic study."""
    return copied("store-synthetic", tmp_path)


def _said(project: Project) -> str:
    with pytest.raises(ThemeloomError) as caught:
        read_study(project)
    return str(caught.value)


@pytest.mark.parametrize(("typed", "named"), TYPED.values(), ids=TYPED.keys())
def test_words_of_the_store_that_yaml_would_change(
    project: Project, typed: str, named: str
) -> None:
    """One message names line, sign and remedy, and none of the parser's words."""
    changed(project.study, "statement: Waiting is work.", f"statement: {typed}")
    said = _said(project)
    assert said.startswith("study.yml:24: ")
    assert named in said
    assert said.count("hint: put ") == 1
    assert "quotation marks" in said
    assert not any(word in said for word in ("block", "scalar", "token", "mapping", "found"))


@pytest.mark.parametrize(("typed", "named"), TYPED.values(), ids=TYPED.keys())
def test_the_remedies_work(project: Project, typed: str, named: str) -> None:
    """The same words between quotation marks, or below >-, are read as they were typed."""
    assert named
    old = "statement: Waiting is work."
    changed(project.study, old, f"statement: {json.dumps(typed or '-')}")
    assert read_study(project)[0].themes[0].statement == (typed or "-")
    changed(project.study, json.dumps(typed or "-"), f">-\n      {typed or '-'}")
    assert read_study(project)[0].themes[0].statement == (typed or "-")


def test_a_text_of_several_lines_is_cut_on_the_line_that_is_named(project: Project) -> None:
    """The line of the sign, not that of the key."""
    old = "statement: Waiting is work."
    changed(project.study, old, "statement: Waiting\n      in bed #4 is\n      work.")
    assert _said(project).startswith("study.yml:25: YAML takes # in “in bed #4 is”")


@pytest.mark.parametrize(
    ("old", "new", "said", "wanted"),
    [
        ("    statement: Waiting", "   statement: Waiting", "24: … by 3 spaces", "4 spaces"),
        ("    statement: Waiting", "      statement: Waiting", "24: … by 6 spaces", "4 spaces"),
        ("        source: talk\n", "       source: talk\n", "28: … by 7 spaces", "8 spaces"),
        ("  - id: waiting", "  id: waiting", "23: … by 4 spaces", "2 spaces"),
        ("themes:", " themes:", "21: … by 1 space,", "0 spaces"),
    ],
)
def test_a_line_that_does_not_line_up(
    project: Project, old: str, new: str, said: str, wanted: str
) -> None:
    """It is named, with how many spaces it wants, and not a quotation mark of another line."""
    text = project.study.read_text(encoding="utf-8")
    project.study.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = _said(project)
    assert told.startswith(f"study.yml:{said.replace('…', 'this line is indented')}"), told
    assert f"indent it by {wanted}" in told


def test_a_quotation_mark_that_closes_much_later(project: Project) -> None:
    """An apostrophe at the beginning swallows lines up to the next: its own line is named."""
    changed(
        project.study, "statement: Waiting is work.", "statement: 'Cos of it\n    note: it's so"
    )
    assert _said(project).startswith("study.yml:24: YAML takes ' in “'Cos of it”")


def test_every_cut_text_is_told_at_once(project: Project) -> None:
    """Two mistakes, two messages."""
    changed(project.study, "statement: Waiting is work.", "statement: Bed #4 waits")
    changed(project.study, "title: Chairs", "title: No")
    assert [line[:13] for line in _said(project).split("\n")[::2]] == [
        "study.yml:24:",
        "study.yml:31:",
    ]


def test_comments_beside_settings_and_names_are_none_of_our_business(project: Project) -> None:
    """Identifiers, files, choices and texts between quotation marks may carry comments."""
    changed(project.study, "access: open", "access: open  # since 2026")
    changed(project.study, "file: synthetic-talk.txt", "file: synthetic-talk.txt # as it came")
    changed(project.study, "statement: Waiting is work.", 'statement: "Waiting is work." # theirs')
    people = "participants:\n  - id: p01\n    label: P01  # asked twice\nthemes:\n"
    changed(project.study, "themes:\n", people)
    assert read_study(project)[0].themes[0].statement == "Waiting is work."
    changed(project.study, "label: P01  # asked twice", "label: Speaker #1")
    assert "study.yml:23: YAML takes “#1” for a comment" in _said(project)


def test_a_table_crossed_by_what_is_no_attribute(project: Project) -> None:
    """A slip of the pen is named with what may have been meant."""
    people = "participants:\n  - {id: p01, attributes: {role: nurse, sex: female}}\n"
    more = people + "settings:\n  disclosure:\n    crossed:\n      - [role, sx]\nthemes:\n"
    changed(project.study, "themes:\n", more)
    assert _said(project) == (
        'study.yml:26: "sx" is no second attribute of participants to cross a table by\n'
        '  hint: did you mean "sex"?'
    )


DOCUMENTS = {
    "title: Bed #4": "case.qmd:2: YAML takes “#4” for a comment and would read only “Bed”",
    "abstract: No": "case.qmd:2: YAML reads No as true or false, and words are wanted here",
    "keywords:\n  - wards\n  - Bed #4": "case.qmd:4: YAML takes “#4” for a comment",
    "keywords: [wards, Bed #4]": "case.qmd:2: YAML takes # in “[wards, Bed #4]”",
    "date: 2026-02-30": "case.qmd:2: there is no such date: 2026-02-30",
    'date: "2026-02-30"': "case.qmd:2: there is no such date: 2026-02-30",
    "date-modified: 2026-13-01": "case.qmd:2: there is no such date: 2026-13-01",
    "seen: 2026-02-28T25:00:00": "case.qmd:2: there is no such date: 2026-02-28T25:00:00",
    "seen: 2026-02-28 10:00:00 +99:00": "case.qmd:2: there is no such date: 2026-02-28",
    "lang: en\n[a]: b": "case.qmd:3: a list or a group of keys stands here",
    "toc: &toc [*toc]": "case.qmd:2: a value contains itself",
    "toc: " + 500 * "[": "case.qmd:2: values are nested here more than 100 deep",
    "toc: !r true": "case.qmd:2: YAML takes ! in “!r true”",
    "toc: *nowhere": "case.qmd:2: YAML takes * in “*nowhere”",
    "toc: \x07": "case.qmd:2: here is the control character U+0007",
    "toc-depth: " + 5000 * "9": "case.qmd:2: there is no such number: 999",
    "\ttoc: true": "case.qmd:2: this line begins with a tab",
    "<<: 5": "case.qmd:2: this is not valid YAML\n",
    "title: Wards\n---\n---\nText.": "",
    "toc: true # as the journal wants it": "",
    "bibliography: references.bib # ours": "",
    "title: 1984": "",
    "poster-size: 841 mm 1189 mm # A0": "",
    "toc-depth: 3 #2 was too few": "",
    "toc-depth: .nan": "case.qmd:2: there is no such number: .nan",
    "date: 2024-02-29 # a leap year": "",
}


@pytest.mark.parametrize(("front", "said"), DOCUMENTS.items())
def test_front_matter(front: str, said: str, tmp_path: Path) -> None:
    """Titles, abstracts and dates of a document: a message with file and line, or nothing."""
    (tmp_path / "case.qmd").write_text(f"---\n{front}\n---\n\nText.\n", encoding="utf-8")
    found = ""
    try:
        read_document(Project(tmp_path), "case.qmd")
    except ThemeloomError as error:
        found = str(error)
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_captions_of_cells() -> None:
    """A caption that YAML cuts is named with its line."""
    with pytest.raises(ThemeloomError) as caught:
        read_options("#| label: fig-beds\n#| fig-cap: Bed #4 and others\nplot()", "case.qmd", 7)
    assert str(caught.value).startswith("case.qmd:8: YAML takes “#4 and others” for a comment")


def test_a_file_full_of_repetitions_ends_soon(project: Project) -> None:
    """Names within names, ten at a time, are refused before memory is full."""
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    project.study.write_text(bomb + project.study.read_text(encoding="utf-8"), encoding="utf-8")
    assert "repeats itself without measure" in _said(project)


def test_a_store_of_many_entries_repeats_nothing() -> None:
    """However many sources and participants a study has, each stands in its file once."""
    entry = "- {id: p, title: t, kind: k, access: open, file: f, sha256: h}\n"
    assert len(parse("sources:\n" + entry * 15_000, "study.yml").value["sources"]) == 15_000


def test_an_impossible_date_is_no_defect(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with code 1 and one message."""
    changed(project.study, "units: 4", "units: 2026-02-30")
    assert main(["--project", str(project.root), "derive"]) == 1
    assert "study.yml:19: there is no such date: 2026-02-30" in capsys.readouterr().err
