"""The packages whose versions are recorded, and those that doctor looks for."""

from __future__ import annotations

import re

from helpers import ROOT

from themeloom.core.packages import packages, purposes


def test_every_package_is_one_that_is_installed_with_ours() -> None:
    """No version is looked up of what nobody installs, under no other name."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    required = set(re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE))
    named = {name for work in ("derive", "render", "run") for name in packages(work)}
    assert named | set(purposes()) <= required
    assert all(packages(work) for work in ("derive", "render", "run"))
