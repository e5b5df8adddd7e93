from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from themeloom.core.errors import ThemeloomError
from themeloom.core.packages import folder_of_package
from themeloom.typefaces import embedding, web
from themeloom.typefaces import faces as fonts

if TYPE_CHECKING:
    from pathlib import Path


def characters(path: Path) -> set[int]:
    """The characters that a font has."""
    with TTFont(path) as font:
        return set(font.getBestCmap())


def test_faces_are_staged_once_each_with_their_licences(tmp_path: Path) -> None:
    """Every face is there as .otf, none as .ttf, and the licence of each family beside them."""
    names = {path.name for path in web.stage_faces(tmp_path)}
    assert {f"{face.stem}.otf" for face in fonts.FACES} <= names
    assert not any(name.endswith(".ttf") for name in names)
    assert sum(name.endswith("LICENSE.txt") for name in names) == 2


def test_faces_of_an_earlier_version_go(tmp_path: Path) -> None:
    """A face that is not used any more is removed, so that Typst does not pick it up."""
    (tmp_path / "SourceSansPro-Black.otf").write_bytes(b"old")
    web.stage_faces(tmp_path)
    assert not (tmp_path / "SourceSansPro-Black.otf").exists()


def test_scripts_are_found_by_their_characters() -> None:
    """Greek, Cyrillic and Vietnamese letters and signs each ask for their group, Latin for none."""
    assert fonts.scripts_in("Practising resilience – “naïve” façade … 5 × 3") == ()
    assert fonts.scripts_in("λόγος") == ("greek",)
    assert fonts.scripts_in("слово") == ("cyrillic",)
    assert fonts.scripts_in("Nguyễn ✓") == ("latin-extended", "signs")


def test_web_fonts_hold_the_scripts_in_use_and_no_more(tmp_path: Path) -> None:
    """Latin is always there; Greek comes when it is asked for."""
    web.stage_web(tmp_path / "latin", ())
    web.stage_web(tmp_path / "greek", ("greek",))
    latin, greek = (
        characters(tmp_path / folder / "sourceserif-regular.woff2") for folder in ("latin", "greek")
    )
    assert set(map(ord, "aÅ“”–—…×−→€")) <= latin
    assert ord("λ") not in latin
    assert ord("λ") in greek


def test_style_sheet_names_files_beside_it(tmp_path: Path) -> None:
    """Each url of fonts.css is the name of a file in the same folder."""
    web.stage_web(tmp_path, ())
    urls = re.findall(r'url\("([^"]+)"\)', (tmp_path / "fonts.css").read_text(encoding="utf-8"))
    assert len(urls) == 6
    assert all((tmp_path / url).is_file() for url in urls)


def test_embedded_fonts_can_be_read_back(tmp_path: Path) -> None:
    """Mixed with its key twice, an embedded font is a font again, and its key is its own."""
    staged = embedding.stage_office(tmp_path, ())
    font = staged[0].read_bytes()
    key, mixed = embedding.key_of(font), embedding.mixed(font)
    mask = bytes(reversed(key.bytes)) * 2
    assert bytes(one ^ two for one, two in zip(mixed, mask, strict=False)) == font[:32]
    assert mixed[32:] == font[32:]
    with TTFont(BytesIO(font)) as read:
        assert read["name"].getDebugName(1) == "Source Serif Pro"


def test_a_missing_font_package_is_a_message_with_a_remedy() -> None:
    """The message names the package, the hint the command that installs it."""
    with pytest.raises(ThemeloomError) as caught:
        folder_of_package("font_of_nobody")
    assert caught.value.message == "the package font-of-nobody is not installed"
    assert caught.value.hint == "install it: python -m pip install font-of-nobody"
