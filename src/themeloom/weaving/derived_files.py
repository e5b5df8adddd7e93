"""All files of `data-derived/` as bytes, before any of them is written."""

from __future__ import annotations

import json
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from themeloom.coding.coded import Coded
from themeloom.core.files import combined
from themeloom.deriving.codes import is_coded
from themeloom.deriving.recorded import derived_tables
from themeloom.deriving.schema import TYPES
from themeloom.deriving.tables import TABLES
from themeloom.deriving.values import derive_values
from themeloom.documents.brands import brand_of_project
from themeloom.figures import EVERY, Recipe, Style
from themeloom.figures.style import SIZES
from themeloom.study.store import schema
from themeloom.typefaces.brand import cuts_of, look_of
from themeloom.weaving.fragments import figure, weave_fragments
from themeloom.weaving.metadata import metadata_yaml, values_yaml
from themeloom.weaving.tables import SHOWN, shown_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from themeloom.core.project import Project
    from themeloom.deriving.schema import Table, TableSchema
    from themeloom.deriving.tables import Evidence
    from themeloom.deriving.values import Value
    from themeloom.study.model import Study


def dictionary(tables: Mapping[str, Table], values: Iterable[Value]) -> str:
    """The data dictionary as Markdown."""
    schemas = [schema for schema, _ in TABLES if schema.name in tables]
    template = (Path(__file__).parent / "dictionary.md").read_text(encoding="utf-8")
    return template.format(
        files=_lines(
            f"| `{one.name}.csv` | {one.row} | {len(tables[one.name].rows)} |" for one in schemas
        ),
        tables="\n\n".join(map(_table, schemas)),
        values=_lines(f"| `{one.id}` | {one.number} | {one.definition} |" for one in values),
    )


def _table(schema: TableSchema) -> str:
    key = ", ".join(f"`{name}`" for name in schema.key)
    columns = (
        f"| `{one.name}` | {TYPES[one.type]} | {'yes' if one.empty else 'no'} | {one.meaning} |"
        for one in schema.columns
    )
    return f"""## {schema.name}.csv

One row is {schema.row}; {key} tells rows apart.

| column | holds | may be empty | meaning |
| --- | --- | --- | --- |
{_lines(columns)}"""


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


class Woven(msgspec.Struct, frozen=True):
    """What was woven.

    Args:
        files: every derived file and what is in it.
        warnings: what the person who builds the study should know of them.
    """

    files: dict[Path, bytes]
    warnings: tuple[str, ...] = ()


class Part(msgspec.Struct, frozen=True):
    """A part of `data-derived/` that is woven by itself.

    Args:
        name: what tells it from the others.
        does: what is done for it, in a few words.
        reads: the files that it is made from.
        owns: patterns of the files that it makes, from the project's root.
        weave: makes it.
        told: what decides it besides, by what it is called.
    """

    name: str
    does: str
    reads: tuple[Path, ...]
    owns: tuple[str, ...]
    weave: Callable[[], Woven]
    told: Mapping[str, str] = msgspec.field(default_factory=dict)


def weave(project: Project, evidence: Evidence) -> Woven:
    """Every derived file and what is in it."""
    woven = [part.weave() for part in parts(project, evidence.study, lambda: evidence)]
    files = {path: data for one in woven for path, data in one.files.items()}
    return Woven(files, tuple(dict.fromkeys(told for one in woven for told in one.warnings)))


