"""Clients wait in lines of their own and are served in turn."""

from __future__ import annotations

from shisaku.engine.fairness import FairQueue


def test_a_client_with_many_jobs_does_not_delay_another() -> None:
    queue: FairQueue[str] = FairQueue(10, 8)
    for number in range(5):
        queue.push("many", f"many-{number}")
    queue.push("one", "one-0")
    taken = [queue.pop() for _ in range(7)]
    assert taken == ["many-0", "one-0", "many-1", "many-2", "many-3", "many-4", None]


def test_lines_and_the_whole_are_bounded() -> None:
    queue: FairQueue[int] = FairQueue(3, 2)
    queue.push("a", 1)
    queue.push("a", 2)
    assert queue.full_for("a")
    assert not queue.full_for("b")
    queue.push("b", 3)
    assert queue.full()


def test_leaving_the_line() -> None:
    queue: FairQueue[int] = FairQueue(3, 3)
    queue.push("a", 1)
    assert queue.remove("a", 1)
    assert not queue.remove("a", 1)
    assert (len(queue), queue.pop()) == (0, None)
