"""The node's clockwork: delivers, climbs what is overdue, stores imports, tidies sign-ins. ``sajha serve`` runs it."""

import os
import signal
import threading
from datetime import datetime
from types import FrameType
from typing import cast

import django

from sajha.basics.config import NodeConfig
from sajha.project.parent import end_with_parent


def main() -> None:
    """Run until SIGTERM or SIGINT; safe to kill at any point."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")
    end_with_parent()
    django.setup()
    from django.conf import settings

    from sajha.exchange.tasks import Due, delivery_tasks, run_worker

    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    config = cast(NodeConfig, settings.CONFIG)
    scale = config.clock_scale
    others = [
        Due("climb", _climb, every=max(0.5, 60 / scale)),
        Due("recalls", _recalls, every=max(0.5, 60 / scale)),
        Due("keepings", _keepings, every=max(0.5, 60 / scale)),
        Due("checkpoint", _checkpoint, every=max(1.0, 60 / scale)),
        Due("matching-sets", _publish, heeds=False, every=max(2.0, 900 / scale)),
        Due("matching-index", _index, heeds=False, every=max(5.0, 900 / scale)),
        Due("matching-custody", _look, heeds=False, every=max(5.0, 3600 / scale)),
        Due("matching-compare", _compare, heeds=False, every=max(1.0, 300 / scale)),
        Due("matching-answers", _look_up, every=max(0.5, 5 / scale)),
        Due("matching-asks", _ask_by_itself, heeds=False, every=max(5.0, 900 / scale)),
        Due("matching-tidy", _tidy_matching, heeds=False, every=max(5.0, 3600 / scale)),
        Due("consents", _consents, every=3600.0),
        Due("retention", _retention, every=max(5.0, 600 / scale)),
        Due("imports", _imports, every=5.0),
        Due("sign-ins", _tidy, every=3600.0),
        Due("codes", _codes, every=900.0),
    ]
    run_worker([*delivery_tasks(), *others], home=config.home, stop=stop)


def _climb(at: datetime) -> int:
    from sajha.disclosure.tasks import climb_overdue

    return climb_overdue(at)


def _recalls(at: datetime) -> int:
    from sajha.disclosure.tasks import recall_due

    return recall_due(at)


def _keepings(at: datetime) -> int:
    from sajha.disclosure.tasks import end_keepings

    return end_keepings(at)


def _checkpoint(at: datetime) -> int:
    from sajha.countersign.tasks import checkpoint_due

    return checkpoint_due(at)


def _publish(at: datetime) -> int:
    from sajha.matching.tasks import publish_due

    return publish_due(at)


def _index(at: datetime) -> int:
    from sajha.matching.tasks import index_due

    return index_due(at)


def _look(at: datetime) -> int:
    from sajha.matching.tasks import look_due

    return look_due(at)


def _compare(at: datetime) -> int:
    from sajha.matching.tasks import compare_due

    return compare_due(at)


def _look_up(at: datetime) -> int:
    from sajha.matching.tasks import look_up_due

    return look_up_due(at)


def _ask_by_itself(at: datetime) -> int:
    from sajha.matching.tasks import ask_due

    return ask_due(at)


def _tidy_matching(at: datetime) -> int:
    from sajha.matching.tasks import tidy

    return tidy(at)


def _consents(at: datetime) -> int:
    from sajha.consent.tasks import record_expiries

    return record_expiries(at)


def _retention(at: datetime) -> int:
    from sajha.retention.tasks import look_through

    return look_through(at)


def _imports(at: datetime) -> int:
    from sajha.cases.imports.tasks import run_due_jobs

    return run_due_jobs(at)


def _codes(at: datetime) -> int:
    from sajha.survivor.tasks import forget_codes

    return forget_codes(at)


def _tidy(at: datetime) -> int:
    from django.contrib.sessions.models import Session

    return Session.objects.filter(expire_date__lt=at).delete()[0]


if __name__ == "__main__":
    main()
