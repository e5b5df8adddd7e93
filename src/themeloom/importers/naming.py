"""What imported files and their sources are called."""

from __future__ import annotations

import re
import unicodedata


def slug(name: str) -> str:
    """A name as an id: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
