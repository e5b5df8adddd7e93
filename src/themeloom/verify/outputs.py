"""Comparing finished documents: those that can be compared, and why others cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.provenance.prov import Prov, read_prov
from themeloom.verify.compare import compare
from themeloom.verify.findings import Compared, Difference, Group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.provenance.version import Version

_RECORD = "provenance.json"


def compare_outputs(
    folder: str, published: Mapping[str, bytes], rebuilt: Mapping[str, bytes], version: Version
) -> tuple[Group, list[str]]:
    """Compare outputs with rebuilt ones.

    Args:
        folder: the name of the output folder.
        published: the outputs that are checked, by their path below it.
        rebuilt: what was rebuilt.
        version: the commit that was rebuilt.

    Returns:
        The comparison, and what else to tell of it.
    """
    record = read_prov(published.get(_RECORD, b"").decode("utf-8", "replace"))
    foreign = set(_by_quarto(record, folder))
    missing = sorted(name for name in rebuilt if name not in published and name != _RECORD)
    files = []
    for name in sorted(published):
        if name in foreign or name == _RECORD:
            continue
        if name in rebuilt:
            files.append(compare(name, published[name], rebuilt[name]))
        else:
            note = "nothing in this study makes it"
            files.append(Compared(name, (Difference("the whole file", note=note),)))
    # The record is no output. It can be compared when it tells of just what was rebuilt.
    if _RECORD in published and not foreign and not missing and all(one.same for one in files):
        compared = compare(_RECORD, published[_RECORD], rebuilt.get(_RECORD, b""))
        files += [] if compared.same else [compared]
    return Group(folder, "published", "output", tuple(files)), [
        *_other_commits(record, version),
        *_listed("Made by Quarto, so not compared byte for byte", sorted(foreign)),
        *_listed("Not published, so not compared", missing),
    ]


def _by_quarto(record: Prov, folder: str) -> Iterator[str]:
    start = f"file:{folder}/"
    for entity in record.entity:
        for step in record.joined("wasGeneratedBy", entity):
            if record.activity.get(step, {}).get("themeloom:engine") == "quarto":
                yield entity.removeprefix(start)


def _other_commits(record: Prov, version: Version) -> Iterator[str]:
    for entity, attributes in sorted(record.entity.items()):
        commit = entity.removeprefix("commit:")
        if commit not in {entity, version.commit}:
            day = attributes.get("themeloom:date", "")
            yield (
                f"Published outputs were built from commit {commit[:10]} of {day}, and this "
                f"folder is at {version.named or 'no commit'}. Outputs carry their commit, so "
                f"these cannot be the same: git checkout {commit[:10]}, then verify again."
            )


def _listed(what: str, names: list[str]) -> Iterator[str]:
    if names:
        yield f"{what}: {', '.join(names)}."
