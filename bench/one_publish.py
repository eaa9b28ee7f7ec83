"""Folders and sources on the command line go in; a line of JSON for each publish comes out.

A process of its own, so that cold means cold; the last line says the processor time of all.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from shisaku.release.order import make_order
from shisaku.release.publish import publish


def main() -> None:
    """Publish the sources into each folder, in turn."""
    folders = [Path(name) for name in json.loads(sys.argv[1])]
    sources = [Path(name) for name in sys.argv[2:]]
    editions = [path.stem for path in sources] if len(sources) > 1 else []
    for folder in folders:
        order = make_order(sources, folder, None, "jutenkeikaku", editions, None, None, False)
        done = publish(order, lambda stage: None)
        manifest = json.loads((done.folder / "MANIFEST.json").read_bytes())
        print(
            json.dumps(
                {
                    "wall": done.wall,
                    "seconds": done.seconds,
                    "written": done.written,
                    "files": len(manifest["files"]),
                    "bytes": sum(entry["bytes"] for entry in manifest["files"]),
                }
            )
        )
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"cpu": sum(item.ru_utime + item.ru_stime for item in used)}))


if __name__ == "__main__":
    main()
