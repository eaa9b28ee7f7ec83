"""Jobs run beside the process: every result comes back, errors too, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shisaku.errors import ShisakuError
from shisaku.release.crew import Crew

ORPHANS = """
import os, sys, time
from shisaku.release.crew import Crew
def wait():
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)
with Crew({"a": wait, "b": wait}, 1) as crew:
    crew.finish()
"""


@pytest.mark.parametrize("hands", [0, 1, 3])
def test_all_results_come_back_in_the_order_of_the_jobs(hands: int) -> None:
    jobs = {str(number): (lambda number=number: (number, "x" * 100_000)) for number in range(40)}
    with Crew(jobs, hands) as crew:
        assert crew.finish() == {name: job() for name, job in jobs.items()}


def test_a_job_of_the_child_sees_what_this_process_has_built() -> None:
    built = {"here": os.getpid()}
    with Crew({"who": lambda: (built, os.getpid())}, 1) as crew:
        seen, child = crew.wait("who")
    assert seen == built
    assert child != os.getpid()


def test_jobs_apart_never_run_here() -> None:
    jobs = {str(number): os.getpid for number in range(20)}
    with Crew(jobs, 1, ("3", "19")) as crew:
        done = crew.finish()
    assert os.getpid() not in {done["3"], done["19"]}
    with Crew(jobs, 0, ("3",)) as crew:
        assert set(crew.finish().values()) == {os.getpid()}


@pytest.mark.parametrize("hands", [0, 1])
def test_an_error_for_people_arrives_whole(hands: int) -> None:
    def refuse() -> None:
        raise ShisakuError(code="some-code", sentence="it is so.", where="here", hint="Do this.")

    with pytest.raises(ShisakuError) as caught, Crew({"refuse": refuse}, hands) as crew:
        crew.wait("refuse")
    assert str(caught.value) == "here: it is so. Do this."
    assert caught.value.code == "some-code"


def test_a_lost_process_is_said_in_a_sentence() -> None:
    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(ShisakuError, match="ended before its work"), Crew({"die": die}, 1) as crew:
        crew.wait("die")


def test_an_error_here_ends_the_processes_beside() -> None:
    crew = Crew({"wait": lambda: time.sleep(60)}, 1)
    (child,) = crew._pipes.values()
    with pytest.raises(RuntimeError), crew:
        raise RuntimeError
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_killing_the_process_ends_those_beside(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout
    started = {int(process.stdout.readline()) for _ in range(2)}
    (child,) = started - {process.pid}
    process.kill()
    process.wait()
    for _ in range(100):
        if (
            not Path(f"/proc/{child}/cmdline").is_file()
            or not Path(f"/proc/{child}/cmdline").read_bytes()
        ):
            return
        time.sleep(0.05)
    pytest.fail("the process beside is still there")
