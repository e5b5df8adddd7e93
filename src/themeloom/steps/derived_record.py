"""`data-derived/provenance.json`: the steps that make files, and what each was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digest_of, files_below
from themeloom.core.written import Written
from themeloom.documents.formats import STAGED
from themeloom.figures import FIGURES
from themeloom.figures.style import SIZES
from themeloom.notebooks import FOLDER, PREFIX
from themeloom.steps.prov import SHA256, Prov, read_prov
from themeloom.steps.tools import DERIVING, NOTEBOOKS, RENDERING, associate, fill_in
from themeloom.study.model import Access
from themeloom.study.store import read_study
from themeloom.weaving.tables import SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output
    from themeloom.steps.inputs import Inputs
    from themeloom.study.model import Study


_TABLES = frozenset({".csv", ".yml"})


@dataclass(frozen=True)
class Step:
    """One step of a build.

    Args:
        name: what tells it from other steps.
        does: what it does, in a few words.
        used: the files that went in, from the project's root.
        made: the files that came out.
        tools: the packages and programs that take part, besides Python and this package.
    """

    name: str
    does: str
    used: Sequence[str]
    made: Sequence[str]
    tools: tuple[str, ...] = DERIVING


def raw_files(project: Project, study: Study) -> dict[str, str]:
    """The sources' files with their hashes; of those that cannot be read, the recorded ones."""
    found = {}
    for source in study.sources:
        path = project.raw / source.file
        if source.file and (source.sha256 or path.is_file()):
            found[project.named(path)] = digest_of(path) if path.is_file() else source.sha256
    return dict(sorted(found.items()))


def unread_sources(project: Project, study: Study) -> list[tuple[str, str, str]]:
    """The sources that cannot be read here: id, access, and the hash that the store records."""
    return [
        (source.id, str(source.access), source.sha256)
        for source in study.sources
        if source.access is not Access.OPEN
        and not (source.file and (project.raw / source.file).is_file())
    ]


def derived_steps(project: Project, study: Study) -> list[Step]:
    """The steps that make `data-derived/`, in their order; every file is in one of them."""
    files = [*Written(project).files(project.derived), project.schema]
    names = [project.named(path) for path in files if path != project.record and path.is_file()]
    sorting = _Sorting(project, names)
    store = project.named(project.study)
    raw = raw_files(project, study)
    tables = sorting.taken(lambda name: name.endswith(".csv"))
    steps = [
        Step("derive", "derive tables from the sources and the store", [*raw, store], tables),
        *_drawn(project, sorting),
        *_shown(project, sorting, store),
        *_notebooks(project, sorting, [*raw, store]),
        Step(
            "describe",
            "describe the tables",
            [*tables, store],
            sorting.taken(lambda name: name == project.named(project.dictionary)),
        ),
        Step(
            "schema",
            "write the schema of the store",
            [],
            sorting.taken(lambda name: name == project.named(project.schema)),
        ),
    ]
    rest = sorting.taken(lambda _: True)
    steps.insert(1, Step("weave", "weave fragments and values from the store", [store], rest))
    return [step for step in steps if step.made]


class _Sorting:
    """The files that are not yet in a step."""

    def __init__(self, project: Project, names: Sequence[str]) -> None:
        self.project = project
        self._left = sorted(names)

    def taken(self, wanted: Callable[[str], bool]) -> list[str]:
        """Take the files that a step made."""
        found = [name for name in self._left if wanted(name)]
        self._left = [name for name in self._left if name not in found]
        return found

    def named(self, paths: Sequence[Path]) -> list[str]:
        """Take those of these files that are there."""
        names = {self.project.named(path) for path in paths}
        return self.taken(lambda name: name in names)


