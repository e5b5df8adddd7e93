"""Themeloom: a qualitative study's paper, poster and slides from one store."""

__version__ = "0.1.0"
