"""The graph of a release goes in; pages that citizens read come out."""

from shisaku.pages.index import Index, build_index
from shisaku.pages.render import render
from shisaku.pages.site import Download

__all__ = ["Download", "Index", "build_index", "render"]
