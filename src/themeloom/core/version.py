"""Which commit this is, and what was changed since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom import __version__
from themeloom.core.files import combined, files_below, is_nobodys
from themeloom.core.git import ask, prefix_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.core.project import Project


#: Short hashes are shown with this many digits: more than a telephone or NHS number has,
#: for one without a letter would be taken for one.
_SHORT = 12
#: How many digits the names of git's older repositories have.
_SHA1 = 40


#: Files that go into every output, besides those that it names.
_EVERYWHERE = ("_extensions/", "src/themeloom/", "_quarto.yml", "requirements.lock")


@dataclass(frozen=True)
class Version:
    """What outputs are built from.

    Args:
        commit: the full hash of the commit; empty where there is no repository.
        epoch: the time of the commit in seconds since 1970; 0 where there is none.
        changed: the files that differ from the commit, from the project's root.
        ignored: files and folders (with a slash at the end) that no commit is to hold.
    """

    commit: str
    epoch: int
    changed: frozenset[str]
    ignored: frozenset[str] = frozenset()

    @property
    def date(self) -> str:
        """The day of the commit in UTC, as 2026-11-22; empty where there is none."""
        if not self.commit:
            return ""
        return datetime.fromtimestamp(self.epoch, UTC).date().isoformat()

    @property
    def named(self) -> str:
        """The commit as a person reads it: its first digits and its day."""
        return f"{self.commit[:_SHORT]} of {self.date}" if self.commit else ""

    def colophon(self, renderer: str, inputs: Mapping[str, str]) -> str:
        """One line for the foot of an output.

        Args:
            renderer: what typesets it.
            inputs: the files that it names, from the project's root, with their hashes;
                the output says that it was changed only if one of these was.
        """
        evidence = {name: value for name, value in inputs.items() if "data-derived/" in name}
        if not self.commit:
            built = "Built from files under no version control"
        else:
            built = f"Built from commit {self.named}"
            if any(self._goes_in(path, inputs) for path in self.changed | self.ignored):
                built += " with uncommitted changes"
        return f"{built}; evidence {combined(evidence)[:_SHORT]}; {renderer}."

    @staticmethod
    def _goes_in(path: str, inputs: Mapping[str, str]) -> bool:
        everywhere = path.startswith(_EVERYWHERE) and not is_nobodys(path.rpartition("/")[2])
        if path in inputs or everywhere:
            return True
        # A folder that git does not look into stands for all that is in it.
        return path.endswith("/") and any(name.startswith(path) for name in inputs)


def version_of(project: Project) -> Version:
    """The commit of a project and the files that were changed since.

    A project without git, or whose store no commit holds, has no commit: its outputs say so.

    Raises:
        ThemeloomError: there is a repository, and git does not read it.
    """
    prefix = prefix_of(project.root, project.study.name)
    if prefix is None:
        return Version("", 0, frozenset())
    seconds, commit = ask(project.root, "rev-list", "--timestamp", "-1", "HEAD", "--").split()
    changed, ignored = _changed(project, prefix)
    unseen = _changed_unseen(project)
    return Version(commit, int(seconds), frozenset(changed | unseen), frozenset(ignored))


def is_in_repository(project: Project) -> bool:
    """Whether the last commit of a repository holds the study."""
    return prefix_of(project.root, project.study.name) is not None


def after_making(project: Project, version: Version, made: Mapping[str, bytes | None]) -> Version:
    """The version as it will be once files are put in their places.

    Args:
        project: the compendium.
        version: what git says now.
        made: what each file will hold, by its path from the root; None for one that goes.
    """
    if not version.commit:
        return version
    listed = ask(project.root, "ls-tree", "-r", "-z", "HEAD", "--", *sorted(made))
    entries = (entry.split("\t", 1) for entry in filter(None, listed.split("\0")))
    held = {name: told.split()[2] for told, name in entries}
    now = {name: data and _blob(data, len(version.commit)) for name, data in made.items()}
    other = {name for name, blob in now.items() if held.get(name) != blob}
    return replace(version, changed=frozenset(version.changed - made.keys() | other))


def _blob(data: bytes, digits: int) -> str:
    """What git calls some contents: a SHA-1, or in newer repositories a SHA-256."""
    name = "sha1" if digits == _SHA1 else "sha256"
    return hashlib.new(name, b"blob %d\0" % len(data) + data).hexdigest()


def sources_of(project: Project) -> list[str]:
    """The project's files that are under version control or new, from its root, sorted.

    Where it has no commit, all files are listed but those that are made anew.
    """
    if prefix_of(project.root, project.study.name) is None:
        return [path.relative_to(project.root).as_posix() for path in files_below(project.root)]
    told = ask(project.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = set(filter(None, told.split("\0")))
    return sorted(name for name in names if (project.root / name).is_file())


def _changed(project: Project, prefix: str) -> tuple[set[str], set[str]]:
    """The files that differ from the commit or are new, and those that git was told to ignore."""
    asked = ("--porcelain=v1", "-z", "--untracked-files=all", "--ignored=matching")
    whole = ("--find-renames", "--ignore-submodules=none", "--", ".")
    entries = iter(ask(project.root, "status", *asked, *whole).split("\0"))
    changed: set[str] = set()
    ignored: set[str] = set()
    for entry in filter(None, entries):
        state, name = entry[:2], entry[3:].removeprefix(prefix)
        if state != "!!":
            changed.add(name)
        elif not any(map(is_nobodys, PurePosixPath(name).parts)):
            ignored.add(name)
        if "R" in state or "C" in state:
            next(entries)  # its old name
    return changed, ignored


def _changed_unseen(project: Project) -> set[str]:
    """The files that git was told to take for unchanged, and that are not."""
    flagged: dict[str, str] = {}
    for entry in filter(None, ask(project.root, "ls-files", "-v", "--stage", "-z").split("\0")):
        state, name = entry.split("\t", 1)
        tag, _, digest, _ = state.split()
        if (tag.islower() or tag == "S") and (project.root / name).is_file():
            flagged[name] = digest
    if not flagged:
        return set()
    told = ask(project.root, "hash-object", "--stdin-paths", given="\n".join(flagged))
    here = dict(zip(flagged, told.split(), strict=True))
    return {name for name in flagged if here[name] != flagged[name]}


def renderer_name(engine: str) -> str:
    """How the colophon calls the renderer."""
    called = {"builtin": "built-in renderer", "quarto": "Quarto"}
    return f"Themeloom {__version__}, {called[engine]}"
