"""What lies in `.themeloom/` for a brand: its look for each kind of file, its typefaces, its logos.

Each brand has a folder, called after all that it is made of. `formats/look.lua` of the extension
finds it for a document, by `look:` of its metadata or, under Quarto, by a list of the documents.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.extensions import NAMES, folder_of
from themeloom.core.files import digest_of, files_below, put
from themeloom.core.office import write_package
from themeloom.documents.brands import brand_of_project
from themeloom.engines.typst import page_in_pixels
from themeloom.look.above import css_above, typst_above
from themeloom.look.colours import is_dark
from themeloom.look.tokens import LOOK
from themeloom.look.write import in_look
from themeloom.typefaces.brand import cuts_of, look_of, stage_for_office, web_rules
from themeloom.typefaces.web import BEHIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from themeloom.core.project import Project
    from themeloom.documents.brand import Brand, Logo
    from themeloom.documents.plan import Output
    from themeloom.look.tokens import Look
    from themeloom.typefaces.brand import Cut

#: What a folder says of itself, for the filters.
TOLD = "look.json"
#: Which brand each document has in each format, for Quarto.
DOCUMENTS = "documents.json"
#: Rules for what only brands have, beside the style sheets of the extension.
_SHARED = "brand.css"
#: How far a plate reaches beyond its logo, by the height of that.
PLATE = 1 / 6
#: How wide a logo becomes in pixels, for programs that take no drawings.
_PIXELS = 1200
_OF_BRAND = re.compile(r"looks/(\w+)/|fonts/brand-(\w+)/")
#: The style sheet of pages that are no documents.
_PAGES = Path(__file__).parents[1] / "pages" / "templates" / "explorer.css"
_REFERENCE = "_extensions/themeloom/reference"
#: Each reference document, and the folders of its parts; later ones go on top of earlier ones.
REFERENCES = {
    "reference.docx": ("docx",),
    "reference-review.docx": ("docx", "docx-review"),
    "reference.pptx": ("pptx",),
}


def stage_brand(project: Project, brand: Brand, scripts: Sequence[str]) -> list[Path]:
    """Write all that outputs under a brand are made with.

    Args:
        project: the compendium.
        brand: the brand.
        scripts: the groups of characters that its typefaces need beyond Latin.

    Raises:
        ThemeloomError: for typefaces that are not there, and logos that cannot be read.
    """
    folder, spare = project.looks / brand.key, project.state / "fonts" / "cut"
    cuts = cuts_of(project, brand)
    look = look_of(brand, cuts)
    logos, drawn = _logos(project, brand, folder)
    under = _under(project, look)
    fonts, rules = web_rules(cuts, folder, scripts, spare)
    typst: dict[str, str] = {}
    staged = [*_for_typst(project, brand, cuts), *fonts, *drawn]
    for name in NAMES:
        for path in sorted(folder_of(project.root, name).glob("*")):
            if path.suffix == ".css" and path.name != _SHARED:
                text = path.read_text(encoding="utf-8")
                sheet = rules + css_above(text, look, under) + _shared(project)
                staged.append(put(folder / path.name, sheet.encode()))
            elif path.name == "typst-template.typ":
                typst[name] = typst_above(path.read_text(encoding="utf-8"), look, under)
    staged += _for_pages(project, look, folder, rules)
    common = project.state / "fonts" / "office"
    staged += stage_for_office(cuts, folder / "office", scripts, spare, common)
    staged += pack_references(folder_of(project.root, NAMES[0]) / "reference", folder, look)
    faces = {
        "heading": look.faces["heading"],
        "bold": look.faces["heading"] == look.faces.get("headings"),
    }
    told = {"typst": typst, "logos": logos, "faces": faces, "under": under}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return [*staged, put(folder / TOLD, text.encode())]


def shown_by(project: Project) -> list[list[str]]:
    """The digests of the files that show a look, as the project has them."""
    folders = (folder_of(project.root, name) for name in NAMES)
    return [[digest_of(path) for path in files_below(folder)] for folder in folders]


def told_of(folder: Path | None) -> Any:  # noqa: ANN401 - JSON
    """What the folder of a brand says of itself; nothing without one."""
    path = folder / TOLD if folder else None
    return json.loads(path.read_text(encoding="utf-8")) if path and path.is_file() else {}


def _under(project: Project, look: Look) -> str:
    """The ground that derived figures are made for, if text on it is the other way round."""
    own = brand_of_project(project)
    ground = (own.look if own else LOOK).colours["ground"]
    return ground if is_dark(ground) != is_dark(look.colours["ground"]) else ""


def brand_in(name: str) -> str | None:
    """The key of the brand for which a file is staged, by its path from the working folder."""
    found = _OF_BRAND.match(name)
    return found[1] or found[2] if found else None


def web_fonts_of(project: Project, brand: Brand | None) -> Path:
    """The folder of the typefaces of pages that are no documents, with what a brand adds."""
    return project.looks / brand.key / "pages" if brand else project.web_fonts


def _for_pages(project: Project, look: Look, folder: Path, rules: str) -> Iterator[Path]:
    """What pages take along that are no documents: ours, and behind them the brand's."""
    sheet = rules + css_above(_PAGES.read_text(encoding="utf-8"), look)
    for path in (*project.web_fonts.glob("*"), *folder.glob("*.woff2")):
        yield put(folder / "pages" / path.name, path.read_bytes())
    yield put(folder / "pages" / BEHIND, sheet.encode())


