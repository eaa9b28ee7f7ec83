"""A catalogue file and its format go in; what ckanext-dcat reads of it comes out as JSON.

Runs in the harvester's own environment, as a process of its own.
"""

import json
import sys
from pathlib import Path

from ckanext.dcat.processors import RDFParser


def main(path: str, form: str) -> None:
    """Print every dataset as a CKAN package, in the order of identifiers."""
    parser = RDFParser(profiles=["euro_dcat_ap_3"])
    parser.parse(Path(path).read_text(encoding="utf-8"), _format=form)
    packages = sorted(parser.datasets(), key=lambda item: item["title"])
    json.dump({"next": parser.next_page(), "packages": packages}, sys.stdout)


main(*sys.argv[1:])
