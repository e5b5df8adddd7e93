"""Bringing `data-derived/` up to date: read → check the store → derive → weave."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import combined, digests, files_below, keep, kept, package_digest
from themeloom.core.packages import packages, versions
from themeloom.core.written import Written
from themeloom.deriving.tables import Evidence
from themeloom.study.excerpts import locate
from themeloom.study.sources import read_corpus
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.study.located import Located

#: How many files a message names.
_NAMED = 12
_STAMP = "derive.json"


@dataclass(frozen=True)
class Read(Evidence):
    """What was read: the store, where everything in it stands, the texts."""

    located: Located


@dataclass(frozen=True)
class Derived:
    """What `derive` did: the files that changed.

    The warnings are those of the time when the files were derived; the corrections tell of
    files that somebody had changed, this time only.
    """

    changed: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()


class _Stamp(msgspec.Struct):
    """What `data-derived/` was written from, what was in it then, what was warned of."""

    key: str
    files: dict[str, str]
    warnings: tuple[str, ...] = ()


def read(project: Project) -> Read:
    """Read the store and the sources, and look every excerpt up."""
    study, located = read_study(project)
    corpus = read_corpus(project, study, located)
    return Read(study, corpus, locate(study, corpus), located)


def derive(project: Project) -> Derived:
    """Bring `data-derived/` up to date with `data-raw/` and `study.yml`.

    Nothing is computed when nothing that goes in has changed since the last time
    and what came out then is still there.

    Raises:
        ThemeloomError: what is wrong with the store or a source; nothing is
            written then.
    """
    from themeloom.steps.derived_record import put_record

    stamp = _stamp(project)
    if stamp is not None and is_fresh(project):
        # The store and its sources are those that passed the checks the last time.
        return Derived(tuple(put_record(project)), warnings=stamp.warnings)
    from themeloom.checking.context import Context
    from themeloom.checking.run import check_store

    # The slow part: pandas and Typst are imported only here.
    from themeloom.weaving.derived_files import weave

    data = read(project)
    context = Context(project, data.study, data.located, data.corpus, dict(data.found))
    raise_all(check_store(context).errors)
    woven = weave(project, data)
    there = _own(project) if _is_recorded(project) else set()
    changed = Written(project).put(woven.files, stale=_own(project))
    stamp = _Stamp(inputs_key(project), woven_digests(project), woven.warnings)
    keep(project.state / _STAMP, stamp)
    corrections = _corrections(project, [path for path in changed if path in there])
    written = (*changed, *put_record(project))
    return Derived(written, warnings=woven.warnings, corrections=corrections)


def _is_recorded(project: Project) -> bool:
    """Whether all that goes in is what the derived files say that they were made from."""
    from themeloom.steps.prov import SHA256, recorded

    if stamp := _stamp(project):
        return stamp.key == inputs_key(project)
    entity = recorded(project.record).entity
    raw = [path for path in files_below(project.raw) if f"file:{project.named(path)}" in entity]
    here = digests([*raw, project.study], project.root)
    return all(entity.get(f"file:{name}", {}).get(SHA256) == here[name] for name in here)


def _corrections(project: Project, paths: Sequence[Path]) -> tuple[str, ...]:
    """What to say of derived files that were not what had been derived."""
    if not paths:
        return ()
    named = _listed([project.named(path) for path in paths])
    return (
        f"not what data-raw/ and study.yml give, and derived anew: {named}\n"
        "  hint: nobody and no notebook writes there; what readers are to see follows from "
        "study.yml and data-raw/",
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def prepare_quarto(project: Project) -> None:
    """Put typefaces, styles and the colophon in place, if Quarto is about to render.

    What somebody changed in an output that it will replace is kept beside that.

    Raises:
        ThemeloomError: for a date of a document that is no day, which Quarto would not tell.
    """
    from themeloom.core.version import version_of
    from themeloom.documents.configuration import read_mapping
    from themeloom.formats.assets import stage
    from themeloom.steps.after_quarto import about_to_be_written, check_dates
    from themeloom.steps.output_record import put_colophon

    if os.environ.get("QUARTO_PROJECT_OUTPUT_DIR"):
        check_dates(project)
        try:
            stage_styles(project)
        except ThemeloomError:
            # Quarto takes more than we do; what is staged needs only what we derived ourselves.
            stage(project, read_mapping(project.root, project.named(project.metadata)))
        put_colophon(project, version_of(project))
        written = Written(project)
        for path in about_to_be_written(project):
            written.keep_edits(path)


def finish_quarto(project: Project) -> None:
    """Finish what Quarto has just written, as the built-in renderer would have.

    Raises:
        ThemeloomError: every slide on which not everything fits; derived files that what
            Quarto ran has changed.
    """
    from themeloom.core.version import version_of
    from themeloom.steps.after_quarto import finish, outputs_of_quarto

    files = outputs_of_quarto(project)
    try:
        finish(project, files, version_of(project).epoch)
    finally:
        Written(project).note(files)
    here = woven_digests(project)
    stamp = _stamp(project)
    derived = stamp.files if stamp else here
    if changed := sorted({name for name, _ in derived.items() ^ here.items()}):
        raise ThemeloomError(
            f"derived files were changed while Quarto rendered: {_listed(changed)}",
            "no notebook and no cell may write there: take that out, then run: themeloom derive",
        )


def stage_styles(project: Project) -> None:
    """Typefaces, Word and PowerPoint styles and the code to scan, where they are out of date."""
    from themeloom.documents.configuration import read_configuration
    from themeloom.formats.assets import stage

    stage(project, read_configuration(project.root).metadata)


def inputs_key(project: Project) -> str:
    """What goes in: raw data, the store, the package, the libraries that matter."""
    read = [*files_below(project.raw), project.study, *project.typefaces]
    raw = digests(read, project.root)
    return combined(
        {"raw": raw, "package": package_digest(), "versions": versions(packages("derive"))}
    )


def _own(project: Project) -> set[Path]:
    """The derived files that `derive` writes: not the record, not what notebooks weave."""
    below = {path for path in files_below(project.derived) if not project.is_of_notebook(path)}
    return below - {project.record}


def woven_digests(project: Project) -> dict[str, str]:
    """The hash of every file that `derive` writes, by its path from the root."""
    return digests({*_own(project), project.schema}, project.root)


def _stamp(project: Project) -> _Stamp | None:
    return kept(project.state / _STAMP, _Stamp)


def is_fresh(project: Project) -> bool:
    """Whether nothing changed since `data-derived/` was written, on either side."""
    stamp = _stamp(project)
    return (
        stamp is not None
        and stamp.key == inputs_key(project)
        and stamp.files == woven_digests(project)
    )
