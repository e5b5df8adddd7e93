"""Which commit this is, what was changed since, and asking git whatever its settings."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom import __version__
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import combined, files_below, is_nobodys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from themeloom.core.project import Project


#: What the environment may say to git: where its settings lie and how far it may look. The
#: rest would lead it to another repository or index, as it does within a hook of git's.
_SETTINGS = ("GIT_CONFIG_", "GIT_CEILING_", "GIT_DISCOVERY_", "GIT_EXEC_", "GIT_TEST_")
#: No lock, no program of the repository's that tells which files changed, and all that the
#: file system knows of a file's state.
_ALWAYS = (
    *("--no-optional-locks", "--no-replace-objects"),
    *("-c", "core.fsmonitor=false", "-c", "core.trustctime=true", "-c", "core.checkStat=default"),
)
_OTHER_OWNER = re.compile(r"(?:ownership in repository at|unsafe repository \()\s*'([^']+)'")


def ask(folder: Path, *arguments: str, given: str = "") -> str:
    """What git answers, asked from a folder in a repository.

    Raises:
        ThemeloomError: git gives no answer; its own first words are in the message.
    """
    done = _run(folder, arguments, given)
    if done.returncode:
        raise _refusal(folder, done.stderr)
    return done.stdout


def prefix_of(folder: Path, held: str) -> str | None:
    """Where a folder lies below the top of its repository: nothing, or a path with a slash.

    Args:
        folder: which folder.
        held: a file in it that the last commit must hold; else the repository is somebody
            else's, in which the folder only happens to lie.

    Returns:
        None where there is no such repository, or no git.

    Raises:
        ThemeloomError: there is a repository, and git does not read it.
    """
    if shutil.which("git") is None:
        return None
    done = _run(folder, ("rev-parse", "--is-inside-work-tree", "--show-prefix"))
    inside, _, prefix = done.stdout.partition("\n")
    if done.returncode or inside != "true":
        if "not a git repository (or any" in done.stderr and not (folder / ".git").exists():
            return None
        raise _refusal(folder, done.stderr or "it is marked as one without files (core.bare)")
    if _run(folder, ("rev-parse", "--quiet", "--verify", f"HEAD:./{held}")).returncode == 0:
        return prefix.removesuffix("\n")
    if _run(folder, ("rev-parse", "--quiet", "--verify", "HEAD")).returncode == 0:
        ask(folder, "ls-tree", "HEAD")  # fails where the commit is broken
    return None


def _run(
    folder: Path, arguments: tuple[str, ...], given: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a fixed program with fixed words
        [shutil.which("git") or "git", "-C", str(folder), *_ALWAYS, *arguments],
        input=given,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=_environment(os.environ),
    )


def _environment(there: Mapping[str, str]) -> dict[str, str]:
    """The environment without what names another repository, and in git's own language."""
    kept = {
        name: value
        for name, value in there.items()
        if not name.startswith("GIT_") or name.startswith(_SETTINGS)
    }
    return {**kept, "LC_ALL": "C", "LANGUAGE": "C"}


def _refusal(folder: Path, said: str) -> ThemeloomError:
    """Why git does not answer, and what to do about it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = next((line for line in lines if line.startswith("fatal: ")), "".join(lines[:1]))
    message = f"git does not read the repository of this study: {told.removeprefix('fatal: ')}"
    if owner := _OTHER_OWNER.search(said):
        trusted = shlex.quote(owner[1])
        return ThemeloomError(
            message,
            f"if you trust it, run: git config --global --add safe.directory {trusted}",
        )
    return ThemeloomError(
        message, f"mend what this command tells: git -C {shlex.quote(str(folder))} status"
    )


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
