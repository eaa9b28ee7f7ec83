"""Every benchmark, one table: ``python -m bench`` in half an hour, ``--quick`` in minutes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from bench import fronts, pages, publish, search, sparql, start
from bench.figures import Figure, show

#: Parts by name: how they run in full, and how when asked to be quick.
PARTS: dict[str, tuple[Callable[[], list[Figure]], Callable[[], list[Figure]]]] = {
    "start": (lambda: start.measure(5, [10, 100]), lambda: start.measure(3, [])),
    "publish": (lambda: publish.measure(3, [10, 100]), lambda: publish.measure(1, [])),
    "pages": (lambda: pages.measure(3), lambda: pages.measure(1)),
    "search": (lambda: search.measure(5, [1, 10, 100]), lambda: search.measure(2, [1, 10])),
    "sparql": (lambda: sparql.measure(1, 3, [8, 1, 64]), lambda: sparql.measure(1, 1, [8])),
    "fronts": (lambda: fronts.measure(2, 3, 8), lambda: fronts.measure(1, 1, 8)),
}


def main() -> None:
    """Run all parts, or those named, and print one table; a part that fails is said."""
    reader = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    reader.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all unless named")
    reader.add_argument("--quick", action="store_true", help="fewer rounds and cases")
    reader.add_argument("--json", action="store_true", help="print JSON for programs")
    given = reader.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        reader.error(f"there is no part {', '.join(sorted(unknown))}")
    found: list[Figure] = []
    failed = False
    for name in given.parts or PARTS:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        try:
            found += PARTS[name][given.quick]()
        except (OSError, RuntimeError) as error:
            failed = True
            print(f"{name} could not be measured: {error}", file=sys.stderr)
    show(found, given.json)
    sys.exit(failed)


if __name__ == "__main__":
    main()
