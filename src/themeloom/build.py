"""The visible list of steps: read → derive → check → weave → render."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from themeloom.checking.findings import Report
from themeloom.checking.values import check_units
from themeloom.checking.verbatim import check_verbatim
from themeloom.deriving.excerpts import locate
from themeloom.errors import raise_all
from themeloom.fingerprint import combined, digests, files_below, package_digest, versions
from themeloom.reading.study import read_study
from themeloom.reading.transcripts import read_corpus
from themeloom.weaving.files import put, put_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from themeloom.deriving.excerpts import Excerpt
    from themeloom.model import Corpus, Study
    from themeloom.project import Project
    from themeloom.quoting import Found
    from themeloom.provenance import Version
    from themeloom.reading.located import Located
    from themeloom.rendering.outputs import Output
    from themeloom.rendering.reporting import Reporter, Results


@dataclass(frozen=True)
class Read:
    """What was read: the store, where everything in it stands, the texts."""

    study: Study
    located: Located
    corpus: Corpus
    found: dict[Excerpt, Found | None]


@dataclass(frozen=True)
class Derived:
    """What `derive` did: the files that changed, if any, and what the checks found."""

    changed: tuple[Path, ...] = ()
    fresh: bool = False
    report: Report = field(default_factory=Report)


def read(project: Project) -> Read:
    """Read the store and the sources, and look every excerpt up."""
    study, located = read_study(project)
    corpus = read_corpus(project, study, located)
    return Read(study, located, corpus, locate(study, corpus))


def check(project: Project) -> Report:
    """All checks of the store against the data."""
    return _check(read(project))


def _check(data: Read) -> Report:
    return Report.of(
        [
            *check_verbatim(data.found, data.corpus, data.located),
            *check_units(data.study, data.located),
        ]
    )


def derive(project: Project) -> Derived:
    """Bring `data-derived/` up to date with `data-raw/` and `study.yml`.

    Nothing is computed when nothing that goes in has changed since the last time
    and what came out then is still there.

    Raises:
        ThemeloomError: what is wrong with the store or a source; nothing is
            written then.
    """
    from themeloom.provenance import put_record

    data = read(project)
    report = _check(data)
    raise_all(report.errors)
    key = _key(project)
    if _stamp(project) == {"key": key, "files": _woven(project)}:
        recorded = put_record(project)
        return Derived(tuple(recorded), fresh=not recorded, report=report)
    stale = [path for path in files_below(project.derived) if path != project.record]
    changed = put_all(_weave(project, data), stale=stale)
    put(_stamp_path(project), json.dumps({"key": key, "files": _woven(project)}).encode())
    return Derived((*changed, *put_record(project)), report=report)


def _weave(project: Project, data: Read) -> dict[Path, bytes]:
    """The slow part: pandas and matplotlib are imported only here."""
    from themeloom.deriving.tables import Evidence, derive_tables
    from themeloom.deriving.values import derive_values
    from themeloom.weaving.woven import weave

    tables = derive_tables(Evidence(data.study, data.corpus, data.found))
    return weave(project, data.study, tables, derive_values(data.study))


def _key(project: Project) -> str:
    """What goes in: raw data, the store, the package, the libraries that matter."""
    raw = digests([*files_below(project.raw), project.study], project.root)
    return combined({"raw": raw, "package": package_digest(), "versions": versions()})


def _woven(project: Project) -> dict[str, str]:
    files = {*files_below(project.derived), project.schema} - {project.record}
    return digests(files, project.root)


def _stamp_path(project: Project) -> Path:
    return project.state / "derive.json"


def _stamp(project: Project) -> object:
    try:
        return json.loads(_stamp_path(project).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def render(
    project: Project,
    selection: Sequence[str],
    to: Sequence[str],
    engine: str,
    reporter: Reporter,
    version: Version | None = None,
) -> Results:
    """Derive, check, and build what is asked for into `_output/`.

    Args:
        project: the compendium.
        selection: documents by name (`paper`); none means all.
        to: formats by name or ending; none means all.
        engine: `builtin` or `quarto`.
        reporter: told of everything that happens.
        version: what the outputs are built from; what git says if not given.

    Raises:
        ThemeloomError: every mistake found; the outputs of the last build are untouched.
    """
    from themeloom.documents import check_evidence_names, read_configuration
    from themeloom.documents.crossrefs import check_cross_references
    from themeloom.provenance import put_output_record, renderer_name, version_of
    from themeloom.rendering.builtin import plan
    from themeloom.rendering.builtin import render as render_outputs
    from themeloom.rendering.quarto import render_with_quarto
    from themeloom.rendering.reporting import Results
    from themeloom.rendering.styles import stage

    derive(project)
    outputs = plan(project, selection, to)
    documents = list({output.document.path: output.document for output in outputs}.values())
    known = _citable(project)
    raise_all(
        [
            *check_evidence_names([read_configuration(project.root), *documents], known),
            *check_cross_references(documents, lambda name: _fragment(project, name)),
        ]
    )
    stage(project, outputs[0].metadata if outputs else {})
    version = version or version_of(project)
    outputs = _signed(project, outputs, version, renderer_name(engine))
    if engine == "quarto":
        render_with_quarto(project, selection, to, reporter, epoch=version.epoch)
        put_output_record(project, outputs, version, engine)
        return Results(())
    results = render_outputs(project, outputs, reporter, epoch=version.epoch)
    put_output_record(project, outputs, version, engine)
    return results


def _signed(
    project: Project, outputs: Sequence[Output], version: Version, renderer: str
) -> list[Output]:
    """The same outputs, each with the colophon that says what it was built from."""
    from themeloom.rendering.inputs import Inputs

    inputs = Inputs(project, version.epoch)
    signed = []
    for output in outputs:
        colophon = version.colophon(renderer, inputs.named(output))
        signed.append(replace(output, metadata={**output.metadata, "colophon": colophon}))
    return signed


def _citable(project: Project) -> Mapping[str, frozenset[str]]:
    """What documents may cite: the names of the fragments, by their kind."""
    names: dict[str, set[str]] = {}
    for path in project.evidence.glob("*.md"):
        kind, _, name = path.stem.partition("-")
        names.setdefault(kind, set()).add(name)
    return {kind: frozenset(found) for kind, found in names.items()}


def _fragment(project: Project, name: str) -> str | None:
    try:
        return (project.evidence / f"{name}.md").read_text(encoding="utf-8")
    except OSError:
        return None
