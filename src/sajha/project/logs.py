"""What may stand in a log line: the event and ids. An exception is told by its class and place, never by its values."""

import logging
import traceback


class NoPersonalValues(logging.Filter):
    """Replaces a traceback (whose message may quote a value) with the exception's class and the places it passed."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            places = " < ".join(
                f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
                for frame in reversed(traceback.extract_tb(error.__traceback__)[-6:])
            )
            record.msg, record.args = "%s at %s", (type(error).__name__, places)
            record.exc_info = record.exc_text = None
        for name in ("request", "user", "params", "sql"):
            record.__dict__.pop(name, None)
        return True
