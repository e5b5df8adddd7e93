"""Asking git about a folder: the same answers whatever its settings, and its refusals told."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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
