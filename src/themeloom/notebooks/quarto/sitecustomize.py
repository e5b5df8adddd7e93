"""Run by every Python that Quarto starts: charts look as those of the built-in renderer do.

It lies in `.themeloom/quarto/`, put there before Quarto renders, where the project's `_environment`
leads; a Python without the package keeps matplotlib's typefaces.
"""

import os
import sys
from pathlib import Path

_HERE = Path(__file__).parent
if not os.environ.get("MATPLOTLIBRC"):
    os.environ["MATPLOTLIBRC"] = str(_HERE / "matplotlibrc")
try:
    from themeloom.notebooks.charts import Typefaces
except ImportError:
    pass
else:
    sys.meta_path.insert(0, Typefaces(str(_HERE.parents[1])))
