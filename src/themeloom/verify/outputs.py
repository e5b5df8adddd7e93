"""Comparing finished documents: in a folder or a zip archive, and why others cannot be."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digest_of, files_below, is_hidden
from themeloom.core.written import Written
from themeloom.notebooks import FOLDER
from themeloom.session import Session
from themeloom.steps.prov import Prov, read_prov
from themeloom.verify.beginning import as_committed
from themeloom.verify.compare import acts_in, compare, compare_picture, compare_said
from themeloom.verify.findings import NOBODYS, Compared, Difference, Group
from themeloom.verify.renderer import CHANGED, reason

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
        derived: the files of `data-derived/`, if an archive brings its own, by their path from
            the project's root.
        own: whether they are the study's own outputs.
    """

    outputs: Files
    derived: Files = field(default_factory=dict)
    own: bool = False


def _files_of(folder: Path, paths: Iterable[Path]) -> Files:
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
        files = _files_of(own, Written(project).files(own)) if own.is_dir() else {}
        if files or path is None:
            return Publication(files, own=True) if files else None
    if path.is_dir():
        files = _files_of(path, files_below(path))
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
    start = f"{project.derived.name}/"
    derived = _below(files, project.derived.name).items()
    return Publication(inside, {f"{start}{name}": data for name, data in derived})


def own_outputs(
    project: Project, made: Project | None, version: Version, rebuilt: Mapping[str, bytes]
) -> Files:
    """The study's own outputs as they lie here, by their path below `_output/`.

    Args:
        project: the study.
        made: what is committed of all that is made, if there is a repository.
        version: its commit.
        rebuilt: the outputs that are wanted, by their path from the root: each is one, whatever
            the records say.
    """
    own = project.output
    known = {*map(project.name, Written(project).files(own)), *rebuilt}
    # On many machines a name in other letters is the same file.
    folded = {name.casefold() for name in known}
    known |= {one for one in map(project.name, files_below(own)) if one.casefold() in folded}
    found: Files = {}
    for name in sorted(known):
        committed, path = made and made.root / name, project.root / name
        here = path.read_bytes() if path.is_file() else None
        if committed and committed.is_file() and (here is not None or name not in version.changed):
            held = committed.read_bytes()
            here = held if as_committed(here, held) else here
        if here is not None:
            found[path.relative_to(own).as_posix()] = here
    return found


def strangers(project: Project, published: Publication | None) -> Iterator[str]:
    """The files that lie among the study's own outputs and that it never made, sorted."""
    if published is not None and published.own:
        for path in files_below(project.output):
            if path.relative_to(project.output).as_posix() not in published.outputs:
                yield project.name(path)


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
                for entry in _once(path.name, entries)
                if not is_hidden(entry.filename)
            }
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise ThemeloomError(
            f"{path.name} is not a zip archive that can be opened: {error}",
            "fetch it again, or unpack it yourself and give the folder: --output FOLDER",
        ) from None


