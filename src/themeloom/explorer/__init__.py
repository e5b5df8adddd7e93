"""The evidence explorer and the index of outputs: two pages for people, offline."""

from themeloom.explorer.board import Board, gather
from themeloom.explorer.build import build_explorer
from themeloom.explorer.checklists import checklist_outputs

__all__ = ["Board", "build_explorer", "checklist_outputs", "gather"]
