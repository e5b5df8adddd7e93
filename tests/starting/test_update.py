"""An older study is brought up to this version: what changes is shown, nobody's words are lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from compendium import themeloom

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.starting import Start, begin
from themeloom.starting.updating import LAID, plan_update
from themeloom.study.store import read_study
from themeloom.study.versions import NOW, Version, brought_up

if TYPE_CHECKING:
    from pathlib import Path

OLDER = """# What we found.
study:
  # as on the poster
  title: A synthetic study
  authors:
    - name: {given: A, family: Author}
settings:
  # The picture of the poster.
  outputs:
    poster_png_width: 2400
  numbers: {words_below: 10}  # house style
"""
RENAMING = (
    Version(2, "some keys have other names", ("settings.outputs",), {"themes.*.head": "title"}),
)


def test_an_older_store_says_how_it_is_brought_up(tmp_path: Path) -> None:
    """A key that it had once is not called unknown."""
    (tmp_path / "study.yml").write_text(OLDER, encoding="utf-8")
    with pytest.raises(ThemeloomError, match="any more") as told:
        read_study(Project(tmp_path))
    assert "themeloom update" in told.value.hint
    assert told.value.line == 9


def test_a_store_is_brought_up_and_keeps_its_comments(tmp_path: Path) -> None:
    """What nobody has any more goes, all else stays as it was typed."""
    text, told = brought_up(OLDER)
    assert "taken out: settings, outputs" in told
    for kept in ("# What we found.", "# as on the poster", "# house style", "# The picture"):
        assert kept in text
    assert "2400" not in text
    (tmp_path / "study.yml").write_text(text, encoding="utf-8")
    assert read_study(Project(tmp_path))[0].version == NOW
    assert brought_up(text) == (text, [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "themes:\n  - head: One\n    # a\n  - head: Two\n",
            "themes:\n  - title: One\n    # a\n  - title: Two\n",
        ),
        (
            "themes: [{head: One}, {id: b, head: Two}]\n",
            "themes: [{title: One}, {id: b, title: Two}]\n",
        ),
        ("settings: {outputs: {a: 1}, numbers: 2} # b\n", "settings: {numbers: 2} # b\n"),
        ("settings: {numbers: 2, outputs: 1}\n", "settings: {numbers: 2}\n"),
        ("a: 1\nsettings:\n  outputs:\n    b: >-\n      some\n      words\n", "a: 1\n"),
        ("a: 1\nsettings:\n  outputs: 1\nb: 2\n", "a: 1\nb: 2\n"),
        (
            "a: 1\nsettings:\n  outputs: {b: 1}\n# of c\n\n# and more\n",
            "a: 1\n# of c\n\n# and more\n",
        ),
        (
            "settings:\n  outputs:\n    - one\n    - {two: 2}\n  # of c\n  c: 3\n",
            "settings:\n  # of c\n  c: 3\n",
        ),
    ],
)
def test_keys_go_and_are_renamed_however_they_are_written(before: str, after: str) -> None:
    """In lines or in braces, alone or among others."""
    text, _ = brought_up(before, RENAMING)
    assert text == f"version: 2\n\n{after}"


def test_two_names_for_one_thing_are_left_to_their_author() -> None:
    """Nothing is guessed."""
    with pytest.raises(ThemeloomError, match="both head and title"):
        brought_up("themes:\n  - head: One\n    title: Two\n", RENAMING)


def test_a_store_of_a_newer_package_is_refused(tmp_path: Path) -> None:
    """With what to do."""
    (tmp_path / "study.yml").write_text(f"version: {NOW + 1}\n{OLDER}", encoding="utf-8")
    with pytest.raises(ThemeloomError, match="reads up to") as told:
        read_study(Project(tmp_path))
    assert "pip install --upgrade" in told.value.hint


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A study that was begun with an older package: its version, one file, one gone since."""
    begin(tmp_path, Start("Waiting"))
    description = tmp_path / "_extensions/themeloom/_extension.yml"
    text = description.read_text(encoding="utf-8")
    laid = json.loads((tmp_path / LAID).read_text(encoding="utf-8"))
    begun = {
        "_extensions/themeloom/_extension.yml": text.replace("version: ", "version: 0.0."),
        "_extensions/themeloom/page.js": "// older\n",
        "_extensions/themeloom/gone.lua": "-- older\n",
    }
    for name, old in begun.items():
        (tmp_path / name).write_text(old, encoding="utf-8")
        laid[name] = _hash(old)
    (tmp_path / LAID).write_text(json.dumps(laid), encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("themeloom==0.0.1\npandas\n", encoding="utf-8")
    return tmp_path


def _hash(text: str) -> str:
    from themeloom.core.files import digest

    return digest(text.encode())


def test_what_changes_is_shown_and_nothing_written_before_it_was_looked_at(older: Path) -> None:
    """A diff of every file, the message of how to take it over; then a study that reads."""
    refused = themeloom(Project(older), "check")
    assert "themeloom update" in refused.stderr
    before = {path: path.read_bytes() for path in older.rglob("*") if path.is_file()}
    shown = themeloom(Project(older), "update")
    assert shown.returncode == 1
    for words in ("-// older", "-themeloom==0.0.1", "gone.lua"):
        assert words in shown.stdout
    after = {path: path.read_bytes() for path in older.rglob("*") if path in before}
    assert after == before
    done = themeloom(Project(older), "update", "--yes")
    assert done.returncode == 0, done.stderr
    assert "kept as" not in done.stdout
    assert not (older / "_extensions/themeloom/gone.lua").exists()
    assert plan_update(older).changes == ()
    again = themeloom(Project(older), "update")
    assert again.stdout == "store and extensions are of this version\n"


def test_what_an_author_changed_is_told_and_kept(older: Path) -> None:
    """Their style sheet lies aside, their own files stay where they are."""
    style = older / "_extensions/themeloom/themeloom.css"
    style.write_text("/* mine */", encoding="utf-8")
    own = older / "_extensions/themeloom/mine.lua"
    own.write_text("-- mine", encoding="utf-8")
    shown = themeloom(Project(older), "update")
    assert "themeloom.css was changed here" in shown.stderr
    done = themeloom(Project(older), "update", "--yes")
    kept = older / ".themeloom/set-aside/_extensions--themeloom--themeloom.css"
    assert kept.read_text(encoding="utf-8") == "/* mine */"
    assert "yours is kept as .themeloom/set-aside" in done.stdout
    assert own.read_text(encoding="utf-8") == "-- mine"
    assert "/* mine */" not in style.read_text(encoding="utf-8")
