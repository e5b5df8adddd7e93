"""What took part in what lies here, and is not as the commit has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.files import digest, is_hidden
from themeloom.steps.prov import SHA256, recorded
from themeloom.verify.beginning import is_made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.core.version import Version
    from themeloom.verify.rebuilding import Rebuilt


def uncommitted(project: Project, version: Version, given: Rebuilt) -> Iterator[str]:
    """The sources that went into what lies here as no commit has them, by name, sorted.

    Without a repository they are those that were changed since the last build.
    """
    hashes = given.begun.hashes
    for name, digests in sorted(_took_part(project).items()):
        known, path = {hashes.get(name, "")}, project.root / name
        if version.commit and path.is_file() and _as_on_unix(path) in known:
            known.add(project.digest_named(name))  # with the line ends of this machine
        if not digests <= known and name not in given.own and name not in given.begun.outside:
            yield name


def _as_on_unix(path: Path) -> str:
    return digest(path.read_bytes().replace(b"\r\n", b"\n"))


def lacking(project: Project, given: Rebuilt) -> Iterator[str]:
    """The files that went into what lies here and that a clone lacks."""
    for name in sorted(_took_part(project)):
        there = name in given.begun.hashes or (given.begun.clean.root / name).exists()
        if not (there or name in given.own) and (project.root / name).is_file():
            yield name


def aside(project: Project, version: Version) -> list[str]:
    """The sources that were changed here since the commit, sorted."""
    changed = (name for name in version.changed if not is_hidden(name))
    return sorted(name for name in changed if not is_made(project, name))


def _took_part(project: Project) -> dict[str, set[str]]:
    """The hashes of every source that the records name, by its path from the root."""
    found: dict[str, set[str]] = {}
    for path in (project.record, project.output_record):
        record = recorded(project, path)
        for entity, attributes in record.entity.items():
            name, _, _ = entity.removeprefix("file:").partition("@")
            if name == entity or is_made(project, name) or is_hidden(name):
                continue
            found.setdefault(name, set()).add(str(attributes.get(SHA256, "")))
    return found