def _drawn(project: Project, sorting: _Sorting) -> Iterator[Step]:
    for recipe in FIGURES:
        stems = [f"{recipe.id}-{variant}" if variant else recipe.id for variant in SIZES]
        paths = [
            *(project.figures / f"{stem}.{kind}" for stem in stems for kind in ("svg", "png")),
            *(project.evidence / f"figure-{stem}.md" for stem in stems),
        ]
        tables = [project.derived / f"{name}.csv" for name in recipe.tables]
        used = [project.named(path) for path in (*tables, *project.typefaces)]
        yield Step(f"draw-{recipe.id}", "draw a figure", used, sorting.named(paths))


def _shown(project: Project, sorting: _Sorting, store: str) -> Iterator[Step]:
    for shown in SHOWN:
        used = [store, *(project.named(project.derived / f"{name}.csv") for name in shown.reads)]
        made = sorting.named([project.evidence / f"table-{shown.id}.md"])
        yield Step(f"show-{shown.id}", "weave a table for readers", used, made)


def _notebooks(project: Project, sorting: _Sorting, used: Sequence[str]) -> Iterator[Step]:
    """Longer names first: what `map-two` made must not be taken for what `map` made."""
    notebooks = sorted((project.root / FOLDER).glob("*.ipynb"), reverse=True)
    data = [path for path in project.derived.glob("*.*") if path.suffix in _TABLES]
    for path in notebooks:
        start = f"/{PREFIX}{path.stem}-"
        made = sorting.taken(lambda name, start=start: start in name)  # type: ignore[misc]
        page = project.output / FOLDER / f"{path.stem}.html"
        yield Step(
            f"run-{path.stem}",
            "run a notebook",
            [project.named(path), *used, *(project.named(one) for one in sorted(data))],
            [*made, project.named(page)],
            (*DERIVING, *NOTEBOOKS),
        )


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
        RENDERING,
    )


def by_document(steps: Sequence[tuple[str, Step]]) -> list[Step]:
    """The steps of each document as one: all its formats, all that goes into any."""
    documents = dict.fromkeys(document for document, _ in steps)
    return [
        Step(
            f"render-{document.removesuffix('.qmd')}",
            "typeset a document in its formats",
            sorted({name for one, step in steps if one == document for name in step.used}),
            [name for one, step in steps if one == document for name in step.made],
            RENDERING,
        )
        for document in documents
    ]


def put_record(project: Project) -> list[Path]:
    """Bring the record up to date.

    Returns:
        The record's path if it was written, nothing if it was right.
    """
    study, _ = read_study(project)
    steps = [*derived_steps(project, study), *_rendered(project)]
    record = Prov()
    _note_sources(record, project, study)
    for step in steps:
        _note(record, project, step)
    text = _text(project.record)
    there = read_prov(text)
    written = Written(project)
    if there.without_versions() == record:
        return []
    if text == there.as_json():
        # Git may have brought it: it is in the form that it is given here.
        written.note([project.record])
    fill_in(record)
    return written.put({project.record: record.as_json().encode()})


def _rendered(project: Project) -> list[Step]:
    """The steps of the documents; none while a document has a mistake, which `render` names."""
    from themeloom.documents.plan import plan
    from themeloom.steps.inputs import Inputs

    try:
        outputs = plan(project)
    except ThemeloomError:
        return []
    inputs = Inputs(project, 0)
    return by_document(
        [(output.document.path, render_step(project, output, inputs)) for output in outputs]
    )


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


def _note(record: Prov, project: Project, step: Step) -> None:
    activity = f"step:{step.name}"
    record.activity[activity] = {"prov:label": step.does}
    associate(record, activity, step)
    outputs = project.named(project.output) + "/"
    for name in step.used:
        # Sources have their hashes already, those that cannot be read here as well.
        if f"file:{name}" not in record.entity:
            record.entity[f"file:{name}"] = {SHA256: digest_of(project.root / name)}
        record.relate("used", activity, f"file:{name}")
    for name in step.made:
        hashed = not name.startswith(outputs)
        record.entity[f"file:{name}"] = {SHA256: digest_of(project.root / name)} if hashed else {}
        record.relate("wasGeneratedBy", f"file:{name}", activity)
        if hashed:
            for used in step.used:
                record.relate("wasDerivedFrom", f"file:{name}", f"file:{used}")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
