"""Lists what `pip install themeloom` brings, with the room that each package takes.

Run: make installed
"""

from __future__ import annotations

import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

PAGE = Path(__file__).parents[1] / "docs" / "installed.md"
_MEGABYTE = 1_000_000


def comparable(name: str) -> str:
    """A package's name, however its parts are joined."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(name: str) -> list[str]:
    """What a package asks for, extras aside, on this machine."""
    asked = map(Requirement, distribution(name).requires or ())
    environment = {"extra": ""}
    return [
        comparable(one.name) for one in asked if not one.marker or one.marker.evaluate(environment)
    ]


def brought() -> dict[str, str]:
    """Every package that comes along, by its name, with the one that asked for it first."""
    found = dict.fromkeys(sorted(needed("themeloom")), "")
    queue = list(found)
    for name in queue:
        try:
            further = needed(name)
        except PackageNotFoundError:
            # An extra of a dependency's that this machine has no use for.
            continue
        for one in sorted(set(further) - found.keys()):
            found[one] = name
            queue.append(one)
    return found


def size_of(name: str) -> int | None:
    """The bytes of a package's files; nothing if it is not here."""
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return None
    paths = (Path(str(package.locate_file(one))) for one in package.files or ())
    return sum(one.stat().st_size for one in paths if one.suffix != ".pyc" and one.is_file())


def page() -> str:
    """The page as it is written."""
    sizes = {name: size_of(name) for name in brought()}
    rows = [
        (by, -size, f"| {name} | {size / _MEGABYTE:.1f} | {by} |")
        for name, by in brought().items()
        if (size := sizes[name]) is not None
    ]
    total = sum(size or 0 for size in sizes.values())
    place = f"{platform.system()} {platform.machine()}"
    version = ".".join(map(str, sys.version_info[:2]))
    table = "\n".join(row for _, _, row in sorted(rows, key=lambda one: (one[0] != "", *one)))
    return f"""# What is installed

The default install brings {len(rows)} packages, {total / _MEGABYTE:.0f} MB unpacked, measured
on {place} with Python {version}, without compiled bytecode. `pyproject.toml` says
what each of the first ones is for. What no default output needs is an extra: `quarto` (installs
Quarto), `lab` (JupyterLab), `dev` (tests, linters, validators).

| package | MB | brought by |
| --- | ---: | --- |
{table}
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
