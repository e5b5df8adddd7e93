"""`reading.study`: the mistakes people make in study.yml, each answered by one message."""

from pathlib import Path

import pytest
from helpers import changed, copied

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.study.sources import read_corpus
from themeloom.study.store import read_study


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small synthetic study."""
    return copied("store-synthetic", tmp_path)


def test_a_good_store_loads(project: Project) -> None:
    """Themes, quotations and implications come out as they were written."""
    study, located = read_study(project)
    assert [theme.title for theme in study.themes] == ["Waiting", "Chairs"]
    assert [quote.id for _, quote in study.quotations] == ["clock"]
    assert [item.id for item in study.resting_on(study.themes[0])] == ["sooner"]
    assert located.line(("themes", 0, "quotations", 0, "text")) == 27


MISTAKES = {
    "unknown key": (
        "statement: Waiting is work.",
        "statment: Waiting is work.",
        'study.yml:24: themes, entry 1 has no key "statment"\n'
        '  hint: did you mean "statement"?\n'
        'study.yml:22: themes, entry 1 needs the key "statement"\n'
        "  hint: add a line: statement: ...",
    ),
    "missing field": (
        "    title: Waiting\n",
        "",
        'study.yml:22: themes, entry 1 needs the key "title"\n  hint: add a line: title: ...',
    ),
    "duplicate id": (
        "id: chairs",
        "id: waiting",
        'study.yml:30: the theme "waiting" is there twice: here and on line 22\n'
        "  hint: give one of them another id",
    ),
    "wrong type": (
        "title: Chairs",
        "title: 12",
        "study.yml:31: themes, entry 2, title: wanted is a text, and here is 12\n"
        "  hint: put the whole text between quotation marks, or on lines of its own below >-",
    ),
    "id with capitals": (
        "id: chairs",
        "id: Cold Chairs",
        "study.yml:30: themes, entry 2, id: wanted is an id: small letters and digits, with single "
        "hyphens between them, and here is 'Cold Chairs'\n  hint: write cold-chairs",
    ),
    "id in other letters": (
        "id: chairs",
        "id: 椅子",
        "study.yml:30: themes, entry 2, id: wanted is an id: small letters and digits, with single "
        "hyphens between them, and here is '椅子'\n  hint: no reader sees it: give it a name in "
        "Latin letters, a1 or so, the same wherever it stands",
    ),
    "words for what is said nowhere, and without a place": (
        "themes:\n",
        'settings: {words: {Statment: Satz, "{} theme": Tema, Theme: Tema}}\nthemes:\n',
        'study.yml:21: no table and no figure says "Statment"\n'
        '  hint: did you mean "Statement"?\n'
        'study.yml:21: "Tema" does not have the places of "{} theme"\n'
        "  hint: keep these signs as they are, each once: {}",
    ),
    "several values of another shape": (
        "id: chairs\n    title: Chairs",
        "id: Cold Chairs\n    title: 12",
        "study.yml:30: themes, entry 2, id: wanted is an id: small letters and digits, with single "
        "hyphens between them, and here is 'Cold Chairs'\n  hint: write cold-chairs\n"
        "study.yml:31: themes, entry 2, title: wanted is a text, and here is 12\n"
        "  hint: put the whole text between quotation marks, or on lines of its own below >-",
    ),
    "an ORCID iD with what resolves it": (
        "affiliations: [nowhere]",
        "affiliations: [nowhere]\n      orcid: https://orcid.org/0000-0002-1825-0097",
        "study.yml:7: study, authors, entry 1, orcid: wanted is an ORCID iD such as "
        "0000-0002-1825-0097, and here is 'https://orcid.org/0000-0002-1825-0097'\n"
        "  hint: write it so, or take the key out",
    ),
    "unknown source": (
        "source: talk\n        attribution",
        "source: tlak\n        attribution",
        'study.yml:28: there is no source "tlak"\n  hint: did you mean "talk"?',
    ),
    "unknown theme": (
        "{theme: waiting,",
        "{theme: wating,",
        'study.yml:37: there is no theme "wating"\n  hint: did you mean "waiting"?',
    ),
    "unknown affiliation": (
        "affiliations: [nowhere]",
        "affiliations: [nowere]",
        'study.yml:6: there is no affiliation "nowere"\n  hint: did you mean "nowhere"?',
    ),
    "unknown access": (
        "access: open",
        "access: public",
        'study.yml:13: sources, entry 1, access: there is no "public"\n'
        "  hint: there is: open, restricted, withheld",
    ),
    "open without a file": (
        "    file: synthetic-talk.txt\n",
        "",
        'study.yml:10: the source "talk" is open and names no file\n'
        "  hint: add file: NAME (its path below data-raw/), or set access: withheld",
    ),
    "broken YAML": (
        "title: Chairs",
        "title: Chairs: a study",
        "study.yml:31: YAML takes : in “Chairs: a study” for the end of a key\n"
        "  hint: put the whole text between quotation marks, or on lines of its own below >-",
    ),
    "key twice": (
        "title: Chairs",
        "title: Chairs\n    title: Stools",
        'study.yml:32: the key "title" stands here and on line 31\n  hint: keep one of them',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_in_the_store(project: Project, name: str) -> None:
    """The message names the file, the line, the value and the remedy."""
    old, new, message = MISTAKES[name]
    changed(project.study, old, new)
    with pytest.raises(ThemeloomError) as caught:
        read_study(project)
    assert str(caught.value) == message


def _corpus_error(project: Project) -> str:
    study, located = read_study(project)
    with pytest.raises(ThemeloomError) as caught:
        read_corpus(project, study, located)
    return str(caught.value)


def test_source_file_missing(project: Project) -> None:
    """The store's line is named, and the file that may have been meant."""
    changed(project.study, "file: synthetic-talk.txt", "file: synthetic-tlak.txt")
    assert _corpus_error(project) == (
        "study.yml:14: the file data-raw/synthetic-tlak.txt is missing\n"
        '  hint: did you mean "synthetic-talk.txt"?'
    )


