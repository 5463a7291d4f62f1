"""The worker hears the bell at once, stops when told, and goes on after a task failed."""

import threading
import time

import pytest

from sajha.basics.wake import ring, rung_at
from sajha.exchange import tasks
from sajha.exchange.tasks import Due, run_worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def working(tmp_path, monkeypatch):
    monkeypatch.setattr(tasks, "AFTER_FAILURE", 0.01)
    stop, threads = threading.Event(), []

    def start(*due):
        thread = threading.Thread(target=run_worker, args=(due,), kwargs={"home": tmp_path, "stop": stop})
        threads.append(thread)
        thread.start()
        return thread

    yield start
    stop.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def until(condition, seconds=3):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_ring_is_heard_within_a_moment(working, tmp_path):
    called = []
    working(Due("listen", lambda at: called.append(time.monotonic()), every=60))
    until(lambda: called)
    time.sleep(0.1)
    rung = time.monotonic()
    ring(tmp_path)
    until(lambda: called[-1] > rung)
    assert called[-1] - rung < 0.5


def test_work_goes_on_while_there_is_some_and_then_by_the_clock(working):
    left, called = [3], []

    def work(at):
        called.append(at)
        left[0] -= 1
        return max(0, left[0])

    working(Due("work", work, every=0.2))
    until(lambda: len(called) >= 3, seconds=1)
    until(lambda: len(called) >= 5)


def test_a_task_that_fails_is_called_again_and_holds_up_no_other(working):
    called = {"bad": 0, "good": 0}

    def bad(at):
        called["bad"] += 1
        raise ZeroDivisionError

    def good(at):
        called["good"] += 1

    working(Due("bad", bad, every=60), Due("good", good, every=0.05))
    until(lambda: called["bad"] >= 2 and called["good"] >= 2)


def test_two_workers_of_one_node_do_not_work_at_once(working):
    running = []

    def work(at):
        running.append(threading.current_thread())

    working(Due("work", work, every=0.05))
    until(lambda: running)
    working(Due("work", work, every=0.05))
    time.sleep(0.4)
    assert len({thread.ident for thread in running}) == 1


def test_a_bell_nobody_rang_and_one_that_cannot_be_written(tmp_path):
    assert rung_at(tmp_path) == 0
    ring(tmp_path / "missing")
    ring(tmp_path)
    assert rung_at(tmp_path) > 0