def _for_typst(project: Project, brand: Brand, cuts: Sequence[Cut]) -> Iterator[Path]:
    """The faces that lie elsewhere than in the project's folder for them."""
    folder = project.state / "fonts" / f"brand-{brand.key}"
    for one in cuts:
        if one.path not in project.typefaces:
            yield put(folder / one.path.name, one.path.read_bytes())


def _shared(project: Project) -> str:
    path = folder_of(project.root, NAMES[0]) / _SHARED
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def pack_references(source: Path, folder: Path, look: Look | None = None) -> list[Path]:
    """Pack the reference documents, which lie unpacked in the extension, for pandoc.

    Args:
        source: where they lie.
        folder: where they go.
        look: that of a brand, if it is not ours.
    """
    packed = []
    for name, folders in REFERENCES.items():
        parts: dict[str, bytes] = {}
        own = look.on_sheets if look and name.endswith(".docx") else look
        for one in folders:
            for path in sorted(file for file in (source / one).rglob("*") if file.is_file()):
                part = path.relative_to(source / one).as_posix()
                data = path.read_bytes()
                if own:
                    data = in_look(f"{_REFERENCE}/{one}/{part}", data, own)
                parts[part] = _unindented(data)
        packed.append(write_package(folder / name, parts))
    return packed


def _unindented(part: bytes) -> bytes:
    """A part as office programs write it: the line breaks are for those who read the folder."""
    from lxml import etree

    root = etree.fromstring(part, etree.XMLParser(remove_blank_text=True, resolve_entities=False))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


# ---- logos ----------------------------------------------------------------------------------


def _logos(
    project: Project, brand: Brand, folder: Path
) -> tuple[dict[str, list[dict[str, dict[str, str]]]], list[Path]]:
    """The logos by where they stand, each for the grounds it may lie on, and what was drawn."""
    drawn: dict[str, Path] = {}
    errors: dict[str, ThemeloomError] = {}

    def told(logo: Logo, plate: str = "", *, pixelled: bool = False) -> dict[str, str]:
        pixels, lettered = logo.path, logo.path in brand.lettered
        if lettered or (pixelled and (plate or logo.path.endswith(".svg"))):
            name = f"{posixpath.basename(logo.path)}{plate.replace('#', '-')}.png"
            try:
                drawn[name] = put(folder / "logos" / name, _drawn(project, logo, plate))
            except ThemeloomError as error:
                errors[str(error)] = error
            pixels = project.name(folder / "logos" / name)
        path = pixels if lettered else logo.path
        return {"path": path, "pixels": pixels, "alt": logo.alt, "plate": plate}

    def both(pair: tuple[Logo, Logo]) -> dict[str, dict[str, str]]:
        """A logo on what the reader wishes, on what is printed, and on white sheets."""
        light, dark = pair if brand.mode == "light" else (pair[1], pair[1])
        grounds = _grounds(brand)
        # Where the light ground is a dark one, the only logo is made for that.
        alone = pair[0].path == pair[1].path
        lit = grounds["light"] if alone and not is_dark(grounds["light"]) else ""
        plate = grounds["light"] if alone and is_dark(grounds["print"]) and brand.modes else ""
        sheet = grounds["print"] if is_dark(grounds["print"]) and not brand.modes else ""
        return {
            "light": told(light),
            "dark": told(dark, lit),
            "print": told(light, plate, pixelled=True),
            "sheet": told(pair[0], sheet, pixelled=True),
        }

    places = {"head": brand.head, "foot": brand.foot, "all": brand.logos}
    found = {place: [both(pair) for pair in pairs] for place, pairs in places.items()}
    raise_all(errors.values())
    return found, list(drawn.values())


def _grounds(brand: Brand) -> dict[str, str]:
    """The ground that logos for the light are made for, and that of what is printed."""
    light = brand.given.modes.get("light", {}).get("background", "")
    return {"light": light or brand.look.colours["sheet"], "print": brand.look.colours["sheet"]}


def _drawn(project: Project, logo: Logo, plate: str) -> bytes:
    """A logo in pixels, on a plate of a colour or on nothing.

    Raises:
        ThemeloomError: if it cannot be read.
    """
    picture = json.dumps(f"/{logo.path}", ensure_ascii=False)
    fill = f'rgb("{plate}")' if plate else "none"
    page = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        f"#let it = image({picture}, width: {_PIXELS // 2}pt)\n"
        f"#context box(fill: {fill}, inset: {PLATE if plate else 0} * measure(it).height, it)\n"
    )
    try:
        return page_in_pixels(page, root=project.root, fonts=project.state / "fonts")
    except ThemeloomError as error:
        raise logo.place.error(
            f"the logo {logo.path} cannot be read: {error.message}", "save it again as .svg or .png"
        ) from None


def list_documents(project: Project, outputs: Iterable[Output], own: Brand | None) -> None:
    """Write down which brand each document has in each format, for Quarto.

    Args:
        project: the compendium.
        outputs: what it renders.
        own: the project's brand, for all that is no document.
    """
    keys: dict[str, object] = {"": own.key if own else ""}
    for one in outputs:
        if one.brand:
            of = keys.setdefault(one.document.path, {})
            of |= {one.format.base: one.brand.key}  # type: ignore[operator]
    if len(keys) > 1 or own or (project.looks / DOCUMENTS).is_file():
        text = json.dumps(keys, indent=1, sort_keys=True) + "\n"
        put(project.looks / DOCUMENTS, text.encode())