def test_source_not_utf8(project: Project) -> None:
    """The line of the first byte that is not UTF-8 is named, and how to convert the file."""
    path = project.raw / "synthetic-talk.txt"
    path.write_bytes(path.read_bytes() + "café\n".encode("latin-1"))
    assert _corpus_error(project) == (
        "data-raw/synthetic-talk.txt:5: data-raw/synthetic-talk.txt is not UTF-8: byte 131 (0xe9) "
        "belongs to no character\n"
        "  hint: let its encoding be found, and look at the line that is shown: "
        "themeloom import data-raw/synthetic-talk.txt"
    )


@pytest.mark.parametrize(
    ("data", "command"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "git lfs pull"),
        (b"/annex/objects/SHA256E-s4--00.txt\n", "git annex get ."),
        (b"\0GITCRYPT\0\x17\xff", "git-crypt unlock"),
    ],
)
def test_source_that_git_keeps_elsewhere(project: Project, data: bytes, command: str) -> None:
    """What stands in its place is not taken for its words; the message has the command."""
    (project.raw / "synthetic-talk.txt").write_bytes(data)
    with pytest.raises(ThemeloomError, match=r"is not the file, but stands for it") as error:
        read_corpus(project, *read_study(project))
    assert error.value.hint == f"fetch it: {command}"


def test_source_outside_of_the_raw_data(project: Project) -> None:
    """A path that leads out of data-raw/ is refused."""
    changed(project.study, "file: synthetic-talk.txt", "file: ../study.yml")
    assert "lies outside data-raw/" in _corpus_error(project)


def test_source_changed_since_recorded(project: Project) -> None:
    """A file that is not the one whose hash the store records is refused."""
    recorded = "ab" * 32
    changed(project.study, "-talk.txt", f"-talk.txt\n    sha256: {recorded}")
    assert "is not the file that the store records" in _corpus_error(project)
