"""The faces where Typst, figures and web pages find them.

Typst and the figures read them as `.otf` files in `.themeloom/fonts/`; web pages and decks get
the same faces cut down to the scripts that the study's texts use, as `.woff2` files in
`.themeloom/fonts/web/` with a `fonts.css` that names them.
"""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import put
from themeloom.core.packages import folder_of_package
from themeloom.typefaces.coverage import shared_out
from themeloom.typefaces.cuts import FEATURES, cut, packed
from themeloom.typefaces.faces import FACES, latin_and
from themeloom.typefaces.scripts import FAMILIES, family_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from themeloom.typefaces.brand import Cut
    from themeloom.typefaces.faces import Face

#: The style sheet that stands behind that of a page, where there is a brand.
BEHIND = "brand.css"
#: Beside the folder that is staged: where cut fonts are kept if the machine has no place for them.
KEPT = "cut"


def stage_faces(folder: Path, further: Sequence[Path] = ()) -> list[Path]:
    """Copy every face into `folder` for Typst and the figures; drop faces no longer used.

    Args:
        folder: where they go.
        further: the project's own typefaces, which Typst falls back to.
    """
    staged = [put(folder / f"{face.stem}.otf", face.path().read_bytes()) for face in FACES]
    staged += [put(folder / path.name, path.read_bytes()) for path in further]
    families = "".join(f"{one}\n" for one in sorted({family_of(path) for path in further}))
    staged.append(put(folder / FAMILIES, families.encode()))
    for package in sorted({face.package for face in FACES}):
        licence = folder_of_package(package) / "files" / "LICENSE.txt"
        staged.append(put(folder / f"{package}.LICENSE.txt", licence.read_bytes()))
    _drop_others(folder, staged)
    return staged


def stage_web(
    folder: Path, scripts: Iterable[str], further: Sequence[Path] = (), letters: str = ""
) -> list[Path]:
    """Write the web fonts for Latin and `scripts`, and the style sheet that names them.

    Args:
        folder: where they go; it lies in one of the project's.
        scripts: what is added to Latin.
        further: the project's own typefaces; each is cut down to those of `letters`
            that our faces lack.
        letters: the characters in use.
    """
    faces, scripts = [face for face in FACES if face.web], tuple(scripts)
    spare = folder.parent / KEPT
    staged = [
        put(folder / f"{face.slug}.woff2", packed(cut_down(face, scripts, spare), spare=spare))
        for face in faces
    ]
    sheet = "".join(rule_of(face, f"{face.slug}.woff2") for face in faces)
    for number, (path, own) in enumerate(shared_out(further, letters), start=1):
        name = f"further-{number}.woff2"
        staged.append(put(folder / name, packed(cut(path, own, spare=spare), spare=spare)))
        sheet += _further_rules(name, own)
    staged.append(put(folder / "fonts.css", sheet.encode()))
    _drop_others(folder, staged)
    return staged


@cache
def cut_down(face: Face, scripts: tuple[str, ...], spare: Path) -> bytes:
    """Cut a face down to Latin and `scripts`; the web and Word both begin with this."""
    return cut(face.path("ttf"), latin_and(scripts), FEATURES, spare=spare)


def rule_of(face: Face | Cut, source: str) -> str:
    """The rule that names a web font for CSS, with what is said of where it is."""
    style = "italic" if face.italic else "normal"
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {style};\n  font-display: swap; src: url("{source}") format("woff2"); }}\n'
    )


def _further_rules(name: str, points: frozenset[int]) -> str:
    """Lend a font's characters to both families, so that no style sheet need name it."""
    used = ", ".join(f"U+{point:X}" for point in sorted(points))
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-display: swap;\n'
        f'  src: url("{name}") format("woff2"); unicode-range: {used}; }}\n'
        for family in dict.fromkeys(face.family for face in FACES)
    )


def _drop_others(folder: Path, staged: Iterable[Path]) -> None:
    """Remove font files of an earlier version, so that no program picks them up."""
    kept = set(staged)
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix in {".otf", ".ttf", ".woff2"} and path not in kept:
            path.unlink()


#: The faces that the pages use; each is about 30 kB.
_USED = frozenset({"sourceserif-regular", "sourcesans-regular", "sourcesans-semibold"})


_FILE = later(r'url\("?(?P<file>[^")]+\.woff2)"?\)')


def address_of(font: bytes) -> str:
    """An address that holds a web font itself."""
    return f"data:font/woff2;base64,{base64.b64encode(font).decode()}"


def with_fonts(sheet: str, font: Callable[[str], bytes]) -> str:
    """A style sheet with the web fonts inside that it names."""
    return _FILE.sub(lambda found: f"url({address_of(font(found['file']))})", sheet)


def behind(fonts: Mapping[str, bytes]) -> str:
    """What a brand adds behind the style sheet of a page, each font inside; empty without one."""
    return with_fonts(fonts.get(BEHIND, b"").decode(), fonts.__getitem__)


def embedded(fonts: Mapping[str, bytes]) -> str:
    """The rules of a style sheet for the faces in use, each with its file inside.

    Args:
        fonts: the staged web fonts, by name.
    """
    used = ((face, fonts.get(f"{face.slug}.woff2")) for face in FACES if face.slug in _USED)
    return "".join(rule_of(face, address_of(font)) for face, font in used if font).rstrip()
