"""The packages that the work stands on (`packages.toml`), and which versions are installed."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import beside, combined, named_below

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What is said of a package that is not installed.
ABSENT = "absent"


@cache
def _table() -> dict[str, dict[str, Any]]:
    return beside(__file__, "packages.toml")


def packages(work: str) -> tuple[str, ...]:
    """The packages whose version can change what some work gives: `derive`, `render` or `run`."""
    return tuple(sorted(name for name, one in _table().items() if work in one["in"]))


def purposes() -> dict[str, str]:
    """What each package is for without which nothing is built."""
    return {name: one["for"] for name, one in _table().items() if "for" in one}


def versions(names: Iterable[str]) -> dict[str, str]:
    """Versions of Python and of installed packages, without importing them."""
    found = {name: version_of_package(name) for name in names}
    return {**found, "python": ".".join(map(str, sys.version_info[:3]))}


@cache
def version_of_package(name: str) -> str:
    """The installed version of one package, or that it is absent."""
    return _versions().get(_comparable(name), ABSENT)


@cache
def _versions() -> dict[str, str]:
    """The version of every installed package, as the name of its folder tells it."""
    found: dict[str, str] = {}
    for folder in reversed(installed()):
        name, _, version = folder.removesuffix(".dist-info").partition("-")
        found[_comparable(name)] = version
    return found


def _comparable(name: str) -> str:
    """A package's name, however its parts are joined."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def installed() -> tuple[str, ...]:
    """Every installed package with its version, as the names of their folders tell it."""
    folders = {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    return tuple(sorted({one.name for path in folders for one in Path(path).glob("*.dist-info")}))


@cache
def package_mark() -> str:
    """What tells that this package is the one that it was: as Python tells it of its `.pyc`.

    Wheels bring the times of their files with them: what was installed anew lies elsewhere.
    """
    folder = Path(__file__).parents[1]
    there = ((name, os.stat(f"{folder}/{name}")) for name in named_below(folder))  # noqa: PTH116
    own = {name: (one.st_mtime_ns, one.st_size, one.st_ino, one.st_ctime_ns) for name, one in there}
    return combined(own)


def folder_of_package(module: str, named: str = "") -> Path:
    """The folder of a package whose files are needed; it is not imported.

    Args:
        module: as it would be imported.
        named: as it is installed, where that is not the same.

    Raises:
        ThemeloomError: if it is not installed.
    """
    spec, name = find_spec(module), named or module.replace("_", "-")
    if spec is None or spec.origin is None:
        raise ThemeloomError(
            f"the package {name} is not installed", f"install it: python -m pip install {name}"
        )
    return Path(spec.origin).parent
