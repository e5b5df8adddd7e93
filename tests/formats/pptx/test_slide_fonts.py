"""Decks take their fonts along: read back by a parser of this test and by another program's."""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import shutil
import struct
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING

import office_files as office
import pptx
import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from themeloom.finished.pdf import page_texts
from themeloom.formats.pptx import layouts
from themeloom.formats.pptx.finish import finish_pptx
from themeloom.typefaces.coverage import monospaced
from themeloom.typefaces.embedding import stage_office, to_eot
from themeloom.typefaces.faces import FACES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: The children of p:presentation in the order of the schema (ECMA-376, part 1, 19.2.1.26).
ORDER = (
    *("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst", "sldSz", "notesSz"),
    *("smartTags", "embeddedFontLst", "custShowLst", "photoAlbum", "custDataLst", "kinsoku"),
    *("defaultTextStyle", "modifyVerifier", "extLst"),
)
TEXT = """---
title: A synthetic title
---

## A slide

- Zwölf Boxkämpfer, “naïve” – œuvre

## The end

Thanks
"""
ARABIC = "هذه كلمات مصطنعة"
#: The families as PowerPoint names them, with the files of their cuts; semibold is its own.
FAMILIES = {
    "Source Sans Pro": {
        "regular": "SourceSansPro-Regular",
        "bold": "SourceSansPro-Bold",
        "italic": "SourceSansPro-It",
        "boldItalic": "SourceSansPro-BoldIt",
    },
    "Source Sans Pro Semibold": {
        "regular": "SourceSansPro-Semibold",
        "italic": "SourceSansPro-SemiboldIt",
    },
    "Source Serif Pro": {
        "regular": "SourceSerifPro-Regular",
        "bold": "SourceSerifPro-Bold",
        "italic": "SourceSerifPro-It",
        "boldItalic": "SourceSerifPro-BoldIt",
    },
}
LIBEOT = ctypes.util.find_library("eot")
SOFFICE, PDFFONTS = shutil.which("soffice"), shutil.which("pdffonts")


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The staged fonts."""
    folder = tmp_path_factory.mktemp("fonts")
    stage_office(folder, ())
    return folder


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory, fonts: Path) -> Path:
    """A finished deck with its fonts."""
    path = office.written(TEXT, "pptx", tmp_path_factory.mktemp("deck"))
    finish_pptx(path, {"lang": "en-GB"}, [], fonts=fonts)
    return path


def listed(deck: Path) -> dict[str, dict[str, str]]:
    """The families that a deck names, and for each cut the part that holds it."""
    tree = etree.fromstring(office.part(deck, "ppt/presentation.xml").encode())
    relations = etree.fromstring(office.part(deck, "ppt/_rels/presentation.xml.rels").encode())
    targets = {
        one.get("Id"): one.get("Target") for one in relations if one.get("Type").endswith("/font")
    }
    return {
        entry.find(f"{P}font").get("typeface"): {
            etree.QName(cut).localname: f"ppt/{targets[cut.get(f'{R}id')]}" for cut in entry[1:]
        }
        for entry in tree.find(f"{P}embeddedFontLst")
    }


def part(deck: Path, name: str) -> bytes:
    """One part of a deck."""
    from zipfile import ZipFile

    with ZipFile(deck) as archive:
        return archive.read(name)


def opened(eot: bytes) -> tuple[dict[str, int | str], bytes]:
    """Read the container as the W3C submission has it: its fields, and the font."""
    size, length, version, flags = struct.unpack_from("<IIII", eot)
    charset, italic, weight, rights, magic = struct.unpack_from("<BBIHH", eot, 26)
    fields: dict[str, int | str] = {
        "size": size, "version": version, "flags": flags, "charset": charset, "italic": italic,
        "weight": weight, "rights": rights, "magic": magic,
        "checksum": struct.unpack_from("<I", eot, 60)[0],
    }  # fmt: skip
    at = 80
    for name in ("family", "style", "name version", "full", "root"):
        padding, long = struct.unpack_from("<HH", eot, at)
        assert padding == 0
        fields[name] = eot[at + 4 : at + 4 + long].decode("utf-16-le")
        at += 4 + long
    assert len(eot) == at + length
    return fields, eot[at:]


def all_cuts(deck: Path) -> Iterator[tuple[str, str, bytes]]:
    """Family, cut and container of every font in a deck."""
    for family, cuts in listed(deck).items():
        for cut, name in cuts.items():
            yield family, cut, part(deck, name)


def test_every_face_of_the_deck_travels(deck: Path) -> None:
    """The families are those that layouts and theme name, each with the cuts that it has."""
    assert {family: set(cuts) for family, cuts in listed(deck).items()} == {
        family: set(cuts) for family, cuts in FAMILIES.items()
    }
    xml = "".join(
        office.part(deck, name) for name in office.names(deck) if re.search(r"slide|theme1", name)
        and name.endswith(".xml")
    )  # fmt: skip
    named = set(re.findall(r'<a:latin typeface="([^"+]+)"', xml))
    assert layouts.HEADING in named
    assert named <= set(FAMILIES)


def test_containers_say_what_their_fonts_say(deck: Path) -> None:
    """Every field of every container is that of the font in it, and nothing is restricted."""
    for family, cut, eot in all_cuts(deck):
        fields, font = opened(eot)
        read = TTFont(BytesIO(font))
        assert "glyf" in read
        assert fields["size"] == len(eot)
        assert (fields["version"], fields["magic"], fields["flags"]) == (0x00020001, 0x504C, 0)
        assert (fields["charset"], fields["rights"], fields["root"]) == (1, 0, "")
        assert fields["family"] == family == read["name"].getDebugName(1)
        assert fields["italic"] == ("talic" in cut)
        assert fields["weight"] == read["OS/2"].usWeightClass
        assert fields["checksum"] == read["head"].checkSumAdjustment
        assert read["OS/2"].fsType == 0
        style = {"regular": "Regular", "boldItalic": "Bold Italic"}.get(cut, cut.title())
        assert fields["style"] == style == read["name"].getDebugName(2)


def test_the_deck_can_be_edited_in_any_language_of_latin(deck: Path) -> None:
    """The fonts have all letters of Latin, with accents, quotation marks and dashes."""
    wanted = {*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "‘’“”„‚«»‹›–—…•€−")}
    for family, cut, eot in all_cuts(deck):
        whole = next(face for face in FACES if face.stem == FAMILIES[family][cut]).path("ttf")
        _, font = opened(eot)
        there = set(TTFont(BytesIO(font)).getBestCmap())
        assert wanted & set(TTFont(whole).getBestCmap()) <= there
        assert len(wanted & there) > 280


def test_further_scripts_come_when_they_are_used(tmp_path: Path) -> None:
    """A study with words in Greek takes Greek along."""
    stage_office(tmp_path, ("greek",))
    assert ord("λ") in TTFont(tmp_path / "SourceSansPro-Regular.font").getBestCmap()


def test_words_in_other_scripts_take_a_typeface_along(tmp_path: Path) -> None:
    """A typeface of the project travels for the words that need it, and only with them."""
    stage_office(tmp_path, (), monospaced(), ARABIC)
    source = office.written(f"## One\n\n- {ARABIC}\n- plain\n", "pptx", tmp_path)
    finish_pptx(source, {"lang": "en-GB"}, [], fonts=tmp_path)
    families = listed(source)
    assert list(families["DejaVu Sans Mono"]) == ["regular"]
    fields, font = opened(part(source, families["DejaVu Sans Mono"]["regular"]))
    assert fields["family"] == "DejaVu Sans Mono"
    assert {ord(one) for one in ARABIC} <= set(TTFont(BytesIO(font)).getBestCmap())
    slide = office.part(source, "ppt/slides/slide1.xml")
    assert slide.count('<a:cs typeface="DejaVu Sans Mono"/>') == 1
    plain = office.written("## One\n\n- plain\n", "pptx", tmp_path)
    finish_pptx(plain, {"lang": "en-GB"}, [], fonts=tmp_path)
    assert "DejaVu Sans Mono" not in listed(plain)


def test_the_package_is_as_the_schema_has_it(deck: Path) -> None:
    """Order of elements, order of cuts, content type; python-pptx opens it; all letters stay."""
    tree = etree.fromstring(office.part(deck, "ppt/presentation.xml").encode())
    places = [ORDER.index(etree.QName(child).localname) for child in tree]
    assert places == sorted(places)
    assert ORDER.index("embeddedFontLst") in places
    assert tree.get("embedTrueTypeFonts") == "1"
    assert tree.get("saveSubsetFonts") in {None, "0"}
    for entry in tree.find(f"{P}embeddedFontLst"):
        cuts = [etree.QName(one).localname for one in entry]
        order = ["font", "regular", "bold", "italic", "boldItalic"]
        assert cuts == [one for one in order if one in cuts]
    types = office.part(deck, "[Content_Types].xml")
    assert types.count('Extension="fntdata" ContentType="application/x-fontdata"') == 1
    package = pptx.Presentation(str(deck)).part.package
    kinds = [str(one.content_type) for one in package.iter_parts()]
    assert kinds.count("application/x-fontdata") == 10


def test_fonts_are_no_heavier_than_those_of_word(deck: Path) -> None:
    """All fonts of a deck together are less than 400 kB of its file."""
    from zipfile import ZipFile

    with ZipFile(deck) as archive:
        sizes = [one.compress_size for one in archive.infolist() if one.filename[-8:] == ".fntdata"]
    assert 100_000 < sum(sizes) < 400_000


def test_same_fonts_same_bytes(fonts: Path, tmp_path: Path) -> None:
    """Staging again gives the same files."""
    for path in stage_office(tmp_path, ()):
        assert path.read_bytes() == (fonts / path.name).read_bytes()


def test_outlines_of_another_kind_are_refused() -> None:
    """A font without TrueType outlines is never embedded: PowerPoint would take it for broken."""
    with pytest.raises(ValueError, match="TrueType outlines"):
        to_eot(FACES[0].path("otf").read_bytes())


def unpacked(eot: bytes) -> bytes:
    """The font as libeot reads it, which office programs use too."""
    library = ctypes.CDLL(str(LIBEOT))
    free = ctypes.CDLL(None).free
    about = ctypes.create_string_buffer(4096)
    font, size = ctypes.POINTER(ctypes.c_ubyte)(), ctypes.c_uint()
    failed = library.EOT2ttf_buffer(eot, len(eot), about, ctypes.byref(font), ctypes.byref(size))
    assert failed == 0
    read = bytes(font[: size.value])
    library.EOTfreeBuffer(font) if hasattr(library, "EOTfreeBuffer") else free(font)
    return read


@pytest.mark.skipif(LIBEOT is None, reason="libeot is not installed")
def test_another_program_reads_the_fonts(deck: Path) -> None:
    """Libeot gives back the very font that was put in, and fontTools opens it."""
    for _, _, eot in all_cuts(deck):
        _, font = opened(eot)
        read = unpacked(eot)
        assert read == font
        assert len(TTFont(BytesIO(read)).getGlyphOrder()) > 300


@pytest.mark.skipif(not (LIBEOT and SOFFICE and PDFFONTS), reason="needs LibreOffice and libeot")
def test_the_fonts_of_the_deck_are_enough(deck: Path, tmp_path: Path) -> None:
    """With the fonts taken out of the deck, an office program needs no other to show it."""
    for number, (_, _, eot) in enumerate(all_cuts(deck)):
        (tmp_path / f"{number}.ttf").write_bytes(unpacked(eot))
    (tmp_path / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{tmp_path}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    import os

    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        [str(SOFFICE), home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, deck],
        check=True, capture_output=True, timeout=120,
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
    )  # fmt: skip
    pdf = tmp_path / f"{deck.stem}.pdf"
    assert "œuvre" in " ".join(page_texts(pdf.read_bytes()))
    said = subprocess.run([str(PDFFONTS), pdf], check=True, capture_output=True, text=True).stdout
    used = re.findall(r"\+(\S+)", said)
    assert used
    assert {name.split("-")[0] for name in used} <= {"SourceSansPro", "SourceSerifPro"}
