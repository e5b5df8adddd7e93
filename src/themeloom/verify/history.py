"""Raw data, or their recorded hashes, that changed after they were first committed."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digest
from themeloom.core.git import contents, former, is_shallow
from themeloom.study.located import parse
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.core.git import Held
    from themeloom.core.project import Project
    from themeloom.verify.beginning import Beginning


def changed_since_first(project: Project, begun: Beginning) -> Iterator[str]:
    """What is another now than when it was first committed, each in a few words."""
    if begun.made is None:
        return
    raw, store = project.name(project.raw), project.study.name
    before = former(project.root, [raw, store])
    several = {
        name: one[0]
        for name, one in before.items()
        if len(one) > 1 and name != store and PurePosixPath(name).stem != "README"
    }
    for name, data in sorted(contents(several)):
        if name in begun.hashes and digest(data) != begun.hashes[name]:
            yield name
    stores = {str(number): one for number, one in enumerate(before.get(store, []))}
    first = _first_hashes(stores) if len(stores) > 1 else {}
    for source in read_study(begun.clean)[0].sources:
        if source.sha256 != first.get(source.id, source.sha256):
            yield f"the recorded hash of the source {source.id}"


def is_cut(project: Project, begun: Beginning) -> bool:
    """Whether earlier commits were not fetched, and so cannot be looked at."""
    return begun.made is not None and is_shallow(project.root)


def _first_hashes(stores: Mapping[str, Held]) -> dict[str, str]:
    """The hash of each source as it was first recorded, by the source's id."""
    found: dict[str, str] = {}
    for _, data in contents(stores):
        try:
            read: Any = parse(data.decode("utf-8", "replace"), "study.yml").value
            for source in read["sources"]:
                if source.get("sha256"):
                    found.setdefault(str(source["id"]), str(source["sha256"]))
        except (ThemeloomError, TypeError, KeyError, AttributeError):
            continue  # a store that could not be read then recorded nothing
    return found
