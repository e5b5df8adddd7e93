"""Reading a brand: what its keys say, and what is wrong with them, all of it at once."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, did_you_mean, raise_all
from themeloom.documents.brand import KNOWN_OF_BRANDS, Brand, Font, Source
from themeloom.documents.brand_colours import Colours
from themeloom.documents.brand_logos import Logos
from themeloom.documents.keys import as_list, as_mapping
from themeloom.documents.places import Place, place_of
from themeloom.look.brand import Given

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.core.project import Project

_KEYS = {group: frozenset(names.split()) for group, names in KNOWN_OF_BRANDS["keys"].items()}


def path_from(file: str, named: str) -> str:
    """A path that a file names, from the project's root."""
    start = PurePosixPath() if named.startswith("/") else PurePosixPath(file).parent
    return os.path.normpath(start / named.lstrip("/")).replace(os.sep, "/")


class Reading:
    """The reading of one brand: mistakes are collected, and raised together."""

    def __init__(
        self,
        project: Project,
        sources: Mapping[str, Source],
        mode: str,
        logo: object = None,
        *,
        apart: bool = False,
    ) -> None:
        self._project, self._sources, self._mode, self._apart = project, sources, mode, apart
        self._logo = logo
        self._errors: dict[str, ThemeloomError] = {}
        self._places: dict[str, Place] = {}
        self._unheeded: dict[str, Place] = {}

    def brand(self) -> Brand:
        """What it says.

        Raises:
            ThemeloomError: every mistake in it.
        """
        for source in self._sources.values():
            self._check_keys(source)
        raise_all(self._errors.values())
        modes = [name for name in self._sources if name == "light" or self._has_dark()]
        colours = {name: Colours(self, self._sources[name], name).named() for name in modes}
        logos = Logos(self, next(iter(self._sources.values())))
        named = {name: logos.named(self._sources[name], name) for name in modes}
        fonts = self._fonts()
        threads, chosen = self._threads(colours[modes[0]])
        head, foot = logos.shown(named, self._logo)
        raise_all(self._errors.values())
        given = Given(colours, threads, chosen=chosen)
        files = [file for source in self._sources.values() for file in source.files]
        used = {one.path for pair in (*head, *foot) for one in pair}
        used |= {file for font in fonts for file in font.files}
        return Brand(
            given,
            self._mode,
            colours,
            named,
            head,
            foot,
            fonts,
            tuple(dict.fromkeys(files)),
            self._places,
            tuple(self._unheeded.items()),
            {name: self._project.digest_named(name) for name in sorted(used)},
            frozenset(filter(self._is_lettered, used)),
        )

    def mistake(self, place: Place, message: str, hint: str) -> None:
        """Note what is wrong; each thing once, however many modes it concerns."""
        error = place.error(message, hint)
        self._errors.setdefault(str(error), error)

    def placed(self, name: str, place: Place) -> None:
        """Note where a colour stands."""
        self._places.setdefault(name, place)

    def _has_dark(self) -> bool:
        return self._apart or any(_in_modes(self._sources["light"].data))

    def _check_keys(self, source: Source) -> None:
        data = source.data
        self._check_group(source, "", data)
        for name, group in data.items():
            if not isinstance(group, dict) and not (name == "logo" and isinstance(group, str)):
                self.mistake(
                    place_of(name, source.top),
                    f"{name}: of the brand has no keys below it",
                    "write them below it, indented",
                )
            elif name in ("logo", "color", "typography"):
                self._check_group(source, str(name), group)
        typography = as_mapping(data.get("typography"))
        for name, group in typography.items():
            if isinstance(group, dict):
                self._check_group(source, f"typography.{name}", group)
        own = as_mapping(data.get("defaults"))
        self._check_group(source, "defaults.themeloom", as_mapping(own.get("themeloom")))
        self._note_unheeded(source, "defaults", own)
        for one in as_list(typography.get("fonts")):
            self._check_group(source, "font", as_mapping(one))
            for file in as_list(as_mapping(one).get("files")):
                self._check_group(source, "file", as_mapping(file))
        for one in as_mapping(as_mapping(data.get("logo")).get("images")).values():
            self._check_group(source, "image", as_mapping(one))

    def _check_group(self, source: Source, group: str, data: object) -> None:
        """The keys of a group that it cannot have, and those of which nothing is shown."""
        known = _KEYS.get(group, frozenset(as_mapping(data)))
        for key in as_mapping(data):
            if key not in known:
                where = f"{group}: of the brand" if group else "a brand"
                self.mistake(
                    place_of(key, source.top),
                    f'"{key}" is not a key of {where}',
                    did_you_mean(str(key), known),
                )
        self._note_unheeded(source, group, data)

    def _note_unheeded(self, source: Source, group: str, data: object) -> None:
        unheeded = KNOWN_OF_BRANDS["unheeded"].get(group, "").split()
        for key in as_mapping(data):
            if key in unheeded:
                self._unheeded.setdefault(f"{group}.{key}", place_of(key, source.top))

    def _is_lettered(self, name: str) -> bool:
        """Whether a drawing has letters that are no outlines."""
        path = self._project.root / name
        return name.endswith(".svg") and b"<text" in self._project.bytes_of(path)

    def file(self, source: Source, name: str, place: Place, what: str) -> str:
        """The path of a file from the root; it is told if there is none."""
        path = path_from(source.file, name)
        if path.startswith("..") or not self._project.has(self._project.root / path):
            folder = PurePosixPath(path).parent
            there = self._project.names_below("" if str(folder) == "." else str(folder))
            near = did_you_mean(path, there) if there else ""
            self.mistake(
                place,
                f'there is no {what} "{name}"' + ("" if name == path else f": it would be {path}"),
                near
                if near.startswith("did")
                else f"put the file there, or correct the path of the {what}",
            )
        return path

    # ---- typefaces --------------------------------------------------------------------------

    def _fonts(self) -> tuple[Font, ...]:
        """The typefaces in use, each with what the brand says of its files."""
        source = next(iter(self._sources.values()))
        typography = as_mapping(source.data.get("typography"))
        listed: dict[str, tuple[str, ...]] = {}
        places: dict[str, Place] = {}
        for one in as_list(typography.get("fonts")):
            font = as_mapping(one)
            family = str(font.get("family") or "")
            place = place_of(font.get("family"), place_of(next(iter(font), None), source.top))
            self._check_source(font, place)
            files = [self._font_file(source, file, place) for file in as_list(font.get("files"))]
            listed[family] = (*listed.get(family, ()), *(file for file in files if file))
            places.setdefault(family, place)
        uses: dict[str, list[str]] = {}
        for name, used in KNOWN_OF_BRANDS["faces"].items():
            said = typography.get(name.removeprefix("typography."))
            said = said.get("family") if isinstance(said, dict) else said
            if said:
                family = str(said).split(",")[0].strip().strip("\"'")
                uses.setdefault(family, []).extend(used)
                places.setdefault(family, place_of(said, source.top))
        return tuple(
            Font(name, listed.get(name, ()), tuple(used), places[name])
            for name, used in uses.items()
        )

    def _check_source(self, font: Mapping[str, Any], place: Place) -> None:
        said = font.get("source")
        if said is not None and said not in KNOWN_OF_BRANDS["sources"]:
            hint = did_you_mean(str(said), KNOWN_OF_BRANDS["sources"])
            self.mistake(place_of(said, place), f'there is no source "{said}" of typefaces', hint)
        if said == "file" and not font.get("files"):
            self.mistake(place, "a typeface from files names none", "add files: [fonts/….ttf]")
        if not font.get("family"):
            self.mistake(place, "a typeface of the brand has no family", "add family: its name")

    def _font_file(self, source: Source, said: object, place: Place) -> str:
        told = said if isinstance(said, dict) else {"path": said}
        name = str(told.get("path") or "")
        return self.file(source, name, place_of(told.get("path"), place), "typeface")

    # ---- themes -----------------------------------------------------------------------------

    def _threads(self, colours: Mapping[str, str]) -> tuple[list[tuple[str, str]], bool]:
        """The colours of the themes, and whether the brand says that they are these."""
        mode, source = next(iter(self._sources.items()))
        own = as_mapping(as_mapping(source.data.get("defaults")).get("themeloom"))
        if "threads" in own:
            reading = Colours(self, source, mode)
            threads = []
            for one in as_list(own["threads"]):
                self.placed(str(one), place_of(one, source.top))
                found = reading.value(one, place_of(one, source.top))
                threads += [(str(one), found)] if found else []
            return threads, bool(threads)
        palette = as_mapping(as_mapping(source.data.get("color")).get("palette"))
        names = [*KNOWN_OF_BRANDS["strong"], *map(str, palette)]
        grounds = {colours.get("foreground"), colours.get("background")}
        listed: dict[str, str] = {}
        for name in names:
            if name in colours and colours[name] not in grounds:
                listed.setdefault(colours[name], name)
        return [(name, colour) for colour, name in listed.items()], False


def _in_modes(data: object) -> Iterator[bool]:
    """True for each value that is one thing in the light and another in the dark."""
    for key, value in as_mapping(data).items():
        if isinstance(value, dict) and key not in (
            "color",
            "palette",
            "images",
            "defaults",
            "meta",
        ):
            if "dark" in value:
                yield True
            yield from _in_modes(value)
        elif isinstance(value, dict) and key == "color":
            yield from _in_modes({name: one for name, one in value.items() if name != "palette"})
