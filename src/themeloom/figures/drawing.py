"""Setting a figure with Typst: the picture, and the words that go with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import asdict

from themeloom.core.png import with_resolution
from themeloom.core.text import LEFTWARD
from themeloom.core.typst import compiler_of, one_of
from themeloom.look.tokens import LOOK
from themeloom.typefaces.faces import FACES
from themeloom.typefaces.scripts import family_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.figures.legible import Legible
    from themeloom.figures.style import Size
    from themeloom.look.tokens import Look

_HERE = Path(__file__).parent


class Said(msgspec.Struct, frozen=True):
    """What a figure shows, and how it is said in words.

    Args:
        data: what its Typst document draws.
        caption: what it is, for its caption; plain text, no words of the study in it.
        alt: what it shows, for those who do not see it; plain text that repeats
            words of the study, so whoever puts it into Markdown must escape it.
        shortened: what the caption adds where texts had to be shortened.
    """

    data: Mapping[str, object]
    caption: str
    alt: str
    shortened: str = ""


class Drawing(msgspec.Struct, frozen=True):
    """A figure with its words; a notebook shows it as the picture that it is.

    Args:
        id: the name by which documents cite it.
        caption: what it is, for its caption.
        alt: what it shows, for those who do not see it.
        svg: the picture, its letters as outlines.
        png: the picture in pixels, as many as suit its size.
        warnings: what the person who builds the study should know of it, each worded
            as errors are: a sentence, and a hint on a line of its own.
    """

    id: str
    caption: str
    alt: str
    svg: bytes
    png: bytes
    warnings: tuple[str, ...] = ()

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        from base64 import b64encode

        return {
            "image/svg+xml": self.svg.decode(),
            "image/png": b64encode(self.png).decode(),
            "text/plain": self.alt,
        }


class Style(msgspec.Struct, frozen=True):
    """What figures look like: the look, and the typefaces of a brand's."""

    look: Look = LOOK
    typefaces: tuple[Path, ...] = ()


OURS = Style()


def compiler_for(name: str, said: Said, size: Size, legible: Legible, style: Style = OURS) -> Any:  # noqa: ANN401 - its type is not at hand
    """Typst with the document of a figure, the project's typefaces and no others."""
    faces = {face.path() for face in FACES} | {*legible.lent, *style.typefaces}
    data = json.dumps({**said.data, **_look(name, size, legible, style.look)})
    folders = sorted({path.parent for path in faces})
    return compiler_of(_HERE / f"{name}.typ", _HERE, folders, data=data)


def typeset(name: str, said: Said, size: Size, legible: Legible, style: Style = OURS) -> Drawing:
    """Set a figure, and word what goes with it."""
    compiler = compiler_for(name, said, size, legible, style)
    told = json.loads(compiler.query("<told>", field="value", one=True))
    svg = one_of(compiler.compile(format="svg"))
    png = one_of(compiler.compile(format="png", ppi=size.dpi))
    return Drawing(
        id=name,
        caption=said.caption + (said.shortened if told["shortened"] else ""),
        alt=said.alt,
        # Whoever scales the picture can see how large its smallest letters are, in points.
        svg=svg.replace(b"<svg ", f'<svg data-least-type="{size.type_least:g}" '.encode(), 1),
        png=with_resolution(png, size.dpi),
        warnings=legible.warnings,
    )


def _look(name: str, size: Size, legible: Legible, look: Look) -> dict[str, Any]:
    return {
        "size": {
            **asdict(size),
            "tallest": size.height_of(name),
            "ground": look.colours[size.ground],
        },
        "colours": {**look.colours, "threads": look.threads},
        "faces": dict(look.faces),
        "words": legible.say.all(),
        "leftward": legible.say.language.partition("-")[0] in LEFTWARD,
        "lent": _behind(look) + [family_of(path) for path in legible.lent],
    }


def _behind(look: Look) -> list[str]:
    """Our families, where a brand has others, for letters that those lack."""
    ours = (LOOK.faces[use] for use in ("serif", "sans") if look.faces[use] != LOOK.faces[use])
    return list(ours)
