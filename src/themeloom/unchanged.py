"""Knowing at once that there is nothing to do: a whole build, remembered by its content.

Each step remembers its own part as well; this saves asking all of them when not one
file of the project, the package or the outputs is another than it was.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from themeloom.checking.findings import Report  # noqa: TC001 - msgspec reads the annotations
from themeloom.fingerprint import combined, digest_of, digests, files_below, package_digest
from themeloom.rendering.reporting import Made  # noqa: TC001 - as above
from themeloom.weaving.files import put
from themeloom.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from themeloom.project import Project
    from themeloom.provenance.version import Version

_FILE = "build.json"


@dataclass(frozen=True)
class Built:
    """What `render` did.

    Args:
        made: the outputs, in the order in which they were planned.
        report: what the checks found; no errors, for these stop a build.
        warnings: what deriving and notebooks warned of, each with its hint on a line of its own.
    """

    made: tuple[Made, ...]
    report: Report
    warnings: tuple[str, ...] = ()


class _Kept(msgspec.Struct):
    """A build, and the hash of everything on either side of it."""

    key: str
    built: Built


def remembered_build(project: Project, asked: Iterable[object], version: Version) -> Built | None:
    """The build of the last time, if nothing is another than it was then."""
    try:
        kept = msgspec.json.decode((project.state / _FILE).read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError):
        return None
    if kept.key != _key(project, asked, version):
        return None
    made = tuple(replace(one, seconds=0.0, skipped=True) for one in kept.built.made)
    return replace(kept.built, made=made)


def remember_build(
    project: Project, asked: Iterable[object], version: Version, built: Built
) -> None:
    """Keep a build for the next time, unless somebody changed an output meanwhile."""
    written = Written(project)
    if not all(map(written.is_as_written, written.files(project.output))):
        return
    kept = _Kept(_key(project, asked, version), built)
    put(project.state / _FILE, msgspec.json.encode(kept))


def _key(project: Project, asked: Iterable[object], version: Version) -> str:
    """Every file but working files, what was asked for, the commit, the tools."""
    names = os.environ.get("THEMELOOM_NAMES", "")
    return combined(
        {
            "asked": list(asked),
            "files": digests(files_below(project.root), project.root),
            "names": [names, digest_of(project.root / names)],
            "version": [version.commit, sorted(version.changed)],
            "package": package_digest(),
            "tools": _tools(),
        }
    )


def _tools() -> list[str]:
    """Every installed package with its version, as the names of their folders tell it."""
    folders = {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    return sorted(found.name for folder in folders for found in Path(folder).glob("*.dist-info"))
