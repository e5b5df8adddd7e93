"""Pages about the study: the evidence explorer, the checklists, the index. For people, offline."""
