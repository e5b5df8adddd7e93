"""Charts that a cell draws with matplotlib: in the type of the documents, on every machine.

Matplotlib looks through the machine for typefaces, and a chart that names one of those is
another one elsewhere. Here it knows those that it brings itself, ours, and the project's.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.core.project import Project

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType

_MODULE = "matplotlib.font_manager"


class Typefaces:
    """Tells matplotlib which typefaces there are, as soon as a cell imports it.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: str) -> None:
        self._project = Project(Path(root))

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Find nothing but the module that knows the typefaces, and that once."""
        if name != _MODULE:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def loaded(module: ModuleType) -> None:
            load(module)
            self._tell(module.fontManager)

        spec.loader.exec_module = loaded  # type: ignore[method-assign]
        return spec

    def _tell(self, manager: Any) -> None:  # noqa: ANN401 - matplotlib's
        import matplotlib as mpl

        from themeloom.look.tokens import LOOK
        from themeloom.typefaces.faces import FACES

        own, sans = mpl.get_data_path(), LOOK.faces["sans"]
        manager.ttflist = [one for one in manager.ttflist if Path(one.fname).is_relative_to(own)]
        for face in FACES:
            if face.use == "sans":
                manager.addfont(face.path("ttf"))
        known = len(manager.ttflist)
        for path in self._project.typefaces:
            # Matplotlib opens it unseen: read here, it counts as what the chart depends on.
            path.read_bytes()
            manager.addfont(path)
        names = {one.name for one in manager.ttflist}
        # A brand's comes first, if its files are there.
        wanted = [one for one in mpl.rcParams["font.family"][:1] if one in names]
        families = [*wanted, sans, *(one.name for one in manager.ttflist[known:])]
        mpl.rcParams["font.family"] = [*dict.fromkeys([*families, *mpl.rcParams["font.family"]])]
