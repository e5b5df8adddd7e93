"""Where everything comes from: the commit, and the record of what was made from what."""

from __future__ import annotations

from themeloom.provenance.derived import put_record
from themeloom.provenance.outputs import put_colophon, put_output_record
from themeloom.provenance.steps import unread_sources
from themeloom.provenance.version import Version, renderer_name, sources_of, version_of

__all__ = [
    "Version",
    "put_colophon",
    "put_output_record",
    "put_record",
    "renderer_name",
    "sources_of",
    "unread_sources",
    "version_of",
]