def _once(archive: str, entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The entries of an archive, none of which is there twice, in whatever letters."""
    for name, count in Counter(entry.filename.casefold() for entry in entries).items():
        if count > 1:
            raise ThemeloomError(
                f"{archive} holds {name} {count} times, and who unpacks it gets any of them",
                "make the archive anew, from an empty one",
            )
    return entries


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
_PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg"})
_PAGES = f"{FOLDER}/"


def compare_outputs(
    project: Project,
    published: Publication,
    rebuilt: Mapping[str, bytes],
    version: Version,
    clean: Project,
) -> tuple[Group, list[str], list[str]]:
    """Compare outputs with rebuilt ones.

    Args:
        project: the study.
        published: the outputs that are checked.
        rebuilt: what was rebuilt, by path from the root.
        version: the commit that was rebuilt.
        clean: where it was.

    Returns:
        The comparison, what else to tell of it, and which outputs are not there.
    """
    start = f"{project.name(project.output)}/"
    wanted = {name.removeprefix(start): data for name, data in rebuilt.items()}
    there = published.outputs
    record = read_prov(there.get(_RECORD, b""))
    by_quarto = set(_by_quarto(record, start)) & there.keys()
    lost = _recorded(record, start) - there.keys()
    files = [Compared(name, (_LOST,)) for name in lost]
    files += _each(there, wanted, record, by_quarto, clean)
    # The record is no output, and tells of what else is not the same: it is compared where all is.
    missing = sorted(wanted.keys() - there.keys() - lost - {_RECORD})
    if _RECORD in there and not by_quarto and all(one.same for one in files):
        compared = compare(_RECORD, there[_RECORD], wanted.get(_RECORD, b""))
        if missing:  # It does not tell of them.
            said = tuple(one for one in compared.differences if one.there)
            compared = replace(compared, differences=said, note="")
        files += [] if compared.same else [compared]
    files.sort(key=lambda one: one.name)
    notes = [*_other_commits(record, version)]
    if by_quarto:
        notes.append(_SAID)
    return Group(project.output.name, "published", "output", tuple(files)), notes, missing


def _each(
    there: Files, wanted: Files, record: Prov, by_quarto: set[str], clean: Project
) -> Iterator[Compared]:
    """Each output that is there, compared as its renderer makes it possible."""
    start = f"{clean.name(clean.output)}/"
    pictures = _pictures(clean) if by_quarto else {}
    acts = {one for name, data in wanted.items() if by_quarto for one in acts_in(name, data)}
    known, ours = _recorded(record, start), read_prov(wanted.get(_RECORD, b""))
    pages = {name for name in there if by_quarto and name.startswith(_PAGES)} - known
    # They tell of the outputs, and how large each is.
    about = {name for name in there if by_quarto and name.endswith("index.html")}
    for name, data in there.items():
        if name == _RECORD:
            continue
        if name not in wanted:
            yield Compared(name, (_ALIEN,))
        elif name in by_quarto and name.endswith(".png"):
            yield compare_picture(name, data, there.get(f"{name.removesuffix('.png')}.pdf"))
        elif name in by_quarto | pages | about:
            # Quarto lays the pages of notebooks out in its own way.
            one = compare_said(name, data, wanted[name], pictures, acts, in_order=name not in pages)
            why = reason(record, ours, f"{start}{name}", data)
            if name in by_quarto and why == CHANGED and not one.differences:
                one = replace(one, differences=(Difference("the whole file", note=why),))
            by_words = one.differences and all(each.note != NOBODYS for each in one.differences)
            yield replace(one, why=why if by_words else "")
        else:
            yield compare(name, data, wanted[name])


_LOST = Difference("the whole file", note="its record names it, and it is not there")
_ALIEN = Difference("the whole file", note="nothing in this study makes it")
_SAID = (
    "Outputs made by Quarto were compared by what they say, word for word, "
    "with what the built-in renderer gives."
)


def _pictures(clean: Project) -> dict[str, str]:
    """What each picture of the study is called, by its hash; a drawing and its pixels alike."""
    return {
        digest_of(path): clean.name(path.with_suffix(""))
        for path in clean.below(clean.root)
        if path.suffix in _PICTURES and not path.is_relative_to(clean.output)
    }


def _recorded(record: Prov, start: str) -> set[str]:
    """The outputs that a record tells of."""
    made = (name.removeprefix("file:") for name in record.entity)
    return {name.removeprefix(start) for name in made if name.startswith(start)}


def _by_quarto(record: Prov, folder: str) -> Iterator[str]:
    start = f"file:{folder}"
    for entity in record.entity:
        for step in record.joined("wasGeneratedBy", entity):
            if record.activity.get(step, {}).get("themeloom:engine") == "quarto":
                yield entity.removeprefix(start)


def _other_commits(record: Prov, version: Version) -> Iterator[str]:
    """The commits that outputs were built from, where it is not the one that was rebuilt."""
    for entity, attributes in sorted(record.entity.items()):
        commit = entity.removeprefix("commit:")
        if commit not in {entity, version.commit}:
            day = attributes.get("themeloom:date", "")
            yield (
                f"Published outputs were built from commit {commit[:10]} of {day}, and this "
                f"folder is at {version.named or 'no commit'}. Outputs carry their commit, so "
                f"these cannot be the same: git checkout {commit[:10]}, then verify again."
            )
