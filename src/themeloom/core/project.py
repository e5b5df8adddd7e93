"""Where everything lies: the only module that knows the names of the folders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Project:
    """A compendium on disk: a folder with a `study.yml` in it.

    Args:
        root: the absolute path of that folder.
    """

    root: Path

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
    def raw(self) -> Path:
        """What was collected, anonymised and read-only."""
        return self.root / "data-raw"

    @property
    def study(self) -> Path:
        """What the researchers made of it."""
        return self.root / "study.yml"

    @property
    def schema(self) -> Path:
        """The JSON Schema of `study.yml`, for editors."""
        return self.root / "study.schema.json"

    @property
    def derived(self) -> Path:
        """Tables, figures, fragments: all that is computed."""
        return self.root / "data-derived"

    @property
    def evidence(self) -> Path:
        """The Markdown fragments that documents cite."""
        return self.derived / "evidence"

    @property
    def figures(self) -> Path:
        """The figures as .svg and .png."""
        return self.derived / "figures"

    @property
    def values(self) -> Path:
        """Every number that a document may cite."""
        return self.derived / "values.yml"

    @property
    def metadata(self) -> Path:
        """Title, authors and the like, as Quarto wants them."""
        return self.derived / "metadata.yml"

    @property
    def dictionary(self) -> Path:
        """The data dictionary of the derived tables."""
        return self.derived / "README.md"

    @property
    def record(self) -> Path:
        """What every derived file and every output is made from."""
        return self.derived / "provenance.json"

    @property
    def analysis(self) -> Path:
        """The notebooks, with what lies beside them."""
        return self.root / "analysis"

    @property
    def output(self) -> Path:
        """The finished documents."""
        return self.root / "_output"

    @property
    def state(self) -> Path:
        """Working files that can be deleted at any time."""
        return self.root / ".themeloom"

    @property
    def colophon(self) -> Path:
        """What this build is made from, in one line, for the foot of every output."""
        return self.state / "colophon.txt"

    @property
    def extensions(self) -> Path:
        """Quarto's folder of extensions."""
        return self.root / "_extensions"

    @property
    def quarto(self) -> Path:
        """Quarto's project file, which both renderers read."""
        return self.root / "_quarto.yml"

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
