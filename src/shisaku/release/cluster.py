"""The address of a Dask scheduler goes in; an executor over its workers comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from shisaku.errors import ShisakuError

#: Seconds to wait for the scheduler.
_PATIENCE = 10


@contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """Connect to a scheduler such as ``tcp://10.0.0.1:8786``; its workers need shisaku installed.

    A task whose worker ends is given to another one. Raises ShisakuError when the extra
    ``shisaku[cluster]`` is missing or the scheduler does not answer.
    """
    try:
        import distributed
    except ImportError as error:
        raise ShisakuError(
            "cluster-missing",
            "publishing on a cluster needs the package 'distributed'.",
            "--cluster",
            "Install it with: pip install 'shisaku[cluster]'.",
        ) from error
    try:
        connect: Callable[..., Any] = distributed.Client
        client = connect(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ShisakuError(
            "cluster-unreachable",
            f"the scheduler does not answer within {_PATIENCE} s.",
            address,
            "Start one with: dask scheduler; and workers with: dask worker ADDRESS.",
        ) from error
    with client:
        executor: Executor = client.get_executor(pure=False)
        yield executor
