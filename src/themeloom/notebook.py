"""What notebooks, and cells of documents, call; it lasts while the rooms inside may move.

    from themeloom.notebook import open_study

    study = open_study()
    study.tables["themes"]          # derived anew, as a dataframe
    study.values["interviews"]      # a number that documents may cite
    study.figure("evidence-map")    # shown as the picture that it is

Tables that a cell shows look as in the compendium's outputs, whoever runs it.
"""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.project import Project
from themeloom.session import Session

if TYPE_CHECKING:
    import pandas as pd

    from themeloom.figures import Drawing

__all__ = ["OpenStudy", "open_study"]


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

        return {value.id: value.number for value in derive_values(self.read.study)}

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
        from themeloom.figures import FIGURES, SIZES

        recipes = {recipe.id: recipe for recipe in FIGURES}
        for asked, known, what in ((name, recipes, "figure"), (size, SIZES, "size")):
            if asked not in known:
                raise ThemeloomError(
                    f'there is no {what} "{asked}"', did_you_mean(asked, filter(None, known))
                )
        return recipes[name].draw(self.tables, SIZES[size], self.project.typefaces)


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
