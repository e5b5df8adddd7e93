"""Asking git, whatever its settings: what a commit holds, and what became of a file before it."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import beside, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


_DATA = beside(__file__, "git.toml")
#: Every question is asked with these: no lock, names are just names, and settings of ours.
_ALWAYS = (*_DATA["options"], *(word for one in _DATA["settings"] for word in ("-c", one)))
#: What files hold is told as git has it.
PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv")
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


def listed(folder: Path, *arguments: str) -> list[str]:
    """What git lists, each thing ended by a zero (`-z`).

    Raises:
        ThemeloomError: as for `ask`.
    """
    return [one for one in ask(folder, *arguments).split("\0") if one]


class Place(NamedTuple):
    """Where a folder lies below the top of its repository: nothing, or a path with a slash.

    And the last commit there.
    """

    prefix: str
    commit: str


def place_of(folder: Path, held: str) -> Place | None:
    """Where a folder lies in its repository.

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
    # One question for all of it: every command begins with it.
    asked = ("--is-inside-work-tree", "--show-prefix", "HEAD", f"HEAD:./{held}")
    done = _run(folder, ("rev-parse", *asked))
    inside, _, rest = done.stdout.partition("\n")
    if inside == "false":
        where = "it has its files elsewhere (core.worktree), or is one without files (core.bare)"
        raise _refusal(folder, where)
    if inside != "true":
        if "not a git repository (or any" in done.stderr and not (folder / ".git").exists():
            return None
        raise _refusal(folder, done.stderr)
    if not done.returncode:
        prefix, commit, _ = rest.removesuffix("\n").rsplit("\n", 2)
        return Place(prefix, commit)
    if _run(folder, ("rev-parse", "--quiet", "--verify", "HEAD")).returncode == 0:
        ask(folder, "ls-tree", "HEAD")  # fails where the commit is broken
    return None


def _run(
    folder: Path, arguments: tuple[str, ...], given: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a fixed program with fixed words
        [*_command(folder), *arguments],
        input=given,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=_environment(os.environ),
    )


def _command(folder: Path) -> list[str]:
    return [shutil.which("git") or "git", "-C", str(folder), *_ALWAYS]


def _environment(there: Mapping[str, str]) -> dict[str, str]:
    """The environment without what names another repository, and in git's own language."""
    kept = {
        name: value
        for name, value in there.items()
        if not name.startswith("GIT_") or name.startswith(tuple(_DATA["environment"]))
    }
    # Nobody's word on which commit came before which, but that of the commits.
    return {**kept, "GIT_GRAFT_FILE": os.devnull, "LC_ALL": "C", "LANGUAGE": "C"}


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


class Held(NamedTuple):
    """What a commit holds under a name.

    Args:
        mode: what it is: `100644` a file, `120000` a link.
        blob: what git calls its contents.
        repository: the folder to ask for them.
    """

    mode: str
    blob: str
    repository: Path


SUBMODULE = "160000"


def held(folder: Path, commit: str = "HEAD") -> dict[str, Held]:
    """What a commit holds below a folder, by path from there; submodules are looked into.

    A submodule that was not fetched is left out, as a clone would have it, and so is a repository
    that nothing says where to fetch.

    Raises:
        ThemeloomError: as for `ask`; the commit or a folder is not what its name says.
    """
    found: dict[str, Held] = {}
    below = listed(folder, "ls-tree", "-r", "-d", "-z", "--full-tree", commit)
    folders = [one.split()[2] for one in below if one.split()[1] == "tree"]
    named = [*ask(folder, "rev-parse", commit, f"{commit}^{{tree}}").split(), *folders]
    for _ in contents({name: Held("", name, folder) for name in named}):
        pass  # Reading them is enough: what is not what its name says is an error.
    prefix, fetched = prefix_below(folder), _fetchable(folder, commit)
    for name, _, one in _tree(folder, commit, ["."]):
        if one.mode != SUBMODULE:
            found[name] = one
        elif (folder / name / ".git").exists() and f"{prefix}{name}" in fetched:
            inner = held(folder / name, one.blob)
            found |= {f"{name}/{below}": one for below, one in inner.items()}
    return found


def _tree(folder: Path, commit: str, names: Iterable[str]) -> Iterator[tuple[str, str, Held]]:
    """What a commit holds at some places: paths from a folder, whether it is a blob, what it is."""
    for entry in listed(folder, "ls-tree", "-r", "-z", commit, "--", *names):
        told, name = entry.split("\t", 1)
        mode, kind, blob = told.split()
        yield name, kind, Held(mode, blob, folder)


def _fetchable(folder: Path, commit: str) -> set[str]:
    """The submodules of which a commit says where to fetch them, by path from the top."""
    asked = ("config", "-z", "--blob", f"{commit}:.gitmodules", "--get-regexp", r"\.path$")
    told = _run(folder, asked).stdout.split("\0")
    return {one.partition("\n")[2] for one in told if one}


