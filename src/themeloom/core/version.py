"""Which commit this is, and what was changed since."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from themeloom import __version__
from themeloom.core.changed import changed_since
from themeloom.core.files import combined, is_nobodys
from themeloom.core.git import ask, held_of, name_of, place_of
from themeloom.core.kept import kept, remember
from themeloom.core.released import released

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.core.project import Project


#: Short hashes are shown with this many digits: more than a telephone or NHS number has,
#: for one without a letter would be taken for one.
_SHORT = 12
#: What is known of the files of an archive as it was unpacked.
_RELEASED = "released.json"


#: Files that go into every output, besides those that it names.
_EVERYWHERE = ("_extensions/", "src/themeloom/", "_quarto.yml", "requirements.lock")


class Version(NamedTuple):
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
        from themeloom.core.text import counted

        evidence = {name: value for name, value in inputs.items() if "data-derived/" in name}
        if not self.commit:
            built = f"Built from files under no version control, {combined(inputs)[:_SHORT]}"
        else:
            built = f"Built from commit {self.named}"
            if own := self.uncommitted(inputs):
                built += f" with uncommitted changes in {counted(len(own), 'file')}"
        return f"{built}; evidence {combined(evidence)[:_SHORT]}; {renderer}."

    def uncommitted(self, inputs: Mapping[str, str]) -> list[str]:
        """The files that went into an output and are not as in the commit, sorted.

        Args:
            inputs: the files that it names, from the project's root.
        """
        found: set[str] = set()
        for path in self.changed | self.ignored:
            everywhere = path.startswith(_EVERYWHERE) and not is_nobodys(path.rpartition("/")[2])
            if path in inputs or everywhere:
                found.add(path)
            elif path.endswith("/"):
                # A folder that git does not look into stands for all that is in it.
                found |= {name for name in inputs if name.startswith(path)}
        return sorted(found)


def version_of(project: Project) -> Version:
    """The commit of a project and the files that were changed since.

    An archive may carry the commit that it was made of. A project without git, or whose store
    no commit holds, has none: its outputs say so.

    Raises:
        ThemeloomError: there is a repository, and git does not read it.
    """
    return timed(project, state_of(project))


def state_of(project: Project) -> Version:
    """The version without the time of its commit, for whoever may have no output to tell it.

    Raises:
        ThemeloomError: as for `version_of`.
    """
    place = place_of(project.root, project.study.name)
    if place is None:
        return _of_archive(project)
    changed, ignored = changed_since(project.root, prefix=place.prefix)
    return Version(place.commit, 0, frozenset(changed), frozenset(ignored))


def timed(project: Project, version: Version) -> Version:
    """The same version with the time of its commit."""
    if not version.commit or version.epoch:
        return version
    told = ask(project.root, "rev-list", "--timestamp", "-1", version.commit, "--")
    return version._replace(epoch=int(told.split()[0]))


def _of_archive(project: Project) -> Version:
    """The commit that an archive says it was made of, and what was changed since it was unpacked.

    Where the archive was once seen as it was released, its files are remembered; where it was
    not, any of them may have been changed.
    """
    found = released(project.root)
    if found is None:
        return Version("", 0, frozenset())
    output = f"{project.name(project.output)}/"
    every = project.digests(project.below(project.root))
    here = {name: one for name, one in every.items() if not name.startswith(output)}
    memory = project.state / _RELEASED
    if found.whole:
        remember(memory, here, found.commit)
        return Version(found.commit, found.epoch, frozenset())
    then = kept(memory, dict[str, str], found.commit) or {}
    changed = (name for name in here | then if here.get(name) != then.get(name))
    return Version(found.commit, found.epoch, frozenset(changed))


def is_in_repository(project: Project) -> bool:
    """Whether the last commit of a repository holds the study."""
    return place_of(project.root, project.study.name) is not None


def after_making(project: Project, version: Version, made: Mapping[str, bytes | None]) -> Version:
    """The version as it will be once files are put in their places.

    Args:
        project: the compendium.
        version: what git says now.
        made: what each file will hold, by its path from the root; None for one that goes.
    """
    if not version.commit:
        return version
    if not is_in_repository(project):
        return version._replace(changed=version.changed | made.keys())
    held = held_of(project.root, "HEAD", sorted(made))
    now = {name: data and name_of(data, len(version.commit)) for name, data in made.items()}
    other = {
        name for name, blob in now.items() if (held[name].blob if name in held else None) != blob
    }
    return version._replace(changed=frozenset(version.changed - made.keys() | other))


def renderer_name(engine: str) -> str:
    """How the colophon calls the renderer."""
    called = {"builtin": "built-in renderer", "quarto": "Quarto"}
    return f"Themeloom {__version__}, {called[engine]}"
