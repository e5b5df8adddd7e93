"""`data-derived/provenance.json`: what every derived file and every output is made from.

Outputs have no hash there: they carry the commit, and the commit holds this record.
Their hashes are in `_output/provenance.json`.

The versions of tools are those with which the recorded files came about. Who makes the
same files with other versions leaves the record as it is: nothing that it states of the
files has changed, and no clone is out of date because of its Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError
from themeloom.fingerprint import digest_of
from themeloom.provenance.prov import SHA256, Prov, read_prov
from themeloom.provenance.steps import (
    by_document,
    derived_steps,
    raw_files,
    render_step,
)
from themeloom.provenance.tools import associate, fill_in
from themeloom.reading.study import read_study
from themeloom.written import Written

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.model import Study
    from themeloom.project import Project
    from themeloom.provenance.steps import Step


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
    from themeloom.rendering.inputs import Inputs
    from themeloom.rendering.outputs import plan

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
