"""Running Python for readers: analysis notebooks, and cells within documents.

Importing this package is cheap: Jupyter's libraries and pandas are imported only
when a kernel has to start or a page has to be written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core.extensions import folder_of

if TYPE_CHECKING:
    from themeloom.core.project import Project

#: The folder of the notebooks, and of their pages below the outputs.
FOLDER = "analysis"
#: The notebook there that runs the whole build, and that no build runs.
BUILDING = "build.ipynb"
#: What the names of fragments and figures begin with that are woven from notebooks.
PREFIX = "notebook-"
#: What warnings say of results that no rebuild bears out: each is no proof for `verify`.
NO_LONGER = "the saved result is not what the cell gives now"
ELSEWHERE = "which is no part of the study"
REPLACING = "it puts something else in the place of"
UNPROVED = (NO_LONGER, ELSEWHERE, REPLACING)


def style_files(project: Project, typefaces: Path) -> list[Path]:
    """The style sheets that go into every page, as far as they are there.

    Args:
        project: the compendium.
        typefaces: the folder of the web fonts.
    """
    fonts, brand = typefaces / "fonts.css", typefaces / "brand.css"
    look = folder_of(project.root, "themeloom") / "themeloom.css"
    own = Path(__file__).parent / "page.css"
    return [path for path in (fonts, look, own, brand) if path.is_file()]
