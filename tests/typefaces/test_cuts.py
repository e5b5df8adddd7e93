"""Fonts that were cut are kept on the machine, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from themeloom.core.files import digest
from themeloom.typefaces import cuts
from themeloom.typefaces.faces import FACES
from themeloom.typefaces.web import stage_web

if TYPE_CHECKING:
    from pathlib import Path

FACE = FACES[0].path("ttf")
LETTERS = frozenset(map(ord, "abc"))


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has not cut a font yet; gives the folder in which it keeps them."""
    monkeypatch.setenv("THEMELOOM_CACHE", str(tmp_path / "machine"))
    return tmp_path / "machine" / "fonts"


def cut(folder: Path) -> bytes:
    """A font with three letters."""
    return cuts.cut(FACE, LETTERS, spare=folder / "spare")


def never(*_: object) -> bytes:
    """Stands for the slow work, where nobody should do it."""
    raise AssertionError("a font was made again")


def test_a_font_has_the_characters_that_were_asked_for(tmp_path: Path) -> None:
    """Nothing more is left in it, and it can be opened."""
    assert set(TTFont(BytesIO(cut(tmp_path))).getBestCmap()) == LETTERS


def test_fonts_are_the_same_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made twice from nothing, a font has the same bytes."""
    made = cut(tmp_path)
    monkeypatch.setenv("THEMELOOM_CACHE", str(tmp_path / "other"))
    assert cut(tmp_path) == made


def test_a_second_project_cuts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one project cut serves the next one on the same machine."""
    first = stage_web(tmp_path / "one" / "web", ())
    monkeypatch.setattr(cuts, "_cut", never)
    monkeypatch.setattr(cuts, "_pack", never)
    second = stage_web(tmp_path / "other" / "web", ())
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert not (tmp_path / "one" / "cut").exists()


@pytest.mark.parametrize(
    "differs",
    [
        lambda spare: cuts.cut(FACES[1].path("ttf"), LETTERS, spare=spare),
        lambda spare: cuts.cut(FACE, LETTERS | {ord("d")}, spare=spare),
        lambda spare: cuts.cut(FACE, LETTERS, ("kern",), spare=spare),
    ],
    ids=["font", "characters", "features"],
)
def test_what_decides_a_font_is_in_its_name(tmp_path: Path, machine: Path, differs: object) -> None:
    """Another font, other characters or features are kept as another one."""
    cut(tmp_path)
    differs(tmp_path)  # type: ignore[operator]
    assert len(list(machine.iterdir())) == 2


def test_another_version_of_the_tools_cuts_again(
    tmp_path: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer fontTools may cut otherwise."""
    cut(tmp_path)
    monkeypatch.setattr(cuts, "versions", lambda names: dict.fromkeys(names, "99"))
    cut(tmp_path)
    assert len(list(machine.iterdir())) == 2


def test_a_garbled_font_counts_as_none(tmp_path: Path, machine: Path) -> None:
    """What is kept lies behind its hash; a file that was torn or changed is made again."""
    made = cut(tmp_path)
    (kept,) = machine.iterdir()
    whole = kept.read_bytes()
    for garbled in (whole[:-1], whole[:-1] + b"?", b"", whole[:10]):
        kept.write_bytes(garbled)
        assert cut(tmp_path) == made
        assert kept.read_bytes() == whole
    kept.write_bytes(digest(b"other").encode() + b"other")
    assert cut(tmp_path) == b"other"


@pytest.mark.parametrize("name", ["THEMELOOM_CACHE", "XDG_CACHE_HOME", "HOME"])
def test_the_folder_can_be_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Ours goes before that of the desktop, and that before the one in the person's home."""
    named = {"THEMELOOM_CACHE": "fonts", "XDG_CACHE_HOME": "themeloom/fonts"}
    for other in named:
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv(name, str(tmp_path / "here"))
    cut(tmp_path)
    assert len(list((tmp_path / "here" / named.get(name, ".cache/themeloom/fonts")).iterdir())) == 1


def test_the_project_keeps_what_the_machine_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no folder can be made, fonts are kept beside those of the project."""
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("THEMELOOM_CACHE", str(tmp_path / "file"))
    made = cut(tmp_path)
    monkeypatch.setattr(cuts, "_cut", never)
    assert cut(tmp_path) == made
    assert len(list((tmp_path / "spare").iterdir())) == 1


def test_a_place_that_keeps_nothing_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing at all can be kept, fonts are cut each time."""
    (tmp_path / "spare").write_bytes(b"")
    monkeypatch.setenv("THEMELOOM_CACHE", str(tmp_path / "spare"))
    assert cut(tmp_path) == cut(tmp_path)


def test_two_programs_may_cut_at_once(tmp_path: Path, machine: Path) -> None:
    """Both get the font, and one whole file is left."""
    code = (
        "import sys; from pathlib import Path; from themeloom.typefaces import cuts;"
        "sys.stdout.buffer.write(cuts.cut(Path(sys.argv[1]), frozenset(range(97, 123)),"
        " spare=Path(sys.argv[2])))"
    )
    command = [sys.executable, "-c", code, str(FACE), str(tmp_path / "spare")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    one, other = (program.communicate()[0] for program in running)
    assert one == other
    assert one
    (kept,) = machine.iterdir()
    assert kept.read_bytes() == digest(one).encode() + one