def contents(wanted: Mapping[str, Held]) -> Iterator[tuple[str, bytes]]:
    """The contents of what a commit holds, one after the other, as they were committed.

    No line end is turned and no filter is run, so they are the same on every machine.
    """
    for repository in {one.repository for one in wanted.values()}:
        with subprocess.Popen(  # noqa: S603 - a fixed program with fixed words
            [*_command(repository), "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(os.environ),
        ) as git:
            for name, one in wanted.items():
                if one.repository == repository:
                    yield name, _content(git, name, one.blob)


def _content(git: subprocess.Popen[bytes], name: str, blob: str) -> bytes:
    if not git.stdin or not git.stdout:
        raise RuntimeError("git was started without pipes")
    git.stdin.write(f"{blob}\n".encode())
    git.stdin.flush()
    head = git.stdout.readline().split()
    if len(head) < 3:  # noqa: PLR2004 - its name, its kind, its size
        raise ThemeloomError(
            f"the repository of this study lacks what its commit holds as {name}",
            "fetch it whole: git fetch --refetch",
            file=name,
        )
    data = git.stdout.read(int(head[2]))
    git.stdout.read(1)
    if name_of(data, len(blob), head[1]) != blob:
        raise ThemeloomError(
            f"the repository of this study does not hold what its commit names as {name}",
            "somebody or a disk changed it: clone it anew, or tell: git fsck",
            file=name,
        )
    return data


#: How many digits the names of git's older repositories have.
_SHA1 = 40


def name_of(data: bytes, digits: int, kind: bytes = b"blob") -> str:
    """What git calls some contents: a SHA-1, or in newer repositories a SHA-256."""
    name = "sha1" if digits == _SHA1 else "sha256"
    return hashlib.new(name, b"%s %d\0" % (kind, len(data)) + data).hexdigest()


def former(folder: Path, names: Iterable[str]) -> dict[str, list[Held]]:
    """What each file was in the commits that led to this one, the first of them first.

    Args:
        folder: a folder in a repository.
        names: files or folders in it, by their paths from there.
    """
    asked = ("--reverse", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--relative")
    plain = ("--format=", "--no-show-signature", *PLAIN)
    parts = iter(listed(folder, "-c", "log.follow=false", "log", *asked, *plain, "--", *names))
    found: dict[str, list[Held]] = {}
    for part in parts:
        _, mode, _, blob, _ = part.strip("\n").lstrip(":").split()
        before = found.setdefault(next(parts), [])
        if blob.strip("0") and blob not in {one.blob for one in before}:
            before.append(Held(mode, blob, folder))
    return found


def is_shallow(folder: Path) -> bool:
    """Whether only the last commits were fetched."""
    return ask(folder, "rev-parse", "--is-shallow-repository").strip() == "true"


def twin(folder: Path, to: Path) -> None:
    """Make an empty folder a repository with the same last commit, and so the same history.

    Args:
        folder: a folder in a repository.
        to: the empty one; it lies as far below the top of its repository.
    """
    prefix = prefix_below(folder)
    top = to.parents[prefix.count("/") - 1] if prefix else to
    top.mkdir(parents=True, exist_ok=True)
    commit, kind = ask(folder, "rev-parse", "HEAD", "--show-object-format").split()
    ask(top, "init", "--quiet", "--template=", f"--object-format={kind}")
    paths = ("--git-path", "objects", "--git-path", "shallow")
    objects, shallow = (folder / one for one in ask(folder, "rev-parse", *paths).splitlines())
    put(top / ".git" / "objects" / "info" / "alternates", f"{objects.resolve()}\n".encode())
    if shallow.is_file():
        put(top / ".git" / "shallow", shallow.read_bytes())
    put(top / ".git" / "HEAD", f"{commit}\n".encode())


def prefix_below(folder: Path) -> str:
    """Where a folder lies below the top of its repository: nothing, or a path with a slash."""
    return ask(folder, "rev-parse", "--show-prefix").removesuffix("\n")


class Commit(NamedTuple):
    """A commit: its name, the day on which it was made, and what was written of it."""

    name: str
    date: str
    message: str


def commits(folder: Path, names: Iterable[str]) -> list[Commit]:
    """The commits that changed some files, the first of them first.

    Args:
        folder: a folder in a repository.
        names: files or folders in it, by their paths from there.
    """
    how = ("--reverse", "--topo-order", "-z", "--format=%H%x1f%as%x1f%B", "--no-show-signature")
    told = listed(folder, "-c", "log.follow=false", "log", *how, *PLAIN, "--", *names)
    rows = (one.strip("\n").split("\x1f") for one in told if one.strip())
    return [Commit(name, date, message.strip()) for name, date, message in rows]


def held_of(folder: Path, commit: str, names: Iterable[str], kind: str = "blob") -> dict[str, Held]:
    """What a commit holds of some files, and of those below some folders, by path from there.

    Args:
        folder: a folder in a repository.
        commit: which commit.
        names: files or folders, by their paths from there.
        kind: what is told: `blob` files and links, `commit` submodules.
    """
    return {name: one for name, what, one in _tree(folder, commit, names) if what == kind}


_POINTED = re.compile(rb"^oid sha256:([0-9a-f]{64})$", re.MULTILINE)


def stands_for(data: bytes) -> tuple[str, str] | None:
    """What keeps the file that some contents only stand for, and the command that fetches it."""
    known = _DATA["standing-for"]
    kinds = ((kept, how) for start, kept, how in known if re.match(start.encode(), data))
    return next(kinds, None)


def pointed_at(data: bytes) -> str:
    """The SHA-256 of the file that contents stand for, where they tell it."""
    found = _POINTED.search(data)
    return found[1].decode() if found else ""
