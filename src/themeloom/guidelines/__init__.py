"""Reporting guidelines: what they ask for, and where a study's texts answer it."""

from themeloom.guidelines.catalogue import GUIDELINES, Guideline, Item
from themeloom.guidelines.checklist import Answer, Checklist, Entry, Status, checklists

__all__ = [
    "GUIDELINES",
    "Answer",
    "Checklist",
    "Entry",
    "Guideline",
    "Item",
    "Status",
    "checklists",
]
