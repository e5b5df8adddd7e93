"""Reading `.qmd` documents: the only part of the package that knows Markdown."""

from themeloom.documents.configuration import Configuration, read_configuration
from themeloom.documents.crossrefs import check_cross_references
from themeloom.documents.document import Document, read_document, read_documents
from themeloom.documents.evidence import check_evidence_names
from themeloom.documents.places import LineMap, Place
from themeloom.documents.shortcodes import Shortcode

__all__ = [
    "Configuration",
    "Document",
    "LineMap",
    "Place",
    "Shortcode",
    "check_cross_references",
    "check_evidence_names",
    "read_configuration",
    "read_document",
    "read_documents",
]
