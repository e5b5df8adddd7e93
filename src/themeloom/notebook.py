"""What notebooks, and cells of documents, call; it lasts while the rooms inside may move.

    from themeloom.notebook import open_study

    study = open_study()
    study.tables["themes"]          # derived anew, as a dataframe
    study.values["interviews"]      # a number that documents may cite
    study.figure("evidence-map")    # shown as the picture that it is

    study.derive()                  # as `themeloom derive`; so check() and render()
    study.show("poster")            # the finished output as pictures, with links to its files

Tables that a cell shows look as in the compendium's outputs, whoever runs it.
"""

from __future__ import annotations

import builtins
import os
from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property
from html import escape
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.project import Project
from themeloom.session import Session

if TYPE_CHECKING:
    import pandas as pd

    from themeloom.deriving.schema import Table
    from themeloom.figures import Drawing

__all__ = ["OpenStudy", "Shown", "Told", "open_study"]

#: Within how many pixels a page is shown.
_PICTURE = (1000, 1000)


def open_study(folder: Path | str | None = None) -> OpenStudy:
    """Open the study that a folder belongs to; that of the notebook, if none is given.

    Raises:
        ThemeloomError: if there is none, or its store or a source has a mistake.
    """
    _show_tables()
    session = Session(Project.find(Path(folder) if folder else Path.cwd()))
    _ = session.found  # what is wrong with the store or a source is told at once
    return OpenStudy(session.project, session)


