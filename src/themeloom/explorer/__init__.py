"""The evidence explorer, the checklists and the index of outputs: for people, offline.

After the documents are built: read them once with `published.Library.read_all`, make
the checklists (`study_checklists`, `checklist_outputs`) and render them, then `gather`
everything and `build_explorer`. Both steps are pure; nothing is written here.
"""

from themeloom.explorer.board import Board, gather, study_checklists, web_fonts
from themeloom.explorer.build import build_explorer
from themeloom.explorer.checklists import checklist_outputs

__all__ = [
    "Board",
    "build_explorer",
    "checklist_outputs",
    "gather",
    "study_checklists",
    "web_fonts",
]
