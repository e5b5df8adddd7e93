"""The list of real names: a file outside, or hashes inside."""

from pathlib import Path

import pytest

from themeloom.checking.identifiers import find_identifiers
from themeloom.checking.names import Names, hash_names, read_names
from themeloom.checking.patterns import Looked
from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.study.settings import Identity


def _said(names: Names, text: str) -> list[str]:
    return [text[start:end] for start, end, _ in names.find(Looked(text))]


@pytest.fixture(params=["file", "hashes"])
def names(request: pytest.FixtureRequest, tmp_path: Path) -> Names:
    """The same names, from a file and from hashes."""
    listed = ["Ottoline Quibblesworth", "Barnaby", "Ludo van der Made", "Zoë"]
    project = Project(tmp_path / "project")
    if request.param == "hashes":
        return read_names(project, Identity(hashed_names=hash_names(listed)))
    path = tmp_path / "names.txt"
    path.write_text("# made up\n" + "\n".join(listed) + "\n\n", encoding="utf-8")
    return read_names(project, Identity(names_file=str(path)))


def test_names_are_found_as_whole_words(names: Names) -> None:
    """A full name, a possessive, a name of four words, another accent; not a part of a word."""
    text = (
        "Ottoline Quibblesworth met Barnaby's friend ludo, Ludo van der Made, and Zoe\u0308 in "
        "Barnabytown, and BARNABY cried."
    )
    assert _said(names, text) == [
        "Ottoline Quibblesworth",
        "Barnaby",
        "Ludo van der Made",
        "Zoe\u0308",
        "BARNABY",
    ]


@pytest.mark.parametrize("said", ["Mr O'Tester", "the O’Testers", "Siobhan O'Tester", "Lena left"])
def test_names_with_an_apostrophe_or_a_hyphen_are_found_in_their_parts(said: str) -> None:
    """As are those of one word."""
    names = Names(plain=frozenset({"siobhan o'tester", "anna-lena"}))
    assert find_identifiers(said, (), names)


def test_names_in_file_names_have_any_case(names: Names) -> None:
    """`letter-to-barnaby.docx` gives him away as well."""
    assert list(names.find_in_label("letter-to-barnaby.docx"))


def test_a_common_word_in_small_letters_is_no_name(names: Names) -> None:
    """Names that are words too do not stop a build wherever the word stands."""
    assert _said(names, "a barnaby is a thing") == []


def test_hashes_tell_nothing_and_depend_on_the_salt() -> None:
    """The store shows neither the name nor the same hash as another store's."""
    one, two = hash_names(["Barnaby"]), hash_names(["Barnaby"])
    assert "arnaby" not in repr(one)
    assert one.hashes != two.hashes
    assert hash_names(["barnaby "], one.salt) == one


def test_a_list_that_the_environment_names_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong path must not pass for a list without names."""
    monkeypatch.setenv("THEMELOOM_NAMES", str(tmp_path / "nowhere.txt"))
    with pytest.raises(ThemeloomError, match="THEMELOOM_NAMES"):
        read_names(Project(tmp_path), Identity())
