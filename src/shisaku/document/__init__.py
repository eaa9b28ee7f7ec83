"""A file becomes a Document: numbered blocks of text; nothing here knows of plans."""
