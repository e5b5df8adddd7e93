"""The type of every output: two open families, brought by two packages.

The packages are found, never imported. Typst and the figures read the faces
as `.otf` files in `.themeloom/fonts/`; web pages and decks get the same faces
cut down to the scripts that the study's texts use, as `.woff2` files in
`.themeloom/fonts/web/` with a `fonts.css` that names them.
"""

from __future__ import annotations

import base64
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import put
from themeloom.typefaces.cuts import FEATURES, cut, packed
from themeloom.typefaces.scripts import FAMILIES, characters_of, family_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True)
class Face:
    """One cut of one family: what CSS calls it, the file that holds it, and who takes it along.

    `programs` are Word and PowerPoint, by the suffixes of the fonts in their files.
    """

    family: str
    weight: int
    italic: bool
    stem: str
    web: bool = False
    programs: tuple[str, ...] = ()

    @property
    def package(self) -> str:
        """The package that brings it."""
        return f"font_{self.family.lower().replace(' ', '_')}"

    @property
    def slug(self) -> str:
        """The name of its web font, without the suffix."""
        return self.stem.replace("Pro-", "-").replace("It", "Italic").lower()

    @property
    def office_family(self) -> str:
        """The family by which office programs know it: there, semibold is one of its own."""
        return f"{self.family} Semibold" if self.weight == _SEMIBOLD else self.family

    @property
    def office_cut(self) -> str:
        """Which of the four cuts of that family it is."""
        named = ("Bold" if self.weight > _SEMIBOLD else "") + ("Italic" if self.italic else "")
        return named or "Regular"

    def path(self, kind: str = "otf") -> Path:
        """The file in the package that brings it; `kind` is `otf` or `ttf`."""
        return package_folder(self.package) / "files" / f"{self.stem}.{kind}"


_SEMIBOLD = 600
_DATA = tomllib.loads(Path(__file__).with_name("faces.toml").read_text(encoding="utf-8"))
#: Every face that is staged; web pages and office files take those that their styles use.
FACES = msgspec.convert(_DATA["faces"], tuple[Face, ...])
_Ranges: TypeAlias = tuple[range, ...]


def _ranges(listed: Sequence[tuple[int, int]]) -> _Ranges:
    return tuple(range(first, last + 1) for first, last in listed)


#: What every text may need, and what is added once one character of it is found in the texts.
LATIN: _Ranges = _ranges(_DATA["latin"])
MORE: dict[str, _Ranges] = {name: _ranges(listed) for name, listed in _DATA["more"].items()}
#: Free typefaces, by the script that they have.
_FREE: dict[str, str] = _DATA["free"]
#: Beside the folder that is staged: where cut fonts are kept if the machine has no place for them.
KEPT = "cut"


def package_folder(name: str) -> Path:
    """Return the folder of an installed package without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ThemeloomError(
            f"the fonts of the package {name.replace('_', '-')} are not installed",
            f"run: python -m pip install {name.replace('_', '-')}",
        )
    return Path(spec.origin).parent


def free_typeface(script: str) -> str:
    """A typeface under an open licence that has a script."""
    return _FREE.get(script, f"Noto Sans {script}")


def scripts_in(text: str) -> tuple[str, ...]:
    """Name the groups of `MORE` of which `text` has at least one character."""
    found = {ord(character) for character in set(text)}
    return tuple(
        name
        for name, ranges in MORE.items()
        if any(point in group for group in ranges for point in found)
    )


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
        licence = package_folder(package) / "files" / "LICENSE.txt"
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
    sheet = _style_sheet(faces, lambda face: f"{face.slug}.woff2")
    for number, (path, own) in enumerate(shared_out(further, letters), start=1):
        name = f"further-{number}.woff2"
        staged.append(put(folder / name, packed(cut(path, own, spare=spare), spare=spare)))
        sheet += _further_rules(name, own)
    staged.append(put(folder / "fonts.css", sheet.encode()))
    _drop_others(folder, staged)
    return staged


def shared_out(further: Sequence[Path], letters: str) -> Iterator[tuple[Path, frozenset[int]]]:
    """Which of the letters in use each further typeface gives: those that none before it has."""
    if not further:
        return
    wanted = frozenset(map(ord, letters)) - characters_of(FACES[0].path())
    for path in further:
        own = wanted & characters_of(path)
        if own:
            yield path, own
        wanted -= own


@cache
def cut_down(face: Face, scripts: tuple[str, ...], spare: Path) -> bytes:
    """Cut a face down to Latin and `scripts`; the web and Word both begin with this."""
    ranges = [*LATIN, *(group for name in MORE if name in scripts for group in MORE[name])]
    points = frozenset(point for group in ranges for point in group)
    return cut(face.path("ttf"), points, FEATURES, spare=spare)


def _style_sheet(faces: Iterable[Face], source: Callable[[Face], str]) -> str:
    """Name each web font for CSS, with what is said of where it is."""
    rule = (
        '@font-face {{ font-family: "{0.family}"; font-weight: {0.weight}; font-style: {1};\n'
        '  font-display: swap; src: url("{2}") format("woff2"); }}\n'
    )
    return "".join(
        rule.format(face, "italic" if face.italic else "normal", source(face)) for face in faces
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


def embedded(fonts: Mapping[str, bytes]) -> str:
    """The rules of a style sheet for the faces in use, each with its file inside.

    Args:
        fonts: the staged web fonts, by name.
    """

    def source(face: Face) -> str:
        data = base64.b64encode(fonts[f"{face.slug}.woff2"]).decode("ascii")
        return f"data:font/woff2;base64,{data}"

    there = (face for face in FACES if face.slug in _USED and f"{face.slug}.woff2" in fonts)
    return _style_sheet(there, source).rstrip()
