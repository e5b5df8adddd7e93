"""Is `data-derived/` what would be derived now, and is everything in `data-raw/` accounted for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.core.files import digest, is_special
from themeloom.documents.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from themeloom.checking.context import Context


def check_derived(context: Context) -> Iterator[Finding]:
    """Yield derived files that are missing, stale, or derived from nothing."""
    if context.derived_now:
        return
    project = context.project
    if not any(path.suffix == ".csv" for path in project.below(project.derived)):
        yield Finding.at(
            Place(project.named(project.derived), 1),
            "derived-stale",
            file=project.named(project.derived),
            what="was never derived",
        )
        return
    expected = would_derive(context)
    for path, data in sorted(expected.items()):
        if project.digest(path) != digest(data):
            what = "is not what would be derived now" if project.has(path) else "is missing"
            yield _stale(project.named(path), what)
    for path in project.below(project.derived):
        # Provenance and the results of notebooks are derived by other steps.
        elsewhere = path == project.record or path.name.startswith("notebook-")
        if path not in expected and not elsewhere:
            what = "is derived from nothing that is in data-raw/ or study.yml"
            yield _stale(project.named(path), what)


def check_older(context: Context) -> Iterator[Finding]:
    """Yield outputs that are of an older store or document than what lies there."""
    for name in context.older:
        yield Finding.at(Place(name, 1), "output-older", file=name)


def _stale(named: str, what: str) -> Finding:
    return Finding.at(Place(named, 1), "derived-stale", file=named, what=what)


def would_derive(context: Context) -> dict[Path, bytes]:
    """What `themeloom derive` would write; Typst is imported only here."""
    from themeloom.weaving.derived_files import weave

    return weave(context.project, context.evidence).files


def check_raw(context: Context) -> Iterator[Finding]:
    """Yield sources without a recorded hash, and raw files that no source names."""
    project = context.project
    for position, source in enumerate(context.study.sources):
        if source.file and not source.sha256:
            text = context.corpus.texts.get(source.id)
            hint = f"add sha256: {text.sha256}" if text else "record its SHA-256"
            path = ("sources", position, "file")
            yield context.finding(path, "raw-unrecorded", source=source.id, hint=hint)
    listed = {project.raw / source.file for source in context.study.sources if source.file}
    # What can be read by nobody is in no snapshot.
    special = (path for path in sorted(project.raw.rglob("*")) if is_special(path))
    for raw in (*project.below(project.raw), *special):
        if raw not in listed and not raw.name.upper().startswith(("README", "LICENSE", "LICENCE")):
            named = project.named(raw)
            yield Finding.at(Place(named, 1), "raw-unlisted", file=named)
