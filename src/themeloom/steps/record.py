"""The records of files, printed from those of the steps that made them, as PROV-JSON.

`data-derived/provenance.json` tells of derived files, `_output/provenance.json` of outputs: there
a file that went in is one entity for each of its contents, so its name is followed by the
first digits of its hash, and of outputs that a build left alone the record keeps what it said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.files import ABSENT
from themeloom.steps.prov import COLOPHON, SHA256, Prov
from themeloom.steps.store import INSIDE
from themeloom.study.model import Access

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from themeloom.core.project import Project
    from themeloom.core.version import Version
    from themeloom.session import Session
    from themeloom.steps.store import Record
    from themeloom.study.model import Source, Study

_DIGITS = 16
#: What the names of steps begin with that run notebooks, and cells of documents.
RUN = "run-"


def unread_sources(project: Project, study: Study) -> list[Source]:
    """The sources that cannot be read here."""
    return [
        source
        for source in study.sources
        if source.access is not Access.OPEN
        and not (source.file and project.has(project.raw / source.file))
    ]


def raw_files(project: Project, study: Study) -> dict[str, str]:
    """The sources' files with their hashes; of those that cannot be read, the recorded ones."""
    found = {}
    for source in study.sources:
        path = project.raw / source.file
        if source.file and (source.sha256 or project.has(path)):
            found[project.name(path)] = project.digest(path) if project.has(path) else source.sha256
    return dict(sorted(found.items()))


def derived_record(session: Session, records: Iterable[Record], before: Prov) -> Prov:
    """What every derived file is made from.

    Args:
        session: the compendium, with all that is derived.
        records: of the steps that made it.
        before: the record as it lies there, for files whose steps were done elsewhere.
    """
    project, study = session.project, session.study
    raw = raw_files(project, study)
    record = Prov()
    _note_sources(record, project, study, raw)
    start = f"{project.name(project.derived)}/"
    given = [*records]
    own = (name for one in given if one.step.startswith(RUN) for name in one.made)
    mine = (start, project.name(project.schema), *(name for name in own if name[0] != INSIDE))
    for one, made in _joined(given, mine):
        used = {name: raw.get(name, key) for name, key in {**one.reads, **one.found}.items()}
        if any(name in raw for name in used):
            # What is withheld is nowhere to be read, and part of the material all the same.
            used |= raw
        entities = {
            f"file:{name}": record.entity.get(f"file:{name}") or {SHA256: key}
            for name, key in used.items()
            if key != ABSENT
        }
        results = {f"file:{name}": {SHA256: key} for name, key in made.items()}
        record.note(one.step, one.does, one.tools, entities, results)
        for entity in results:
            for source in entities:
                record.relate("wasDerivedFrom", entity, source)
    _keep(record, before, project, start)
    return record


def _joined(
    records: Iterable[Record], mine: tuple[str, ...]
) -> list[tuple[Record, dict[str, str]]]:
    """The steps that made files of ours, each with what also went in through other steps."""
    given = list(records)
    makers = {name: one for one in given for name in one.made if name.startswith(INSIDE)}
    found = []
    for one in given:
        made = {name: key for name, key in one.made.items() if name.startswith(mine)}
        if not made:
            continue
        reads = {name: key for name, key in one.reads.items() if not name.startswith(INSIDE)}
        # Running and showing a notebook are one step for whoever reads the record.
        for run in (makers[name] for name in one.reads if name in makers):
            inner = {**run.reads, **run.found, **reads}
            reads = {name: key for name, key in inner.items() if not name.startswith(INSIDE)}
            one = one._replace(step=run.step, does=run.does)  # noqa: PLW2901 - as was just said
        found.append((one._replace(reads=dict(sorted(reads.items()))), made))
    return found


def _note_sources(record: Prov, project: Project, study: Study, raw: Mapping[str, str]) -> None:
    """The material itself, and the files that hold it: the same for whoever may read them."""
    for source in study.sources:
        attributes = {"prov:label": source.title, "themeloom:access": str(source.access)}
        if source.sha256:
            attributes[SHA256] = source.sha256
        record.entity[f"source:{source.id}"] = attributes
        name = project.name(project.raw / source.file)
        if source.file and name in raw:
            record.entity[f"file:{name}"] = {SHA256: raw[name]}
            record.relate("wasDerivedFrom", f"file:{name}", f"source:{source.id}")


def output_record(
    session: Session,
    records: Iterable[Record],
    colophons: Mapping[str, str],
    engine: str,
    before: Prov,
) -> Prov:
    """What every output is made from.

    Args:
        session: the compendium, with all outputs.
        records: of the steps that made outputs, or had not to make them anew.
        colophons: what each output says that it was built from, by the step that made it.
        engine: what rendered it.
        before: the record as it lies there, for outputs that this build left alone.
    """
    project = session.project
    start = f"{project.name(project.output)}/"
    record = Prov()
    for one, made in _joined(records, (start,)):
        used = {
            f"file:{name}@{key[:_DIGITS]}": {SHA256: key}
            for name, key in {**one.reads, **one.found}.items()
            if key != ABSENT and not name.startswith(start)
        }
        told = {COLOPHON: colophons[one.step]} if one.step in colophons else {}
        results = {f"file:{name}": {SHA256: key, **told} for name, key in made.items()}
        activity = record.note(one.step, one.does, one.tools, used, results)
        if told:
            _commit(record, activity, session.version, engine)
            if own := session.version.uncommitted({**one.reads, **one.found}):
                record.activity[activity]["themeloom:uncommitted"] = own
    _keep(record, before, project, start)
    return record


def _commit(record: Prov, activity: str, version: Version, engine: str) -> None:
    record.activity[activity]["themeloom:engine"] = engine
    if version.commit:
        entity = f"commit:{version.commit}"
        record.entity[entity] = {"themeloom:date": version.date}
        record.relate("used", activity, entity)


def _keep(record: Prov, before: Prov, project: Project, start: str) -> None:
    """Take over what was recorded of files that are there as they were."""
    for entity, attributes in before.entity.items():
        name = entity.removeprefix("file:")
        steps = before.joined("wasGeneratedBy", entity)
        # What notebooks wrote lies elsewhere, and is known by them.
        ours = name.startswith(start) or all(step.startswith(f"step:{RUN}") for step in steps)
        if not steps or entity in record.entity or not ours:
            continue
        if project.digest(project.root / name) != attributes.get(SHA256):
            continue
        record.entity[entity] = attributes
        for source in before.joined("wasDerivedFrom", entity):
            record.relate("wasDerivedFrom", entity, source)
        for step in steps:
            record.activity.setdefault(step, before.activity.get(step, {}))
            record.relate("wasGeneratedBy", entity, step)
            for used in before.joined("used", step):
                record.entity.setdefault(used, before.entity.get(used, {}))
                record.relate("used", step, used)
            for agent in before.joined("wasAssociatedWith", step):
                record.agent.setdefault(agent, before.agent.get(agent, {}))
                record.relate("wasAssociatedWith", step, agent)
