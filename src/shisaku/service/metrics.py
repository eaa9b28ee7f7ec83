"""Counters of the service as Prometheus text; numbers in, text out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

_BUCKETS = (0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 20.0)


class Metrics:
    """What happened since the start."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._durations: Counter[float] = Counter()
        self._seconds = 0.0
        self._queries = 0

    def count(self, route: str, status: int) -> None:
        """One more answer of a route (``sparql``, ``site`` or ``application``)."""
        self._requests[route, status] += 1

    def took(self, seconds: float) -> None:
        """How long a request to /sparql took."""
        self._queries += 1
        self._seconds += seconds
        for bucket in _BUCKETS:
            if seconds <= bucket:
                self._durations[bucket] += 1
                break

    def text(self, gauges: Mapping[str, float]) -> str:
        """The exposition format, sorted."""
        lines = ["# TYPE shisaku_requests_total counter"]
        lines += [
            f'shisaku_requests_total{{route="{route}",status="{status}"}} {count}'
            for (route, status), count in sorted(self._requests.items())
        ]
        lines.append("# TYPE shisaku_sparql_seconds histogram")
        total = 0
        for bucket in _BUCKETS:
            total += self._durations[bucket]
            lines.append(f'shisaku_sparql_seconds_bucket{{le="{bucket:g}"}} {total}')
        lines.append(f'shisaku_sparql_seconds_bucket{{le="+Inf"}} {self._queries}')
        lines.append(f"shisaku_sparql_seconds_sum {self._seconds:.6f}")
        lines.append(f"shisaku_sparql_seconds_count {self._queries}")
        for name, value in sorted(gauges.items()):
            kind = "counter" if name.endswith("_total") else "gauge"
            lines += [f"# TYPE shisaku_{name} {kind}", f"shisaku_{name} {value:g}"]
        return "\n".join(lines) + "\n"
