"""Is `data-derived/` what would be derived now, and is everything in `data-raw/` accounted for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from themeloom.checking.context import Context

_HINT = "run: themeloom derive"


def check_derived(context: Context) -> Iterator[Finding]:
    """Yield derived files that are missing, stale, or derived from nothing."""
    if context.derived_now:
        return
    expected = would_derive(context)
    project = context.project
    for path, data in sorted(expected.items()):
        held = _held(path)
        if held != data:
            what = "is missing" if held is None else "is not what would be derived now"
            named = project.named(path)
            yield Finding(named, 1, "derived-stale", f"{named} {what}", _HINT)
    for path in context.files(project.derived):
        # Provenance and the results of notebooks are derived by other steps.
        elsewhere = path == project.record or path.name.startswith("notebook-")
        if path not in expected and not elsewhere:
            named = project.named(path)
            message = f"{named} is derived from nothing that is in data-raw/ or study.yml"
            yield Finding(named, 1, "derived-stale", message, _HINT)


def would_derive(context: Context) -> dict[Path, bytes]:
    """What `themeloom derive` would write; pandas and matplotlib are imported only here."""
    from themeloom.deriving.recorded import derived_tables
    from themeloom.weaving.derived_files import weave

    folder = context.project.derived
    tables = derived_tables(context.study, context.corpus, context.found, folder)
    return weave(context.project, context.study, tables, context.values).files


def _held(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def check_raw(context: Context) -> Iterator[Finding]:
    """Yield sources without a recorded hash, and raw files that no source names."""
    project, located = context.project, context.located
    for position, source in enumerate(context.study.sources):
        if source.file and not source.sha256:
            text = context.corpus.texts.get(source.id)
            hint = f"add sha256: {text.sha256}" if text else "record its SHA-256"
            yield Finding(
                located.file,
                located.line(("sources", position, "file")),
                "raw-unrecorded",
                f"the source “{source.id}” has no recorded hash; a change would go unnoticed",
                hint,
            )
    listed = {project.raw / source.file for source in context.study.sources if source.file}
    for path in context.files(project.raw):
        if path not in listed and not path.name.upper().startswith(
            ("README", "LICENSE", "LICENCE")
        ):
            named = project.named(path)
            yield Finding(
                named,
                1,
                "raw-unlisted",
                f"no source of study.yml names {named}",
                "name it as the file of a source, or take it out of data-raw/",
            )