class _Weaver:
    """Weaves the parts; tables are derived once, when the first part needs them."""

    def __init__(self, project: Project, evidence: Callable[[], Evidence]) -> None:
        self._project = project
        self._evidence = evidence

    @cached_property
    def _tables(self) -> Mapping[str, Table]:
        return derived_tables(self._evidence(), self._project)

    def tables(self) -> Woven:
        """The tables as files."""
        return Woven(
            {
                self._project.derived / f"{name}.csv": table.csv()
                for name, table in self._tables.items()
            }
        )

    @cached_property
    def _style(self) -> Style:
        """What figures look like: as the project's brand has it, whatever a document has."""
        brand = brand_of_project(self._project)
        if brand is None:
            return Style()
        cuts = cuts_of(self._project, brand)
        return Style(look_of(brand, cuts), tuple(one.path for one in cuts))

    def figure(self, recipe: Recipe) -> Woven:
        """A figure in every size as .svg and .png, and its fragments."""
        files: dict[Path, bytes] = {}
        warnings: dict[str, None] = {}
        if not recipe.is_of(self._tables):
            return Woven({})
        there = [name for name in recipe.tables if name in self._tables]
        records = {name: self._tables[name].records() for name in there}
        faces, say = self._project.typefaces, self._evidence().study.say
        for variant, size in SIZES.items():
            drawing = recipe.draw(records, size, faces, self._style, say)
            stem = f"{recipe.id}-{variant}" if variant else recipe.id
            text = figure(recipe.id, variant, drawing.caption, drawing.alt)
            files[self._project.figures / f"{stem}.svg"] = drawing.svg
            files[self._project.figures / f"{stem}.png"] = drawing.png
            files[self._project.evidence / f"figure-{stem}.md"] = text.encode()
            warnings |= dict.fromkeys(drawing.warnings)
        return Woven(files, tuple(warnings))

    def shown(self, name: str) -> Woven:
        """The fragment of a table for readers."""
        study, coded = self._evidence().study, is_coded(self._evidence().coded)
        path = self._project.evidence / f"table-{name}.md"
        unproved = self._evidence().unproved
        there = (one for one in shown_tables(study, coded=coded) if one.id == name)
        found = [one.fragment(study, self._tables, unproved) for one in there]
        return self._texts(dict.fromkeys([path] * len(found), *found) if found else {})

    def fragments(self) -> Woven:
        """What is said of the store: passages, numbers, who wrote the study."""
        project, evidence = self._project, self._evidence()
        study = evidence.study
        values = derive_values(study, evidence.coded)
        woven = weave_fragments(study, values, evidence.unproved)
        named = {project.evidence / f"{name}.md": text for name, text in woven}
        own = {project.values: values_yaml(values), project.metadata: metadata_yaml(study)}
        return self._texts({**own, **named})

    def dictionary(self) -> Woven:
        """What the columns of the tables mean."""
        values = derive_values(self._evidence().study, self._evidence().coded)
        text = dictionary(self._tables, values)
        return self._texts({self._project.dictionary: text})

    def schema(self) -> Woven:
        """What the store may hold, for editors."""
        text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
        return self._texts({self._project.schema: text})

    @staticmethod
    def _texts(files: Mapping[Path, str]) -> Woven:
        return Woven({path: text.encode() for path, text in files.items()})


def _of_brand(project: Project) -> tuple[list[Path], dict[str, str]]:
    """What figures take of a brand: its files but for the logos, and how it changes the look."""
    brand = brand_of_project(project)
    if brand is None:
        return [], {}
    fonts = {project.root / name for font in brand.fonts for name in font.files}
    files = fonts.difference(project.typefaces).union(project.root / name for name in brand.files)
    faces = [(one.family, one.uses) for one in brand.fonts]
    return sorted(files), {"look": combined({"schemes": brand.look.schemes, "faces": faces})}


def parts(project: Project, study: Study, evidence: Callable[[], Evidence]) -> list[Part]:
    """The parts of `data-derived/`; nothing is derived before one of them is woven.

    Args:
        project: the compendium.
        study: the store.
        evidence: gives what tables are made of; texts are read when they are needed.
    """
    weaver = _Weaver(project, evidence)
    return [
        *_tables_and_texts(project, study, weaver),
        *_figures(project, study, weaver),
        *_shown(project, weaver),
    ]


def _files_of(project: Project, tables: Iterable[str]) -> list[Path]:
    return [project.derived / f"{name}.csv" for name in tables]


def _tables_and_texts(project: Project, study: Study, weaver: _Weaver) -> list[Part]:
    """What every study has: tables, what their columns mean, the schema, fragments."""
    store, derived = project.study, project.name(project.derived)
    raw = [project.raw / one.file for one in study.sources if one.file]
    coded = [project.root / name for name in Coded(project, study).files]
    every = _files_of(project, (one.name for one, _ in TABLES))
    return [
        Part("derive", "derive tables from the sources and the store", (*raw, *coded, store),
             (f"{derived}/*.csv",), weaver.tables),
        Part("describe", "describe the tables", (*every, *coded, store),
             (project.name(project.dictionary),), weaver.dictionary),
        Part("schema", "write the schema of the store", (),
             (project.name(project.schema),), weaver.schema),
        # Whatever else lies there is no longer made.
        Part("weave", "weave fragments and values from the store", (*coded, store),
             (f"{derived}/*",), weaver.fragments),
    ]  # fmt: skip


def _figures(project: Project, study: Study, weaver: _Weaver) -> Iterator[Part]:
    figures, fragments = project.name(project.figures), project.name(project.evidence)
    files, told = _of_brand(project)
    told = {**told, **study.settings.words, "language": study.study.language}
    for recipe in EVERY:
        sizes = [f"{recipe.id}-{variant}" if variant else recipe.id for variant in SIZES]
        owns = [f"{figures}/{size}.{kind}" for size in sizes for kind in ("svg", "png")]
        owns += [f"{fragments}/figure-{size}.md" for size in sizes]
        read = (*_files_of(project, recipe.tables), *project.typefaces, *files)
        weave_it = partial(weaver.figure, recipe)
        yield Part(f"draw-{recipe.id}", "draw a figure", read, tuple(owns), weave_it, told)


def _shown(project: Project, weaver: _Weaver) -> Iterator[Part]:
    """The tables as readers see them."""
    for shown in SHOWN:
        owns = (f"{project.name(project.evidence)}/table-{shown.id}.md",)
        read = (project.study, *_files_of(project, shown.reads))
        weave_it = partial(weaver.shown, shown.id)
        yield Part(f"show-{shown.id}", "weave a table for readers", read, owns, weave_it)
