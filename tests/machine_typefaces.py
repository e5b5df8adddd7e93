"""A machine with typefaces of its own: some called as ours are, one with letters that ours lack."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

#: A script that no typeface at hand has, and what the planted typeface is called that has it.
HAN, FAMILY = "我不忘记", "Planted Face"
#: Families that ours are, that Typst and matplotlib fall back to, and one that nobody asks for.
_CALLED = (
    "Source Serif Pro", "Source Sans Pro", "Libertinus Serif", "DejaVu Sans", "Arial", "Verdana",
    FAMILY,
)  # fmt: skip


def planted(home: Path) -> dict[str, str]:
    """Put typefaces where desktops keep a person's own, and hide those of the machine.

    Args:
        home: the person's home, which is made.

    Returns:
        The environment of that person.
    """
    spec = find_spec("matplotlib")
    assert spec is not None
    assert spec.origin is not None
    shapes = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / "STIXGeneralBol.ttf"
    for place in (home / ".fonts", home / ".local" / "share" / "fonts"):
        place.mkdir(parents=True)
        for number, family in enumerate(_CALLED):
            _called(shapes, family).save(place / f"planted-{number}.ttf")
    conf = home / "fonts.conf"
    conf.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{home / '.fonts'}</dir><cachedir>{home / '.fontcache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {"HOME": str(home), "FONTCONFIG_FILE": str(conf)}


def _called(shapes: Path, family: str) -> TTFont:
    """A font under another name, whose letters are boldly not ours; it has Chinese letters too."""
    font = TTFont(shapes)
    names = font["name"]
    for number, name in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        names.setName(name, number, 3, 1, 0x409)
        names.setName(name, number, 1, 0, 0)
    for number in (16, 17):
        names.removeNames(number)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 0x40
    font["head"].macStyle = 0
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(map(ord, HAN), table.cmap[ord("A")]))
    return font
