"""`data-derived/provenance.json`: the steps that make files, and what each was given."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from themeloom.core.files import digest_of, files_below
from themeloom.core.packages import packages
from themeloom.core.written import Written
from themeloom.documents.formats import STAGED
from themeloom.figures import FIGURES
from themeloom.figures.style import SIZES
from themeloom.notebooks import FOLDER, PREFIX
from themeloom.steps.inputs import Inputs, planned
from themeloom.steps.prov import SHA256, Prov, Step
from themeloom.study.model import Access
from themeloom.study.store import read_study
from themeloom.weaving.tables import SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output
    from themeloom.study.model import Source, Study


_TABLES = frozenset({".csv", ".yml"})


def raw_files(project: Project, study: Study) -> dict[str, str]:
    """The sources' files with their hashes; of those that cannot be read, the recorded ones."""
    found = {}
    for source in study.sources:
        path = project.raw / source.file
        if source.file and (source.sha256 or path.is_file()):
            found[project.named(path)] = digest_of(path) if path.is_file() else source.sha256
    return dict(sorted(found.items()))


def unread_sources(project: Project, study: Study) -> list[Source]:
    """The sources that cannot be read here."""
    return [
        source
        for source in study.sources
        if source.access is not Access.OPEN
        and not (source.file and (project.raw / source.file).is_file())
    ]


def derived_steps(project: Project, study: Study) -> list[Step]:
    """The steps that make `data-derived/`, in their order; every file is in one of them."""
    files = [*Written(project).files(project.derived), project.schema]
    left = sorted(project.named(path) for path in files if path != project.record)
    left = [name for name in left if (project.root / name).is_file()]
    steps = []
    for step, pattern in _patterns(project, study, [*fnmatch.filter(left, "*.csv")]):
        made = [name for name in left if re.fullmatch(pattern, name)]
        left = [name for name in left if name not in made]
        steps.append(replace(step, made=[*made, *step.made]))
    return [step for step in steps if step.made]


def _patterns(project: Project, study: Study, tables: list[str]) -> Iterator[tuple[Step, str]]:
    """Each step with a pattern of what it makes; a file is of the first one that fits."""
    store = project.named(project.study)
    raw = [*raw_files(project, study), store]
    yield Step("derive", "derive tables from the sources and the store", raw), r".*\.csv"
    sizes = "|".join(f"-{variant}" for variant in SIZES if variant)
    for recipe in FIGURES:
        read = [project.derived / f"{name}.csv" for name in recipe.tables]
        used = [project.named(path) for path in (*read, *project.typefaces)]
        made = (
            rf".*/(?:figures/|evidence/figure-){re.escape(recipe.id)}(?:{sizes})?\.(?:svg|png|md)"
        )
        yield Step(f"draw-{recipe.id}", "draw a figure", used), made
    for shown in SHOWN:
        used = [store, *(project.named(project.derived / f"{name}.csv") for name in shown.reads)]
        made = rf".*/evidence/table-{re.escape(shown.id)}\.md"
        yield Step(f"show-{shown.id}", "weave a table for readers", used), made
    yield from _notebooks(project, raw)
    dictionary, schema = project.named(project.dictionary), project.named(project.schema)
    yield Step("describe", "describe the tables", [*tables, store]), re.escape(dictionary)
    yield Step("schema", "write the schema of the store", []), re.escape(schema)
    yield Step("weave", "weave fragments and values from the store", [store]), ".*"


def _notebooks(project: Project, raw: list[str]) -> Iterator[tuple[Step, str]]:
    """Longer names first: what `map-two` made must not be taken for what `map` made."""
    data = [path for path in sorted(project.derived.glob("*.*")) if path.suffix in _TABLES]
    for path in sorted((project.root / FOLDER).glob("*.ipynb"), reverse=True):
        used = [project.named(path), *raw, *map(project.named, data)]
        page = project.named(project.output / FOLDER / f"{path.stem}.html")
        tools = (*packages("derive"), *packages("run"))
        made = rf".*/{PREFIX}{re.escape(path.stem)}-.*"
        yield Step(f"run-{path.stem}", "run a notebook", used, [page], tools), made


def render_step(project: Project, output: Output, inputs: Inputs) -> Step:
    """The step that makes one output: everything it names, and its extensions."""
    folders = {project.extensions / "themeloom", project.extensions / output.format.extension}
    extension = [
        path
        for folder in folders
        for path in files_below(folder)
        # A reference document goes into its own format alone.
        if f"/reference/{output.format.key}" in path.as_posix() or "reference" not in path.parts
    ]
    brought = {project.named(path) for path in (*extension, *project.typefaces)}
    return Step(
        f"render-{output.document.path.removesuffix('.qmd')}-{output.format.key}",
        "typeset a document",
        # Typefaces and styles are staged by the tools that are named, in the versions named.
        sorted(name for name in {*inputs.named(output), *brought} if not name.startswith(STAGED)),
        output.paths,
        packages("render"),
    )


def put_record(project: Project) -> list[Path]:
    """Bring the record up to date.

    Returns:
        The record's path if it was written, nothing if it was right.
    """
    study, _ = read_study(project)
    steps = [*derived_steps(project, study), *_rendered(project)]
    record = Prov()
    _note_sources(record, project, study)
    hashed = cache(lambda name: {SHA256: digest_of(project.root / name)})
    for step in steps:
        _note(record, step, hashed, project.named(project.output) + "/")
    return record.put(project, project.record)


def _rendered(project: Project) -> list[Step]:
    """A step for each document; none while a document has a mistake, which `render` names."""
    inputs = Inputs(project, 0)
    steps = []
    outputs = planned(project) or ()
    for document, formats in groupby(outputs, key=lambda output: output.document.path):
        each = [render_step(project, output, inputs) for output in formats]
        name = f"render-{document.removesuffix('.qmd')}"
        used = sorted({path for one in each for path in one.used})
        made = [path for one in each for path in one.made]
        does = "typeset a document in its formats"
        steps.append(Step(name, does, used, made, packages("render")))
    return steps


def _note_sources(record: Prov, project: Project, study: Study) -> None:
    """The material itself, and the files that hold it: the same for whoever may read them."""
    raw = raw_files(project, study)
    for source in study.sources:
        attributes = {"prov:label": source.title, "themeloom:access": str(source.access)}
        if source.sha256:
            attributes[SHA256] = source.sha256
        record.entity[f"source:{source.id}"] = attributes
        name = project.named(project.raw / source.file)
        if source.file and name in raw:
            record.entity[f"file:{name}"] = {SHA256: raw[name]}
            record.relate("wasDerivedFrom", f"file:{name}", f"source:{source.id}")


def _note(record: Prov, step: Step, hashed: Callable[[str], dict[str, str]], outputs: str) -> None:
    """Add a step; outputs carry the commit, which holds this record, so they have no hash here."""
    # Sources have their hashes already, those that cannot be read here as well.
    used = {f"file:{name}": record.entity.get(f"file:{name}") or hashed(name) for name in step.used}
    made = {f"file:{name}": {} if name.startswith(outputs) else hashed(name) for name in step.made}
    record.note(step, used, made)
    for entity in (name for name, known in made.items() if known):
        for source in used:
            record.relate("wasDerivedFrom", entity, source)
