"""Where everything lies: the only module that knows the names of the folders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError

if TYPE_CHECKING:
    from pathlib import Path


class _Place:
    """A path below the root of a project."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, project: Project, _: type[Project]) -> Path:
        return project.root / self._name


@dataclass(frozen=True)
class Project:
    """A compendium on disk: a folder with a `study.yml` in it.

    Args:
        root: the absolute path of that folder.
    """

    root: Path

    #: What was collected, anonymised and read-only.
    raw = _Place("data-raw")
    #: What the researchers made of it.
    study = _Place("study.yml")
    #: The JSON Schema of `study.yml`, for editors.
    schema = _Place("study.schema.json")
    #: Tables, figures, fragments: all that is computed.
    derived = _Place("data-derived")
    #: The Markdown fragments that documents cite.
    evidence = _Place("data-derived/evidence")
    #: The figures as .svg and .png.
    figures = _Place("data-derived/figures")
    #: Every number that a document may cite.
    values = _Place("data-derived/values.yml")
    #: Title, authors and the like, as Quarto wants them.
    metadata = _Place("data-derived/metadata.yml")
    #: The data dictionary of the derived tables.
    dictionary = _Place("data-derived/README.md")
    #: What every derived file and every output is made from.
    record = _Place("data-derived/provenance.json")
    #: The notebooks, with what lies beside them.
    analysis = _Place("analysis")
    #: The finished documents.
    output = _Place("_output")
    #: Which outputs lie there, with their hashes.
    output_record = _Place("_output/provenance.json")
    #: Working files that can be deleted at any time.
    state = _Place(".themeloom")
    #: What this build is made from, in one line, for the foot of every output.
    colophon = _Place(".themeloom/colophon.txt")
    #: The typefaces of pages, once they are staged.
    web_fonts = _Place(".themeloom/fonts/web")
    #: Quarto's folder of extensions.
    extensions = _Place("_extensions")
    #: Quarto's project file, which both renderers read.
    quarto = _Place("_quarto.yml")

    @classmethod
    def find(cls, start: Path) -> Project:
        """The project that `start` lies in: the nearest folder upwards with a study.yml.

        Raises:
            ThemeloomError: if there is none.
        """
        folder = start.resolve()
        for candidate in (folder, *folder.parents):
            if (candidate / "study.yml").is_file():
                return cls(candidate)
        raise ThemeloomError(
            f"no study.yml in {start} or above it",
            "change to the folder of a study, or name it with --project FOLDER",
        )

    @property
    def typefaces(self) -> list[Path]:
        """The typefaces that the study brings for scripts which ours lack, by name."""
        folder = self.root / "fonts"
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(path for path in found if path.suffix.lower() in {".otf", ".ttf"})

    @staticmethod
    def is_of_notebook(path: Path) -> bool:
        """Whether a derived file was woven from a notebook, and not by `derive`."""
        return path.name.startswith("notebook-")

    def named(self, path: Path) -> str:
        """A path as a person in this project would write it: from the root, with slashes."""
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return str(path)
