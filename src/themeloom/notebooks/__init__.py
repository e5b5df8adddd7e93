"""Running Python for readers: analysis notebooks, and cells within documents.

Importing this package is cheap: Jupyter's libraries and pandas are imported only
when a kernel has to start or a page has to be written.
"""

from themeloom.notebooks.cells import Computed, compute_cells, with_cells
from themeloom.notebooks.execute import Limits
from themeloom.notebooks.run import NotebookRun, from_notebook, run_notebooks

__all__ = [
    "Computed",
    "Limits",
    "NotebookRun",
    "compute_cells",
    "from_notebook",
    "run_notebooks",
    "with_cells",
]
