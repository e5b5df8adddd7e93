"""The typefaces of a brand: from its files or the project's folder `fonts/`, for every output.

They take the place of ours in the uses that the brand has for them. Ours stay behind them for
letters that they lack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from themeloom.core.errors import all_of, did_you_mean
from themeloom.core.files import put
from themeloom.look.tokens import LOOK
from themeloom.typefaces.coverage import characters_of
from themeloom.typefaces.cuts import FEATURES, cut, packed
from themeloom.typefaces.embedding import Program, note_faces
from themeloom.typefaces.faces import SEMIBOLD, latin_and, office_cut
from themeloom.typefaces.scripts import family_of, has_truetype_outlines, office_family_of
from themeloom.typefaces.web import rule_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.brand import Brand, Font
    from themeloom.look.tokens import Look

#: Bits of `OS/2.fsSelection` that say italic and oblique.
_ITALIC = 0x201


class Cut(msgspec.Struct, frozen=True):
    """A face of a brand: its file, the family as it says itself, how heavy it is, its uses."""

    path: Path
    family: str
    weight: int
    italic: bool
    uses: tuple[str, ...]


def cuts_of(project: Project, brand: Brand) -> list[Cut]:
    """The faces of a brand.

    Raises:
        ThemeloomError: for each family of which there is no file, or none that can be used.
    """

    def cuts(font: Font) -> list[Cut]:
        paths = [project.root / name for name in font.files] or _in_folder(project, font)
        return [_cut(path, font, project.name(path)) for path in paths]

    return [one for some in all_of(brand.fonts, cuts) for one in some]


def _in_folder(project: Project, font: Font) -> list[Path]:
    """The faces of a family in the folder of the project's typefaces; none if it is ours."""
    families = {path: family_of(path) for path in project.typefaces}
    found = [path for path, family in families.items() if family == font.family]
    ours = {LOOK.faces["serif"], LOOK.faces["sans"]}
    if not found and font.family not in ours:
        near = did_you_mean(font.family, {*families.values(), *ours})
        raise font.place.error(
            f'there is no typeface "{font.family}" in fonts/',
            (f"{near} " if near.startswith("did") else "")
            + "put its files there (.ttf; regular, italic and bold): nothing is fetched from the "
            "network while a study is built, and no typeface of the machine is taken",
        )
    return found


def _cut(path: Path, font: Font, named: str) -> Cut:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True) as opened:
            about = opened["OS/2"]
            varies = "fvar" in opened
            weight, italic = int(about.usWeightClass), bool(about.fsSelection & _ITALIC)
    except (TTLibError, KeyError, OSError):
        raise font.place.error(
            f"{named} is no typeface that can be read", "take a file that ends in .ttf or .otf"
        ) from None
    if varies:
        raise font.place.error(
            f"{named} is a variable typeface, of which Word and PowerPoint show one weight only",
            "take its static files instead (in a download they lie in the folder static/)",
        )
    return Cut(path, family_of(path), weight, italic, font.uses)


def look_of(brand: Brand, cuts: Sequence[Cut]) -> Look:
    """The look of a brand, its families by the names that their files have; ours stand behind."""
    look, faces = brand.look, dict(brand.look.faces)
    for font in brand.fonts:
        own = [one for one in cuts if one.uses == font.uses]
        family = own[0].family if own else font.family
        faces |= dict.fromkeys(font.uses, family)
        if "heading" in font.uses:
            faces |= {"headings": family, "heading": _semibold(own) or family}
    behind = {
        kind: {
            use: f'"{LOOK.faces[use]}", {others}' if faces[use] != LOOK.faces[use] else others
            for use, others in look.data[kind].items()
        }
        for kind in ("web", "typst")
    }
    return replace(look, faces=faces, data={**look.data, **behind})


def _semibold(cuts: Sequence[Cut]) -> str:
    """The family by which office programs know a semibold, which is one of its own there."""
    bold = [one for one in cuts if one.weight == SEMIBOLD and not one.italic]
    return office_family_of(bold[0].path) if bold else ""


def web_rules(
    cuts: Iterable[Cut], folder: Path, scripts: Sequence[str], spare: Path
) -> tuple[list[Path], str]:
    """Write the web fonts of a brand; they, and the rules of a style sheet that name them."""
    staged, rules = [], ""
    for number, one in enumerate(cuts, start=1):
        name = f"brand-{number}.woff2"
        points = latin_and(scripts) & characters_of(one.path)
        staged.append(
            put(folder / name, packed(cut(one.path, points, FEATURES, spare=spare), spare=spare))
        )
        rules += rule_of(one, name)
    return staged, rules


def stage_for_office(
    cuts: Sequence[Cut], folder: Path, scripts: Sequence[str], spare: Path, common: Path
) -> list[Path]:
    """Write the fonts that office files under a brand take along, as far as they can take them.

    Args:
        cuts: the faces of the brand.
        folder: where they go.
        scripts: the groups of characters that they need beyond Latin.
        spare: where to keep what was cut if the machine has no place.
        common: the folder of the office fonts without a brand, for what lends further letters.
    """
    further = sorted(common.glob("further*"))
    staged = [put(folder / path.name, path.read_bytes()) for path in further]
    if not cuts:
        ours = sorted(common.glob("*.font"))
        return [*staged, *(put(folder / one.name, one.read_bytes()) for one in ours)]
    noted = []
    for number, one in enumerate(cuts, start=1):
        if has_truetype_outlines(one.path):
            name = f"brand-{number}.font"
            points = latin_and(scripts) & characters_of(one.path)
            staged.append(put(folder / name, cut(one.path, points, FEATURES, spare=spare)))
            family, which = office_family_of(one.path), office_cut(one.weight, italic=one.italic)
            noted.append(Program(family, which, name))
    return [*staged, note_faces(folder, noted)]
