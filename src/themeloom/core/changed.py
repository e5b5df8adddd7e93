"""Which files are not as a commit has them, whatever git was told not to look at.

Only contents count: neither their modes nor what is staged, and of line ends only what git would
commit. Submodules are looked into, for what lies in them takes part as everything else does.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.core.files import is_nobodys
from themeloom.core.git import PLAIN, SUBMODULE, ask, held_of, listed, prefix_below

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
#: How git lists submodules, and what it takes for unchanged (`S`, small letters) as it was told.
_APART = re.compile(rf"\0(?:. ({SUBMODULE})|[a-zS] \d+) (\S+) \d\t([^\0]+)")


def changed_since(
    folder: Path, commit: str = "HEAD", prefix: str | None = None
) -> tuple[set[str], set[str]]:
    """The files below a folder that a commit has not, or not as they are, by path from there.

    Args:
        folder: a folder in a repository.
        commit: which commit of it.
        prefix: where the folder lies below the top of the repository; asked for if not given.

    Returns:
        These, and the files and folders that no commit is to hold; a folder that git does not
        look into has a slash at the end.
    """
    prefix = prefix_below(folder) if prefix is None else prefix
    changed, ignored, is_as_committed = set(), set(), commit == "HEAD"
    every = ("--untracked-files=all", "--ignored=matching", "--no-renames")
    for entry in listed(folder, "status", "--porcelain=v1", "-z", *every, "--", "."):
        state, name = entry[:2], entry[3:].removeprefix(prefix)
        if state == "??":
            changed.add(name)
        elif state != "!!":
            is_as_committed = False
        elif not any(map(is_nobodys, PurePosixPath(name).parts)):
            ignored.add(name)
    if not is_as_committed:  # what is staged may be what lies there no more
        asked = ("--name-only", "-z", "--no-renames", "--relative", "--ignore-submodules=all")
        changed |= set(listed(folder, "diff", *asked, *PLAIN, commit, "--", "."))
    links, unseen = _apart(folder)
    changed |= set(_other(folder, prefix, unseen))
    for name, (more, hidden) in _within(folder, links, commit):
        changed |= {f"{name}/{below}" for below in more}
        ignored |= {f"{name}/{below}" for below in hidden}
    return changed, ignored


def _apart(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The submodules, and the files that git was told to take for unchanged, as it has them."""
    links, unseen = [], {}
    told = ask(folder, "ls-files", "-v", "--stage", "-z")
    for is_link, blob, name in _APART.findall(f"\0{told}"):
        if is_link:
            links.append(name)
        elif (folder / name).is_file():
            unseen[name] = blob
    return links, unseen


def _other(folder: Path, prefix: str, unseen: dict[str, str]) -> Iterator[str]:
    """Of the files that git was told to take for unchanged, those that are not."""
    if not unseen:
        return
    # Names that are given this way are looked for from the top of the repository.
    top = folder.resolve().parents[prefix.count("/") - 1] if prefix else folder
    names = "\n".join(f"{prefix}{name}" for name in unseen)
    here = ask(top, "hash-object", "--stdin-paths", given=names).split()
    for (name, blob), now in zip(unseen.items(), here, strict=True):
        if now != blob:
            yield name


def _within(
    folder: Path, links: list[str], commit: str
) -> Iterator[tuple[str, tuple[set[str], set[str]]]]:
    """What is not as the commit has it in each submodule that was fetched."""
    there = [name for name in links if (folder / name / ".git").exists()]
    known = held_of(folder, commit, there, kind="commit") if there else {}
    for name in there:
        # One that the commit does not have is new, with all that is in it.
        yield (
            name,
            changed_since(folder / name, known[name].blob) if name in known else ({""}, set()),
        )
