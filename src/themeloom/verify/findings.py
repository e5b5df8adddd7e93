"""What a comparison gives: for every file that it is the same, or how it differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Difference:
    """One thing in which two files differ.

    Args:
        place: where, as a reader finds it: "row trusted, column words", "page 3".
        there: what the file that was checked has; empty if it has nothing there.
        rebuilt: what the rebuilt one has.
        note: what there is to say besides, or instead of the two.
        only: which of the two files has this at all, where one has not.
    """

    place: str
    there: str = ""
    rebuilt: str = ""
    note: str = ""
    only: Literal["", "there", "rebuilt"] = ""

    def head(self, called: str) -> str:
        """The place, which of two files has it if one has not, and what to say besides.

        Args:
            called: what the file that was checked is: "committed", "published".
        """
        only = {"there": f"only the {called} file has it", "rebuilt": f"the {called} file lacks it"}
        return ": ".join(filter(None, (self.place, only.get(self.only), self.note)))


@dataclass(frozen=True)
class Compared:
    """A file that was compared.

    Args:
        name: its path, as a reader names it.
        differences: how it differs; none if every byte is the same.
        note: what to say of it although it does not count as different.
    """

    name: str
    differences: tuple[Difference, ...] = ()
    note: str = ""

    @property
    def same(self) -> bool:
        """Whether every byte is the same."""
        return not self.differences and not self.note


@dataclass(frozen=True)
class Group:
    """Files that belong together.

    Args:
        title: what they are: "data-derived", "_output".
        called: what the files that are checked are: "committed", "published".
        kind: what one of them is: "derived file", "output".
        files: each file, by name.
    """

    title: str
    called: str
    kind: str
    files: tuple[Compared, ...]

    @property
    def differing(self) -> list[Compared]:
        """The files that differ."""
        return [one for one in self.files if one.differences]

    @property
    def same(self) -> int:
        """How many are the same to the byte."""
        return sum(one.same for one in self.files)

    @property
    def told(self) -> str:
        """How many are the same, in words."""
        total = len(self.files)
        some = f"all {total}" if self.same == total else f"{self.same} of {total}"
        return f"{some} files are the same, byte for byte"


@dataclass(frozen=True)
class Unread:
    """A source that could not be read here.

    Args:
        id: its name in the store.
        title: what it is called.
        access: withheld or restricted.
        sha256: the hash that the store records; empty if it records none.
        rests: what rests on it: cells of tables, as "quotations.csv, row trusted: line".
    """

    id: str
    title: str
    access: str
    sha256: str = ""
    rests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """All that `themeloom verify` found.

    Args:
        groups: what was compared.
        commit: the commit, as a person reads it; empty where there is none.
        changed: files that go into the study and differ from that commit.
        unread: sources that could not be read.
        versions: tools whose version is not the recorded one: name, recorded, here.
        notes: what else there is to know.
        failure: what kept notebooks and documents from being rebuilt; empty if nothing did.
    """

    groups: tuple[Group, ...]
    commit: str = ""
    changed: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    versions: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    failure: str = ""

    @property
    def equal(self) -> bool:
        """Whether all was rebuilt and nothing differs."""
        return not self.failure and not self.differs

    @property
    def differs(self) -> bool:
        """Whether anything that was compared differs."""
        return any(group.differing for group in self.groups)
