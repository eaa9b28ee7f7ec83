"""A file becomes a Document: numbered blocks of text; nothing here knows of plans."""

from shisaku.document.reader import read

__all__ = ["read"]
