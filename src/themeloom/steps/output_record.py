"""`_output/provenance.json`: which outputs lie there, their hashes, and what each is made from.

Each output is recorded as it was made: of those that a render left alone, the record
keeps what it said. A file is one entity for each of its contents, so its name is
followed by the first digits of its hash.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from themeloom.core.files import digest_of, digests, files_below, put
from themeloom.core.version import renderer_name
from themeloom.core.written import Written
from themeloom.documents.plan import plan
from themeloom.steps.derived_record import derived_steps, render_step
from themeloom.steps.inputs import Inputs, planned
from themeloom.steps.prov import COLOPHON, SHA256, Prov, Step, recorded
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.project import Project
    from themeloom.core.version import Version
    from themeloom.documents.plan import Output

_DIGITS = 16


#: Steps that are told anew each time: what they used before is nothing that they use now.
_ANEW = ("step:explore", "step:run-")


def put_output_record(
    project: Project, outputs: Sequence[Output], version: Version, engine: str
) -> None:
    """Record the outputs of a render, and drop those whose files are no longer there.

    Args:
        project: the compendium.
        outputs: what was rendered, or left as it was because nothing had changed.
        version: the commit that it was rendered at.
        engine: what rendered it.
    """
    path = project.output_record
    inputs = Inputs(project, version.epoch)
    written = Written(project)
    record = Prov()
    for output in outputs:
        if all((project.root / name).is_file() for name in output.paths):
            step = render_step(project, output, inputs)
            activity = _note(record, project, written, step, output.metadata.get("colophon"))
            _commit(record, activity, version, engine)
    _keep(record, recorded(path), project)
    for step in _others(project, written, record):
        _note(record, project, written, step, None)
    record.put(project, path)


def _others(project: Project, written: Written, record: Prov) -> list[Step]:
    """The steps that made what is no document: pages of notebooks, pages about the study."""
    documents = {path for one in plan(project) for path in one.paths}
    study, _ = read_study(project)
    left = {
        project.named(path)
        for path in written.files(project.output)
        if path != project.output_record and f"file:{project.named(path)}" not in record.entity
    } - documents
    steps = [
        replace(step, made=made)
        for step in derived_steps(project, study)
        if (made := sorted(left & {*step.made}))
    ]
    left -= {name for step in steps for name in step.made}
    # The other record is no evidence: it names versions of tools.
    tables = [path for path in written.files(project.derived) if path.parent == project.derived]
    used = [project.named(path) for path in [*tables, project.study] if path != project.record]
    about = Step("explore", "write pages about the study", sorted(used), sorted(left), ("jinja2",))
    return [*steps, about] if left else steps


def put_colophon(project: Project, version: Version) -> str:
    """Write the colophon that the extension shows when Quarto renders, and return it.

    It is one for all documents, for Quarto does not say which of them it is about to render.
    """
    colophon = version.colophon(renderer_name("quarto"), _all_named(project, version))
    put(project.colophon, f"{colophon}\n".encode())
    return colophon


def _all_named(project: Project, version: Version) -> dict[str, str]:
    """The files that the documents name, with their hashes; if only Quarto can read them, all."""
    inputs = Inputs(project, version.epoch)
    outputs = planned(project)
    if outputs is None:
        documents = project.root.glob("*/*.qmd")
        return digests([*files_below(project.evidence), *documents], project.root)
    return {name: value for one in outputs for name, value in inputs.named(one).items()}


def _note(record: Prov, project: Project, written: Written, step: Step, colophon: object) -> str:
    used = {}
    for name in step.used:
        digest = digest_of(project.root / name)
        used[f"file:{name}@{digest[:_DIGITS]}"] = {SHA256: digest}
    told = {COLOPHON: str(colophon)} if colophon else {}
    made = {
        # What somebody changed since is not what this step made.
        f"file:{name}": {SHA256: written.digest(name) or digest_of(project.root / name), **told}
        for name in step.made
    }
    return record.note(step, used, made)


def _commit(record: Prov, activity: str, version: Version, engine: str) -> None:
    record.activity[activity]["themeloom:engine"] = engine
    if version.commit:
        entity = f"commit:{version.commit}"
        record.entity[entity] = {"themeloom:date": version.date}
        record.relate("used", activity, entity)


def _keep(record: Prov, before: Prov, project: Project) -> None:
    """Take over what was recorded of documents that are there as they were."""
    for entity, attributes in before.entity.items():
        name = entity.removeprefix("file:")
        steps = before.joined("wasGeneratedBy", entity)
        if not steps or entity in record.entity or any(step.startswith(_ANEW) for step in steps):
            continue
        if digest_of(project.root / name) != attributes.get(SHA256):
            continue
        record.entity[entity] = attributes
        for step in steps:
            record.activity.setdefault(step, before.activity.get(step, {}))
            record.relate("wasGeneratedBy", entity, step)
            for used in before.joined("used", step):
                record.entity.setdefault(used, before.entity.get(used, {}))
                record.relate("used", step, used)
            for agent in before.joined("wasAssociatedWith", step):
                record.agent.setdefault(agent, before.agent.get(agent, {}))
                record.relate("wasAssociatedWith", step, agent)
