"""A key of names: what is found as a name, what stays, and that the key stays outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from themeloom.core.errors import ThemeloomError
from themeloom.importers.pseudonyms import Key, log_beside, read_key

if TYPE_CHECKING:
    from pathlib import Path

_KEY = Key(
    {
        "Mary Jones": "P01",
        "Mary": "P01",
        "Will": "P02",
        "José": "P03",
        "Anna-Lena": "P04",
        "O'Brien": "[a friend]",
        "St Testing Hospital": "[hospital]",
        "Ann": "P05",
        "Kowalska": "P07",
        "王小明": "P08",
        "ليلى": "P09",
    }
)


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("I saw Mary.", "I saw P01."),
        ("MARY came", "P01 came"),
        ("Mary's sister", "P01's sister"),
        ("Mary Jones left", "P01 left"),
        ("Mary\nJones left", "P01 left"),
        ("Mary\u00a0Jones left", "P01 left"),
        ("Ma\u00adry and Ma\u200bry", "P01 and P01"),
        ("Jose\u0301 and José", "P03 and P03"),
        ("Anna Lena, Anna-Lena", "P04, P04"),
        ("O’Brien", "[a friend]"),
        ("at st testing hospital", "at [hospital]"),
        ("**Mary** _Mary_ (Mary)", "**P01** _P01_ (P01)"),
        ("then kowalska rang", "then P07 rang"),
        ("I told Will to go", "I told P02 to go"),
        ("the Marys and the Mary Joneses", "the P01s and the P01s"),
        ("the O'Briens, OBriens", "the [a friend], [a friend]"),
        ("Jose and JOSE, Jose's", "P03 and P03, P03's"),
        ("MaryJones, Mary1, #Mary, Mary_J", "P01, P01-1, #P01, P01_J"),
        ("我看见王小明说话", "我看见P08说话"),
        ("قالت ليلى نعم", "قالت P09 نعم"),
    ],
)
def test_names_are_replaced_in_all_their_forms(said: str, becomes: str) -> None:
    """Whole words, in capitals, with marks apart, over line ends, unseen signs within."""
    assert _KEY.replaced(said)[0] == becomes


@pytest.mark.parametrize(
    "said", ["will you come?", "annabel and Annie", "Maryland", "the willow", "Johann"]
)
def test_words_that_are_no_names_stay(said: str) -> None:
    """A name within a longer word, and a word that is a name elsewhere, are left alone."""
    assert _KEY.replaced(said)[0] == said


def test_what_may_be_a_name_is_shown_and_stays() -> None:
    """A slip of the pen is for the eye: nothing is replaced by guessing."""
    text, found = _KEY.replaced("first line\nKowalsky met the Wills")
    assert text == "first line\nKowalsky met the Wills"
    assert [(one.line, one.name, one.by) for one in found][:1] == [(2, "Kowalsky", "")]


@pytest.mark.parametrize("said", ["Kowalskiej", "Kowalską", "Kowalskiemu", "Mary'ego", "Marye"])
def test_names_in_other_cases_are_shown(said: str) -> None:
    """A language that changes the ends of names leaves none of them unseen."""
    _, found = _KEY.replaced(f"I told {said} of it, and Marylebone stayed")
    assert found[0].name in said


def test_replacements_are_marked_where_the_study_wants_it() -> None:
    """Once, also where the key has brackets itself."""
    text, _ = _KEY.replaced("Mary and O'Brien", marked=True)
    assert text == "[P01] and [a friend]"


def _key(folder: Path, said: str) -> Path:
    path = folder / "key.csv"
    path.write_text(said, encoding="utf-8")
    return path


def test_a_key_within_the_project_is_refused(tmp_path: Path) -> None:
    """A key that is published with the study would undo everything."""
    with pytest.raises(ThemeloomError, match="within the project"):
        read_key(_key(tmp_path, "name,replacement\nMary,P01\n"), tmp_path)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("name,replacment\nMary,P01\n", "no column “replacement”"),
        ("name,replacement\nMary,P01\nMary,P02\n", "row 3 of the key: a name is replaced in two"),
        ("name,forms,replacement\nMary,May,\n", "row 2 of the key: a name has nothing"),
    ],
)
def test_mistakes_in_a_key_name_rows_and_never_names(
    tmp_path: Path, said: str, message: str
) -> None:
    """What is printed about a key may be read over somebody's shoulder."""
    project = tmp_path / "study"
    project.mkdir()
    with pytest.raises(ThemeloomError) as caught:
        read_key(_key(tmp_path, said), project)
    assert message in str(caught.value)
    assert "Mary" not in str(caught.value)


def test_forms_and_the_log(tmp_path: Path) -> None:
    """Forms are parted by ; or |, and a second import adds to the log only what is new."""
    project = tmp_path / "study"
    project.mkdir()
    path = _key(tmp_path, 'name,forms,replacement\nMary Jones,"Mary;MJ",P01\n')
    key = read_key(path, project)
    text, found = key.replaced("MJ and Mary and Mary Jones")
    assert text == "P01 and P01 and P01"
    for _ in range(2):
        log = log_beside(path, [("data-raw/a.txt", one) for one in found])
    assert log.read_text(encoding="utf-8").splitlines() == [
        "file,line,name,replacement",
        "data-raw/a.txt,1,MJ,P01",
        "data-raw/a.txt,1,Mary,P01",
        "data-raw/a.txt,1,Mary Jones,P01",
    ]


def test_a_name_that_is_left_is_found_in_the_name_of_a_file() -> None:
    """Whatever the file holds."""
    assert _KEY.left("Mary Jones (audio).txt", b"nothing")
    assert not _KEY.left("interview-3.txt", b"nothing")


def test_letters_that_have_two_small_ones() -> None:
    """Turkish has an i with and one without its dot, and capitals of both."""
    key = Key({"Işıl": "Deniz", "İzmir": "[city]"})
    assert key.replaced("IŞIL, Işıl'ın evi, İZMİR'de")[0] == "Deniz, Deniz'ın evi, [city]'de"


def test_what_the_key_writes_small_is_replaced_so() -> None:
    """User names and addresses have no capitals; a word of every day is still judged."""
    key = Key({"a@example.org": "[address]", "foxy": "[user name]", "Will": "Noel"})
    assert key.replaced("a@example.org, foxy, I will")[0] == "[address], [user name], I will"


def test_names_whose_letters_change_in_other_cases_are_shown() -> None:
    """They stay, for they may be another's, and are listed for the eye."""
    found = Key({"Helsinki": "[city]", "Virtanen": "Laine"}).replaced("Helsingissä Virtaselta")[1]
    assert [one.name for one in found] == ["Helsingissä", "Virtaselta"]
