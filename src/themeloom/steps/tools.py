"""Which versions of Python, of this package, of tools, libraries and typefaces take part."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom import __version__
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import versions
from themeloom.engines import pandoc
from themeloom.steps.prov import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from themeloom.steps.derived_record import Step
    from themeloom.steps.prov import Prov

#: Where a typeface's table of names holds its version.
_NAME_OF_VERSION = 5

#: What takes part in deriving, besides Python and this package.
DERIVING = (
    "Source Sans Pro",
    "Source Serif Pro",
    "font-source-sans-pro",
    "font-source-serif-pro",
    "fonttools",
    "msgspec",
    "num2words",
    "numpy",
    "pandas",
    "pyyaml",
    "rapidfuzz",
    "typst",
)
#: What takes part in rendering.
RENDERING = (
    "Source Sans Pro",
    "Source Serif Pro",
    "brotli",
    "font-source-sans-pro",
    "font-source-serif-pro",
    "fonttools",
    "lxml",
    "pandoc",
    "pypandoc-binary",
    "python-docx",
    "python-pptx",
    "segno",
    "sphinx-revealjs",
    "typst",
)
#: What runs notebooks and the cells of documents.
NOTEBOOKS = ("ipykernel", "matplotlib", "nbclient", "nbconvert", "nbformat")


def associate(record: Prov, activity: str, step: Step) -> None:
    """Note which software did a step; `fill_in` adds the versions."""
    for name in ("python", "themeloom", *step.tools):
        record.agent.setdefault(f"tool:{name}", {})
        record.relate("wasAssociatedWith", activity, f"tool:{name}")


def fill_in(record: Prov) -> None:
    """Give every tool that has no version yet the one that is here."""
    names = [agent.removeprefix("tool:") for agent, known in record.agent.items() if not known]
    found = versions(name for name in names if name not in {*_OWN, "python"})
    for name in names:
        version = _OWN[name]() if name in _OWN else found[name]
        record.agent[f"tool:{name}"] = {"prov:type": "prov:SoftwareAgent", VERSION: version}


def pandoc_version() -> str:
    """The version of the pandoc that its wheel brought."""
    try:
        command = [str(pandoc.program()), "--version"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - the wheel's own program
    except (OSError, subprocess.CalledProcessError, ThemeloomError):
        return "absent"
    return done.stdout.splitlines()[0].removeprefix("pandoc ").strip()


def _typeface(package: str) -> Callable[[], str]:
    """How to learn the version that a typeface says it has."""

    def version() -> str:
        from fontTools.ttLib import TTFont

        found = find_spec(package)
        folder = Path(found.origin).parent / "files" if found and found.origin else Path()
        files = sorted(folder.glob("*-Regular.*"))
        if not files:
            return "absent"
        with TTFont(files[0], lazy=True) as font:
            told = font["name"].getDebugName(_NAME_OF_VERSION) or "not stated"
        return str(told).split(";")[0].removeprefix("Version ")

    return version


#: Tools whose version is not that of a package.
_OWN: dict[str, Callable[[], str]] = {
    "themeloom": lambda: __version__,
    "pandoc": pandoc_version,
    "Source Sans Pro": _typeface("font_source_sans_pro"),
    "Source Serif Pro": _typeface("font_source_serif_pro"),
}
