"""The frameworks of `frameworks.toml`, for studies that name them by their id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.core.files import beside
from themeloom.study.interpretation import Construct, Framework

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.study.model import Study


def known_frameworks() -> dict[str, Framework]:
    """The frameworks that need no constructs in a store, by id."""
    return {
        name: Framework(id=name, title=told["title"], constructs=tuple(_constructs(told)))
        for name, told in beside(__file__, "frameworks.toml").items()
    }


def _constructs(told: dict[str, dict[str, str]]) -> Iterator[Construct]:
    for domain, lines in told["constructs"].items():
        for line in lines.strip().splitlines():
            name, _, title = line.partition(": ")
            yield Construct(id=name, title=title, domain=domain)


def with_known(study: Study) -> Study:
    """A study whose frameworks have the titles and constructs that their ids stand for."""
    if not study.frameworks:
        return study
    known = known_frameworks()
    filled = []
    for one in study.frameworks:
        ours = known.get(one.id, one)
        constructs = one.constructs or ours.constructs
        filled.append(replace(one, title=one.title or ours.title, constructs=constructs))
    return replace(study, frameworks=tuple(filled))
