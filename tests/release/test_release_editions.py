"""Several documents are read by any executor: the same release comes out, whoever is lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from bench.generate import write_editions

from shisaku.errors import ShisakuError
from shisaku.plan.profile import load_profile
from shisaku.release.cluster import cluster_executor
from shisaku.release.editions import Edition, Source, read_all
from shisaku.release.order import make_order
from shisaku.release.publish import publish

Sources = tuple[Source, ...]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Six generated editions as Word files."""
    return write_editions(tmp_path_factory.mktemp("editions"), 6, seed=5)


@pytest.fixture(scope="module")
def sources(documents: list[Path]) -> Sources:
    profile = load_profile("jutenkeikaku")
    return tuple((path, profile) for path in documents)


def _opened(sources: Sources, executor: Executor | None) -> list[Edition]:
    return [item.open() for item in read_all(sources, executor)]


def test_the_local_cores_read_the_same_as_one_thread(sources: Sources) -> None:
    with ThreadPoolExecutor(1) as one:
        assert _opened(sources, None) == _opened(sources, one)


def test_a_bad_document_is_said_whoever_reads_it(sources: Sources, tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"%PDF-1.7")
    with pytest.raises(ShisakuError) as caught:
        read_all((*sources[:1], (bad, sources[0][1])), None)
    assert str(caught.value).startswith("bad.docx: ")


def test_a_killed_local_worker_is_said_in_a_sentence(sources: Sources) -> None:
    with ProcessPoolExecutor(1) as pool:
        pool.submit(os.getpid).result()
        for process in list(pool._processes):
            os.kill(process, signal.SIGKILL)
        with pytest.raises(ShisakuError, match="worker process ended"):
            read_all(sources, pool)


def test_two_editions_make_the_same_release_on_every_executor(
    documents: list[Path], tmp_path: Path
) -> None:
    def manifest(name: str, executor: Executor | None) -> bytes:
        order = make_order(
            documents[:2], tmp_path / name, None, "jutenkeikaku", ["a", "b"], None, None, False
        )
        done = publish(order, lambda stage: None, executor)
        return (done.folder / "MANIFEST.json").read_bytes()

    with ThreadPoolExecutor(1) as one:
        assert manifest("local", None) == manifest("thread", one)


def test_a_cluster_loses_nothing_when_a_worker_is_killed(sources: Sources) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    many = sources * 5
    expected = _opened(sources, None) * 5
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        cluster_executor(cluster.scheduler_address) as executor,
    ):
        before = {worker.pid for worker in cluster.workers.values()}
        victim = min(before)

        def kill() -> None:
            time.sleep(0.5)
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        found = _opened(many, executor)
        killer.join()
        assert found == expected
        with pytest.raises(ProcessLookupError):
            os.kill(victim, 0)


def test_a_scheduler_that_does_not_answer_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    monkeypatch.setattr("shisaku.release.cluster._PATIENCE", 1)
    with (
        pytest.raises(ShisakuError, match="does not answer"),
        cluster_executor("tcp://127.0.0.1:9"),
    ):
        pytest.fail("connected to nothing")
