"""Curated organisations, systems and laws, each row with its source and confidence."""

from __future__ import annotations

from shisaku.reference.load import load
from shisaku.reference.model import Law, Organisation, Reference, System

__all__ = ["Law", "Organisation", "Reference", "System", "load"]
