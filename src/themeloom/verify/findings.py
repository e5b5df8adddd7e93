"""What a comparison gives: for every file that it is the same, or how it differs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

#: Why an output of Quarto's differs where nothing but the renderer is another.
BY_RENDERER = "by its record Quarto made it of the same files, so the renderer makes the difference"

#: What is said of what acts in an output of Quarto's, and of a picture in it.
NOBODYS = "nothing that was rebuilt has it, and no renderer gives it"
#: What is said of a deck of Quarto's, which runs what no other program gives.
QUARTOS_OWN = "its scripts and style sheets that only Quarto brings were not compared"


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
        by_chance: whether it differs only where two rebuilds differ from each other.
        said: whether its words are the same, and of its bytes nothing can be told.
        why: why it differs, if Quarto made it.
    """

    name: str
    differences: tuple[Difference, ...] = ()
    note: str = ""
    by_chance: bool = False
    said: bool = False
    why: str = ""

    @property
    def same(self) -> bool:
        """Whether every byte is the same."""
        return not self.differences and not (self.note or self.by_chance or self.said)


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

    def path(self, file: Compared) -> str:
        """A file of this group by its path from the project's root."""
        start = f"{self.title}/" if self.kind == "output" else ""
        return f"{start}{file.name}"

    @property
    def told(self) -> str:
        """How many are the same, in words."""
        total = len(self.files)
        if total == 1:
            return "its one file is " + ("the same, byte for byte" if self.same else "not the same")
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
class Ran:
    """What was run, and on what.

    Args:
        steps: what was done, in order.
        began: when, in UTC, as 2026-11-27T10:15:00Z.
        seconds: how long it took.
        machine: the system.
        tools: the version of each tool that took part, by its name.
    """

    steps: tuple[str, ...] = ()
    began: str = ""
    seconds: int = 0
    machine: str = ""
    tools: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """All that `themeloom verify` found.

    Args:
        groups: what was compared.
        commit: the commit, as a person reads it; empty where there is none.
        uncommitted: sources that went into what lies here and are not as the commit has them.
        unread: sources that could not be read.
        versions: tools whose version is not the recorded one: name, recorded, here.
        notes: what else there is to know.
        failure: what kept all or some from being rebuilt; empty if nothing did.
        lacking: files that went into what lies here, and that a clone lacks.
        outside: sources that no commit holds, and that are what the store records.
        rewritten: raw data and recorded hashes that are not as they were first committed.
        unsteady: notebooks, and documents with code, that differ from themselves.
        missing: outputs that are not there and so were not compared.
        ran: what was run, and on what.
        unproved: what notebooks show or use that no rebuild bears out.
        strangers: files among the outputs that nothing here made, and so are nobody's outputs.
        foreign: whether the study was built by extensions that are not the package's.
        aside: files that were changed here since that commit, and so took no part.
    """

    groups: tuple[Group, ...] = ()
    commit: str = ""
    uncommitted: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    versions: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    failure: str = ""
    lacking: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()
    unsteady: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    foreign: bool = False
    aside: tuple[str, ...] = ()
    ran: Ran = Ran()

    @property
    def equal(self) -> bool:
        """Whether all could be rebuilt from what is committed, and nothing differs."""
        doubts = (self.failure, self.lacking, self.unsteady, self.unproved, self.foreign)
        return not (self.differs or any(doubts))

    @property
    def differs(self) -> bool:
        """Whether anything that was compared differs."""
        return any(group.differing for group in self.groups)
