"""Which commit this is and whether files were changed since, as every output says."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from themeloom import __version__
from themeloom.fingerprint import combined, files_below, is_nobodys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.project import Project

#: Short hashes are shown with this many digits: more than a telephone or NHS number has,
#: for one without a letter would be taken for one.
_SHORT = 12


#: Files that go into every output, besides those that it names.
_EVERYWHERE = ("_extensions/", "src/themeloom/", "_quarto.yml", "requirements.lock")


@dataclass(frozen=True)
class Version:
    """What outputs are built from.

    Args:
        commit: the full hash of the commit; empty where there is no repository.
        epoch: the time of the commit in seconds since 1970; 0 where there is none.
        changed: the files that differ from the commit, from the project's root.
    """

    commit: str
    epoch: int
    changed: frozenset[str]

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
            if any(self._goes_in(path, inputs) for path in self.changed):
                built += " with uncommitted changes"
        return f"{built}; evidence {combined(evidence)[:_SHORT]}; {renderer}."

    @staticmethod
    def _goes_in(path: str, inputs: Mapping[str, str]) -> bool:
        everywhere = path.startswith(_EVERYWHERE) and not is_nobodys(path.rpartition("/")[2])
        return path in inputs or everywhere


def version_of(project: Project) -> Version:
    """The commit of a project and the files that were changed since.

    A project without git, or without a commit, has no commit: its outputs say so.
    """
    head = _git(project, ["log", "-1", "--format=%H %ct"])
    if not head:
        return Version("", 0, frozenset())
    commit, seconds = head.split()
    status = _git(project, ["status", "--porcelain", "-z", "--untracked-files=all", "--", "."])
    # A renamed file is followed by its old name, which has no state before it.
    changed = {entry[3:] for entry in status.split("\0") if entry[2:3] == " "}
    return Version(commit, int(seconds), frozenset(changed))


def sources_of(project: Project) -> list[str]:
    """The project's files that are under version control or new, from its root, sorted.

    Where there is no git, all files are listed but those that are made anew.
    """
    told = _git(project, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
    if not told:
        return [path.relative_to(project.root).as_posix() for path in files_below(project.root)]
    names = set(filter(None, told.split("\0")))
    return sorted(name for name in names if (project.root / name).is_file())


def _git(project: Project, arguments: Sequence[str]) -> str:
    """What git answers, or nothing where it cannot."""
    program = shutil.which("git")
    if program is None:
        return ""
    done = subprocess.run(  # noqa: S603 - a fixed program with fixed words
        [program, "-C", str(project.root), "--no-optional-locks", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.stdout.strip("\n") if done.returncode == 0 else ""


def renderer_name(engine: str) -> str:
    """How the colophon calls the renderer."""
    called = {"builtin": "built-in renderer", "quarto": "Quarto"}
    return f"Themeloom {__version__}, {called[engine]}"