@dataclass(frozen=True)
class OpenStudy:
    """A study with its sources, and everything that is derived from them.

    Args:
        project: the compendium: `project.raw` is `data-raw/`, `project.study` the store.
        read: the store, the texts of the sources, and where each passage stands in them.
    """

    project: Project
    read: Session

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every derived table by its name, derived now from raw data and store.

        `rows` says what a row of each is, `definitions` what its columns mean.
        """
        import pandas as pd

        types = {"text": "string", "number": "Int64"}
        return {
            name: pd.DataFrame(table.rows, columns=list(table.names)).astype(
                {column.name: types[column.type] for column in table.schema.columns}
            )
            for name, table in self._tables.items()
        }

    @cached_property
    def _tables(self) -> dict[str, Table]:
        from themeloom.deriving.recorded import derived_tables

        return derived_tables(self.read.evidence, self.project)

    @cached_property
    def derived(self) -> dict[str, pd.DataFrame]:
        """Every derived table that lies in `data-derived/`, by its name, read from there.

        Columns are those of `tables`, their types those that pandas finds in the file.
        """
        import pandas as pd

        files = {name: self.project.derived / f"{name}.csv" for name in self.definitions}
        return {
            name: pd.read_csv(file).convert_dtypes()
            for name, file in files.items()
            if file.is_file()
        }

    @cached_property
    def definitions(self) -> dict[str, pd.DataFrame]:
        """For each derived table what its columns mean, a row for each column, in their order.

        It has the columns `column`, `meaning` and `may be empty` (yes or no).
        """
        import pandas as pd

        from themeloom.deriving.tables import TABLES

        return {
            schema.name: pd.DataFrame(
                {
                    "column": [column.name for column in schema.columns],
                    "meaning": [column.meaning for column in schema.columns],
                    "may be empty": ["yes" if column.empty else "no" for column in schema.columns],
                }
            )
            for schema, _ in TABLES
        }

    @cached_property
    def rows(self) -> dict[str, str]:
        """For each derived table what one of its rows stands for: "one theme"."""
        from themeloom.deriving.tables import TABLES

        return {schema.name: schema.row for schema, _ in TABLES}

    @cached_property
    def values(self) -> dict[str, int]:
        """Every number that documents may cite, by its name."""
        from themeloom.deriving.values import derive_values

        return {value.id: value.number for value in derive_values(self.read.study, self.read.coded)}

    @cached_property
    def passages(self) -> pd.DataFrame:
        """Each passage of the store that claims to be a source's words, a row each.

        `kind` says what it is (a quotation, a statement …), `id` what it belongs to, and `grade`
        how it was found: exact, edited (by the rules of quoting in print), near, or absent.
        """
        import pandas as pd

        rows = [
            (excerpt.kind, excerpt.id, str(place.grade) if place else "absent")
            for excerpt, place in self.read.found.items()
        ]
        return pd.DataFrame(rows, columns=["kind", "id", "grade"])

    def figure(self, name: str, size: str = "") -> Drawing:
        """A figure of the study, drawn now.

        Args:
            name: the name by which documents cite it.
            size: `poster` or `slide`; that of the paper if none is given.

        Raises:
            ThemeloomError: if there is no such figure, or no such size.
        """
        from themeloom.figures import EVERY, SIZES

        recipes = {one.id: one for one in EVERY if one.is_of(self.tables)}
        for asked, known, what in ((name, recipes, "figure"), (size, SIZES, "size")):
            if asked not in known:
                raise ThemeloomError(
                    f'there is no {what} "{asked}"', did_you_mean(asked, filter(None, known))
                )
        rows = {one: table.records() for one, table in self._tables.items()}
        say = self.read.study.say
        return recipes[name].draw(rows, SIZES[size], self.project.typefaces, say=say)

    def derive(self) -> Told:
        """Bring `data-derived/` up to date, as `themeloom derive`; what changed."""
        from themeloom.steps.commands import derive

        done = derive(_not_within(self.project))
        said = "\n".join((*done.changed, *done.warnings, *done.corrections))
        return Told(said or "data-derived/ is up to date")

    def check(self) -> Told:
        """Every check of store, texts, documents and outputs, as `themeloom check`; its report."""
        from themeloom.checking.report import as_text
        from themeloom.steps.commands import check

        return Told(as_text(check(_not_within(self.project))))

    def render(self, *documents: str) -> Told:
        """Build the outputs, as `themeloom render`; what was made.

        Args:
            documents: those to build, by name; none means everything, notebooks too.

        Raises:
            ThemeloomError: every mistake that was found; what was built last is untouched.
        """
        from themeloom.engines.reporting import Silent
        from themeloom.steps.commands import render

        built = render(_not_within(self.project), documents, (), "builtin", Silent())
        made = [f"{one.name}{' (unchanged)' if one.skipped else ''}" for one in built.made]
        return Told("\n".join((*made, *built.warnings)))

    def show(self, document: str, pages: int = 12) -> Shown:
        """The finished output of a document: its pages as pictures, with links to its files.

        Args:
            document: its name: paper, poster, slides.
            pages: how many pages at most.

        Raises:
            ThemeloomError: if there is no such document, or nothing was built of it.
        """
        from themeloom.finished.pdf import page_pictures

        project = Project(self.project.root)
        paths = [name for one in Session(project).plan([document]) for name in one.paths]
        there = [name for name in paths if (project.root / name).is_file()]
        pdfs = [name for name in there if name.endswith(".pdf")]
        if not pdfs:
            raise ThemeloomError(
                f"no PDF of {document} was built", "build it first: study.render()"
            )
        pictures = []
        for page in islice(page_pictures((project.root / pdfs[0]).read_bytes()), pages):
            page.thumbnail(_PICTURE)
            file = BytesIO()
            page.save(file, "PNG")
            pictures.append(file.getvalue())
        links = {name: os.path.relpath(project.root / name) for name in there}
        return Shown(document, tuple(pictures), links)


@dataclass(frozen=True)
class Told:
    """What a command says, shown as plain text."""

    text: str

    def __repr__(self) -> str:
        """The text as it is."""
        return self.text.rstrip("\n")


@dataclass(frozen=True)
class Shown:
    """A finished output, shown as its pages and links.

    Args:
        name: its document's name.
        pictures: each page as a PNG.
        links: its files by their paths from the root, as they are reached from here.
    """

    name: str
    pictures: tuple[bytes, ...]
    links: dict[str, str]

    def _repr_html_(self) -> str:
        """Pictures side by side, the links below them."""
        pictures = "".join(
            f'<img alt="{escape(self.name)}, page {number}" style="max-width: 48%; margin: 0.5%;'
            ' border: 1px solid #ccc" src="data:image/png;base64,'
            f'{b64encode(picture).decode()}">'
            for number, picture in enumerate(self.pictures, 1)
        )
        links = " · ".join(
            f'<a href="{escape(link)}" target="_blank">{escape(name)}</a>'
            for name, link in self.links.items()
        )
        return f"<div>{pictures}</div><p>{links}</p>"


def _not_within(project: Project) -> Project:
    """The project as it is now, for a command; a build does not build itself.

    Raises:
        ThemeloomError: if a build runs this code.
    """
    if hasattr(builtins, "__inline__"):
        raise ThemeloomError(
            "a build runs this code, and cannot begin another one",
            "call this in analysis/build.ipynb only, which no build runs",
        )
    return Project(project.root)


def _show_tables() -> None:
    """Show pandas tables as in the compendium's outputs when Jupyter or Quarto runs the cells.

    They are shown as Markdown alone: where a cell shows HTML, Quarto makes the page ask the
    network for two scripts. `themeloom render` shows tables like this without being told.
    """
    from IPython.core.getipython import get_ipython

    from themeloom.notebooks.kernel_setup import tables_of_ours

    shell: Any = get_ipython()
    if shell is None or hasattr(builtins, "__inline__"):
        return
    tables_of_ours(shell)
    formatter = shell.display_formatter.formatters["text/html"]
    for module in ("pandas", "pandas.core.frame", "pandas.core.series"):
        for name in ("DataFrame", "Series"):
            formatter.for_type_by_name(module, name, lambda _: None)
