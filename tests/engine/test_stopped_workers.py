"""A worker that is stopped for good does not hold up the process that forks workers."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from shisaku.engine.dataset import Source
from shisaku.engine.embedded import EmbeddedEngine
from shisaku.engine.model import Limits, Question


def test_a_worker_that_retires_while_stopped_is_replaced(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<http://a/s> <http://a/p> 1 .\n", encoding="utf-8")

    async def run() -> bytes:
        engine = EmbeddedEngine(Source((str(data),), None, False), Limits())
        await engine.start()
        try:
            while len(engine._idle) < Limits().fast_workers:
                await asyncio.sleep(0.01)
            for worker in [*engine._idle]:
                worker.signal(signal.SIGSTOP)
                worker.retire()
            await asyncio.sleep(0.2)
            question = Question("ASK { ?s ?p 1 }", "http://a/")
            return (await asyncio.wait_for(engine.ask(question, "client"), 10)).body
        finally:
            await engine.close()

    assert b"true" in asyncio.run(run())
