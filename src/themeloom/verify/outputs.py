"""Comparing finished documents: in a folder or a zip archive, and why others cannot be."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import files_below, is_nobodys
from themeloom.core.written import Written
from themeloom.session import Session
from themeloom.steps.prov import Prov, read_prov
from themeloom.verify.compare import compare
from themeloom.verify.findings import Compared, Difference, Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.core.version import Version


Files = dict[str, bytes]
#: No file of a compendium is as large; an archive that says so is an attack.
_LARGEST = 500_000_000


@dataclass(frozen=True)
class Publication:
    """What was found in a folder or an archive.

    Args:
        outputs: the finished files, by their path below `_output/`.
        derived: the files of `data-derived/`, if an archive brings its own.
    """

    outputs: Files
    derived: Files = field(default_factory=dict)


def files_of(folder: Path, paths: Iterable[Path]) -> Files:
    """Files below a folder, by their paths from there."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def read_publication(project: Project, path: Path | None) -> Publication | None:
    """Read what was published; nothing if the study has no outputs of its own.

    Args:
        project: the study.
        path: a folder, or an archive ending in .zip; the study's own outputs if not given.

    Raises:
        ThemeloomError: nothing is there, it is no archive, or no output is in it.
    """
    own = project.output
    if path is None or path.resolve() == own.resolve():
        files = files_of(own, Written(project).files(own)) if own.is_dir() else {}
        if files or path is None:
            return Publication(files) if files else None
    if path.is_dir():
        files = files_of(path, files_below(path))
    elif path.is_file():
        files = _unpacked(path)
    else:
        raise ThemeloomError(
            f"there is no {path}", "give a folder of outputs or a .zip: --output _output"
        )
    known = {
        name.removeprefix(f"{own.name}/") for one in Session(project).plan() for name in one.paths
    }
    inside = _below(files, own.name) or _below_top(files, known)
    if not inside:
        raise ThemeloomError(
            f"no output of this study is in {path.name}",
            f"give the folder that holds {next(iter(sorted(known)), 'them')}",
        )
    return Publication(inside, _below(files, project.derived.name))


def _unpacked(path: Path) -> Files:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise ThemeloomError(
                    f"{path.name} unpacks to more than {_LARGEST // 1_000_000} MB",
                    "unpack it yourself and give the folder: --output FOLDER",
                )
            return {
                entry.filename: archive.read(entry)
                for entry in entries
                if not any(map(_is_litter, PurePosixPath(entry.filename).parts))
            }
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise ThemeloomError(
            f"{path.name} is not a zip archive that can be opened: {error}",
            "fetch it again, or unpack it yourself and give the folder: --output FOLDER",
        ) from None


def _is_litter(part: str) -> bool:
    return is_nobodys(part) or part == "__MACOSX"


def _below(files: Mapping[str, bytes], folder: str) -> Files:
    """The files below the first folder of a name, wherever that lies."""
    found: Files = {}
    for name, data in files.items():
        parts = PurePosixPath(name).parts
        if folder in parts[:-1]:
            found["/".join(parts[parts.index(folder) + 1 :])] = data
    return found


def _below_top(files: Mapping[str, bytes], known: set[str]) -> Files:
    """The files as they are, or without the one folder that holds all of them."""
    tops = {f"{name.partition('/')[0]}/" for name in files}
    for start in ("", *tops) if len(tops) == 1 else ("",):
        inner = {name.removeprefix(start): data for name, data in files.items()}
        if known & set(inner):
            return inner
    return {}


_RECORD = "provenance.json"


def compare_outputs(
    folder: str, published: Mapping[str, bytes], rebuilt: Mapping[str, bytes], version: Version
) -> tuple[Group, list[str]]:
    """Compare outputs with rebuilt ones.

    Args:
        folder: the name of the output folder.
        published: the outputs that are checked, by their path below it.
        rebuilt: what was rebuilt.
        version: the commit that was rebuilt.

    Returns:
        The comparison, and what else to tell of it.
    """
    record = read_prov(published.get(_RECORD, b""))
    foreign = set(_by_quarto(record, folder))
    missing = sorted(name for name in rebuilt if name not in published and name != _RECORD)
    files = [
        compare(name, published[name], rebuilt[name])
        if name in rebuilt
        else Compared(name, (Difference("the whole file", note="nothing in this study makes it"),))
        for name in sorted(published)
        if name not in foreign and name != _RECORD
    ]
    # The record is no output. It can be compared when it tells of just what was rebuilt.
    if _RECORD in published and not foreign and not missing and all(one.same for one in files):
        compared = compare(_RECORD, published[_RECORD], rebuilt.get(_RECORD, b""))
        files += [] if compared.same else [compared]
    return Group(folder, "published", "output", tuple(files)), [
        *_other_commits(record, version),
        *_listed("Made by Quarto, so not compared byte for byte", sorted(foreign)),
        *_listed("Not published, so not compared", missing),
    ]


def _by_quarto(record: Prov, folder: str) -> Iterator[str]:
    start = f"file:{folder}/"
    for entity in record.entity:
        for step in record.joined("wasGeneratedBy", entity):
            if record.activity.get(step, {}).get("themeloom:engine") == "quarto":
                yield entity.removeprefix(start)


def _other_commits(record: Prov, version: Version) -> Iterator[str]:
    for entity, attributes in sorted(record.entity.items()):
        commit = entity.removeprefix("commit:")
        if commit not in {entity, version.commit}:
            day = attributes.get("themeloom:date", "")
            yield (
                f"Published outputs were built from commit {commit[:10]} of {day}, and this "
                f"folder is at {version.named or 'no commit'}. Outputs carry their commit, so "
                f"these cannot be the same: git checkout {commit[:10]}, then verify again."
            )


def _listed(what: str, names: list[str]) -> Iterator[str]:
    if names:
        yield f"{what}: {', '.join(names)}."
